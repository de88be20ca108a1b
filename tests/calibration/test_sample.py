"""Fits of the chain: resumed byte for byte, true values found, nothing learned from nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fabcast.calibration import (
    Beliefs,
    Observation,
    Plan,
    Posterior,
    observations,
    predictions,
    sample_posterior,
)
from fabcast.calibration._sample import fit_populations
from fabcast.errors import BadInput

from .toy import problem

QUICK = Plan(final=4, sweeps=2)


class Killed(Exception):
    """Stands for a kill in the middle of a fit."""


def killed_after(calls: int):  # type: ignore[no-untyped-def]
    count = iter(range(calls))

    def progress(share: float, words: str) -> None:
        if next(count, None) is None:
            raise Killed

    return progress


@pytest.fixture(scope="module")
def beliefs() -> Beliefs:
    return Beliefs.from_facts()


@pytest.mark.parametrize("calls", [1, 4, 9, 14])
def test_a_fit_that_was_killed_goes_on_to_the_same_bytes(
    calls: int, tmp_path: Path, beliefs: Beliefs
) -> None:
    linear, _ = problem(3, scores=beliefs.size)
    whole = fit_populations(beliefs, linear, 256, 1, None, None, QUICK).posterior
    with pytest.raises(Killed):
        fit_populations(beliefs, linear, 256, 1, killed_after(calls), tmp_path, QUICK)
    resumed = fit_populations(beliefs, linear, 256, 1, None, tmp_path, QUICK).posterior
    assert resumed.scores.tobytes() == whole.scores.tobytes()
    assert resumed.record == whole.record


def test_another_fit_is_not_resumed(tmp_path: Path, beliefs: Beliefs) -> None:
    linear, _ = problem(3, scores=beliefs.size)
    fit_populations(beliefs, linear, 256, 1, None, tmp_path, QUICK)
    with pytest.raises(BadInput, match=r"holds another fit \(other data, model, seed or members\)"):
        fit_populations(beliefs, linear, 256, 2, None, tmp_path, QUICK)


def test_a_population_that_is_none_is_refused(tmp_path: Path, beliefs: Beliefs) -> None:
    linear, _ = problem(3, scores=beliefs.size)
    fit_populations(beliefs, linear, 256, 1, None, tmp_path, QUICK)
    file = tmp_path / "population-0.npz"
    for number, name in ((3, "other"), (5, "counts")):
        np.savez(file, allow_pickle=False, **{name: np.zeros(number)})
        with pytest.raises(BadInput, match=r"population-0\.npz: holds no population of a fit; remove it, or"):
            fit_populations(beliefs, linear, 256, 1, None, tmp_path, QUICK)


@pytest.mark.parametrize("members", [100, 257])
def test_too_few_or_odd_members_are_refused(members: int, beliefs: Beliefs) -> None:
    with pytest.raises(BadInput, match="members must be an even number from 128 up"):
        sample_posterior(beliefs, (), members=members)


def test_without_observations_the_prior_comes_back(beliefs: Beliefs) -> None:
    found = sample_posterior(beliefs, (), members=1024, plan=QUICK)
    assert np.abs(found.z.mean(0)).max() < 5.5 / np.sqrt(1024)


def test_progress_goes_from_nothing_to_all(beliefs: Beliefs) -> None:
    linear, _ = problem(3, scores=beliefs.size)
    shares: list[float] = []
    fit_populations(beliefs, linear, 128, 1, lambda share, _: shares.append(share), None, QUICK)
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert 0.8 < shares[-1] < 1.0


@pytest.fixture(scope="module")
def known(beliefs: Beliefs) -> tuple[np.ndarray, Posterior]:
    """A truth, and a fit to the precise record it leaves."""
    truth, seen = beliefs.prior(1, seed=11), observations()
    said = predictions(beliefs.inputs(truth), seen)[0]
    exact = [_made_exact(o, float(v)) for o, v in zip(seen, said, strict=True)]
    return truth[0], sample_posterior(beliefs, exact, members=256, plan=Plan(sweeps=3, final=6))


def _made_exact(one: Observation, value: float) -> Observation:
    """Report what the truth says with little error; a ceiling over nothing stays one."""
    if value < 1e-3:
        return one
    return replace(one, value=value, error=0.2, reporter_error=0.0, form="point", mixture="")


def test_known_parameters_are_recovered(known: tuple[np.ndarray, Posterior]) -> None:
    """What precise data narrow most lies within three posterior deviations of the truth."""
    truth, found = known
    spread = found.z.std(0)
    narrowed = np.argsort(spread)[:8]
    assert spread[narrowed].max() < 0.8
    away = (found.z.mean(0) - truth)[narrowed] / spread[narrowed]
    assert np.abs(away).max() < 3.5
    assert np.square(away).mean() < 3.0


def test_what_data_do_not_touch_keeps_its_prior(known: tuple[np.ndarray, Posterior]) -> None:
    """Rival-structure parameters are read by no default equation."""
    _, found = known
    place = found.beliefs.names.index("parameter:displace_supply")
    assert abs(found.z[:, place].mean()) < 5.0 / np.sqrt(found.members / 2)
    assert found.z[:, place].std() == pytest.approx(1.0, abs=0.2)
