"""What one visitor may ask for, and turns, so that no visitor starves another.

Work that costs goes through a `Gate`: a few places, and visitors served in rotation. Who asks
for much waits behind others, never they behind him; who waits too long is told so.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from threading import Event
from time import monotonic
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one server. Sizes in bytes, times in seconds."""

    live_draws: int = 512
    """Draws of the picture that follows a lever."""
    full_draws: int = 2000
    """Draws of the picture that comes to rest."""
    most_draws: int = 5000
    """Draws that the API grants one request."""
    most_scenarios: int = 6
    body: int = 64_000
    query: int = 6_000
    seconds: float = 20.0
    """Time that one run may take before it is given up."""
    patience: float = 15.0
    """Time that a request waits for its turn."""
    waiting: int = 200
    """Requests that may wait at once, of all visitors."""
    waiting_each: int = 100
    """Requests of one visitor that may wait at once."""
    kept_runs: int = 16
    """Runs kept in memory."""
    kept_pages: int = 256
    """Drawn fragments kept in memory."""


class Busy(Exception):
    """Too many requests: `status` 429 where the visitor's own are too many, else 503."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class TooLong(Exception):
    """A run took longer than the server grants."""


class Gate:
    """A few places, taken in rotation between visitors, in order within one visitor.

    Parameters
    ----------
    places
        Pieces of work that run at once.
    limits
        How many may wait, and for how long.
    """

    def __init__(self, places: int, limits: Limits) -> None:
        self._free = places
        self._limits = limits
        self._queues: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    async def run(
        self, visitor: str, work: Callable[[], T], gone: Callable[[], Awaitable[bool]] | None = None
    ) -> T:
        """Run `work` on a thread when it is the visitor's turn.

        Parameters
        ----------
        visitor
            Whose turn it is.
        work
            What to do.
        gone
            Tells whether the visitor has left meanwhile: then nothing is done.

        Raises
        ------
        Busy
            Too many wait already, the turn did not come in time, or the visitor has left.
        """
        async with self._place(visitor):
            if gone is not None and await gone():
                raise Busy(503, "the request was withdrawn before its turn came")
            return await asyncio.to_thread(work)

    @asynccontextmanager
    async def _place(self, visitor: str) -> AsyncIterator[None]:
        await self._enter(visitor)
        try:
            yield
        finally:
            self._leave()

    async def _enter(self, visitor: str) -> None:
        if self._free > 0:
            self._free -= 1
            return
        turn = self._queue(visitor)
        try:
            await asyncio.wait_for(turn, self._limits.patience)
        except BaseException as error:
            self._give_up(visitor, turn)
            if isinstance(error, TimeoutError):
                raise Busy(
                    503, f"no turn within {self._limits.patience:g} s; try again in a moment"
                ) from None
            raise

    def _queue(self, visitor: str) -> asyncio.Future[None]:
        mine = self._queues.get(visitor, ())
        if len(mine) >= self._limits.waiting_each:
            raise Busy(429, f"{len(mine)} of your requests wait already; let them finish first")
        if sum(map(len, self._queues.values())) >= self._limits.waiting:
            raise Busy(503, "too many requests wait; try again in a moment")
        turn = asyncio.get_running_loop().create_future()
        self._queues.setdefault(visitor, deque()).append(turn)
        return turn

    def _give_up(self, visitor: str, turn: asyncio.Future[None]) -> None:
        """Forget a request that left; hand on its place if it had just got one."""
        queue = self._queues.get(visitor)
        if queue is not None and turn in queue:
            queue.remove(turn)
            if not queue:
                del self._queues[visitor]
        elif turn.done() and not turn.cancelled():
            self._leave()

    def _leave(self) -> None:
        """Hand the place to the first request of the visitor whose turn it is."""
        while self._queues:
            visitor, queue = self._queues.popitem(last=False)
            turn = queue.popleft()
            if queue:
                self._queues[visitor] = queue
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1


def clock(seconds: float, stopping: Event | None = None) -> Callable[[int], None]:
    """Make a progress function that gives a run up once its time is over, or the server stops.

    >>> clock(60.0)(1)
    """
    end = monotonic() + seconds

    def tick(done: int) -> None:
        del done
        if monotonic() > end:
            raise TooLong(f"the run took longer than {seconds:g} s; ask for fewer draws")
        if stopping is not None and stopping.is_set():
            raise TooLong("the server stops")

    return tick
