"""Every code block of the pages is run, or held to the code, by this test or by one that is named here.

A page is followed from its top in an empty folder: what it tells to write is written, what it tells to type
is typed, with few draws.
"""

import ast
import json
import re
import runpy
import shlex
import shutil
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from fabcast.cli import main
from fabcast.cli._commands import COMMANDS, load
from fabcast.cli._front import example

from .snippets import PAGES, ROOT, Block, blocks, inline

ALL = [block for page in PAGES for block in blocks(page)]
HOW = "docs/how-to/"
OWN = {
    f"{HOW}add-a-chip.md": "tests/test_add_a_chip.py",
    f"{HOW}add-a-lever.md": "tests/test_add_a_lever.py",
    f"{HOW}add-a-rule.md": "tests/test_add_a_rule.py",
    f"{HOW}add-a-tool-class.md": "tests/test_add_a_tool_class.py",
    f"{HOW}run-on-a-cluster.md": "tests/docs/test_cluster_page.py",
}
"""Pages that a test of their own follows."""
PICTURES = ("facts ──►", "model (arrays)", "access →", "T  =  T0", "runs/run=")
"""Starts of blocks that show a flow, a formula or a folder."""
ONLY_READ = ("fabcast serve", "fabcast calibrate", "python3 ", "bash ", "uv ", "uvx ")
"""Calls that wait for a visitor, take hours or install: their words are checked, they are not made here."""
WRITTEN = {
    (f"{HOW}game.md", "yaml"): ["mine.yaml"],
    (f"{HOW}test-a-claim.md", "csv"): ["mine.csv"],
    (f"{HOW}value-of-information.md", "yaml"): ["mine.yaml"],
    (f"{HOW}write-a-scenario.md", "yaml"): ["half_licences.yaml", "tit_for_tat.yaml"],
    ("docs/reference/rules.md", "yaml"): ["reform.yaml"],
}
"""Files whose content a page shows, in the order of its blocks of that language."""
IMPORTS = "tests/fixtures/good/importers/"
GIVEN = {
    f"{HOW}classify.md": {"products.csv": "tests/fuzz/good/transactions.csv"},
    f"{HOW}import-chip-counts.md": {"timelines_by_chip.csv": f"{IMPORTS}chips.csv"},
    f"{HOW}import-screening-list.md": {
        "consolidated.csv": f"{IMPORTS}screening.csv",
        "transactions.csv": f"{IMPORTS}transactions.csv",
    },
    f"{HOW}import-supply-chain.md": {"eto-chip-explorer/data": f"{IMPORTS}eto"},
}
"""Files that a reader of a page brings along, and what stands for them."""
FIRST = {
    "docs/tutorial/h200.md": "fabcast scenario new mine.yaml --extends h200_licensed "
    "--branches-from 2026-11-23"
}
"""What a page has shown before by its output alone."""
LAST = {
    f"{HOW}write-a-scenario.md": "fabcast scenario check tit_for_tat.yaml",
    "docs/reference/rules.md": "fabcast rules effect reform.yaml --on 2026-12-01",
}
"""What a page says in words of a file that it shows."""
SMALLER = {"--draws 100000": "--draws 512", "--draws 4096": "--draws 1024", "--chunks 5": "--chunks 1"}
STAND_IN = {"--stop JPN": "--stop AAA", "front-3": "front-1"}
"""The data made up for tests have other countries; a short search has a short front."""
FEW = {"discover": 2048, "voi": 128, "sensitivity": 1024}
PYTHON_FEW = {"100_000": "512", "draws_a_chunk=1024": "draws_a_chunk=256", "problem, 100": "problem, 2",
              "scenarios=100": "scenarios=2"}  # fmt: skip


def fabcast_calls() -> list[tuple[str, str]]:
    """Page and words of every call of Fabcast in a block."""
    found = [(block.page, call) for block in ALL for call in block.calls]
    return sorted({(page, call.partition(" ")[2]) for page, call in found if call.startswith("fabcast ")})


def known(command: Any) -> set[str]:
    return {text for one in command.params for text in (*one.opts, *one.secondary_opts)}


@pytest.mark.parametrize(("page", "words"), fabcast_calls())
def test_a_call_has_the_words_that_its_command_takes(page: str, words: str) -> None:
    name, *rest = shlex.split(words.partition(" > ")[0].removesuffix(" &"))
    command = load(name)
    inner = getattr(command, "commands", {})
    if inner:
        command = inner[rest.pop(0)]
    command.make_context(name, rest)


def examples() -> list[str]:
    """The example in the help of every command, each at the end of a branch."""
    ends = []
    for name in COMMANDS:
        command = load(name)
        ends += list(getattr(command, "commands", {}).values()) or [command]
    return [example(end) for end in ends]


@pytest.mark.parametrize("words", examples())
def test_the_help_of_every_command_ends_in_an_example_that_it_takes(words: str) -> None:
    program, name, *rest = shlex.split(words)
    command = load(name)
    command = command.commands[rest.pop(0)] if hasattr(command, "commands") else command
    assert program == "fabcast"
    command.make_context(name, rest)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_command_named_in_a_sentence_exists_with_its_options(page: Path) -> None:
    for name, *rest in inline(page):
        if name == "--version":
            continue
        command = load(name)
        inner = getattr(command, "commands", {})
        command = inner[rest[0]] if inner and rest else command
        assert {word for word in rest if word.startswith("--")} <= known(command), (name, rest)


def test_calls_of_other_programs_name_what_is_there() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    for block in ALL:
        if block.page in OWN:
            continue
        for call in block.calls:
            program, *rest = shlex.split(call)
            if program == "python3":
                assert rest[0] == "start.py"
                assert rest[1] in {*COMMANDS, "test"}
            elif program == "bash":
                assert (ROOT / rest[0]).is_file()
            elif program in {"uv", "uvx"}:
                asked = [
                    name for found in re.findall(r"fabcast\[([\w,]+)\]", call) for name in found.split(",")
                ]
                assert set(asked) <= set(extras)
            else:
                assert program in {"fabcast", "mkdir"}, call


def followed() -> list[str]:
    """Pages that hold calls or files and have no test of their own."""
    pages = {block.page for block in ALL if block.calls and block.language != "console"}
    return sorted(({page for page, _ in WRITTEN} | pages) - set(OWN))


@pytest.mark.parametrize("page", followed())
def test_a_page_can_be_followed(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, source in GIVEN.get(page, {}).items():
        place(ROOT / source, tmp_path / name)
    if page in FIRST:
        call(FIRST[page], capsys)
    names = {language: list(files) for (at, language), files in WRITTEN.items() if at == page}
    for block in (one for one in ALL if one.page == page):
        if names.get(block.language):
            (tmp_path / names[block.language].pop(0)).write_text(block.text, "utf-8")
        elif block.language == "sql":
            call(f"fabcast runs sql runs {shlex.quote(block.text)}", capsys)
        elif block.language == "python" and ">>> " not in block.text:
            run_python(block.text, tmp_path)
        for line in block.calls:
            if block.language != "console" or " --out " in line or " new " in line:
                call(line, capsys)
    if page in LAST:
        call(LAST[page], capsys)


def place(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    (shutil.copytree if source.is_dir() else shutil.copy)(source, target)


def call(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Make a call as a shell would, with few draws; a redirection is written."""
    if line.startswith(ONLY_READ):
        return
    if line.startswith("mkdir "):
        Path(line.partition(" ")[2]).mkdir()
        return
    for long, short in (SMALLER | STAND_IN).items():
        line = line.replace(long, short)
    words, _, into = line.removeprefix("fabcast ").partition(" > ")
    given = [*shlex.split(words), *fewer(words)]
    capsys.readouterr()
    code = main(given)
    said = capsys.readouterr()
    assert code in ((0, 1) if given[0] in {"classify", "import", "scenario"} else (0,)), (line, said.err)
    if into:
        json.loads(said.out)
        Path(into).write_text(said.out, "utf-8")
    for flag, name in pairwise(given):
        assert flag not in {"--out", "--html"} or Path(name).exists(), line


def fewer(words: str) -> list[str]:
    """Options that make a call small."""
    name = words.partition(" ")[0]
    if name == "search":
        return ["--budget", "8", "--draws", "16", "--fresh-draws", "16"]
    return ["--draws", str(FEW.get(name, 16))] if "--draws" in known(load(name)) - set(words.split()) else []


@pytest.mark.filterwarnings("ignore")
def run_python(text: str, folder: Path) -> None:
    """Run a block as a script, smaller; what peers warn of is theirs."""
    for long, short in PYTHON_FEW.items():
        text = text.replace(long, short)
    script = folder / "snippet.py"
    script.write_text(text, "utf-8")
    runpy.run_path(str(script))


def is_seen_to(block: Block) -> bool:
    """Whether a test runs a block, or holds it to the code."""
    if block.page in OWN or block.is_output or block.calls:
        return True
    if block.language == "python" or (block.page, block.language) in WRITTEN:
        return True
    return block.language == "sql" or block.text.startswith(PICTURES) or block.text.startswith("import arviz")


@pytest.mark.parametrize("block", ALL, ids=lambda block: f"{block.page}:{block.line}")
def test_no_block_is_left_out(block: Block) -> None:
    assert is_seen_to(block), block.text


@pytest.mark.parametrize("test", OWN.values())
def test_the_tests_named_here_exist(test: str) -> None:
    assert (ROOT / test).is_file()


def test_what_another_package_would_run_is_python() -> None:
    (only,) = [block for block in ALL if block.text.startswith("import arviz")]
    ast.parse(only.text)
