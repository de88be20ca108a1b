"""Names of parties looked up in a list, for `classify` and `import csl`: said aloud, with a score."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fabcast.errors import BadInput

if TYPE_CHECKING:
    from fabcast.facts.importers import Match

COLUMN = "entity_flags"


@dataclass(frozen=True, slots=True)
class Screened:
    """What a list said of a name: lines to print, and the same as data."""

    lines: tuple[str, ...]
    data: dict[str, Any]


def look_up(facts: dict[str, Any], file: Path) -> Screened:
    """Look the end user up and put what that amounts to into the flags, unless flags are given.

    Raises
    ------
    BadInput
        No end user is given, or the list cannot be read.
    """
    from fabcast.facts.importers import flags_of, read_csl, screen

    name = str(facts.get("end_user", ""))
    if not name:
        raise BadInput("--screening looks up the end user; name it with --set end_user='Some Maker Ltd.'")
    found = screen(name, read_csl(file))
    flags = flags_of(found)
    note = _note(flags, str(facts.get(COLUMN, "")))
    if flags and not facts.get(COLUMN):
        facts[COLUMN] = ";".join(flags)
    lines = (*screening_lines(name, found), note, "")
    return Screened(lines, {"flags": list(flags), "matches": [match_row(match) for match in found]})


def _note(flags: tuple[str, ...], given: str) -> str:
    if given:
        return f"The flags given stand: {given}. The list would give {';'.join(flags) or 'none'}."
    if flags == ("unknown",):
        return "No name is the same, so the rules are asked with the party's listings unknown."
    if flags:
        return f"The rules are asked as if it were the party of the same name: {';'.join(flags)}."
    return "The rules are asked without listings of the parties."


def screened_rows(
    file: Path, say: Callable[[str], None]
) -> Callable[[dict[str, list[str]]], dict[str, list[str]]]:
    """Return a function that fills blank flags of rows from their end users, and says each match once.

    Raises
    ------
    BadInput
        The list cannot be read.
    """
    from fabcast.facts.importers import flags_of, read_csl, screen

    listed = read_csl(file)
    known: dict[str, str] = {"": ""}

    def flags(name: str) -> str:
        if name not in known:
            found = screen(name, listed) if any(sign.isalnum() for sign in name) else ()
            known[name] = ";".join(flags_of(found))
            for line in screening_lines(name, found) if found else ():
                say(line)
        return known[name]

    def amend(raw: dict[str, list[str]]) -> dict[str, list[str]]:
        if "end_user" not in raw:
            raise BadInput("--screening looks up the column end_user, which the file does not have; add it.")
        names = [str(name or "").strip() for name in raw["end_user"]]
        given = raw.get(COLUMN, [""] * len(names))
        return raw | {COLUMN: [own or flags(name) for own, name in zip(given, names, strict=True)]}

    return amend


def screening_lines(name: str, found: Iterable[Match]) -> tuple[str, ...]:
    """Say what a name was found beside, with scores, and what that does not show."""
    rows = list(found)
    if not rows:
        return (f"No name on the list is '{name}' or alike; that does not show that the party is on none.",)
    return (
        f"'{name}' resembles {len(rows)} listed name{'s' if len(rows) > 1 else ''}; check each: "
        "a name is no party.",
        *(_match_line(match) for match in rows),
        *_beyond(rows),
    )


def _beyond(found: Iterable[Match]) -> tuple[str, ...]:
    """Name lists that the rules here do not test, so that no one reads an answer as a clearance."""
    lists = sorted({match.party.list for match in found if not match.party.flags})
    return (
        (f"Not among the rules tested here, with terms of their own: {', '.join(lists)}.",) if lists else ()
    )


def _match_line(match: Match) -> str:
    alike = "same name" if match.exact else f"score {match.score:g} of 100"
    party = match.party
    under = "" if match.found == party.name else f" (alias of {party.name})"
    since = f", since {party.start}" if party.start else ""
    return f"  {alike}: {match.found}{under}, {party.title}{since}"


def match_row(match: Match) -> dict[str, Any]:
    """Write a match as plain data."""
    party = match.party
    return {
        "asked": match.asked,
        "found": match.found,
        "score": match.score,
        "exact": match.exact,
        "party": party.name,
        "list": party.list,
        "title": party.title,
        "since": party.start or None,
        "address": party.address or None,
        "notice": party.notice or None,
        "flags": list(party.flags),
    }
