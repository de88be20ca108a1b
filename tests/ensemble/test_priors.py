"""Priors: marginals and correlations as written, draws that nothing else can move."""

import numpy as np
import pytest

from fabcast.ensemble import Belief, Priors
from fabcast.ensemble._priors import correlations
from fabcast.errors import BadInput

BELIEFS = {
    "y_alpha": Belief("lognormal", 1.3, 3.0, 7.0),
    "hbm_die_yield_cxmt": Belief("beta", 0.38, 0.58, 0.77),
    "hbm_stack_yield_cxmt": Belief("beta", 0.17, 0.4, 0.66),
    "duvi28_hvm": Belief("lognormal", 0.5, 1.5, 4.5),
    "milestone_n7.deposition": Belief("lognormal", 1.0, 3.0, 7.0),
    "lag_foundry_sale": Belief("normal", 0.73, 0.875, 1.02),
    "edge_exclusion": Belief("triangular", 2.0, 3.0, 4.6),
}
N = 200_000


def test_marginals_hit_the_fitted_quantiles() -> None:
    priors = Priors.of(BELIEFS)
    sample = priors.sample(N, seed=3)
    for name in BELIEFS:
        for p in (0.05, 0.5, 0.95):
            below = np.mean(sample[name] < priors.quantile(name, p))
            assert below == pytest.approx(p, abs=5 * np.sqrt(p * (1 - p) / N)), (name, p)


def test_fitted_quantiles_are_near_the_stated_ones() -> None:
    priors = Priors.of(BELIEFS)
    for name, belief in BELIEFS.items():
        width = belief.high - belief.low
        assert priors.quantile(name, 0.5) == pytest.approx(belief.central, abs=1e-6)
        assert priors.quantile(name, 0.05) == pytest.approx(belief.low, abs=0.16 * width)
        assert priors.quantile(name, 0.95) == pytest.approx(belief.high, abs=0.16 * width)


def test_groups_are_correlated_and_others_are_not() -> None:
    sample = Priors.of(BELIEFS).sample(N, seed=3)

    def rank_score(name: str) -> np.ndarray:
        from scipy.special import ndtri

        return np.asarray(ndtri((sample[name].argsort().argsort() + 0.5) / N))

    def correlation(a: str, b: str) -> float:
        return float(np.corrcoef(rank_score(a), rank_score(b))[0, 1])

    assert correlation("hbm_die_yield_cxmt", "hbm_stack_yield_cxmt") == pytest.approx(0.5, abs=0.01)
    assert correlation("duvi28_hvm", "milestone_n7.deposition") == pytest.approx(0.5, abs=0.01)
    assert correlation("y_alpha", "duvi28_hvm") == pytest.approx(0.0, abs=0.01)


def test_adding_or_reordering_parameters_moves_no_other() -> None:
    few = {k: BELIEFS[k] for k in ("duvi28_hvm", "y_alpha")}
    alone, together = Priors.of(few).sample(50, seed=9), Priors.of(BELIEFS).sample(50, seed=9)
    for name in few:
        np.testing.assert_array_equal(alone[name], together[name])


def test_chunks_join_to_the_whole_bit_for_bit() -> None:
    priors = Priors.of(BELIEFS, ["hbm_imports"])
    whole = priors.sample(700, seed=2)
    parts = [priors.sample(n, seed=2, first=first) for first, n in ((0, 512), (512, 188))]
    for name, values in whole.items():
        np.testing.assert_array_equal(values, np.concatenate([part[name] for part in parts]))


def test_each_input_path_has_its_own_shock() -> None:
    sample = Priors.of({}, ["hbm_imports", "wafer_starts"]).sample(1000, seed=2)
    assert list(sample) == ["path_shock.hbm_imports", "path_shock.wafer_starts"]
    assert abs(np.corrcoef(list(sample.values()))[0, 1]) < 0.1


def test_no_parameter_is_tied_twice() -> None:
    members = [tie.member for tie in correlations()]
    assert len(members) == len(set(members))
    assert all(0 < tie.loading_squared < 1 for tie in correlations())


def test_unknown_parameter_is_named() -> None:
    with pytest.raises(BadInput, match=r"^parameter 'nope' is not sampled; see Priors.names$"):
        Priors.of(BELIEFS).quantile("nope", 0.5)


def test_the_facts_give_every_sampled_parameter_and_no_evidence() -> None:
    from fabcast import facts

    known = facts.parameters()
    priors = Priors.from_facts()
    assert set(priors.names) == {
        k for k, p in known.items() if p.status == "used" and p.role in {"structural", "initial"}
    }
    assert not [k for k in priors.names if known[k].role in {"observation", "check"}]
    assert list(priors.sample(2, seed=0))[len(priors.names) :] == [f"path_shock.{k}" for k in facts.paths()]


def test_every_prior_of_the_facts_is_near_its_stated_range() -> None:
    """Median exact; a tail may miss by a third of the range where three points fit no family."""
    from fabcast import facts

    priors = Priors.from_facts()
    for name in priors.names:
        stated = facts.parameters()[name]
        if stated.distribution == "fixed":
            continue
        width = stated.high - stated.low
        assert priors.quantile(name, 0.5) == pytest.approx(stated.central, abs=1e-6 * width), name
        for p, point in ((0.05, stated.low), (0.95, stated.high)):
            assert abs(priors.quantile(name, p) - point) < 0.33 * width, (name, p)


def test_named_parameters_may_be_checks_and_unknown_ones_are_refused() -> None:
    assert Priors.from_facts(["adv_wpm_2025"]).names == ("adv_wpm_2025",)
    with pytest.raises(BadInput) as caught:
        Priors.from_facts(["nope"])
    assert str(caught.value) == "parameter 'nope' is not in the facts; list them with `fabcast facts find`"
