"""Follow the page on adding a chip, word by word, in a copy of the package."""

import csv
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import fabcast

PACKAGE = Path(fabcast.__file__).parent
PAGE = (Path(__file__).parents[1] / "docs" / "how-to" / "add-a-chip.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    found = re.findall(rf"^ *```{language}\n(.*?)^ *```$", PAGE, re.MULTILINE | re.DOTALL)
    return [textwrap.dedent(one) for one in found]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package with the page's row in its catalogue."""
    root = tmp_path_factory.mktemp("work") / "copy"
    root.mkdir()
    shutil.copytree(PACKAGE, root / "fabcast", ignore=shutil.ignore_patterns("__pycache__"))
    table = root / "fabcast" / "facts" / "data" / "chips.csv"
    (row,) = csv.DictReader(blocks("csv")[0].splitlines())
    with table.open(newline="", encoding="utf-8") as lines:
        columns = next(csv.reader(lines))
    with table.open("a", newline="", encoding="utf-8") as lines:
        csv.DictWriter(lines, columns, restval="", lineterminator="\n").writerow(row)
    return root


def run(root: Path, line: str) -> str:
    command = [sys.executable, "-m", "fabcast", *shlex.split(line.removeprefix("fabcast "))]
    env = os.environ | {"PYTHONPATH": str(root)}
    done = subprocess.run(command, cwd=root.parent, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_an_unnamed_chip_is_classified_by_what_is_known(copy: Path) -> None:
    (copy.parent / "unnamed.csv").write_text(blocks("text")[0], "utf-8")
    assert "3A090" in run(copy, blocks("sh")[0].strip())


def test_the_new_chip_has_a_name_and_unknowns_stay_unknown(copy: Path) -> None:
    ask = blocks("sh")[1].splitlines()[1]
    said = run(copy, ask)
    assert "Example X1" in said
    assert "3A090" in said
