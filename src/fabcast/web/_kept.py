"""Results kept in memory: the newest few, each made once however many ask at the same time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

V = TypeVar("V")


class Kept(Generic[V]):
    """A bounded store.

    >>> store = Kept[int](2)
    >>> store.get("a", lambda: 1), store.get("a", lambda: 2)
    (1, 1)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._found: OrderedDict[Hashable, Future[V]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """Return what is kept under a key, or make it; others who ask meanwhile wait for it."""
        with self._lock:
            found = self._found.get(key)
            if found is None:
                mine: Future[V] = Future()
                self._found[key] = mine
                while len(self._found) > self._most:
                    self._found.popitem(last=False)
            else:
                self._found.move_to_end(key)
        return found.result() if found is not None else self._made(key, mine, make)

    def __contains__(self, key: Hashable) -> bool:
        """Tell whether a finished result is kept."""
        with self._lock:
            found = self._found.get(key)
        return found is not None and found.done()

    def _made(self, key: Hashable, mine: Future[V], make: Callable[[], V]) -> V:
        try:
            value = make()
        except BaseException as error:
            with self._lock:
                self._found.pop(key, None)
            mine.set_exception(error)
            raise
        mine.set_result(value)
        return value
