"""What hindcasts add up to: coverage, sharpness, CRPS against rivals, worst misses.

The bar, set before any result: 90 % intervals hold 80-97 % of outcomes, and mean CRPS at four quarters
and more lies below that of the best rival, with legal acts fed as they happened. CRPS is compared on
targets that rivals can forecast as well; coverage counts all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, ClassVar, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from fabcast.ensemble import uniform
from fabcast.errors import BadInput
from fabcast.facts import load_table

from ._hindcast_rows import HindcastRow
from ._lines import data_file
from ._origin_paths import Policy
from ._rivals import RIVALS, Rival
from ._scores import coverage, interval_by_group, pit_histogram, skill

LONG = 4
"""Quarters ahead from which CRPS counts for the bar."""
COVERAGE_BAR = (0.80, 0.97)
RESAMPLES = 2000
_SEED = 1


class MissReason(BaseModel):
    """Why outcomes of a series fell outside the 90 % interval; `origin` blank for all origins."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    key: ClassVar[tuple[str, ...]] = ("series", "origin")

    series: str
    origin: str = ""
    cause: Literal["input", "model", "policy", "record", "prior"]
    link: str
    reason: str


@dataclass(frozen=True)
class HindcastSummary:
    """Hindcasts of one policy feed from some origins."""

    policy: Policy
    rows: tuple[HindcastRow, ...]

    @property
    def origins(self) -> tuple[str, ...]:
        """Origins, in time order."""
        return tuple(sorted({row.origin for row in self.rows}))

    @property
    def compared(self) -> tuple[HindcastRow, ...]:
        """Rows at four or more quarters ahead that rivals forecast as well."""
        return tuple(row for row in self.rows if row.compared and row.quarters >= LONG)

    def coverage(self, share: float) -> float:
        """Share of outcomes in central intervals of a share."""
        return coverage([row.pit for row in self.rows], share)

    @cached_property
    def coverage90_interval(self) -> tuple[float, float]:
        """Bootstrap interval (90 %) of the coverage of 90 % intervals, whole series drawn."""
        series = [row.series for row in self.rows]
        held = np.array([not row.missed for row in self.rows], dtype=float)
        draws = uniform("hindcast.bootstrap", RESAMPLES * len(set(series)), _SEED)
        return interval_by_group(series, lambda i: float(held[i].mean()), draws.reshape(RESAMPLES, -1))

    @property
    def width(self) -> float:
        """Mean width of 90 % intervals, on the scales of the series."""
        return float(np.mean([row.width90 for row in self.rows]))

    def mean(
        self, measure: str, who: Rival | Literal["model"], rows: Iterable[HindcastRow] | None = None
    ) -> float:
        """Mean ``crps`` or ``log_score`` of the model or a rival over rows; default the compared ones.

        NaN where there are none.
        """
        chosen = self.compared if rows is None else tuple(rows)
        values = [getattr(r, measure) if who == "model" else r.rival(measure, who) for r in chosen]
        return float(np.mean(values)) if values else float("nan")

    @property
    def best_rival(self) -> Rival:
        """Rival with the lowest mean CRPS."""
        return min(RIVALS, key=lambda rival: self.mean("crps", rival))

    @property
    def series_won(self) -> float:
        """Share of series in which the model's mean CRPS lies below the best rival's."""
        by = _grouped(self.compared, lambda row: row.series)
        won = [self.mean("crps", "model", r) < self.mean("crps", self.best_rival, r) for r in by.values()]
        return float(np.mean(won)) if won else float("nan")

    @property
    def pit(self) -> tuple[int, ...]:
        """Outcomes by tenth of the predictive distribution."""
        return pit_histogram([row.pit for row in self.rows])

    @property
    def met(self) -> dict[str, bool]:
        """Whether each half of the bar is met."""
        low, high = COVERAGE_BAR
        ours, theirs = self.mean("crps", "model"), self.mean("crps", self.best_rival)
        return {"coverage": low <= self.coverage(0.9) <= high, "crps": ours < theirs}

    @property
    def misses(self) -> tuple[HindcastRow, ...]:
        """Outcomes outside the 90 % interval, the least expected first."""
        return tuple(sorted((r for r in self.rows if r.missed), key=lambda r: r.log_score))


@cache
def hindcast_reasons() -> tuple[MissReason, ...]:
    """Reasons of misses, as reviewed.

    >>> all(row.reason for row in hindcast_reasons())
    True
    """
    return load_table(data_file("hindcast_misses.csv"), MissReason)


def reason_of(row: HindcastRow) -> MissReason | None:
    """Reason of a miss: that of its origin, else that of its series."""
    mine = [r for r in hindcast_reasons() if r.series == row.series and r.origin in {row.origin, ""}]
    return max(mine, key=lambda r: r.origin, default=None)


def summarise(
    rows: Sequence[HindcastRow], policy: Policy, origins: Sequence[str] | None = None
) -> HindcastSummary:
    """Take the rows of a policy feed, and of some origins.

    Raises
    ------
    BadInput
        If none is left.
    """
    kept = tuple(r for r in rows if r.policy == policy and (origins is None or r.origin in origins))
    if not kept:
        raise BadInput(f"no hindcast of {policy} from {', '.join(origins or ['any origin'])}; refit with it")
    return HindcastSummary(policy, kept)


def hindcast_json(summary: HindcastSummary, stale: Sequence[str] = ()) -> dict[str, Any]:
    """Return a summary as plain values.

    Parameters
    ----------
    stale
        What has changed since the results were made.
    """
    names: tuple[Rival | Literal["model"], ...] = ("model", *RIVALS)
    return {
        "policy": summary.policy,
        "scale": "log",
        "origins": list(summary.origins),
        "targets": len(summary.rows),
        "compared": len(summary.compared),
        "coverage50": _plain(summary.coverage(0.5)),
        "coverage90": _plain(summary.coverage(0.9)),
        "coverage90_interval": [_plain(v) for v in summary.coverage90_interval],
        "interval_width": _plain(summary.width),
        "crps": {name: _plain(summary.mean("crps", name)) for name in names},
        "log_score": {name: _plain(summary.mean("log_score", name)) for name in names},
        "coverage90_rivals": {rival: _plain(_held_by(summary, rival)) for rival in RIVALS},
        "best_rival": summary.best_rival,
        "series_won": _plain(summary.series_won),
        "pit": list(summary.pit),
        "met": summary.met,
        "stale": list(stale),
        "series": [_series(summary, *key) for key in _keys(summary.rows)],
        "targets_detail": [_detail(row) for row in summary.rows],
    }


def _held_by(summary: HindcastSummary, rival: Rival) -> float:
    return coverage([row.rival("pit", rival) for row in summary.compared], 0.9)


def _keys(rows: Sequence[HindcastRow]) -> list[tuple[str, str, int]]:
    return sorted({(row.series, row.origin, row.quarters) for row in rows})


def _series(summary: HindcastSummary, series: str, origin: str, quarters: int) -> dict[str, Any]:
    mine = [r for r in summary.rows if (r.series, r.origin, r.quarters) == (series, origin, quarters)]
    return {
        "id": series,
        "origin": origin,
        "horizon_quarters": quarters,
        "scale": mine[0].scale,
        "targets": len(mine),
        "crps": _plain(summary.mean("crps", "model", mine)),
        "crps_skill": skills(summary, mine),
    }


def skills(summary: HindcastSummary, rows: Sequence[HindcastRow]) -> dict[str, float | None]:
    """Skill against each rival over rows; None where rivals have none."""
    known = [row for row in rows if row.compared]
    ours = summary.mean("crps", "model", known)
    return {rival: _plain(skill(ours, summary.mean("crps", rival, known))) for rival in RIVALS}


def _detail(row: HindcastRow) -> dict[str, Any]:
    reason = reason_of(row) if row.missed else None
    return {**row.model_dump(), "missed": row.missed, "reason": reason.reason if reason else None}


def _plain(value: float) -> float | None:
    return round(float(value), 4) if np.isfinite(value) else None


def _grouped(rows: Iterable[HindcastRow], key: Any) -> dict[str, list[HindcastRow]]:
    found: dict[str, list[HindcastRow]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found
