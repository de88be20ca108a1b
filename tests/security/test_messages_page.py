"""The page of messages shows every bad file's sentence, as the tests hold it."""

import importlib.util
from pathlib import Path

ROOT = Path(__file__).parents[2]
BAD = ROOT / "tests" / "fixtures" / "bad"
HELPERS = {"circle_other.yaml"}
"""Files that only help another one, and have no sentence of their own."""


def test_the_page_shows_every_bad_file() -> None:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "docs/_hooks/messages.py")
    assert spec is not None
    assert spec.loader is not None
    hook = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hook)
    page = hook.on_page_markdown((ROOT / "docs/reference/messages.md").read_text(encoding="utf-8"))
    rooms = [folder for folder in BAD.iterdir() if folder.is_dir() and folder.name != "cli"]
    assert {room.name for room in rooms} == set(hook.TITLES)
    for room in rooms:
        files = {file.name for file in room.iterdir() if file.suffix != ".txt"} - HELPERS
        assert {name for name, _ in hook.sentences(room.name)} == files
        assert all(f"| `{name}` |" in page for name in files)
