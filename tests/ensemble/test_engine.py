"""Two engines, one model: the machine's own instructions give the numbers of JAX."""

from pathlib import Path

import numpy as np
import pytest

from fabcast import native, scenario
from fabcast.ensemble import _engine as engine
from fabcast.ensemble import program, run_inputs, run_record, sample_inputs
from fabcast.errors import BadInput
from fabcast.model import DEFAULT, OUTCOMES, QUARTERS, RIVALS_SHOWN, Structure

KEEP = (*OUTCOMES, "binding")
DRAWS = 70


def near(found: np.ndarray, wanted: np.ndarray) -> None:
    """Equal but for rounding, beside the largest value of the outcome."""
    x, y = found.astype(float), wanted.astype(float)
    np.testing.assert_array_equal(np.isnan(x), np.isnan(y))
    known = np.isfinite(y)
    np.testing.assert_array_equal(x[~known & ~np.isnan(y)], y[~known & ~np.isnan(y)])
    size = np.max(np.abs(y[known]), initial=0.0)
    np.testing.assert_allclose(x[known], y[known], rtol=0.0, atol=1e-11 * size)


@pytest.mark.parametrize("form", ["default", *RIVALS_SHOWN])
def test_both_engines_agree(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    structure: Structure = DEFAULT if form == "default" else RIVALS_SHOWN[form]
    names = ("actual", "h200_open", "no_controls", "full_decoupling") if form == "default" else ("h200_open",)
    paths, inputs = [scenario.resolve(name) for name in names], sample_inputs(DRAWS, seed=5)
    found = run_inputs(inputs, paths, keep=KEEP, structure=structure)
    monkeypatch.setenv("FABCAST_ENGINE", "xla")
    wanted = run_inputs(inputs, paths, keep=KEEP, structure=structure)
    for name in KEEP:
        assert found[name].dtype == wanted[name].dtype
        near(found[name], wanted[name])


def test_a_narrow_machine_gives_the_same_bits() -> None:
    traced = program(rivals=True)
    wanted = {**traced.outcomes, **traced.references}
    inputs, path = sample_inputs(9, seed=2), scenario.resolve("h200_open")
    found = []
    for lanes in (2, 8):
        kernel = native.Kernel.of(native.compile_program(traced, wanted, lanes=lanes))
        runner = engine.Native(kernel, engine.Native.of(path, DEFAULT, "double").shared)
        out = {name: np.zeros((108, 256)) for name in ("china_compute_stock", "binding", "smic_7nm_die_cost")}
        left = runner.run(runner.arrange(inputs), 0, 9, None, out)
        found.append([left[..., :9].tobytes(), *(rows[:, :9].tobytes() for rows in out.values())])
    assert found[0] == found[1]


def test_a_damaged_or_missing_cache_costs_time_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    compiled, times = engine.native_kernel().compiled, []

    def compile_again(precision: str) -> native.Compiled:
        times.append(1)
        return compiled

    def opened(folder: Path) -> int:
        monkeypatch.setattr(engine, "cache_folder", lambda: folder)
        engine.native_kernel.cache_clear()
        assert engine.native_kernel().compiled.code == compiled.code
        return len(times)

    monkeypatch.setattr(engine, "_compiled", compile_again)
    try:
        assert [opened(tmp_path), opened(tmp_path)] == [1, 1]
        (file,) = tmp_path.glob("native-*.npz")
        whole = file.read_bytes()
        file.write_bytes(whole[:1000])
        assert [opened(tmp_path), opened(tmp_path)] == [2, 2]
        assert file.read_bytes() == whole
        assert opened(file / "no folder") == 3
    finally:
        engine.native_kernel.cache_clear()


def test_a_missing_input_is_named() -> None:
    inputs = sample_inputs(3, seed=1)
    del inputs["tool_life"]
    with pytest.raises(BadInput, match=r"inputs without a value: tool_life; draw them with sample_inputs"):
        run_inputs(inputs, [scenario.resolve("actual")], keep=KEEP)


def test_an_engine_that_there_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FABCAST_ENGINE", "gpu")
    with pytest.raises(BadInput, match="FABCAST_ENGINE is 'gpu'; set it to native or xla, or leave it out"):
        run_inputs(sample_inputs(2, seed=1), [scenario.resolve("actual")], keep=KEEP)


def test_the_record_names_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    paths = {"actual": scenario.resolve("actual")}
    one = run_record(paths, 10, 1)
    monkeypatch.setenv("FABCAST_ENGINE", "xla")
    two = run_record(paths, 10, 1)
    assert (one["engine"], two["engine"]) == ("native", "xla")
    assert one["hash"] != two["hash"]


def test_single_precision_keeps_five_digits() -> None:
    inputs, paths = sample_inputs(DRAWS, seed=5), [scenario.resolve("h200_open"), scenario.resolve("actual")]
    keep = [name for name, outcome in OUTCOMES.items() if outcome.kind != "date"]
    found = run_inputs(inputs, paths, keep=keep, precision="single")
    wanted = run_inputs(inputs, paths, keep=keep)
    for name in keep:
        assert found[name].dtype == np.float32
        known = np.isfinite(wanted[name]) & np.isfinite(found[name])
        assert known.sum() >= 0.999 * np.isfinite(wanted[name]).sum()
        size = np.max(np.abs(wanted[name][known]), initial=1e-30)
        off = np.abs(found[name][known] - wanted[name][known]) / size
        assert np.quantile(off, 0.999) < 1e-4, name
        assert np.median(off) < 2e-6, name


def test_single_precision_is_refused_where_governments_react() -> None:
    with pytest.raises(BadInput, match="single precision is for scenarios in which governments keep"):
        run_inputs(
            sample_inputs(2, seed=1), [scenario.resolve("actual+reactions")], keep=KEEP, precision="single"
        )


@pytest.mark.parametrize("precision", ["double", "single"])
def test_a_shared_past_changes_no_bit(precision: engine.Precision, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths go on from the actual one's state where they branch off; run from 2014 they are the same."""
    names = [name for name in scenario.names() if scenario.load(name).responses is None]
    paths, inputs = [scenario.resolve(name) for name in names], sample_inputs(9, seed=4)
    known: dict[int, object] = {}
    shared = run_inputs(inputs, paths, keep=KEEP, precision=precision, references=known)
    again = run_inputs(inputs, paths, keep=KEEP, precision=precision, references=known)
    monkeypatch.setattr("fabcast.ensemble._blocks.Stem.of", lambda *_: None)
    whole = run_inputs(inputs, paths, keep=KEEP, precision=precision)
    for name in KEEP:
        assert shared[name].tobytes() == whole[name].tobytes(), name
        assert again[name].tobytes() == whole[name].tobytes(), name


def test_most_of_the_past_is_shared() -> None:
    measure = engine.runner(scenario.resolve("actual"), DEFAULT)
    other = engine.runner(scenario.resolve("h200_open"), DEFAULT)
    never = engine.runner(scenario.resolve("no_controls"), DEFAULT)
    assert isinstance(measure, engine.Native)
    assert isinstance(other, engine.Native)
    assert isinstance(never, engine.Native)
    assert QUARTERS[measure.shared.fork(other.shared)] == "2026Q1"
    assert measure.shared.fork(measure.shared) == len(QUARTERS)
    assert measure.shared.fork(never.shared) == 0
