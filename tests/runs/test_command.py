"""The commands on the model itself: one small run, kept, killed by Ctrl-C, resumed, asked, verified."""

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from fabcast import runs
from fabcast._versions import versions
from fabcast.cli import main
from fabcast.report import schema

from .test_store import content

RUN = ["run", "h200_open", "h200_denied", "--draws", "300", "--prior", "--years", "2030", "--outcomes"]
RUN += ["china_compute_stock,year_of_compute_parity"]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one small run of the model."""
    folder = tmp_path_factory.mktemp("model") / "runs"
    assert main([*RUN, "--store", str(folder), "--chunk", "256"]) == 0
    return folder


def said(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_stored_and_streamed_runs_say_the_same(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    streamed = said(capsys, *RUN, "--summary", "--chunk", "512", "--workers", "1")
    stored = said(capsys, *RUN, "--store", str(kept), "--resume")
    jsonschema.validate(streamed, schema("summary"))
    jsonschema.validate(stored, schema("summary"))
    assert stored | {"store": None} == streamed
    assert [row["outcome"] for row in streamed["contrasts"]] == [
        "china_compute_stock",
        "year_of_compute_parity",
    ]


def test_the_summary_is_that_of_all_draws_at_once(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exact = said(capsys, *RUN)
    for row, other in zip(exact, said(capsys, *RUN, "--summary")["levels"], strict=True):
        assert {k: row[k] for k in ("scenario", "outcome", "year")} == {
            k: other[k] for k in ("scenario", "outcome", "year")
        }
        for point in ("p5", "p25", "p50", "p75", "p95"):
            assert other[point] == pytest.approx(row[point], rel=runs.ERROR)
        assert other["mean"] == pytest.approx(row["mean"], rel=1e-12)
        assert other["probability_never"] == pytest.approx(row["probability_never"], abs=1e-12)


def test_people_get_tables_and_how_exact_they_are(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*RUN, "--store", str(kept), "--resume"]) == 0
    out, err = capsys.readouterr()
    assert "h200_open against h200_denied" in out
    assert "300 draws; quantiles read from counts, each within 0.05 % of its value." in " ".join(out.split())
    name = next(kept.iterdir()).name
    assert err == f"Kept in {kept}/{name}: 0 chunks made, 2 were there.\n"


def test_verify_computes_again_from_the_record_alone(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = said(capsys, "verify", str(kept), "--chunks", "1")
    jsonschema.validate(found, schema("verify"))
    assert (found["good"], [c["index"] for c in found["checks"]], found["changed"]) == (True, [1], [])


def test_verify_fails_with_one_on_a_damaged_chunk(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "runs"
    for name, whole in content(kept).items():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_bytes(whole[:-9] if name.endswith("quarters/000001.parquet") else whole)
    assert main(["verify", str(copy), "--chunks", "1"]) == 1
    assert "Chunk 1 (draws 256 to 299) is damaged" in capsys.readouterr().out


def test_list_and_sql(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = said(capsys, "runs", "list", str(kept))
    jsonschema.validate(listed, schema("runs"))
    assert (listed[0]["draws"], listed[0]["chunks_done"], listed[0]["chunks"]) == (300, 2, 2)
    asked = "SELECT scenario, count(*) AS n, NULL AS nothing FROM dates GROUP BY scenario ORDER BY scenario"
    answer = said(capsys, "runs", "sql", str(kept), asked)
    assert answer["rows"] == [
        {"scenario": "h200_denied", "n": 300, "nothing": None},
        {"scenario": "h200_open", "n": 300, "nothing": None},
    ]
    assert answer["made_with"] == [listed[0]["made_with"]]
    here = versions() | {"posterior": "none", "rules": versions()["rules"].partition("+")[2]}
    assert listed[0]["made_with"] == here  # the run was drawn from the priors
    assert main(["runs", "list", str(kept)]) == 0
    assert listed[0]["run"] in capsys.readouterr().out


def test_a_study_is_kept_and_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "study.yaml"
    file.write_text(
        "title: Forms\nscenarios:\n  - [h200_open, h200_denied]\nstructures: [default, substitution]\n"
        "basis: [prior]\ndraws: 8\n"
    )
    words = ("study", str(file), "--store", str(tmp_path / "runs"))
    first, again = said(capsys, *words), said(capsys, *words)
    jsonschema.validate(first, schema("study"))
    assert first["kind"] == "ensembles"
    assert [job["structure"] for job in first["jobs"]] == ["default", "substitution"]
    assert len({job["digest"] for job in first["jobs"]}) == 2
    assert [(job["chunks_made"], job["chunks_kept"]) for job in again["jobs"]] == [(0, 1), (0, 1)]
    assert [job["contrasts"] for job in again["jobs"]] == [job["contrasts"] for job in first["jobs"]]
    assert main(list(words)) == 0
    assert "2 jobs in" in capsys.readouterr().out


def interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_ctrl_c_says_how_to_go_on_and_leaves_130(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(runs, "run", interrupted)
    assert main([*RUN, "--store", str(kept), "--resume"]) == 130
    assert capsys.readouterr().err == (
        "fabcast: stopped with 2 of 2 chunks kept; go on with: fabcast run h200_open h200_denied --draws 300 "
        "--seed 1 --years 2030 --outcomes china_compute_stock,year_of_compute_parity --prior "
        f"--store {kept} --resume\n"
    )
    assert main([*RUN, "--summary"]) == 130
    told = "fabcast: stopped after 0 draws; give --store DIR to keep what is done.\n"
    assert capsys.readouterr().err == told


def test_missing_packages_are_named_with_the_extra(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    get = "that are not installed; get them with: pip install 'fabcast"
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main([*RUN, "--summary", "--cluster", "local"]) == 2
    assert capsys.readouterr().err == f"fabcast: a cluster needs packages {get}[cluster]'\n"
    monkeypatch.setitem(sys.modules, "duckdb", None)
    assert main(["runs", "sql", str(kept), "SELECT 1"]) == 2
    assert capsys.readouterr().err == (
        "fabcast: SQL needs a package that is not installed; get it with: pip install 'fabcast[store]'\n"
    )
    monkeypatch.setitem(sys.modules, "fsspec", None)
    assert main(["runs", "list", str(kept)]) == 2
    assert capsys.readouterr().err == f"fabcast: a store needs packages {get}[store]'\n"


def test_workers_and_chunks_alone_change_no_shape(capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, *RUN, "--workers", "1")
    jsonschema.validate(told, schema("run"))
    assert told == said(capsys, *RUN, "--chunk", "256")


def test_a_run_that_the_disk_cannot_hold_is_not_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=10**8))
    words = ["run", "actual", "--prior", "--outcomes", "smic_7nm_yield", "--store", "here"]
    need = runs.stored_bytes(runs.Job.of(["actual"], 10**7, outcomes=["smic_7nm_yield"]))
    assert main([*words, "--draws", "10000000"]) == 2
    assert capsys.readouterr().err == (
        f"fabcast: about {need / 1e9:.0f} GB are needed and 0 GB are free at here; "
        "keep fewer outcomes with --outcomes, or only statistics with --summary and no --store.\n"
    )
    assert not list(tmp_path.iterdir())


def test_the_estimate_of_bytes_is_fair(kept: Path) -> None:
    real = sum(len(whole) for whole in content(kept).values())
    job = runs.Job.of(
        ["h200_open", "h200_denied"], 300, outcomes=["china_compute_stock", "year_of_compute_parity"]
    )
    assert 0.5 * real < runs.stored_bytes(job) < 2.0 * real


def test_too_many_draws_for_memory_are_streamed_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    from fabcast.cli.run import _too_much

    assert _too_much(1_000_000, 2, 13)
    assert not _too_much(10_000, 2, 13)


LIGHT = """
import sys, time
started = time.perf_counter()
import fabcast
took = time.perf_counter() - started
heavy = {"jax", "pandas", "xarray", "pyarrow", "duckdb", "fsspec", "dask", "distributed"}
print(took, sorted((heavy | {"numpy", "scipy", "altair"}) & set(sys.modules)))
import fabcast.runs
print(sorted(heavy & set(sys.modules)))
"""


def test_importing_is_quick_and_light() -> None:
    done = [
        subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    assert all(out.split("\n")[0].endswith(" []") and out.split("\n")[1] == "[]" for out in done)
    assert min(float(out.split()[0]) for out in done) < 0.3
