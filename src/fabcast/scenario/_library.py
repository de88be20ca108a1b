"""Scenarios by name or by file; the ones that come with Fabcast are read from ``library/``."""

from __future__ import annotations

from functools import cache
from pathlib import Path as FilePath

from fabcast import facts
from fabcast.errors import BadInput
from fabcast.facts import below, check_plain

from ._load import read_scenario
from ._scenario import Scenario
from ._source import Unfound, did_you_mean

FOLDER = FilePath(__file__).parent / "library"
_SUFFIXES = {".yaml", ".yml"}
REACTIONS = "reactions"
"""Word that lets governments react, after a scenario's name."""


def names() -> tuple[str, ...]:
    """Ids of the scenarios that come with Fabcast, in alphabetical order.

    >>> "h200_licensed" in names()
    True
    """
    return tuple(sorted(file.stem for file in FOLDER.glob("*.yaml")))


def library() -> dict[str, Scenario]:
    """Every scenario that comes with Fabcast, by id.

    >>> library()["h200_denied"].parent.id
    'actual'
    """
    return {name: load(name) for name in names()}


def load(name_or_file: str | FilePath) -> Scenario:
    """Find a scenario by id, or read it from a YAML file.

    A scenario may be followed by postures that governments take from the last day of the facts on, or by
    the word that lets them react: ``actual+us.tighten``, ``h200_denied+reactions``.

    Parameters
    ----------
    name_or_file
        Id of a scenario of the library (case and ``-`` for ``_`` do not matter), or the path
        of a file that ends in ``.yaml``.

    Returns
    -------
    Scenario

    Raises
    ------
    BadInput
        If there is no such scenario or file, or the file cannot be used: with file and line.

    Examples
    --------
    >>> load("h200-licensed").branches_from.isoformat()
    '2025-12-08'
    """
    return _load(str(name_or_file), ())


def _load(name: str, trail: tuple[FilePath, ...], beside: FilePath | None = None) -> Scenario:
    base, *more = name.split("+")
    if more and FilePath(name).suffix not in _SUFFIXES:
        return _followed(_load(base, trail, beside), tuple(more))
    try:
        file = _find(name, beside)
        check_plain(file)
    except BadInput as error:
        raise Unfound(str(error)) from None
    here = file.resolve()
    if here in trail:
        raise BadInput(
            f"{trail[-1].name}: scenarios extend each other in a circle: {_circle(trail, here)}; break it"
        )
    if here.parent == FOLDER.resolve():
        return _from_library(here)
    if file.stem in names():
        raise BadInput(
            f"{file}: {file.stem} is a scenario that comes with Fabcast; give the file another name"
        )
    return read_scenario(file, lambda parent: _load(parent, (*trail, here), file.parent))


@cache
def _followed(scenario: Scenario, words: tuple[str, ...]) -> Scenario:
    """A scenario with what its name is followed by."""
    from ._postures import posture_named, taking  # these read the library themselves
    from ._reactions import with_reactions

    taken = [posture_named(word) for word in words if word != REACTIONS]
    made = taking(scenario, taken, facts.AS_OF)
    return with_reactions(made) if REACTIONS in words else made


@cache
def _from_library(file: FilePath) -> Scenario:
    return read_scenario(file, load)


def _circle(trail: tuple[FilePath, ...], last: FilePath) -> str:
    start = trail.index(last)
    return " → ".join(file.stem for file in (*trail[start:], last))


def _find(name: str, beside: FilePath | None) -> FilePath:
    if FilePath(name).suffix in _SUFFIXES:
        return below(beside, name) if beside else FilePath(name)
    known = name.strip().casefold().replace("-", "_")
    if known in names():
        return FOLDER / f"{known}.yaml"
    raise BadInput(f"no scenario {name!r}{did_you_mean(name, names())}")
