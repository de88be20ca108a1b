"""The audit of the facts: each check is one function and one sentence for each thing it finds.

Failures break the build: a number without a source, a reference to no source, a default that rests on an
index number alone, an uncertain parameter without width, one piece of evidence as prior and as data.
Lists only inform: rivals, planned parameters, sources no fact cites, evidence shared by an input path and
a target, judgements among the defaults. Order of ranges and units are checked whenever a table is read.

Whether a used parameter moves any outcome needs the model, so the command line asks that.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from fabcast.facts import _store
from fabcast.facts._kinds import Grade, Kind, Reach, Role, Status
from fabcast.facts._schema import Event, InputPath, Observation, Parameter, Source
from fabcast.facts._vendors import vendors

__all__ = ["Audit", "Books", "audit", "shipped"]


@dataclass(frozen=True, slots=True)
class Books:
    """Everything an audit looks at; tests build small ones."""

    parameters: Mapping[str, Parameter]
    paths: Mapping[str, InputPath]
    series: Mapping[str, tuple[Observation, ...]]
    events: Mapping[str, Event]
    sources: Mapping[str, Source]
    others: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Chips, claims and the like: (what it is, its source ids)."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found: failures as sentences, and lists by heading."""

    failures: tuple[str, ...]
    lists: Mapping[str, tuple[str, ...]]

    @property
    def passed(self) -> bool:
        """Whether nothing failed."""
        return not self.failures


def shipped() -> Books:
    """Return the books of the shipped tables.

    >>> "gpu_hazard" in shipped().parameters
    True
    """
    chips = tuple((f"chip {chip.id}", chip.source_ids) for chip in _store.chips().values())
    claims = tuple((f"claim {claim.id}", claim.source_ids) for claim in _store.claims())
    makers = tuple((f"vendor {vendor.id}", vendor.source_ids) for vendor in vendors().values())
    return Books(
        _store.parameters(),
        _store.paths(),
        _store.series(),
        _store.events(),
        _store.sources(),
        chips + claims + makers,
    )


def audit(books: Books | None = None) -> Audit:
    """Check the facts against each other.

    Parameters
    ----------
    books
        What to check; the shipped tables unless given.

    Returns
    -------
    Audit

    Examples
    --------
    >>> audit().passed
    True
    """
    books = shipped() if books is None else books
    checks = (unsourced, unknown_sources, index_only_defaults, weak_defaults, widthless, used_twice)
    failures = tuple(sentence for check in checks for sentence in check(books))
    lists = {
        "rival parameters": tuple(_named(books, Status.rival)),
        "planned parameters": tuple(_named(books, Status.planned)),
        "judgements among the defaults": tuple(_judged(books)),
        "input paths that share evidence with a target": tuple(_paths_near_targets(books)),
        "events without a page": tuple(event.id for event in books.events.values() if not event.source_ids),
        "sources known only by an index number": tuple(_index_only(books)),
        "sources no fact cites": tuple(sorted(_uncited(books))),
    }
    return Audit(failures, lists)


def unsourced(books: Books) -> Iterator[str]:
    """Find numbers that cite nothing."""
    for what, ids in _cited(books):
        if not ids and not what.startswith("event "):
            yield f"{what} has no source; cite one in source_ids, or expert-judgement if it is that."


def unknown_sources(books: Books) -> Iterator[str]:
    """Find references to sources that the source table does not hold."""
    for what, ids in _cited(books):
        for missing in (name for name in ids if name not in books.sources):
            yield f"{what} cites '{missing}', which is no source; add it to sources.csv."


def index_only_defaults(books: Books) -> Iterator[str]:
    """Find defaults that rest on nothing but an index number."""
    for parameter in _defaults(books):
        reaches = {books.sources[i].reach for i in parameter.source_ids if i in books.sources}
        if reaches == {Reach.index_only}:
            yield (
                f"parameter {parameter.id} is used but rests only on an index number; "
                "find the page, or declare it a judgement with that number as background."
            )


def weak_defaults(books: Books) -> Iterator[str]:
    """Find defaults graded above what their best source bears, or D without being called judgement."""
    for parameter in _defaults(books):
        if parameter.kind == Kind.judgement:
            continue
        grades = [books.sources[i].grade for i in parameter.source_ids if i in books.sources]
        if grades and min(grades) == Grade.D:
            yield f"parameter {parameter.id} is used and rests only on grade D; declare it a judgement."
        elif grades and parameter.grade < min(grades):
            yield (
                f"parameter {parameter.id} is graded {parameter.grade.value} on a source of grade "
                f"{min(grades).value}; lower its grade."
            )


def widthless(books: Books) -> Iterator[str]:
    """Find sampled parameters whose range has no width."""
    for parameter in books.parameters.values():
        if parameter.sampled and not parameter.low < parameter.high:
            yield f"parameter {parameter.id} is sampled but its range has no width; widen or fix it."


def used_twice(books: Books) -> Iterator[str]:
    """Find evidence that sets a sampled parameter and is also data to fit.

    Two ways: the parameter rests on a target series or an observation; or it shares a page with an
    observation that rests on it or on the same series.
    """
    observed = _observed(books)
    observations = [p for p in books.parameters.values() if p.role == Role.observation]
    for parameter in books.parameters.values():
        if not parameter.sampled:
            continue
        for name in sorted(set(parameter.rests_on) & observed):
            yield f"parameter {parameter.id} rests on {name}, which is also data to fit; keep one use."
        for other in observations:
            if _same_quantity(parameter, other) and _pages(books, parameter) & _pages(books, other):
                yield f"parameter {parameter.id} and observation {other.id} share a source; keep one use."


def _same_quantity(one: Parameter, other: Parameter) -> bool:
    return one.id in other.rests_on or bool(set(one.rests_on) & set(other.rests_on))


def _pages(books: Books, parameter: Parameter) -> set[str]:
    found = (books.sources[i] for i in parameter.source_ids if i in books.sources)
    return {source.address for source in found if source.reach != Reach.own}


def _defaults(books: Books) -> Iterable[Parameter]:
    return (parameter for parameter in books.parameters.values() if parameter.status == Status.used)


def _observed(books: Books) -> set[str]:
    """Return what a calibration may fit to: target series and observation parameters."""
    series = {name for name, rows in books.series.items() if any(row.target for row in rows)}
    return series | {p.id for p in books.parameters.values() if p.role == Role.observation}


def _cited(books: Books) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield (what it is, its source ids) for all that carries a number."""
    for parameter in books.parameters.values():
        yield f"parameter {parameter.id}", parameter.source_ids
    for path in books.paths.values():
        yield f"path {path.id}", path.source_ids
    for rows in books.series.values():
        for row in rows:
            if row.has_number:
                yield f"series {row.series}, {row.entity}, {row.period}", row.source_ids
    for event in books.events.values():
        yield f"event {event.id}", event.source_ids
    yield from books.others


def _uncited(books: Books) -> set[str]:
    numbers = {name for _, ids in _cited(books) for name in ids}
    words = {name for rows in books.series.values() for row in rows for name in row.source_ids}
    return set(books.sources) - numbers - words


def _named(books: Books, status: Status) -> Iterator[str]:
    for parameter in books.parameters.values():
        if parameter.status == status:
            yield f"{parameter.id}: {parameter.link}" if parameter.link else parameter.id


def _judged(books: Books) -> Iterator[str]:
    return (parameter.id for parameter in _defaults(books) if parameter.kind == Kind.judgement)


def _paths_near_targets(books: Books) -> Iterator[str]:
    observed = _observed(books)
    for path in books.paths.values():
        for series in sorted(set(path.rests_on) & observed):
            yield f"{path.id}: {series}"


def _index_only(books: Books) -> Iterator[str]:
    return (source.id for source in books.sources.values() if source.reach == Reach.index_only)
