"""What is said of rival forms follows from their contrasts."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema  # type: ignore[import-untyped]
import pytest
from rich.console import Console

from fabcast.analysis import Contrast, Spread, UnderForm
from fabcast.report import build_brief, print_brief, schema, to_html, to_json
from fabcast.report._forms import asked, forms_table, forms_words, sign_of
from tests.report.conftest import synthetic_books
from tests.synthetic import SyntheticRuns

STOCK = "china_compute_stock"


def contrast(middle: float, higher: float = 1.0, *, same: float = 0.0) -> Contrast:
    spread = Spread(middle - 5.0, middle - 1.0, middle, middle + 1.0, middle + 5.0, middle)
    return Contrast(
        STOCK, "Compute", "H100e", 2030, spread, spread, spread, None, higher, 1.0 - higher - same, same, 1.0
    )


def forms(**cells: Contrast) -> tuple[UnderForm, ...]:
    return tuple(UnderForm(name, name, "", (c,)) for name, c in cells.items())


@pytest.mark.parametrize(
    ("cell", "sign"),
    [
        (contrast(5.0), "higher"),
        (contrast(-5.0, 0.1), "lower"),
        (contrast(1.0, 0.6), "either way"),
        (contrast(0.0, 0.02, same=0.96), "the same"),
    ],
)
def test_signs(cell: Contrast, sign: str) -> None:
    assert sign_of(cell) == sign


def test_agreement_is_told_with_its_range() -> None:
    said = forms_words(forms(default=contrast(100.0, 0.9), a=contrast(110.0, 0.8)), STOCK, 2030)
    assert said == (
        "The sign does not depend on the form of the equations: China's AI compute at the end of 2030 "
        "is higher in 80\u00a0% to 90\u00a0% of draws under each.",
        "Nor does the size depend on it much: the median runs from +110 H100e (a) to +110 H100e (a), "
        "and is +100 H100e by default.",
    )


def test_another_sign_and_another_size_are_told() -> None:
    cells = forms(default=contrast(100.0), a=contrast(-40.0, 0.1), b=contrast(150.0))
    sign, size = forms_words(cells, STOCK, 2030)
    assert sign == (
        "The sign depends on the form of the equations: China's AI compute at the end of 2030 is "
        "higher under default and b; lower under a."
    )
    assert size.startswith("The size depends on it: the median runs from −40 H100e (a) to +150 H100e (b)")
    assert size.endswith("More than a quarter off: a and b.")


def test_a_form_that_changes_nothing_is_named() -> None:
    said = forms_words(forms(default=contrast(100.0), a=contrast(100.0), b=contrast(120.0)), STOCK, 2030)
    assert said[-1] == "Hardly anything changes under a."


def test_if_no_form_changes_anything_one_sentence_says_so() -> None:
    said = forms_words(forms(default=contrast(100.0), a=contrast(100.0), b=contrast(100.0)), STOCK, 2030)
    assert said[1:] == ("Nor does the size: hardly anything changes under any form.",)


def test_an_answer_that_never_moves_has_no_size() -> None:
    still = contrast(0.0, 0.0, same=1.0)
    assert forms_words(forms(default=still, a=still), STOCK, 2030) == (
        "The sign does not depend on the form of the equations: China's AI compute at the end of 2030 "
        "does not move under each.",
    )


def test_points_are_told_as_points() -> None:
    cells = (contrast(8.0), contrast(7.0))
    shares = forms(**{name: replace(c, unit="percent") for name, c in zip("ab", cells, strict=True)})
    assert "is +8.0\u00a0points by default" in forms_words(shares, STOCK, 2030)[1]


def test_each_outcome_is_spoken_of_in_the_year_asked_for_or_the_last_one_run() -> None:
    first = contrast(1.0)
    cells = (first, replace(first, year=2035), replace(first, outcome="other", year=2027))
    run = (UnderForm("default", "default forms", "", cells),)
    assert asked(run, 2030) == ((STOCK, 2030), ("other", 2027))
    assert asked((), 2030) == ()


def test_without_forms_nothing_is_said() -> None:
    assert forms_words((), STOCK, 2030) == ()


def test_the_table_has_a_row_a_form() -> None:
    table = forms_table(forms(default=contrast(100.0), a=contrast(90.0)), STOCK, 2030)
    assert [row[0] for row in table.rows] == ["Default", "A"]
    assert len({len(row) for row in table.rows} | {len(table.columns)}) == 1


def test_every_form_of_the_brief_shows_them(runs: SyntheticRuns, capsys: pytest.CaptureFixture[str]) -> None:
    cells = forms(default=contrast(100.0), rival=contrast(90.0))
    brief = build_brief(runs, "h200_licensed", "h200_denied", (), synthetic_books(), forms=cells)
    data = json.loads(json.dumps(to_json(brief), allow_nan=False))
    jsonschema.validate(data, schema("brief"))
    assert [form["id"] for form in data["structures"]] == ["default", "rival"]
    assert data["structures_say"][0].startswith("The sign does not depend")
    assert data["command"].endswith("--structures")
    page = to_html(brief)
    assert 'id="forms"' in page
    assert "Under other equations" in page
    print_brief(brief, Console())
    assert "Under other equations" in capsys.readouterr().out


def test_a_brief_without_them_says_nothing_of_them(runs: SyntheticRuns) -> None:
    brief = build_brief(runs, "h200_licensed", "h200_denied", (), synthetic_books())
    assert to_json(brief)["structures"] == []
    assert 'id="forms"' not in to_html(brief)
