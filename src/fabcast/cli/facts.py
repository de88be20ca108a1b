"""``fabcast facts``: look a number up, see where it comes from, and check the books."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fabcast.cli._output import print_json, print_rows

if TYPE_CHECKING:
    from pydantic import BaseModel

    from fabcast.facts import Entry, Parameter

app = typer.Typer(help="Look facts up, with their sources, and audit them.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON for machines.")]

_POINTS = 8
"""Prior draws around which a parameter is tried that moves nothing around the central draw."""
HIDDEN = ("id", "description", "title", "name")
"""Fields that stand in an entry's head already."""


@app.command("find", epilog="Example:  fabcast facts find HBM yield")
def find(
    text: Annotated[list[str], typer.Argument(help="Words; all of them must occur.")],
    as_json: AsJson = False,
) -> None:
    """List the facts that hold all the words."""
    from fabcast import facts

    found = facts.find(" ".join(text))
    if as_json:
        print_rows([_brief(entry) for entry in found])
    else:
        for entry in found:
            typer.echo(_line(entry))
    if not found:
        typer.echo(f"no fact holds '{' '.join(text)}'; try fewer or other words.", err=True)
        raise typer.Exit(1)


@app.command("show", epilog="Example:  fabcast facts show hbm_cycle")
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="Id of a fact, as 'find' lists it.")],
    as_json: AsJson = False,
) -> None:
    """Show one fact in full: value, range, unit, grade, date and sources."""
    from fabcast import facts

    entry = facts.show(name)
    if as_json:
        print_json(_full(entry))
        return
    typer.echo(f"{entry.title}\n{entry.id} ({entry.kind}): {entry.value}")
    for record in entry.records:
        typer.echo("")
        for line in _fields(record):
            typer.echo(line)
    for line in _sources(entry):
        typer.echo(line)


@app.command("audit", epilog="Example:  fabcast facts audit --no-model")
def audit(
    model: Annotated[
        bool, typer.Option("--model/--no-model", help="Also run the model for parameters that move nothing.")
    ] = True,
    as_json: AsJson = False,
) -> None:
    """Check the facts against each other; exit code 1 if anything fails."""
    from fabcast import facts

    found = facts.audit()
    failures = [*found.failures, *(_inert() if model else ())]
    if as_json:
        print_json({"passed": not failures, "failures": failures, "lists": _lists(found.lists)})
    else:
        _report(failures, found.lists)
    if failures:
        raise typer.Exit(1)


def _inert() -> list[str]:
    """Return a sentence for each used parameter whose change moves no outcome."""
    return [
        f"parameter {name} is used but its change moves no outcome; use it, or mark it planned with a link."
        for name in _unmoved()
    ]


def _unmoved() -> tuple[str, ...]:
    """Set each used parameter to both ends of its range, alone, in every scenario of the library.

    What moves nothing around the central draw may still do so where another input binds, so it is
    tried around a few prior draws too.
    """
    from fabcast import ensemble, facts

    drawn = ensemble.sample_inputs(_POINTS, seed=1)
    tries = [{k: v[i : i + 1] for k, v in drawn.items()} for i in range(_POINTS)]
    left = tuple(p.id for p in facts.parameters().values() if _testable(p) and p.id in drawn)
    for point in (ensemble.central_inputs(), *tries):
        left = _unmoved_around({name: float(values[0]) for name, values in point.items()}, left)
        if not left:
            break
    return left


def _unmoved_around(point: Mapping[str, float], tested: tuple[str, ...]) -> tuple[str, ...]:
    from fabcast import analysis, ensemble, facts, scenario
    from fabcast.model import OUTCOMES

    paths = [scenario.resolve(name) for name in scenario.library()]
    known = facts.parameters()
    return analysis.inert_parameters(
        lambda columns: ensemble.run_inputs(dict(columns), paths, keep=tuple(OUTCOMES)),
        point,
        {name: known[name].low for name in tested},
        {name: known[name].high for name in tested},
    )


def _testable(parameter: "Parameter") -> bool:
    """Whether the default model uses it and its range has an end to go to."""
    return parameter.status == "used" and parameter.low < parameter.high


def _report(failures: list[str], lists: Mapping[str, tuple[str, ...]]) -> None:
    for heading, items in lists.items():
        typer.echo(f"{len(items)} {heading}")
        for item in items:
            typer.echo(f"  {item}")
    typer.echo(f"{len(failures)} failures" if failures else "The facts pass.")
    for sentence in failures:
        typer.echo(sentence, err=True)


def _lists(lists: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {heading.replace(" ", "_"): list(items) for heading, items in lists.items()}


def _line(entry: "Entry") -> str:
    grade = f" [{entry.grade}]" if entry.grade else ""
    return f"{entry.kind:<9} {entry.id}: {entry.title} = {entry.value}{grade}"


def _brief(entry: "Entry") -> dict[str, str]:
    head = {"kind": entry.kind, "id": entry.id, "title": entry.title}
    return head | {"value": entry.value, "grade": str(entry.grade)}


def _full(entry: "Entry") -> dict[str, Any]:
    records = [record.model_dump(mode="json") for record in entry.records]
    return {"kind": entry.kind, "id": entry.id, "records": records, "sources": _cited(entry)}


def _cited(entry: "Entry") -> list[dict[str, Any]]:
    from fabcast import facts

    names = dict.fromkeys(name for record in entry.records for name in getattr(record, "source_ids", ()))
    return [facts.sources()[name].model_dump(mode="json") for name in names]


def _fields(record: "BaseModel") -> list[str]:
    """Return the filled fields, one a line; unknown ones are left out."""
    values = record.model_dump(mode="json", exclude={*HIDDEN, "source_ids"})
    return [f"  {name}: {_words(value)}" for name, value in values.items() if value not in (None, "", [], {})]


def _words(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_words(item) for item in value)
    if isinstance(value, dict) and "name" in value:
        return " ".join(str(item) for item in value.values() if item)
    if isinstance(value, dict):
        return ", ".join(f"{name} {item}" for name, item in value.items() if item not in (None, ""))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _sources(entry: "Entry") -> list[str]:
    cited = _cited(entry)
    lines = [f"  [{source['grade']}] {source['title']}, {source['address']}" for source in cited]
    return ["", "Sources", *lines] if lines else []
