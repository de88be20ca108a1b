"""What the other rooms know about ids: scenarios, outcomes, parameters and sources in words.

The brief's builder takes this as an argument, so that it can be tested on any books.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ._content import Hindcast, OutcomeWords, ScenarioWords, SourceLine


@dataclass(frozen=True, slots=True)
class ParameterWords:
    """A parameter in words: its 5, 50 and 95 % points are in its own unit."""

    description: str
    unit: str
    low: float
    central: float
    high: float
    grade: str
    judged: bool
    """Whether the number rests on judgement rather than on a source that measures it."""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a brief says beyond the runs themselves."""

    scenarios: Mapping[str, ScenarioWords] = field(default_factory=dict)
    outcomes: Mapping[str, OutcomeWords] = field(default_factory=dict)
    parameters: Mapping[str, ParameterWords] = field(default_factory=dict)
    sources: Mapping[str, SourceLine] = field(default_factory=dict)
    hindcast: Hindcast | None = None

    def scenario(self, name: str) -> ScenarioWords:
        """Words for a scenario; its own id where the books have none.

        >>> Evidence().scenario("my_reform").phrase
        "the scenario 'my_reform'"
        """
        return self.scenarios.get(name) or ScenarioWords(name, name, f"the scenario '{name}'")
