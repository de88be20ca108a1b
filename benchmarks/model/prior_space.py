"""Search prior space for a missing number or a negative stock: 100,000 draws by default.

    python benchmarks/model/prior_space.py [DRAWS]

Prints what was run and what was found; exit code 1 if anything was. Unknown is allowed where
the outcome list says so: shares of nothing, costs before first volume, dates that never come.
"""

import sys
import time

import numpy as np

from fabcast.ensemble import run_inputs, sample_inputs
from fabcast.model import OUTCOMES, QUARTERS
from fabcast.scenario import resolve

SCENARIOS = ("actual", "h200_open", "no_controls")
CHUNK = 10_000
MAY_BE_UNKNOWN = {
    *(name for name, o in OUTCOMES.items() if o.kind in {"date", "share"}),
    *("smic_7nm_die_cost", "premium_per_domestic_h100e", "state_support_per_domestic_h100e"),
}
MAY_BE_NEGATIVE = {"premium_per_domestic_h100e", "us_lead_over_china_in_frontier_models"}


def faults(values: dict[str, np.ndarray]) -> list[str]:
    """Outcomes with a number that should not be."""
    found = []
    for name, array in values.items():
        if name not in MAY_BE_UNKNOWN and np.isnan(array).any():
            found.append(f"{name}: unknown")
        if np.isinf(array).any():
            found.append(f"{name}: infinite")
        if name not in MAY_BE_NEGATIVE and np.nanmin(array, initial=0.0) < -1e-9:
            found.append(f"{name}: negative, {np.nanmin(array):.3g}")
    return found


def main() -> int:
    """Run chunk by chunk, so that memory stays small."""
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    paths, found, start = [resolve(name) for name in SCENARIOS], set[str](), time.perf_counter()
    for first in range(0, draws, CHUNK):
        inputs = sample_inputs(min(CHUNK, draws - first), seed=20261123, first=first)
        found |= set(faults(run_inputs(inputs, paths, keep=tuple(OUTCOMES))))
    took = time.perf_counter() - start
    print(f"{draws:,} draws x {len(SCENARIOS)} scenarios x {len(QUARTERS)} quarters in {took:.0f} s")
    print(f"{len(OUTCOMES)} outcomes; faults: {', '.join(sorted(found)) or 'none'}")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
