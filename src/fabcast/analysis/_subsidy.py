"""What state money for chips bought and would buy, and through which channels.

Three contrasts, on common draws:
    bought    no money from now on, less none since 2014: what past money leaves behind
    keeps     today's plan, less no money from now on
    doubles   twice the plan from now on, less the plan
The first two sum to today's plan less none since 2014, draw by draw.

State money enters the chain in two places: spending on lines that does not answer to sales
(`capex_state_floor`) and research of toolmakers (`subsidy_tool_rd_share`, of which `subsidy_add` is
spent beyond what firms would have spent). What comes of it runs on through feedback channels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fabcast import ensemble, scenario
from fabcast.model import DEFAULT, OUTCOMES, QUARTERS, year_end_index

from ._attribute import Loop, loops
from ._explain import Explanation, explain_channels
from ._runs import Array


@dataclass(frozen=True, slots=True)
class MoneyCase:
    """One contrast of scenarios that differ in state money alone."""

    id: str
    scenario: str
    against: str
    years: tuple[int, ...]
    spent: tuple[str, str]
    """First and last quarter of the money in question, to the last of `years`."""


MONEY_CASES = (
    MoneyCase(
        "bought", "no_state_fund", "no_state_fund_since_2014", (2026, 2030, 2035), ("2014Q4", "2026Q4")
    ),
    MoneyCase("keeps", "actual", "no_state_fund", (2030, 2035), ("2027Q1", "2030Q4")),
    MoneyCase("doubles", "state_fund_doubled", "actual", (2030, 2035), ("2027Q1", "2030Q4")),
)
RESEARCH = Loop(
    id="tool_research",
    name="state money for toolmakers' research",
    sign="+",
    channel="research",
    sets=(("subsidy_add", 0.0),),
    structure=DEFAULT,
    path="state money -> toolmakers' research -> quality -> adoption",
    absent="",
)
_CHANNELS = ("line_time", "yield_learning", "displacement")


def money(inputs: Mapping[str, Array], first: str, last: str) -> Array:
    """State money for chips under the plan between two quarters, bn USD a draw.

    Parameters
    ----------
    inputs
        Sampled inputs by name, one value a draw.
    first, last
        Quarters, both included.

    Examples
    --------
    >>> bool((money({"cn_support": np.array([20.0, 40.0])}, "2026Q1", "2026Q4") > 0).all())
    True
    """
    shape = np.asarray(ensemble.drivers().state_support[1], dtype=np.float64).reshape(len(QUARTERS), -1)
    inside = slice(QUARTERS.index(first), QUARTERS.index(last) + 1)
    return np.asarray(inputs["cn_support"] * shape[inside].mean(1).sum() / 4.0)


def subsidy_channels() -> tuple[Loop, ...]:
    """List the channels that state money runs through besides spending on lines itself.

    >>> [loop.id for loop in subsidy_channels()][0]
    'tool_research'
    """
    return (RESEARCH, *(loops()[name] for name in _CHANNELS))


def explain_money(
    case: MoneyCase, outcomes: Sequence[str], years: Sequence[int], inputs: Mapping[str, Array]
) -> tuple[Explanation, ...]:
    """Split contrasts between money for lines and the channels it runs through.

    Parameters
    ----------
    case
        One of `MONEY_CASES`.
    outcomes
        Outcome ids; none of them a date.
    years
        Year ends to read.
    inputs
        Sampled inputs by name, one value a draw.

    Returns
    -------
    tuple of Explanation
        One an outcome. The part ``direct`` is money for lines with all channels cut. Parts sum to
        the whole in every draw; the equations alone, without discrepancy.
    """
    paths = [scenario.resolve(name) for name in (case.scenario, case.against)]
    ends = [year_end_index(year) for year in years]
    whole = dict(inputs)

    def contrast(values: Mapping[str, Array]) -> Array:
        done = ensemble.run_inputs(dict(values), paths, keep=tuple(outcomes), yardstick=whole)
        return np.concatenate([(done[name][0] - done[name][1])[:, ends] for name in outcomes], axis=1)

    parts, total, shares = explain_channels(contrast, whole, subsidy_channels())
    named = ((parts[0][0], "money for lines, other channels cut"), *parts[1:])
    return tuple(
        _explanation(case, name, years, named, total[:, at], shares[..., at])
        for k, name in enumerate(outcomes)
        for at in [slice(k * len(ends), (k + 1) * len(ends))]
    )


def _explanation(
    case: MoneyCase,
    outcome: str,
    years: Sequence[int],
    parts: tuple[tuple[str, str], ...],
    whole: Array,
    shares: Array,
) -> Explanation:
    known = OUTCOMES[outcome]
    return Explanation(
        case.scenario,
        case.against,
        outcome,
        known.label,
        known.unit,
        tuple(years),
        "channel",
        whole,
        shares,
        parts,
    )
