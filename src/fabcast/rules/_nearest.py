"""How far an item stands from the lines of the paragraphs for its kind.

The *nearest* line is one whose crossing alone, all else kept (the area too, so that density moves with TPP),
changes the classification; among those the
one with the smallest distance in its parameter's own unit. Where no single crossing changes anything, it is
the line nearest in relative terms.
`lines` lists every line by relative distance, which is the better measure across parameters.
"""

from math import inf, isnan, nextafter
from typing import Any

from fabcast.rules._conditions import All, AnyOf, Classified, Compare, Condition, Meets, Negated
from fabcast.rules._evaluate import View
from fabcast.rules._law import Day
from fabcast.rules._plan import Plan

__all__ = ["distance_text", "lines", "nearest", "plan_lines"]

Line = tuple[str, float]


def plan_lines(plan: Plan) -> tuple[Line, ...]:
    """Return the (parameter, value) lines of the paragraphs for a kind of item."""
    found: dict[Line, None] = {}
    seen: set[str] = set()
    for bound in plan.classifying:
        _of_clause(bound.clause.id, plan.day, seen, found)
    return tuple(found)


def _of_clause(name: str, day: Day, seen: set[str], found: dict[Line, None]) -> None:
    bound = day.clause(name)
    if bound is None or name in seen or bound.clause.kind == "presumption":
        return
    seen.add(name)
    for limb in bound.limbs:
        _of_condition(limb.when, day, seen, found)
    if bound.unless is not None:
        _of_condition(bound.unless, day, seen, found)


def _of_condition(condition: Condition, day: Day, seen: set[str], found: dict[Line, None]) -> None:
    match condition:
        case Compare(column=column, value=line) if not isnan(line):
            found[column, line] = None
        case All(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                _of_condition(part, day, seen, found)
        case Negated(part=part):
            _of_condition(part, day, seen, found)
        case Meets(clause=name):
            _of_clause(name, day, seen, found)
        case Classified(clauses=names):
            for name in names:
                _of_clause(name, day, seen, found)
        case _:
            pass


def nearest(plan: Plan, view: View) -> dict[str, Any]:
    """Return the nearest line as parameter, threshold and distance (row minus line)."""
    known = [(column, line) for column, line in plan_lines(plan) if _known(view, column)]
    turning = [line for line in known if _turns(plan, view, *line)]
    if not known:
        return {}
    if turning:
        column, line = min(turning, key=lambda item: abs(view.case[item[0]] - item[1]))
    else:
        column, line = min(known, key=lambda item: abs(view.case[item[0]] / item[1] - 1))
    return {"parameter": column, "threshold": line, "distance": rounded(view.case[column] - line)}


def _known(view: View, column: str) -> bool:
    number = view.case[column]
    return isinstance(number, float | int) and not isnan(number)


def _turns(plan: Plan, view: View, column: str, line: float) -> bool:
    """Say whether moving one number across a line changes the classification."""
    here = view.case[column]
    across = nextafter(line, -inf) if here >= line else line
    moved = View(view.case | _with(view.case, column, across), plan.day, view.switches)
    return any(moved.classified(b.clause.id) != view.classified(b.clause.id) for b in plan.classifying)


def _with(case: dict[str, Any], column: str, number: float) -> dict[str, Any]:
    """Return one number moved; the area stays, so density moves with TPP."""
    moved: dict[str, Any] = {column: number, "floors": {}}
    if column == "tpp" and case["nonplanar_die_area_mm2"]:
        moved["performance_density"] = number / case["nonplanar_die_area_mm2"]
    return moved


def lines(plan: Plan, view: View) -> tuple[dict[str, Any], ...]:
    """Return every line with its distance, nearest in relative terms first."""
    found = [
        {
            "parameter": column,
            "threshold": line,
            "distance": rounded(view.case[column] - line),
            "percent": round(100 * (view.case[column] - line) / line, 1),
            "turns": _turns(plan, view, column, line),
        }
        for column, line in plan_lines(plan)
        if _known(view, column)
    ]
    return tuple(sorted(found, key=lambda item: abs(item["percent"])))


def rounded(distance: float) -> float:
    """Round to three decimals, and further only where that would hide on which side the item stands.

    >>> rounded(2368 / 814 - 3.2), rounded(-0.0001234)
    (-0.291, -0.000123)
    """
    short = round(distance, 3)
    return short if short or not distance else float(f"{distance:.3g}")


def distance_text(line: dict[str, Any]) -> str:
    """Write one line and distance as words.

    >>> line = {"parameter": "tpp", "threshold": 2400.0, "distance": -32.0, "percent": -1.3, "turns": True}
    >>> distance_text(line)
    'tpp is 32 below 2400 (-1.3 %); crossing it alone changes the classification'
    """
    side = "below" if line["distance"] < 0 else "above" if line["distance"] else "from"
    turns = "; crossing it alone changes the classification" if line["turns"] else ""
    return (
        f"{line['parameter']} is {abs(line['distance']):g} {side} {line['threshold']:g} "
        f"({line['percent']:+.1f} %){turns}"
    )
