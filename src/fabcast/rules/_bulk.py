"""Many rows at once, judged in groups of one window of constant law and one kind of item.

The judgements of a row pack into one or two integers; rows with the same integers have the same finding,
which is put into words once (`_assemble`, as for a single row) and kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from fabcast.rules._assemble import BIT, Extras, Outcome, assemble
from fabcast.rules._columnwise import Columns, Judgement, Sheet, highest, lowest, opposite_of, value_of
from fabcast.rules._law import Bound, Law
from fabcast.rules._logic import NO, UNKNOWN, YES
from fabcast.rules._missing_columns import Bits, missing_masks
from fabcast.rules._nearest import plan_lines
from fabcast.rules._plan import Codes, Plan, Switches, plan_for

__all__ = ["Book", "Judged", "groups", "judge"]

Int = npt.NDArray[np.int64]
Slot = tuple[Any, int]
FAR = 1e290
"""Puts lines that turn nothing behind all that turn the classification."""


@dataclass
class Book:
    """Findings put into words so far, shared by all groups of a run."""

    law: Law
    settings: Switches
    outcomes: list[Outcome] = field(default_factory=list)
    known: dict[tuple[Any, ...], int] = field(default_factory=dict)
    bits: dict[tuple[int, str], Bits] = field(default_factory=dict)


@dataclass(frozen=True)
class Judged:
    """Findings of a group: positions in `Book.outcomes`, and the nearest line of each row (-1: none)."""

    outcome: Int
    line: npt.NDArray[np.int64]
    distance: npt.NDArray[np.float64]
    lines: tuple[tuple[str, float], ...]


def groups(law: Law, days: Int, kinds: npt.NDArray[np.int32], names: list[str]) -> Iterator[tuple[Plan, Any]]:
    """Return the rows of each window and kind of item, as plan and positions."""
    starts = np.array([day.toordinal() for day in law.starts])
    window = np.searchsorted(starts, days, side="right") - 1
    key = (window * len(names) + kinds).astype(np.int16)
    order = np.argsort(key, kind="stable")
    edges = np.flatnonzero(np.diff(key[order], prepend=-1))
    for start, end in zip(edges, [*edges[1:], len(order)], strict=True):
        rows = order[start:end]
        index, kind = divmod(int(key[rows[0]]), len(names))
        yield plan_for(law.on(law.starts[index]), names[kind]), rows


def judge(plan: Plan, columns: Columns, book: Book, near: bool = True) -> Judged:
    """Judge the rows of a group in full."""
    sheet = Sheet(plan, columns, book.settings)
    codes = _codes(sheet)
    others = {
        (switch, name): _verdict(sheet.with_switch(switch, name))
        for switch in plan.switches
        for name in plan.day.law.book.switches[switch].values
        if name != book.settings[switch]
    }
    slots = [*_slots(codes), *(slot for other in others.values() for slot in _verdict_slots(other))]
    slots += _extra_slots(columns)
    bits = book.bits.setdefault((id(plan.day), plan.item_class), Bits())
    masks = _masks(sheet, codes, bits)
    first, positions = _distinct(columns.size, slots, masks)
    words = np.array(
        [_word(plan, book, codes, others, masks, bits, columns, int(row)) for row in first], np.int64
    )
    line, distance, lines = nearest_lines(plan, columns, book.settings) if near else _no_lines(columns.size)
    return Judged(words[positions], line, distance, lines)


def _codes(sheet: Sheet) -> Codes:
    plan = sheet.plan
    classified = tuple(sheet.classified(bound.clause.id) for bound in plan.classifying)
    limbs = tuple(
        _limb(value_of(limb.when, sheet), hit)
        for bound, hit in zip(plan.classifying, classified, strict=True)
        for limb in bound.limbs
    )
    verdict = _verdict(sheet)
    exceptions, notices = _exceptions(sheet, verdict.demands)
    duties = tuple(sheet.meets(bound.clause.id) for bound in plan.duties)
    return Codes(classified, limbs, verdict.demands, verdict.reviews, exceptions, notices, duties)  # type: ignore[arg-type]


def _limb(limb: Judgement, hit: Judgement) -> Judgement:
    if isinstance(hit, int):
        return limb if hit == YES else NO
    return np.where(hit == YES, limb, np.int8(NO)).astype(np.int8)


def _verdict(sheet: Sheet) -> Codes:
    plan = sheet.plan
    demands = tuple(sheet.meets(bound.clause.id) for bound in plan.demands)
    reviews = tuple(
        _rows(bound, sheet, _any_of(demands, covered))
        for bound, covered in zip(plan.reviews, plan.reviewers, strict=True)
    )
    return Codes((), (), demands, reviews, (), (), ())  # type: ignore[arg-type]


def _any_of(demands: tuple[Judgement, ...], positions: tuple[int, ...]) -> Judgement:
    found: Judgement = NO
    for position in positions:
        found = highest(found, demands[position])
    return found


def _rows(bound: Bound, sheet: Sheet, asked: Judgement) -> Any:
    """Return the rows of a policy that may decide, a bit each; 0 where nothing asks for a licence."""
    if isinstance(asked, int) and asked == NO:
        return 0
    possible: Any = 0
    still: Judgement = YES
    for index, row in enumerate(bound.rows):
        hit = value_of(row.when, sheet)
        possible = possible | _bit(lowest(hit, still), index)
        still = lowest(still, opposite_of(hit))
    possible = possible | _bit(still, len(bound.rows))
    return possible if isinstance(asked, int) else np.where(asked > NO, possible, 0)


def _bit(hit: Judgement, index: int) -> Any:
    if isinstance(hit, int):
        return 1 << index if hit else 0
    return (hit > NO).astype(np.int16) << index


def _exceptions(sheet: Sheet, demands: tuple[Any, ...]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    found, notices = [], []
    for bound, lifted in zip(sheet.plan.exceptions, sheet.plan.lifted, strict=True):
        asked = _any_of(demands, lifted)
        found.append(_if_asked(sheet.meets(bound.clause.id), asked))
        notice = bound.notice_when
        notices.append(NO if notice is None else _if_asked(value_of(notice, sheet), asked))
    return tuple(found), tuple(notices)


def _if_asked(value: Judgement, asked: Judgement) -> Judgement:
    if isinstance(asked, int):
        return value if asked else NO
    return np.where(asked > NO, value, np.int8(NO)).astype(np.int8)


def _slots(codes: Codes) -> list[Slot]:
    three = [
        *codes.classified,
        *codes.limbs,
        *codes.demands,
        *codes.exceptions,
        *codes.notices,
        *codes.duties,
    ]
    return [(value, 2) for value in three] + [(value, 8) for value in codes.reviews]


def _verdict_slots(codes: Codes) -> list[Slot]:
    return [(value, 2) for value in codes.demands] + [(value, 8) for value in codes.reviews]


EXTRA_CODES = ("also_classified", "data_confidence")
TESTED = ("exporter", "end_use", "entity_flags", "owned_pct")


def _extra_slots(columns: Columns) -> list[Slot]:
    slots: list[Slot] = [(columns.codes[name] + 1, 6) for name in EXTRA_CODES if name in columns.codes]
    return slots + [(filled(columns, name), 1) for name in TESTED]


def filled(columns: Columns, name: str) -> Any:
    """Return where a column is filled."""
    if name in columns.codes:
        return columns.codes[name] >= 0
    return ~np.isnan(columns.numbers[name]) if name in columns.numbers else 0


def _masks(sheet: Sheet, codes: Codes, bits: Bits) -> Any:
    open_ = [*codes.classified, *codes.demands, *codes.exceptions]
    unknown: Any = False
    for value in open_:
        unknown = unknown | (value == UNKNOWN)
    for mask in codes.reviews:
        unknown = unknown | ((mask & (mask - 1)) != 0)
    if not np.any(unknown):
        return 0
    return missing_masks(sheet, list(codes.reviews), list(codes.exceptions), bits)


def _distinct(size: int, slots: list[Slot], masks: Any) -> tuple[Int, Int]:
    """Return the first row of each distinct set of judgements, and for each row which one it is."""
    words = _packed(size, slots)
    if not isinstance(masks, int):
        words.append(masks.astype(np.int64))
    if not words:
        return np.zeros(1, np.int64), np.zeros(size, np.int64)
    _, first, positions = np.unique(words[0], return_index=True, return_inverse=True)
    for word in words[1:]:
        _, ranks = np.unique(word, return_inverse=True)
        joint = positions.astype(np.int64) * (int(ranks.max()) + 1) + ranks
        _, first, positions = np.unique(joint, return_index=True, return_inverse=True)
    return first, positions


def _packed(size: int, slots: list[Slot]) -> list[Int]:
    """Pack slots that differ between rows into as few 62-bit words as needed."""
    words: list[Int] = []
    used = 62
    for value, width in slots:
        if isinstance(value, int) or np.ndim(value) == 0:
            continue
        if used + width > 62:
            words.append(np.zeros(size, np.int64))
            used = 0
        words[-1] |= value.astype(np.int64) << used
        used += width
    return words


def _word(
    plan: Plan,
    book: Book,
    codes: Codes,
    others: dict[tuple[str, str], Codes],
    masks: Any,
    bits: Bits,
    columns: Columns,
    row: int,
) -> int:
    """Put one row's finding into words, or find that it has been."""
    one, rest = _at(codes, row), {key: _at(other, row) for key, other in others.items()}
    mask = int(masks) if isinstance(masks, int) else int(masks[row])
    own, data = (_text_at(columns, name, row) for name in EXTRA_CODES)
    blank = tuple(name for name in TESTED if not _flag_at(filled(columns, name), row))
    names = frozenset(bits.names(mask))
    key = (id(plan.day), plan.item_class, one, tuple(rest.values()), names, own, data, blank)
    if key not in book.known:
        extras = Extras(own, data, sum(1 << BIT[name] for name in names if name in BIT), blank)
        book.outcomes.append(assemble(plan, one, rest, book.settings, extras))
        book.known[key] = len(book.outcomes) - 1
    return book.known[key]


def _at(codes: Codes, row: int) -> Codes:
    parts = (
        tuple(int(value) if np.ndim(value) == 0 else int(value[row]) for value in getattr(codes, name))
        for name in ("classified", "limbs", "demands", "reviews", "exceptions", "notices", "duties")
    )
    return Codes(*parts)


def _text_at(columns: Columns, name: str, row: int) -> Any:
    if name not in columns.codes:
        return None
    code = int(columns.codes[name][row])
    return columns.words[name][code] if code >= 0 else None


def _flag_at(flags: Any, row: int) -> bool:
    return bool(flags) if np.ndim(flags) == 0 else bool(flags[row])


def _no_lines(size: int) -> tuple[Any, Any, tuple[tuple[str, float], ...]]:
    return np.full(size, -1), np.full(size, np.nan), ()


def nearest_lines(
    plan: Plan, columns: Columns, settings: Switches
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64], tuple[tuple[str, float], ...]]:
    """Return for each row the nearest line and the distance to it; see `_nearest.nearest`."""
    lines = tuple(line for line in plan_lines(plan) if line[0] in columns.numbers)
    line, best = np.full(columns.size, -1), np.full(columns.size, np.inf)
    rank = np.full(columns.size, np.inf)
    base = Sheet(plan, columns, settings)
    here = [base.classified(bound.clause.id) for bound in plan.classifying]
    for index, (name, value) in enumerate(lines):
        number = columns.numbers[name]
        turns = _turns(plan, columns, settings, here, name, value)
        size = np.where(turns, np.abs(number - value), FAR * (1.0 + np.abs(number / value - 1)))
        closer = size < rank
        line, rank = np.where(closer, index, line), np.where(closer, size, rank)
        best = np.where(closer, number - value, best)
    return line, np.where(line < 0, np.nan, best), lines


def _turns(
    plan: Plan, columns: Columns, settings: Switches, here: list[Judgement], name: str, line: float
) -> Any:
    number = columns.numbers[name]
    across = np.where(number >= line, np.nextafter(line, -np.inf), line)
    across[np.isnan(number)] = np.nan
    moved = Sheet(plan, columns.moved(name, across), settings)
    changed: Any = np.zeros(columns.size, bool)
    for bound, before in zip(plan.classifying, here, strict=True):
        changed = changed | (moved.classified(bound.clause.id) != before)
    return changed
