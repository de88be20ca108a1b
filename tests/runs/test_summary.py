"""Statistics by chunks say what the analysis says of all draws at once."""

from types import SimpleNamespace

import numpy as np
import pytest

from fabcast import analysis, runs
from fabcast.ensemble import outcome_attributes
from fabcast.errors import BadInput
from fabcast.model import QUARTERS

from .toy import PARITY, SHARE, STOCK, Toy, finish, plan

TOY = Toy(draws=900)
ERROR = runs.ERROR


@pytest.fixture(scope="module")
def whole() -> SimpleNamespace:
    values = TOY.compute(0, TOY.draws).outcomes
    return SimpleNamespace(
        scenarios=TOY.names,
        quarters=QUARTERS,
        values=values,
        attrs=outcome_attributes(),
        parameters={},
        record={},
    )


@pytest.fixture(scope="module")
def told() -> runs.Summary:
    found = finish(TOY).summary
    assert found is not None
    return found


def close(told: float | None, exact: float, size: float) -> bool:
    return abs((float("nan") if told is None else told) - exact) <= ERROR * size or (
        told is None and np.isnan(exact)
    )


def test_levels_are_those_of_all_draws_within_the_bound(whole: SimpleNamespace, told: runs.Summary) -> None:
    rows = told.levels()
    first = [("ours", STOCK, 2014), ("ours", STOCK, 2030), ("ours", SHARE, 2014), ("ours", SHARE, 2030)]
    assert [(r["scenario"], r["outcome"], r["year"]) for r in rows[:5]] == [*first, ("ours", PARITY, None)]
    for row in rows:
        values = analysis.at_year_end(whole, row["outcome"], row["scenario"], row["year"] or 0)
        exact = analysis.Spread.of(values)
        for point in ("p5", "p25", "p50", "p75", "p95"):
            assert close(row[point], getattr(exact, point), abs(getattr(exact, point)) * 1.001), (row, point)
        assert close(row["mean"], exact.mean, 1e-9 * abs(exact.mean) / ERROR)
    assert {r["probability_never"] for r in rows if r["outcome"] == STOCK} == {None}


def test_contrasts_are_those_of_the_analysis(whole: SimpleNamespace, told: runs.Summary) -> None:
    exact = analysis.compare(whole, "ours", "base", (STOCK, SHARE, PARITY), (2014, 2030))
    for row, one in zip(told.contrasts(), exact, strict=True):
        assert (row["outcome"], row["year"]) == (one.outcome, one.year)
        for key in ("positive", "negative", "zero"):
            share, expected = row[f"probability_{key}"], getattr(one, f"probability_{key}")
            assert share == expected or (share is None and np.isnan(expected))
        assert row["share_defined"] == one.share_defined
        assert row["probability_never"] == pytest.approx(one.probability_never, abs=1e-15)
        biggest = np.nanmax([abs(one.contrast.p5), abs(one.contrast.p95), 0.0])
        assert all(close(row[k], getattr(one.contrast, k), 2 * biggest) for k in ("p5", "p50", "p95"))
        if one.relative_p50 is None:
            assert row["relative_p50"] is None
        else:
            assert close(row["relative_p50"], one.relative_p50, 2 * abs(one.relative_p50) + 1e-12)


def test_never_is_a_value(told: runs.Summary) -> None:
    row = told.contrasts()[-1]
    assert row["outcome"] == PARITY
    assert 0.2 < row["probability_never"] < 0.4
    assert row["share_defined"] < 1.0 - row["probability_never"]
    assert row["probability_positive"] + row["probability_negative"] + row[
        "probability_zero"
    ] == pytest.approx(1.0)


@pytest.mark.parametrize(("chunk", "workers"), [(256, 1), (512, 3), (1024, 2)])
def test_chunks_and_workers_change_no_byte(told: runs.Summary, chunk: int, workers: int) -> None:
    found = finish(TOY, chunk=chunk, workers=workers)
    assert found.summary is not None
    assert found.summary.levels() == told.levels()
    assert found.summary.contrasts() == told.contrasts()
    assert found.digest == finish(TOY).digest


def test_another_number_is_another_digest() -> None:
    assert finish(Toy(draws=300)).digest != finish(Toy(draws=301)).digest


def test_one_scenario_has_no_contrast() -> None:
    toy = Toy(draws=20)
    with runs.pool(workers=1) as pool:
        found = runs.run(runs.Task.of(toy, None, runs.Plan.of(toy.names, (STOCK,), ("2030Q4",))), pool)
    assert found.summary is not None
    assert found.summary.contrasts() == []


def test_names_outside_the_run_are_refused() -> None:
    with pytest.raises(
        BadInput, match=r"^quarter 2050Q4 is outside the run, which goes from 2014Q1 to 2040Q4$"
    ):
        plan(TOY, ("2050Q4",))
    with pytest.raises(BadInput, match=r"^scenario 'c' is not run; runs are of: a, b$"):
        runs.Plan.of(("a", "b"), (STOCK,), against="c")
