"""Where the draws of a run come from: the priors, or a fit to the record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ._discrepancy import Discrepancy
from ._draws import Draws, sample_inputs


@dataclass(frozen=True, slots=True)
class Basis:
    """A source of draws, and what outcomes carry beside them.

    `draw` takes (number, seed, first) and gives inputs; `discrepancy` is what the equations leave
    out (None: nothing is added); `record` goes into the run record.
    """

    name: Literal["prior", "posterior"]
    draw: Callable[[int, int, int], Draws]
    discrepancy: Discrepancy | None = None
    record: Mapping[str, Any] = field(default_factory=dict)


PRIOR = Basis("prior", sample_inputs)
"""The priors as they are, outcomes without discrepancy."""
