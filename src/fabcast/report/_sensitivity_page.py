"""What a sensitivity says, as one content tree for the terminal, the browser and machines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from fabcast.analysis import Enough, OverTime, Sensitivity, SensitivityPlayer

from ._figures import in_words
from ._gather import input_words

SHARE, AMOUNT = "share", "amount"


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of a method's table: its title, and whether it is a share or in the outcome's unit."""

    title: str
    kind: str = SHARE


@dataclass(frozen=True, slots=True)
class Method:
    """One method in words."""

    title: str
    asks: str
    how: str
    measures: dict[str, Measure]
    shown: tuple[str, ...]
    """Measures that the figure draws."""


METHODS = {
    "morris": Method(
        "Screen of all inputs (Morris)",
        "How much does the answer move if one input is moved and all others stay?",
        "Priors. Each input's own score is moved, so inputs with a common cause appear as that cause and "
        "as what is each one's own. μ*: mean size of the effect, for a move across the whole 90 % range. "
        "σ: how much the effect differs from place to place, because it bends or depends on others.",
        {"mu_star": Measure("Mean effect μ*", AMOUNT), "sigma": Measure("Bend σ", AMOUNT)},
        ("mu_star",),
    ),
    "sobol": Method(
        "First-order and total shares (Sobol')",
        "How much of the variance would go if the input were known, and in how much has it a hand?",
        "Priors, as these shares need players that are independent: a family of inputs with a common "
        "cause is one player. All inputs vary; those without a name vary together as everything else. "
        "First: the part of the variance that knowing it alone would take off. Total: the part left if "
        "all others were known. Total above first: it acts together with others.",
        {"total": Measure("Total"), "first": Measure("First")},
        ("first", "total"),
    ),
    "shapley": Method(
        "Shares of the variance that add up (Shapley effects)",
        "How much of the variance is due to each input, where inputs may depend on each other?",
        "Shares sum to one whatever the dependence: what inputs do together, or tell of each other, is "
        "split fairly among them.",
        {"share": Measure("Share")},
        ("share",),
    ),
    "delta": Method(
        "Shift of the whole distribution (δ of Borgonovo)",
        "How far would knowing the input move the whole distribution, not just its variance?",
        "δ: the probability that would move to other values, on average; 0 for an input that does "
        "nothing, 1 for one that decides all. It needs no mean, so “never” counts as a value. Estimated "
        "so that an input that does nothing comes out at zero on average; others somewhat too low.",
        {"delta": Measure("δ")},
        ("delta",),
    ),
    "gradient": Method(
        "Local view (slopes of the model)",
        "What does a small step of the input do at typical draws?",
        "Exact slopes of the equations, times one standard deviation of the input, on average over draws. "
        "“If straight”: the share of variance that this slope would give over the input's range; “over "
        "its range”: the first-order share that it has. They differ where the model bends. “Flat”: draws "
        "in which the slope is zero, behind a threshold: there a slope says nothing of the range.",
        {
            "step": Measure("Effect of one sd", AMOUNT),
            "straight": Measure("If straight"),
            "first": Measure("Over its range"),
            "flat": Measure("Flat"),
        },
        ("straight", "first"),
    ),
}


@dataclass(frozen=True)
class SensitivityPage:
    """What was asked, and what each method answers.

    Attributes
    ----------
    scenario, against
        Titles; `against` is None for a level.
    outcome, label, unit
        Id, name and unit of what is measured.
    year
        Year end; None for a date.
    seed
        Seed of the draws.
    found
        One a method.
    over_time
        First-order shares by quarter, if asked.
    enough, enough_basis
        Numbers against the number of draws, if asked, and what was drawn from.
    """

    scenario: str
    against: str | None
    outcome: str
    label: str
    unit: str
    year: int | None
    seed: int
    found: Sequence[Sensitivity] = ()
    over_time: OverTime | None = None
    enough: Enough | None = None
    enough_basis: str = ""


@cache
def _words() -> dict[str, str]:
    return {name: words.description for name, words in input_words().items()}


def player_label(player: SensitivityPlayer) -> str:
    """Name a player for people.

    >>> player_label(SensitivityPlayer("cause:tool_milestones", "cause", ("a", "b"), (0,)))
    'Tool milestones: what 2 inputs have in common'
    """
    name = player.id.partition(":")[2]
    group = in_words(name[:1].upper() + name[1:])
    if player.kind == "cause":
        return f"{group}: what {len(player.inputs)} inputs have in common"
    if player.kind == "family":
        return f"{group}: {len(player.inputs)} inputs with a common cause"
    if player.kind == "rest":
        return f"Everything else ({len(player.inputs)} inputs)"
    own = " (its own part)" if player.kind == "own" else ""
    return f"{_words().get(player.id, player.id)}{own}"


def input_label(name: str) -> str:
    """Name an input for people: its description, or its id where it has none."""
    return _words().get(name, name)
