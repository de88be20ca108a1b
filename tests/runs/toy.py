"""Work by formula: the shapes of a run, no model, quick to import and slow only if asked to be.

``python -m tests.runs.toy DIR`` runs it into a store, so that a test can kill it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from fabcast import runs
from fabcast.ensemble import digest, normal
from fabcast.model import BINDING, QUARTERS

STOCK, SHARE, PARITY = "china_compute_stock", "smic_7nm_yield", "year_of_compute_parity"
NAMES = ("ours", "base")


@dataclass(frozen=True)
class Toy:
    """Two scenarios; a stock, a share that is unknown at first, a date that may never come."""

    draws: int = 700
    outcomes: tuple[str, ...] = (STOCK, SHARE, PARITY, "binding")
    names: tuple[str, ...] = NAMES
    seconds: float = 0.0
    """What a chunk takes beside the formula."""
    code: str = "c0de"

    @property
    def record(self) -> Mapping[str, Any]:
        """What a real job says, in short."""
        content = {
            "format": runs.FORMAT,
            "draws": self.draws,
            "seed": 1,
            "basis": "prior",
            "structure": "default",
            "scenario_order": list(self.names),
            "outcomes": list(self.outcomes),
            "fabcast": "0.1.0",
            "code_hash": self.code,
        }
        return {"id": digest(content), **content}

    def compute(self, first: int, last: int) -> runs.Values:
        """Make a range of draws; a number depends on its index alone."""
        time.sleep(self.seconds)
        n = last - first
        a, b = (normal(name, n, 1, first) for name in ("a", "b"))
        t = np.linspace(0.0, 1.0, len(QUARTERS))
        ours, base = np.exp(a[:, None] * t + 10.0), np.exp((0.9 * a + 0.2 * b)[:, None] * t + 10.0)
        share = 100.0 / (1.0 + np.exp(-a[:, None] - t))
        share[:, :20] = np.nan
        dates = [np.where(x > 0.5, np.nan, 2030.0 + np.round(4 * np.abs(x)) / 4) for x in (a, b)]
        made = {
            STOCK: np.stack([ours, base]),
            SHARE: np.stack([share, share]),
            PARITY: np.stack(dates),
            "binding": np.stack(
                [np.full((n, len(QUARTERS)), k, dtype=np.int8) for k in (1, len(BINDING) - 1)]
            ),
        }
        return runs.Values({name: made[name] for name in self.outcomes}, {"parameter:a": a, "b": b})


def plan(toy: Toy, quarters: tuple[str, ...] = ("2014Q4", "2030Q4")) -> runs.Plan:
    """Statistics of all that a toy makes."""
    return runs.Plan.of(toy.names, toy.outcomes, quarters, toy.names[-1])


def finish(toy: Toy, store: str | None = None, *, chunk: int = 256, workers: int = 2) -> runs.Finished:
    """Run a toy to its end."""
    kept = None if store is None else runs.open_run(store, toy, draws_a_chunk=chunk, resume=True)
    with runs.pool(workers=workers) as pool:
        return runs.run(runs.Task.of(toy, kept, plan(toy)), pool, chunk=chunk)


if __name__ == "__main__":
    finish(Toy(draws=2000, seconds=0.05), sys.argv[1], workers=1)
