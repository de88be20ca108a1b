"""The value of information: closed forms, laws, intervals at their stated rate, and decisions read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from fabcast import ensemble
from fabcast.analysis import (
    Decision,
    Utilities,
    decisions,
    evpi,
    evppi,
    find_decision,
    group_of,
    information,
    input_groups,
    turning_weight,
    turnings,
    utilities_of,
)
from fabcast.errors import BadInput

MEAN, FIRST, SECOND, NOISE = 0.3, 1.0, 0.5, 1.5
DRAWS = 2048
REPEATS = 40


def unit_normal_loss(mean: float, spread: float) -> float:
    """E[max(D, 0)] − max(E[D], 0) of a normal gain D: the value of knowing it."""
    k = abs(mean) / spread
    return float(spread * (norm.pdf(k) - k * norm.sf(k)))


TRUTH = {
    "first": unit_normal_loss(MEAN, FIRST),
    "nothing": 0.0,
    "everything": unit_normal_loss(MEAN, np.sqrt(FIRST**2 + SECOND**2 + NOISE**2)),
}


def linear(seed: int, draws: int = DRAWS) -> tuple[Utilities, np.ndarray]:
    """Two options; the second gains MEAN + FIRST x + SECOND z + NOISE e over the first."""
    rng = np.random.default_rng(seed)
    x, z, idle, e = rng.normal(size=(4, draws))
    gain = MEAN + FIRST * x + SECOND * z + NOISE * e
    values = np.column_stack([np.zeros(draws), gain])
    return Utilities(values, np.arange(draws) % 5, seed), np.column_stack([x, z, idle])


@pytest.fixture(scope="module")
def repeated() -> dict[str, list[tuple[float, float, float]]]:
    """Estimates with their intervals, over many data sets."""
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in TRUTH}
    for seed in range(REPEATS):
        utilities, x = linear(seed)
        asked = (evppi(utilities, x[:, [0]]), evppi(utilities, x[:, [2]]), evpi(utilities))
        for name, one in zip(TRUTH, asked, strict=True):
            found[name].append((one.value, one.low, one.high))
    return found


@pytest.mark.parametrize("name", TRUTH)
def test_estimates_meet_the_closed_form(name: str, repeated: dict[str, list[tuple[float, ...]]]) -> None:
    values = [one[0] for one in repeated[name]]
    error = np.std(values) / np.sqrt(REPEATS)
    assert np.mean(values) == pytest.approx(TRUTH[name], abs=4 * error + 0.002)


@pytest.mark.parametrize("name", TRUTH)
def test_intervals_hold_the_truth_as_often_as_they_say(
    name: str, repeated: dict[str, list[tuple[float, ...]]]
) -> None:
    """90 % of 40: fewer than 31 has a chance below one in a hundred at the stated rate."""
    held = sum(low <= TRUTH[name] <= high for _, low, high in repeated[name])
    assert held >= 31


def test_a_group_is_worth_what_both_inputs_say_together() -> None:
    values = []
    for seed in range(8):
        utilities, x = linear(100 + seed, 4096)
        values.append(evppi(utilities, x).value)
    assert np.mean(values) == pytest.approx(unit_normal_loss(MEAN, np.hypot(FIRST, SECOND)), rel=0.06)


def test_a_bend_is_seen() -> None:
    """The gain is x² − 1: its mean is nothing, and a straight line would see nothing in x."""
    x = np.random.default_rng(0).normal(size=4096)
    utilities = Utilities(np.column_stack([np.zeros(4096), x**2 - 1.0]), np.arange(4096) % 5)
    truth = float(np.maximum(x**2 - 1.0, 0.0).mean() - max((x**2 - 1.0).mean(), 0.0))
    assert evppi(utilities, x[:, None]).value == pytest.approx(truth, rel=0.05)


@given(st.integers(0, 10_000), st.integers(2, 4), st.integers(1, 3))
def test_some_knowledge_is_never_worth_more_than_all(seed: int, options: int, inputs: int) -> None:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(150, inputs))
    values = rng.normal(size=(150, options)) + x[:, :1] * rng.normal(size=options)
    utilities = Utilities(values, np.arange(150) % 5)
    everything, some = evpi(utilities), evppi(utilities, x)
    assert some.value <= everything.value + 1e-12
    assert everything.value >= 0.0
    assert everything.low <= everything.high


def test_a_closed_choice_is_worth_nothing_to_inform() -> None:
    x = np.random.default_rng(1).normal(size=(500, 1))
    utilities = Utilities(np.column_stack([np.zeros(500), 9.0 + 0.1 * x[:, 0]]), np.arange(500) % 5)
    assert evppi(utilities, x).value == 0.0
    assert evpi(utilities).changes == 0.0


def test_every_input_is_in_one_group_of_the_list() -> None:
    drawn = ensemble.sample_inputs(1, 1)
    assert {name for name in drawn if group_of(name) == "other"} == set()
    assert {group_of(name) for name in drawn} | {"left_out"} == {group for group, _, _ in input_groups()}


def test_inputs_and_groups_are_ranked_with_the_one_that_matters_first() -> None:
    rng = np.random.default_rng(2)
    parameters = {"spares_years": rng.normal(size=800), "econ_life": rng.normal(size=800)}
    values = np.column_stack([np.zeros(800), parameters["spares_years"] + rng.normal(size=800)])
    found = information(parameters, values, {"a": "keep", "b": "change"})
    assert (found.first.id, found.inputs[0].id) == ("servicing", "spares_years")
    assert found.inputs[0].share == pytest.approx(found.inputs[0].worth.value / found.everything.value)
    assert sum(one.lead for one in found.options) == pytest.approx(0.0)
    assert found.choice.lead >= 0.0


def test_at_its_turning_weight_two_options_are_level() -> None:
    rng = np.random.default_rng(3)
    values = {name: rng.normal(size=(300, 3)) for name in ("a", "b")}
    weights = {"a": 1.0, "b": 0.4}
    at = turning_weight("b", weights, values)
    assert at is not None
    means = np.sort(utilities_of({"a": 1.0, "b": at}, values).mean(axis=0))
    assert means[-1] == pytest.approx(means[-2])


def test_a_term_that_moves_nothing_turns_nothing() -> None:
    values = {"a": np.array([[1.0, 2.0]]), "b": np.array([[5.0, 5.0]])}
    assert turning_weight("b", {"a": 1.0}, values) is None


def test_a_term_that_is_unknown_turns_nothing() -> None:
    rng = np.random.default_rng(4)
    values = {"a": rng.normal(size=(200, 2)), "b": np.full((200, 2), np.nan)}
    found = turnings({"spares_years": rng.normal(size=200)}, values, {"a": 1.0})
    assert [one.turns_at for one in found if one.term == "b"] == [None]


@pytest.mark.parametrize("decision", decisions().values(), ids=decisions())
def test_shipped_decisions_stand_on_example_weights(decision: Decision) -> None:
    assert decision.weights.example
    assert len(decision.options) >= 2
    assert decision.outcomes


MINE = """
question: Should a store be filled?
government: cn
options: {h200_open: fill, china_blocks: leave}
year: 2032
weights: {compute: 1, shortage: 0.5}
"""


def test_a_decision_of_ones_own_is_read(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(MINE, encoding="utf-8")
    found = find_decision(str(file))
    assert (found.id, found.year, dict(found.weights.values)) == (
        "mine",
        2032,
        {"compute": 1.0, "shortage": 0.5},
    )
    assert dict(found.with_weights("thrift-first").weights.values)["subsidy"] == 1.0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("government: cn", "government: eu"), "government: 'eu' is neither us nor cn."),
        (("government: cn", "government: [cn]"), r"government: '\['cn'\]' is neither us nor cn."),
        (("h200_open: fill", "../h200.yaml: fill"), r"\.\./h200\.yaml lies outside .*; a file may name only"),
        (
            ("{compute: 1, shortage: 0.5}", "/etc/own.yaml"),
            r"/etc/own\.yaml lies outside .*; a file may name",
        ),
        (("{compute: 1, shortage: 0.5}", "peace"), r"mine\.yaml, weights: no example weights 'peace'"),
        (("china_blocks: leave", ""), "options: write two or more"),
        (("year: 2032", "year: 2050"), "year: 2050 is outside the run, which goes from 2014 to 2040."),
        (
            ("year: 2032", "when: 2032"),
            "has the fields question, government, options, year, weights",
        ),
        (("china_blocks", "china_blockz"), "china_blockz"),
        (("shortage: 0.5", "calm: 0.5"), "Beijing has no term 'calm'"),
    ],
)
def test_a_decision_that_cannot_be_used_is_refused(
    change: tuple[str, str], message: str, tmp_path: Path
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(MINE.replace(*change), encoding="utf-8")
    with pytest.raises(BadInput, match=message):
        find_decision(str(file))


def test_a_decision_names_files_beside_it(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("compute: 2\n", encoding="utf-8")
    (tmp_path / "more.yaml").write_text(
        "title: T\ndescription: D\nextends: h200_open\nbranches_from: 2027-01-01\n", encoding="utf-8"
    )
    file = tmp_path / "mine.yaml"
    text = MINE.replace("china_blocks", "more.yaml").replace("{compute: 1, shortage: 0.5}", "own.yaml")
    file.write_text(text, encoding="utf-8")
    found = find_decision(str(file))
    assert list(found.options) == ["h200_open", str(tmp_path / "more.yaml")]
    assert dict(found.weights.values) == {"compute": 2.0}


def test_utilities_that_are_not_known_are_refused() -> None:
    values = np.zeros((120, 2))
    values[:30, 1] = np.nan
    with pytest.raises(BadInput, match="option 'b' has no utility in 30 of 120 draws"):
        information({"econ_life": np.arange(120.0)}, values, {"a": "x", "b": "y"})
    with pytest.raises(BadInput, match="needs at least 100 draws; raise --draws"):
        information({"econ_life": np.arange(20.0)}, np.zeros((20, 2)), {"a": "x", "b": "y"})


def test_an_unknown_decision_is_refused_with_the_known() -> None:
    with pytest.raises(BadInput, match="choose one of service_ban, license_h200, admit_h200"):
        find_decision("tariffs")
