"""``fabcast calibrate``: fit the uncertain inputs to the record, and check the fit before shipping it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fabcast.cli._output import print_json, take_any_text
from fabcast.errors import BadInput, Interrupted

if TYPE_CHECKING:
    from fabcast.calibration import Check, Fit, Posterior

DEFAULT_OUT = Path("calibration")
STATE = "unfinished"
FAILED = 1


def calibrate(
    out: Annotated[Path, typer.Option(help="Folder for the posterior and its record.")] = DEFAULT_OUT,
    members: Annotated[int, typer.Option(help="Members of the posterior, an even number.")] = 4096,
    seed: Annotated[int, typer.Option(help="Seed: the same seed gives the same members.")] = 1,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a fit that was stopped.")] = False,
    report: Annotated[
        bool, typer.Option("--report", help="Say what the data taught, from the posterior in use.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for machines.")] = False,
) -> None:
    """Fit the uncertain inputs to the record, and check the fit before it is written.

    Two populations of draws go from the priors to the record on their own; a posterior is written
    only if both agree and every check holds. Ctrl-C leaves a fit that --resume goes on with.

    Example: fabcast calibrate --out calibration
    """
    if report:
        _report(as_json=as_json)
        return
    _check(members, seed)
    state = out / STATE
    if state.exists() and not resume:
        raise BadInput(f"{out} holds an unfinished fit; go on with --resume, or choose another --out.")
    fit = _fitted(members, seed, state)
    found = _checked(fit)
    _show(found, as_json=as_json)
    failed = [check for check in found if not check.passed]
    if failed:
        for check in failed:
            print(f"Not shipped: {check.sentence()}.", file=sys.stderr)
        raise typer.Exit(FAILED)
    _write(fit, found, out)
    shutil.rmtree(state)
    print(f"Wrote {out / 'posterior.npz'} and its record: {members} members.", file=sys.stderr)


def _check(members: int, seed: int) -> None:
    if members < 128 or members % 2:
        raise BadInput(
            f"--members must be an even number from 128 up, but is {members}; 4096 is the default."
        )
    if seed < 0:
        raise BadInput(f"--seed must be 0 or more, but is {seed}.")


def _fitted(members: int, seed: int, state: Path) -> Fit:
    """Run the fit with a progress bar on stderr, if someone watches."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    console = Console(file=sys.stderr)
    try:
        with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
            task = bar.add_task("starting the model", total=1.0)
            from fabcast import calibration

            return calibration.fit_record(
                members,
                seed,
                store=state,
                progress=lambda share, words: bar.update(task, completed=share, description=words),
            )
    except KeyboardInterrupt:
        raise Interrupted(f"stopped; go on with: fabcast calibrate --out {state.parent} --resume") from None


def _checked(fit: Fit) -> tuple[Check, ...]:
    from fabcast import calibration

    sampler = calibration.checks(fit.populations)
    return (*sampler, calibration.headline_check(calibration.headline_contrasts(fit.posterior)))


def _write(fit: Fit, found: Sequence[Check], out: Path) -> None:
    from dataclasses import replace

    from fabcast import calibration

    record = {**fit.posterior.record, "checks": [check.row() for check in found]}
    checked = replace(fit.posterior, record=record)
    told = _told(checked)
    checked.save(out)
    calibration.write_taught(out, told)


def _told(fitted: Posterior) -> dict[str, Any]:
    from dataclasses import asdict

    from fabcast.analysis import taught
    from fabcast.report import judged_inputs

    return asdict(taught(fitted, judged_inputs()))


def _show(found: Sequence[Check], *, as_json: bool) -> None:
    if as_json:
        print_json({"checks": [check.row() for check in found]})
        return
    from rich.console import Console
    from rich.table import Table

    take_any_text()
    table = Table(box=None, pad_edge=False)
    for column in ("Check", "Value", "Bound", "Holds"):
        table.add_column(column, justify="right" if column in {"Value", "Bound"} else "left")
    for check in found:
        side = "from" if check.at_least else "to"
        table.add_row(
            check.name, f"{check.value:.4g}", f"{side} {check.bound:g}", "yes" if check.passed else "no"
        )
    Console().print(table)


def _report(*, as_json: bool) -> None:
    """Say what the record taught, as it was written beside the posterior."""
    from fabcast import calibration
    from fabcast.report import print_taught

    told = calibration.read_taught(calibration.shipped())
    if as_json:
        print_json(told)
        return
    from rich.console import Console

    take_any_text()
    print_taught(told, Console())
