"""Same seed, same bytes: whatever the number of draws, threads, or scenarios beside."""

import dataclasses
from pathlib import Path as FilePath

import numpy as np
import pytest

from fabcast import scenario
from fabcast.ensemble import run_inputs, run_scenarios, sample_inputs, simulate
from fabcast.ensemble._kernel import BLOCK
from fabcast.errors import BadInput
from fabcast.model import HEADLINES, OUTCOMES

KEEP = (*HEADLINES, "binding")
N = 2 * BLOCK + 7


@pytest.fixture(scope="module")
def whole() -> dict[str, np.ndarray]:
    paths = [scenario.resolve(name) for name in ("h200_licensed", "h200_denied")]
    return run_inputs(sample_inputs(N, seed=3), paths, keep=KEEP)


def same(left: dict[str, np.ndarray], right: dict[str, np.ndarray]) -> bool:
    return all(left[name].tobytes() == right[name].tobytes() for name in KEEP)


def test_one_thread_or_two(whole: dict[str, np.ndarray]) -> None:
    paths = [scenario.resolve(name) for name in ("h200_licensed", "h200_denied")]
    again = run_inputs(sample_inputs(N, seed=3), paths, keep=KEEP, workers=1)
    assert same(whole, again)


@pytest.mark.parametrize("pieces", [(1, N - 1), (BLOCK, BLOCK + 7), (BLOCK - 3, 5, N - BLOCK - 2)])
def test_any_chunks_give_the_same_bytes(whole: dict[str, np.ndarray], pieces: tuple[int, ...]) -> None:
    paths = [scenario.resolve(name) for name in ("h200_licensed", "h200_denied")]
    parts, first = [], 0
    for size in pieces:
        parts.append(run_inputs(sample_inputs(size, seed=3, first=first), paths, keep=KEEP))
        first += size
    joined = {name: np.concatenate([part[name] for part in parts], axis=1) for name in KEEP}
    assert same(whole, joined)


def test_a_scenario_does_not_feel_its_neighbours(whole: dict[str, np.ndarray]) -> None:
    alone = run_inputs(sample_inputs(N, seed=3), [scenario.resolve("h200_denied")], keep=KEEP)
    assert all(alone[name][0].tobytes() == whole[name][1].tobytes() for name in KEEP)


def test_seeds_differ() -> None:
    one, two = sample_inputs(8, seed=1), sample_inputs(8, seed=2)
    assert not np.array_equal(one["y_alpha"], two["y_alpha"])


def test_a_scenario_without_levers_is_its_parent_bit_for_bit(tmp_path: FilePath) -> None:
    copy = tmp_path / "same_as_actual.yaml"
    copy.write_text(
        "title: Same as actual\nquestion: What if nothing changed?\n"
        "description: Extends the actual path and sets nothing.\n"
        "extends: actual\nbranches_from: 2026-01-01\nlevers: {}\n"
    )
    runs = run_scenarios(["actual", str(copy)], draws=16, seed=5)
    for name, values in runs.values.items():
        assert values[0].tobytes() == values[1].tobytes(), name


def test_before_the_branch_scenarios_are_identical() -> None:
    runs = run_scenarios(["h200_licensed", "h200_denied", "h200_open", "china_blocks"], draws=32)
    last = runs.quarters.index("2025Q4") + 1
    for name, values in runs.values.items():
        if values.ndim == 3:
            for row in values[1:]:
                assert row[:, :last].tobytes() == values[0][:, :last].tobytes(), name


def test_dataset_carries_units_and_names() -> None:
    data = simulate(["actual"], draws=3)
    assert data["china_compute_stock"].attrs["units"] == "H100e"
    assert data["year_of_compute_parity"].dims == ("scenario", "draw")
    assert set(OUTCOMES) <= set(data.data_vars)
    assert data["parameter_draws"].sizes["draw"] == 3


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"draws": 0}, "draws must be at least 1, but is 0; 2000 is the default"),
        ({"draws": -5}, "draws must be at least 1, but is -5; 2000 is the default"),
        ({"draws": 10_000_001}, "draws must be at most 10,000,000, but is 10,000,001"),
        ({"seed": -1}, "seed must be 0 or more, but is -1"),
        ({"scenarios": []}, "no scenario given; list them with `fabcast scenario list`"),
        (
            {"outcomes": ["gdp"]},
            "outcome 'gdp' is not known; list them with `fabcast outcomes list`",
        ),
    ],
)
def test_misuse_ends_in_a_sentence(change: dict[str, object], sentence: str) -> None:
    call = {"scenarios": ["actual"], "draws": 1, "seed": 1} | change
    with pytest.raises(BadInput) as caught:
        run_scenarios(**call)  # type: ignore[arg-type]
    assert str(caught.value) == sentence


def test_the_record_tells_paths_apart() -> None:
    one = run_scenarios(["h200_open"], draws=1).record
    two = run_scenarios(["h200_denied"], draws=1).record
    assert one["hash"] != two["hash"]
    assert one["facts_hash"] == two["facts_hash"]


def test_progress_counts_every_run() -> None:
    seen: list[int] = []
    run_scenarios(["actual", "h200_open"], draws=BLOCK + 1, progress=seen.append)
    assert sum(seen) == 2 * (BLOCK + 1)


def test_runs_are_frozen() -> None:
    runs = run_scenarios(["actual"], draws=1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        runs.record = {}  # type: ignore[misc]
