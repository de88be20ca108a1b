"""Follow the page on adding a rule, word by word, in a copy of the package."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

import fabcast
from fabcast.facts import load_yaml

PACKAGE = Path(fabcast.__file__).parent
PAGE = (Path(__file__).parents[1] / "docs" / "how-to" / "add-a-rule.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    found = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return [str(one) for one in found]


EVENT, ENDED, NUMBER, WORDING, CASE = blocks("yaml")


def with_the_number(text: str) -> str:
    """End the version of the upper line that is in force, and add the page's new one below it."""
    ended = ", ".join(line.strip() for line in ENDED.splitlines())
    head, start, rest = text.partition("  - id: tpp_line\n")
    new = next(line for line in NUMBER.splitlines() if "value: 6000" in line)
    assert "value: 6000" not in rest
    line = next(line for line in rest.splitlines() if line.startswith("      - {value: 4800,"))
    old = line.replace("last_checked:", f"{ended}, last_checked:")
    return head + start + rest.replace(line, f"{old}\n{new}", 1)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package with the page's event, the old version ended and the new one written."""
    root = tmp_path_factory.mktemp("work") / "copy"
    shutil.copytree(PACKAGE, root / "fabcast", ignore=shutil.ignore_patterns("__pycache__"))
    with (root / "fabcast/facts/data/events.yaml").open("a", encoding="utf-8") as table:
        table.write(f"\n{EVENT}")
    law = root / "fabcast/rules/us/3A090.yaml"
    law.write_text(with_the_number(law.read_text("utf-8")), "utf-8")
    return root


def run(root: Path, words: list[str]) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"PYTHONPATH": str(root)}
    return subprocess.run(
        [sys.executable, *words], cwd=root, env=env, capture_output=True, text=True, check=False
    )


def case(root: Path) -> dict[str, Any]:
    file = root / "case.yaml"
    file.write_text(textwrap.dedent(CASE), "utf-8")
    (found,) = load_yaml(file)
    assert isinstance(found, dict)
    return found


def test_the_check_finds_nothing_and_the_facts_pass(copy: Path) -> None:
    (line,) = [line.removeprefix("$ ") for line in blocks("console")[0].splitlines()]
    for words in (shlex.split(line)[1:], ["facts", "audit", "--no-model"]):
        done = run(copy, ["-m", "fabcast", *words])
        assert done.returncode == 0, done.stdout + done.stderr


def test_an_event_that_is_not_in_the_facts_is_a_problem(copy: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    shutil.copytree(copy, bare)
    shutil.copy(PACKAGE / "facts/data/events.yaml", bare / "fabcast/facts/data/events.yaml")
    done = run(bare, ["-m", "fabcast", "rules", "check"])
    assert done.returncode == 1
    assert "us-2026-12-15-new-line" in done.stdout


@pytest.mark.parametrize(("day", "needed"), [("2026-12-31", "yes"), ("2027-01-01", "no")])
def test_the_case_holds_from_its_day_on(copy: Path, day: str, needed: str) -> None:
    told = case(copy)
    assert (told["on"], told["expect"]["licence_required"]) == ("2027-01-01", "no")
    item = {name: {"true": True}.get(value, value) for name, value in told["item"].items()}
    ask = (
        "from fabcast import classify; "
        f"found = classify({item!r}, on={day!r}, to={told['to']!r}); "
        "print(found.licence_required, *found.eccn)"
    )
    done = run(copy, ["-c", ask])
    assert done.stdout.split()[0] == needed, done.stderr
    assert (done.stdout.split()[1:] == []) == (needed == "no")


def test_the_wording_is_conditions_that_are_read() -> None:
    """The page's conditions, in the place of those of a clause."""
    from fabcast.rules import Reform

    example = (Path(__file__).parent / "fixtures/good/rules/gain-ai.yaml").read_text("utf-8")
    head, start, _ = example.partition("        when:\n")
    assert start == WORDING.splitlines(keepends=True)[0]
    (clause,) = Reform.from_text(head + WORDING).clauses
    assert "headquartered_in_macau_or_d5" in str(clause.versions[0].limbs)
