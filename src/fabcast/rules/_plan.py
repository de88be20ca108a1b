"""What is to be decided for a kind of item on a day, in a fixed order, as small integers.

Both paths fill the same list of integers: one row at a time (`scalar_codes`) or a column at a time
(`_bulk`). One function (`_assemble`) then turns the list into words, so the two cannot say different things
of the same judgement.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fabcast.rules._conditions import (
    All,
    Always,
    AnyOf,
    Classified,
    Condition,
    Is,
    Meets,
    Negated,
)
from fabcast.rules._evaluate import View, value
from fabcast.rules._law import Bound, Day
from fabcast.rules._logic import NO, UNKNOWN, YES, opposite
from fabcast.rules._walk import switches_of, write

__all__ = ["Codes", "Plan", "decided_by", "plan_for", "scalar_codes", "scalar_verdict"]

Switches = dict[str, str | None]


@dataclass(frozen=True)
class Plan:
    """The clauses that matter for a kind of item on a day."""

    day: Day
    item_class: str
    classifying: tuple[Bound, ...]
    demands: tuple[Bound, ...]
    reviews: tuple[Bound, ...]
    exceptions: tuple[Bound, ...]
    duties: tuple[Bound, ...]

    @cached_property
    def reviewed_by(self) -> dict[str, int]:
        """Which review clause (by position) covers which demand."""
        return {name: index for index, bound in enumerate(self.reviews) for name in bound.clause.reviews}

    @cached_property
    def reviewers(self) -> tuple[tuple[int, ...], ...]:
        """For each review clause the positions of the demands that it covers."""
        return tuple(
            tuple(
                i for i, demand in enumerate(self.demands) if self.reviewed_by.get(demand.clause.id) == index
            )
            for index in range(len(self.reviews))
        )

    @cached_property
    def ambiguous(self) -> tuple[tuple[bool, ...], ...]:
        """For each review clause and each set of rows still possible, whether those rows differ in policy."""
        return tuple(
            tuple(len(_policies_of(bound, mask)) > 1 for mask in range(1 << len(bound.rows) + 1))
            for bound in self.reviews
        )

    @cached_property
    def lifted(self) -> tuple[tuple[int, ...], ...]:
        """For each exception the positions of the demands that it may lift."""
        return tuple(
            tuple(i for i, demand in enumerate(self.demands) if demand.clause.id in bound.clause.lifts)
            for bound in self.exceptions
        )

    @cached_property
    def signature(self) -> frozenset[tuple[str, Any]]:
        """Equal for plans of the same law: the clauses that a row may come upon, with their numbers."""
        seen: dict[str, Any] = {}
        for bound in (*self.classifying, *self.demands, *self.reviews, *self.exceptions, *self.duties):
            write(bound, self.day, seen)
        return frozenset(seen.items())

    @cached_property
    def relevant(self) -> frozenset[str]:
        """Classification clauses for this kind of item."""
        return frozenset(bound.clause.id for bound in self.classifying)

    @cached_property
    def leaning(self) -> dict[str, frozenset[str]]:
        """For each switch the clauses that lean on it, near or far."""
        names = [
            clause.id
            for clause in self.day.law.book.clauses.values()
            if clause.kind != "classification" or self.item_class in clause.items
        ]
        lean = {name: switches_of(name, self.day, set()) for name in names}
        return {
            switch: frozenset(name for name, found in lean.items() if switch in found)
            for switch in self.switches
        }

    @cached_property
    def switches(self) -> tuple[str, ...]:
        """Switches that some demand or review of this plan leans on."""
        found = [
            name
            for bound in (*self.demands, *self.reviews)
            for name in switches_of(bound.clause.id, self.day, set())
        ]
        return tuple(dict.fromkeys(found))


def _policies_of(bound: Bound, mask: int) -> set[str]:
    found = {row.policy for position, row in enumerate(bound.rows) if mask >> position & 1}
    return found | ({"unknown"} if mask >> len(bound.rows) & 1 else set())


def plan_for(day: Day, item_class: str) -> Plan:
    """Return the plan for a kind of item, made once a day's law."""
    plans: dict[str, Plan] = day.__dict__.setdefault("plans", {})
    if item_class not in plans:
        plans[item_class] = _make(day, item_class)
    return plans[item_class]


def _make(day: Day, item_class: str) -> Plan:
    """Keep only the clauses that some row of this kind of item could meet."""
    demands = tuple(b for b in day.of_kind("requirement", "overlay") if _can(b, day, item_class))
    asked = {bound.clause.id for bound in demands}
    return Plan(
        day=day,
        item_class=item_class,
        classifying=day.classifying(item_class),
        demands=demands,
        reviews=tuple(b for b in day.of_kind("review") if asked & set(b.clause.reviews)),
        exceptions=tuple(
            b for b in day.of_kind("exception") if asked & set(b.clause.lifts) and _can(b, day, item_class)
        ),
        duties=tuple(b for b in day.of_kind("duty") if item_class in {"accelerator", "computer", "other"}),
    )


def _can(bound: Bound, day: Day, item_class: str) -> bool:
    """Say whether any row of this kind of item could meet a clause."""
    return any(_outlook(limb.when, day, item_class) for limb in bound.limbs)


def _outlook(condition: Condition, day: Day, item_class: str) -> int:  # noqa: PLR0911 -- one a form
    """Judge a condition knowing the kind of item and nothing else."""
    match condition:
        case Always():
            return YES
        case Is(column="item_class", word=word):
            return YES if word == item_class else NO
        case Classified(clauses=names):
            clauses = day.law.book.clauses
            ours = [name for name in names if name in clauses and item_class in clauses[name].items]
            return UNKNOWN if any(day.clause(name) is not None for name in ours) else NO
        case Meets(clause=name):
            bound = day.clause(name)
            return UNKNOWN if bound is not None and _can(bound, day, item_class) else NO
        case All(parts=parts):
            return min(_outlook(part, day, item_class) for part in parts)
        case AnyOf(parts=parts):
            return max(_outlook(part, day, item_class) for part in parts)
        case Negated(part=part):
            return opposite(_outlook(part, day, item_class))
        case _:
            return UNKNOWN


def decided_by(plan: Plan, view: View) -> frozenset[str]:
    """Return the names of the clauses, thresholds and places that bear on a finding, duties left out."""
    hits = [bound for bound in plan.demands if view.meets(bound.clause.id)]
    asked = {bound.clause.id for bound in hits}
    beside = [b for b in (*plan.reviews, *plan.exceptions) if asked & {*b.clause.reviews, *b.clause.lifts}]
    seen: dict[str, Any] = {}
    for bound in (*plan.classifying, *hits, *beside):
        write(bound, plan.day, seen, lambda name: view.meets(name) != NO)
    return frozenset(seen)


@dataclass(frozen=True, slots=True)
class Codes:
    """Every judgement on a row: three-valued, and for reviews a bit for each row still possible."""

    classified: tuple[int, ...]
    limbs: tuple[int, ...]
    demands: tuple[int, ...]
    reviews: tuple[int, ...]
    exceptions: tuple[int, ...]
    notices: tuple[int, ...]
    duties: tuple[int, ...]


def scalar_codes(plan: Plan, view: View) -> Codes:
    """Judge one row."""
    classified = tuple(view.classified(bound.clause.id) for bound in plan.classifying)
    demands = tuple(view.meets(bound.clause.id) for bound in plan.demands)
    limbs = tuple(
        value(limb.when, view) if hit == YES else NO
        for bound, hit in zip(plan.classifying, classified, strict=True)
        for limb in bound.limbs
    )
    exceptions, notices = _exceptions(plan, view, demands)
    return Codes(
        classified=classified,
        limbs=limbs,
        demands=demands,
        reviews=scalar_reviews(plan, view, demands),
        exceptions=exceptions,
        notices=notices,
        duties=tuple(view.meets(bound.clause.id) for bound in plan.duties),
    )


def scalar_verdict(plan: Plan, view: View) -> Codes:
    """Judge only what decides licence and policy: enough for another reading of disputed law."""
    demands = tuple(view.meets(bound.clause.id) for bound in plan.demands)
    return Codes((), (), demands, scalar_reviews(plan, view, demands), (), (), ())


def scalar_reviews(plan: Plan, view: View, demands: tuple[int, ...]) -> tuple[int, ...]:
    """Return for each review clause the rows that may decide; 0 where it covers no demand."""
    return tuple(
        _rows(bound, view) if any(demands[i] for i in covered) else 0
        for bound, covered in zip(plan.reviews, plan.reviewers, strict=True)
    )


def _rows(bound: Bound, view: View) -> int:
    """First matching row wins; an unknown row leaves both itself and the rows below it possible."""
    possible, open_ = 0, YES
    for index, row in enumerate(bound.rows):
        hit = value(row.when, view)
        if hit:
            possible |= 1 << index
        open_ = min(open_, YES - hit)
        if not open_:
            return possible
    return possible | 1 << len(bound.rows)


def _exceptions(plan: Plan, view: View, demands: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    found, notices = [], []
    for bound, lifted in zip(plan.exceptions, plan.lifted, strict=True):
        asked = any(demands[i] for i in lifted)
        found.append(view.meets(bound.clause.id) if asked else NO)
        notice = bound.notice_when
        notices.append(value(notice, view) if asked and notice is not None else NO)
    return tuple(found), tuple(notices)
