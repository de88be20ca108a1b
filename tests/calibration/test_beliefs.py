"""Whitened beliefs are the ensemble's own priors."""

import numpy as np
import pytest

from fabcast import ensemble, facts
from fabcast.calibration import Beliefs
from fabcast.errors import BadInput
from fabcast.model import parameter_ids


def test_scores_of_prior_draws_give_the_ensembles_inputs() -> None:
    beliefs = Beliefs.from_facts()
    found, drawn = beliefs.inputs(beliefs.prior(7, seed=2)), ensemble.sample_inputs(7, seed=2)
    assert set(found) == set(drawn)
    assert all(np.array_equal(found[name], drawn[name]) for name in drawn)


def test_every_input_that_varies_has_a_score() -> None:
    beliefs = Beliefs.from_facts()
    own = {name.partition(":")[2] for name in beliefs.names if name.startswith("parameter:")}
    fixed = {n for n in parameter_ids() if facts.parameters()[n].distribution == "fixed"}
    assert own == set(parameter_ids()) - fixed
    assert set(ensemble.SHOCKS.values()) <= set(beliefs.names)


def test_combined_scores_are_standard_normal_and_correlated_as_the_priors() -> None:
    beliefs = Beliefs.from_facts()
    scores = beliefs.combined(beliefs.prior(4000, seed=1))
    assert all(abs(float(v.std()) - 1.0) < 0.06 for v in scores.values())
    pair = scores["hbm_die_yield_cxmt"], scores["hbm_stack_yield_cxmt"]
    assert np.corrcoef(*pair)[0, 1] == pytest.approx(0.5, abs=0.06)


def test_a_wrong_number_of_columns_is_refused() -> None:
    beliefs = Beliefs.from_facts()
    with pytest.raises(BadInput, match=rf"scores have shape \(3, 2\); give \(draws, {beliefs.size}\)"):
        beliefs.inputs(np.zeros((3, 2)))
