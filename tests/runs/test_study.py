"""Studies: the grid of a file, refusals with their line."""

from pathlib import Path

import pytest

from fabcast.errors import BadInput
from fabcast.runs import Cell, read_study

NO_WORDS = "is not a list of words; write it as [one, another]"
GOOD = """title: Forms and seeds
scenarios:
  - [h200_open, h200_denied]
  - [actual]
structures: [default, substitution]
seeds: [1, 2]
basis: [prior]
draws: 16
years: [2030]
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "study.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_grid_is_the_product_of_its_sides(tmp_path: Path) -> None:
    study = read_study(written(tmp_path, GOOD))
    assert study.outcomes == ("china_compute_stock",)
    assert len(study.cells) == 2 * 2 * 2
    assert study.cells[:3] == [
        Cell(("h200_open", "h200_denied"), "default", 1, "prior"),
        Cell(("h200_open", "h200_denied"), "default", 2, "prior"),
        Cell(("h200_open", "h200_denied"), "substitution", 1, "prior"),
    ]


def test_a_scenario_file_stands_beside_the_study(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        "title: As it is\ndescription: Nothing changes.\nextends: actual\nbranches_from: 2026-11-23\n"
    )
    file = written(tmp_path, "title: One\nscenarios:\n  - [mine.yaml, actual]\n")
    assert read_study(file).scenarios == ((str(mine), "actual"),)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("seeds:", "seed:", "line 6: unknown field 'seed'; did you mean seeds?"),
        ("title: Forms and seeds\n", "", "line 1: no title; add a line `title: …`"),
        ("title: Forms and seeds", "title: [a]", "line 1: title is not a text; write it on one line"),
        (
            "  - [h200_open, h200_denied]\n  - [actual]",
            "  - h200_open",
            "line 2: scenarios is not a list of lists; write each as - [one, another]",
        ),
        (
            "h200_denied",
            "h200_denyed",
            "line 2: no scenario 'h200_denyed'; did you mean h200_denied or h20_denied or h200_licensed?",
        ),
        ("[1, 2]", "[1, two]", "line 6: seeds: 'two' is not a whole number"),
        ("[prior]", "[guess]", "line 7: basis 'guess' is not known; write posterior or prior"),
        ("draws: 16", "draws: 0", "line 8: draws must be at least 1, but is 0; 2000 is the default"),
        (
            "[2030]",
            "[2050]",
            "line 9: quarter 2050Q4 is outside the run, which goes from 2014Q1 to 2040Q4",
        ),
        ("draws: 16", "draws: [16, 32]", "line 8: draws is one number for all jobs; write it as draws: 2000"),
        (
            "draws: 16",
            f"draws: {10**18}",
            f"line 8: draws: {10**18} is too large; write at most 18 digits",
        ),
        ("draws: 16", "kind: fits", "line 8: kind 'fits' is not known; choose one of: ensembles"),
        ("[default, substitution]", "{}", f"line 5: structures {NO_WORDS}"),
    ],
)
def test_a_refusal_names_file_line_and_what_to_write(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    file = written(tmp_path, GOOD.replace(old, new))
    with pytest.raises(BadInput) as told:
        read_study(file)
    assert str(told.value) == f"{file} {sentence}"


def test_an_unknown_structure_lists_the_known_ones(tmp_path: Path) -> None:
    file = written(tmp_path, GOOD.replace("substitution", "ces"))
    with pytest.raises(BadInput, match=r"line 5: structure 'ces' is not known; choose one of: default, "):
        read_study(file)
