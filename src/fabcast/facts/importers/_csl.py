"""The Consolidated Screening List of the U.S. government, from your own copy of its CSV.

A name that is found is a name, not a party: two firms may share one, and one firm may use several.
So every match carries its score, and a name that only resembles a listed one makes an answer
unknown, never *yes*.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fabcast.errors import BadInput
from fabcast.facts.importers._columns import Cells, rows_of

__all__ = ["LEAST", "Listed", "Match", "flags_of", "plain_name", "read_csl", "screen"]

LEAST = 85.0
"""Score from which a name counts as alike; 100 is the same letters."""
SHOWN = 5
SAME = 100.0
_NEEDED = {"source": ("source",), "name": ("name",), "also": ("alt_names",)}
_WANTED = {
    "requirement": ("license_requirement",),
    "start": ("start_date",),
    "end": ("end_date",),
    "address": ("addresses",),
    "notice": ("federal_register_notice",),
}
_FLAGS = {"EL": "entity_list", "MEU": "military_end_user"}
_FOOTNOTES = {"734.9(e)(1)": "footnote_1", "734.9(e)(2)": "footnote_4", "734.9(e)(3)": "footnote_5"}
"""Foreign direct product rules of the Entity List, by the section that a requirement cites."""
_FORMS = frozenset(
    {
        "ag", "bv", "co", "company", "corp", "corporation", "gmbh", "inc", "incorporated", "jsc", "limited",
        "llc", "ltd", "nv", "plc", "pte", "pty", "sa",
    }
)  # fmt: skip
"""Words of a legal form."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A party on one of the lists, with every name it goes by."""

    name: str
    also: tuple[str, ...]
    list: str
    title: str
    requirement: str
    start: str
    end: str
    address: str
    notice: str

    @property
    def flags(self) -> tuple[str, ...]:
        """Flags of the column ``entity_flags`` that its listing amounts to; none for other lists."""
        if self.list not in _FLAGS:
            return ()
        cited = "".join(self.requirement.split())
        notes = tuple(flag for section, flag in _FOOTNOTES.items() if section in cited)
        return (_FLAGS[self.list], *(notes if self.list == "EL" else ()))


@dataclass(frozen=True, slots=True)
class Match:
    """A listed name beside the one that was asked for: the score says how alike they are.

    `score` runs from 0 to 100; 100 only for the same letters, case and punctuation aside.
    """

    asked: str
    found: str
    score: float
    party: Listed

    @property
    def exact(self) -> bool:
        """Whether the names are the same, case and punctuation aside."""
        return self.score >= SAME


def read_csl(path: str | Path) -> tuple[Listed, ...]:
    """Read the list.

    Raises
    ------
    BadInput
        Naming file and line of the first thing that cannot be used.
    """
    file = Path(path)
    rows = tuple(_listed(row) for _, row in rows_of(file, _NEEDED, _WANTED) if row["name"])
    if not rows:
        raise BadInput(f"{file}: no parties under the column names; get the file anew.")
    return rows


def _listed(row: Cells) -> Listed:
    code = re.search(r"\(([A-Z]+(?:[ -][A-Z]+)*)\)", row["source"])
    return Listed(
        name=row["name"],
        also=tuple(name for part in row["also"].split(";") if (name := part.strip())),
        list=code[1] if code else row["source"],
        title=row["source"],
        requirement=row.get("requirement", ""),
        start=row.get("start", ""),
        end=row.get("end", ""),
        address=row.get("address", ""),
        notice=row.get("notice", ""),
    )


def plain_name(name: str) -> str:
    """Write a name with neither case nor punctuation nor accents.

    >>> plain_name("Étoile  Micro-Devices, Co., Ltd.")
    'etoile micro devices co ltd'
    """
    apart = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(re.findall(r"\w+", letters))


def screen(
    name: str, listed: Sequence[Listed], *, least: float = LEAST, exact: bool = False
) -> tuple[Match, ...]:
    """Find a name among listed ones, aliases included, most alike first.

    Parameters
    ----------
    name
        As it stands in a transaction.
    listed
        Of `read_csl`.
    least
        Score from which a name counts as alike.
    exact
        Look for the same name only; needs no further package.

    Returns
    -------
    tuple of Match
        At most five; the same name comes first. Empty: no such name is on the list, which is not
        to say that the party is on none.

    Raises
    ------
    BadInput
        The name is blank, or the package that compares names is not installed.
    """
    wanted = plain_name(name)
    if not wanted:
        raise BadInput(f"'{name}' holds no letters to look for; give the name of a party.")
    names = [(spelled, party) for party in listed for spelled in (party.name, *party.also)]
    scores = [SAME if plain_name(spelled) == wanted else 0.0 for spelled, _ in names]
    if not exact:
        for place, score in _alike(name, [spelled for spelled, _ in names], least):
            scores[place] = max(scores[place], min(score, SAME - 1))
    ranked = sorted((place for place, score in enumerate(scores) if score), key=lambda p: -scores[p])
    return tuple(Match(name, names[p][0], round(scores[p], 1), names[p][1]) for p in ranked[:SHOWN])


def _bare(name: str) -> str:
    """Drop the words of a legal form, which say nothing of who it is."""
    words = plain_name(name).split()
    return " ".join(word for word in words if word not in _FORMS) or " ".join(words)


def _alike(name: str, names: list[str], least: float) -> Iterable[tuple[int, float]]:
    try:
        from rapidfuzz import fuzz, process
    except ImportError:
        raise BadInput(
            "comparing names needs the package rapidfuzz; install it with: pip install 'fabcast[screening]', "
            "or ask for the same name only with --exact"
        ) from None
    found: Any = process.extract(
        _bare(name), [_bare(one) for one in names], scorer=fuzz.WRatio, score_cutoff=least, limit=10 * SHOWN
    )
    return [(place, score) for _, score, place in found]


def flags_of(matches: Iterable[Match]) -> tuple[str, ...]:
    """Return what matches amount to in the column ``entity_flags``.

    The same name gives the flags of its lists; a name that is only alike gives ``unknown``, if its
    list bears on the rules.
    """
    found = list(matches)
    flags = {flag for match in found if match.exact for flag in match.party.flags}
    unsure = any(match.party.flags and not match.exact for match in found) and not flags
    return tuple(sorted(flags)) or (("unknown",) if unsure else ())
