"""``fabcast verify``: whether a stored run is whole, and whether its record still gives its numbers."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fabcast.cli._output import print_json, take_any_text
from fabcast.errors import BadInput

if TYPE_CHECKING:
    from fabcast.runs import ChunkCheck, StoredRun, Verified

FAILED = 1


def verify(
    where: Annotated[
        str,
        typer.Argument(metavar="RECORD|DIR", help="A run's folder or record.json, or a store of one run."),
    ],
    chunks: Annotated[int, typer.Option(help="How many chunks to compute again, evenly over the run.")] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for machines.")] = False,
) -> None:
    """Check a stored run: files against hashes, and a sample computed again.

    Every file is held against the hash that was written with it. A sample of chunks is computed
    anew, in this process, from the record alone. Exit code 1 if anything is missing, damaged or
    different.

    Example: fabcast verify runs --chunks 5
    """
    if chunks < 1:
        raise BadInput(f"--chunks must be at least 1, but is {chunks}; 3 is the default.")
    from fabcast import runs

    stored = runs.find_run(where)
    found = _verified(stored, chunks)
    if as_json:
        print_json(plain(found))
    else:
        take_any_text()
        for line in lines(found):
            print(line)
    if not found.good:
        raise typer.Exit(FAILED)


def _verified(stored: StoredRun, chunks: int) -> Verified:
    from fabcast import runs
    from fabcast.cli._steps import steps
    from fabcast.cli._stream import source

    job = runs.stored_job(stored, source(prior=stored.record["basis"] == "prior"))
    with steps(min(chunks, len(stored.chunks)), "computing chunks again") as done:
        return runs.verify(stored, job, chunks, progress=lambda _: done())


def plain(found: Verified) -> dict[str, Any]:
    """Give what was found as plain data; see ``schemas/verify.schema.json``."""
    return {"good": found.good, **asdict(found), "changed": list(found.changed), "said": lines(found)}


def lines(found: Verified) -> list[str]:
    """Say what was found, a line a finding."""
    again = [c for c in found.checks if c.verdict in {"same", "close", "different"}]
    same = sum(c.verdict == "same" for c in again)
    told = [
        f"Run {found.id}: {found.chunks} chunks, {len(again)} computed again, {same} with the same bytes."
    ]
    told += [_line(check) for check in found.checks if check.verdict != "same"]
    if found.changed:
        told.append(f"Changed here since the run was made: {_listed(found.changed)}.")
    return [*told, _verdict(found)]


def _line(check: ChunkCheck) -> str:
    where = f"Chunk {check.index} (draws {check.first} to {check.first + check.draws - 1})"
    made = f" It was made by {check.made_by}." if check.made_by else ""
    if check.verdict == "missing":
        return f"{where} is missing: the run was not finished; go on with `fabcast run … --resume`."
    if check.verdict == "damaged":
        return (
            f"{where} is damaged: it does not fit its hashes; `fabcast run … --resume` makes it again.{made}"
        )
    size = f"{check.largest_difference:.1e} at most, in {check.outcome}"
    if check.verdict == "close":
        return f"{where} differs in its last bits ({size}), as on another processor.{made}"
    return f"{where} differs ({size}).{made}"


def _verdict(found: Verified) -> str:
    if found.good:
        return "The run is whole, and its record gives its numbers."
    if any(check.verdict == "different" for check in found.checks):
        return (
            "Its record does not give these numbers with what is installed here."
            if found.changed
            else "Its record does not give these numbers, and nothing here has changed: do not use the run."
        )
    return "The run is not whole."


def _listed(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
