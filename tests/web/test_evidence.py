"""Every number that the page names leads to a card with its source."""

from __future__ import annotations

import pytest

from fabcast import facts
from fabcast.ensemble import sample_inputs, varying
from fabcast.errors import BadInput
from fabcast.web._chain import STAGES, heads, outcomes, uses
from fabcast.web._evidence import card, search


def test_every_input_of_a_draw_has_a_card_with_a_source() -> None:
    for name in varying(sample_inputs(2, 1)):
        assert card(name).sources, name


def test_reports_of_a_series_stand_side_by_side() -> None:
    found = card("best.cn.huawei.units")
    assert len(found.reports) == len(facts.series()["best.cn.huawei.units"])
    assert {"low", "central", "high", "grade", "sources"} <= set(found.reports[0])


def test_a_source_lists_what_cites_it() -> None:
    users = {entry.id for entry in card("expert-judgement").users}
    assert users & set(facts.parameters())


def test_an_unknown_name_gets_the_nearest() -> None:
    with pytest.raises(BadInput, match="did you mean hbm_cycle"):
        card("hbm_cicle")


def test_words_find_titles_first() -> None:
    assert "HBM" in search("HBM yield")[0].title


def test_every_stage_shows_a_number_equations_and_inputs() -> None:
    known = set(outcomes())
    for stage in STAGES:
        assert known & set(stage.shows), stage.id
        assert all(heads(module) for module in stage.modules), stage.id
        assert uses(stage.modules), stage.id
