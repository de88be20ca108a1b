"""Hindcasts: sums by known answers, the store, and what the shipped results must keep to."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fabcast.calibration import (
    ORIGINS,
    HindcastRow,
    HindcastSummary,
    hindcast_json,
    hindcast_reasons,
    load_hindcasts,
    make_hindcasts,
    read_hindcasts,
    reason_of,
    summarise,
)
from fabcast.calibration import _hindcast_fit as fitting
from fabcast.calibration import _hindcast_store as store
from fabcast.calibration._hindcast_rows import rows_of
from fabcast.calibration._hindcast_series import targets_from
from fabcast.calibration._origin_paths import POLICIES
from fabcast.calibration._smc import Plan
from fabcast.ensemble import shipped_tables
from fabcast.errors import BadInput

SMALL = Plan(keep=0.5, sweeps=1, final=1)


def row(**changes: object) -> HindcastRow:
    """One forecast that holds its outcome, with rivals twice and thrice as far off."""
    plain: dict[str, object] = {
        "policy": "as_happened",
        "origin": "2022Q4",
        "series": "a",
        "group": "tools",
        "period": "2024",
        "quarters": 8,
        "unit": "tools",
        "scale": "log",
        "outcome": 3.0,
        "p5": 1.0,
        "p25": 2.0,
        "p50": 3.0,
        "p75": 4.0,
        "p95": 5.0,
        "width50": 0.7,
        "width90": 1.6,
        "pit": 0.5,
        "crps": 0.1,
        "log_score": -1.0,
        "crps_last_value": 0.2,
        "crps_log_trend": 0.3,
        "crps_damped_trend": 0.4,
    }
    return HindcastRow.model_validate(plain | changes)


ALONE = dict.fromkeys(("crps_last_value", "crps_log_trend", "crps_damped_trend"))


def summary_of(*rows: HindcastRow) -> HindcastSummary:
    return HindcastSummary("as_happened", rows)


def test_means_are_over_targets_that_rivals_forecast_too_and_four_quarters_ahead() -> None:
    found = summary_of(row(), row(crps=9.0, quarters=3), row(crps=9.0, **ALONE))
    assert found.mean("crps", "model") == pytest.approx(0.1)
    assert found.mean("crps", "log_trend") == pytest.approx(0.3)
    assert found.best_rival == "last_value"


def test_coverage_counts_all_targets() -> None:
    found = summary_of(row(), row(pit=0.99, **ALONE), row(pit=0.2), row(pit=0.01, quarters=2))
    assert found.coverage(0.9) == 0.5
    assert found.coverage(0.5) == 0.25


def test_a_series_is_won_against_the_best_rival_overall() -> None:
    lost = row(series="b", crps=0.25, crps_last_value=0.2)
    assert summary_of(row(), lost).series_won == 0.5


def test_one_series_has_no_spread_of_coverage() -> None:
    found = summary_of(row(), row(pit=0.99))
    assert found.coverage90_interval == (0.5, 0.5)


@pytest.mark.parametrize(("held", "met"), [(7, False), (8, True), (9, True), (10, False)])
def test_the_bar_is_between_80_and_97_percent(held: int, met: bool) -> None:
    rows = [row(pit=0.5 if k < held else 0.999) for k in range(10)]
    assert summary_of(*rows).met == {"coverage": met, "crps": True}


def test_misses_come_worst_first() -> None:
    found = summary_of(row(), row(pit=0.96, log_score=-2.0), row(pit=0.99, log_score=-4.0))
    assert [r.log_score for r in found.misses] == [-4.0, -2.0]


def test_rows_are_chosen_by_policy_and_origin() -> None:
    rows = [row(), row(origin="2023Q4"), row(policy="known_at_origin")]
    assert len(summarise(rows, "as_happened").rows) == 2
    assert summarise(rows, "as_happened", ["2023Q4"]).origins == ("2023Q4",)
    words = "no hindcast of known_at_origin from 2021Q4; refit with it"
    with pytest.raises(BadInput, match=re.escape(words)):
        summarise(rows, "known_at_origin", ["2021Q4"])


def test_json_gives_none_where_rivals_have_nothing() -> None:
    plain = hindcast_json(summary_of(row(), row(series="b", **ALONE)), ["code"])
    skills = {s["id"]: s["crps_skill"] for s in plain["series"]}
    assert skills["a"]["last_value"] == pytest.approx(0.5)
    assert set(skills["b"].values()) == {None}
    assert plain["stale"] == ["code"]
    assert json.dumps(plain, allow_nan=False)


def test_the_shipped_results_are_not_stale() -> None:
    again = "made with what is no longer installed; run: fabcast hindcast --refit --results DIR, and copy it"
    assert store.load_hindcasts().stale == (), again


def test_a_folder_without_results_is_refused(tmp_path: Path) -> None:
    words = f"{tmp_path}: no hindcasts there; make them with `fabcast hindcast --refit`"
    with pytest.raises(BadInput, match=re.escape(words)):
        read_hindcasts(tmp_path)


@pytest.mark.parametrize("bound", [None, [1], "code"])
def test_a_record_that_is_bound_to_nothing_is_refused(bound: object, tmp_path: Path) -> None:
    store.write_hindcasts(tmp_path, (row(),), members=128, seed=1)
    (tmp_path / store.RECORD).write_text(json.dumps({"bound_to": bound}), encoding="utf-8")
    with pytest.raises(BadInput, match=r"hindcasts\.json: bound_to is no list of digests; make it with"):
        read_hindcasts(tmp_path)


def test_results_go_to_a_folder_and_back_and_age(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = (row(), row(origin="2023Q4", **ALONE))
    store.write_hindcasts(tmp_path, rows, members=128, seed=1)
    found = read_hindcasts(tmp_path)
    assert (found.rows, found.stale) == (rows, ())
    now = store.hindcast_bound()
    monkeypatch.setattr(store, "hindcast_bound", lambda: now | {"code": "another"})
    assert read_hindcasts(tmp_path).stale == ("code",)


def test_scores_are_those_of_members_on_the_scale() -> None:
    """All members at the outcome: the interval is the spread alone, and the PIT one half."""
    model = fitting.OriginModel(ORIGINS["2023Q4"], shipped_tables())
    targets = targets_from(model.origin)
    said = np.tile([t.outcome for t in targets], (3, 1))
    for found, target in zip(rows_of(model, "as_happened", targets, said), targets, strict=True):
        spread = np.hypot(model.discrepancy.sd(0.25 * target.quarters), target.error)
        assert found.pit == pytest.approx(0.5)
        assert found.width90 == pytest.approx(2 * 1.6448536 * spread, rel=1e-4)
        assert found.outcome == pytest.approx(target.outcome, rel=1e-4)


def test_making_results_fits_once_an_origin_and_forecasts_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a model that answers one number for everything: all rows are there, progress ends at one."""
    monkeypatch.setattr(fitting, "predictions", lambda inputs, seen, **_: np.ones((_size(inputs), len(seen))))
    told: list[float] = []
    origin = replace(ORIGINS["2021Q4"])
    folder, fits = tmp_path / "results", tmp_path / "fits"
    settings = {"members": 128, "plan": SMALL, "store": fits}
    make_hindcasts(folder, [origin], told=lambda share, _: told.append(share), **settings)  # type: ignore[arg-type]
    found = read_hindcasts(folder)
    assert len(found.rows) == len(POLICIES) * len(targets_from(origin))
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)
    assert len(list(fits.iterdir())) == 1
    again = tmp_path / "again"
    make_hindcasts(again, [origin], **settings)  # type: ignore[arg-type]
    assert (again / store.ROWS).read_bytes() == (folder / store.ROWS).read_bytes()


def _size(inputs: dict[str, np.ndarray]) -> int:
    return len(next(iter(inputs.values())))


def test_shipped_results_hold_every_target_of_every_origin() -> None:
    rows = load_hindcasts().rows
    for policy in POLICIES:
        for quarter, origin in ORIGINS.items():
            found = {(r.series, r.period) for r in rows if (r.policy, r.origin) == (policy, quarter)}
            assert found == {(t.series.id, t.period) for t in targets_from(origin)}


def test_shipped_outcomes_are_those_of_the_record() -> None:
    rows = {(r.origin, r.series, r.period): r.outcome for r in load_hindcasts().rows}
    for quarter, origin in ORIGINS.items():
        for target in targets_from(origin):
            assert rows[quarter, target.series.id, target.period] == pytest.approx(target.outcome, rel=1e-4)


def test_every_miss_has_a_reason_and_every_reason_a_miss() -> None:
    misses = summarise(load_hindcasts().rows, "as_happened").misses
    assert [m.series for m in misses if reason_of(m) is None] == []
    used = {reason_of(m) for m in misses}
    assert [r for r in hindcast_reasons() if r not in used] == []
