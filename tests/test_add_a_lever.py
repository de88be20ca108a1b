"""Follow the page on adding a lever, word by word, in a copy of the package."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import fabcast

PACKAGE = Path(fabcast.__file__).parent
PAGE = (Path(__file__).parents[1] / "docs" / "how-to" / "add-a-lever.md").read_text("utf-8")


def block(language: str) -> str:
    """The page's one code block of a language."""
    found = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert len(found) == 1
    return str(found[0])


def commands() -> list[str]:
    return [line.removeprefix("fabcast ") for line in block("sh").splitlines()]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package with the page's row in it, and the page's scenario beside it."""
    root = tmp_path_factory.mktemp("work") / "copy"
    root.mkdir()
    shutil.copytree(PACKAGE, root / "fabcast", ignore=shutil.ignore_patterns("__pycache__"))
    with (root / "fabcast" / "scenario" / "levers.csv").open("a", encoding="utf-8") as table:
        table.write(block("csv"))
    (root.parent / "transit.yaml").write_text(block("yaml"), "utf-8")
    return root


def run(root: Path, words: str, package: Path | None = None) -> str:
    """Run a command, or a line of Python, with the copy's package or another."""
    asked = ["-c", words] if words.startswith("from ") else ["-m", "fabcast", *words.split()]
    env = os.environ | {"PYTHONPATH": str(package or root)}
    command = [sys.executable, *asked]
    done = subprocess.run(command, cwd=root.parent, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_scenario_passes_its_check(copy: Path) -> None:
    assert commands()[0].startswith("scenario check")
    run(copy, commands()[0])


def test_the_lever_is_in_the_table_and_the_schema(copy: Path) -> None:
    ask = "from fabcast.scenario import LEVERS, json_schema; print(list(LEVERS), json_schema())"
    assert run(copy, ask).count("'partner_enforcement'") == 3  # the table, scenarios, postures


def test_the_lever_moves_what_the_page_says(copy: Path) -> None:
    data = json.loads(run(copy, f"{commands()[1]} --draws 32 --prior --json"))
    change = data["outcomes"][0]["contrast"]
    assert change["p50"] < 0.0
    assert change["probability_negative"] == 1.0


def test_shipped_scenarios_stay(copy: Path) -> None:
    ask = "from fabcast.scenario import resolve; print(resolve('actual').enforcement.tolist())"
    assert run(copy, ask) == run(copy, ask, PACKAGE.parent)
