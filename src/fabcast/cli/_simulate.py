"""Run scenarios for a command: checks first, then a progress bar on stderr and nowhere else."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fabcast.errors import BadInput

if TYPE_CHECKING:
    from fabcast.ensemble import RunSet
    from fabcast.scenario import Scenario

# The analysis solves small systems: threads inside them only wait for each other, seconds on a
# busy machine. Read when NumPy starts, which is after this file.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def run_shown(
    scenarios: Sequence[str | Scenario],
    draws: int,
    seed: int,
    outcomes: Sequence[str] | None = None,
    *,
    prior: bool = False,
) -> RunSet:
    """Run scenarios and show how far it is, if someone watches.

    Parameters
    ----------
    scenarios
        Ids, files, or scenarios made in memory.
    draws, seed
        Number of draws, at least one; seed of all streams, zero or more.
    outcomes
        Outcome ids to keep; all if None.
    prior
        Whether to draw from the priors; default the posterior. A posterior that no longer fits
        what is installed is not used, and a line on stderr says so.

    Raises
    ------
    BadInput
        Draws or seed out of range, an unknown scenario or outcome.
    """
    check_numbers(draws, seed)
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    console = Console(file=sys.stderr)
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("starting the model", total=draws * len(scenarios))
        from fabcast.calibration import choose_basis
        from fabcast.ensemble import run_scenarios

        basis, why = choose_basis(prior=prior)
        if why:
            print(why, file=sys.stderr)

        def advance(done: int) -> None:
            bar.update(task, advance=done, description=f"{draws} draws × {len(scenarios)} scenarios")

        return run_scenarios(scenarios, draws, seed, outcomes=outcomes, progress=advance, basis=basis)


def check_numbers(draws: int, seed: int) -> None:
    """Refuse draws and seeds that cannot be run, before anything heavy starts.

    >>> check_numbers(0, 1)
    Traceback (most recent call last):
    fabcast.errors.BadInput: --draws must be at least 1, but is 0; 2000 is the default.
    """
    if draws < 1:
        raise BadInput(f"--draws must be at least 1, but is {draws}; 2000 is the default.")
    if seed < 0:
        raise BadInput(f"--seed must be 0 or more, but is {seed}.")


def split_names(text: str | None) -> tuple[str, ...] | None:
    """Split a list written with commas; None if it was not given.

    >>> split_names("a, b,"), split_names(None)
    (('a', 'b'), None)
    """
    if text is None:
        return None
    return tuple(part.strip() for part in text.split(",") if part.strip())


def split_years(text: str) -> tuple[int, ...]:
    """Read years written with commas.

    >>> split_years("2027,2030")
    (2027, 2030)
    >>> split_years("2027,soon")
    Traceback (most recent call last):
    fabcast.errors.BadInput: --years: 'soon' is not a year; write years with commas, such as 2027,2030.
    """
    parts = split_names(text) or ()
    for part in parts:
        if not (part.isascii() and part.isdigit()):
            raise BadInput(f"--years: '{part}' is not a year; write years with commas, such as 2027,2030.")
    if not parts:
        raise BadInput("--years names no year; write years with commas, such as 2027,2030.")
    return tuple(int(part) for part in parts)


def check_outcomes(names: Sequence[str]) -> tuple[str, ...]:
    """Refuse outcomes that do not exist, with the nearest name.

    Raises
    ------
    BadInput
        The first unknown name.
    """
    from difflib import get_close_matches

    from fabcast.model import OUTCOMES

    for name in names:
        if name not in OUTCOMES:
            near = get_close_matches(name, OUTCOMES, n=1)
            hint = f"did you mean {near[0]}?" if near else "list them with: fabcast outcomes list"
            raise BadInput(f"outcome '{name}' is not known; {hint}")
    return tuple(dict.fromkeys(names))


def check_years(years: Sequence[int]) -> tuple[int, ...]:
    """Refuse years outside the run.

    Raises
    ------
    BadInput
        The first year outside.
    """
    from fabcast.model import QUARTERS

    first, last = int(QUARTERS[0][:4]), int(QUARTERS[-1][:4])
    for year in years:
        if not first <= year <= last:
            raise BadInput(f"--years: {year} is outside the run, which goes from {first} to {last}.")
    return tuple(dict.fromkeys(years))
