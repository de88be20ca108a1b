"""Answers kept in how-to pages: every mark holds one, and it opens as the command's answer does."""

import re
import shlex
from pathlib import Path

import pytest

from fabcast.analysis import conditions, find_decision
from fabcast.cli._commands import COMMANDS

PAGES = Path(__file__).parents[2] / "docs" / "how-to"
MARK = re.compile(r"<!-- answer: fabcast (.*?) -->\n```text\n(.*?)\n```\n<!-- end -->", re.DOTALL)


def answers() -> list[tuple[str, str]]:
    """Command and kept answer of every mark."""
    texts = [(PAGES / name).read_text(encoding="utf-8") for name in PAGE_NAMES]
    found = [pair for text in texts for pair in MARK.findall(text)]
    assert len(found) == sum(text.count("<!-- answer: ") for text in texts)
    return found


PAGE_NAMES = ("discover.md", "value-of-information.md")


@pytest.mark.parametrize(("words", "kept"), answers(), ids=[words for words, _ in answers()])
def test_a_kept_answer_opens_as_its_command_does(words: str, kept: str) -> None:
    command, name, *_ = shlex.split(words)
    assert command in COMMANDS
    said = " ".join(kept.split())
    if command == "discover":
        assert said.startswith(f"“{conditions()[name].claim.rstrip('.')}” holds in ")
    else:
        assert said.startswith(find_decision(name).question)


def test_each_named_condition_is_answered() -> None:
    asked = {shlex.split(words)[1] for words, _ in answers()}
    assert set(conditions()) <= asked
