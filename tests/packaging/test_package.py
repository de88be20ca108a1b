"""The package: typed, versioned, small, and whole with none of its extras."""

import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import requires, version
from importlib.resources import files
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SEMANTIC = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)((a|b|rc)\d+)?")
IMPORTED = {"font-source-sans-pro": "font_source_sans_pro", "salib": "SALib", "scikit-learn": "sklearn"}
"""Names under which packages are imported, where they are other than their own."""


def name_of(requirement: str) -> str:
    return re.split(r"[\[<>=!~ ;]", requirement, maxsplit=1)[0]


def only_in_extras() -> set[str]:
    """Packages that a base install lacks, as they are imported."""
    asked = {name_of(line) for line in requires("fabcast") or [] if "extra ==" in line}
    base = {name_of(line) for line in requires("fabcast") or [] if "extra ==" not in line}
    return {IMPORTED.get(name, name.replace("-", "_")) for name in asked - base}


def without_extras(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run code as if no extra were installed."""
    blocked = f"import sys\nfor name in {sorted(only_in_extras())!r}: sys.modules[name] = None\n"
    command = [sys.executable, "-W", "error", "-c", blocked + code]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_types_come_with_the_package() -> None:
    assert (files("fabcast") / "py.typed").is_file()


def test_the_version_is_semantic() -> None:
    assert SEMANTIC.fullmatch(version("fabcast"))


def test_what_is_shipped_is_far_below_ten_megabytes() -> None:
    sizes = [
        f.stat().st_size for f in (ROOT / "src").rglob("*") if f.is_file() and "__pycache__" not in f.parts
    ]
    assert sum(sizes) < 15_000_000  # unpacked; the wheel is about half of it


def test_the_pythons_that_it_names_are_those_it_is_tried_on() -> None:
    named = {line.rpartition(" :: ")[2] for line in PROJECT["classifiers"] if "Python :: 3." in line}
    assert named == {"3.11", "3.12", "3.13"}
    assert PROJECT["requires-python"] == ">=3.11"


def test_a_base_install_classifies(tmp_path: Path) -> None:
    code = (
        "from fabcast.cli import main; sys.exit(main(['classify', 'H200', '--on', '2026-06-01', '--json']))"
    )
    done = without_extras(code, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["item"].startswith("NVIDIA H200")


def test_a_base_install_writes_a_brief(tmp_path: Path) -> None:
    code = "from fabcast.cli import main; sys.exit(main(['brief', '--draws', '16', '--out', 'b.html']))"
    done = without_extras(code, tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "b.html").stat().st_size > 10_000


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ["serve"],
            "fabcast: the page needs the package fastapi; install it with: pip install 'fabcast[web]'\n",
        ),
        (
            ["classify", "rows.parquet"],
            "fabcast: Parquet files need the package pyarrow, which is not installed; install "
            "fabcast[parquet], or give a .csv file.\n",
        ),
    ],
)
def test_what_needs_an_extra_says_so(words: list[str], says: str, tmp_path: Path) -> None:
    done = without_extras(f"from fabcast.cli import main; sys.exit(main({words!r}))", tmp_path)
    assert (done.returncode, done.stderr) == (2, says)
