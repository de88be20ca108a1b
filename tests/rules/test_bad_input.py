"""Every bad file and call gets one sentence that names what is wrong; they are kept beside the files."""

from pathlib import Path
from typing import Any

import pytest

from fabcast.errors import BadInput
from fabcast.rules import Holdings, Reform, classify, classify_file, classify_table

FOLDER = Path(__file__).parents[1] / "fixtures" / "bad" / "rules"
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix != ".txt")


def read(path: Path) -> object:
    if path.suffix == ".yaml":
        return Reform.from_yaml(path)
    return Holdings.from_csv(path) if path.name.startswith("share") else classify_file(path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_bad_file_says_what_is_wrong(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(BadInput) as caught:
        read(path)
    message = str(caught.value).replace(str(path), path.name)
    assert message == path.with_suffix(".txt").read_text().rstrip("\n")
    assert capsys.readouterr().out == ""  # nothing half-written


CALLS: list[tuple[dict[str, Any], str]] = [
    ({"item": "H2O", "on": "2024-06-01"}, "chip 'H2O' is not in the catalogue; did you mean H20?"),
    (
        {"item": "H20", "on": "2022-08-25"},
        "on is 2022-08-25, before the first rule in the record (2022-08-26)",
    ),
    ({"item": "H20", "on": "June 2024"}, "on is 'June 2024', no ISO date; write it as 2026-01-15."),
    ({"item": "H20", "on": "2024-06-01", "to": "XX"}, "to is 'XX', no ISO 3166 alpha-2 code"),
    (
        {"item": "H20", "on": "2024-06-01", "area": 3},
        "unknown column 'area'; did you mean nonplanar_die_area_mm2?",
    ),
    (
        {"item": {"tpp": -1}, "on": "2024-06-01"},
        "tpp is -1, below the lowest possible value 0 TPP; check the number.",
    ),
    (
        {"item": {"tpp": "4800 TPP"}, "on": "2024-06-01"},
        "tpp is '4800 TPP', no number; write a plain number in TPP.",
    ),
    (
        {"item": {"tpp": "inf"}, "on": "2024-06-01"},
        "tpp is inf, not finite; leave it blank if it is unknown.",
    ),
    (
        {"item": {"owned_pct": 101}, "on": "2024-06-01"},
        "owned_pct is 101, above the highest possible value 100 percent",
    ),
    (
        {"item": {"datacenter": "maybe"}, "on": "2024-06-01"},
        "datacenter is 'maybe'; write true, false, or leave it blank.",
    ),
    ({"item": {"kind": "exprot"}, "on": "2024-06-01"}, "did you mean export?"),
    (
        {"item": {"entity_flags": "footnote_9"}, "on": "2024-06-01"},
        "entity_flags holds 'footnote_9'; write any of",
    ),
    (
        {"item": {"name": "x" * 1_000_000}, "on": "2024-06-01"},
        "name holds 1000000 characters; a value has at most 200.",
    ),
    (
        {"item": {}, "on": "2024-06-01"},
        "nothing to classify: give a chip name or at least one parameter such as tpp.",
    ),
    ({"item": "H20", "on": "2024-06-01", "switches": {"x": "y"}}, "unknown switch 'x'; switches:"),
    (
        {"item": "H20", "on": "2024-06-01", "switches": {"diffusion_regime": "on"}},
        "write one of de_facto, de_jure.",
    ),
]


@pytest.mark.parametrize(("call", "message"), CALLS, ids=[message[:40] for _, message in CALLS])
def test_a_bad_call_says_what_is_wrong(call: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput) as caught:
        classify(**call)
    assert message in str(caught.value)


def test_a_bad_row_keeps_its_place_and_the_others_are_classified() -> None:
    found = classify_table(
        {
            "name": ["H20", "H2O", "H20"],
            "tpp": ["", "", "-5"],
            "on": ["2024-06-01", "2024-06-01", "2025-05-01"],
        }
        | {"to": ["CN"] * 3}
    )
    assert list(found["licence_required"]) == ["no", "", ""]
    assert list(found["error"]) == [
        "",
        "chip 'H2O' is not in the catalogue; did you mean H20?",
        "tpp is -5, below the lowest possible value 0 TPP; check the number.",
    ]


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(BadInput, match="columns have different lengths: 1, 2 rows"):
        classify_table({"on": ["2024-06-01"], "name": ["H20", "H20"]})
