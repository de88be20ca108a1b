"""Turns: in rotation between visitors, bounded, and handed on whatever happens."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, TypeVar

import pytest

from fabcast.web import Limits
from fabcast.web._background import Background
from fabcast.web._kept import Kept
from fabcast.web._limits import Busy, Gate, TooLong, clock

T = TypeVar("T")


def told(story: Coroutine[Any, Any, T]) -> T:
    """Run a story on a thread of its own: the browser driver keeps a loop on this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, story).result()


async def queue(
    gate: Gate, visitors: str, done: list[str], block: threading.Event
) -> list[asyncio.Task[None]]:
    """Ask for a turn for each letter, in order, while the first one holds the only place."""

    def work(name: str) -> Callable[[], None]:
        def act() -> None:
            block.wait(5)
            done.append(name)

        return act

    tasks = []
    for name in visitors:
        tasks.append(asyncio.create_task(gate.run(name, work(name))))
        await asyncio.sleep(0)
    return tasks


def test_who_asks_for_much_waits_behind_others() -> None:
    async def story() -> list[str]:
        done: list[str] = []
        block = threading.Event()
        tasks = await queue(Gate(1, Limits()), "aaaab", done, block)
        block.set()
        await asyncio.gather(*tasks)
        return done

    assert "".join(told(story())) == "aabaa"


@pytest.mark.parametrize(
    ("limits", "visitors", "status"),
    [(Limits(waiting_each=2), "aaaa", 429), (Limits(waiting=2), "abcd", 503)],
)
def test_too_many_are_turned_away(limits: Limits, visitors: str, status: int) -> None:
    async def story() -> int:
        block = threading.Event()
        tasks = await queue(Gate(1, limits), visitors, [], block)
        with pytest.raises(Busy) as refused:
            await tasks[-1]
        block.set()
        await asyncio.gather(*tasks[:-1])
        return refused.value.status

    assert told(story()) == status


def test_a_turn_that_does_not_come_is_told_and_its_place_is_not_lost() -> None:
    async def story() -> tuple[int, list[str]]:
        done: list[str] = []
        block = threading.Event()
        gate = Gate(1, replace(Limits(), patience=0.02))
        tasks = await queue(gate, "ab", done, block)
        with pytest.raises(Busy) as refused:
            await tasks[1]
        block.set()
        await tasks[0]
        await gate.run("c", lambda: done.append("c"))
        return refused.value.status, done

    assert told(story()) == (503, ["a", "c"])


def test_a_fault_frees_its_place() -> None:
    async def story() -> int:
        gate = Gate(1, Limits())
        with pytest.raises(ZeroDivisionError):
            await gate.run("a", lambda: 1 // 0)
        return await gate.run("a", lambda: 7)

    assert told(story()) == 7


def test_a_run_past_its_time_is_given_up() -> None:
    with pytest.raises(TooLong, match="the run took longer than -1 s; ask for fewer draws"):
        clock(-1.0)(1)


def test_a_run_is_given_up_when_the_server_stops() -> None:
    stopping = threading.Event()
    tick = clock(60.0, stopping)
    tick(1)
    stopping.set()
    with pytest.raises(TooLong, match="the server stops"):
        tick(1)


def test_a_slow_work_is_begun_once_and_a_fault_is_told_and_tried_again() -> None:
    block, begun = threading.Event(), []

    def work() -> int:
        begun.append(1)
        block.wait(5)
        return 1 // (len(begun) - 1)

    works = Background()
    assert works.result("a", work) is None
    assert works.result("a", work) is None
    block.set()
    with pytest.raises(ZeroDivisionError):
        works.result("a", work, 5.0)
    assert works.result("a", work, 5.0) == 1
    assert len(begun) == 2


def test_what_many_ask_for_is_made_once() -> None:
    made: list[int] = []
    store = Kept[int](4)

    def make() -> int:
        made.append(1)
        return 5

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: store.get("key", make), range(50)))
    assert (found, made) == ([5] * 50, [1])


def test_only_the_newest_are_kept_and_a_fault_is_not() -> None:
    store = Kept[int](2)
    for key in (1, 2, 3):
        store.get(key, lambda: 0)
    assert (1 in store, 2 in store, 3 in store) == (False, True, True)
    with pytest.raises(ZeroDivisionError):
        store.get(4, lambda: 1 // 0)
    assert 4 not in store


def test_who_has_left_costs_nothing() -> None:
    async def left() -> bool:
        return True

    done: list[str] = []
    with pytest.raises(Busy, match="the request was withdrawn before its turn came"):
        told(Gate(1, Limits()).run("a", lambda: done.append("a"), left))
    assert done == []
