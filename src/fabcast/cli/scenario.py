"""``fabcast scenario``: list scenarios, show what one changes, start a new one, check a file."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fabcast.cli._output import print_json, print_rows

if TYPE_CHECKING:
    from fabcast.scenario import Difference, Scenario, Setting

app = typer.Typer(help="List, show, start and check scenarios.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON for machines.")]
Which = Annotated[str, typer.Argument(metavar="SCENARIO", help="Id of a scenario, or a YAML file.")]

TEMPLATE = """\
# A scenario: dated levers on top of a parent. `fabcast scenario check {file}` validates it;
# the levers are listed in the manual under "Scenarios and levers".
title: {title}
question: {question}
description: >-
  Say in two or three sentences what differs from {parent}, and what stays.
extends: {parent}
branches_from: {branch}
levers:
  licence_grant:
    H200:
      - from: {branch}
        value: 0.5
        note: Say what the number rests on.
        cites: [expert-judgement]
"""


@app.command("list", epilog="Example:  fabcast scenario list")
def list_scenarios(as_json: AsJson = False) -> None:
    """List the scenarios that come with Fabcast."""
    from fabcast.scenario import library

    found = library()
    if as_json:
        print_rows([_head(one) for one in found.values()])
        return
    width = max(len(name) for name in found)
    for name, one in found.items():
        typer.echo(f"{name:<{width}}  {one.title}")


@app.command("show", epilog="Example:  fabcast scenario show h200_denied --against h200_licensed")
def show(
    scenario: Which,
    against: Annotated[
        str | None, typer.Option(metavar="SCENARIO", help="Say what differs from this one, not the parent.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show a scenario in words: what differs from its parent, from which day, on what grounds."""
    from fabcast.scenario import cited, differences, load

    one = load(scenario)
    other = load(against) if against else one.parent
    changes = () if other is None else differences(one, other)
    if as_json:
        against_id = other.id if other else None
        print_json(
            _full(one) | {"against": against_id, "differences": [_change(change) for change in changes]}
        )
        return
    typer.echo(f"{one.title}\n{' → '.join(one.lineage)}{_since(one)}\n\n{one.description}\n")
    for line in _body(one, other, [str(change) for change in changes]):
        typer.echo(line)
    cites = dict.fromkeys(cite for change in changes for cite in change.cites) if other else cited(one)
    if cites:
        typer.echo(f"\nCites: {', '.join(cites)}")


@app.command("new", epilog="Example:  fabcast scenario new mine.yaml --extends h200_licensed")
def new(
    file: Annotated[Path, typer.Argument(help="File to write; it must not exist yet.")],
    extends: Annotated[str, typer.Option(metavar="SCENARIO", help="Parent: an id or a file.")] = "actual",
    branches_from: Annotated[
        str | None, typer.Option(metavar="DATE", help="Date from which it differs. Default: the facts' date.")
    ] = None,
) -> None:
    """Write a scenario file to start from: valid as it stands, one lever set."""
    from fabcast.errors import BadInput
    from fabcast.scenario import load

    if file.suffix not in {".yaml", ".yml"}:
        raise BadInput(f"{file}: a scenario file ends in .yaml; write {file.stem}.yaml")
    load(extends)
    title = file.stem.replace("_", " ").replace("-", " ").capitalize()
    text = TEMPLATE.format(
        file=file, title=title, question=title.lower(), parent=extends, branch=_branch(branches_from)
    )
    try:
        with file.open("x", encoding="utf-8") as handle:
            handle.write(text)
    except FileExistsError:
        raise BadInput(f"{file}: the file exists; choose another name") from None
    except OSError as error:
        raise BadInput(f"{file}: cannot be written ({error.strerror}); choose another folder") from None
    typer.echo(f"wrote {file}; next: fabcast scenario check {file}")


@app.command("check", epilog="Example:  fabcast scenario check mine.yaml")
def check(scenario: Which, as_json: AsJson = False) -> None:
    """Check a scenario: it resolves, each lever moves something, each citation is in the facts.

    Leaves with code 1 if a lever changes nothing or a citation is unknown.
    """
    from fabcast.scenario import idle_levers, load, resolve, unknown_cites

    one = load(scenario)
    resolve(one)
    failures = [f"lever {lever} changes nothing against {_parent(one)}" for lever in idle_levers(one)]
    failures += [f"citation {cite} is in no table of events or sources" for cite in unknown_cites(one)]
    if as_json:
        print_json({"id": one.id, "passed": not failures, "failures": failures})
    else:
        for failure in failures:
            typer.echo(failure)
        if not failures:
            levers = len({s.lever for s in one.settings})
            reacting = "; governments react" if one.reacting() else ""
            typer.echo(f"{one.id}: fine{_since(one)}; levers set: {levers}{reacting}")
    if failures:
        raise typer.Exit(1)


def _branch(text: str | None) -> date:
    from fabcast.errors import BadInput
    from fabcast.facts import AS_OF

    try:
        return date.fromisoformat(text) if text else AS_OF
    except ValueError:
        raise BadInput(f"--branches-from {text!r} is not a date; write it as 2026-01-15") from None


def _parent(one: "Scenario") -> str:
    return one.parent.id if one.parent else "the defaults"


def _since(one: "Scenario") -> str:
    from fabcast.model import QUARTERS
    from fabcast.scenario import branch_quarter

    if one.branches_from is None:
        return ""
    return f", from {one.branches_from} (first quarter that may differ: {QUARTERS[branch_quarter(one)]})"


def _head(one: "Scenario") -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "question": one.question,
        "extends": one.parent and one.parent.id,
        "branches_from": one.branches_from and one.branches_from.isoformat(),
    }


def _full(one: "Scenario") -> dict[str, Any]:
    return _head(one) | {
        "description": one.description,
        "levers": [_setting(setting) for setting in one.settings],
    }


def _change(change: "Difference") -> dict[str, Any]:
    return {
        "lever": change.lever,
        "keys": list(change.keys),
        "from": change.start.isoformat(),
        "here": change.first,
        "there": change.second,
        "cites": list(change.cites),
        "says": str(change),
    }


def _setting(setting: "Setting") -> dict[str, Any]:
    steps = [
        {
            "from": step.start.isoformat(),
            "value": step.rules or ("none" if step.value == float("inf") else step.value),
            "fact": step.fact or None,
            "note": step.note,
            "cites": list(step.cites),
        }
        for step in setting.steps
    ]
    return {"lever": setting.lever, "key": setting.key or None, "steps": steps}


def _body(one: "Scenario", other: "Scenario | None", changes: list[str]) -> list[str]:
    """Lines of differences, or, for a scenario without a parent, every dated step it sets."""
    if other is not None:
        heading = f"{one.id} against {other.id}:"
        return [heading, *(f"  {change}" for change in changes or ["no lever differs"])]
    lines = []
    for setting in one.settings:
        for step in setting.steps:
            value = step.rules or (f"fact {step.fact}" if step.fact else f"{step.value:g}")
            key = f" {setting.key}" if setting.key else ""
            lines.append(f"  {step.start}  {setting.lever}{key} = {value}  {step.note}".rstrip())
    return lines
