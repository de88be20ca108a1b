"""Looking facts up: by words, or by id. One entry a fact, whatever its kind."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from pydantic import BaseModel

from fabcast.errors import BadInput
from fabcast.facts import _store
from fabcast.facts._vendors import vendors

__all__ = ["Entry", "find", "show"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact as a search shows it; `records` hold it in full (a series has several)."""

    kind: str
    id: str
    title: str
    value: str
    grade: str
    records: tuple[BaseModel, ...]


def find(text: str) -> tuple[Entry, ...]:
    """Return the facts that hold all words of `text`, in id, title, note or source; best first.

    An entry whose id or title holds the words comes before one that holds them elsewhere.

    Examples
    --------
    >>> [entry.id for entry in find("permanent failure hazard")]
    ['gpu_hazard']
    """
    words = text.casefold().split()
    if not words:
        raise BadInput("nothing to look for; give a word, such as 'fabcast facts find HBM'.")
    front = [e for e in _entries() if all(word in f"{e.id} {e.title}".casefold() for word in words)]
    rest = [e for e in _entries() if e not in front and all(word in _text(e) for word in words)]
    return (*front, *rest)


def show(name: str) -> Entry:
    """Return the fact of that id.

    Raises
    ------
    BadInput
        If there is none; names the nearest ids.

    Examples
    --------
    >>> show("hbm_cycle").value
    '0.56 year (0.48 to 0.66)'
    >>> show("hbm_cicle")
    Traceback (most recent call last):
    fabcast.errors.BadInput: no fact has the id 'hbm_cicle'; did you mean hbm_cycle?
    """
    known = {entry.id: entry for entry in reversed(_entries())}
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]}?" if near else "search with 'fabcast facts find TEXT'."
    raise BadInput(f"no fact has the id '{name}'; {hint}")


@cache
def _entries() -> tuple[Entry, ...]:
    return (*_numbers(), *_things(), *_words())


def _numbers() -> Iterator[Entry]:
    for p in _store.parameters().values():
        yield Entry("parameter", p.id, p.description, _range(p.low, p.central, p.high, p.unit), p.grade, (p,))
    for path in _store.paths().values():
        span = f"{path.rows[0].period} to {path.rows[-1].period}, {path.unit}"
        yield Entry("path", path.id, path.description, span, path.grade, (path,))
    for name, rows in _store.series().items():
        title = "; ".join(tuple(dict.fromkeys(row.entity for row in rows))[:3])
        value = f"{len(rows)} report{'s' * (len(rows) > 1)}, {rows[0].unit}"
        yield Entry("series", name, title, value, min(row.grade for row in rows), rows)


def _things() -> Iterator[Entry]:
    for chip in _store.chips().values():
        tpp = "TPP unknown" if chip.tpp_bits_x_tops is None else f"TPP {chip.tpp_bits_x_tops:g}"
        yield Entry("chip", chip.id, chip.name, tpp, chip.grade, (chip,))
    for event in _store.events().values():
        yield Entry("event", event.id, event.title, event.date or "no date", event.grade, (event,))
    for vendor in vendors().values():
        value = f"{vendor.country}; {', '.join(vendor.tool_classes)}"
        yield Entry("vendor", vendor.id, vendor.name, value, vendor.grade, (vendor,))


def _words() -> Iterator[Entry]:
    for claim in _store.claims():
        value = f"{claim.quantity} {claim.comparator} {claim.threshold} {claim.unit}, {claim.horizon}"
        yield Entry("claim", claim.id, f"{claim.claimant}: {claim.claim}", value, "", (claim,))
    for question in _store.questions():
        yield Entry("question", question.id, question.topic, question.resolved, "", (question,))
    for source in _store.sources().values():
        yield Entry("source", source.id, source.title, source.address, source.grade, (source,))


def _range(low: float, central: float, high: float, unit: str) -> str:
    return f"{central:g} {unit} ({low:g} to {high:g})"


@cache
def _text(entry: Entry) -> str:
    parts = [entry.kind, entry.id, entry.title, entry.value]
    for record in entry.records:
        parts += [str(value) for value in record.__dict__.values() if value]
    return " ".join(parts).casefold()
