"""What a scenario says of reactions, as arrays: menus of postures and rules that pick among them."""

from __future__ import annotations

from typing import NamedTuple

from jaxtyping import Float

from ._path import Array

Rows = dict[str, Array]
SIGNALS: tuple[str, ...] = (
    "always",
    "china_output_growth",
    "china_output_over_us",
    "domestic_coverage",
    "unmet_demand",
    "mineral_shortfall",
)
"""What a rule may watch, beside the other side's moves; see `Signals`."""
REACTION_PARAMETERS: tuple[str, ...] = (
    "ratchet_p",
    "rule_flip",
    "ally_align_p",
    "retaliate_p",
    "gate_turn_p",
)
"""Uncertain numbers that a rule's chance or hazard may be."""


class Rules(NamedTuple):
    """Reaction rules; every field has one entry a rule."""

    government: Float[Array, " rule"]
    to: Float[Array, " rule"]
    """Posture that is taken."""
    signal: Float[Array, "rule signal"]
    """1 at the level signal that the rule watches; none for rules that watch moves."""
    moved: Float[Array, "rule government"]
    """1 at the government whose move the rule answers."""
    moved_to: Float[Array, " rule"]
    """Posture that must have been taken."""
    low: Float[Array, " rule"]
    full: Float[Array, " rule"]
    lag: Float[Array, " rule"]
    """Years."""
    within: Float[Array, " rule"]
    """Years to which the chance belongs."""
    number: Float[Array, " rule"]
    parameter: Float[Array, "rule parameter"]
    """1 at the parameter that stands for the number (`REACTION_PARAMETERS`)."""
    is_hazard: Float[Array, " rule"]
    """1 where the number is a hazard a year, else a chance."""
    half_life: Float[Array, " rule"]
    """Years after which half of draws are back at their script; infinite: none is."""


class Reactions(NamedTuple):
    """What lets governments react under a path: data to the kernel."""

    menu: Rows
    """Policy rows by name: (quarter, option, …); an option is one posture of each government."""
    size: Float[Array, " government"]
    """Postures of each government."""
    live: Float[Array, " quarter"]
    """1 from the quarter on in which governments may move."""
    opening: Float[Array, " government"]
    """Posture that the script itself counts as, for those who watch; 0: none."""
    tightness: Float[Array, "government posture"]
    rules: Rules
