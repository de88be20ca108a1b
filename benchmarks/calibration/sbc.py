"""Simulation-based calibration of the sampler on the real chain.

    uv run python benchmarks/calibration/sbc.py --runs 200 --out benchmarks/calibration/sbc.json

Each run draws a truth from the prior, makes the record that this truth would leave (with all errors
that the likelihood assumes), fits it, and ranks the truth among the members. Ranks must be uniform
(Talts and others 2018; the log likelihood as a test quantity: Modrák and others 2023). Reports that
are one side of a bound are made as a side; those that contradict each other (a mixture) have no
recipe to be made by, and are left out.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from scipy.special import ndtr
from scipy.stats import binom

from fabcast.calibration import Beliefs, Likelihood, Observation, Plan, observations, predictions
from fabcast.calibration._likelihood import covariance, total_error
from fabcast.calibration._sample import evaluation
from fabcast.calibration._smc import advance, begin
from fabcast.ensemble import Discrepancy

SHOWN = 24
BINS = 8
PLAN = Plan(particles=256, final=24)


def main() -> int:
    """Run, print the table, write the result."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--runs", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--out", type=Path)
    given = asked.parse_args()
    started = time.perf_counter()
    beliefs = Beliefs.from_facts()
    seen = tuple(o for o in observations() if not o.mixture)
    ranks, contraction = ranks_of(beliefs, seen, given.runs, given.seed)
    result = summary(beliefs, ranks, contraction)
    result |= {
        "runs": given.runs,
        "particles": PLAN.particles,
        "seconds": round(time.perf_counter() - started),
    }
    print(json.dumps({k: v for k, v in result.items() if k != "rows"}, indent=1))
    for row in result["rows"]:
        print(f"{row['input']:48s} {row['contraction']:6.2f} {row['inside50']:6.2f} {row['inside90']:6.2f}")
    if given.out:
        given.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


def ranks_of(
    beliefs: Beliefs, seen: Sequence[Observation], runs: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Ranks of truths among members, as shares: (run, score and log likelihood); mean contraction."""
    truths = beliefs.prior(runs, seed)
    said = predictions(beliefs.inputs(truths), seen)
    rng = np.random.default_rng(seed)
    ranks, contraction = [], []
    for run in range(runs):
        data = synthetic(seen, said[run], rng)
        evaluate = evaluation(beliefs, data)
        name = f"sbc:{run}"
        state = begin(evaluate, beliefs.size, PLAN, seed, name)
        while not state.finished(PLAN):
            state = advance(state, evaluate, PLAN, seed, name)
        fit = Likelihood(data)(said[run : run + 1])
        rank = np.append((state.z < truths[run]).mean(0), (state.seen.log_likelihood < fit).mean())
        ranks.append(rank)
        contraction.append(1.0 - state.z.var(0))
        print(f"\r{run + 1} of {runs}", end="", file=sys.stderr)
    return np.array(ranks), np.append(np.mean(contraction, axis=0), 0.0)


def synthetic(seen: Sequence[Observation], said: np.ndarray, rng: np.random.Generator) -> list[Observation]:
    """Reports that a truth would leave, with correlated errors; bounds as the side that came out."""
    size = Discrepancy.from_facts()
    joint = [i for i, o in enumerate(seen) if o.form in {"point", "range"}]
    noise = np.linalg.cholesky(covariance([seen[i] for i in joint], size)) @ rng.standard_normal(len(joint))
    made = list(seen)
    for i, e in zip(joint, noise, strict=True):
        made[i] = replace(seen[i], form="point", value=natural(seen[i], float(seen[i].scaled(said[i])) + e))
    for i in sorted(set(range(len(seen))) - set(joint)):
        away = (seen[i].scaled(seen[i].value) - seen[i].scaled(said[i])) / total_error(seen[i], size)
        below = bool(rng.random() < ndtr(away))
        made[i] = replace(seen[i], form="ceiling" if below else "floor")
    return made


def natural(one: Observation, scaled: float) -> float:
    """Back from the scale of comparison to the line's unit."""
    return float(np.exp(scaled)) if one.scale == "log" else float(100.0 / (1.0 + np.exp(-scaled)))


def summary(beliefs: Beliefs, ranks: np.ndarray, contraction: np.ndarray) -> dict[str, object]:
    """Histograms against binomial bounds, and coverage of central intervals."""
    runs = len(ranks)
    counts = np.stack([np.histogram(r, BINS, (0.0, 1.0))[0] for r in ranks.T])
    low, high = binom.interval(0.99, runs, 1.0 / BINS)
    names = [*beliefs.names, "log likelihood"]
    order = [*np.argsort(-contraction[:-1])[:SHOWN], len(names) - 1]
    outside = float(((counts < low) | (counts > high)).mean())
    return {
        "bins": BINS,
        "bounds99": [int(low), int(high)],
        "bins_outside": outside,
        "inside50_all": float((np.abs(ranks - 0.5) < 0.25).mean()),
        "inside90_all": float((np.abs(ranks - 0.5) < 0.45).mean()),
        "rows": [
            {
                "input": names[k],
                "contraction": float(contraction[k]),
                "counts": counts[k].tolist(),
                "inside50": float((np.abs(ranks[:, k] - 0.5) < 0.25).mean()),
                "inside90": float((np.abs(ranks[:, k] - 0.5) < 0.45).mean()),
            }
            for k in order
        ],
    }


if __name__ == "__main__":
    sys.exit(main())
