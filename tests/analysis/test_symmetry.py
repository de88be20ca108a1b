"""Signs are counted with ties apart, and either sign of both hypotheses is within reach of the equations."""

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from fabcast import facts
from fabcast.analysis import Corner, SignRow, Symmetry, corners, symmetry, try_corner
from fabcast.analysis._symmetry import CUMULATIVE, PAIRS, STOCK, Pair, crossing, read_paths, sign_row, thirds
from fabcast.analysis._symmetry_corners import placed, setting
from fabcast.analysis._symmetry_places import place
from fabcast.cli import main
from fabcast.errors import BadInput
from fabcast.model import OUTCOMES, QUARTERS, year_end_index

ROOT = Path(__file__).parents[2]
PAIR = Pair("H1", "a", "b", (STOCK,))
DRAWS = 128


@pytest.fixture(scope="module")
def prior() -> Symmetry:
    return symmetry(DRAWS, seed=1)


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("symmetry", ROOT / "docs/_hooks/symmetry.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def row_of(ours: list[float], base: list[float]) -> SignRow:
    return sign_row(PAIR, STOCK, 2030, "all", np.array(ours), np.array(base))


def test_lower_same_and_higher_are_counted_apart() -> None:
    row = row_of([1.0, 2.0, 3.0, 2.0 + 1e-12], [2.0, 2.0, 2.0, 2.0])
    assert (row.lower, row.tied, row.higher, row.untied) == (0.25, 0.5, 0.25, 0.5)


def test_where_no_draw_differs_nothing_is_decided() -> None:
    row = row_of([1.0] * 40, [1.0] * 40)
    assert (row.tied, row.untied, row.decided) == (1.0, None, False)


def test_a_few_draws_decide_nothing() -> None:
    assert row_of([0.0] * 20, [1.0] * 20).decided
    assert not row_of([0.0] * 19, [1.0] * 19).decided
    assert not row_of([0.0] * 18 + [2.0] * 2, [1.0] * 20).decided


def test_thirds_are_ordered_and_whole() -> None:
    values = np.random.default_rng(1).normal(size=100)
    low, middle, high = thirds(values).values()
    assert (low ^ middle ^ high).all()
    assert values[low].max() < values[middle].min() < values[middle].max() < values[high].min()


def test_the_crossing_is_the_first_quarter_ahead() -> None:
    base = np.ones((2, len(QUARTERS)))
    ours = base.copy()
    ours[0, 0], ours[0, year_end_index(2026)] = 0.5, 2.0
    found = crossing(PAIR, read_paths({STOCK: ours}), read_paths({STOCK: base}))
    assert found.by == ((2025, 0.0), (2027, 0.5), (2030, 0.5), (2035, 0.5))
    assert (found.never, found.ahead_at_end) == (0.5, 0.5)


def test_every_measure_has_every_year_and_shares_sum_to_one(prior: Symmetry) -> None:
    assert len(prior.rows) == 4 * sum(len(pair.measures) for pair in PAIRS)
    for row in (*prior.rows, *prior.thirds):
        assert row.lower + row.tied + row.higher == pytest.approx(1.0)
        assert row.error > 0.0
        assert row.measure == CUMULATIVE or row.measure in OUTCOMES


def test_a_third_is_a_third_of_the_draws(prior: Symmetry) -> None:
    whole = next(r for r in prior.rows if (r.measure, r.year, r.scenario) == (STOCK, 2035, "h200_open"))
    parts = [r for r in prior.thirds if (r.measure, r.year, r.scenario) == (STOCK, 2035, "h200_open")]
    parts = [r for r in parts if r.group.startswith("cn_capex_growth")]
    assert [r.draws for r in parts] == [43, 43, 42]
    assert sum(r.lower * r.draws for r in parts) == pytest.approx(whole.lower * whole.draws)


def test_decided_entries_name_three_parameters_and_their_equations(prior: Symmetry) -> None:
    decided = [row for row in prior.rows if row.decided]
    assert decided
    for row in decided:
        assert len(row.deciders) == 3
        assert all(one.place for one in row.deciders)


def test_the_same_seed_gives_the_same_answer(prior: Symmetry) -> None:
    assert symmetry(DRAWS, seed=1) == prior


def test_every_sampled_input_has_a_place() -> None:
    from fabcast import ensemble

    assert [name for name in ensemble.varying(ensemble.sample_inputs(8, 1)) if not place(name)] == []


@pytest.mark.parametrize("corner", corners().values(), ids=lambda c: c.id)
def test_a_corner_gives_the_other_sign_in_most_draws(corner: Corner) -> None:
    row = try_corner(corner)
    assert (row.lower if corner.sign == "lower" else row.higher) > 0.5


@pytest.mark.parametrize("pair", PAIRS, ids=lambda p: p.scenario)
def test_either_sign_is_reachable_for_compute(pair: Pair, prior: Symmetry) -> None:
    """The priors give one sign in most draws, a corner inside every range the other."""
    rows = [r for r in prior.rows if (r.scenario, r.measure) == (pair.scenario, STOCK) and r.year >= 2030]
    usual = {"lower" if row.lower > row.higher else "higher" for row in rows}
    mine = [
        c for c in corners().values() if (c.scenario, c.measure, c.inside) == (pair.scenario, STOCK, True)
    ]
    assert len(usual) == 1
    assert {c.sign for c in mine} == {"lower", "higher"} - usual


def test_a_corner_says_where_each_value_stands() -> None:
    outside = {one.parameter for c in corners().values() for one in c.settings if not one.inside}
    assert outside == {"demand_2025_potential", "capex_rev_elast", "adopt_ga"}
    for corner in corners().values():
        assert corner.words
        for one in corner.settings:
            assert one.source_ids
            assert set(one.source_ids) <= set(facts.sources())


def test_a_corner_leaves_the_given_inputs_alone() -> None:
    corner = corners()["h2_fast_dear_chips_2035"]
    inputs = {one.parameter: np.zeros(2) for one in corner.settings}
    assert placed(inputs, corner)["dom_price_fall"].tolist() == [0.08, 0.08]
    assert inputs["dom_price_fall"].tolist() == [0.0, 0.0]
    with pytest.raises(BadInput, match=r"sets perf_per_die_growth, which these inputs lack"):
        placed({}, corner)


def test_an_unknown_parameter_in_a_corner_is_refused() -> None:
    with pytest.raises(BadInput, match=r"corners.csv sets 'price_fal', which the facts do not have"):
        setting("price_fal", 1.0)


def test_the_page_gives_both_hypotheses_the_same_parts(
    hook: ModuleType, prior: Symmetry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hook, "answer", lambda: prior)
    text = hook.on_page_markdown((ROOT / "docs/explanation/symmetry.md").read_text(encoding="utf-8"))
    parts = [[line for line in text.splitlines() if line.startswith(f"### {h}: ")] for h in ("H1", "H2")]
    assert [line[8:] for line in parts[0]] == [line[8:] for line in parts[1]]
    assert len(parts[0]) == 5
    assert all(f"**{name}**" in text for name in corners())
    assert "<!-- symmetry" not in text


def test_the_command_prints_every_pair(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["symmetry", "--draws", "16"]) == 0
    out = capsys.readouterr().out
    assert all(f"{pair.scenario} against {pair.against}" in out for pair in PAIRS)
    assert main(["symmetry", "--draws", "16", "--json"]) == 0
    assert '"crossings"' in capsys.readouterr().out


def test_no_draws_are_refused_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["symmetry", "--draws", "0"]) == 2
    assert "--draws must be at least 1, but is 0; 2000 is the default." in capsys.readouterr().err
    with pytest.raises(BadInput):
        symmetry(0)
