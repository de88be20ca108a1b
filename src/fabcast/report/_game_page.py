"""A game of postures as content: tables of payoffs, equilibria, leaders and weights that decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fabcast import facts
from fabcast.analysis import (
    GAME_NAMES,
    Commitment,
    Equilibrium,
    Played,
    Spread,
    Switch,
    Weights,
    commitments,
    game_terms,
    weight_switches,
)
from fabcast.scenario import Posture

from ._answer_page import AnswerPage, Part, Picture
from ._format import interval_parts, share
from ._game_changes import change_words, changes
from ._game_figures import payoff_figure
from ._tables import Table
from ._words import draws_in_words

MARK = "●"
WEIGHTS_NOTE = (
    "Weights are inputs, and the shipped ones are examples: the game says what follows from them, not what "
    "either government wants."
)


@dataclass(frozen=True)
class GamePage:
    """A solved game with what it was asked of, and the same game under all pairs of example weights."""

    game: Played
    examples: tuple[Played, ...]
    postures: tuple[tuple[Posture, ...], tuple[Posture, ...]]
    """Menus of Washington and of Beijing, in the order of rows and columns."""
    base: str
    """Title of the scenario whose script postures depart from."""
    allies: str
    """What allies do, in words."""
    year: int
    seed: int
    basis: str

    def pair(self, row: int, column: int) -> str:
        """Say a pair of postures.

        The labels are clauses: Washington tightens, Beijing opens.
        """
        return f"{self.postures[0][row].label} and {self.postures[1][column].label}"

    @property
    def standing(self) -> str:
        """Draws, seed, basis and date in one line."""
        draws = draws_in_words(self.game.board.draws)
        return f"{draws} · seed {self.seed} · {self.basis} · facts as of {facts.AS_OF.isoformat()}"


def amounts(spread: Spread) -> str:
    """Write a payoff or a gain with its interval.

    >>> print(amounts(Spread(-0.2, 0, 0.13, 0, 0.4, 0.12)))
    +0.13 (−0.20 to +0.40)
    """
    middle, ends = interval_parts(spread, "", difference=True)
    return f"{middle} ({ends})"


def game_page(page: GamePage, words: Sequence[str]) -> AnswerPage:
    """Lay a game out: payoffs, equilibria, examples, leaders, weights, what is left out.

    Parameters
    ----------
    page
        The game.
    words
        Its answer, from `game_words`.
    """
    return AnswerPage(
        "Fabcast game",
        "Which postures would neither government leave alone?",
        page.standing,
        tuple(words),
        (_payoffs(page), _equilibria(page), _examples(page), _leaders(page), _switches(page), _terms(page)),
    )


def _payoffs(page: GamePage) -> Part:
    us, cn = page.postures
    chosen = [f"{GAME_NAMES[w.government]}: {_named(w)}" for w in page.game.weights]
    rows = tuple(
        (posture.label, *(_cell(page, i, j) for j in range(len(cn)))) for i, posture in enumerate(us)
    )
    table = Table(
        f"Payoffs at the end of {page.year}, as changes against both keeping to the script",
        ("", *(posture.label for posture in cn)),
        rows,
    )
    picture = Picture(
        "payoffs",
        "What each pair of postures is worth to each",
        "Median and 90 % of draws. Rows: Washington’s posture, then Beijing’s. Filled: a pair that neither "
        "would leave alone, on average over draws.",
        lambda: payoff_figure(page.game, us, cn),
    )
    notes = (
        f"Weights: {'; '.join(chosen)}. W: Washington's payoff, B: Beijing's, median and 90 % of draws. "
        "Best: share of draws in which the posture is that government's best answer to the other's. Stable: "
        f"share of draws in which neither gains by moving alone; {MARK} marks pairs that are so on average.",
        *(f"{posture.label}: {posture.words}" for menu in page.postures for posture in menu),
        page.allies,
    )
    return Part("payoffs-part", "Payoffs", (), (table,), (picture,), notes)


def _cell(page: GamePage, row: int, column: int) -> str:
    game = page.game
    mark = f"{MARK} " if (row, column) in stable_pairs(game) else ""
    us, cn = (amounts(game.spread(k, row, column)) for k in (0, 1))
    best = [share(float(table[row, column])) for table in game.best]
    return (
        f"{mark}W {us}\n  best in {best[0]}\nB {cn}\n  best in {best[1]}\n"
        f"stable in {share(float(game.holds[row, column]))}"
    )


def stable_pairs(game: Played) -> tuple[tuple[int, int], ...]:
    """List the pure equilibria of the expected game as (row, column)."""
    return tuple(
        (
            max(range(len(e.rows)), key=e.rows.__getitem__),
            max(range(len(e.columns)), key=e.columns.__getitem__),
        )
        for e in game.equilibria
        if e.pure
    )


def _equilibria(page: GamePage) -> Part:
    game = page.game
    rows = tuple(
        (odds(page, e), amounts(game.value_spread(0, e)), amounts(game.value_spread(1, e)))
        for e in game.equilibria
    )
    table = Table("Equilibria on average over draws", ("Postures", "Washington", "Beijing"), rows)
    found = [dict(changes(game, e)) for e in game.equilibria]
    moved = Table(
        "What each changes, against both keeping to the script",
        ("", *(odds(page, e) for e in game.equilibria)),
        tuple((one.label, *(change_words(one, each[one]) for each in found)) for one in found[0]),
    )
    tie = (
        " Somebody is indifferent between two best answers, so more equilibria lie between those listed."
        if game.tied
        else ""
    )
    note = (
        f"In {share(game.none_holds)} of draws no pair is stable when the draw is known. In "
        f"{share(game.stays)} of resamples of the draws the stable pairs are these.{tie}"
    )
    return Part("equilibria", "Equilibria", (), (table, moved), (), (note, *_unknown(game)))


def _unknown(game: Played) -> tuple[str, ...]:
    """Say what share of draws is left out, if any is."""
    if game.board.share_defined == 1.0:
        return ()
    return (f"Left out, as a term is unknown there: {share(1.0 - game.board.share_defined)} of draws.",)


def odds(page: GamePage, found: Equilibrium) -> str:
    """Say an equilibrium: the pair, or the odds that each government mixes by."""
    sides = zip(page.postures, (found.rows, found.columns), strict=True)
    return "\n".join(_mix(menu, parts) for menu, parts in sides)


def _mix(menu: Sequence[Posture], parts: Sequence[float]) -> str:
    taken = [(posture, p) for posture, p in zip(menu, parts, strict=True) if p > 1e-6]
    if len(taken) == 1:
        return taken[0][0].label
    return ", ".join(f"{posture.label} with odds of {share(p)}" for posture, p in taken)


def _examples(page: GamePage) -> Part:
    us, cn = (list(dict.fromkeys(g.weights[k].label for g in page.examples)) for k in (0, 1))
    found = {(g.weights[0].label, g.weights[1].label): g for g in page.examples}
    rows = tuple((mine, *(_short(page, found[mine, theirs]) for theirs in cn)) for mine in us)
    table = Table("Stable pairs under each pair of example weights", ("Washington \\ Beijing", *cn), rows)
    told = dict.fromkeys(
        f"{GAME_NAMES[w.government]}, {w.label}: {w.words}" for g in page.examples for w in g.weights
    )
    return Part("examples", "Whose weights", (), (table,), (), (WEIGHTS_NOTE, *told))


def _short(page: GamePage, game: Played) -> str:
    lines = [f"{page.postures[0][i].id} / {page.postures[1][j].id}" for i, j in stable_pairs(game)]
    return "\n".join(lines) or "none for certain: both mix"


def _leaders(page: GamePage) -> Part:
    rows = tuple(row for one in commitments(page.game) for row in [_leader(page, one)])
    columns = ("Who announces", "Announces", "The other answers", "Gain over each equilibrium")
    note = (
        "Gain of going first: paired differences over draws, in the leader's own payoff. An indifferent "
        "follower answers as suits the leader; where it may not, the table says so."
    )
    return Part("leaders", "Who goes first", (), (Table("Leader and follower", columns, rows),), (), (note,))


def _leader(page: GamePage, one: Commitment) -> tuple[str, ...]:
    mine, other = page.postures if one.government == "us" else page.postures[::-1]
    gains = "\n".join(amounts(gain) for gain in one.gains)
    unsure = "\nat worst less: the other is indifferent" if one.lead.worst < one.lead.value - 1e-9 else ""
    return GAME_NAMES[one.government], mine[one.lead.move].label, other[one.lead.answer].label, gains + unsure


def _switches(page: GamePage) -> Part:
    rows = []
    for (who, term), found in weight_switches(page.game).items():
        weight = page.game.weights[0 if who == "us" else 1].values.get(term, 0.0)
        rows += [_switch(page, who, term, weight, one) for one in around(found, weight)]
    columns = ("Weight", "now", "switch at", "stable below", "stable above")
    note = (
        "One weight moved at a time, the others as they are; exact, as payoffs are linear in each weight. "
        "The nearest change on each side of the weight; JSON has all."
    )
    table = Table("Values of a weight at which the stable pairs change", columns, tuple(rows))
    return Part("switches", "What would change it", (), (table,), (), (note,))


def around(found: Sequence[Switch], weight: float) -> tuple[Switch, ...]:
    """Choose the nearest switch below a weight and the nearest above it."""
    below, above = [s for s in found if s.at <= weight], [s for s in found if s.at > weight]
    return (*below[-1:], *above[:1])


def _switch(page: GamePage, who: str, term: str, weight: float, one: Switch) -> tuple[str, ...]:
    label = next(t.label for t in game_terms(who) if t.id == term)
    below, above = (_ids(page, pairs) for pairs in (one.below, one.above))
    return f"{GAME_NAMES[who]}: {label}", f"{weight:g}", f"{one.at:.3g}", below, above


def _ids(page: GamePage, pairs: Sequence[tuple[int, int]]) -> str:
    told = [f"{page.postures[0][i].id} / {page.postures[1][j].id}" for i, j in pairs]
    return "\n".join(told) or "none"


def _terms(page: GamePage) -> Part:
    weights = {w.government: w.values for w in page.game.weights}
    rows = tuple(
        (
            f"{GAME_NAMES[who]}: {term.label}",
            term.unit,
            f"{weights[who].get(term.id, 0.0):g}",
            term.leaves_out,
        )
        for who in ("us", "cn")
        for term in game_terms(who)
    )
    left = tuple(
        f"Left out for {GAME_NAMES[who]}: {term.label}. {term.missing}"
        for who in ("us", "cn")
        for term in game_terms(who, modelled=False)
    )
    table = Table("What is weighed", ("Term", "One unit", "Weight", "Leaves out"), rows)
    return Part("terms", "What each government weighs", (), (table,), (), left)


def _named(weights: Weights) -> str:
    return f"example “{weights.label}”" if weights.example else "the user's own"
