"""What each government may care about, read off outcomes that the model has (model document §2.15).

    U_US = Σ a_t u_t,   U_CN = Σ b_t v_t        a, b weights of the user

A term is written so that more of it is better for its government, and scaled so that one unit is a
doubling of compute, ten points of a share, or ten billion dollars a year: a weight then says what one
such unit is worth beside the others. A cost or a loss is a term with a minus sign. What no outcome
speaks to is listed as left out, with the reason; it is never counted as zero without a word.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from fabcast.model import OUTCOMES

from ._runs import Array, Runs, at_year_end

Government = Literal["us", "cn"]
NAMES: dict[str, str] = {"us": "Washington", "cn": "Beijing"}
_TEN = 10.0
_BILLION = 1e9
_STOCK = "china_compute_stock"
_RATIO = "us_to_china_ai_compute_ratio"
_CHIPS, _TOOLS = "nvidia_china_revenue", "us_toolmakers_china_revenue"
_ALLIES = "allied_toolmakers_china_revenue"
_FULL, _HOME = "full_stack_self_reliance", "domestic_share_of_china_ai_accelerators_by_value"
_DEPENDENCE = "dependence_on_us_vendors"
_SUPPORT, _MADE = "state_support_per_domestic_h100e", "china_domestic_ai_compute_output"
_CURBS = "counter_control_cost"
_DEMAND, _MET = "china_ai_accelerator_demand", "domestic_ai_accelerator_supply_over_total_demand"


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that a government may weigh."""

    government: Government
    id: str
    label: str
    unit: str
    """What one unit of the term is."""
    outcomes: tuple[str, ...]
    """Outcomes that it is read from."""
    read: Callable[[Mapping[str, Array]], Array]
    leaves_out: str
    """What its reading leaves out."""
    missing: str = ""
    """Why it is left out where the model lacks an outcome for it."""

    @property
    def modelled(self) -> bool:
        """Whether the model has the outcomes that it is read from."""
        return set(self.outcomes) <= set(OUTCOMES)


def _unmet(v: Mapping[str, Array]) -> Array:
    """Percent of the year's demand that neither Chinese nor legally bought chips meet."""
    met = v[_MET] + v[_CHIPS] / v[_DEMAND]
    return np.asarray(100.0 * np.clip(1.0 - met, 0.0, 1.0))


TERMS: tuple[Term, ...] = (
    Term(
        "us",
        "china_compute",
        "less AI compute in China",
        "a halving of it",
        (_STOCK,),
        lambda v: -np.log2(v[_STOCK]),
        "Compute that Chinese firms rent abroad.",
    ),
    Term(
        "us",
        "lead",
        "lead in AI compute",
        "a doubling of the U.S. : China ratio",
        (_RATIO,),
        lambda v: np.log2(v[_RATIO]),
        "Postures move U.S. compute hardly at all in the model, so it moves with the term above.",
    ),
    Term(
        "us",
        "revenue",
        "sales of U.S. chips and tools to China",
        "10 bn USD a year",
        (_CHIPS, _TOOLS),
        lambda v: (v[_CHIPS] + v[_TOOLS]) / _TEN,
        "Chips outside AI; what firms would sell elsewhere instead.",
    ),
    Term(
        "us",
        "allies",
        "sales of Japanese and Dutch toolmakers to China",
        "10 bn USD a year",
        (_ALLIES,),
        lambda v: v[_ALLIES] / _TEN,
        "The price of alignment in anything but tool sales.",
    ),
    Term(
        "us",
        "counter_controls",
        "less cost of China's curbs on minerals",
        "10 bn USD a year",
        (_CURBS,),
        lambda v: -v[_CURBS] / _TEN,
        "Uses of minerals outside chips and tools; allies bear a part of it.",
        "No outcome holds what curbs on minerals would cost the United States.",
    ),
    Term(
        "cn",
        "compute",
        "more AI compute in China",
        "a doubling of it",
        (_STOCK,),
        lambda v: np.log2(v[_STOCK]),
        "Compute that Chinese firms rent abroad.",
    ),
    Term(
        "cn",
        "self_reliance",
        "full-stack self-reliance",
        "10 points",
        (_FULL,),
        lambda v: v[_FULL] / _TEN,
        "It stays at zero while one link of the chain is missing.",
    ),
    Term(
        "cn",
        "home_share",
        "domestic share of AI chip purchases",
        "10 points",
        (_HOME,),
        lambda v: v[_HOME] / _TEN,
        "Where the tools that made the chips come from.",
    ),
    Term(
        "cn",
        "independence",
        "less to lose if U.S. vendors stopped selling",
        "10 points",
        (_DEPENDENCE,),
        lambda v: -v[_DEPENDENCE] / _TEN,
        "Design software, memory, and allied vendors with U.S. technology.",
    ),
    Term(
        "cn",
        "subsidy",
        "less state money for chips",
        "10 bn USD a year",
        (_SUPPORT, _MADE),
        lambda v: -v[_SUPPORT] * v[_MADE] / _BILLION / _TEN,
        "What the money would have done elsewhere.",
    ),
    Term(
        "cn",
        "shortage",
        "less demand for AI chips unmet",
        "10 points of demand",
        (_DEMAND, _MET, _CHIPS),
        lambda v: -_unmet(v) / _TEN,
        "Smuggled chips and rented compute, which meet a part of it.",
    ),
    Term(
        "cn",
        "leverage",
        "leverage over others by curbs on minerals",
        "10 bn USD a year that they cost others",
        (_CURBS,),
        lambda v: v[_CURBS] / _TEN,
        "What curbs could be made to cost but do not; what China loses in sales.",
        "No outcome holds what China's minerals could be made to cost others; see `fabcast leverage`.",
    ),
)
"""Every term, those left out among them."""


def terms(government: str, *, modelled: bool = True) -> tuple[Term, ...]:
    """List the terms of a government that an outcome speaks to, or those that none does.

    >>> [term.id for term in terms("us")][:2]
    ['china_compute', 'lead']
    """
    return tuple(t for t in TERMS if t.government == government and t.modelled == modelled)


def outcomes_needed() -> tuple[str, ...]:
    """List the outcomes that terms are read from, each once.

    >>> outcomes_needed()[0]
    'china_compute_stock'
    """
    return tuple(dict.fromkeys(name for term in TERMS if term.modelled for name in term.outcomes))


def read_term(term: Term, runs: Runs, scenario: str, year: int) -> Array:
    """Read a modelled term at a year's end, one value a draw; unknown where an outcome is.

    Parameters
    ----------
    term
        A term with outcomes.
    runs
        Finished runs that hold them.
    scenario, year
        Where to read.
    """
    return np.asarray(term.read({name: at_year_end(runs, name, scenario, year) for name in term.outcomes}))
