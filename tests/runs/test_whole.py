"""Jobs done whole: kept with a marker, made again when damaged, and no byte lost to a kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fabcast import runs
from fabcast.errors import BadInput
from fabcast.runs import _whole

from .test_spread import ROOT, worker_ids
from .test_store import content
from .whole_toy import WholeToy, eight, finish


def test_what_is_done_is_kept_and_told_again(tmp_path: Path) -> None:
    first = finish(eight(), str(tmp_path))
    again = finish([*eight(), WholeToy(8)], str(tmp_path))
    assert [done.kept for done in first] == [False] * 8
    assert [done.kept for done in again] == [True] * 8 + [False]
    assert [done.told for done in first] == [done.told for done in again[:8]]
    assert [done.digest for done in first] == [done.digest for done in again[:8]]
    assert len({done.digest for done in again}) == 9
    assert runs.whole_kept([*eight(), WholeToy(9)], str(tmp_path)) == 8


@pytest.mark.parametrize("name", ["numbers.bin", "done.json"])
def test_a_damaged_job_is_done_again(name: str, tmp_path: Path) -> None:
    (one,) = finish([WholeToy(1)], str(tmp_path))
    whole = content(tmp_path)
    file = tmp_path / one.folder / name
    file.write_bytes(file.read_bytes()[:-9])
    (again,) = finish([WholeToy(1)], str(tmp_path))
    assert (again.kept, again.digest) == (False, one.digest)
    assert content(tmp_path) == whole


@pytest.mark.parametrize("text", ["", "[]", "3", '{"files": 3}', '{"files": {}}', "[" * 100_000])
def test_a_marker_that_is_none_counts_as_missing(text: str, tmp_path: Path) -> None:
    (one,) = finish([WholeToy(1)], str(tmp_path))
    (tmp_path / one.folder / "done.json").write_text(text)
    assert not finish([WholeToy(1)], str(tmp_path))[0].kept


def test_what_a_killed_writer_left_is_swept(tmp_path: Path) -> None:
    (one,) = finish([WholeToy(1)], str(tmp_path))
    left = tmp_path / one.folder / "numbers.bin.17.part"
    left.write_bytes(b"half")
    finish([WholeToy(1)], str(tmp_path))
    assert not left.exists()


def killed_at(moment: float, store: Path) -> bool:
    """Do the toys in a process of their own, and kill it."""
    process = subprocess.Popen([sys.executable, "-m", "tests.runs.whole_toy", str(store)], cwd=ROOT)
    while not list(store.rglob("done.json")) and process.poll() is None:
        time.sleep(0.005)
    time.sleep(moment)
    alive = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    return alive


def test_jobs_killed_at_any_moment_go_on_to_the_same_bytes(tmp_path: Path) -> None:
    finish(eight(), str(tmp_path / "whole"))
    toll = 0
    for trial, moment in enumerate((0.0, 0.17)):
        store = tmp_path / str(trial)
        toll += killed_at(moment, store)
        kept = [done.kept for done in finish(eight(), str(store))]
        assert True in kept
        assert content(store) == content(tmp_path / "whole")
    assert toll  # at least one died in the middle


def test_a_worker_killed_by_its_id_costs_no_result(tmp_path: Path) -> None:
    finish(eight(), str(tmp_path / "whole"))
    killed: list[int] = []

    def kill(_: int) -> None:
        if not killed:
            killed.append(worker_ids()[0])
            os.kill(killed[0], signal.SIGKILL)

    with runs.pool(runs.LOCAL, 2) as pool:
        done = list(runs.run_whole(eight(0.2), str(tmp_path / "spread"), pool, kill))
    assert killed
    assert len(done) == 8
    assert content(tmp_path / "spread") == content(tmp_path / "whole")


def test_threads_stop_when_nobody_waits_any_more(tmp_path: Path) -> None:
    """Eight jobs of a minute each end with the first refusal, not with the last minute."""
    began = time.monotonic()
    with runs.pool(workers=2) as pool:
        reader = runs.run_whole([WholeToy(0), *(WholeToy(k, 5.0) for k in range(1, 8))], str(tmp_path), pool)
        assert next(reader).folder.startswith("toy=")
        reader.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 4.0
    assert len(list(tmp_path.rglob("done.json"))) == 1


def test_a_worker_with_another_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="a worker has another version of Fabcast"):
        _whole.make_whole(WholeToy(1), "0123456789abcdef", str(tmp_path), "call")


def test_the_marker_names_every_file(tmp_path: Path) -> None:
    (one,) = finish([WholeToy(1)], str(tmp_path))
    marker = json.loads((tmp_path / one.folder / "done.json").read_text())
    assert list(marker["files"]) == ["numbers.bin"]
    assert marker["told"] == one.told
