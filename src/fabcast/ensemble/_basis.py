"""Where the draws of a run come from: the priors, or a fit to the record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ._discrepancy import Discrepancy
from ._draws import LUCK, Draws, sample_inputs
from ._streams import uniform


@dataclass(frozen=True, slots=True)
class Basis:
    """A source of draws, and what outcomes carry beside them.

    `source` takes (number, seed, first) and gives inputs; `discrepancy` is what the equations leave
    out (None: nothing is added); `record` goes into the run record.
    """

    name: Literal["prior", "posterior"]
    source: Callable[[int, int, int], Draws]
    discrepancy: Discrepancy | None = None
    record: Mapping[str, Any] = field(default_factory=dict)

    def draw(self, number: int, seed: int, first: int) -> Draws:
        """Draw inputs, and for each draw the seed of chance in governments' reactions.

        >>> LUCK in PRIOR.draw(2, 1, 0), LUCK in sample_inputs(2, 1)
        (True, False)
        """
        return self.source(number, seed, first) | {LUCK: uniform(LUCK, number, seed, first)}


PRIOR = Basis("prior", sample_inputs)
"""The priors as they are, outcomes without discrepancy."""
