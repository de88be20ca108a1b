"""What comes out when a claim is tested: its status, and an answer a basis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fabcast.facts import Claim

from ._claims_map import Bound
from ._claims_record import Report
from ._claims_turns import OPEN, Turn
from ._display import html_of, markdown_of

Status = Literal["settled", "rule", "modelled", "not_modelled"]
Side = Literal["exact", "at_least", "at_most"]
NONE = "-"
"""Stands for no second scenario in a pair."""
OURS = "compiler"
APART = 0.2
"""Probabilities further apart than this are told as a disagreement between bases."""
EMPTY = 0.05
"""A bound nearer than this to *at least nothing* or *at most everything* is no answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one basis says: the probability of the claim and the quantity's distribution."""

    basis: str
    bound: Bound
    note: str
    probability: float
    p5: float
    p50: float
    p95: float
    share_defined: float
    probability_never: float | None = None
    """Share of draws in which a date or a delay never comes; None where it cannot be."""
    by_year: tuple[tuple[int, float], ...] = ()
    by_displacement: tuple[tuple[int, float, float, float], ...] = ()
    """(year, probability in the low, middle and high third of the displacement elasticity), for contrasts."""
    curve: tuple[tuple[float, float], ...] = ()
    """(threshold, probability) across the distribution; empty for ``within`` and ``==``."""
    turns_on: tuple[Turn, ...] = ()
    probability_is: Side = "exact"
    """Whether the probability is itself only a bound, as the formula is one."""

    @property
    def verdict_open(self) -> bool:
        """Whether draws disagree; if not, `turns_on` names what moves the quantity."""
        return OPEN < self.probability < 1.0 - OPEN

    @property
    def says_nothing(self) -> bool:
        """Whether the probability is a bound that leaves everything open."""
        least = self.probability_is == "at_least" and self.probability < EMPTY
        return least or (self.probability_is == "at_most" and self.probability > 1.0 - EMPTY)


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim with its answer. `bases` holds one answer a basis, the first being the claim's own."""

    claim: Claim
    status: Status
    label: str
    unit: str
    horizon: str
    bases: tuple[Answer, ...] = ()
    record: tuple[Report, ...] = ()
    """What the record says, whether or not it settles the claim."""
    reason: str = ""
    """Why it is not modelled."""
    caveat: str = ""
    """What weakens the reading at this horizon."""
    draws: int = 0
    ensemble: str = ""
    """Where the draws come from: ``prior`` or ``posterior``; blank where none were needed."""

    @property
    def answer(self) -> Answer | None:
        """The first basis; None where there is no number."""
        return self.bases[0] if self.bases else None

    @property
    def ours(self) -> bool:
        """Whether the threshold is the compiler's: then no verdict on the claimant follows."""
        return self.claim.threshold_by == OURS

    @property
    def bases_agree(self) -> bool:
        """Whether the probability is much the same on every basis."""
        told = [answer.probability for answer in self.bases]
        return not told or max(told) - min(told) <= APART

    @property
    def scenarios(self) -> tuple[str, ...]:
        """One scenario, or two."""
        return pair_of(self.claim)

    def _repr_html_(self) -> str | None:
        """Show the tested claim in a notebook."""
        return html_of(self)

    def _repr_markdown_(self) -> str | None:
        """Show it where only text is shown."""
        return markdown_of(self)


def pair_of(claim: Claim) -> tuple[str, ...]:
    """Scenario ids of a claim: one, or two for a contrast.

    >>> from fabcast import facts
    >>> pair_of(facts.claims()[0])
    ('h200_open',)
    """
    return tuple(part for part in claim.scenario_pair.split("|") if part not in ("", NONE))
