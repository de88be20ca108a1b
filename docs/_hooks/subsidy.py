"""Fills the page on state money from the model, at marks such as ``<!-- subsidy: contrasts -->``.

The model runs once a build: 400 draws of four scenarios, then 256 draws with channels cut.
"""

import re
from functools import cache
from itertools import groupby
from typing import Any

import numpy as np

from fabcast.analysis import (
    MONEY_CASES,
    Contrast,
    Explanation,
    MoneyCase,
    Share,
    compare,
    explain_money,
    money,
)
from fabcast.calibration import choose_basis
from fabcast.ensemble import RunSet, run_scenarios
from fabcast.model import OUTCOMES, year_end_index
from fabcast.report import numbers

MARK = re.compile(r"<!-- subsidy: (money|contrasts|returns|channels|basis) -->")
DRAWS, DRAWS_CUT = 400, 256
SEED = 1
WORDS = {
    "bought": "What past money bought: `no_state_fund` against `no_state_fund_since_2014`",
    "keeps": "What the plan goes on to buy: `actual` against `no_state_fund`",
    "doubles": "What twice the plan would buy: `state_fund_doubled` against `actual`",
}
LINES = "china_7nm_and_below_capacity"
SHOWN = (
    LINES,
    "china_domestic_ai_compute_output",
    "china_compute_stock",
    "us_to_china_ai_compute_ratio",
    "domestic_share_of_chip_equipment_in_china",
    "full_stack_self_reliance",
)
SPLIT = (LINES, "china_domestic_ai_compute_output", "domestic_share_of_chip_equipment_in_china")
SPLIT_YEARS = (2030, 2035)


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put each part in place of its mark; called by the site builder."""
    return MARK.sub(lambda found: PARTS[found[1]](), markdown)


@cache
def runs() -> RunSet:
    """Run the four scenarios, once a build."""
    names = dict.fromkeys(name for case in MONEY_CASES for name in (case.scenario, case.against))
    return run_scenarios(tuple(names), DRAWS, SEED, outcomes=SHOWN, basis=choose_basis()[0])


def basis() -> str:
    """Say where the draws come from."""
    fitted = choose_basis()[0].name == "posterior"
    return "drawn from the fit to the record" if fitted else "drawn from the priors, not fitted to the record"


def money_spent() -> str:
    """Write how much money each contrast is about."""
    inputs = choose_basis()[0].draw(DRAWS, SEED, 0)
    rows = [(case.spent[0], case.spent[1], money(inputs, *case.spent)) for case in MONEY_CASES[:2]]
    lines = [[f"{first} to {last}", _points(values)] for first, last, values in rows]
    return table(["Quarters", "State money under the plan, bn USD: median (90 % of draws)"], lines)


def _points(values: np.ndarray) -> str:
    low, middle, high = np.percentile(values, (5, 50, 95))
    return f"{middle:.0f} ({low:.0f} to {high:.0f})"


def contrasts() -> str:
    """Write one table a case."""
    return "\n\n".join(f"### {WORDS[case.id]}\n\n{_contrasts(case)}" for case in MONEY_CASES)


def _contrasts(case: MoneyCase) -> str:
    found = compare(runs(), case.scenario, case.against, SHOWN, case.years)
    rows = [[cells[0].label, *map(_cell, cells)] for cells in _by_outcome(found)]
    return table(["Change in …", *(f"end of {year}" for year in case.years)], rows)


def _by_outcome(found: tuple[Contrast, ...]) -> list[list[Contrast]]:
    return [list(cells) for _, cells in groupby(found, key=lambda c: c.outcome)]


def _cell(c: Contrast) -> str:
    higher, lower = (numbers.share(p) for p in (c.probability_positive, c.probability_negative))
    return f"{numbers.change(c.contrast, c.unit)}<br>▲&nbsp;{higher} ▼&nbsp;{lower}"


def returns() -> str:
    """Say how often a second helping buys less than the first."""
    at = [year_end_index(year) for year in SPLIT_YEARS]
    more, plan, none = (
        runs().values[LINES][runs().scenarios.index(name)][:, at]
        for name in ("state_fund_doubled", "actual", "no_state_fund")
    )
    less = ((more - plan) < (plan - none)).mean(0)
    said = " and ".join(
        f"{numbers.share(float(p))} of draws in {y}" for p, y in zip(less, SPLIT_YEARS, strict=True)
    )
    return f"{OUTCOMES[LINES].label}: doubling adds less than ending takes away in {said}."


@cache
def channels() -> str:
    """Write the split of each contrast among channels."""
    inputs = choose_basis()[0].draw(DRAWS_CUT, SEED, 0)
    parts = []
    for case in MONEY_CASES:
        parts += [f"### {WORDS[case.id]}", *map(_split, explain_money(case, SPLIT, SPLIT_YEARS, inputs))]
    return "\n\n".join(parts)


def _split(made: Explanation) -> str:
    rows = [_row(made, [s for s in made.total if s.part == "total"])]
    rows += [_row(made, [s for s in made.shares if s.part == part]) for part, _ in made.parts]
    return f"**{made.label}**\n\n" + table(["Part", *(f"end of {year}" for year in made.years)], rows)


def _row(made: Explanation, cells: list[Share]) -> list[str]:
    return [cells[0].label, *(_part(cell, made.unit) for cell in cells)]


def _part(cell: Share, unit: str) -> str:
    if cell.probability_positive == cell.probability_negative == 0.0:
        return "nothing"
    if cell.part == "total":
        return numbers.change(cell.spread, unit)
    said = numbers.change(cell.spread, unit)
    if cell.share_of_mean is None:
        return said
    return f"{said}; {numbers.number(100 * cell.share_of_mean)} % of the mean"


def table(head: list[str], rows: list[list[str]]) -> str:
    """Write a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


PARTS = {
    "money": money_spent,
    "contrasts": contrasts,
    "returns": returns,
    "channels": channels,
    "basis": basis,
}
