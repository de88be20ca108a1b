"""Many rows at once, judged in groups of one window of constant law and one kind of item.

The judgements of a row pack into one or two integers; rows with the same integers have the same finding,
which is put into words once (`_assemble`, as for a single row) and kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from threading import RLock
from typing import Any

import numpy as np
import numpy.typing as npt

from fabcast.rules._assemble import Outcome, assemble
from fabcast.rules._columnwise import Judgement, Sheet, highest, lowest, opposite_of, value_of
from fabcast.rules._law import Bound, Law
from fabcast.rules._layout import (
    CONFIDENCES,
    OWN_ENTRIES,
    PARTS,
    TESTED,
    Layout,
    mask_of,
    other_settings,
)
from fabcast.rules._logic import NO, UNKNOWN, YES
from fabcast.rules._missing_columns import Bits, missing_masks
from fabcast.rules._nearest_columns import nearest_lines
from fabcast.rules._plan import Codes, Plan, Switches, plan_for
from fabcast.rules._rows import Columns

__all__ = ["Book", "Judged", "groups", "judge", "judge_briefly"]

Int = npt.NDArray[np.int64]
FEW = 20_000
"""Up to so many rows, finding out which windows have the same law costs more than it saves."""
ALL_BITS = (1 << 64) - 1


@dataclass
class Book:
    """Findings put into words so far, shared by all groups of a run."""

    law: Law
    settings: Switches
    outcomes: list[Outcome] = field(default_factory=list)
    known: dict[tuple[Any, ...], int] = field(default_factory=dict)
    layouts: dict[tuple[int, str, bool], Layout] = field(default_factory=dict)
    bits: dict[tuple[int, str], Bits] = field(default_factory=dict)
    lock: Any = field(default_factory=RLock)

    def layout(self, plan: Plan, *, full: bool) -> Layout:
        """Return the layout of a plan's judgements, made once."""
        key = (id(plan), plan.item_class, full)
        with self.lock:
            if key not in self.layouts:
                self.layouts[key] = Layout(plan, other_settings(plan, self.settings) if full else [], full)
            return self.layouts[key]

    def bits_of(self, plan: Plan) -> Bits:
        """Return the numbering of columns for a plan."""
        with self.lock:
            return self.bits.setdefault((id(plan), plan.item_class), Bits())


@dataclass(frozen=True)
class Judged:
    """Findings of a group: positions in `Book.outcomes`, and the nearest line of each row (-1: none)."""

    outcome: Int
    line: npt.NDArray[np.int64]
    distance: npt.NDArray[np.float64]
    lines: tuple[tuple[str, float], ...]


def groups(law: Law, days: Int, kinds: npt.NDArray[np.int32], names: list[str]) -> Iterator[tuple[Plan, Any]]:
    """Return the rows of each stretch of constant law and kind of item, as plan and positions."""
    starts = np.array([day.toordinal() for day in law.starts])
    window = np.searchsorted(starts, np.arange(starts[0], starts[-1] + 1), side="right") - 1
    since = np.minimum(days - starts[0], len(window) - 1)
    size = np.uint8 if len(starts) * len(names) < 256 else np.int16
    key = np.empty(len(days), size)
    for kind in np.flatnonzero(np.bincount(kinds)).tolist():
        first = np.array(_stretches(law, names[kind])) if len(days) > FEW else np.arange(len(starts))
        table = (first[window] * len(names) + kind).astype(size)
        np.copyto(key, table[since], where=kinds == kind)
    order = np.argsort(key, kind="stable")
    edges = np.flatnonzero(np.diff(key[order].astype(np.int16), prepend=-1))
    for start, end in pairwise([*edges, len(order)]):
        rows = order[start:end]
        index, kind = divmod(int(key[rows[0]]), len(names))
        yield plan_for(law.on(law.starts[index]), names[kind]), rows


def _stretches(law: Law, kind: str) -> list[int]:
    """Return for each window the first window with the same law for a kind of item."""
    made: dict[str, list[int]] = law.__dict__.setdefault("stretches", {})
    if kind not in made:
        first: dict[Any, int] = {}
        made[kind] = [
            first.setdefault(plan_for(law.on(start), kind).signature, index)
            for index, start in enumerate(law.starts)
        ]
    return made[kind]


def judge(plan: Plan, columns: Columns, book: Book, near: bool = True) -> Judged:
    """Judge the rows of a group in full."""
    layout = book.layout(plan, full=True)
    sheet = Sheet(plan, columns, book.settings)
    codes = _codes(sheet)
    others = [_verdict(sheet.with_switch(*setting)) for setting in layout.settings]
    bits = book.bits_of(plan)
    masks = _masks(sheet, codes, bits)
    outcome = _outcomes(layout, book, columns.size, _values(layout, codes, others, columns), masks, bits)
    line, distance, lines = nearest_lines(plan, columns, book.settings) if near else _no_lines(columns.size)
    return Judged(outcome, line, distance, lines)


def judge_briefly(plan: Plan, columns: Columns, book: Book) -> Judged:
    """Judge only classification, licence requirement and review policy."""
    layout = book.layout(plan, full=False)
    sheet = Sheet(plan, columns, book.settings)
    classified = tuple(sheet.classified(bound.clause.id) for bound in plan.classifying)
    verdict = _verdict(sheet)
    codes = Codes(classified, (), verdict.demands, verdict.reviews, (), (), ())  # type: ignore[arg-type]
    values = _values(layout, codes, [], columns)
    return Judged(_outcomes(layout, book, columns.size, values, 0, Bits()), *_no_lines(columns.size))


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


def _values(layout: Layout, codes: Codes, others: list[Codes], columns: Columns) -> list[Any]:
    """Return every judgement in the order of the layout."""
    found: list[Any] = [value for name in PARTS for value in getattr(codes, name)[: layout.sizes[name]]]
    found += codes.reviews
    for other in others:
        found += [*other.demands, *other.reviews]
    found.append(_position(columns, "also_classified", OWN_ENTRIES))
    if layout.full:
        found.append(_position(columns, "data_confidence", CONFIDENCES))
        found += [filled(columns, name) for name in TESTED]
    return found


def _position(columns: Columns, name: str, words: tuple[str | None, ...]) -> Any:
    """Return a coded column as positions in a fixed list of words."""
    if name not in columns.codes:
        return 0
    table = np.array([*(words.index(word) for word in columns.words[name]), 0], np.uint8)
    return table[columns.codes[name]]


def filled(columns: Columns, name: str) -> Any:
    """Return where a column is filled."""
    if name in columns.codes:
        return columns.codes[name] >= 0
    return ~np.isnan(columns.numbers[name]) if name in columns.numbers else 0


def _masks(sheet: Sheet, codes: Codes, bits: Bits) -> Any:
    """Return for each row the columns that would settle its unknowns."""
    open_ = [*codes.classified, *codes.demands, *codes.exceptions]
    unknown: Any = np.zeros(sheet.columns.size, bool)
    for value in open_:
        unknown = unknown | (value == UNKNOWN)
    for mask, ambiguous in zip(codes.reviews, sheet.plan.ambiguous, strict=True):
        unknown = unknown | np.array(ambiguous)[mask]
    if not unknown.any():
        return 0
    found = missing_masks(sheet, list(codes.reviews), list(codes.exceptions), bits)
    return int(found) if np.ndim(found) == 0 else found


def _distinct(words: list[Int]) -> tuple[Int, Int]:
    """Return the first row of each distinct set of integers, and for each row which one it is."""
    _, first, positions = np.unique(words[0], return_index=True, return_inverse=True)
    for word in words[1:]:
        found, ranks = np.unique(word, return_inverse=True)
        if len(found) > 1:
            joint = positions.astype(np.int64) * len(found) + ranks
            _, first, positions = np.unique(joint, return_index=True, return_inverse=True)
    return first, positions


def _outcomes(layout: Layout, book: Book, size: int, values: list[Any], masks: Any, bits: Bits) -> Int:
    """Return for each row the position of its finding in the book."""
    packed, common = layout.pack(size, values)
    words = [] if packed is None else [packed[:, index] for index in range(packed.shape[1])]
    if not isinstance(masks, int):
        words.append(masks)
    if not words:
        return np.full(size, _word(layout, book, tuple(common), int(masks), bits))
    first, positions = _distinct(words)
    found = np.empty(len(first), np.int64)
    for index, row in enumerate(first.tolist()):
        own = (int(word[row]) for word in words[: len(common)]) if packed is not None else (0 for _ in common)
        whole = tuple(share | (word & ALL_BITS) for share, word in zip(common, own, strict=True))
        found[index] = _word(layout, book, whole, int(masks if isinstance(masks, int) else masks[row]), bits)
    return found[positions]


def _word(layout: Layout, book: Book, whole: tuple[int, ...], mask: int, bits: Bits) -> int:
    """Return the position of a finding, putting it into words if it is new."""
    key = (id(layout), whole, mask)
    position = book.known.get(key)
    if position is None:
        codes, others, extras = layout.unpack(whole)
        extras = replace(extras, missing=mask_of(bits.names(mask)))
        with book.lock:
            book.outcomes.append(assemble(layout.plan, codes, others, book.settings, extras))
            position = book.known[key] = len(book.outcomes) - 1
    return position


def _no_lines(size: int) -> tuple[Any, Any, tuple[tuple[str, float], ...]]:
    return np.full(size, -1), np.full(size, np.nan), ()
