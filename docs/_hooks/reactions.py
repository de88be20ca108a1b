"""Fills the page on reactions, at marks such as ``<!-- reactions: rules -->``."""

import re
from functools import cache
from typing import Any

import numpy as np

from fabcast import facts
from fabcast.analysis import Expected, Replay, replay
from fabcast.calibration import choose_basis
from fabcast.ensemble import RunSet, run_scenarios
from fabcast.model import year_end_index
from fabcast.report import numbers
from fabcast.scenario import GOVERNMENTS, LEVERS, Rule, default_responses, postures

MARK = re.compile(r"<!-- reactions: (postures|rules|replayed|surprises|score|moves|contrast) -->")
DRAWS, DRAWS_REPLAYED, SEED = 400, 256, 1
YEARS = (2028, 2030, 2035)
NAMES = {"us": "United States", "allies": "Japan and the Netherlands", "cn": "China"}
SIDES = {"us": "us_posture", "allies": "allied_posture", "cn": "chinese_posture"}
STOCK = "china_compute_stock"


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put each part in place of its mark; called by the site builder."""
    return MARK.sub(lambda found: PARTS[found[1]](), markdown)


def menus() -> str:
    """Write the postures of every government."""
    rows = [
        [NAMES[government], f"`{one.id}`", one.words, _levers(one.levers)]
        for government in GOVERNMENTS
        for one in postures(government)
    ]
    return table(["Government", "Posture", "What it is", "Levers it sets"], rows)


def _levers(levers: tuple[tuple[str, str, float], ...]) -> str:
    values: dict[tuple[str, float], list[str]] = {}
    for lever, key, value in levers:
        values.setdefault((lever, value), []).append(key)
    return "<br>".join(
        f"{LEVERS[lever].label}: {value:g}{_keys(keys)}" for (lever, value), keys in values.items()
    )


def _keys(keys: list[str]) -> str:
    if keys == [""]:
        return ""
    return " (all)" if len(keys) > 3 else f" ({', '.join(keys)})"


def rules() -> str:
    """Write the rules that come with Fabcast."""
    rows = [
        [
            f"{NAMES[r.government]}: `{r.to}`",
            _cause(r),
            _number(r),
            _years(r.lag),
            _years(r.half_life),
            r.note,
        ]
        for r in default_responses().rules
    ]
    head = ["Who turns to what", "When", "Chance at full cause", "Lag", "Half-life", "Grounds"]
    return table(head, rows)


def _cause(rule: Rule) -> str:
    if rule.answers or rule.when == "always":
        return f"`{rule.when}`"
    return f"`{rule.when}` from {rule.low:g}, in full at {rule.full:g}"


def _number(rule: Rule) -> str:
    within = " a year" if rule.is_hazard else f" within {rule.within:g} y"
    if isinstance(rule.number, float):
        return f"{rule.number:g}{within}"
    known = facts.parameters()[rule.number]
    return f"{known.central:g} ({known.low:g} to {known.high:g}){within}<br>`{rule.number}`"


def _years(value: float) -> str:
    return f"{value:g} y" if np.isfinite(value) and value else "–"


@cache
def replayed() -> Replay:
    """Replay the rules once a build."""
    return replay(DRAWS_REPLAYED, SEED, choose_basis()[0])


def came() -> str:
    """Write every recorded move with the chance that the rules gave it."""
    return table(["Quarter", "Move", "Chance", "Frequency", "Expected"], map(_row, replayed().came))


def _row(cell: Expected) -> list[str]:
    words = cell.move.words if cell.move else ""
    move = f"{NAMES[cell.government]}: `{cell.posture}`{f'. {words}' if words else ''}"
    return [cell.quarter, move, f"{cell.chance:.2f}", f"{cell.base:.2f}", "yes" if cell.expected else "no"]


def did_not() -> str:
    """Write the moves that the rules thought likeliest and that did not come."""
    return table(["Quarter", "Move", "Chance", "Frequency"], [_row(c)[:4] for c in replayed().did_not[:8]])


def score() -> str:
    """Say how many moves were expected, and how chances score against mere frequency."""
    found = replayed()
    hits = sum(cell.expected for cell in found.came)
    better = "better" if found.score > found.score_of_frequency else "worse"
    return (
        f"The rules expected {hits} of {len(found.came)} recorded moves. Over all {len(found.cells)} pairs "
        f"of quarter and possible move their mean log score is {found.score:.2f}; that of each move's "
        f"frequency, known only afterwards, is {found.score_of_frequency:.2f}. The rules do {better}."
    )


@cache
def runs() -> RunSet:
    """Run scripts and reactions on the same draws."""
    names = (
        "actual",
        "governments_react",
        *(f"h200_{k}{r}" for k in ("licensed", "denied") for r in ("", "+reactions")),
    )
    outcomes = (STOCK, "counter_control_cost", *SIDES.values())
    return run_scenarios(names, DRAWS, SEED, outcomes=outcomes, basis=choose_basis()[0])


def _at(name: str, outcome: str, year: int) -> np.ndarray:
    found = runs()
    return np.asarray(found.values[outcome][found.scenarios.index(name)][:, year_end_index(year)])


def moved() -> str:
    """Write how often each government stands tighter or more open than its script."""
    rows = []
    for side, outcome in SIDES.items():
        cells = [_stance(_at("governments_react", outcome, year)) for year in YEARS]
        rows.append([NAMES[side], *cells])
    return table(["Government", *(f"end of {year}" for year in YEARS)], rows)


def _stance(values: np.ndarray) -> str:
    tight, open_ = (float((values * sign > 0).mean()) for sign in (1, -1))
    return f"tighter {numbers.share(tight)}, more open {numbers.share(open_)}"


def contrast() -> str:
    """Write the H200 contrast with scripts and with reactions."""
    rows = [
        [words, *(_changed(suffix, year) for year in YEARS)]
        for words, suffix in (("Scripts hold", ""), ("Governments react", "+reactions"))
    ]
    return table(["H200 licensed against denied", *(f"end of {year}" for year in YEARS)], rows)


def _changed(suffix: str, year: int) -> str:
    """Change of Chinese compute, percent: median, interval, and how often it is higher."""
    licensed, denied = (_at(f"h200_{which}{suffix}", STOCK, year) for which in ("licensed", "denied"))
    change = 100.0 * (licensed / denied - 1.0)
    low, middle, high = np.percentile(change, (5, 50, 95))
    higher = numbers.share(float((change > 0).mean()))
    return f"{middle:+.1f} % ({low:+.1f} to {high:+.1f}); higher in {higher}"


def table(head: list[str], rows: Any) -> str:
    """Write a Markdown table.

    >>> table(["a"], [["1"]]).splitlines()
    ['| a |', '| --- |', '| 1 |']
    """
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


PARTS = {
    "postures": menus,
    "rules": rules,
    "replayed": came,
    "surprises": did_not,
    "score": score,
    "moves": moved,
    "contrast": contrast,
}
