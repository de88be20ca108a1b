"""Origins: nothing after one is read, what is left out is replaced as documented."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

import numpy as np
import pytest

from fabcast import facts, scenario
from fabcast.calibration import ORIGINS, Origin, observations, origin_named, policy_named
from fabcast.calibration import _hindcast_fit as fitting
from fabcast.calibration import _hindcast_series as series_room
from fabcast.calibration._hindcast_fit import OriginModel
from fabcast.calibration._hindcast_series import (
    fit_lines,
    hindcast_series,
    left_out,
    pasts_at,
    targets_from,
)
from fabcast.calibration._lines import history_lines
from fabcast.calibration._origin_drivers import driver_rules, growth_shocks, origin_drivers
from fabcast.calibration._origin_paths import origin_path
from fabcast.calibration._origin_priors import (
    BASES,
    WidePrior,
    origin_beliefs,
    replaced,
    times_base,
    wide_prior,
    wide_priors,
)
from fabcast.calibration._origin_tables import cut
from fabcast.calibration._smc import Plan
from fabcast.ensemble import Belief, Tables, fit, shipped_tables
from fabcast.errors import BadInput
from fabcast.model import DRIVERS, IMPORT_CHIPS, QUARTERS, Drivers, parameter_ids

END_2022 = ORIGINS["2022Q4"]
SMALL = Plan(keep=0.5, sweeps=1, final=1)
Row = TypeVar("Row", facts.PathPoint, facts.Observation)


def changed_after(origin: Origin) -> Tables:
    """Today's tables with every row after an origin, and every prior not yet known, moved."""
    shipped = shipped_tables()
    paths = {
        name: path.model_copy(update={"rows": tuple(_moved(row, origin) for row in path.rows)})
        for name, path in shipped.paths.items()
    }
    series = {name: tuple(_moved(row, origin) for row in rows) for name, rows in shipped.series.items()}
    late = set(replaced(origin, shipped.parameters, shipped.parameters))
    parameters = {
        name: p.model_copy(update={"low": 2 * p.low, "central": 3 * p.central + 1, "high": 5 * p.high + 9})
        if name in late
        else p
        for name, p in shipped.parameters.items()
    }
    return Tables(paths, series, parameters)


def _moved(row: Row, origin: Origin) -> Row:
    if origin.covers(row.period):
        return row
    points = {name: getattr(row, name) for name in ("low", "central", "high")}
    return row.model_copy(update={k: None if v is None else 0.8 * v for k, v in points.items()})


@pytest.fixture
def later_facts_changed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Tables]:
    """Facts in which everything after the end of 2022 is another."""
    tables = changed_after(END_2022)
    monkeypatch.setattr(facts, "paths", lambda: tables.paths)
    monkeypatch.setattr(facts, "series", lambda: tables.series)
    monkeypatch.setattr(facts, "parameters", lambda: tables.parameters)
    _forget()
    yield tables
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    from fabcast.scenario import _resolve

    _resolve._resolved.cache_clear()
    series_room.outcomes.cache_clear()


def same(a: Drivers, b: Drivers) -> bool:
    return all(np.array_equal(getattr(a, n), getattr(b, n)) for n in DRIVERS)


def test_an_origin_is_the_end_of_its_quarter() -> None:
    assert END_2022.end == date(2022, 12, 31)
    assert Origin("2024Q2").end == date(2024, 6, 30)
    assert (END_2022.date, QUARTERS[END_2022.stop]) == (2023.0, "2023Q1")


@pytest.mark.parametrize(
    ("period", "known"),
    [
        ("2022", True),
        ("2022Q4", True),
        ("2023Q1", False),
        ("2018-2024", False),
        ("2022-12", True),
        ("", False),
    ],
)
def test_a_period_counts_once_it_has_ended(period: str, known: bool) -> None:
    assert END_2022.covers(period) is known


def test_unknown_names_are_refused_with_a_sentence() -> None:
    words = "origin '2019Q4' is none of 2021Q4, 2022Q4, 2023Q4, 2024Q4; choose among these"
    with pytest.raises(BadInput, match=re.escape(words)):
        origin_named("2019Q4")
    words = "policy 'free' is none of as_happened, known_at_origin; choose one"
    with pytest.raises(BadInput, match=re.escape(words)):
        policy_named("free")


def test_cut_tables_hold_no_later_value() -> None:
    tables = cut(shipped_tables(), END_2022)
    for name, path in tables.paths.items():
        known = [row for row in path.rows if END_2022.covers(row.period)]
        counted = [row.central for row in path.rows] == [float(k + 1) for k in range(len(path.rows))]
        assert counted or known == list(path.rows), name


@pytest.mark.parametrize("quarter", ORIGINS)
def test_every_parameter_not_yet_known_has_a_wide_prior_that_can_be_fitted(quarter: str) -> None:
    beliefs = origin_beliefs(ORIGINS[quarter], facts.parameters())
    assert set(beliefs.priors.names) == set(parameter_ids())


def test_wide_priors_are_wide_and_say_why() -> None:
    """No wide prior is narrower than today's, where both are of one kind and say the same thing."""
    known = facts.parameters()
    for name in replaced(END_2022, known, parameter_ids()):
        row, today = wide_prior(name, END_2022), known[name]
        assert row.reason.endswith("."), name
        if row.times or row.distribution == "fixed" or today.distribution == "fixed":
            continue
        if row.distribution == today.distribution == "lognormal":
            assert row.high / row.low >= today.high / today.low * 0.999, name
        elif row.distribution == today.distribution:
            assert row.high - row.low >= 0.999 * (today.high - today.low), name


def test_no_wide_prior_repeats_todays_row() -> None:
    known = facts.parameters()
    for name in replaced(END_2022, known, parameter_ids()):
        row, today = wide_prior(name, END_2022), known[name]
        if row.distribution != "fixed" and name != "world_growth_shock":
            assert (row.low, row.central, row.high) != (today.low, today.central, today.high), name


def test_wide_priors_need_a_row() -> None:
    words = "wide_priors.csv: nothing for 'no_such', whose evidence is later than 2022Q4; add a row"
    with pytest.raises(BadInput, match=re.escape(words)):
        wide_prior("no_such", END_2022)


def test_every_wide_prior_row_can_be_fitted_and_points_at_a_base() -> None:
    for row in wide_priors():
        assert not row.times or row.times in BASES
        assert not row.origins or set(row.origins.split("|")) <= set(ORIGINS)
    assert fit({str(k): _belief(row) for k, row in enumerate(wide_priors())})


def _belief(row: WidePrior) -> Belief:
    return Belief(row.distribution, row.low, row.central, row.high)


def test_ratios_become_amounts_of_the_continued_inputs() -> None:
    known, drivers = facts.parameters(), origin_drivers(shipped_tables(), END_2022)
    ones = {name: np.ones(2) for name in parameter_ids()}
    amounts = times_base(ones, END_2022, known, drivers)
    assert amounts["hbm_foreign_stock"] == pytest.approx(drivers.hbm_imports[1].sum())
    assert amounts["tool_life"].tolist() == [1.0, 1.0]


@pytest.mark.parametrize("quarter", ORIGINS)
def test_inputs_of_an_origin_do_not_depend_on_anything_later(quarter: str) -> None:
    origin = ORIGINS[quarter]
    assert same(origin_drivers(shipped_tables(), origin), origin_drivers(changed_after(origin), origin))


def test_beliefs_at_an_origin_do_not_depend_on_anything_later() -> None:
    ours, other = (
        origin_beliefs(END_2022, t.parameters) for t in (shipped_tables(), changed_after(END_2022))
    )
    z = ours.prior(4, seed=1)
    mine, theirs = ours.inputs(z), other.inputs(z)
    assert all(np.array_equal(mine[name], theirs[name]) for name in mine)


@pytest.mark.parametrize("quarter", ORIGINS)
def test_continued_inputs_are_finite_ordered_and_never_negative(quarter: str) -> None:
    for shock in (-2.0, 0.0, 2.0):
        drivers = origin_drivers(shipped_tables(), ORIGINS[quarter], dict.fromkeys(DRIVERS, shock))
        for name in DRIVERS:
            values = getattr(drivers, name)
            assert np.isfinite(values).all(), name
            assert (values >= 0).all(), name
            assert (values[0] <= values[1] + 1e-12).all(), name
            assert (values[1] <= values[2] + 1e-12).all(), name


def test_growth_shocks_move_the_future_alone_and_spread_with_the_horizon() -> None:
    still = origin_drivers(shipped_tables(), END_2022).demand_potential[1]
    moved = origin_drivers(shipped_tables(), END_2022, {"demand_potential": 1.0}).demand_potential[1]
    stop = END_2022.stop
    assert np.array_equal(still[:stop], moved[:stop])
    away = np.log(moved[stop:] / still[stop:])
    assert (np.diff(away) > 0).all()
    assert away[3] == pytest.approx(driver_rules()["demand_potential"].spread * 0.875)


def test_growth_fades() -> None:
    spend = origin_drivers(shipped_tables(), END_2022).adv_tool_spend[1][END_2022.stop :]
    growth = np.diff(np.log(spend))
    assert (growth > 0).all()
    assert (np.diff(growth) < 1e-12).all()


def test_growth_shocks_are_the_same_for_any_number_of_groups() -> None:
    few, many = growth_shocks(END_2022, 2, seed=3), growth_shocks(END_2022, 8, seed=3)
    assert few == many[:2]


def test_as_happened_feeds_acts_and_no_volumes() -> None:
    actual, path = scenario.resolve("actual"), origin_path(END_2022, "as_happened")
    stop = END_2022.stop
    h20 = IMPORT_CHIPS.index("H20")
    assert np.array_equal(path.us_gate, actual.us_gate)
    assert np.array_equal(path.tool_severity_advanced, actual.tool_severity_advanced)
    assert path.front_running[stop:].sum() == 0.0
    late = QUARTERS.index("2025Q4")
    assert actual.cn_gate_known[late, h20] > 0.0
    assert (path.cn_gate_known[late, h20], path.cn_gate_drawn[late, h20]) == (0.0, 1.0)
    assert path.on_sale[QUARTERS.index("2026Q3"), h20] == 1.0
    assert path.chip_price[h20] != actual.chip_price[h20]


def test_nothing_before_the_origin_moves() -> None:
    actual = scenario.resolve("actual")
    for policy in ("as_happened", "known_at_origin"):
        path = origin_path(END_2022, policy)
        for name in ("us_gate", "on_sale", "cn_gate_known", "hbm_import_open", "front_running"):
            stop = END_2022.stop
            assert np.array_equal(getattr(path, name)[:stop], getattr(actual, name)[:stop]), name


def test_known_at_origin_holds_the_last_day() -> None:
    path = origin_path(END_2022, "known_at_origin")
    for name, values in ((n, getattr(path, n)) for n in ("us_gate", "on_sale", "hbm_import_open")):
        later = values[END_2022.stop :]
        assert (later == later[0]).all(), name
    assert path.on_sale[-1, IMPORT_CHIPS.index("H20")] == 0.0
    assert path.us_gate[-1, IMPORT_CHIPS.index("A100")] == 0.0


def test_later_steps_and_law_do_not_reach_what_was_known() -> None:
    actual = scenario.load("actual")
    settings = tuple(
        scenario.Setting(s.lever, s.key, tuple(x for x in s.steps if x.start <= END_2022.end))
        for s in actual.settings
    )
    rules_off = scenario.Setting(
        "us_chip_rules",
        "",
        (*_steps(actual, "us_chip_rules"), scenario.Step(date(2023, 6, 1), None, rules="off")),
    )
    without = tuple(s for s in settings if s.steps and s.lever != "us_chip_rules")
    other = replace(actual, id="other", settings=(*without, rules_off))
    mine, theirs = scenario.held(actual, END_2022.end), scenario.held(other, END_2022.end)
    for name in ("us_gate", "tool_severity_advanced", "hbm_import_open", "on_sale", "cn_gate_known"):
        assert np.array_equal(getattr(mine, name), getattr(theirs, name)), name


def _steps(one: scenario.Scenario, lever: str) -> tuple[scenario.Step, ...]:
    return next(s.steps for s in one.settings if s.lever == lever)


def test_every_main_line_is_a_target_or_has_a_reason() -> None:
    scored = {name for series in hindcast_series() for name in series.line_ids}
    reasons = {row.line for row in left_out()}
    main = {line.id for line in history_lines() if line.role == "main"}
    assert main <= scored | reasons
    assert not scored & reasons


def test_told_lines_are_no_targets() -> None:
    told = {line.id for line in history_lines() if line.input == "yes"}
    assert not told & {name for series in hindcast_series() for name in series.line_ids}


@pytest.mark.parametrize("quarter", ORIGINS)
def test_targets_end_after_the_origin_and_the_fit_before(quarter: str) -> None:
    origin = ORIGINS[quarter]
    assert all(t.observation.span[1] > origin.stop for t in targets_from(origin))
    assert all(o.span[1] <= origin.stop for o in observations(quarter, fit_lines()))
    assert all(past.dates[-1] <= origin.date for past in pasts_at(origin).values())
    if origin.groups:
        assert {t.series.group for t in targets_from(origin)} <= origin.groups


def test_one_target_a_quantity_and_period() -> None:
    found = [(t.series.id, t.observation.span) for t in targets_from(END_2022)]
    assert len(found) == len(set(found))


def test_pasts_do_not_depend_on_anything_later(later_facts_changed: Tables) -> None:
    changed = pasts_at(END_2022)
    series_room.outcomes.cache_clear()
    with pytest.MonkeyPatch.context() as undone:
        _restore(undone)
        assert pasts_at(END_2022) == changed


def _restore(undone: pytest.MonkeyPatch) -> None:
    from fabcast.facts import _store

    for name in ("paths", "series", "parameters"):
        undone.setattr(facts, name, getattr(_store, name))
    series_room.outcomes.cache_clear()


class Double:
    """A model that answers with the sum of its inputs, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, inputs: Mapping[str, np.ndarray], seen: Sequence[object], **_: object) -> np.ndarray:
        self.asked += [str(one.id) for one in seen]  # type: ignore[attr-defined]
        level = 1.0 + np.abs(inputs["tool_weight.immersion"])
        return np.stack([level] * len(seen), axis=1)


def test_the_fit_asks_for_nothing_later_and_repeats_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    double = Double()
    monkeypatch.setattr(fitting, "predictions", double)
    one, two = (
        OriginModel(END_2022, shipped_tables()).fit(members=128, seed=5, plan=SMALL) for _ in range(2)
    )
    assert np.array_equal(one, two)
    assert set(double.asked) == {o.id for o in observations("2022Q4", fit_lines())}


def forecasts_of(tables: Tables) -> np.ndarray:
    """Both feeds' forecasts of a few prior members, with targets' spreads."""
    model = OriginModel(END_2022, tables)
    z = model.beliefs.prior(4, seed=1)
    targets = [t for t in targets_from(END_2022) if t.series.id in {"legal_units", "immersion_installed"}]
    said = model.forecast(z, "known_at_origin", targets, seed=1)
    spreads = [model.predictive(t, said[:, k]).sd for k, t in enumerate(targets)]
    return np.vstack([said, spreads])


def test_forecasts_do_not_depend_on_anything_later(later_facts_changed: Tables) -> None:
    """Every later row of series, inputs and priors is another: the bytes of forecasts are the same."""
    changed = forecasts_of(later_facts_changed)
    with pytest.MonkeyPatch.context() as undone:
        _restore(undone)
        _forget()
        assert np.array_equal(forecasts_of(shipped_tables()), changed)
    _forget()
