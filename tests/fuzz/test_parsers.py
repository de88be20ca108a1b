"""Damaged files: each parser reads one or refuses it with one sentence, quickly; never anything else.

``FABCAST_FUZZ=10000`` sets how many files each parser is given; a few where it is not set.
"""

import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fabcast.errors import BadInput

from .damage import damaged
from .parsers import PARSERS, good_texts

CASES = int(os.environ.get("FABCAST_FUZZ", "25"))
SECONDS, PATIENCE = 5.0, 60.0
"""Longest that one file may keep the processor, and the reader: they hold a few kilobytes."""


def read_or_refuse(name: str, file: Path) -> str | None:
    """Read a file; return the sentence with which it was refused, if it was."""
    started, worked = time.monotonic(), time.process_time()
    try:
        PARSERS[name].read(file)
    except BadInput as refused:
        return str(refused)
    finally:
        assert time.process_time() - worked < SECONDS
        assert time.monotonic() - started < PATIENCE
    return None


def is_a_sentence(said: str, name: str, file: Path) -> bool:
    """Whether a refusal is one line of plain text that names the file."""
    named = PARSERS[name].named or file.name
    return said.isprintable() and named in said and len(said.replace(str(file), "")) > 20


@pytest.mark.parametrize("name", PARSERS)
def test_good_files_are_read(name: str, tmp_path: Path) -> None:
    for number, text in enumerate(good_texts(name)):
        file = tmp_path / f"good{number}{PARSERS[name].suffix}"
        file.write_text(text, encoding="utf-8")
        assert read_or_refuse(name, file) is None


@pytest.mark.parametrize("name", PARSERS)
@settings(
    max_examples=CASES,
    deadline=None,
    derandomize="FABCAST_FUZZ" not in os.environ,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused_in_one_sentence(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.getbasetemp() / f"damaged{PARSERS[name].suffix}"
    file.write_bytes(data.draw(damaged(good_texts(name))))
    said = read_or_refuse(name, file)
    assert said is None or is_a_sentence(said, name, file)
