"""Policy after an origin: two feeds.

as happened
    legal acts to the last date of the record, as the rules and the legal levers have them. What
    Chinese buyers took, which tools and chips were bought ahead of rules, when a vendor stopped
    selling: volumes, and not fed. Where the record has Beijing's gate from deliveries, the drawn
    uptake stands in. Which new chips vendors announced, and their arithmetic and bandwidth, is fed
    (the law acts on products); prices are not (below).
known at origin
    law and levers of the origin's last day go on; no new chip.

Prices of chips are averages over later years in the facts, so both feeds price all chips alike: an
A100 at its price of 2021, others in proportion to value, the geometric mean of arithmetic and bandwidth.

How hard a legal act bites (severities, alignment) is the levers' own judgement in both.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal, get_args

import numpy as np

from fabcast import scenario
from fabcast.errors import BadInput
from fabcast.model import IMPORT_CHIPS, Path

from ._origin import Origin

Policy = Literal["as_happened", "known_at_origin"]
POLICIES: tuple[Policy, ...] = get_args(Policy)
ACTUAL = "actual"
_KNOWN_CHIP = IMPORT_CHIPS.index("A100")
_KNOWN_PRICE = 11.0
"""Thousand USD: an A100 card was offered at 10 to 12 thousand dollars in 2021."""


def policy_named(name: str) -> Policy:
    """Return a policy feed.

    Raises
    ------
    BadInput
        If there is none of that name.
    """
    for policy in POLICIES:
        if policy == name:
            return policy
    raise BadInput(f"policy '{name}' is none of {', '.join(POLICIES)}; choose one")


def origin_path(origin: Origin, policy: Policy) -> Path:
    """Path of both governments' levers as a feed gives it.

    >>> from fabcast.calibration import ORIGINS
    >>> path = origin_path(ORIGINS["2022Q4"], "as_happened")
    >>> float(path.front_running[ORIGINS["2022Q4"].stop :].sum())
    0.0
    """
    actual = scenario.load(ACTUAL)
    if policy == "known_at_origin":
        path = scenario.held(actual, origin.end)
        return replace(path, **_without_volumes(path, origin))
    return as_happened(scenario.resolve(actual), origin)


def as_happened(path: Path, origin: Origin) -> Path:
    """Take recorded volumes after an origin out of a path."""
    stop = origin.stop
    sale = np.array(path.on_sale)
    sale[stop:] = np.maximum.accumulate(np.maximum(sale[stop:], _announced(sale, origin)), axis=0)
    known, drawn = np.array(path.cn_gate_known), np.array(path.cn_gate_drawn)
    moved = known[stop:] + drawn[stop:] != known[origin.index]
    moved |= drawn[stop:] > 0.0
    moved = np.maximum.accumulate(moved, axis=0)
    known[stop:] = np.where(moved, 0.0, known[stop:])
    drawn[stop:] = np.where(moved, 1.0, drawn[stop:])
    gates: dict[str, Any] = {"on_sale": sale, "cn_gate_known": known, "cn_gate_drawn": drawn}
    return replace(path, **gates, **_without_volumes(path, origin))


def _announced(sale: np.ndarray, origin: Origin) -> np.ndarray:
    """Chips on sale at the origin: a part of its last quarter counts as the whole of the next."""
    return np.asarray((sale[origin.index] > 0.0).astype(float))


def _without_volumes(path: Path, origin: Origin) -> dict[str, Any]:
    """Arrays of a path that hold volumes or prices of later: no early arrivals, no later prices."""
    early = {name: np.array(getattr(path, name)) for name in ("front_running", "chip_rush")}
    for orders in early.values():
        orders[origin.stop :] = 0.0
    value = np.sqrt(path.chip_flop * path.chip_bandwidth)
    return {**early, "chip_price": _KNOWN_PRICE * value / value[_KNOWN_CHIP]}
