"""Reads rule files into records. Refuses what it does not know, naming file and line; guesses nothing."""

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

from fabcast.rules._clauses import (
    CONFIDENCES,
    KINDS,
    POLICIES,
    Clause,
    Limb,
    Move,
    PlaceSet,
    PlaceVersion,
    Row,
    Rulebook,
    Source,
    Switch,
    Threshold,
    Value,
    Version,
)
from fabcast.rules._conditions import All, Always, AnyOf, Compare, Condition, Negated, leaf
from fabcast.rules._part import Part

__all__ = ["HERE", "read_clause", "read_file", "read_files"]

HERE = Path(__file__).parent / "us"


SOURCE_KEYS = {
    "published", "effective", "compliance", "until", "ended_by", "last_checked", "citation", "event",
    "confidence",
}  # fmt: skip
VERSION_KEYS = SOURCE_KEYS | {
    "form", "note", "ground", "limbs", "when", "unless", "after", "rows", "notice", "notice_when",
    "conditions",
}  # fmt: skip
CLAUSE_KEYS = {
    "id", "kind", "title", "text", "items", "groups", "lifts", "reviews", "yields", "section", "rate",
    "elsewhere",
    "ground", "versions",
}  # fmt: skip


def read_condition(part: Part) -> Condition:
    """Read a condition tree."""
    if isinstance(part.tree, str):
        try:
            return leaf(" ".join(part.tree.split()))
        except ValueError as error:
            part.fail(str(error))
    part.only(("all", "any", "not"))
    if len(part.tree) != 1:
        part.fail("a condition has one of 'all', 'any', 'not'; nest them")
    (key,) = part.tree
    if key == "not":
        return Negated(read_condition(part.at("not")))
    parts = tuple(read_condition(item) for item in part.items(key))
    if not parts:
        part.fail(f"'{key}' holds no condition", key)
    return All(parts) if key == "all" else AnyOf(parts)


def read_source(part: Part) -> Source:
    """Read the four dates, citation, event and confidence."""
    effective = part.day("effective")
    source = Source(
        published=part.text("published"),
        effective=effective,
        compliance=part.day("compliance", effective),
        last_checked=part.day("last_checked"),
        until=part.day("until") if "until" in part.tree else None,
        citation=part.text("citation"),
        event=part.text("event"),
        ended_by=part.text("ended_by", ""),
        confidence=part.choice("confidence", CONFIDENCES),
    )
    if source.until is not None and source.until < effective:
        part.fail(f"'until' {source.until} is before 'effective' {effective}", "until")
    if source.until is not None and not source.ended_by:
        part.fail("'until' needs 'ended_by', the event that ended this text", "until")
    return source


def read_version(part: Part, ground: str) -> Version:
    """Read the text of a clause in one window."""
    part.only(VERSION_KEYS)
    limbs = tuple(Limb(item.text("id"), read_condition(item.at("when"))) for item in part.items("limbs"))
    if "when" in part.tree:
        limbs = (Limb("", read_condition(part.at("when"))),)
    rows = tuple(read_row(item) for item in part.items("rows"))
    if not limbs and not rows:
        part.fail("a version needs 'when', 'limbs' or 'rows'")
    notice_when = read_condition(part.at("notice_when")) if "notice_when" in part.tree else None
    return Version(
        form=part.text("form"),
        source=read_source(part),
        limbs=limbs,
        unless=read_condition(part.at("unless")) if "unless" in part.tree else None,
        after=part.words("after"),
        rows=rows,
        notice=part.text("notice", ""),
        notice_when=notice_when,
        conditions=part.words("conditions"),
        ground=part.text("ground", ground),
        note=part.text("note", ""),
    )


def read_row(part: Part) -> Row:
    """Read one row of a review policy."""
    part.only({"id", "when", "policy", "title", "conditions"})
    return Row(
        id=part.text("id", ""),
        title=part.text("title"),
        when=read_condition(part.at("when")),
        policy=part.choice("policy", POLICIES),
        conditions=part.words("conditions"),
    )


def read_clause(part: Part) -> Clause:
    """Read one clause."""
    part.only(CLAUSE_KEYS)
    kind = part.choice("kind", KINDS)
    ground = part.text("ground", "")
    versions = tuple(read_version(item, ground) for item in part.items("versions"))
    if not versions:
        part.fail(f"clause '{part.text('id')}' has no 'versions'")
    return Clause(
        id=part.text("id"),
        kind=kind,
        title=part.text("title"),
        file=part.file,
        line=part.line,
        text=part.text("text", ""),
        items=part.words("items"),
        groups=part.words("groups"),
        lifts=part.words("lifts"),
        reviews=part.words("reviews"),
        yields=part.text("yields", ""),
        section=part.text("section", ""),
        rate=part.text("rate", ""),
        elsewhere=read_condition(part.at("elsewhere")) if "elsewhere" in part.tree else None,
        versions=_in_order(part, versions),
    )


def _in_order(part: Part, versions: tuple[Version, ...]) -> tuple[Version, ...]:
    for earlier, later in pairwise(versions):
        end = earlier.source.until
        if end is None or end >= later.source.effective:
            part.fail(
                f"clause '{part.text('id')}': '{earlier.form}' and '{later.form}' are both in force on "
                f"{later.source.effective}; end the first with 'until'"
            )
    return versions


def read_threshold(part: Part) -> Threshold:
    """Read one threshold and its dated values."""
    part.only({"id", "parameter", "unit", "title", "note", "versions"})
    values = tuple(
        Value(item.only(SOURCE_KEYS | {"value"}).number("value"), read_source(item))
        for item in part.items("versions")
    )
    if not values:
        part.fail(f"threshold '{part.text('id')}' has no 'versions'")
    for earlier, later in pairwise(values):
        if (earlier.source.until or later.source.effective) >= later.source.effective:
            part.fail(
                f"threshold '{part.text('id')}' has two values on {later.source.effective}; end the first"
            )
    return Threshold(
        id=part.text("id"),
        parameter=part.text("parameter"),
        unit=part.text("unit"),
        title=part.text("title", ""),
        file=part.file,
        line=part.line,
        versions=values,
        note=part.text("note", ""),
    )


def read_switch(part: Part) -> Switch:
    """Read one switch."""
    part.only({"id", "values", "default", "title", "note"})
    values = part.words("values")
    default = part.choice("default", values) if "default" in part.tree else None
    return Switch(part.text("id"), values, default, part.text("title"), part.text("note", ""))


def read_set(part: Part) -> PlaceSet:
    """Read one set of places."""
    part.only({"id", "title", "note", "versions"})
    versions = tuple(
        PlaceVersion(
            effective=item.only({"any", "except", "also", "unsettled", "effective", "event"}).day(
                "effective"
            ),
            event=item.text("event"),
            any=item.words("any"),
            without=item.words("except"),
            also=item.words("also"),
            unsettled=item.words("unsettled"),
        )
        for item in part.items("versions")
    )
    return PlaceSet(part.text("id"), part.text("title"), part.file, versions)


def read_move(part: Part) -> Move:
    """Read one change of a country group."""
    return Move(
        place=part.text("place"),
        group=part.text("group"),
        before=part.choice("before", ("member", "out", "unsettled")),
        effective=part.day("effective"),
        unsettled_from=part.day("unsettled_from") if "unsettled_from" in part.tree else None,
        event=part.text("event", ""),
        citation=part.text("citation"),
        confidence=part.choice("confidence", CONFIDENCES),
        note=part.text("note", ""),
    )


FILE_KEYS = {"file", "title", "about", "thresholds", "switches", "clauses", "groups", "changes", "sets"}


def read_file(path: Path) -> Part:
    """Open one rule file and check its outer keys."""
    from fabcast.facts import load_yaml

    tree, lines = load_yaml(path, lines=True)
    return Part(tree, path.name, lines).only(FILE_KEYS)


def read_files(paths: Iterable[Path]) -> Rulebook:
    """Read rule files into one rulebook; a name may be defined once."""
    files = [read_file(path) for path in paths]
    return Rulebook(
        clauses=_unique(files, "clauses", read_clause),
        thresholds=_unique(files, "thresholds", read_threshold),
        switches=_unique(files, "switches", read_switch),
        places=_unique(files, "sets", read_set),
        groups={
            part.text("id"): frozenset(part.words("members"))
            for file in files
            for part in file.items("groups")
        },
        moves=tuple(read_move(part) for file in files for part in file.items("changes")),
        titles={file.text("file"): file.text("title") for file in files},
    )


def _unique(files: list[Part], key: str, read: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for file in files:
        for part in file.items(key):
            record = read(part)
            if record.id in found:
                part.fail(f"'{record.id}' is defined twice; keep one")
            found[record.id] = record
    return found


def literals(condition: Condition) -> list[Compare]:
    """Return the comparisons of a condition, in order.

    >>> from fabcast.rules._conditions import leaf
    >>> [str(item) for item in literals(All((leaf("tpp >= tpp_line"), leaf("kind is export"))))]
    ['tpp >= tpp_line']
    """
    match condition:
        case Compare():
            return [condition]
        case All() | AnyOf():
            return [item for part in condition.parts for item in literals(part)]
        case Negated():
            return literals(condition.part)
        case Always() | _:
            return []
