"""The claims board as a printed document: the whole board as a table, then one part a claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from fabcast import facts
from fabcast.analysis import CheckedClaim

from ._claims_html import Card, card, claims_standing
from ._claims_order import STATUS_WORDS
from ._content import SourceLine
from ._document import Block, Document, Heading, Paragraph, SourceList, TableBlock
from ._evidence import ParameterWords
from ._tables import Table
from ._words import CONDITIONAL, sampling

HOW = (
    "Each claim is a number that somebody stated, or that had to be chosen to make a statement checkable. "
    "It is answered from the record where the record covers it, by arithmetic on rules and published "
    "figures, or by the model, as the share of draws in which it is true; the rest is not modelled, with the "
    "reason. Brackets hold 90 % of draws. *: the threshold is ours, not the claimant's, and no verdict on "
    "the claimant follows."
)


def claims_document(
    checked: Sequence[CheckedClaim], parameters: Mapping[str, ParameterWords], *, draws: int, seed: int
) -> Document:
    """Lay tested claims out for paper.

    Parameters
    ----------
    checked
        Tested claims in their order.
    parameters
        Words for parameters.
    draws, seed
        What the runs behind them were made with.

    Returns
    -------
    Document
        Blocks in reading order.
    """
    cards = [card(one, parameters) for one in checked]
    claims = (block for made in cards for block in _claim(made))
    return Document(
        kind="Fabcast claims board",
        title="What is said about chip export controls, tested",
        standing=claims_standing(checked, draws, seed),
        running=f"facts as of {facts.AS_OF.isoformat()}",
        foot="Conditional projections, not forecasts of what governments will do.",
        blocks=(
            Paragraph(HOW),
            Paragraph(f"{CONDITIONAL} {sampling(draws)}"),
            _board(cards),
            Heading("Claim by claim"),
            *claims,
            *_sources(cards),
        ),
        keywords=("export controls", "semiconductors", "claims"),
    )


def _board(cards: Sequence[Card]) -> TableBlock:
    columns = ("Claim", "What it says", "True in", "Answered")
    return TableBlock(Table("All claims", columns, tuple(_board_row(c) for c in cards)), (0.9, 4.0, 0.7, 1.0))


def _board_row(c: Card) -> tuple[str, ...]:
    claim = c.tested.claim
    return claim.id, claim.claim or claim.quantity, _chance(c), STATUS_WORDS[c.tested.status]


def _chance(c: Card) -> str:
    return f"{c.chance}{'*' if c.tested.ours and c.bar is not None else ''}"


def _claim(c: Card) -> Iterator[Block]:
    claim = c.tested.claim
    yield Heading(f"{claim.id}. {claim.claim or claim.quantity}", 2)
    who = f"{claim.claimant or 'claimant not given'}{f', {claim.date}' if claim.date else ''}"
    yield Paragraph(f"{who}. {STATUS_WORDS[c.tested.status].capitalize()}. True in: {_chance(c)}.", "note")
    yield Paragraph(f"{c.because}{f' Verdict: {c.verdict}.' if c.verdict else ''}")
    if c.tested.caveat:
        yield Paragraph(f"Mind: {c.tested.caveat}.", "note")
    if c.bases:
        columns = ("Basis", "Quantity", "True in", "Leaves out")
        yield TableBlock(Table("Each basis", columns, c.bases), (1.0, 2.0, 0.8, 2.0))
    if c.turns:
        rows = tuple((words, low, high) for words, _, low, high in c.turns)
        columns3 = ("Turns on", "True, input in its low third", "in its high third")
        yield TableBlock(Table("What it turns on", columns3, rows), (3.0, 1.3, 1.0))
    if c.record:
        yield TableBlock(Table("The record", ("Period", "Reported", "By"), c.record), (0.6, 1.4, 3.0))
    titles = "; ".join(s.title for s in c.sources)
    yield Paragraph(f"Sources: {titles}." if titles else "No source is given.", "note")


def _sources(cards: Sequence[Card]) -> Iterator[Block]:
    known: dict[str, SourceLine] = {s.id: s for c in cards for s in c.sources}
    if known:
        yield Heading("Sources")
        yield SourceList(tuple(known[name] for name in sorted(known, key=lambda n: known[n].title.lower())))
