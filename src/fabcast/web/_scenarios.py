"""From a state to the scenarios that it shows: levers moved on top of one of the library, in memory."""

from __future__ import annotations

from fabcast.errors import BadInput
from fabcast.scenario import LEVERS, Scenario, Setting, Step, idle_levers, load, resolve

from ._state import Move, Side, State

SHORT = {
    "licence_grant": "Licences granted",
    "volume_cap": "Cap at half of U.S. volumes",
    "us_fee": "Payment to the U.S. government",
    "us_chip_rules": "U.S. chip rules in force",
    "enforcement": "Enforcement",
    "hbm_import_open": "Foreign memory let in",
    "tool_severity_advanced": "Tools for advanced lines denied",
    "service_withdrawn": "Tool servicing withdrawn",
    "ally_alignment": "Allies aligned",
    "import_permission": "Chips that Beijing lets in",
    "import_discouragement": "Pressure to buy local chips",
    "local_tool_mandate": "Pressure to buy local tools",
    "state_support": "State money",
}
"""Names short enough for a slider; the full phrase stands below them."""
FOLLOWS = ("import_permission_drawn",)
"""Levers that the page moves only because another was moved."""
_SUFFIX = {"a": "changed", "b": "base_changed"}


def pair(state: State) -> tuple[Scenario, Scenario]:
    """Make both scenarios of a state.

    Raises
    ------
    BadInput
        Both sides are the same, or moved levers contradict each other.
    """
    ours, base = (moved(load(getattr(state, side)), state.of(side), side) for side in ("a", "b"))
    if ours.id == base.id:
        raise BadInput(f"'{ours.id}' stands on both sides; choose two scenarios, or move a lever of one")
    for scenario in (ours, base):
        resolve(scenario)
    return ours, base


def moved(base: Scenario, moves: tuple[Move, ...], side: Side) -> Scenario:
    """Lay moved levers over a scenario; the scenario itself where none is moved.

    >>> from datetime import date
    >>> moved(load("h200_denied"), (Move("a", "us_fee", "H200", date(2027, 1, 1), 0.5),), "a").lineage[:2]
    ('h200_denied_changed', 'h200_denied')
    """
    if not moves:
        return base
    settings = [setting for move in moves for setting in _settings(move)]
    words = "; ".join(in_words(move) for move in moves)
    return Scenario(
        id=f"{base.id}_{_SUFFIX[side]}",
        title=f"{base.title}, changed",
        question=base.question,
        description=f"{base.description} Changed here: {words}.",
        settings=tuple(sorted(settings, key=lambda s: (s.lever, s.key))),
        parent=base,
        branches_from=min(move.start for move in moves),
    )


def _settings(move: Move) -> list[Setting]:
    """Settings of one move; a fixed answer of Beijing takes the place of the drawn one."""
    value, rules = (None, move.value) if isinstance(move.value, str) else (move.value, "")
    found = [Setting(move.lever, move.key, (Step(move.start, value, rules=rules),))]
    if move.lever == "import_permission":
        found.append(Setting("import_permission_drawn", move.key, (Step(move.start, 0.0),)))
    return found


def in_words(move: Move) -> str:
    """Say a moved lever.

    >>> from datetime import date
    >>> in_words(Move("a", "us_fee", "H200", date(2027, 1, 1), 0.5))
    'share of the price paid to the U.S. government (H200) 0.5 from 2027-01-01'
    """
    whom = f" ({move.key})" if move.key else ""
    value = move.value.replace("_", " ") if isinstance(move.value, str) else f"{move.value:g}"
    return f"{LEVERS[move.lever].label}{whom} {value} from {move.start}"


def short(lever: str) -> str:
    """Name a lever in a few words.

    >>> short("us_fee"), short("on_sale")
    ('Payment to the U.S. government', 'Offered by the vendor')
    """
    label = LEVERS[lever].label
    return SHORT.get(lever, label[:1].upper() + label[1:])


def idle(scenario: Scenario) -> frozenset[str]:
    """Levers that are moved without changing anything in the model's inputs."""
    return frozenset(idle_levers(scenario)) if scenario.parent else frozenset()
