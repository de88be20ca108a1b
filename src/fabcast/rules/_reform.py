"""A reform: a change to clauses from a day on, laid over the law and never written into it.

::

    reform: raise-the-upper-line
    title: Upper line of 3A090 at 6000
    from: 2026-12-01
    thresholds: {tpp_line: 6000}
    repeal: [letter_2025]
    clauses: [ ... clauses in the form of the rule files ... ]
    switches: {diffusion_regime: de_jure}
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from fabcast.errors import BadInput
from fabcast.rules import _law
from fabcast.rules._clauses import Clause, Rulebook, Source, Switch, Threshold, Value, Version
from fabcast.rules._law import FIRST_DAY, Law
from fabcast.rules._part import Part
from fabcast.rules._read import read_clause

__all__ = ["Reform"]

_ONE = timedelta(days=1)


@dataclass(frozen=True)
class Reform:
    """A named overlay.

    Attributes
    ----------
    id, title
        Its name and what it does, in words.
    start
        First day on which it holds; the whole record if none is given.
    thresholds
        New values by threshold id.
    repeal
        Clauses that end.
    clauses
        Clauses that start, in place of those of the same id.
    switches
        New defaults of switches.

    Examples
    --------
    >>> from fabcast.rules import classify
    >>> lower = Reform("lower", thresholds={"tpp_middle": 2300.0})
    >>> classify("H20", on="2024-06-01", to="CN", reform=lower).limb
    ('b.1',)
    """

    id: str
    title: str = ""
    start: date = FIRST_DAY
    thresholds: dict[str, float] | None = None
    repeal: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()
    switches: dict[str, str] | None = None

    @classmethod
    def from_yaml(cls, path: str | Path) -> "Reform":
        """Read a reform from a file.

        Raises
        ------
        BadInput
            Naming file, line and field, if a key, a threshold, a clause or a value is not known.
        """
        from fabcast.facts import load_yaml

        tree, lines = load_yaml(path, lines=True)
        return cls._read(Part(tree, str(path), lines))

    @classmethod
    def from_text(cls, text: str, name: str = "reform") -> "Reform":
        r"""Read a reform from YAML text that is in no file.

        Raises
        ------
        BadInput
            As `from_yaml`; `name` stands where a file would.

        Examples
        --------
        >>> Reform.from_text("reform: lower\nthresholds: {tpp_middle: 2300}").thresholds
        {'tpp_middle': 2300.0}
        """
        from fabcast.facts import parse_yaml

        tree, lines = parse_yaml(text, name)
        return cls._read(Part(tree, name, lines))

    @classmethod
    def _read(cls, given: Part) -> "Reform":
        part = given.only(("reform", "title", "from", "thresholds", "repeal", "clauses", "switches"))
        reform = cls(
            id=part.text("reform"),
            title=part.text("title", ""),
            start=part.day("from", FIRST_DAY),
            thresholds=_numbers(part),
            repeal=_known(part, "repeal"),
            clauses=tuple(read_clause(item) for item in part.items("clauses")),
            switches=_settings(part),
        )
        _refuse_unknown_names(part, reform)
        return reform

    @cached_property
    def law(self) -> Law:
        """The law with this reform laid over it."""
        return Law(self._book(_law.current().book))

    def _book(self, book: Rulebook) -> Rulebook:
        clauses = dict(book.clauses)
        for name in self.repeal:
            clauses[name] = _end(clauses[name], self.start, self.id)
        for clause in self.clauses:
            clauses[clause.id] = _follow(clauses.get(clause.id), clause, self.start, self.id)
        thresholds = dict(book.thresholds)
        for name, number in (self.thresholds or {}).items():
            thresholds[name] = _change(thresholds[name], number, self.start, self.id)
        switches = {name: self._switch(switch) for name, switch in book.switches.items()}
        return replace(book, clauses=clauses, thresholds=thresholds, switches=switches)

    def _switch(self, switch: Switch) -> Switch:
        wanted = (self.switches or {}).get(switch.id)
        return replace(switch, default=wanted) if wanted else switch


def _refuse_unknown_names(part: Part, reform: Reform) -> None:
    from fabcast.rules._check import names_exist

    for note in names_exist(reform.law.book):
        raise BadInput(f"{part.file}: {note.sentence}")


def _change(threshold: Threshold, number: float, start: date, name: str) -> Threshold:
    """Put a new value from a day on; later values of the record give way to it."""
    kept = tuple(_cut(value, start, name) for value in threshold.versions if value.source.effective < start)
    source = threshold.versions[-1].source
    since = max(start, threshold.versions[0].source.effective)
    until = None if source.until is None or source.until < since else source.until
    new = replace(
        source, effective=since, compliance=since, until=until, citation=f"reform {name}", event=name
    )
    return replace(threshold, versions=(*kept, Value(number, new)))


def _cut(value: Value, start: date, name: str) -> Value:
    return replace(value, source=_ended(value.source, start, name))


def _ended(source: Source, start: date, name: str) -> Source:
    if source.until is not None and source.until < start:
        return source
    return replace(source, until=start - _ONE, ended_by=name)


def _end(clause: Clause, start: date, name: str) -> Clause:
    kept = tuple(
        replace(version, source=_ended(version.source, start, name))
        for version in clause.versions
        if clause.starts(version) < start
    )
    return replace(clause, versions=kept)


def _follow(old: Clause | None, new: Clause, start: date, name: str) -> Clause:
    before: tuple[Version, ...] = () if old is None else _end(old, start, name).versions
    return replace(new, versions=(*before, *new.versions))


def _numbers(part: Part) -> dict[str, float]:
    if "thresholds" not in part.tree:
        return {}
    book, inner = _law.current().book, part.at("thresholds")
    if not isinstance(inner.tree, dict):
        inner.fail("'thresholds' must be a mapping of threshold: number")
    for name in inner.tree:
        if name not in book.thresholds:
            inner.fail(f"unknown threshold '{name}'{_near(name, book.thresholds)}", name)
    return {name: inner.number(name) for name in inner.tree}


def _known(part: Part, key: str) -> tuple[str, ...]:
    book = _law.current().book
    for item in part.items(key):
        if str(item.tree) not in book.clauses:
            item.fail(f"unknown clause '{item.tree}'{_near(str(item.tree), book.clauses)}")
    return part.words(key)


def _settings(part: Part) -> dict[str, str]:
    if "switches" not in part.tree:
        return {}
    book, inner = _law.current().book, part.at("switches")
    inner.only(book.switches)
    return {name: inner.choice(name, book.switches[name].values) for name in inner.tree}


def _near(name: str, known: dict[str, Any]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]}?" if close else "; see 'fabcast rules list'"
