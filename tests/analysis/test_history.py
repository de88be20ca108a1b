"""The history check: readings and verdicts by known answer, then the real model against the record.

Where the central draw leaves a reported range, the exception stands here by name with its cause;
the reason in words is in ``history_misses.csv``. No bound is loosened.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from fabcast.analysis import (
    HistoryRuns,
    Point,
    history,
    history_lines,
    history_runs,
    history_tally,
    line_named,
    miss_reasons,
    point_row,
    reason_for,
)
from fabcast.analysis._history import in_band, in_range
from fabcast.calibration._record import Report, reports
from fabcast.ensemble import _drivers
from fabcast.errors import BadInput

REQUIRED = {
    "ascend_packages": ("2024", "2025"),
    "ascend_packages_early": ("2023",),
    "ascend_dies": ("2024", "2025"),
    "stock_counted": ("2022Q4", "2023Q4", "2024Q4", "2025Q4"),
    "stock_epoch": ("2022Q4", "2023Q4", "2024Q4", "2025Q4"),
    "stock": ("2025Q4",),
    "domestic_sales": ("2025",),
}
"""Ascend units, compute stock and domestic sales of 2023-2025, where the facts give a range."""

OUTSIDE = {
    ("stock_epoch", "2022Q4"): "definition",
    ("stock_epoch", "2023Q4"): "definition",
}
"""Required points outside the reported range, with their cause: the report leaves out domestic and
smuggled chips before 2024 and all stock from before 2022; on its own count (`stock_counted`) the
model is inside."""

SHARES_OUTSIDE = {
    ("domestic_share_value", "2023"): "input",
    ("nvidia_share_value", "2024"): "definition",
    ("nvidia_share_value", "2025"): "definition",
}
"""Shares reported as one number that lie outside the prior's 5-95 %, with their cause."""


DOCS = Path(__file__).parents[2] / "docs"
NUMBER = re.compile(r"\d[\d,]*\.?\d*")
REWRITE = "the page fell behind the model; run: uv run python docs/_hooks/history.py"


@pytest.fixture(scope="module")
def runs() -> HistoryRuns:
    return history_runs()


@pytest.fixture(scope="module")
def points(runs: HistoryRuns) -> tuple[Point, ...]:
    return history(runs)


def test_a_single_bound_is_a_floor_or_a_ceiling() -> None:
    floor, ceiling = Report("2025", 5.0, None, None), Report("2025", None, None, 5.0)
    assert (in_range(floor, 4.0), in_range(floor, 9.0)) == (False, True)
    assert (in_range(ceiling, 4.0), in_range(ceiling, 9.0)) == (True, False)
    assert (in_band(floor, 1.0, 4.0), in_band(floor, 1.0, 6.0)) == (False, True)


def test_the_table_names_what_exists() -> None:
    lines = history_lines()
    assert len({line.id for line in lines}) == len(lines)
    for line in lines:
        assert reports(line.table, line.record, line.entity, line.periods, line.combine, line.scale)
        assert line.why or line.input == "no", f"{line.id} is told to the model but not justified"


def test_a_line_that_the_model_cannot_answer_is_refused() -> None:
    with pytest.raises(BadInput, match="the model has no quantity 'huawei_ascend_units_produced'"):
        history(HistoryRuns({}), [line_named("ascend_packages")])


def test_inputs_that_are_shown_are_marked_as_told() -> None:
    """A path that the drivers read and the table compares is never called a finding."""
    source = Path(_drivers.__file__).read_text(encoding="utf-8")
    for line in history_lines():
        if f'"{line.record}"' in source:
            assert line.input != "no", f"{line.id} compares {line.record}, which the drivers read"


def test_at_least_25_series_beyond_those_that_are_told(points: tuple[Point, ...]) -> None:
    assert history_tally(points)["found_series"] >= 25


def test_every_miss_has_a_reason_and_every_reason_a_miss(points: tuple[Point, ...]) -> None:
    missed = [p for p in points if p.missed]
    assert [f"{p.line.id} {p.report.period}" for p in missed if reason_for(p) is None] == []
    assert set(miss_reasons()) == {reason_for(p) for p in missed}


def test_units_stock_and_sales_lie_in_the_reported_ranges(points: tuple[Point, ...]) -> None:
    asked = [p for p in points if p.report.period in REQUIRED.get(p.line.id, ())]
    assert len(asked) == sum(len(periods) for periods in REQUIRED.values())
    assert all(p.in_range is not None for p in asked)
    assert _causes(p for p in asked if not p.in_range) == OUTSIDE


def test_shares_reported_as_one_number_lie_in_the_prior(points: tuple[Point, ...]) -> None:
    asked = [p for p in points if "_share_" in p.line.id and p.line.group == "trade" and not p.rival]
    assert {p.report.period for p in asked} >= {"2023", "2024", "2025"}
    assert _causes(p for p in asked if p.missed) == SHARES_OUTSIDE


def test_most_found_points_hold(points: tuple[Point, ...]) -> None:
    """Share of points inside, so that a change of the model that loses the record is seen."""
    tally = history_tally(points)
    assert tally["in_range"] >= 0.8 * tally["ranged"]
    assert tally["in_band"] >= 0.8 * tally["main"]


def test_a_row_is_plain_and_complete(points: tuple[Point, ...]) -> None:
    row = point_row(points[0])
    assert row["id"] == "ascend_packages"
    assert {type(value) for value in row.values()} <= {str, float, bool, list, type(None)}


def _causes(missed: Iterable[Point]) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for point in missed:
        reason = reason_for(point)
        found[(point.line.id, point.report.period)] = reason.cause if reason else ""
    return found


@pytest.fixture(scope="module")
def page_writer() -> Iterator[ModuleType]:
    """The script that writes the page of the history check."""
    sys.path.insert(0, str(DOCS / "_hooks"))
    yield importlib.import_module("history")
    sys.path.remove(str(DOCS / "_hooks"))


def test_the_page_says_what_the_model_says(page_writer: ModuleType, runs: HistoryRuns) -> None:
    """Words and verdicts exactly, numbers within a hundredth: another machine rounds differently."""
    written = (DOCS / "explanation" / "history.md").read_text(encoding="utf-8")
    now = page_writer.page(history(runs), runs)
    assert NUMBER.sub("#", written) == NUMBER.sub("#", now), REWRITE
    assert _numbers(written) == pytest.approx(_numbers(now), rel=0.01, abs=0.01), REWRITE


def test_every_group_has_its_figure(page_writer: ModuleType, runs: HistoryRuns) -> None:
    drawn = importlib.import_module("drawn")
    specs = drawn.figures(history(runs), runs)
    page = (DOCS / "explanation" / "history.md").read_text(encoding="utf-8")
    shown = re.findall(rf"\(\.\./assets/{page_writer.FIGURES}/(\w+)\.svg\)", page)
    assert sorted(specs) == sorted(shown)
    group = shown[0]
    assert drawn.alone(specs[group], group).startswith('<svg xmlns="http://www.w3.org/2000/svg" ')


def _numbers(text: str) -> list[float]:
    return [float(number.replace(",", "")) for number in NUMBER.findall(text)]
