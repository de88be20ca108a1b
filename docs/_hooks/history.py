"""Writes the page of the history check from the real model; its figures are drawn by `drawn`, at each build.

    uv run python docs/_hooks/history.py

A test builds the page again and compares: numbers may differ by a hundredth, words not at all.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from fabcast.analysis import (
    HistoryRuns,
    Point,
    history,
    history_lines,
    history_runs,
    history_tally,
    reason_for,
)
from fabcast.cli.history import GROUPS, mark, number, record_words

DOCS = Path(__file__).parents[1]
PAGE = DOCS / "explanation" / "history.md"
FIGURES = "history"
"""Folder of the figures below the assets of the site."""

HEAD = """# The recorded years

<!-- Written by docs/_hooks/history.py; do not edit by hand. -->

Before a model is asked about 2030, it should say what happened. This page sets the model's run of the
actual path beside the record of 2014 to 2026, series by series. `fabcast history` prints the same table.

Two questions are asked of each report. *Range*: does the central draw lie inside the reported range?
Where a report is one number, there is no answer. *Prior*: does the report lie inside the model's 5-95 %
over {draws} draws of its inputs? No fit was made, but some inputs were chosen with a series in view; they
are named below under *What the model is told*.

**In short.** {series} series, {rivals} rival reports beside them. {told} series are told to the model whole:
they show that the books are complete and are no evidence. Of the rest, {in_range} of {ranged} points with
a reported range hold the central draw, and {in_band} of {main} points lie in the prior's 5-95 %.
{misses} points miss; each is listed with its reason.

**How to read the figures.** Blue is the model: the central draw over the prior's 5-95 %. Points are
reports with their ranges, from dark (grade A) to pale (grade D). Hollow points are rival reports, which may
contradict each other. A triangle that points up is a floor, one that points down a ceiling.
"""

TOLD = """## What the model is told

No outcome is fed to itself unseen. These series, or a part of what stands behind them, are also inputs.

| Series | Told | Why that is acceptable |
| --- | --- | --- |
"""

MISSES = """## Misses

Reports that the model does not meet, with the cause as far as it is known: *definition* (the two count
different things), *input* (a number that the model is told is at fault), *model* (an equation is), *record*
(the reports contradict each other or are rounded), *unexplained*.

| Series | Period | Record | Model | 5-95 % | Cause | Reason |
| --- | --- | ---: | ---: | ---: | --- | --- |
"""

LEFT_OUT = """## What is not compared

- Forecasts, targets and plans: a plan is no record.
- Capital spending of whole firms: the model holds tool spending on advanced lines and by class, not firms.
- Counts of tools in tenders enter as rival reports only: they count tools, the model counts money.
- Imports of all chip-making machines by customs: they hold panel and packaging tools.
- Single cases (a court case, one order, one contract) except as the sum of known deals abroad.
"""


def main() -> None:
    """Write the page."""
    runs = history_runs()
    PAGE.write_text(page(history(runs), runs), encoding="utf-8")


def page(points: Sequence[Point], runs: HistoryRuns) -> str:
    """Return the page as text."""
    tally = history_tally(points)
    head = HEAD.format(draws=runs.draws, told=tally["series"] - tally["found_series"], **tally)
    parts = [head, *_groups(points), MISSES + "\n".join(_misses(points)), TOLD + "\n".join(_told()), LEFT_OUT]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _groups(points: Sequence[Point]) -> Iterator[str]:
    for group, rows in groupby(points, key=lambda p: p.line.group):
        title = GROUPS[group]
        table = "\n".join(_rows(list(rows)))
        yield (
            f"## {title}\n\n![{title}: record and model](../assets/{FIGURES}/{group}.svg)\n\n"
            "| Series | Period | Record | Grade | Model | 5-95 % | Range | Prior |\n"
            f"| --- | --- | ---: | --- | ---: | ---: | --- | --- |\n{table}"
        )


def _rows(points: Sequence[Point]) -> Iterator[str]:
    for line, rows in groupby(points, key=lambda p: p.line):
        name = f"{line.title}, {line.unit}"
        for point in rows:
            period = f"({point.report.period})" if point.rival else point.report.period
            cells = [name, period, record_words(point.report), point.report.grade, *_model(point)]
            yield _line([*cells, mark(point.in_range), mark(point.in_band)])
            name = ""


def _model(point: Point) -> list[str]:
    return [number(point.model), f"{number(point.p5)} to {number(point.p95)}"]


def _misses(points: Sequence[Point]) -> Iterator[str]:
    for point in points:
        reason = reason_for(point) if point.missed else None
        if reason:
            first = [point.line.title, point.report.period, record_words(point.report)]
            yield _line([*first, *_model(point), reason.cause, reason.reason])


def _told() -> Iterator[str]:
    for line in history_lines():
        if line.input != "no" and line.role == "main":
            yield _line([line.title, {"yes": "whole", "partly": "in part"}[line.input], line.why])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
