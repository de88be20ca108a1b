"""The explanation's words and data are those of its draws."""

from __future__ import annotations

import json
from io import StringIO

import jsonschema  # type: ignore[import-untyped]
import numpy as np
from rich.console import Console

from fabcast.analysis import Explanation
from fabcast.report import explanation_json, headline, print_explanation, schema

DRAWS = np.linspace(1.0, 3.0, 21)[:, None]
MADE = Explanation(
    "a", "b", "china_compute_stock", "AI compute", "H100e", (2030,), "lever", 1e6 * DRAWS,
    np.stack([0.75e6 * DRAWS, 0.25e6 * DRAWS]), (("x", "the first lever"), ("y", "the second lever")),
)  # fmt: skip


def test_data_hold_to_the_schema_and_add_up() -> None:
    data = json.loads(json.dumps(explanation_json(MADE), allow_nan=False))
    jsonschema.validate(data, schema("explain"))
    assert sum(part["mean"] for part in data["parts"]) == data["total"][0]["mean"]


def test_the_sentence_names_the_heaviest_part() -> None:
    words = headline(MADE, 2030)
    assert "“the first lever” accounts for +1.5 million H100e (+0.8 to +2.2)" in words.replace("\u00a0", " ")
    assert words.replace("\u00a0", " ").endswith("75 % of its mean.")


def test_the_sentence_admits_offsetting_parts() -> None:
    parts = np.stack([5.0e6 * DRAWS, -4.9e6 * DRAWS])
    offset = Explanation("a", "b", "o", "O", "H100e", (2030,), "lever", 0.1e6 * DRAWS, parts, MADE.parts)
    assert headline(offset, 2030).endswith("and others offset it.")


def test_the_table_shows_each_part_and_the_whole() -> None:
    console = Console(width=100, record=True, file=StringIO())
    print_explanation(MADE, console)
    text = console.export_text()
    assert all(words in text for words in ("the first lever", "the second lever", "The whole", "end of 2030"))
