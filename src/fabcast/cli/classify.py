"""``fabcast classify``: what the rules of a day make of a chip, or of every row of a file."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fabcast._versions import made_with
from fabcast.cli._screening import Screened, look_up, screened_rows
from fabcast.errors import BadInput

if TYPE_CHECKING:
    from fabcast.rules import Finding, Reform

FILES = (".csv", ".parquet")


def classify(
    item: Annotated[
        str, typer.Argument(metavar="CHIP|FILE", help="Chip of the catalogue, or a .csv or .parquet file.")
    ],
    on: Annotated[str, typer.Option(help="Day of the transaction; the facts' last day if left out.")] = "",
    to: Annotated[str, typer.Option(help="Destination, two letters such as CN, HK, MO, TW.")] = "",
    hq: Annotated[str, typer.Option(help="Headquarters of the receiving party.")] = "",
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="COLUMN=VALUE", help="Any other column; may be repeated."),
    ] = None,
    reading: Annotated[
        list[str] | None,
        typer.Option(metavar="SWITCH=VALUE", help="Reading of disputed law; may be repeated."),
    ] = None,
    reform: Annotated[Path | None, typer.Option(help="Reform laid over the law, a YAML file.")] = None,
    screening: Annotated[
        Path | None,
        typer.Option(help="Consolidated Screening List (CSV) in which to look up end_user, aloud."),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print clauses, arithmetic and citations.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for machines.")] = False,
    out: Annotated[
        Path | None, typer.Option(help="Write the findings of a file here (.csv or .json).")
    ] = None,
) -> None:
    """Say what the rules of a day make of a chip, or of every row of a file.

    Example:  fabcast classify H20 --on 2024-06-01 --to CN --explain
    """
    from fabcast import rules

    overlay = rules.Reform.from_yaml(reform) if reform else None
    switches = pairs(reading, "--reading")
    if item.lower().endswith(FILES):
        given = {"on": on, "to": to, "hq": hq, **pairs(set_, "--set")}
        known = {key: value for key, value in given.items() if value}
        _file(Path(item), known, overlay, switches, out, as_json, screening)
        return
    if out is not None:
        raise BadInput("--out is for files; a single chip is printed.")
    facts: dict[str, Any] = {"to": to, "hq": hq, **pairs(set_, "--set")}
    seen = look_up(facts, screening) if screening else None
    finding = rules.classify(item, on=on or _last_day(), reform=overlay, switches=switches, **facts)
    show(finding, explain, as_json, seen)
    if overlay is not None and not as_json:
        _compare(finding, rules.classify(item, on=on or _last_day(), switches=switches, **facts), overlay)


def show(finding: "Finding", explain: bool, as_json: bool, seen: "Screened | None" = None) -> None:
    """Print one finding in the form that was asked for, and what a list of names said before it."""
    if as_json:
        found = finding.to_dict(trace=explain) | {"made_with": made_with()}
        if seen is not None:
            found["screening"] = seen.data
        typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for line in seen.lines if seen else ():
        typer.echo(line)
    if explain:
        typer.echo(finding.explain())
    else:
        typer.echo(brief(finding))


def brief(finding: "Finding") -> str:
    """Return a finding in a few lines."""
    lines = finding.explain().split("\n\n")
    extra = [
        part
        for part in lines
        if part.startswith(("Other readings", "Would settle", "Import duty", "Licence exc"))
    ]
    tail = (
        f"Citations: {'; '.join(finding.citations)}\nAdd --explain for the clauses. This is not legal advice."
    )
    return "\n\n".join([lines[0], *extra, tail])


def pairs(given: list[str] | None, option: str) -> dict[str, str]:
    """Read repeated NAME=VALUE options.

    >>> pairs(["kind=export"], "--set")
    {'kind': 'export'}
    """
    found = {}
    for text in given or []:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise BadInput(f"{option} {text} has no '='; write {option} NAME=VALUE.")
        found[name.strip()] = value.strip()
    return found


def _last_day() -> str:
    from fabcast.facts import AS_OF

    return AS_OF.isoformat()


def _compare(new: "Finding", old: "Finding", overlay: "Reform") -> None:
    names = ("eccn", "limb", "licence_required", "exceptions", "review_policy")
    moved = [name for name in names if getattr(new, name) != getattr(old, name)]
    if not moved:
        typer.echo(f"\nThe reform {overlay.id} changes nothing in this finding.")
    for name in moved:
        change = f"{_word(getattr(old, name))} → {_word(getattr(new, name))}"
        typer.echo(f"\nThe reform {overlay.id} changes {name}: {change}")


def _word(value: Any) -> str:
    return (", ".join(map(str, value)) or "none") if isinstance(value, tuple) else str(value)


def _file(
    path: Path,
    defaults: dict[str, str],
    overlay: "Reform | None",
    switches: dict[str, str],
    out: Path | None,
    as_json: bool,
    screening: Path | None,
) -> None:
    """Classify every row of a file as a stream."""
    from fabcast.rules import classify_file

    amend = screened_rows(screening, lambda line: typer.echo(line, err=True)) if screening else None
    summary = classify_file(
        path,
        out,
        defaults=defaults,
        reform=overlay,
        switches=switches,
        as_json=as_json,
        amend=amend,
        made_with=made_with(),
    )
    typer.echo(summary.sentence, err=True)
    if summary.bad:
        raise typer.Exit(1)
