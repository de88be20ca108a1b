"""Tables and sentences of the hindcasts, shared by terminal, page and docs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ._tables import Table

if TYPE_CHECKING:
    from fabcast.calibration import HindcastRow, HindcastSummary

RIVALS = {"last_value": "last value", "log_trend": "log-linear trend", "damped_trend": "damped trend"}
"""Rivals in words."""
TITLES = {
    "ascend_packages": "Ascend packages",
    "yield_large_die": "Yield of a large die",
    "ascend_wafers": "Wafers on Ascend",
    "n7_starts": "7 nm class wafer starts",
    "hbm_used": "HBM stacks used",
    "legal_units": "Legal U.S. chips",
    "market_value": "AI chip purchases",
    "domestic_share_value": "Domestic share by value",
    "stock_miit": "Compute stock (ministry)",
    "tool_imports": "Foreign tools bought",
    "immersion_installed": "Immersion scanners",
    "tool_share": "Local share of tools",
    "share_etch": "Local share: etch",
    "share_deposition": "Local share: deposition",
}
"""Short names of the series."""
FEEDS = {
    "as_happened": "legal acts fed as they happened, volumes never",
    "known_at_origin": "law and levers of the origin held",
}
"""Policy feeds in words."""


def title(series: str) -> str:
    """Short name of a series; its id where there is none.

    >>> title("tool_share"), title("new_one")
    ('Local share of tools', 'new one')
    """
    return TITLES.get(series, series.replace("_", " "))


def words(summary: HindcastSummary, stale: Sequence[str] = ()) -> list[str]:
    """Sum hindcasts up in sentences, the uncomfortable ones included."""
    low, high = summary.coverage90_interval
    ours, best = summary.mean("crps", "model"), summary.mean("crps", summary.best_rival)
    said = [
        f"Hindcasts from the ends of {_listed([q[:4] for q in summary.origins])}, {FEEDS[summary.policy]}. "
        "Pseudo-out-of-sample: today's vintage of the series.",
        f"90 % intervals held {_percent(summary.coverage(0.9))} of {len(summary.rows)} outcomes "
        f"({_percent(low)} to {_percent(high)} with whole series redrawn); 50 % intervals held "
        f"{_percent(summary.coverage(0.5))}.",
        f"Mean CRPS at four quarters and more, {len(summary.compared)} outcomes that rivals forecast too: "
        f"model {ours:.2f}, best rival ({RIVALS[summary.best_rival]}) {best:.2f}; "
        f"{_percent(summary.series_won)} of series won.",
        *_bar(summary),
    ]
    if stale:
        said.append(
            f"Stale: made with other {_listed(stale)} than now installed; "
            "make them anew with `fabcast hindcast --refit`."
        )
    return said


def _bar(summary: HindcastSummary) -> list[str]:
    """Say where the bar is missed; it was set for legal acts as they happened and all origins."""
    failed = {"coverage": "90 % coverage within 80-97 %", "crps": "mean CRPS below the best rival's"}
    missed = [failed[name] for name, met in summary.met.items() if not met]
    return [f"Not met: {' and '.join(missed)}."] if missed else []


def by_series(summary: HindcastSummary) -> Table:
    """One row a series: outcomes, how many were held, CRPS of the model and of rivals."""
    return _table("By series: mean CRPS (lower is better)", "Series", summary, lambda row: title(row.series))


def by_horizon(summary: HindcastSummary) -> Table:
    """One row a horizon in years."""
    return _table("By horizon", "Quarters ahead", summary, _horizon, ordered=True)


def by_origin(summary: HindcastSummary) -> Table:
    """One row an origin."""
    return _table("By origin", "Origin", summary, lambda row: row.origin, ordered=True)


def _horizon(row: HindcastRow) -> str:
    first = 4 * (row.quarters // 4)
    return f"{first}-{first + 3}"


def _table(
    caption: str,
    head: str,
    summary: HindcastSummary,
    key: Callable[[HindcastRow], str],
    *,
    ordered: bool = False,
) -> Table:
    names = list(dict.fromkeys(key(row) for row in summary.rows))
    if ordered:
        names.sort(key=lambda name: int("".join(c for c in name.partition("-")[0] if c.isdigit())))
    rows = [(name, *_cells(summary, [r for r in summary.rows if key(r) == name])) for name in names]
    columns = (head, "n", "in 90 %", "model", "last", "trend", "damped")
    return Table(caption, columns, tuple(rows))


def _cells(summary: HindcastSummary, rows: Sequence[HindcastRow]) -> list[str]:
    compared = [row for row in rows if row.compared]
    held = sum(not row.missed for row in rows)
    scores = [summary.mean("crps", "model", compared or rows)]
    scores += [summary.mean("crps", rival, compared) for rival in RIVALS]  # type: ignore[arg-type]
    return [str(len(rows)), str(held), *("-" if np.isnan(v) else f"{v:.2f}" for v in scores)]


def miss_words(summary: HindcastSummary) -> list[str]:
    """Say for each series with misses, the worst first, what was forecast, what happened, and why."""
    from fabcast.calibration import reason_of

    groups: dict[tuple[str, str], list[HindcastRow]] = {}
    for row in summary.misses:
        reason = reason_of(row)
        why = f"{reason.reason} [{reason.cause}: {reason.link}]" if reason else "No reason is on file."
        groups.setdefault((row.series, why), []).append(row)
    return [f"{_missed(rows)}. {why}" for (_, why), rows in groups.items()]


def _missed(rows: Sequence[HindcastRow]) -> str:
    said = (
        f"{row.period} from {row.origin}: {number(row.outcome)}, "
        f"forecast {number(row.p50)} ({number(row.p5)} to {number(row.p95)})"
        for row in rows
    )
    return f"{title(rows[0].series)}, {rows[0].unit}. {'; '.join(said)}"


def full(summary: HindcastSummary, series: str) -> Table:
    """One row a forecast of a series."""
    columns = ("Origin", "Period", "Outcome", "Median", "90 %", "In", "CRPS", "Best rival")
    rows = tuple(
        (
            row.origin,
            row.period,
            f"{number(row.outcome)} {row.unit}",
            number(row.p50),
            f"{number(row.p5)} to {number(row.p95)}",
            "no" if row.missed else "yes",
            f"{row.crps:.2f}",
            f"{row.rival('crps', summary.best_rival):.2f}" if row.compared else "-",
        )
        for row in summary.rows
        if row.series == series
    )
    return Table(f"Every forecast: {title(series)}", columns, rows)


def number(value: float) -> str:
    """Three digits, thousands with commas.

    >>> number(1234.5), number(0.17654)
    ('1,230', '0.177')
    """
    rounded = float(f"{value:.3g}")
    return f"{rounded:,.0f}" if abs(rounded) >= 100 else f"{rounded:g}"


def _percent(value: float) -> str:
    return f"{100.0 * value:.0f} %"


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
