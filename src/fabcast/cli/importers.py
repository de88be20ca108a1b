"""``fabcast import``: data sets that others publish, read from your own copy.

Nothing is fetched and nothing is kept: each command reads the files it is given and answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fabcast.cli._output import print_json, take_any_text
from fabcast.cli._screening import match_row, screening_lines

if TYPE_CHECKING:
    from fabcast.analysis import SupplyConcentration, SupplyHit
    from fabcast.facts.importers import ChipCount, Points

app = typer.Typer(help="Read data sets that others publish, from your own copy.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON for machines.")]
Exact = Annotated[bool, typer.Option("--exact", help="The same name only, no name that is alike.")]
File = Annotated[Path, typer.Argument(help="The CSV file as it was downloaded.")]
SHOWN = 15
"""Rows of a list that are printed; --json gives all."""


@app.command("eto", epilog="Example:  fabcast import eto chip-explorer/data --stop NLD")
def eto(
    folder: Annotated[Path, typer.Argument(help="Folder with inputs.csv, providers.csv and so on.")],
    stop: Annotated[
        str, typer.Option(metavar="CCC", help="Country (three letters) that stops supplying.")
    ] = "",
    sole: Annotated[float, typer.Option(help="Share from which a country is the sole source.")] = 0.9,
    critical: Annotated[float, typer.Option(help="Share lost from which an input has failed.")] = 0.5,
    as_json: AsJson = False,
) -> None:
    """Show chokepoints of the chip supply chain, by country (Emerging Technology Observatory).

    Shares are of the world market; where one is not given, the answer says between what it lies.
    """
    from fabcast.analysis import stop_sentences, supply_concentration, supply_stop
    from fabcast.facts.importers import read_eto

    chain = read_eto(folder)
    if stop:
        hits = supply_stop(chain, stop.upper(), critical=critical)
        says = stop_sentences(chain, stop.upper(), hits, critical)
        _show([*says, "", *map(_hit_line, hits)], {"says": list(says), "hits": _rows(hits)}, as_json)
        return
    found = supply_concentration(chain, sole=sole)
    surely = sum("yes" in one.sole.values() for one in found)
    perhaps = sum(bool(one.sole) for one in found) - surely
    says = (
        f"{surely} of {len(found)} inputs have one country with at least {sole:.0%} of the world supply; "
        f"{perhaps} more might.",
    )
    _show([*says, "", *map(_choke_line, found)], {"says": list(says), "inputs": _rows(found)}, as_json)


@app.command("epoch", epilog="Example:  fabcast import epoch timelines_by_chip.csv")
def epoch(file: File, as_json: AsJson = False) -> None:
    """Count AI chips sold, by designer and chip (Epoch AI, AI Chip Sales), to the last whole period.

    Intervals run from the 5th to the 95th percentile; quarters are added end to end, so a sum's
    interval is too wide rather than too narrow.
    """
    from fabcast.facts.importers import chip_stock, read_epoch

    stock = sorted(chip_stock(read_epoch(file)), key=lambda row: row.who)
    says = (f"{len(stock)} sums of chips, the last to {max(row.end for row in stock)}.",) if stock else ()
    empty = "The file holds no whole period."
    lines = [*says, "", *map(_count_line, stock)] if stock else [empty]
    _show(lines, {"says": list(says) or [empty], "counts": [_count_row(row) for row in stock]}, as_json)


@app.command("csl", epilog='Example:  fabcast import csl consolidated.csv "Some Maker Co., Ltd." --exact')
def csl(
    file: File,
    name: Annotated[str, typer.Argument(help="Name of a party to a transaction.")],
    exact: Exact = False,
    as_json: AsJson = False,
) -> None:
    """Look a name up in the Consolidated Screening List: the same name, and names that are alike.

    Leaves with code 1 if a name was found. A name is no party: whoever is found may be another one.
    """
    from fabcast.facts.importers import flags_of, read_csl, screen

    found = screen(name, read_csl(file), exact=exact)
    says = screening_lines(name, found)
    matches = [match_row(match) for match in found]
    _show(list(says), {"says": list(says), "flags": list(flags_of(found)), "matches": matches}, as_json)
    if found:
        raise typer.Exit(1)


def _show(lines: list[str], data: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(data)
        return
    take_any_text()
    head = lines.index("") if "" in lines else len(lines)
    body = lines[head:]
    for line in [*lines[:head], *body[: SHOWN + 1]]:
        typer.echo(line)
    if len(body) > SHOWN + 1:
        typer.echo(f"… and {len(body) - SHOWN - 1} more; --json gives all.")


def _rows(records: Iterable[Any]) -> list[dict[str, Any]]:
    from dataclasses import asdict

    return [asdict(record) for record in records]


def _choke_line(one: SupplyConcentration) -> str:
    top = ", ".join(f"{country} {_span(span)}" for country, span in list(one.shares.items())[:3])
    low, high = one.hhi
    index = f"{low:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}"
    return f"{one.name}: {top} (HHI {index})"


def _hit_line(hit: SupplyHit) -> str:
    if hit.fails != "no":
        word = "fails" if hit.fails == "yes" else "may fail"
        return f"{hit.name}: {word}, loses {_span(hit.lost)}"
    way = {"whole": "is made with what fails", "part": "in part", "unknown": "perhaps"}[hit.reached]
    return f"{hit.name}: {way}, {hit.steps} step{'s' if hit.steps > 1 else ''} away"


def _span(span: tuple[float, float]) -> str:
    low, high = (f"{100 * end:.3g}" for end in span)
    return f"{low} %" if low == high else f"{low} to {high} %"


def _count_line(row: ChipCount) -> str:
    who = " ".join(part for part in (row.designer, row.chip, row.owner) if part)
    return f"{who}, to {row.end}: {_points(row.units)} chips, {_points(row.h100e)} H100e"


def _points(points: Points) -> str:
    low, middle, high = ("unknown" if point is None else f"{point:,.0f}" for point in points)
    return f"{middle} ({low} to {high})"


def _count_row(row: ChipCount) -> dict[str, Any]:
    return {
        "designer": row.designer,
        "chip": row.chip or None,
        "owner": row.owner or None,
        "start": row.start.isoformat(),
        "end": row.end.isoformat(),
        "units": dict(zip(("p5", "p50", "p95"), row.units, strict=True)),
        "h100e": dict(zip(("p5", "p50", "p95"), row.h100e, strict=True)),
    }
