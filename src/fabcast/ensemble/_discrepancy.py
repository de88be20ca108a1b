"""What the equations leave out, growing with the horizon.

A model is wrong in ways that no parameter holds. Its outcomes therefore carry a *discrepancy*: a
normal number a draw, times a standard deviation that grows as a random walk does from the end of
the record, σ(h) = σ₄ √(h/4) for h years ahead, on a log scale (log-odds for shares). σ₄ is the fact
`disc_log`. It is the same in all scenarios of a draw, so a paired contrast keeps its sign; outcomes
made of one quantity share it (the ratio moves against the stock, the lead and the date of parity
with the ratio). The record itself is left as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from fabcast import facts
from fabcast.model import OUTCOMES, QUARTERS, quarter_index

from ._streams import normal

HORIZON = 4.0
"""Years at which `disc_log` is stated."""
DISCREPANCY = "discrepancy."
"""Prefix of the stream of a family of outcomes."""
RATIO, LEAD, PARITY = (
    "us_to_china_ai_compute_ratio",
    "us_lead_over_china_in_frontier_models",
    "year_of_compute_parity",
)
_FAMILY = {
    "china_compute_stock": ("compute", 1.0),
    "china_compute_stock_bandwidth": ("compute", 1.0),
    RATIO: ("compute", -1.0),
    LEAD: ("compute", -1.0),
    PARITY: ("compute", -1.0),
    "china_domestic_ai_compute_output": ("domestic_output", 1.0),
    "huawei_ascend_units_produced": ("domestic_output", 1.0),
    "smic_7nm_die_cost": ("smic_7nm_yield", -1.0),
}
"""Outcomes that share a discrepancy, and its sign; all others have their own."""
_COUNTED_FROM = quarter_index("2022Q1")
_IN_A_ROW = 4

Draw = Float[np.ndarray, " draw"]


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Standard deviation of what the equations leave out, on a log (or log-odds) scale.

    >>> Discrepancy(0.3).sd(4.0), Discrepancy(0.3).sd(1.0)
    (0.3, 0.15)
    """

    at_four_years: float

    @classmethod
    def from_facts(cls) -> Discrepancy:
        """Central value of `disc_log`."""
        return cls(facts.parameters()["disc_log"].central)

    def sd(self, years: float) -> float:
        """Standard deviation at a horizon; none in the past."""
        return float(self.at_four_years * np.sqrt(max(years, 0.0) / HORIZON))

    def by_quarter(self) -> Float[np.ndarray, " quarter"]:
        """Standard deviation at each quarter's end, from the day of the facts."""
        end = facts.AS_OF.year + (facts.AS_OF.timetuple().tm_yday - 1) / 365.25
        ends = [int(quarter[:4]) + 0.25 * int(quarter[5]) for quarter in QUARTERS]
        return np.array([self.sd(at - end) for at in ends])


def family(outcome: str) -> tuple[str, float]:
    """Stream of an outcome's discrepancy, and its sign.

    >>> family("us_to_china_ai_compute_ratio"), family("smic_7nm_starts")
    (('discrepancy.compute', -1.0), ('discrepancy.smic_7nm_starts', 1.0))
    """
    name, sign = _FAMILY.get(outcome, (outcome, 1.0))
    return f"{DISCREPANCY}{name}", sign


def with_ratio(outcomes: Sequence[str]) -> tuple[str, ...]:
    """Outcomes, with the ratio that the date of parity is read from.

    >>> with_ratio(["year_of_compute_parity"])
    ('year_of_compute_parity', 'us_to_china_ai_compute_ratio')
    """
    return tuple(dict.fromkeys((*outcomes, RATIO) if PARITY in outcomes else outcomes))


def widen(
    values: Mapping[str, np.ndarray],
    inputs: Mapping[str, Draw],
    discrepancy: Discrepancy,
    seed: int,
    first: int = 0,
) -> tuple[dict[str, np.ndarray], dict[str, Draw]]:
    """Give outcomes their discrepancy.

    Parameters
    ----------
    values
        Outcome to (scenario, draw, quarter), dates (scenario, draw).
    inputs
        Inputs of the draws; the lead needs growth rates from them.
    discrepancy, seed
        How large, and the seed of its streams.
    first
        Index of the first draw.

    Returns
    -------
    tuple
        Outcomes, and the standard normal numbers used, by stream.
    """
    count = len(next(iter(inputs.values())))
    known = {name: family(name) for name in values if name in OUTCOMES}
    numbers = {stream: normal(stream, count, seed, first) for stream, _ in known.values()}
    size = discrepancy.by_quarter()
    ahead = slice(int((size == 0.0).sum()), None)
    out = dict(values)
    for name, (stream, sign) in known.items():
        if OUTCOMES[name].kind != "date":
            by = (size[ahead, None] * (sign * numbers[stream])).T  # neighbours in memory are draws
            out[name] = values[name].copy(order="K")
            out[name][..., ahead] = _moved(name, values[name][..., ahead], by, inputs)
    if PARITY in values and RATIO in values:
        out[PARITY] = parity(out[RATIO])
    return out, numbers


def _moved(name: str, values: np.ndarray, by: np.ndarray, inputs: Mapping[str, Draw]) -> np.ndarray:
    if name == LEAD:
        yearly = np.log(inputs["train_growth"]) + np.log(inputs["alg_growth"])
        return np.asarray(values + 12.0 * by / yearly[:, None])
    if OUTCOMES[name].unit == "percent":
        return _odds_times(values, np.exp(by))
    return np.asarray(values * np.exp(by))


def _odds_times(percent: np.ndarray, factor: np.ndarray) -> np.ndarray:
    """Multiply the odds of a share in percent: nothing and all stay as they are.

    >>> _odds_times(np.array([0.0, 50.0, 100.0]), np.array([3.0])).tolist()
    [0.0, 75.0, 100.0]
    """
    moved = 100.0 * percent * factor / (100.0 - percent + percent * factor)
    return np.where(factor == 1.0, percent, moved)


def parity(ratio: Float[np.ndarray, "scenario draw quarter"]) -> Float[np.ndarray, "scenario draw"]:
    """Date of the middle of the first of four quarters in a row with a ratio of at most one.

    As the model reads it: unknown if it never comes; quarters before 2022 do not count.
    """
    below = ratio <= 1.0
    below[..., :_COUNTED_FROM] = False
    last = ratio.shape[-1] - _IN_A_ROW + 1
    run = np.logical_and.reduce([below[..., k : last + k] for k in range(_IN_A_ROW)])
    date = 2014.0 + 0.25 * (run.argmax(-1) + 0.5)
    return np.where(run.any(-1), date, np.nan)
