"""The content of a brief: one tree that every form (terminal, HTML, JSON) is made from.

No form computes anything of its own; what one shows, all can show.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fabcast.analysis import BindingShares, Contrast, Judgement, UnderForm

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
"""The lines of a fan, in order."""


@dataclass(frozen=True, slots=True)
class ScenarioWords:
    """A scenario in words."""

    id: str
    title: str
    phrase: str
    """The scenario as a doing, to stand inside a sentence: *licensing H200-class chips*."""
    text: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeWords:
    """An outcome in words: what it counts and what it leaves out."""

    id: str
    label: str
    unit: str
    definition: str = ""
    leaves_out: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """A scenario shown beside the main one, against the same base."""

    scenario: ScenarioWords
    contrasts: tuple[Contrast, ...]


@dataclass(frozen=True, slots=True)
class Fan:
    """Quantiles over time of one outcome: both scenarios and their paired contrast.

    Each array is (quantile, quarter), quantiles in the order of `QUANTILES`, in the outcome's unit.
    """

    outcome: OutcomeWords
    quarters: tuple[str, ...]
    scenario: NDArray[np.float64]
    against: NDArray[np.float64]
    contrast: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Parity:
    """Probability over time that parity has come, under both scenarios, (quarter)."""

    quarters: tuple[str, ...]
    scenario: NDArray[np.float64]
    against: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class DriverLine:
    """One parameter that matters, with what is known of it."""

    parameter: str
    description: str
    share: float
    rank_correlation: float
    above_noise: bool
    grade: str
    judged: bool
    range: str
    sources: tuple[str, ...]

    @property
    def raises(self) -> bool:
        """Whether more of the parameter goes with more of the contrast."""
        return self.rank_correlation >= 0.0


@dataclass(frozen=True, slots=True)
class CellDrivers:
    """The inputs that one cell of the headline table turns on, heaviest first."""

    outcome: str
    label: str
    year: int | None
    """None for a date."""
    lines: tuple[DriverLine, ...]
    """At most three, all above what chance reaches; empty where none is."""
    note: str = ""
    """Why there is none."""

    def _repr_html_(self) -> str:
        """Show the inputs in a notebook."""
        from ._notebook import why_html

        return why_html(self)

    def _repr_markdown_(self) -> str:
        """Show them where only text is shown."""
        from ._notebook import why_markdown

        return why_markdown(self)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source: where a number comes from and how good it is."""

    id: str
    title: str
    address: str
    grade: str


@dataclass(frozen=True, slots=True)
class Hindcast:
    """How good past forecasts were; absent until they have been scored."""

    targets: int
    coverage90: float
    stale: bool = False
    """Made with other facts, rules or another model than are installed."""

    @property
    def sentence(self) -> str:
        """The score in a sentence.

        >>> Hindcast(90, 0.82).sentence
        'In hindcasts, 90 % intervals held 82 % of 90 outcomes.'
        """
        made = "; made with an earlier model or earlier facts" if self.stale else ""
        held = f"{100 * self.coverage90:.0f} % of {self.targets} outcomes"
        return f"In hindcasts, 90 % intervals held {held}{made}."


@dataclass(frozen=True, slots=True, repr=False)
class Brief:
    """Everything a brief says. Texts are plain English; numbers keep their units."""

    question: str
    answer: tuple[str, ...]
    scenario: ScenarioWords
    against: ScenarioWords
    draws: int
    seed: int
    basis: str
    headline: Contrast
    contrasts: tuple[Contrast, ...]
    bounds: tuple[Bound, ...]
    outcomes: Mapping[str, OutcomeWords]
    fans: tuple[Fan, ...]
    parity: Parity | None
    binding: BindingShares | None
    binding_against: BindingShares | None
    drivers: tuple[DriverLine, ...]
    noise_floor: float
    measure: str
    judgement: Judgement | None
    hindcast: Hindcast | None
    left_out: tuple[str, ...]
    sources: tuple[SourceLine, ...]
    record: Mapping[str, Any]
    command: str
    forms: tuple[UnderForm, ...] = ()
    """Contrasts under rival forms of the equations, the default first; empty if they were not asked for."""
    why: tuple[CellDrivers, ...] = ()
    """What each cell of the headline table turns on, in the order of `contrasts`."""

    def __repr__(self) -> str:
        """Question and answer: whoever types its name in a terminal wants these, not the arrays."""
        from ._words import standing

        return "\n".join(["Brief", self.question, *self.answer, standing(self)])

    def why_of(self, outcome: str, year: int | None) -> CellDrivers | None:
        """What one cell turns on; None where it was not asked."""
        return next((cell for cell in self.why if (cell.outcome, cell.year) == (outcome, year)), None)

    def _repr_html_(self) -> str:
        """Show the brief in a notebook."""
        from ._notebook import brief_html

        return brief_html(self)

    def _repr_markdown_(self) -> str:
        """Show the brief where only text is shown."""
        from ._notebook import brief_markdown

        return brief_markdown(self)
