"""``fabcast game``: what both governments would do if each answered the other."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fabcast.cli._extras import need
from fabcast.cli._options import Prior, Seed
from fabcast.cli._output import check_writable, print_json, take_any_text, write_whole
from fabcast.cli._simulate import check_numbers, check_years, run_shown
from fabcast.errors import BadInput

if TYPE_CHECKING:
    from fabcast.report import GamePage
    from fabcast.scenario import Scenario


def game(
    us_weights: Annotated[
        str, typer.Option(help="Washington's: name=value with commas, a .yaml file, or an example's name.")
    ] = "security-first",
    cn_weights: Annotated[
        str, typer.Option(help="Beijing's: name=value with commas, a .yaml file, or an example's name.")
    ] = "self-reliance-first",
    year: Annotated[int, typer.Option(help="Year end at which payoffs are read.")] = 2030,
    base: Annotated[
        str, typer.Option(help="Scenario that postures depart from: an id or a file.")
    ] = "actual",
    allies: Annotated[
        str, typer.Option(help="Posture of Japan and the Netherlands: hold or follow.")
    ] = "hold",
    draws: Annotated[int, typer.Option(help="Number of draws of the uncertain inputs.")] = 1000,
    seed: Seed = 1,
    prior: Prior = False,
    out: Annotated[Path | None, typer.Option(help="Write one HTML file here.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for machines.")] = False,
) -> None:
    """Say which postures neither government would leave alone, under whose weights, and how sure that is.

    Example: fabcast game --us-weights security-first --cn-weights compute=1,subsidy=0.2 --year 2030
    """
    check_numbers(draws, seed)
    check_years((year,))
    if out is not None:
        check_writable(out)
    need("nashpy", "a game")
    page = _page((us_weights, cn_weights), base, allies, year, (draws, seed), prior=prior)
    from fabcast.report import answer_html, game_json, game_page, game_words, print_answer

    words = game_words(page)
    if out is not None:
        write_whole(out, answer_html(game_page(page, words)))
    if as_json:
        print_json(game_json(page, words))
    elif out is not None:
        typer.echo(f"wrote {out}")
    else:
        from rich.console import Console

        take_any_text()
        print_answer(game_page(page, words), Console())


def _page(
    given: tuple[str, str], base: str, allies: str, year: int, size: tuple[int, int], *, prior: bool
) -> GamePage:
    from fabcast import scenario as room
    from fabcast.analysis import game_board, game_examples, game_outcomes, play, read_weights
    from fabcast.report import GamePage

    ours, theirs = read_weights("us", given[0]), read_weights("cn", given[1])
    parent, ally = room.load(base), room.find_posture("allies", allies)
    if parent.reacting() is not None:
        raise BadInput(
            f"--base: in '{parent.id}' governments react by rules of its own; name a scenario of scripts, "
            "as actual."
        )
    day = _day(parent, year)
    menus = room.postures("us"), room.postures("cn")
    made = {
        (us.id, cn.id): room.with_postures(parent, us=us.id, allies=allies, cn=cn.id, day=day)
        for us in menus[0]
        for cn in menus[1]
    }
    runs = run_shown(list(made.values()), *size, game_outcomes(), prior=prior)
    board = game_board(runs, {pair: one.id for pair, one in made.items()}, year)
    games = tuple(play(board, us, cn, size[1]) for us in game_examples("us") for cn in game_examples("cn"))
    basis = "fitted to the record" if runs.record.get("basis") == "posterior" else "prior ranges"
    return GamePage(
        game=play(board, ours, theirs, size[1]),
        examples=games,
        postures=menus,
        base=parent.title,
        allies=f"{ally.label}: {ally.words}",
        year=year,
        seed=size[1],
        basis=basis,
    )


def _day(parent: Scenario, year: int) -> date:
    """First day of postures: the facts' last, or the day the scenario departs, if that is later."""
    from fabcast import facts

    day = max(facts.AS_OF, parent.branches_from or facts.AS_OF)
    if year <= day.year:
        raise BadInput(
            f"--year: {year} ends before postures can show; they start on {day}, choose a later year."
        )
    return day
