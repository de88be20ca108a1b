"""Studies of fits and of hindcasts: their grid, what a job leaves behind, and its bytes on other workers."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import numpy as np
import pytest

from fabcast.calibration import (
    FitJob,
    FitStudy,
    HindcastJob,
    HindcastStudy,
    Posterior,
    observations,
    read_any_study,
    read_hindcasts,
)
from fabcast.calibration import _hindcast_fit as fitting
from fabcast.cli import main
from fabcast.report import schema
from fabcast.runs import Study

from ..runs.test_store import content

SIZE = "members: 128\nsweeps: 1\nfinal: 1\n"
FITS = f"title: Two seeds\nkind: fits\nseeds: [1, 2]\n{SIZE}"
ROOT = Path(__file__).parents[2]


def written(folder: Path, text: str) -> str:
    file = folder / "study.yaml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def fits(folder: Path, text: str) -> FitStudy:
    study = read_any_study(written(folder, f"title: Again\nkind: fits\n{text}"))
    assert isinstance(study, FitStudy)
    return study


def test_without_a_kind_a_study_is_of_ensembles(tmp_path: Path) -> None:
    assert isinstance(read_any_study(written(tmp_path, "title: One\nscenarios: [[actual]]\n")), Study)


def test_the_grid_of_fits_is_the_product_of_its_sides(tmp_path: Path) -> None:
    study = fits(tmp_path, f"structures: [default, salvage]\nwithout: [[], [share_litho]]\n{SIZE}")
    assert [(job.structure, job.without) for job in study.jobs] == [
        ("default", ()),
        ("default", ("share_litho",)),
        ("salvage", ()),
        ("salvage", ("share_litho",)),
    ]
    assert len({job.record["id"] for job in study.jobs}) == 4


def test_choices_that_leave_out_the_same_reports_are_one_fit(tmp_path: Path) -> None:
    study = fits(tmp_path, "without: [[share_litho], [share_litho.2020.0, share_litho.2023.1], []]\n")
    assert [job.without for job in study.jobs] == [("share_litho",), ()]


def test_every_number_of_a_fit_is_in_its_id() -> None:
    jobs = [FitJob("default", *one) for one in ((1, (), 128, 1, 1), (2, (), 128, 1, 1), (1, (), 256, 1, 1))]
    jobs += [FitJob("default", 1, (), 128, 2, 1), FitJob("default", 1, (), 128, 1, 2)]
    assert len({job.record["id"] for job in jobs}) == 5


def test_hindcasts_take_every_origin_by_default(tmp_path: Path) -> None:
    study = read_any_study(written(tmp_path, "title: All\nkind: hindcasts\nstructures: [default, salvage]\n"))
    assert isinstance(study, HindcastStudy)
    assert [(job.origin, job.structure) for job in study.jobs][:3] == [
        ("2021Q4", "default"),
        ("2021Q4", "salvage"),
        ("2022Q4", "default"),
    ]
    assert len({job.record["id"] for job in study.jobs}) == 8
    assert HindcastJob("2021Q4", "default", 1, 512, 4, 16) == study.jobs[0]


def test_a_study_of_fits_leaves_posteriors_that_are_read_as_any(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f"title: One report\nkind: fits\nstructures: [salvage]\nwithout: [[share_litho]]\n{SIZE}"
    words = ["study", written(tmp_path, text), "--store", str(tmp_path / "runs")]
    assert main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    jsonschema.validate(told, schema("study_fits"))
    (job,) = told["jobs"]
    fitted = Posterior.load(tmp_path / "runs" / job["folder"])
    assert (fitted.members, fitted.record["structure"]) == (128, "salvage")
    assert job["reports"] == len(observations()) - 2
    assert not any("share_litho" in name for name in fitted.record["observations"])
    assert "data" in fitted.stale()  # no answer takes it for the fit to all of the record
    assert main(words) == 0
    assert "1 jobs in" in capsys.readouterr().out


def size(inputs: dict[str, np.ndarray]) -> int:
    return len(next(iter(inputs.values())))


def test_a_study_of_hindcasts_leaves_results_that_the_command_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a model that answers one number for everything."""
    monkeypatch.setattr(
        fitting,
        "predictions",
        lambda inputs, seen, **_: np.ones((len(next(iter(inputs.values()))), len(seen))),
    )
    text = f"title: Two seeds\nkind: hindcasts\norigins: [2021Q4]\nseeds: [1, 2]\n{SIZE}"
    words = ["study", written(tmp_path, text), "--store", str(tmp_path / "runs")]
    assert main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    jsonschema.validate(told, schema("study_hindcasts"))
    assert [(job["origin"], job["seed"], job["kept"]) for job in told["jobs"]] == [
        ("2021Q4", 1, False),
        ("2021Q4", 2, False),
    ]
    for job in told["jobs"]:
        found = read_hindcasts(tmp_path / "runs" / job["folder"])
        assert (found.stale, found.record["seed"]) == ((), job["seed"])
        counted = [len([r for r in found.rows if r.policy == p["policy"]]) for p in job["policies"]]
        assert counted == [p["targets"] for p in job["policies"]]
    assert main(words) == 0
    assert "2 jobs in" in capsys.readouterr().out


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "fabcast", "study", *words]


def killed_after_the_first(words: list[str], store: Path) -> None:
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL)
    while not list(store.rglob("done.json")) and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


def test_fits_killed_half_way_go_on_elsewhere_to_the_same_bytes(tmp_path: Path) -> None:
    """By threads in one go, and by one thread, a kill, and local processes."""
    file, whole, broken = written(tmp_path, FITS), tmp_path / "whole", tmp_path / "broken"
    subprocess.run(command(file, "--store", str(whole)), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    killed_after_the_first(command(file, "--store", str(broken), "--workers", "1"), broken)
    again = command(file, "--store", str(broken), "--cluster", "local", "--workers", "2", "--json")
    told = json.loads(subprocess.run(again, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
    assert [job["kept"] for job in told["jobs"]] == [True, False]
    assert content(broken) == content(whole)
