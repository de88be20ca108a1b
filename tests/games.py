"""Small games and searches by formula, for tests of what is told of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from fabcast import scenario
from fabcast.analysis import (
    Board,
    FrontPoint,
    LeverRange,
    Objective,
    Searched,
    SearchTask,
    Spread,
    Tried,
    Weights,
    game_examples,
    game_terms,
    play,
)
from fabcast.analysis._search_levers import settle
from fabcast.report import GamePage, SearchPage

DRAWS = 40
TASK = SearchTask(
    scenario.load("actual"),
    (LeverRange("licence_grant", "H200", 0.0, 1.0), LeverRange("us_fee", "H200", 0.0, 0.5)),
    (Objective("china_compute_stock", "min"), Objective("nvidia_china_revenue", "max")),
    date(2027, 1, 1),
    2030,
)


def game_page(us: Weights | None = None, cn: Weights | None = None) -> GamePage:
    """A game with terms drawn once for every pair of postures; draws differ in their size."""
    rng = np.random.default_rng(5)
    menus = scenario.postures("us"), scenario.postures("cn")
    shape = (DRAWS, len(menus[0]), len(menus[1]))
    size = rng.uniform(0.5, 1.5, (DRAWS, 1, 1))
    tables = {
        who: {term.id: size * rng.normal(size=shape[1:]) for term in game_terms(who)} for who in ("us", "cn")
    }
    from_first = {who: {name: v - v[:, :1, :1] for name, v in found.items()} for who, found in tables.items()}
    on = Board(tuple(p.id for p in menus[0]), tuple(p.id for p in menus[1]), from_first, 1.0)
    ours, theirs = us or game_examples("us")[0], cn or game_examples("cn")[0]
    grid = tuple(play(on, one, other) for one in game_examples("us") for other in game_examples("cn"))
    return GamePage(play(on, ours, theirs), grid, menus, "History", "Allies hold.", 2030, 1, "prior ranges")


def searched(*, one_best: bool = False) -> Searched:
    """A front of two points; the second lever moves nothing."""
    tried = Tried(
        np.array([[0.0, 0.1], [1.0, 0.1], [0.5, 0.4]]), np.array([[1e6, -0.0], [2e6, -5.0], [2e6, -1.0]])
    )
    points = (_point(0.0, 1e6, 0.0), _point(1.0, 2e6, 5.0))
    return Searched(
        task=TASK,
        points=points[:1] if one_best else points,
        tried=tried,
        front_size=1 if one_best else 2,
        kept=1.0,
        base=(_spread(1.5e6), _spread(2.0)),
        base_hoped=(1.5e6, 2.0),
        optimism=(1e4, -0.1),
        inert=(TASK.ranges[1],),
        draws=256,
        fresh_draws=1000,
        seed=1,
        fresh_seed=2,
    )


def search_page(*, one_best: bool = False) -> SearchPage:
    """The same with what it rests on."""
    return SearchPage(searched(one_best=one_best), "prior ranges")


def _point(grant: float, compute: float, sales: float) -> FrontPoint:
    made = settle(TASK.base, TASK.ranges[:1], [grant], TASK.day, "front")
    return FrontPoint(
        scenario=replace(made, id=f"front-{grant:g}"),
        settings=(grant, None),
        hoped=(compute, sales),
        found=(_spread(compute), _spread(sales)),
        change=(_spread(compute - 1.5e6), _spread(sales - 2.0)),
        regret=(_spread(compute - 1e6), _spread(5.0 - sales)),
        on_front=0.9,
    )


def _spread(middle: float) -> Spread:
    apart = 0.2 * abs(middle)
    return Spread(middle - apart, middle - apart / 2, middle, middle + apart / 2, middle + apart, middle)
