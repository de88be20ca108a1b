"""Whether U.S. rules reach tools for advanced lines and foreign memory, day by day.

The rules are run on one representative transaction each. How hard a rule bites once it reaches
an item (the share of sales denied) is practice and judgement, which scenarios set by levers;
whether it reaches the item at all is the law's, so that a reform of any of its clauses moves
access in the chain.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from types import MappingProxyType

import numpy as np

from fabcast import facts, rules

from ._access import change_days, reform_of, windows
from ._days import DAYS, Days
from ._levers import IN_FORCE, OFF

_FIRST = int(DAYS[0])
_STACK_OUTLINE_MM2 = 121.0
"""Outline of a memory stack, 11 mm × 11 mm; any value from 60 to 300 gives the same finding."""

TOOL_PROVIDER = "US"
"""The provider whose own rules these are; allies' rules are levers alone."""


def _tools() -> dict[str, object]:
    """Any tool, for a line that makes advanced circuits."""
    return {"item_class": "equipment", "end_use": "advanced_node_fab", "hq": "CN"}


def _memory() -> dict[str, object]:
    """One stack of the memory that an H100 carries."""
    chip = facts.chips()["nvidia-h100-sxm5-80gb"]
    if chip.memory_bandwidth_gb_s is None or chip.hbm_stacks_count is None:
        raise ValueError("the catalogue lacks the H100's memory")
    stack = chip.memory_bandwidth_gb_s / chip.hbm_stacks_count
    return {
        "item_class": "hbm",
        "hbm_bandwidth_gb_s": stack,
        "hbm_package_area_mm2": _STACK_OUTLINE_MM2,
        "hq": "CN",
    }


ITEMS = MappingProxyType({"tools": _tools, "memory": _memory})
"""The representative transactions, by what they stand for."""


@cache
def history(kind: str, regime: str = IN_FORCE) -> tuple[tuple[date, bool], ...]:
    """List each change of whether a licence is needed, with the day from which it holds.

    >>> [(day.isoformat(), asked) for day, asked in history("memory")][-1]
    ('2024-12-31', True)
    >>> [(day.isoformat(), asked) for day, asked in history("tools")][-1]
    ('2022-10-07', True)
    """
    seen: list[tuple[date, bool]] = []
    for day in change_days(regime):
        asked = _asked(kind, day, regime)
        if not seen or seen[-1][1] != asked:
            seen.append((day, asked))
    return tuple(seen)


def _asked(kind: str, day: date, regime: str) -> bool:
    if regime == OFF or day < rules.FIRST_DAY:
        return False
    found = rules.classify(ITEMS[kind](), on=day, to="CN", reform=reform_of(regime))
    excepted = any(e["available"] == "yes" for e in found.exceptions)
    return found.licence_required == "yes" and not excepted


def caught(kind: str, regimes: Sequence[tuple[date, str]]) -> Days:
    """Mark the days on which U.S. rules ask a licence: 1, else 0.

    Parameters
    ----------
    kind
        ``tools`` or ``memory``.
    regimes
        The rules' regime with the day from which it holds, in order; ``in_force`` before.
    """
    mark = np.zeros(len(DAYS))
    for regime, spell in windows([(date.fromordinal(_FIRST), IN_FORCE), *regimes]):
        for asked, window in windows(history(kind, regime)):
            mark[max(spell.start, window.start) : min(spell.stop, window.stop)] = float(asked)
    return mark
