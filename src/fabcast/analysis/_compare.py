"""Paired contrasts: the difference between two scenarios, draw by draw.

Both scenarios share every draw, so a contrast is the distribution of differences,
never the difference of two distributions. Three promises:

- ties are neither positive nor negative: their share is told;
- a date that never comes is not dropped: P(never) is told for each scenario, the sign
  counts *never* as later than any date, and the size of the contrast is given among
  draws where both dates exist, with their share;
- a draw without a defined value (an unknown) is left out and the share of defined
  draws is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ._display import html_of, markdown_of
from ._runs import Array, Runs, at_year_end, is_date, label, units

DEFAULT_YEARS = (2027, 2030, 2035)


@dataclass(frozen=True, slots=True)
class Spread:
    """Quantiles and mean of one outcome over draws, in the outcome's unit.

    >>> Spread.of(np.arange(101.0)).p50
    50.0
    """

    p5: float
    p25: float
    p50: float
    p75: float
    p95: float
    mean: float

    @classmethod
    def of(cls, values: Array) -> Spread:
        """Summarise the finite values; all NaN if there are none."""
        finite = values[np.isfinite(values)]
        if finite.size == 0:
            nan = float("nan")
            return cls(nan, nan, nan, nan, nan, nan)
        p5, p25, p50, p75, p95 = (float(q) for q in np.quantile(finite, (0.05, 0.25, 0.5, 0.75, 0.95)))
        return cls(p5, p25, p50, p75, p95, float(finite.mean()))


@dataclass(frozen=True, slots=True)
class Contrast:
    """One outcome in one year under two scenarios, and the paired difference.

    `year` is None for a date outcome. Probabilities are shares of draws: of the draws
    with a defined difference, except that a date's sign counts every draw.
    """

    outcome: str
    label: str
    unit: str
    year: int | None
    scenario: Spread
    against: Spread
    contrast: Spread
    relative: Spread | None
    """Relative change, as a fraction of the base; None for dates, or where the base is zero."""
    probability_positive: float
    probability_negative: float
    probability_zero: float
    share_defined: float
    """Share of draws where the size of the contrast is defined (for a date: both dates come)."""
    probability_never: float | None = None
    probability_never_against: float | None = None

    @property
    def is_date(self) -> bool:
        """Whether the outcome is a date."""
        return self.year is None

    @property
    def relative_p50(self) -> float | None:
        """Median over draws of the relative change; None where it has no meaning."""
        return None if self.relative is None else self.relative.p50

    def _repr_html_(self) -> str | None:
        """Show the contrast in a notebook."""
        return html_of(self)

    def _repr_markdown_(self) -> str | None:
        """Show it where only text is shown."""
        return markdown_of(self)


def compare(
    runs: Runs,
    scenario: str,
    against: str,
    outcomes: Iterable[str] | None = None,
    years: Sequence[int] = DEFAULT_YEARS,
) -> tuple[Contrast, ...]:
    """Paired contrasts of `scenario` minus `against`, per outcome and year.

    Parameters
    ----------
    runs
        Finished runs that hold both scenarios.
    scenario, against
        Scenario ids; the contrast is the first minus the second.
    outcomes
        Outcome ids; all that the runs hold if None.
    years
        Year ends to read (ignored by date outcomes, which appear once).

    Returns
    -------
    tuple of Contrast
        In the order of `outcomes`, then `years`.

    Raises
    ------
    BadInput
        A scenario, an outcome or a year is not in the runs.
    """
    names = [name for name in runs.values if name != "binding"] if outcomes is None else list(outcomes)
    return tuple(
        contrast_of(runs, scenario, against, name, year)
        for name in names
        for year in ((None,) if is_date(runs, name) else years)
    )


def contrast_of(runs: Runs, scenario: str, against: str, outcome: str, year: int | None) -> Contrast:
    """Contrast of one outcome in one year (None for a date)."""
    date = is_date(runs, outcome)
    ours = at_year_end(runs, outcome, scenario, year or 0)
    base = at_year_end(runs, outcome, against, year or 0)
    change = difference(ours, base)
    positive, negative, zero = _date_signs(ours, base) if date else _signs(change[np.isfinite(change)])
    return Contrast(
        outcome=outcome,
        label=label(runs, outcome),
        unit=units(runs, outcome),
        year=None if date else year,
        scenario=Spread.of(ours),
        against=Spread.of(base),
        contrast=Spread.of(change),
        relative=None if date else _relative(change, base),
        probability_positive=positive,
        probability_negative=negative,
        probability_zero=zero,
        share_defined=float(np.isfinite(change).mean()),
        probability_never=_share_never(ours) if date else None,
        probability_never_against=_share_never(base) if date else None,
    )


def difference(ours: Array, base: Array) -> Array:
    """Paired difference; NaN where either side is unknown or infinite.

    >>> difference(np.array([3.0, np.inf]), np.array([1.0, np.inf])).tolist()
    [2.0, nan]
    """
    both = np.isfinite(ours) & np.isfinite(base)
    return np.where(both, np.where(both, ours, 0.0) - np.where(both, base, 0.0), np.nan)


def _signs(change: Array) -> tuple[float, float, float]:
    """Shares of draws above, below and exactly at zero; NaN without draws."""
    if change.size == 0:
        return (float("nan"),) * 3
    return float((change > 0).mean()), float((change < 0).mean()), float((change == 0).mean())


def _date_signs(ours: Array, base: Array) -> tuple[float, float, float]:
    """Shares later, sooner and same; *never* is later than any date and equals itself."""
    left, right = (np.where(np.isnan(v), np.inf, v) for v in (ours, base))
    if left.size == 0:
        return (float("nan"),) * 3
    return float((left > right).mean()), float((left < right).mean()), float((left == right).mean())


def _relative(change: Array, base: Array) -> Spread | None:
    """Relative change where the base is not zero; None if that is less than half of the draws."""
    usable = np.isfinite(change) & (base != 0.0)
    if usable.sum() * 2 < change.size or not usable.any():
        return None
    with np.errstate(over="ignore"):  # a vanishing base: infinite, and left out by Spread
        return Spread.of(change[usable] / np.abs(base[usable]))


def _share_never(dates: Array) -> float:
    return float(np.isnan(dates).mean())
