"""``fabcast runs``: what a store holds, and SQL over it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fabcast._versions import SHOWN
from fabcast.cli._output import json_text, print_json, take_any_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fabcast.runs import StoredRun

app = typer.Typer(help="Look into a store of runs: list them, ask SQL of them.", no_args_is_help=True)
Store = Annotated[str, typer.Argument(metavar="DIR", help="The store: a folder or an fsspec address.")]
Json = Annotated[bool, typer.Option("--json", help="Write JSON for machines.")]


@app.command("list")
def list_(store: Store, as_json: Json = False) -> None:
    """List the runs of a store.

    Example: fabcast runs list runs
    """
    from fabcast import runs

    rows = [_row(run) for run in runs.stored_runs(store)]
    if as_json:
        print_json(rows)
        return
    _print(
        ("run", "scenarios", "draws", "seed", "basis", "form", "chunks", "made by"), [_cells(r) for r in rows]
    )


@app.command("sql")
def sql(
    store: Store,
    query: Annotated[str, typer.Argument(metavar="SQL", help="A query in DuckDB's SQL.")],
    as_json: Json = False,
) -> None:
    """Ask SQL of all runs of a store, in place.

    Tables: quarters (run, scenario, draw, quarter, outcomes), dates (run, scenario, draw, dates),
    draws (run, draw, inputs), runs (a row a run).

    Example: fabcast runs sql runs "SELECT scenario, median(china_compute_stock) FROM quarters
    WHERE quarter = '2030Q4' GROUP BY scenario"
    """
    from fabcast import runs

    answer = runs.query(store, query)
    if as_json:
        rows = [{c: _plain(v) for c, v in zip(answer.columns, row, strict=True)} for row in answer.rows]
        made = {json_text(_made_with(run.record)): _made_with(run.record) for run in runs.stored_runs(store)}
        sys.stdout.write(json_text({"made_with": list(made.values()), "rows": rows}))
        return
    _print(answer.columns, [[_text(value) for value in row] for row in answer.rows])


def _row(run: StoredRun) -> dict[str, Any]:
    told = run.record
    return {
        "run": told["id"],
        "scenarios": list(run.names),
        "draws": told["draws"],
        "seed": told["seed"],
        "basis": told["basis"],
        "structure": told["structure"],
        "chunks_done": len(run.done()),
        "chunks": len(run.chunks),
        "fabcast": told["fabcast"],
        "code_hash": told["code_hash"],
        "made_with": _made_with(told),
    }


def _made_with(told: Mapping[str, Any]) -> dict[str, str]:
    """Versions that a stored run rests on, from its record; they may not be those installed."""
    return {
        "fabcast": told["fabcast"],
        "facts": f"{told['facts_as_of']}+{told['facts_hash'][:SHOWN]}",
        "rules": told["rules_hash"][:SHOWN],
        "posterior": told.get("posterior", "none"),
    }


def _cells(row: dict[str, Any]) -> list[str]:
    return [
        row["run"],
        ", ".join(row["scenarios"]),
        f"{row['draws']:,}",
        str(row["seed"]),
        row["basis"],
        row["structure"],
        f"{row['chunks_done']} of {row['chunks']}",
        f"{row['fabcast']} {row['code_hash'][:8]}",
    ]


def _print(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    take_any_text()
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    for column in columns:
        table.add_column(Text(column), no_wrap=column == "run")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


def _text(value: Any) -> str:
    return "–" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)


def _plain(value: Any) -> Any:
    """Give a value that JSON has; what is no number is null."""
    if isinstance(value, float):
        return value if value - value == 0.0 else None
    return value if isinstance(value, (int, str, bool, list, type(None))) else str(value)
