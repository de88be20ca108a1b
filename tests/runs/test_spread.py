"""Spreading: few chunks under way, results in order, lost workers and killed runs change no byte."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from fabcast import runs
from fabcast.errors import BadInput
from fabcast.runs import _spread
from fabcast.runs._run import Task

from .test_store import content
from .toy import Toy, finish, plan

ROOT = Path(__file__).parents[2]


def test_no_more_is_under_way_than_said_and_results_come_in_order() -> None:
    begun: list[int] = []
    ended: list[int] = []

    def work(item: int) -> Future[int]:
        begun.append(item)
        assert len(begun) - len(ended) <= _spread.AHEAD * 3
        future: Future[int] = Future()
        future.set_result(-item)
        return future

    for item, result in runs.in_order(runs.Pool(3, lambda: None), work, range(40)):
        assert result == -item
        ended.append(item)
    assert begun == ended == list(range(40))


def test_what_is_left_is_cancelled_when_the_reader_stops() -> None:
    futures: list[Future[int]] = []

    def work(item: int) -> Future[int]:
        futures.append(Future())
        if item == 0:
            futures[0].set_result(0)
        return futures[-1]

    reader = runs.in_order(runs.Pool(2, lambda: None), work, range(9))
    next(reader)
    assert isinstance(reader, Iterator)
    reader.close()  # type: ignore[attr-defined]
    assert [future.cancelled() for future in futures] == [False, True, True, True]


def test_a_lazy_list_of_jobs_is_opened_only_when_its_turn_comes() -> None:
    opened: list[int] = []

    def tasks() -> Iterator[Task]:
        for k in range(20):
            opened.append(k)
            yield Task.of(Toy(draws=10 + k))

    with runs.pool(workers=1) as pool:
        for k, _ in enumerate(runs.run_all(tasks(), pool)):
            assert len(opened) <= k + 1 + _spread.AHEAD


def killed_at(moment: float, store: Path) -> bool:
    """Run the toy in a process of its own, and kill it."""
    process = subprocess.Popen([sys.executable, "-m", "tests.runs.toy", str(store)], cwd=ROOT)
    while not list(store.rglob("done/*.json")) and process.poll() is None:
        time.sleep(0.005)
    time.sleep(moment)
    alive = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    return alive


def test_a_run_killed_at_any_moment_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    toy = Toy(draws=2000)
    whole = finish(toy, str(tmp_path / "whole"))
    toll = 0
    for trial, moment in enumerate((0.0, 0.071, 0.16)):
        store = tmp_path / str(trial)
        toll += killed_at(moment, store)
        again = finish(Toy(draws=2000), str(store))
        assert again.digest == whole.digest
        assert content(store) == content(tmp_path / "whole")
    assert toll >= 2  # at least two died in the middle


def test_a_worker_killed_by_its_id_costs_no_result(tmp_path: Path) -> None:
    toy = Toy(draws=2400, seconds=0.1)
    whole = finish(Toy(draws=2400, seconds=0.0), str(tmp_path / "whole"))
    stored = runs.open_run(str(tmp_path / "spread"), toy, draws_a_chunk=256, resume=False)
    killed: list[int] = []

    def kill(_: int) -> None:
        if not killed:
            killed.append(worker_ids()[0])
            os.kill(killed[0], signal.SIGKILL)

    with runs.pool(runs.LOCAL, 2) as pool:
        assert pool.workers == 2
        found = runs.run(Task.of(toy, stored, plan(toy)), pool, progress=kill)
    assert killed
    assert found.digest == whole.digest
    assert content(tmp_path / "spread") == content(tmp_path / "whole")


def worker_ids() -> list[int]:
    from distributed import default_client

    return list(default_client().run(os.getpid).values())  # type: ignore[no-untyped-call]


def test_a_worker_with_another_version_is_refused() -> None:
    task = Task.of(Toy(draws=10))._replace(id="0123456789abcdef")
    with runs.pool(workers=1) as pool, pytest.raises(BadInput) as told:
        runs.run(task, pool)
    assert str(told.value) == (
        "a worker has another version of Fabcast, of its facts or of its fit than this machine; "
        "install the same on all of them"
    )


def test_a_scheduler_that_does_not_answer_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_spread, "ANSWER_SECONDS", 0.5)
    with (
        pytest.raises(
            BadInput, match=r"^no scheduler answers at tcp://127\.0\.0\.1:9 \(.+\); start one with: "
        ),
        runs.pool("tcp://127.0.0.1:9"),
    ):
        pass


def test_threads_do_not_outlive_their_pool() -> None:
    with runs.pool(workers=2) as pool:
        assert pool.submit(sum, [1, 2]).result() == 3
    with pytest.raises(RuntimeError):
        pool.submit(sum, [1])
