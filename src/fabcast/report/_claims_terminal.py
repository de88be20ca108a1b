"""The claims board in a terminal: a table of all, or one claim in full."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich import box
from rich.console import Console, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from fabcast import facts
from fabcast.analysis import Answer, CheckedClaim

from ._claims_order import STATUS_WORDS
from ._claims_words import amount, because, probability_words, threshold, verdict
from ._evidence import ParameterWords
from ._format import share
from ._terminal import SCENARIO, SOFT, WIDEST

_SHORT = {"settled": "record", "rule": "rules", "modelled": "model", "not_modelled": "–"}


def print_claims(checked: Sequence[CheckedClaim], console: Console) -> None:
    """Print the board: one claim a row, what the probability rests on beside it.

    Parameters
    ----------
    checked
        Tested claims in the order of the rows.
    console
        Where to; kept to 104 columns.
    """
    if not checked:
        console.print("No claim fits; drop --status or --find.")
        return
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), expand=True, show_edge=False)
    table.add_column("Claim", no_wrap=True)
    table.add_column("", ratio=1)
    table.add_column("True in", justify="right", no_wrap=True)
    table.add_column("By", no_wrap=True)
    for one in checked:
        table.add_row(Text(one.claim.id, style=SCENARIO), _words(one), _chance(one), _SHORT[one.status])
    width = min(console.width, WIDEST)
    console.print(table, width=width)
    console.print(Text(counts(checked), style=SOFT), width=width)


def counts(checked: Sequence[CheckedClaim]) -> str:
    """Count claims by status, and say how to read on."""
    found = {status: sum(one.status == status for one in checked) for status in STATUS_WORDS}
    parts = [f"{count} {STATUS_WORDS[status]}" for status, count in found.items() if count]
    ours = sum(one.ours for one in checked)
    return (
        f"{len(checked)} claims: {', '.join(parts)}. * The threshold is ours ({ours}): no verdict on the "
        "claimant. One claim in full: fabcast claims --show ID"
    )


def _words(one: CheckedClaim) -> Text:
    return Text.assemble(one.claim.claim or one.claim.quantity, (f"\n{said_by(one)}", SOFT))


def said_by(one: CheckedClaim) -> str:
    """Say who made a claim, and when, as far as it is known.

    >>> from fabcast import facts
    >>> said_by(CheckedClaim(facts.claims()[0], "modelled", "", "", ""))
    'H. Lutnick (U.S. Commerce), 2025-07-15'
    """
    known = [part for part in (one.claim.claimant, one.claim.date) if part]
    return ", ".join(known) or "claimant not given"


def _chance(one: CheckedClaim) -> str:
    if one.answer is None or one.status == "not_modelled":
        return "–"
    return probability_words(one.answer).replace("at most ", "≤").replace("at least ", "≥") + (
        "*" if one.ours else ""
    )


def print_claim(one: CheckedClaim, parameters: Mapping[str, ParameterWords], console: Console) -> None:
    """Print one claim in full: each basis, what it turns on, by date, the record and the sources."""
    for part in _parts(one, parameters):
        console.print(part, width=min(console.width, WIDEST))


def _parts(one: CheckedClaim, parameters: Mapping[str, ParameterWords]) -> Iterator[RenderableType]:
    claim = one.claim
    yield Text(f"{claim.id}  {claim.claim or claim.quantity}", style=f"bold {SCENARIO}")
    yield Text(f"{said_by(one)} · threshold: {claim.threshold_by}", style=SOFT)
    yield Text()
    yield Text(because(one), style="bold")
    judged = verdict(one)
    if judged:
        yield Text(f"Verdict: {judged}.")
    if one.caveat:
        yield Text(f"Mind: {one.caveat}.")
    yield from _bases(one)
    if one.answer is not None and one.status == "modelled":
        yield from _turns(one.answer, parameters)
        yield from _dates(one.answer)
        yield from _thresholds(one, one.answer)
    yield from _record(one)


def _section(heading: str) -> Iterator[RenderableType]:
    yield Text()
    yield Rule(Text(heading, style="bold"), align="left", style=SOFT)


def _bases(one: CheckedClaim) -> Iterator[RenderableType]:
    if not one.bases:
        return
    yield from _section("On each basis")
    table = Table("Basis", "Quantity", f"Share of draws {threshold(one)}", box=box.SIMPLE_HEAD)
    for answer in one.bases:
        name = answer.basis or one.unit
        value = amount(answer, one.unit, signed=len(one.scenarios) > 1)
        table.add_row(name, f"{answer.bound} {value}".strip(), probability_words(answer))
    yield table
    yield from (Text(answer.note, style=SOFT) for answer in one.bases if answer.note)


def _turns(answer: Answer, parameters: Mapping[str, ParameterWords]) -> Iterator[RenderableType]:
    yield from _section("What it turns on" if answer.verdict_open else "What moves the quantity most")
    table = Table("Parameter", "Share", "True in its low third", "high third", box=box.SIMPLE_HEAD)
    for turn in answer.turns_on:
        words = parameters.get(turn.parameter)
        name = f"{words.description} ({turn.parameter})" if words else turn.parameter
        table.add_row(name, share(turn.share), share(turn.low), share(turn.high))
    yield table if answer.turns_on else Text("No parameter stands out from chance.")


def _dates(answer: Answer) -> Iterator[RenderableType]:
    if not answer.by_year:
        return
    yield from _section("By date: true in")
    table = Table(*(str(year) for year, _ in answer.by_year), box=box.SIMPLE_HEAD)
    table.add_row(*(share(p) for _, p in answer.by_year))
    yield table
    if answer.by_displacement:
        yield Text("By third of the displacement elasticity (low, middle, high), as imports displace more:")
        thirds = Table("", *(str(year) for year, *_ in answer.by_displacement), box=box.SIMPLE_HEAD)
        for place, name in enumerate(("low", "middle", "high"), start=1):
            thirds.add_row(name, *(share(float(row[place])) for row in answer.by_displacement))
        yield thirds


def _thresholds(one: CheckedClaim, answer: Answer) -> Iterator[RenderableType]:
    if not answer.curve:
        return
    yield from _section("Across thresholds: true in")
    shown = answer.curve[:: max(1, len(answer.curve) // 8)]
    table = Table(f"Threshold, {one.unit}", "True in", box=box.SIMPLE_HEAD)
    for mark, p in shown:
        table.add_row(f"{mark:,.4g}", share(p))
    yield table


def _record(one: CheckedClaim) -> Iterator[RenderableType]:
    if one.record:
        yield from _section("The record")
    for report in one.record:
        value = Answer("", "", "", 0.0, report.range.low, report.central, report.range.high, 1.0)
        source = facts.sources()[report.source_ids[0]].title if report.source_ids else "no source"
        place = "" if report.covers else " (before the horizon)"
        yield Text(f"{report.period}: {amount(value, one.unit)}{place}. {source}")
    if one.claim.source_ids:
        yield from _section("Who said it, where")
    for name in one.claim.source_ids:
        known = facts.sources().get(name)
        yield Text(f"{known.title}. {known.address} (grade {known.grade.value})" if known else name)
