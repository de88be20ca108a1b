"""What discovery and the value of information say is what their tables and data hold."""

from __future__ import annotations

import json
from io import StringIO

import jsonschema  # type: ignore[import-untyped]
import numpy as np
import pytest
from rich.console import Console

from fabcast.analysis import PRIM, Futures, discover, find_condition, make_condition
from fabcast.report import (
    Asked,
    DiscoverPage,
    ParameterWords,
    box_words,
    condition_words,
    discover_html,
    discover_json,
    never_words,
    print_discovery,
    rate_words,
    schema,
)

WORDS = {"x2": ParameterWords("Growth of demand", "1/year", 0.0, 0.5, 1.0, "C", judged=False)}


def made(inside: float = 0.85) -> DiscoverPage:
    rng = np.random.default_rng(3)
    x = rng.normal(size=(800, 6))
    held = (x[:, 2] > 0.5) & (x[:, 4] < 0.3)
    cases = rng.random(800) < np.where(held, inside, 0.03)
    futures = Futures(tuple(f"x{i}" for i in range(6)), x, np.asarray(cases - 0.5, dtype=np.float64), cases)
    asked = Asked(find_condition("parity_before_2035"), "the year of parity", "year", ("Today",))
    return DiscoverPage(asked, discover(futures, PRIM, resamples=5), WORDS, 800, 1, "posterior")


@pytest.fixture(scope="module")
def page() -> DiscoverPage:
    return made()


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


def test_data_hold_to_the_schema(page: DiscoverPage) -> None:
    data = json.loads(json.dumps(discover_json(page), allow_nan=False))
    jsonschema.validate(data, schema("discover"))
    assert data["because"][:-1] == [rate_words(page), *box_words(page)]
    assert data["trajectory"][0]["coverage"]["value"] == 1.0


def test_the_sentences_hold_the_numbers_of_the_data(page: DiscoverPage) -> None:
    data = discover_json(page)
    density, coverage = (data["left_out"][name] for name in ("density", "coverage"))
    told = plain(" ".join(box_words(page)))
    for one in (density, coverage):
        assert f"{100 * one['value']:.0f} % ({100 * one['low']:.0f} to {100 * one['high']:.0f})" in told
    limit = next(x for x in data["boxes"][0]["limits"] if x["parameter"] == "x2")
    rank = f"{100 * limit['low_quantile']:.0f}"
    assert f"“Growth of demand” is above its {rank}" in told
    assert f"(≥ {limit['low']:.3f} 1/year)" in told


def test_the_rate_is_told_with_its_interval_and_counts(page: DiscoverPage) -> None:
    rate = page.found.rate
    assert plain(rate_words(page)).endswith(f"of futures: {rate.part} of 800 draws.")
    assert rate_words(page).startswith(
        "“Chinese compute reaches that of the United States before 2035” holds"
    )


def test_a_box_that_helps_nobody_is_said_to(page: DiscoverPage) -> None:
    told = " ".join(box_words(made(inside=0.03)))
    assert "should not be relied on" in told or "No limits on a few inputs tell these futures" in told
    assert "should not be relied on" not in " ".join(box_words(page))


def test_a_condition_of_ones_own_is_put_in_words() -> None:
    claim = make_condition("delta_china_compute_stock", ">", "-20", "actual|no_controls", horizon="2030")
    words = condition_words(Asked(claim, "the change in AI compute", "percent", ("Today", "None")))
    assert words == "The change in AI compute (2030) is above −20 percent, in “Today” against “None”"


@pytest.mark.parametrize(("always", "side"), [(False, "none of 4,000 draws"), (True, "every one of 4,000")])
def test_never_and_always_are_told_with_their_bound(always: bool, side: str) -> None:
    """No case in n draws: the exact 95 % bound is 1 − 0.05^(1/n), 0.075 % for 4,000."""
    told = plain(never_words("It rains", 4000, always=always))
    assert side in told
    assert ("above 99.9 %" if always else "below 0.1 %") in told


def test_the_terminal_shows_limits_and_what_resamples_pick(page: DiscoverPage) -> None:
    console = Console(width=100, record=True, file=StringIO())
    print_discovery(page, console)
    text = console.export_text()
    assert all(words in text for words in ("Box 1", "Growth of demand", "Quasi-p", "resamples restrict most"))


def test_the_page_holds_its_figures_and_fetches_nothing(page: DiscoverPage) -> None:
    html = discover_html(page)
    assert html.startswith("<!doctype html>")
    assert html.count("<svg") == 3
    assert "http-equiv" not in html
    assert "<script" not in html
    assert 'src="' not in html
