"""Scenarios in which governments take postures from a day on: fixed ones, as a game needs them."""

from __future__ import annotations

from datetime import date

from fabcast import facts
from fabcast.errors import BadInput

from ._library import load
from ._menus import GOVERNMENTS, HOLD, Posture, shipped_menus
from ._scenario import Scenario, Setting, Step
from ._source import did_you_mean


def postures(government: str) -> tuple[Posture, ...]:
    """List the menu of a government; the first keeps to the script.

    Raises
    ------
    BadInput
        No such government.

    Examples
    --------
    >>> [posture.id for posture in postures("us")]
    ['hold', 'tighten', 'ease']
    """
    if government not in GOVERNMENTS:
        raise BadInput(f"no government {government!r}{did_you_mean(government, GOVERNMENTS)}")
    return shipped_menus()[government]


def find_posture(government: str, name: str) -> Posture:
    """Find a posture of a government by id.

    >>> find_posture("cn", "close").label
    'Beijing closes'
    """
    menu = {posture.id: posture for posture in postures(government)}
    if name not in menu:
        raise BadInput(f"no posture {name!r} of {government}{did_you_mean(name, tuple(menu))}")
    return menu[name]


def posture_named(word: str) -> Posture:
    """Find a posture by government and id, as ``us.tighten``.

    >>> posture_named("cn.open").label
    'Beijing opens'
    """
    government, dot, name = word.partition(".")
    if not dot:
        raise BadInput(f"{word!r} after a scenario's name is neither 'reactions' nor a posture as us.tighten")
    return find_posture(government, name)


def with_postures(
    base: Scenario | str, *, us: str = HOLD, allies: str = HOLD, cn: str = HOLD, day: date = facts.AS_OF
) -> Scenario:
    """Make a scenario in which governments take postures from a day on.

    Parameters
    ----------
    base
        The scenario whose script holds before that day, and for all levers that no posture names.
    us, allies, cn
        Ids of postures.
    day
        First day; the last day of the facts by default.

    Examples
    --------
    >>> with_postures("actual", us="tighten", cn="close").id
    'actual+us.tighten+cn.close'
    """
    parent = load(base) if isinstance(base, str) else base
    chosen = [find_posture(g, name) for g, name in zip(GOVERNMENTS, (us, allies, cn), strict=True)]
    return taking(parent, chosen, day)


def taking(parent: Scenario, chosen: list[Posture], day: date) -> Scenario:
    """Lay postures, at most one a government, over a scenario."""
    taken = [posture for posture in chosen if posture.levers]
    if not taken:
        return parent
    words = " ".join(posture.words for posture in taken)
    return Scenario(
        id="+".join([parent.id, *(f"{posture.government}.{posture.id}" for posture in taken)]),
        title=f"{parent.title}; {'; '.join(posture.label for posture in taken)}",
        question=", ".join([parent.question, *(posture.label for posture in taken)]),
        description=words,
        settings=_settings(taken, day),
        parent=parent,
        branches_from=day,
    )


def _settings(taken: list[Posture], day: date) -> tuple[Setting, ...]:
    set_by: dict[tuple[str, str], Setting] = {}
    for posture in taken:
        for lever, key, number in posture.levers:
            if (lever, key) in set_by:
                place = f"{lever} of {key}" if key else lever
                raise BadInput(f"two postures taken together both set {place}; leave it to one government")
            step = Step(day, number, cites=posture.cites)
            set_by[lever, key] = Setting(lever, key, (step,))
    return tuple(set_by[place] for place in sorted(set_by))
