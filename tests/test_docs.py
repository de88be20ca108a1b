"""Documents that cannot lie: lists equal the code, commands run, nothing needs the network."""

import doctest
import importlib.util
import re
import shlex
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
import yaml

import fabcast
from fabcast.cli import main
from fabcast.cli._commands import COMMANDS
from fabcast.facts import load_yaml

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SHOWN = re.compile(r"^ *```console\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
TYPED = re.compile(r"^ *\$ fabcast (.*)$", re.MULTILINE)
ASKED = re.compile(r"^\{\{ output: (.*) \}\}$", re.MULTILINE)
SIMULATES = ("brief", "compare", "run", "claims", "explain", "breakeven", "game", "leverage")


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "docs/_hooks/reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def shown_commands() -> list[str]:
    """Find every ``$ fabcast …`` line in console blocks, and every output a page asks for."""
    texts = [page.read_text(encoding="utf-8") for page in PAGES]
    typed = [line for text in texts for block in SHOWN.findall(text) for line in TYPED.findall(block)]
    asked = [line for text in texts for line in ASKED.findall(text)]
    return sorted({line.strip() for line in (*typed, *asked)})


def test_the_reference_has_every_command(hook: ModuleType) -> None:
    headings = re.findall(r"^## fabcast (\w+)$", hook.commands(), re.MULTILINE)
    assert headings == list(COMMANDS)


def test_the_messages_page_shows_every_case(hook: ModuleType) -> None:
    cases = [load_yaml(file) for file in (ROOT / "tests/fixtures/bad/cli").glob("*.yaml")]
    assert hook.messages().count("| `fabcast ") == sum(len(case) for case in cases)


def test_each_dependency_has_its_reason() -> None:
    page = (ROOT / "docs/explanation/dependencies.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| ([\w-]+) \|", page, re.MULTILINE)) - {"package", "---"}
    asked = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    assert told == {re.split(r"[\[>=<]", line)[0] for line in asked}


def test_the_readme_starts_with_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert text.index("python3 start.py brief") < text.index("python3 start.py test")


def test_one_version_everywhere() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert str(citation["version"]) == PROJECT["version"] == fabcast.__version__


@pytest.mark.parametrize("words", shown_commands())
def test_a_shown_command_runs(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    few = ["--draws", "16"] if words.startswith(SIMULATES) and "--draws" not in words else []
    assert main([*shlex.split(words), *few]) in (0, 1)
    assert capsys.readouterr().out


@pytest.mark.parametrize("page", [p for p in PAGES if ">>> " in p.read_text("utf-8")], ids=lambda p: p.stem)
def test_a_shown_python_session_holds(page: Path) -> None:
    found = doctest.testfile(str(page), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert found.failed == 0
