"""The short run says what the long one says."""

import numpy as np
import pytest

from fabcast import ensemble, scenario
from fabcast.calibration import observations, predictions
from fabcast.calibration._quantities import history_runs


@pytest.fixture(scope="module")
def inputs() -> ensemble.Draws:
    return ensemble.sample_inputs(6, seed=3)


def test_predictions_equal_the_history_of_the_same_draws(inputs: ensemble.Draws) -> None:
    seen = observations()
    runs = history_runs(draws=6, seed=3)
    said = predictions(inputs, seen)
    for i, one in enumerate(seen):
        full = one.factor * runs.find(one.quantity).read(one.reading, one.span)[1:]
        assert said[:, i] == pytest.approx(full, rel=1e-12), one.id


def test_a_draw_does_not_depend_on_its_neighbours(inputs: ensemble.Draws) -> None:
    seen = observations()
    last = {name: values[4:] for name, values in inputs.items()}
    assert (predictions(inputs, seen, workers=1)[4:] == predictions(last, seen)).all()


def test_another_path_changes_what_is_said(inputs: ensemble.Draws) -> None:
    seen = observations()
    legal = [i for i, o in enumerate(seen) if o.line == "legal_compute"]
    free = predictions(inputs, seen, path=scenario.resolve("no_controls"))
    assert (free[:, legal].sum(1) > predictions(inputs, seen)[:, legal].sum(1)).all()


def test_no_observations_need_no_run(inputs: ensemble.Draws) -> None:
    assert predictions(inputs, ()).shape == (6, 0)


def test_nothing_after_the_last_observation_matters(inputs: ensemble.Draws) -> None:
    early, whole = observations("2023Q4"), observations()
    places = [whole.index(one) for one in early]
    assert np.array_equal(predictions(inputs, early), predictions(inputs, whole)[:, places])
