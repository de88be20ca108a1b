"""A job done whole, by formula: quick to import, slow only if asked to be.

``python -m tests.runs.whole_toy DIR`` does eight into a store, so that a test can kill it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fabcast import runs
from fabcast.ensemble import digest, normal
from fabcast.runs import Alive


@dataclass(frozen=True)
class WholeToy:
    """A file of numbers, and their sum."""

    seed: int
    seconds: float = 0.0
    kind = "toy"

    @property
    def record(self) -> Mapping[str, Any]:
        """What the numbers rest on; not how long they take."""
        content = {"seed": self.seed}
        return {"id": digest(content), **content}

    def compute(self, folder: Path, alive: Alive) -> Mapping[str, Any]:
        """Write numbers that hang on the seed alone."""
        for _ in range(10):
            alive()
            time.sleep(self.seconds / 10)
        values = normal("toy", 1000, self.seed)
        (folder / "numbers.bin").write_bytes(values.tobytes())
        return {"sum": float(values.sum())}


def finish(jobs: list[WholeToy], store: str, workers: int = 2) -> list[runs.WholeDone]:
    """Do jobs to the last."""
    with runs.pool(workers=workers) as pool:
        return list(runs.run_whole(jobs, store, pool))


def eight(seconds: float = 0.0) -> list[WholeToy]:
    """Eight jobs."""
    return [WholeToy(seed, seconds) for seed in range(8)]


if __name__ == "__main__":
    finish(eight(0.1), sys.argv[1], workers=1)
