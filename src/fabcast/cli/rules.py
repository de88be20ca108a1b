"""``fabcast rules``: read the clauses, follow a chip through time, compare two days, check the record."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fabcast.cli._output import print_json, print_rows
from fabcast.cli.classify import pairs
from fabcast.errors import BadInput, CheckFailed

if TYPE_CHECKING:
    from fabcast.rules import Finding, Reform

app = typer.Typer(help="Read the law of chips: clauses, history, differences, checks.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON for machines.")]
To = Annotated[str, typer.Option(help="Destination, two letters.")]
ReformFile = Annotated[Path | None, typer.Option("--reform", help="Reform laid over the law, a YAML file.")]
Columns = Annotated[
    list[str] | None, typer.Option("--set", metavar="COLUMN=VALUE", help="Any other column; may be repeated.")
]


@app.command("list", epilog="Example:  fabcast rules list --on 2024-06-01")
def list_(
    on: Annotated[str, typer.Option(help="Only clauses in force on this day.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the clauses, by file."""
    from fabcast.rules._law import current
    from fabcast.rules._show import list_lines

    day = _day(on)
    if as_json:
        clauses = current().book.clauses.values()
        print_rows([{"id": c.id, "kind": c.kind, "title": c.title, "file": c.file} for c in clauses])
        return
    for line in list_lines(current(), day):
        typer.echo(line)


@app.command("show", epilog="Example:  fabcast rules show 3A090.a --on 2024-06-01")
def show(
    name: Annotated[
        str, typer.Argument(metavar="CLAUSE", help="Clause, threshold, switch or set of places.")
    ],
    on: Annotated[str, typer.Option(help="Only the version in force on this day.")] = "",
    reform: ReformFile = None,
) -> None:
    """Show a clause with its dates, numbers, citation and event."""
    from fabcast.rules._law import current
    from fabcast.rules._show import show_lines

    overlay = _overlay(reform)
    for line in show_lines(overlay.law if overlay else current(), name, _day(on)):
        typer.echo(line)


@app.command("history", epilog="Example:  fabcast rules history H20 --to CN")
def history(
    chip: Annotated[str, typer.Argument(help="Chip of the catalogue.")],
    to: To = "CN",
    set_: Columns = None,
    reform: ReformFile = None,
    as_json: AsJson = False,
) -> None:
    """Follow a chip's status through time, with the event behind each change."""
    from fabcast.rules import history as follow

    shifts = follow(chip, to=to, reform=_overlay(reform), **pairs(set_, "--set"))
    if as_json:
        print_rows(
            [
                {"day": s.day.isoformat(), "events": list(s.events), "finding": s.after.to_dict(trace=False)}
                for s in shifts
            ]
        )
        return
    typer.echo(f"{shifts[0].after.item} to {to}")
    for shift in shifts:
        typer.echo(f"\n{shift.day}  {summary(shift.after)}")
        for name in shift.events:
            typer.echo(f"            {name}: {_title(name)}")


@app.command("diff", epilog="Example:  fabcast rules diff 2023-11-16 2023-11-17")
def diff(
    one: Annotated[str, typer.Argument(metavar="DATE", help="First day.")],
    other: Annotated[str, typer.Argument(metavar="DATE", help="Second day.")],
    to: To = "CN",
    set_: Columns = None,
    as_json: AsJson = False,
) -> None:
    """Say what changed in the law between two days, and which chips moved."""
    from fabcast.rules import diff as compare

    found = compare(one, other, to, **pairs(set_, "--set"))
    if as_json:
        print_json(_diff_data(found))
        return
    typer.echo(f"{len(found['changes'])} changes of law")
    for change in found["changes"]:
        typer.echo(f"  {change.sentence}")
    typer.echo(f"\n{len(found['moved'])} chips of the catalogue moved (destination {to})")
    for before, after in found["moved"].values():
        typer.echo(f"  {after.item}\n      {summary(before)}\n    → {summary(after)}")


@app.command("effect", epilog="Example:  fabcast rules effect raise-tpp.yaml --on 2026-12-01")
def effect(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Reform, a YAML file.")],
    on: Annotated[str, typer.Option(help="Day; the facts' last day if left out.")] = "",
    to: To = "CN",
    set_: Columns = None,
    as_json: AsJson = False,
) -> None:
    """Say which chips of the catalogue a reform moves on a day."""
    from fabcast.facts import AS_OF
    from fabcast.rules import Reform
    from fabcast.rules import effect as work_out

    reform, day = Reform.from_yaml(file), on or AS_OF.isoformat()
    moved = work_out(reform, day, to, **pairs(set_, "--set"))
    if as_json:
        print_rows([{"id": name, **pair} for name, pair in moved.items()])
        return
    if not moved:
        typer.echo(f"The reform {reform.id} changes no finding of the catalogue on {day} to {to}.")
        return
    typer.echo(f"The reform {reform.id} moves {len(moved)} chips of the catalogue on {day} to {to}:")
    for name, pair in moved.items():
        typer.echo(f"  {name}\n      {_row_words(pair['before'])}\n    → {_row_words(pair['after'])}")


def _row_words(row: dict[str, str]) -> str:
    return (
        f"{row['eccn'] or 'not caught'}; licence {row['licence_required']}; {row['review_policy']}".replace(
            "_", " "
        )
    )


@app.command("check", epilog="Example:  fabcast rules check new-clause.yaml")
def check(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help="Files to lay beside.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check the rule record, and any further files, and list gaps and overlaps."""
    from fabcast.rules import check as run

    problems, notes = run(*(files or []))
    if as_json:
        print_json(
            {"problems": [vars_of(note) for note in problems], "notes": [vars_of(note) for note in notes]}
        )
    for note in () if as_json else (*problems, *notes):
        typer.echo(f"{note.kind:<8} {note.where}: {note.sentence}")
    if problems:
        raise CheckFailed(f"{len(problems)} problems in the rules; each is named above.")
    if not as_json:
        typer.echo(f"\nThe rules are sound; {len(notes)} notes on gaps and overlaps of the law itself.")


@app.command("owner", epilog="Example:  fabcast rules owner holdings.csv 'Party C' --listed 'Party A'")
def owner(
    holdings: Annotated[
        Path, typer.Argument(metavar="FILE.csv", help="Table with owner, owned and share (percent).")
    ],
    party: Annotated[str, typer.Argument(help="The party asked about.")],
    listed: Annotated[list[str] | None, typer.Option(help="A listed party; may be repeated.")] = None,
    as_json: AsJson = False,
) -> None:
    """Work out what listed parties own of a party, and its ultimate parent."""
    from fabcast.rules import Holdings

    table = Holdings.from_csv(holdings)
    if party not in {name for row in table.rows for name in (row.owner, row.owned)}:
        raise BadInput(f"{holdings}: no row names '{party}'; check the spelling.")
    share, parent = table.owned_pct(party, listed or []), table.ultimate_parent(party)
    if as_json:
        print_json({"party": party, "owned_pct": share, "ultimate_parent": parent})
        return
    typer.echo(
        f"{party}: {share:g} percent owned by listed parties; ultimate parent {parent or 'unknown (a ring)'}"
    )


@app.command("timeline", epilog="Example:  fabcast rules timeline --out timeline.svg")
def timeline(
    out: Annotated[Path, typer.Option(help="File to write: .svg, .png or .json.")],
    to: To = "CN",
) -> None:
    """Draw the status of the main chips over time."""
    from fabcast.rules import draw_timeline

    draw_timeline(out, to)
    typer.echo(f"wrote {out}", err=True)


def summary(finding: "Finding") -> str:
    """Return a finding in one line."""
    paragraphs = ", ".join(finding.eccn) or ("unsettled class" if finding.eccn_possible else "not caught")
    words = [paragraphs, f"licence {finding.licence_required}"]
    words += [f"by {', '.join(finding.grounds)}"] if finding.grounds else []
    words += [finding.review_policy.replace("_", " ")] if finding.licence_required != "no" else []
    words += [f"{item['id']} {item['available']}" for item in finding.exceptions if item["available"] != "no"]
    return "; ".join(words)


def vars_of(note: Any) -> dict[str, str]:
    """Return a note as plain data."""
    return {"kind": note.kind, "where": note.where, "sentence": note.sentence}


def _diff_data(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "changes": [
            {"day": c.day.isoformat(), "what": c.what, "how": c.how, "form": c.form, "event": c.event}
            for c in found["changes"]
        ],
        "moved": [
            {"id": name, "before": before.to_dict(trace=False), "after": after.to_dict(trace=False)}
            for name, (before, after) in found["moved"].items()
        ],
    }


def _day(text: str) -> date | None:
    from fabcast.rules._values import read_day

    return read_day(text) if text else None


def _overlay(path: Path | None) -> "Reform | None":
    from fabcast.rules import Reform

    return Reform.from_yaml(path) if path else None


def _title(name: str) -> str:
    from fabcast.rules import event_title

    return event_title(name)
