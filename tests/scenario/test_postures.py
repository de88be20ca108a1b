"""Postures: menus that come with Fabcast, and scenarios in which governments take them."""

from __future__ import annotations

from datetime import date
from itertools import product

import numpy as np
import pytest

from fabcast import facts
from fabcast.errors import BadInput
from fabcast.model import IMPORT_CHIPS, PROVIDERS, QUARTERS
from fabcast.scenario import (
    GOVERNMENTS,
    HOLD,
    branch_quarter,
    load,
    postures,
    resolve,
    taking,
    with_postures,
)


def test_every_menu_starts_with_the_script() -> None:
    for government in GOVERNMENTS:
        first, *others = postures(government)
        assert (first.id, first.levers, first.tightness) == (HOLD, (), 0.0)
        assert others
        assert all(posture.levers and posture.government == government for posture in others)


def test_every_posture_can_be_taken_with_every_other_and_moves_the_path() -> None:
    script = resolve("actual")
    start = branch_quarter(with_postures("actual", us="tighten"))
    for chosen in product(*(postures(government) for government in GOVERNMENTS)):
        made = taking(load("actual"), list(chosen), facts.AS_OF)
        path = resolve(made)
        moved = any(not np.array_equal(getattr(path, n), getattr(script, n)) for n in path.shapes())
        assert moved == any(posture.levers for posture in chosen)
        assert np.array_equal(path.us_gate[:start], script.us_gate[:start])


def test_postures_say_what_they_set() -> None:
    late = QUARTERS.index("2028Q1")
    path = resolve(with_postures("h200_licensed", us="tighten", allies="follow", cn="open"))
    assert path.us_gate[late, IMPORT_CHIPS.index("H200")] == 0.0
    assert path.cn_gate_known[late].tolist() == [1.0] * len(IMPORT_CHIPS)
    assert path.tool_severity_advanced[late, PROVIDERS.index("NL")] == 0.95
    assert path.service_withdrawn[late] == 0.5


def test_a_posture_cites_what_the_facts_hold() -> None:
    known = {*facts.events(), *facts.sources()}
    cited = {cite for g in GOVERNMENTS for posture in postures(g) for cite in posture.cites}
    assert cited <= known


def test_holding_everywhere_is_the_scenario_itself() -> None:
    assert with_postures("actual") is load("actual")


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"us": "tigten"}, "no posture 'tigten' of us; did you mean tighten?"),
        ({"cn": "x"}, "no posture 'x' of cn; known: hold, close, open"),
    ],
)
def test_unknown_postures_are_refused(chosen: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadInput) as refused:
        with_postures("actual", **chosen, day=date(2027, 1, 1))
    assert sentence in str(refused.value)


def test_two_postures_do_not_set_one_lever() -> None:
    twice = [posture for posture in postures("us") if posture.id == "tighten"] * 2
    with pytest.raises(BadInput, match="two postures taken together both set enforcement"):
        taking(load("actual"), twice, facts.AS_OF)
