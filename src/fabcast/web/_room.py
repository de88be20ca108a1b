"""What one server holds while it runs: its limits, its gates, and results kept in memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from fastapi import Request

from ._background import Background
from ._kept import Kept
from ._limits import Gate, Limits
from ._runs import Runner

T = TypeVar("T")


class Room:
    """Shared by all requests of a server.

    Quick work (a lever, a finding) and slow work (thousands of draws, drawing) have gates of
    their own, so that the one never waits for the other.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.runner = Runner(limits)
        self.pages: Kept[tuple[str, ...]] = Kept(limits.kept_pages)
        self.background = Background()
        self._quick = Gate(2, limits)
        self._slow = Gate(1, limits)

    async def quick(self, request: Request, work: Callable[[], T]) -> T:
        """Do quick work when it is the visitor's turn."""
        return await self._quick.run(visitor(request), work, request.is_disconnected)

    async def slow(self, request: Request, work: Callable[[], T]) -> T:
        """Do slow work when it is the visitor's turn."""
        return await self._slow.run(visitor(request), work, request.is_disconnected)


def room_of(request: Request) -> Room:
    """Return the room of the server that got a request."""
    room: Room = request.app.state.room
    return room


def visitor(request: Request) -> str:
    """Tell visitors apart, by their address."""
    return request.client.host if request.client else "unknown"
