"""Packs every judgement on a row into a few integers, and back: equal integers mean equal findings."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from fabcast.rules._assemble import BIT, Extras
from fabcast.rules._columns import ENTRIES
from fabcast.rules._logic import NO
from fabcast.rules._plan import Codes, Plan, Switches

__all__ = ["Layout", "Setting"]

Setting = tuple[str, str]
PARTS = ("classified", "limbs", "demands", "exceptions", "notices", "duties")
CONFIDENCES = (None, "low", "medium", "high")
OWN_ENTRIES = (None, "none", "unknown", *ENTRIES)
TESTED = ("exporter", "end_use", "entity_flags", "owned_pct")
BYTE = 8
WORD = 64


@dataclass
class Layout:
    """Where each judgement of a plan stands in the packed integers."""

    plan: Plan
    settings: list[Setting]
    full: bool
    widths: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Lay out the widths in bits, in the order of `values`."""
        plan = self.plan
        reviews = [len(bound.rows) + 1 for bound in plan.reviews]
        self.whole = {
            "classified": len(plan.classifying),
            "limbs": sum(len(bound.limbs) for bound in plan.classifying),
            "demands": len(plan.demands),
            "exceptions": len(plan.exceptions),
            "notices": len(plan.exceptions),
            "duties": len(plan.duties),
        }
        kept = PARTS if self.full else ("classified", "demands")
        self.sizes = {name: size if name in kept else 0 for name, size in self.whole.items()}
        self.widths = [2] * sum(self.sizes.values()) + reviews
        self.widths += ([2] * len(plan.demands) + reviews) * len(self.settings)
        self.widths += [4] if not self.full else [4, 2] + [1] * len(TESTED)

    def pack(self, size: int, values: list[Any]) -> tuple[npt.NDArray[np.int64] | None, list[int]]:
        """Return the rows' integers (``None`` if all rows agree) and what all rows share."""
        columns, shared, used = list[Any](), 0, 0
        for value, width in zip(values, self.widths, strict=True):
            if used % BYTE + width > BYTE:
                used += BYTE - used % BYTE
            place, shift = divmod(used, BYTE)
            while len(columns) <= place:
                columns.append(None)
            if np.ndim(value) == 0:
                shared |= int(value) << used
            else:
                part = value.astype(np.uint8) << np.uint8(shift)
                columns[place] = part if columns[place] is None else columns[place] | part
            used += width
        words = -(-len(columns) * BYTE // WORD)
        common = [shared >> WORD * index & (1 << WORD) - 1 for index in range(words)]
        if all(column is None for column in columns):
            return None, common
        block = np.zeros((size, words * WORD // BYTE), np.uint8)
        for place, column in enumerate(columns):
            if column is not None:
                block[:, place] = column
        return block.view(np.int64), common

    def unpack(self, words: tuple[int, ...]) -> tuple[Codes, dict[Setting, Codes], Extras]:
        """Return the judgements that integers stand for."""
        whole = sum((word & (1 << WORD) - 1) << WORD * index for index, word in enumerate(words))
        values, used = [], 0
        for width in self.widths:
            if used % BYTE + width > BYTE:
                used += BYTE - used % BYTE
            values.append(whole >> used & (1 << width) - 1)
            used += width
        return self._named(values)

    def _named(self, values: list[int]) -> tuple[Codes, dict[Setting, Codes], Extras]:
        rest = iter(values)
        parts = {name: tuple(next(rest) for _ in range(self.sizes[name])) for name in PARTS}
        if not self.full:
            parts = {name: parts[name] or (NO,) * self.whole[name] for name in PARTS}
        codes = Codes(reviews=tuple(next(rest) for _ in self.plan.reviews), **parts)
        others = {}
        for setting in self.settings:
            demands = tuple(next(rest) for _ in self.plan.demands)
            reviews = tuple(next(rest) for _ in self.plan.reviews)
            others[setting] = Codes((), (), demands, reviews, (), (), ())
        own = OWN_ENTRIES[next(rest)]
        if not self.full:
            return codes, others, Extras(own)
        data = CONFIDENCES[next(rest)]
        blank = tuple(name for name in TESTED if not next(rest))
        return codes, others, Extras(own, data, 0, blank)


def other_settings(plan: Plan, chosen: Switches) -> list[Setting]:
    """Return every setting of the plan's switches but the chosen ones."""
    switches = plan.day.law.book.switches
    return [
        (name, value) for name in plan.switches for value in switches[name].values if value != chosen[name]
    ]


def mask_of(names: list[str]) -> int:
    """Return the bit mask of some columns.

    >>> from fabcast.rules._assemble import missing_names
    >>> missing_names(mask_of(["hq", "tpp"]))
    ('tpp', 'hq')
    """
    return sum(1 << BIT[name] for name in names if name in BIT)
