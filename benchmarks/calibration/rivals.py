"""The project's sampler beside kept libraries and a smoother, on the real chain and record.

    uv run --with blackjax --with numpyro python benchmarks/calibration/rivals.py \
        --out benchmarks/calibration/rivals.json

Measured of each: wall time without compilation, effective draws (from how far means of two
independent runs lie apart, over all scores; for NUTS by NumPyro's own rule), and how far means and
deviations lie from those of a long reference run, in reference deviations.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from chain import Chain

from fabcast.calibration import Plan, predictions
from fabcast.calibration._checks import effective_share
from fabcast.calibration._likelihood import covariance
from fabcast.calibration._sample import evaluation
from fabcast.calibration._smc import advance, begin

REFERENCE = Plan(particles=4096, final=100)
Array = np.ndarray


def main() -> int:
    """Run the samplers that are installed, print a table, write the result."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--out", type=Path)
    asked.add_argument("--only", default="ours,smoother,blackjax,nuts")
    given = asked.parse_args()
    chain = Chain()
    reference = np.concatenate([ours(chain, REFERENCE, seed) for seed in (101, 102)])
    rows = []
    for name in given.only.split(","):
        rows.append(RUNS[name](chain, reference))
        print(json.dumps(rows[-1]), flush=True)
    if given.out:
        given.out.write_text(json.dumps({"rows": rows}, indent=1) + "\n", encoding="utf-8")
    return 0


def ours(chain: Chain, plan: Plan, seed: int) -> Array:
    """One population of the project's sampler."""
    evaluate = evaluation(chain.beliefs, chain.seen)
    state = begin(evaluate, chain.beliefs.size, plan, seed, "rivals")
    while not state.finished(plan):
        state = advance(state, evaluate, plan, seed, "rivals")
    return state.z


def row(
    name: str, seconds: float, draws: list[Array], reference: Array, effective: float | None = None
) -> Any:
    """Sum a sampler up; two runs give effective draws."""
    if effective is None:
        effective = min(effective_share(draws), 1.0) * sum(len(d) for d in draws)
    found = np.concatenate(draws)
    spread = reference.std(0)
    return {
        "sampler": name,
        "seconds": round(seconds, 1),
        "draws": len(found),
        "effective": round(effective),
        "effective_a_second": float(f"{effective / seconds:.3g}"),
        "worst_mean": round(float(np.abs((found.mean(0) - reference.mean(0)) / spread).max()), 2),
        "worst_deviation": round(float(np.abs(np.log(found.std(0) / spread)).max()), 2),
        "rms_mean": round(float(np.sqrt(np.square((found.mean(0) - reference.mean(0)) / spread).mean())), 3),
    }


def timed(run: Callable[[int], Array]) -> tuple[float, list[Array]]:
    """Two runs of different seeds, after one that compiles."""
    run(0)
    started = time.perf_counter()
    draws = [run(seed) for seed in (1, 2)]
    return time.perf_counter() - started, draws


def run_ours(chain: Chain, reference: Array) -> Any:
    """Tempered populations with moves in the informed subspace."""
    seconds, draws = timed(lambda seed: ours(chain, Plan(particles=2048), seed))
    return row("tempered SMC, informed subspace (this project)", seconds, draws, reference)


def run_smoother(chain: Chain, reference: Array) -> Any:
    """ES-MDA (Emerick and Reynolds 2013) in four steps: points only, bounds as points where crossed."""
    steps = 4
    joint = chain.likelihood.joint
    seen = [chain.seen[i] for i in joint]
    spread = covariance(seen, chain.likelihood.discrepancy)
    reported = np.array([float(o.scaled(o.value)) for o in seen])
    root = np.linalg.cholesky(spread)

    def run(seed: int) -> Array:
        rng = np.random.default_rng(seed)
        z = rng.standard_normal((2048, chain.beliefs.size))
        for _ in range(steps):
            said = chain.likelihood.scaled(predictions(chain.beliefs.inputs(z), chain.seen))[:, joint]
            dz, dy = z - z.mean(0), said - said.mean(0)
            gain = (dz.T @ dy) @ np.linalg.inv(dy.T @ dy + steps * len(z) * spread)
            noise = np.sqrt(steps) * rng.standard_normal(said.shape) @ root.T
            z = z + (reported + noise - said) @ gain.T
        return z

    seconds, draws = timed(run)
    return row("ES-MDA, 4 steps (10 lines here)", seconds, draws, reference)


def run_blackjax(chain: Chain, reference: Array) -> Any:
    """BlackJAX: adaptive tempered SMC with Langevin moves, 1,024 particles, 10 moves a step."""
    import blackjax
    import jax
    from blackjax.smc import extend_params, resampling

    kernel = blackjax.smc.adaptive_tempered.build_kernel(
        lambda z: -0.5 * (z**2).sum(),
        chain.one,
        blackjax.mala.build_kernel(),
        blackjax.mala.init,
        resampling.systematic,
        target_ess=0.5,
    )
    step = jax.jit(
        lambda key, state: kernel(
            key, state, num_mcmc_steps=10, mcmc_parameters=extend_params({"step_size": 0.1})
        )
    )

    def run(seed: int) -> Array:
        key = jax.random.PRNGKey(seed)
        z = jax.random.normal(key, (1024, chain.beliefs.size))
        state = blackjax.smc.tempered.init(z)
        while float(getattr(state, "tempering_param", getattr(state, "lmbda", 1.0))) < 1.0:
            key, own = jax.random.split(key)
            state, _ = step(own, state)
        return np.asarray(state.particles)

    seconds, draws = timed(run)
    return row("BlackJAX adaptive tempered SMC, MALA", seconds, draws, reference)


def run_nuts(chain: Chain, reference: Array) -> Any:
    """NumPyro NUTS: four chains side by side, 150 steps to adapt and 150 kept, trees to depth 6."""
    import jax
    import numpyro
    from numpyro.diagnostics import effective_sample_size
    from numpyro.infer import MCMC, NUTS

    numpyro.enable_x64()

    def potential(z: Any) -> Any:
        return 0.5 * (z**2).sum() - chain.one(z)

    sampler = MCMC(
        NUTS(potential_fn=potential, max_tree_depth=6),
        num_warmup=150,
        num_samples=150,
        num_chains=4,
        chain_method="vectorized",
        progress_bar=False,
    )
    first = jax.random.normal(jax.random.PRNGKey(1), (4, chain.beliefs.size))
    started = time.perf_counter()
    sampler.run(jax.random.PRNGKey(2), init_params=first, extra_fields=("diverging", "num_steps"))
    seconds = time.perf_counter() - started
    kept = np.asarray(sampler.get_samples(group_by_chain=True))
    effective = np.median(np.asarray(effective_sample_size(kept)))
    fields = sampler.get_extra_fields()
    made = row("NumPyro NUTS (compilation included)", seconds, list(kept), reference, float(effective))
    extra = {
        "divergent": int(np.asarray(fields["diverging"]).sum()),
        "leapfrogs": float(np.asarray(fields["num_steps"]).mean()),
        "least_effective": round(float(np.asarray(effective_sample_size(kept)).min())),
    }
    return made | extra


RUNS = {"ours": run_ours, "smoother": run_smoother, "blackjax": run_blackjax, "nuts": run_nuts}


if __name__ == "__main__":
    sys.exit(main())
