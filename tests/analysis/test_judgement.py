"""Judgement share: a linear model has a known split; noise stays unexplained."""

from __future__ import annotations

import numpy as np
import pytest

from fabcast.analysis import judgement_share

N = 2000


def gaussians(count: int, seed: int = 5) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    return {f"x{i}": rng.normal(size=N) for i in range(count)}


def test_a_linear_model_splits_as_its_variance_does() -> None:
    x = gaussians(40)
    y = 3.0 * x["x0"] + 2.0 * x["x1"] + 1.0 * x["x2"]
    split = judgement_share(x, y, {"x0", "x2", "x7"})
    assert split is not None
    assert split.judgement == pytest.approx(10 / 14, abs=0.04)
    assert split.evidence == pytest.approx(4 / 14, abs=0.04)
    assert split.unexplained < 0.05
    assert (split.judgement_parameters, split.evidence_parameters) == (3, 37)


def test_noise_is_unexplained_and_not_shared_out() -> None:
    x = gaussians(100)
    split = judgement_share(x, np.random.default_rng(1).normal(size=N), {f"x{i}" for i in range(50)})
    assert split is not None
    assert split.judgement < 0.03
    assert split.evidence < 0.03
    assert split.unexplained > 0.95


def test_a_half_noisy_contrast_leaves_half_unexplained() -> None:
    x = gaussians(60)
    y = x["x0"] + np.random.default_rng(2).normal(size=N)
    split = judgement_share(x, y, {"x0"})
    assert split is not None
    assert split.judgement == pytest.approx(0.48, abs=0.06)
    assert split.evidence < 0.03


def test_overlap_of_correlated_sets_is_split_evenly() -> None:
    x = gaussians(10)
    x["twin"] = x["x0"].copy()
    split = judgement_share(x, x["x0"], {"x0"})
    assert split is not None
    assert split.judgement == pytest.approx(0.5, abs=0.02)
    assert split.evidence == pytest.approx(0.5, abs=0.02)


def test_a_product_of_judgement_and_evidence_counts_alike_for_both() -> None:
    x = gaussians(10)
    split = judgement_share(x, (x["x0"] + 1.0) * (x["x1"] + 1.0), {"x0"})
    assert split is not None
    assert split.judgement == pytest.approx(split.evidence, abs=0.08)
    assert split.unexplained < 0.25


def test_shares_add_up_to_one() -> None:
    x = gaussians(10)
    split = judgement_share(x, np.abs(x["x0"]) + x["x1"], {"x0", "x3"})
    assert split is not None
    assert split.judgement + split.evidence + split.unexplained == pytest.approx(1.0)


def test_no_honest_answer_without_draws_or_variance() -> None:
    x = gaussians(3)
    assert judgement_share(x, np.zeros(N), {"x0"}) is None
    assert judgement_share({"x0": np.arange(20.0)}, np.arange(20.0), {"x0"}) is None


def test_one_sided_books_work() -> None:
    x = gaussians(3)
    everything = judgement_share(x, x["x0"], set(x))
    assert everything is not None
    assert everything.judgement > 0.97
    assert everything.evidence == 0.0
