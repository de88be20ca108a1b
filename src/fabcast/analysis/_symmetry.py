"""Does the model favour one side? The prior's own answer to both hypotheses, by horizon.

H1 compares the rules as they came with a world without them; H2 compares selling the H200 with
denying it. Every draw of the priors is run under both scenarios of a pair, and the share of
draws in which the outcome is lower, the same or higher is told with its Monte Carlo error.
Where that share is near 0 or 1 the parameters that decide most are named, and where they act.

Priors are never moved for balance: a lopsided answer stays as it is, and the corners
(`_symmetry_corners`) say which values would turn it round.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fabcast.model import OUTCOMES, QUARTERS, year_end_index

from ._drivers import FEWEST_DRAWS, rank_drivers
from ._runs import Array
from ._symmetry_places import place

Mask = NDArray[np.bool_]

CUMULATIVE = "cumulative_compute"
STOCK = "china_compute_stock"
YEARS = (2025, 2027, 2030, 2035)
DRAWS = 500
DECIDED = 0.05
"""Nearer to 0 or 1 than this, a share counts as decided by the model and its priors."""
FEWEST_APART = 20
"""Draws that must differ before their signs are called decided."""
MOST = 3
"""Deciding parameters that are named."""
_TIE = 1e-9
_Z = 1.96


@dataclass(frozen=True, slots=True)
class Pair:
    """Two scenarios that a hypothesis compares, and what it compares them on."""

    hypothesis: str
    scenario: str
    against: str
    measures: tuple[str, ...]


_H1 = (
    STOCK,
    CUMULATIVE,
    "china_domestic_ai_compute_output",
    "china_7nm_and_below_capacity",
    "domestic_share_of_chip_equipment_in_china",
    "full_stack_self_reliance",
)
_H2 = (STOCK, CUMULATIVE, "china_domestic_ai_compute_output", "us_designed_share_of_china_stock")
PAIRS = (
    Pair("H1", "actual", "no_controls", _H1),
    Pair("H2", "h200_open", "h200_denied", _H2),
    Pair("H2", "h200_licensed", "h200_denied", _H2),
)
SPLIT_BY: Mapping[str, tuple[str, ...]] = {
    "H1": ("capex_demand_nocontrol", "ctrl_galvanise", "demand_2025_potential", "cn_capex_growth"),
    "H2": ("demand_2025_potential", "cn_capex_growth", "demand_growth_2031", "ai_demand_elast"),
}
"""Parameters by whose thirds the answer is told again."""


@dataclass(frozen=True, slots=True)
class Decider:
    """A parameter that moves a contrast, and the equation it does so in."""

    parameter: str
    share: float
    """First-order share of the contrast's ranked variance."""
    rank_correlation: float
    above_noise: bool
    place: str


@dataclass(frozen=True, slots=True)
class SignRow:
    """How often one scenario's outcome is lower, the same or higher than the other's.

    `group` is ``all``, or a parameter and a third of its draws, such as ``ctrl_galvanise: low third``.
    """

    hypothesis: str
    scenario: str
    against: str
    measure: str
    label: str
    year: int
    group: str
    draws: int
    lower: float
    tied: float
    higher: float
    error: float
    """Half the width of the 95 % (Wilson) interval of `lower`, from the number of draws alone."""
    deciders: tuple[Decider, ...] = ()

    @property
    def untied(self) -> float | None:
        """Share of *lower* among draws that differ; None where none does.

        >>> SignRow("H1", "a", "b", "m", "M", 2030, "all", 10, 0.2, 0.6, 0.2, 0.2).untied
        0.5
        """
        apart = self.lower + self.higher
        return self.lower / apart if apart > 0 else None

    @property
    def decided(self) -> bool:
        """Whether nearly all draws that differ have one sign, and enough differ to tell."""
        few = (self.lower + self.higher) * self.draws < FEWEST_APART
        return not few and self.untied is not None and not DECIDED <= self.untied <= 1.0 - DECIDED


@dataclass(frozen=True, slots=True)
class Crossing:
    """When cumulative compute under the first scenario first exceeds that under the second (T*)."""

    hypothesis: str
    scenario: str
    against: str
    by: tuple[tuple[int, float], ...]
    """(year, share of draws in which T* has come by the end of it)."""
    never: float
    """Share of draws in which it does not come by the end of the run."""
    ahead_at_end: float
    """Share of draws in which it is ahead when the run ends: some cross back."""


@dataclass(frozen=True, slots=True)
class Symmetry:
    """The prior's answer: over all draws, by thirds, and the dates of crossing."""

    draws: int
    seed: int
    rows: tuple[SignRow, ...]
    thirds: tuple[SignRow, ...]
    crossings: tuple[Crossing, ...]


def symmetry(draws: int = DRAWS, seed: int = 1) -> Symmetry:
    """Run both hypotheses on the priors and count signs.

    Parameters
    ----------
    draws, seed
        Number of draws of the uncertain inputs and their seed; deciders need 50 draws or more.

    Returns
    -------
    Symmetry
        One row a pair, measure and year; the same by thirds of `SPLIT_BY`; crossings of each pair.

    Raises
    ------
    BadInput
        Fewer than one draw, or a negative seed.
    """
    from fabcast import ensemble, scenario

    inputs = ensemble.sample_inputs(draws, seed)
    names = list(dict.fromkeys(name for pair in PAIRS for name in (pair.scenario, pair.against)))
    keep = [m for m in dict.fromkeys((*_H1, *_H2)) if m != CUMULATIVE]
    done = ensemble.run_inputs(inputs, [scenario.resolve(name) for name in names], keep=keep)
    paths = {name: read_paths({k: v[i] for k, v in done.items()}) for i, name in enumerate(names)}
    varying = ensemble.varying(inputs)
    return Symmetry(
        draws,
        seed,
        tuple(row for pair in PAIRS for row in _rows(pair, paths, varying)),
        tuple(row for pair in PAIRS for row in _thirds(pair, paths, inputs)),
        tuple(crossing(pair, paths[pair.scenario], paths[pair.against]) for pair in PAIRS),
    )


def read_paths(outcomes: Mapping[str, Array]) -> dict[str, Array]:
    """Add cumulative compute, H100e-years, to one scenario's outcomes (draw, quarter)."""
    return {**outcomes, CUMULATIVE: np.cumsum(outcomes[STOCK], axis=-1) / 4.0}


def label(measure: str) -> str:
    """Name a measure for people.

    >>> label("cumulative_compute")
    'AI compute located in China, summed over time'
    """
    return f"{OUTCOMES[STOCK].label}, summed over time" if measure == CUMULATIVE else OUTCOMES[measure].label


def signs(ours: Array, base: Array) -> tuple[Mask, Mask]:
    """Tell per draw whether the first is lower, and whether it is higher; differences by rounding are ties.

    >>> lower, higher = signs(np.array([1.0, 2.0, 2.0]), np.array([2.0, 2.0, 1.0]))
    >>> lower.tolist(), higher.tolist()
    ([True, False, False], [False, False, True])
    """
    slack = _TIE * np.maximum(np.abs(ours), np.abs(base))
    return ours < base - slack, ours > base + slack


def wilson(share: float, draws: int) -> float:
    """Half the width of the 95 % interval of a share, which is not zero even at 0 or 1.

    >>> round(wilson(0.5, 500), 3), round(wilson(0.0, 500), 3)
    (0.044, 0.004)
    """
    spread = share * (1.0 - share) / draws + _Z**2 / (4.0 * draws**2)
    return float(_Z * np.sqrt(spread) / (1.0 + _Z**2 / draws))


def _rows(
    pair: Pair, paths: Mapping[str, Mapping[str, Array]], varying: Mapping[str, Array]
) -> Iterator[SignRow]:
    for measure in pair.measures:
        for year in YEARS:
            ours, base = _at(pair, paths, measure, year)
            row = sign_row(pair, measure, year, "all", ours, base)
            yield _with_deciders(row, ours, base, varying) if row.decided else row


def _thirds(
    pair: Pair, paths: Mapping[str, Mapping[str, Array]], inputs: Mapping[str, Array]
) -> Iterator[SignRow]:
    for parameter in SPLIT_BY[pair.hypothesis]:
        for name, kept in thirds(inputs[parameter]).items():
            for measure in pair.measures:
                for year in YEARS[2:]:
                    ours, base = _at(pair, paths, measure, year)
                    yield sign_row(pair, measure, year, f"{parameter}: {name} third", ours[kept], base[kept])


def thirds(values: Array) -> dict[str, Mask]:
    """Split draws by a parameter into thirds of equal number.

    >>> [int(kept.sum()) for kept in thirds(np.arange(9.0)).values()]
    [3, 3, 3]
    """
    rank = np.argsort(np.argsort(values, kind="stable"), kind="stable") * 3 // len(values)
    return {name: rank == i for i, name in enumerate(("low", "middle", "high"))}


def _at(pair: Pair, paths: Mapping[str, Mapping[str, Array]], measure: str, year: int) -> tuple[Array, Array]:
    index = year_end_index(year)
    return paths[pair.scenario][measure][:, index], paths[pair.against][measure][:, index]


def sign_row(pair: Pair, measure: str, year: int, group: str, ours: Array, base: Array) -> SignRow:
    """Count the signs of one measure at the end of a year, from its values (draw) on both sides."""
    below, above = signs(ours, base)
    lower, tied, higher = (float(mask.mean()) for mask in (below, ~(below | above), above))
    return SignRow(
        hypothesis=pair.hypothesis,
        scenario=pair.scenario,
        against=pair.against,
        measure=measure,
        label=label(measure),
        year=year,
        group=group,
        draws=len(ours),
        lower=lower,
        tied=tied,
        higher=higher,
        error=wilson(lower, len(ours)),
    )


def _with_deciders(row: SignRow, ours: Array, base: Array, varying: Mapping[str, Array]) -> SignRow:
    """Name the parameters that move the contrast most, as a ratio unless the second scenario has zeros."""
    change = ours - base if (base == 0.0).any() else (ours - base) / np.abs(base)
    if np.isfinite(change).sum() < FEWEST_DRAWS:
        return row
    found = rank_drivers(varying, change).top(MOST)
    named = (
        Decider(d.parameter, d.share, d.rank_correlation, d.above_noise, place(d.parameter)) for d in found
    )
    return replace(row, deciders=tuple(named))


def crossing(pair: Pair, ours: Mapping[str, Array], base: Mapping[str, Array]) -> Crossing:
    """Find T* of a pair: the first quarter in which cumulative compute is higher than the other's."""
    _, ahead = signs(ours[CUMULATIVE], base[CUMULATIVE])
    came = np.logical_or.accumulate(ahead, axis=-1)
    by = tuple((year, float(came[:, year_end_index(year)].mean())) for year in YEARS)
    last = len(QUARTERS) - 1
    never = 1.0 - float(came[:, last].mean())
    return Crossing(pair.hypothesis, pair.scenario, pair.against, by, never, float(ahead[:, last].mean()))
