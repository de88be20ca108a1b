"""Reactions: what is picked, how soon, how often; and that scripts hold without them."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from fabcast import ensemble, scenario
from fabcast.model import OUTCOMES, QUARTERS, REACTION_PARAMETERS, SIGNALS, quarter_index
from fabcast.model._arrays import jnp
from fabcast.model._reactions import Reactions, Rules
from fabcast.model._responses import Signals, initial_response, luck_of, option, react

DT = 0.25
DRAWS = 20_000


def rules(*given: dict[str, Any]) -> Rules:
    """Rules on the first signal and two governments, by the fields that a test cares about."""
    start = {
        **dict.fromkeys(("government", "to", "moved_to", "low", "lag", "number", "is_hazard"), 0.0),
        **dict.fromkeys(("full", "within"), 1.0),
        "half_life": np.inf,
        "signal": [1.0] + [0.0] * (len(SIGNALS) - 1),
        "moved": [0.0, 0.0],
        "parameter": [0.0] * len(REACTION_PARAMETERS),
    }
    columns = {name: np.array([{**start, **one}[name] for one in given]) for name in Rules._fields}
    return Rules(**columns)


def two_sided(found: Rules) -> Reactions:
    none = np.zeros(2)
    return Reactions({}, np.array([3.0, 3.0]), np.ones(1), none, np.zeros((2, 3)), found)


def after(found: Rules, quarters: int, level: float = 1.0, opening: tuple[float, float] = (0.0, 0.0)) -> Any:
    """Postures after some quarters of a constant signal."""
    reactions = two_sided(found)._replace(opening=np.array(opening))
    p: Any = SimpleNamespace(**dict.fromkeys(REACTION_PARAMETERS, jnp.full(DRAWS, 0.5)))
    luck = luck_of(jnp.asarray((np.arange(DRAWS) + 0.5) / DRAWS), quarters + 1, 2)
    state = initial_response(reactions, DRAWS)
    zero = jnp.zeros(DRAWS)
    watched = Signals(*(zero + level if name == "always" else zero for name in SIGNALS))
    state = react(p, reactions, state, watched, jnp.zeros(1), luck[0], DT)
    for quarter in range(1, quarters + 1):
        state = react(p, reactions, state, watched, jnp.ones(1), luck[quarter], DT)
    return state


def share(state: Any, government: int, posture: int) -> float:
    return float((state.posture[government] == posture).mean())


def test_a_chance_within_a_year_is_that_chance() -> None:
    assert share(after(rules({"to": 1, "number": 0.4}), 4), 0, 1) == pytest.approx(0.4, abs=0.012)


def test_a_hazard_acts_at_its_pace() -> None:
    state = after(rules({"to": 2, "number": 0.7, "is_hazard": 1}), 8)
    assert share(state, 0, 2) == pytest.approx(1 - np.exp(-1.4), abs=0.012)


def test_a_parameter_stands_for_the_number() -> None:
    found = rules({"to": 1, "parameter": [1.0] + [0.0] * (len(REACTION_PARAMETERS) - 1)})
    assert share(after(found, 4), 0, 1) == pytest.approx(0.5, abs=0.012)


def test_strength_lies_between_low_and_full() -> None:
    one = {"to": 1, "number": 0.5, "low": 1.0, "full": 3.0}
    assert share(after(rules(one), 4, level=1.0), 0, 1) == 0.0
    half = 1 - 0.5**0.5
    assert share(after(rules(one), 4, level=2.0), 0, 1) == pytest.approx(half, abs=0.012)
    assert share(after(rules(one), 4, level=9.0), 0, 1) == pytest.approx(0.5, abs=0.012)


def test_a_lag_delays() -> None:
    soon = share(after(rules({"to": 1, "number": 0.5}), 2), 0, 1)
    late = share(after(rules({"to": 1, "number": 0.5, "lag": 2.0}), 2), 0, 1)
    assert 0 < late < 0.5 * soon


def test_half_are_back_after_a_half_life() -> None:
    found = rules({"to": 1, "number": 1.0, "half_life": 1.0}, {"government": 1, "to": 1, "number": 1.0})
    # a chance of one makes nearly all move at once: watch the pace of return
    state = after(found, 1)
    assert share(state, 0, 1) > 0.99
    assert float(state.fade[0].max()) == pytest.approx(np.log(2))
    assert share(state, 1, 1) > 0.99
    assert float(state.fade[1].max()) == 0.0


def test_rules_compete_by_their_hazards() -> None:
    both = rules({"to": 1, "number": 0.3, "is_hazard": 1}, {"to": 2, "number": 0.9, "is_hazard": 1})
    state = after(both, 1)
    first, second = share(state, 0, 1), share(state, 0, 2)
    assert second / first == pytest.approx(3.0, rel=0.1)
    assert first + second == pytest.approx(1 - np.exp(-1.2 * DT), abs=0.012)


def test_an_answer_waits_for_the_move_it_answers() -> None:
    answer = {"government": 1, "to": 2, "number": 0.999999, "within": DT, "moved": [1.0, 0.0], "moved_to": 1}
    silent = after(rules(answer), 6)
    assert share(silent, 1, 2) == 0.0
    state = after(rules({"to": 1, "number": 0.5}, answer), 8)
    moved, answered = state.posture[0] == 1, state.posture[1] == 2
    assert bool((answered <= moved).all())
    assert share(state, 1, 2) > 0.5


def test_what_the_script_counts_as_is_answered_once_reactions_begin() -> None:
    answer = {"government": 1, "to": 2, "number": 0.5, "within": DT, "moved": [1.0, 0.0], "moved_to": 1}
    assert share(after(rules(answer), 8, opening=(1.0, 0.0)), 1, 2) == pytest.approx(0.5, abs=0.012)


def test_options_count_postures_in_the_order_of_governments() -> None:
    reactions = two_sided(rules({}))._replace(size=np.array([3.0, 2.0, 4.0]))
    held = jnp.asarray([[0.0, 2.0], [1.0, 0.0], [3.0, 2.0]])
    assert option(reactions, held).tolist() == [7, 18]


def test_luck_belongs_to_the_draw() -> None:
    seeds = np.array([0.1, 0.2, 0.3])
    whole, alone = luck_of(jnp.asarray(seeds), 5, 2), luck_of(jnp.asarray(seeds[1:2]), 5, 2)
    np.testing.assert_array_equal(whole[..., 1:2], alone)
    assert abs(float(luck_of(jnp.asarray((np.arange(2000) + 0.5) / 2000), 5, 2).mean()) - 0.5) < 0.01


SMALL = 64


@pytest.fixture(scope="module")
def runs() -> Any:
    names = ["actual", "governments_react", "h200_denied", "h200_denied_answered"]
    return ensemble.run_scenarios(names, SMALL, seed=3)


def test_nothing_moves_before_governments_may(runs: Any) -> None:
    start = quarter_index("2027Q1")
    for name, values in runs.values.items():
        if values.ndim == 3:
            for script, reacting in ((0, 1), (2, 3)):  # two kernels: the same but for rounding
                pair = values[reacting][:, :start], values[script][:, :start]
                np.testing.assert_allclose(*pair, rtol=1e-9, atol=1e-9, err_msg=name)


def test_reactions_move_postures_and_what_follows(runs: Any) -> None:
    late = quarter_index("2030Q4")
    for side in ("us_posture", "allied_posture", "chinese_posture"):
        assert set(np.unique(runs.values[side][0])) == {0.0}
        assert len(np.unique(runs.values[side][1][:, late])) > 1
    assert (runs.values["china_compute_stock"][1] != runs.values["china_compute_stock"][0])[:, late].any()
    assert (
        runs.values["mineral_price_outside_china"][1] > runs.values["mineral_price_outside_china"][0]
    ).any()


def test_a_draw_without_moves_is_its_script(runs: Any) -> None:
    """Where nobody has moved by a date, everything up to it is the script's."""
    moved = sum(np.abs(runs.values[f"{side}_posture"][1]) for side in ("us", "allied", "chinese"))
    quiet = moved[:, : quarter_index("2027Q4")].max(axis=1) == 0
    assert quiet.any()
    until = slice(0, quarter_index("2027Q3"))
    script, reacting = (runs.values["us_to_china_ai_compute_ratio"][row][quiet][:, until] for row in (0, 1))
    np.testing.assert_allclose(reacting, script, rtol=1e-12)


def test_rules_that_lead_nowhere_are_the_script() -> None:
    """A chance of zero leaves every number as it is, through the other kernel."""
    react_ = scenario.load("governments_react")
    assert react_.responses is not None
    still = tuple(replace(rule, number=0.0, is_hazard=True) for rule in react_.responses.rules)
    quiet = replace(react_, id="quiet", responses=replace(react_.responses, rules=still))
    found = ensemble.run_scenarios(["actual", quiet], SMALL, seed=3)
    for name, values in found.values.items():
        size = np.max(
            np.abs(values[0][np.isfinite(values[0])]), initial=0.0
        )  # two engines: rounding is of sums
        np.testing.assert_allclose(values[1], values[0], rtol=1e-9, atol=1e-12 * size, err_msg=name)


def test_same_seed_same_moves_whatever_is_beside() -> None:
    alone = ensemble.run_scenarios(["governments_react"], SMALL, seed=3).values["us_posture"][0]
    beside = ensemble.run_scenarios(["h200_open+reactions", "governments_react"], 8, seed=3).values[
        "us_posture"
    ]
    np.testing.assert_array_equal(beside[1], alone[:8])


def test_outcomes_of_reactions_are_defined() -> None:
    assert OUTCOMES["us_posture"].unit == "step"
    assert len(QUARTERS) == 108
