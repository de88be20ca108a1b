"""Follow the page on adding a tool class, word by word, in a copy of the package."""

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
PAGE = (Path(__file__).parents[1] / "docs" / "how-to" / "add-a-tool-class.md").read_text("utf-8")


def block(language: str) -> str:
    """The page's one code block of a language."""
    found = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert len(found) == 1
    return str(found[0])


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package with the page's line and rows in it."""
    root = tmp_path_factory.mktemp("copy")
    shutil.copytree(PACKAGE, root / "fabcast", ignore=shutil.ignore_patterns("__pycache__"))
    axes = root / "fabcast" / "model" / "_axes.py"
    text = axes.read_text("utf-8")
    last = [line for line in text.splitlines(keepends=True) if line.startswith("    ToolClass(")][-1]
    axes.write_text(text.replace(last, last + block("text")), "utf-8")
    with (root / "fabcast" / "facts" / "data" / "parameters.csv").open("a", encoding="utf-8") as table:
        table.write(block("csv"))
    return root


def run(root: Path, code: str) -> str:
    env = os.environ | {"PYTHONPATH": str(root), "XDG_CACHE_HOME": str(root / "cache")}
    command = [sys.executable, *code.split()]
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_audit_passes(copy: Path) -> None:
    assert "The facts pass." in run(copy, "-m fabcast facts audit --no-model")


def test_the_class_runs_and_is_named(copy: Path) -> None:
    wanted = "domestic_share_of_chip_equipment_in_china"
    command = f"-m fabcast run actual --outcomes {wanted} --years 2030 --draws 8 --json"
    rows = json.loads(run(copy, command))
    assert [row["outcome"] for row in rows] == [wanted]
    assert 0.0 < rows[0]["p50"] < 100.0
    (copy / "ask.py").write_text("from fabcast.model import BINDING\nprint(BINDING[-1])\n", "utf-8")
    assert run(copy, "ask.py").strip() == "tools: wafer bonding"
