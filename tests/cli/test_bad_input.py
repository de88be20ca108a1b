"""Bad input at the command line: one sentence, exit code 2, no traceback, nothing half-written.

Each file in fixtures/bad/cli holds cases: the words after ``fabcast``, the files to lay out
first, and the exact sentence. A case runs in an empty folder, whose content must not change.
"""

from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from fabcast.cli import main
from fabcast.facts import load_yaml

FOLDER = Path(__file__).parents[1] / "fixtures" / "bad" / "cli"


def cases() -> list[ParameterSet]:
    """Read every case; its name is the file's and its own."""
    found = []
    for file in sorted(FOLDER.glob("*.yaml")):
        for name, case in load_yaml(file).items():
            found.append(pytest.param(case, id=f"{file.stem}-{name}"))
    return found


def lay_out(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def content(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize("case", cases())
def test_one_clear_sentence(
    case: dict[str, object],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    files = case.get("files", {})
    words = case["words"]
    assert isinstance(files, dict)
    assert isinstance(words, list)
    lay_out(tmp_path, files)
    before = content(tmp_path)
    monkeypatch.chdir(tmp_path)
    code = main(words)
    said = capsys.readouterr()
    assert said.err == f"fabcast: {case['says']}\n"
    assert (code, said.out) == (2, "")
    assert content(tmp_path) == before
