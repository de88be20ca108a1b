"""Studies of fits and of hindcasts, for the terminal: one row a fit, one an origin and policy feed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from ._format import MISSING, change_parts, share
from ._terminal import SOFT

_MOST_NAMES = 2
_FITS = ("Form", "Seed", "Left out", "Log evidence", "Checks that fail", "Headline: median (5 % to 95 %)")
_HINDCASTS = (
    "Origin",
    "Form",
    "Seed",
    "Policy",
    "Scored",
    "In 50 %",
    "In 90 %",
    "CRPS",
    "Rival",
)


def fits_table(jobs: Sequence[Mapping[str, Any]]) -> Table:
    """Lay out a study of fits: one row a fit."""
    return _laid_out(_FITS, [fit_cells(job) for job in jobs])


def hindcasts_table(jobs: Sequence[Mapping[str, Any]]) -> Table:
    """Lay out a study of hindcasts: one row a job and policy feed."""
    rows = [hindcast_cells(job, policy) for job in jobs for policy in job["policies"]]
    return _laid_out(_HINDCASTS, rows)


def _laid_out(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    for column in columns:
        table.add_column(Text(column, style=SOFT))
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def fit_cells(job: Mapping[str, Any]) -> tuple[str, ...]:
    """Write a fit: form, seed, reports left out, log evidence, checks that fail, headline contrast.

    >>> headline = {"p5": -5e4, "p50": 6.2e5, "p95": 2.4e6, "unit": "H100e"}
    >>> job = dict(structure="default", seed=1, without=[], log_evidence=-16.22, checks=[], headline=headline)
    >>> print(*fit_cells(job)[:5], sep=" | ")
    default | 1 | – | −16.22 | none
    """
    failed = [check["name"] for check in job["checks"] if not check["passed"]]
    return (
        job["structure"],
        str(job["seed"]),
        _some(job["without"]) or MISSING,
        _number(job["log_evidence"]),
        _some(failed) or "none",
        _headline(job["headline"]),
    )


def _some(names: Sequence[str]) -> str:
    """Write a few names, and how many more there are."""
    shown, more = names[:_MOST_NAMES], len(names) - _MOST_NAMES
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def _headline(told: Mapping[str, Any]) -> str:
    points = tuple(told[name] for name in ("p5", "p50", "p95"))
    if None in points:
        return MISSING
    middle, ends = change_parts(points, told["unit"])
    return f"{middle} ({ends})"


def hindcast_cells(job: Mapping[str, Any], policy: Mapping[str, Any]) -> tuple[str, ...]:
    """Write hindcasts from an origin: outcomes, shares that intervals held, CRPS of the model and a rival.

    >>> policy = dict(policy="as_happened", targets=30, coverage50=0.5, coverage90=0.9)
    >>> policy["crps"] = {"model": 0.6153, "last_value": 0.8826, "log_trend": None}
    >>> hindcast_cells({"origin": "2022Q4", "structure": "default", "seed": 1}, policy)[-2:]
    ('0.62', '0.88')
    """
    rivals = [value for name, value in policy["crps"].items() if name != "model" and value is not None]
    held = (policy["coverage50"], policy["coverage90"])
    return (
        job["origin"],
        job["structure"],
        str(job["seed"]),
        policy["policy"].replace("_", " "),
        str(policy["targets"]),
        *(MISSING if value is None else share(value) for value in held),
        _number(policy["crps"]["model"]),
        _number(min(rivals, default=None)),
    )


def _number(value: float | None) -> str:
    return MISSING if value is None else f"{value:.2f}".replace("-", "−")
