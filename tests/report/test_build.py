"""The content tree: everything that any form shows, from runs and books."""

from __future__ import annotations

import numpy as np
import pytest

from fabcast.errors import BadInput
from fabcast.report import Brief, Evidence, SourceLine, build_brief
from fabcast.report._build import quantiles_over_time
from fabcast.report._headline import LEFT_OUT, OUTCOMES, YEARS
from tests.report.conftest import synthetic_books
from tests.synthetic import SyntheticRuns, synthetic_runs


def test_every_headline_outcome_is_there_for_every_year(brief: Brief) -> None:
    dates = {"year_of_compute_parity"}
    expected = {(name, None) for name in dates} | {(n, y) for n in OUTCOMES for y in YEARS if n not in dates}
    assert {(c.outcome, c.year) for c in brief.contrasts} == expected
    assert [b.scenario.id for b in brief.bounds] == ["h200_open", "china_blocks"]
    assert all({(c.outcome, c.year) for c in b.contrasts} == expected for b in brief.bounds)


def test_bounds_hold_the_main_answer_between_them(brief: Brief) -> None:
    high, low = brief.bounds
    assert low.contrasts[1].contrast.p50 < brief.contrasts[1].contrast.p50 < high.contrasts[1].contrast.p50


def test_the_known_driver_comes_first_and_noise_is_marked(brief: Brief) -> None:
    first = brief.drivers[0]
    assert (first.parameter, first.above_noise, first.raises) == ("h200_cap_fill", True, True)
    assert first.range == "0.1 · 0.4 · 0.9"
    assert len(brief.drivers) <= 10
    assert not any(d.above_noise for d in brief.drivers if d.parameter.startswith("noise"))


def test_judgement_share_follows_the_judged_driver(brief: Brief) -> None:
    assert brief.judgement is not None
    assert brief.judgement.judgement > 0.8


def test_fans_are_ordered_quantiles_of_the_same_draws(brief: Brief, runs: SyntheticRuns) -> None:
    for fan in brief.fans:
        for bands in (fan.scenario, fan.against, fan.contrast):
            assert bands.shape == (5, len(fan.quarters))
            assert (np.diff(bands, axis=0) >= -1e-9).all()
    assert brief.fans[0].quarters[0] == "2023Q1"
    column = runs.quarters.index("2030Q4")
    middle = np.median(runs.values["china_compute_stock"][0][:, column])
    assert brief.fans[0].scenario[2, brief.fans[0].quarters.index("2030Q4")] == pytest.approx(middle)


def test_undefined_draws_do_not_poison_a_fan() -> None:
    values = np.array([[1.0, np.nan], [3.0, np.nan]])
    bands = quantiles_over_time(values)
    assert bands[2, 0] == 2.0
    assert np.isnan(bands[:, 1]).all()


def test_parity_only_grows(brief: Brief) -> None:
    assert brief.parity is not None
    assert (np.diff(brief.parity.scenario) >= 0).all()


def test_sources_of_drivers_come_first_and_limits_are_told(brief: Brief) -> None:
    assert [s.id for s in brief.sources] == ["src-a", "src-b", "src-c"]
    assert brief.left_out[: len(LEFT_OUT)] == LEFT_OUT
    assert any("Limits of U.S. lead" in text for text in brief.left_out)


def test_sources_of_one_title_stand_in_the_order_of_their_ids(runs: SyntheticRuns) -> None:
    names = [f"src-{i:02d}" for i in range(30)]
    books = Evidence(sources={n: SourceLine(n, "Annual billings", "own", "C") for n in reversed(names)})
    assert [s.id for s in build_brief(runs, "h200_licensed", "h200_denied", (), books).sources] == names


def test_the_command_makes_the_same_brief_again(brief: Brief) -> None:
    assert brief.command == "fabcast brief h200_licensed --against h200_denied --draws 400 --seed 7"


def test_few_draws_give_no_ranking_instead_of_a_false_one() -> None:
    small = build_brief(synthetic_runs(draws=20), "h200_open", "h200_denied")
    assert small.drivers == ()
    assert small.judgement is None
    assert "cannot be told" in small.answer[-1]


def test_a_brief_without_books_names_ids() -> None:
    bare = build_brief(synthetic_runs(draws=60), "h200_open", "h200_denied")
    assert bare.question == "What does the scenario 'h200_open' change, against the scenario 'h200_denied'?"
    assert bare.sources == ()


def test_one_draw_is_enough_to_build() -> None:
    assert build_brief(synthetic_runs(draws=1), "h200_open", "h200_denied", (), synthetic_books()).draws == 1


def test_a_scenario_that_was_not_run_is_refused(runs: SyntheticRuns) -> None:
    with pytest.raises(BadInput, match="scenario 'b30a' is not in these runs"):
        build_brief(runs, "b30a", "h200_denied")
