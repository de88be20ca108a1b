"""What hindcasts are scored on: one series a quantity, and every report after the origin.

``data/hindcast_series.csv`` names the series; ``data/hindcast_left_out.csv`` says of every other main
line of the history why it is no target. `fit` marks lines that, beside those of the calibration,
inform the fit at an origin: at today's date a prior rests on them, at an origin wide priors do not.
Floors and ceilings are no targets. `past` names a line, judged or told, that rivals may also look
back on. Of several reports of one period the one with the smallest error counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import ClassVar, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from fabcast.facts import load_table

from ._lines import data_file, line_named
from ._observation import Observation, observations
from ._origin import FIRST_YEAR, Origin, last_quarter, quarters_ahead
from ._periods import Span, span_of
from ._record import Report, reports
from ._rivals import Past
from ._scores import Scale, to_scale
from ._targets import REPORTER, error_of, targets

_POINTS = {"point", "range"}
_UNKNOWN_ERROR = "C"
"""Grade whose error stands in where a series has no report by the origin."""


class HindcastSeries(BaseModel):
    """One quantity: lines of the history that report it, and the smallest amount that counts."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    key: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    lines: str
    past: str = ""
    fit: Literal["yes", "no"]
    least: float
    per_year: Literal["yes", "no"]
    why: str

    @property
    def line_ids(self) -> tuple[str, ...]:
        """Lines of the history."""
        return tuple(self.lines.split("|"))

    @property
    def group(self) -> str:
        """Group of the history."""
        return line_named(self.line_ids[0]).group

    @property
    def unit(self) -> str:
        """Unit of the outcomes."""
        unit = line_named(self.line_ids[0]).unit
        return f"{unit} a year" if self.per_year == "yes" else unit

    @property
    def scale(self) -> Scale:
        """Scale of the scores."""
        return "logit" if self.unit == "percent" else "log"


class LeftOut(BaseModel):
    """A main line of the history that is no target, with the reason."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    key: ClassVar[tuple[str, ...]] = ("line",)

    line: str
    cause: Literal["told", "twin", "judgement", "no point", "one report"]
    why: str


@dataclass(frozen=True, slots=True)
class HindcastTarget:
    """One outcome to forecast from an origin."""

    series: HindcastSeries
    observation: Observation
    quarters: int
    """Quarters from the origin to the end of what the report covers."""
    error: float
    """Error that reports of this series had by the origin, on the scale."""

    @property
    def period(self) -> str:
        """Period as the record writes it."""
        return self.observation.id.split(".")[1].replace("_", " ")

    @property
    def outcome(self) -> float:
        """What happened, in the series' unit."""
        return self.observation.value * rate(self.series, self.observation)

    @property
    def placed(self) -> float:
        """What happened, on the scale."""
        return float(to_scale(self.outcome, self.series.scale, self.series.least))


@cache
def hindcast_series() -> tuple[HindcastSeries, ...]:
    """All series.

    >>> hindcast_series()[0].id
    'ascend_packages'
    """
    return load_table(data_file("hindcast_series.csv"), HindcastSeries)


@cache
def left_out() -> tuple[LeftOut, ...]:
    """Main lines that are no targets.

    >>> {row.cause for row in left_out()} >= {"told", "twin"}
    True
    """
    return load_table(data_file("hindcast_left_out.csv"), LeftOut)


@cache
def outcomes(series: HindcastSeries) -> tuple[Observation, ...]:
    """Point reports of a series in time order, one a period."""
    found = [o for o in observations(lines=series.line_ids) if o.form in _POINTS]
    best: dict[tuple[int, int], Observation] = {}
    for one in found:
        if one.span not in best or one.error < best[one.span].error:
            best[one.span] = one
    return tuple(sorted(best.values(), key=lambda o: o.span[::-1]))


def rate(series: HindcastSeries, observation: Observation) -> float:
    """Factor to a yearly rate, for series that are one."""
    quarters = observation.span[1] - observation.span[0]
    return 4.0 / quarters if series.per_year == "yes" else 1.0


def targets_from(origin: Origin) -> tuple[HindcastTarget, ...]:
    """All targets of an origin: reports whose period ends after it and by the record's last quarter.

    >>> from fabcast.calibration import ORIGINS
    >>> min(t.quarters for t in targets_from(ORIGINS["2022Q4"]))
    4
    """
    return tuple(
        HindcastTarget(series, one, quarters_ahead(origin, one.span), _error(series, origin))
        for series in hindcast_series()
        if origin.groups is None or series.group in origin.groups
        for one in outcomes(series)
        if origin.stop < one.span[1] <= last_quarter() + 1
    )


def pasts_at(origin: Origin) -> dict[str, Past]:
    """Values of each series by an origin, on its scale: what rivals see."""
    found = {series.id: _past(series, origin) for series in hindcast_series()}
    return {name: past for name, past in found.items() if past.dates}


def _past(series: HindcastSeries, origin: Origin) -> Past:
    values = {
        middle(o.span, o.reading): o.value * rate(series, o)
        for o in outcomes(series)
        if _known(o.span, origin)
    }
    for report in _older(series):
        span = span_of(report.period)
        if _known(span, origin) and report.central:
            values.setdefault(middle(span, line_named(series.past).reading), report.central)
    dates = tuple(sorted(values))
    return Past(dates, tuple(float(to_scale(values[d], series.scale, series.least)) for d in dates))


def _known(span: Span, origin: Origin) -> bool:
    return span[1] <= origin.stop


def _older(series: HindcastSeries) -> tuple[Report, ...]:
    if not series.past:
        return ()
    line = line_named(series.past)
    return reports(line.table, line.record, line.entity, line.periods, line.combine, line.scale)


def middle(span: Span, reading: str) -> float:
    """Date of the middle of what a report covers; for a level, of its end.

    >>> middle((32, 36), "sum"), middle((32, 36), "end")
    (2022.5, 2023.0)
    """
    first, stop = span
    if reading == "end" or reading.startswith("since"):
        return FIRST_YEAR + 0.25 * stop
    return FIRST_YEAR + 0.125 * (first + stop)


def fit_lines() -> tuple[str, ...]:
    """Lines of the history that inform a fit at an origin."""
    fitted = [name for name, target in targets().items() if target.use == "fit"]
    more = [name for series in hindcast_series() if series.fit == "yes" for name in series.line_ids]
    return tuple(dict.fromkeys([*fitted, *more]))


def _error(series: HindcastSeries, origin: Origin) -> float:
    """Error of a report as the likelihood has it: its own, and its reporter's where he has a bias."""
    known = [o.error for o in outcomes(series) if _known(o.span, origin)]
    own = float(np.median(known)) if known else error_of(_UNKNOWN_ERROR, series.scale)
    biased = any(targets()[name].reporter for name in series.line_ids)
    return float(np.hypot(own, error_of(REPORTER, series.scale))) if biased else own
