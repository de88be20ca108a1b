"""A progress bar for work that is done in steps, on stderr and only if someone watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def steps(total: int, words: str) -> Iterator[Callable[[], None]]:
    """Show how many of a number of steps are done.

    Parameters
    ----------
    total
        Number of steps expected; more do no harm.
    words
        What is being done.

    Yields
    ------
    callable
        To be called after each step.

    Examples
    --------
    >>> with steps(2, "counting") as done:
    ...     done()
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    console = Console(file=sys.stderr)
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(words, total=total)
        yield lambda: bar.advance(task)
