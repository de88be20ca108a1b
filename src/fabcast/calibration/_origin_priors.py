"""Priors as they could have stood at an origin.

A parameter whose evidence was public by then keeps its prior. Any other gets the wide one of
``data/wide_priors.csv``: set from physics, engineering knowledge of the time, bounds of the unit, or
sources from before, and never read off today's row. `pattern` is an id or a family (``*`` stands for
any part); the first row that fits the id and the origin counts. A row with `times` is a ratio to what
the inputs, continued from the origin, add up to (`BASES`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatchcase
from functools import cache
from typing import ClassVar, cast

import numpy as np
from pydantic import BaseModel, ConfigDict, model_validator

from fabcast import facts
from fabcast.ensemble import SHOCKS, Belief, Kind, Priors
from fabcast.errors import BadInput
from fabcast.facts import load_table
from fabcast.model import Drivers, parameter_ids, quarter_index

from ._beliefs import Beliefs
from ._lines import data_file
from ._origin import Origin

_Q = quarter_index


class WidePrior(BaseModel):
    """What could have been believed of a parameter before its evidence was public.

    `origins` names quarters with bars between; blank for all.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    key: ClassVar[tuple[str, ...]] = ("pattern", "origins")

    pattern: str
    origins: str = ""
    distribution: Kind
    low: float
    central: float
    high: float
    times: str = ""
    reason: str

    @model_validator(mode="after")
    def _check(self) -> WidePrior:
        if self.times and self.times not in BASES:
            raise ValueError(f"times '{self.times}' is none of {', '.join(BASES)}")
        return self

    def covers(self, name: str, origin: Origin) -> bool:
        """Whether the row is for a parameter at an origin."""
        at = not self.origins or origin.quarter in self.origins.split("|")
        return at and fnmatchcase(name, self.pattern)


def _sum(field: str, first: str, last: str) -> Callable[[Drivers], float]:
    return lambda drivers: float(getattr(drivers, field)[1][_Q(first) : _Q(last) + 1].sum())


BASES: dict[str, Callable[[Drivers], float]] = {
    "hbm_imports": _sum("hbm_imports", "2014Q1", "2040Q4"),
    "foreign_made_dies": _sum("foreign_made_dies", "2023Q1", "2024Q4"),
    "demand_potential_2025": lambda d: 4.0 * float(d.demand_potential[1][_Q("2025Q2")]),
    "smuggled_supply_2025": lambda d: 4.0 * float(d.smuggled_supply[1][_Q("2025Q4")]),
}
"""Sums and levels of continued inputs that wide priors may be ratios to, in the parameter's unit."""


@cache
def wide_priors() -> tuple[WidePrior, ...]:
    """All wide priors.

    >>> wide_priors()[0].pattern
    'tool_provider_share.immersion.NL'
    """
    return load_table(data_file("wide_priors.csv"), WidePrior)


def wide_prior(name: str, origin: Origin) -> WidePrior:
    """Wide prior of a parameter at an origin.

    Raises
    ------
    BadInput
        If there is none.

    >>> wide_prior("tool_weight.deposition", Origin("2022Q4")).central
    0.22
    """
    found = next((row for row in wide_priors() if row.covers(name, origin)), None)
    if found is None:
        raise BadInput(
            f"wide_priors.csv: nothing for '{name}', whose evidence is later than {origin.quarter}; add a row"
        )
    return found


def replaced(origin: Origin, known: Mapping[str, facts.Parameter], names: Iterable[str]) -> tuple[str, ...]:
    """Name the parameters whose evidence was not yet public."""
    return tuple(name for name in names if known[name].known_from > origin.end)


def origin_beliefs(origin: Origin, known: Mapping[str, facts.Parameter]) -> Beliefs:
    """Beliefs about every input of the chain at an origin; ratios are kept as ratios (`times_base`).

    Parameters
    ----------
    known
        Today's parameters; of those not yet known only the names are read.
    """
    late = set(replaced(origin, known, parameter_ids()))
    beliefs = {name: _wide(name, origin) if name in late else _today(known[name]) for name in parameter_ids()}
    return Beliefs(Priors.of(beliefs), tuple(dict.fromkeys(SHOCKS.values())))


def times_base(
    inputs: Mapping[str, np.ndarray], origin: Origin, known: Mapping[str, facts.Parameter], drivers: Drivers
) -> dict[str, np.ndarray]:
    """Turn the ratios among inputs into amounts, by the continued inputs they belong to."""
    late = replaced(origin, known, parameter_ids())
    bases = {name: times for name in late if (times := wide_prior(name, origin).times)}
    amounts = {name: inputs[name] * BASES[times](drivers) for name, times in bases.items()}
    return {**inputs, **amounts}


def _wide(name: str, origin: Origin) -> Belief:
    row = wide_prior(name, origin)
    return Belief(row.distribution, row.low, row.central, row.high)


def _today(parameter: facts.Parameter) -> Belief:
    return Belief(cast("Kind", parameter.distribution), parameter.low, parameter.central, parameter.high)
