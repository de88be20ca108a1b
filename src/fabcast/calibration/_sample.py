"""From beliefs and observations to a posterior: two independent populations, resumable.

State goes to the store every few sweeps. Random numbers are named by step and sweep, so what was
lost with a kill is done again with the same numbers, and the result has the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from fabcast.ensemble import Discrepancy
from fabcast.errors import BadInput
from fabcast.model import DEFAULT, Drivers, Structure
from fabcast.model import Path as Policy

from ._beliefs import Beliefs
from ._bound_to import bound_to, source_digest
from ._files import read_arrays, read_json, write_arrays, write_json, writing
from ._likelihood import Likelihood
from ._observation import Observation
from ._observation import observations as recorded
from ._posterior import FORMAT, Posterior
from ._predict import predictions
from ._smc import Evaluate, Evaluated, Plan, Population, advance, begin
from ._subspace import Subspace

POPULATIONS = 2
MEMBERS = 4096
FEWEST = 64
_SAVE_EVERY = 5
Progress = Callable[[float, str], None]
"""Told the share done and what goes on."""


@dataclass(frozen=True)
class Fit:
    """A posterior with the populations it came from."""

    posterior: Posterior
    populations: tuple[Population, ...]


def fit_record(
    members: int = MEMBERS,
    seed: int = 1,
    *,
    store: str | Path | None = None,
    progress: Progress | None = None,
    plan: Plan | None = None,
    structure: Structure = DEFAULT,
    without: Collection[str] = (),
) -> Fit:
    """Fit the priors of the facts to the record, keeping the populations for the checks.

    Parameters
    ----------
    members, seed, store, progress, plan, structure
        As for `sample_posterior`; a store holds the fit under one structure.
    without
        Ids of reports that are left out.
    """
    beliefs, seen = Beliefs.from_facts(), tuple(o for o in recorded() if o.id not in without)
    evaluate = evaluation(beliefs, seen, structure=structure)
    return fit_populations(beliefs, evaluate, members, seed, progress, store, plan or Plan(), seen)


def sample_posterior(
    beliefs: Beliefs,
    observations: Sequence[Observation],
    *,
    members: int = MEMBERS,
    seed: int = 1,
    progress: Progress | None = None,
    store: str | Path | None = None,
    plan: Plan | None = None,
    path: Policy | None = None,
    drivers: Drivers | None = None,
    structure: Structure = DEFAULT,
    discrepancy: Discrepancy | None = None,
) -> Posterior:
    """Fit beliefs to observations.

    Parameters
    ----------
    beliefs
        Priors in whitened space.
    observations
        The data; none returns the prior.
    members, seed
        Members of the ensemble, an even number of at least `FEWEST` a population; seed of all streams.
    progress
        Told how far it is.
    store
        Folder for the state: an interrupted fit goes on from there.
    plan
        Sweeps and steps; its number of particles is set by `members`.
    path, drivers, structure
        What the model runs under; default the actual path, the facts and the default forms.
    discrepancy
        Structural discrepancy; default that of the facts.

    Returns
    -------
    Posterior
        Unweighted members of two populations, with the log of the fit in its record.

    Raises
    ------
    BadInput
        If members are too few, or the store holds another fit.
    """
    evaluate = evaluation(
        beliefs, observations, path=path, drivers=drivers, structure=structure, discrepancy=discrepancy
    )
    fit = fit_populations(beliefs, evaluate, members, seed, progress, store, plan or Plan(), observations)
    return fit.posterior


def evaluation(
    beliefs: Beliefs,
    observations: Sequence[Observation],
    *,
    path: Policy | None = None,
    drivers: Drivers | None = None,
    structure: Structure = DEFAULT,
    discrepancy: Discrepancy | None = None,
) -> Evaluate:
    """Likelihood and features as a function of scores, through the chain."""
    likelihood = Likelihood(observations, discrepancy)

    def evaluate(z: np.ndarray) -> Evaluated:
        inputs = beliefs.inputs(z)
        said = predictions(inputs, observations, path=path, drivers=drivers, structure=structure)
        return Evaluated(likelihood(said), likelihood.features(said))

    return evaluate


def fit_populations(
    beliefs: Beliefs,
    evaluate: Evaluate,
    members: int,
    seed: int,
    progress: Progress | None,
    store: str | Path | None,
    plan: Plan,
    observations: Sequence[Observation] = (),
) -> Fit:
    """Run the populations to their end and join them."""
    if members < POPULATIONS * FEWEST or members % POPULATIONS:
        raise BadInput(f"members must be an even number from {POPULATIONS * FEWEST} up, but is {members}")
    plan = Plan(members // POPULATIONS, plan.keep, plan.sweeps, plan.final)
    stamp = {"bound_to": bound_to(observations), "seed": seed, "plan": asdict(plan)}
    folder = None if store is None else _opened(Path(store), stamp)
    told = progress or (lambda _share, _words: None)
    done = tuple(
        _run(number, beliefs.size, evaluate, plan, seed, folder, told) for number in range(POPULATIONS)
    )
    record = {
        "format": FORMAT,
        "members": members,
        "populations": POPULATIONS,
        "observations": [o.id for o in observations],
        "log": [list(p.log) for p in done],
        "source": source_digest(),
        **stamp,
    }
    scores = np.concatenate([p.z for p in done]).astype(np.float32)
    return Fit(Posterior(scores, beliefs.names, record, beliefs), done)


def _opened(folder: Path, stamp: dict[str, Any]) -> Path:
    """Make the store, or check that it holds this same fit."""
    file = folder / "fit.json"
    with writing(folder):
        if not file.exists():
            write_json(file, stamp)
    if read_json(file) != json.loads(json.dumps(stamp)):
        why = "other data, model, seed or members"
        raise BadInput(f"{folder}: holds another fit ({why}); choose a new folder")
    return folder


def _run(
    number: int, scores: int, evaluate: Evaluate, plan: Plan, seed: int, folder: Path | None, told: Progress
) -> Population:
    name = f"population:{number}"
    file = None if folder is None else folder / f"population-{number}.npz"
    if file is not None and file.exists():
        state = _restored(file)
    else:
        state = begin(evaluate, scores, plan, seed, name)
        _keep(file, state)
    while not state.finished(plan):
        told(_share(number, state, plan), _words(number, state))
        state = advance(state, evaluate, plan, seed, name)
        if state.sweep % _SAVE_EVERY == 0 or state.finished(plan):
            _keep(file, state)
    return state


def _share(number: int, state: Population, plan: Plan) -> float:
    """Share of all work that is done: tempering counts for a quarter of a population."""
    own = 0.25 * state.temperature
    if state.temperature >= 1.0:
        own += 0.75 * state.sweep / plan.final
    return (number + own) / POPULATIONS


def _words(number: int, state: Population) -> str:
    at = f"population {number + 1} of {POPULATIONS}, likelihood to the power {state.temperature:.2f}"
    return f"{at}, sweep {state.sweep + 1}"


def _keep(file: Path | None, state: Population) -> None:
    if file is None:
        return
    space = state.subspace or Subspace(np.zeros((0, 0)), np.zeros(0), np.zeros((0, 0)))
    write_arrays(
        file,
        z=state.z,
        log_likelihood=state.seen.log_likelihood,
        features=state.seen.features,
        ancestors=state.ancestors,
        start=np.zeros(0) if state.start is None else state.start,
        basis=space.basis,
        mean=space.mean,
        root=space.root,
        counts=np.array([state.step, state.sweep]),
        reals=np.array([state.temperature, *state.reach]),
        log=np.array(json.dumps(state.log)),
    )


def _restored(file: Path) -> Population:
    """Read a population; a whole archive that holds something else is refused."""
    found = read_arrays(file)
    try:
        return _population(found)
    except (KeyError, ValueError, TypeError):
        raise BadInput(f"{file}: holds no population of a fit; remove it, or choose a new folder") from None


def _population(found: dict[str, np.ndarray]) -> Population:
    step, sweep = (int(v) for v in found["counts"])
    temperature, within, outside = (float(v) for v in found["reals"])
    return Population(
        z=found["z"],
        seen=Evaluated(found["log_likelihood"], found["features"]),
        temperature=temperature,
        step=step,
        sweep=sweep,
        reach=(within, outside),
        ancestors=found["ancestors"],
        subspace=Subspace(found["basis"], found["mean"], found["root"]) if step else None,
        start=found["start"] if found["start"].size else None,
        log=tuple(json.loads(str(found["log"]))),
    )
