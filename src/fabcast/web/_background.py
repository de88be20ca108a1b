"""Work that takes longer than a visitor waits: begun once, shown when it is done."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread
from typing import Any, TypeVar, cast

V = TypeVar("V")


class Background:
    """A list of such works, each on a thread of its own, one after the other.

    >>> works = Background()
    >>> works.result("sum", lambda: 1 + 1, wait=5.0)
    2
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._begun: dict[str, Future[Any]] = {}
        self._turn = Lock()

    def result(self, name: str, make: Callable[[], V], wait: float = 0.0) -> V | None:
        """Return a work's result, or None while it is under way; begin it where nobody has.

        Parameters
        ----------
        name
            Under which the result is kept.
        make
            What makes it.
        wait
            Seconds to wait for it.
        """
        with self._lock:
            work = self._begun.get(name)
            if work is None or (work.done() and work.exception() is not None):
                work = self._begun[name] = Future()
                Thread(target=self._do, args=(work, make), name=name, daemon=True).start()
        try:
            return cast("V", work.result(wait))
        except TimeoutError:
            if work.done():  # the work itself ran out of time
                raise
            return None

    def _do(self, work: Future[Any], make: Callable[[], Any]) -> None:
        with self._turn:
            _step_back()
            try:
                work.set_result(make())
            except BaseException as error:
                work.set_exception(error)


def _step_back() -> None:
    """Let this thread, and those that it starts, give way to visitors; only Linux has it by thread."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, 0, 10)
