"""The facts as they stood at an origin: later rows are cut.

Where nothing is left of an input that the chain needs, its rows keep their periods and count
1, 2, 3, …: such an input has no value by the origin and is set whole in `_origin_drivers`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from fabcast import facts
from fabcast.ensemble import Tables

from ._origin import Origin
from ._origin_priors import replaced, wide_prior

_DEMAND = "demand_2025_potential"
T = TypeVar("T", facts.PathPoint, facts.Observation)


def cut(tables: Tables, origin: Origin) -> Tables:
    """Cut tables at an origin.

    Parameters
    ----------
    tables
        Today's facts, or any.

    Returns
    -------
    Tables
        Rows whose period has ended; of parameters not yet known the wide prior's three points.
    """
    paths = {
        name: path.model_copy(update={"rows": _kept(path.rows, origin)})
        for name, path in tables.paths.items()
    }
    series = {name: _kept(tuple(rows), origin) for name, rows in tables.series.items()}
    return Tables(paths, series, _parameters(tables, origin, paths))


def _kept(rows: Sequence[T], origin: Origin) -> tuple[T, ...]:
    known = tuple(row for row in rows if _has_centre(row) and origin.covers(row.period))
    if known:
        return known
    return tuple(_counted(row, n) for n, row in enumerate(rows, start=1) if _has_centre(row))


def _has_centre(row: facts.PathPoint | facts.Observation) -> bool:
    return row.central is not None


def _counted(row: T, number: int) -> T:
    return row.model_copy(update=dict.fromkeys(("low", "central", "high"), float(number)))


def _parameters(
    tables: Tables, origin: Origin, paths: Mapping[str, facts.InputPath]
) -> dict[str, facts.Parameter]:
    """Parameters that inputs are built from; the demand of 2025 repeats the last level by the origin."""
    known = dict(tables.parameters)
    late = set(replaced(origin, known, known))
    for name in late:
        if name.startswith("tool_weight.") or name == "wafer_fab_share":
            row = wide_prior(name, origin)
            known[name] = _at(known[name], row.low, row.central, row.high)
    if _DEMAND in late:
        last = paths["cn_demand_potential"].rows[-1]
        known[_DEMAND] = _at(known[_DEMAND], last.low, last.central, last.high)
    return known


def _at(parameter: facts.Parameter, low: float, central: float, high: float) -> facts.Parameter:
    return parameter.model_copy(update={"low": low, "central": central, "high": high})
