"""The trace of a finding: every clause that was judged, with its parts, values and source."""

from typing import Any

from fabcast.rules._clauses import Source
from fabcast.rules._conditions import (
    All,
    AnyOf,
    Classified,
    Compare,
    Condition,
    Has,
    In,
    Is,
    Meets,
    Negated,
    Reading,
    Stated,
)
from fabcast.rules._evaluate import View, value
from fabcast.rules._law import Bound
from fabcast.rules._logic import WORDS
from fabcast.rules._plan import Plan

__all__ = ["arithmetic", "leaf_text", "trace"]


def trace(plan: Plan, view: View) -> dict[str, Any]:
    """Return the clauses judged, as a tree of plain data."""
    asked = [bound for bound in plan.demands if view.meets(bound.clause.id)]
    return {
        "arithmetic": arithmetic(view),
        "classification": [clause_tree(bound, view) for bound in plan.classifying],
        "licence": [clause_tree(bound, view) for bound in plan.demands],
        "exceptions": [clause_tree(bound, view) for bound in plan.exceptions] if asked else [],
        "review": [review_tree(bound, view) for bound in plan.reviews] if asked else [],
        "duties": [clause_tree(bound, view) for bound in plan.duties],
    }


def source_tree(source: Source) -> dict[str, str | None]:
    """Return the dates, citation, event and confidence of a text."""
    return {
        "citation": source.citation,
        "event": source.event,
        "confidence": source.confidence,
        "published": source.published,
        "effective": source.effective.isoformat(),
        "compliance": source.compliance.isoformat(),
        "until": source.until.isoformat() if source.until else None,
        "last_checked": source.last_checked.isoformat(),
    }


def clause_tree(bound: Bound, view: View) -> dict[str, Any]:
    """Return one clause with its limbs."""
    limbs = [{"limb": limb.id, **condition_tree(limb.when, view)} for limb in bound.limbs]
    unless = [] if bound.unless is None else [{"limb": "unless", **condition_tree(bound.unless, view)}]
    return {
        "clause": bound.clause.id,
        "title": bound.clause.title,
        "form": bound.version.form,
        "value": WORDS[view.meets(bound.clause.id)],
        **source_tree(bound.version.source),
        "parts": limbs + unless,
    }


def review_tree(bound: Bound, view: View) -> dict[str, Any]:
    """Return one review policy with its rows."""
    rows = [{"row": row.title, "policy": row.policy, **condition_tree(row.when, view)} for row in bound.rows]
    return {
        "clause": bound.clause.id,
        "form": bound.version.form,
        **source_tree(bound.version.source),
        "parts": rows,
    }


def condition_tree(condition: Condition, view: View) -> dict[str, Any]:
    """Return a condition with its value and its parts."""
    found: dict[str, Any] = {"test": leaf_text(condition, view), "value": WORDS[value(condition, view)]}
    match condition:
        case All(parts=parts) | AnyOf(parts=parts):
            found["parts"] = [condition_tree(part, view) for part in parts]
        case Negated(part=part):
            found["parts"] = [condition_tree(part, view)]
        case Meets(clause=name):
            inner = view.day.clause(name)
            if inner is not None and inner.clause.kind in {"definition", "presumption"}:
                found["parts"] = [condition_tree(limb.when, view) for limb in inner.limbs]
        case _:
            pass
    return found


def leaf_text(condition: Condition, view: View) -> str:  # noqa: PLR0911 -- one a form
    """Write a test with the row's own value in it."""
    match condition:
        case Compare(column=column, operator=operator, value=line):
            return f"{column} {shown(view.case[column])} {operator} {line:g}"
        case Is(column=column) | Has(column=column) | In(column=column) | Stated(column=column):
            return f"{condition} ({column}: {shown(view.case[column])})"
        case Reading(switch=switch):
            return f"{condition} (set to {view.switches[switch] or 'unsettled'})"
        case All():
            return "all of"
        case AnyOf():
            return "any of"
        case Negated():
            return "not"
        case Meets(clause=name):
            bound = view.day.clause(name)
            return f"{name}: {bound.clause.title}" if bound else f"{name}: not in force"
        case Classified():
            return str(condition)
        case _:
            return str(condition)


def shown(given: Any) -> str:
    """Write a value of a row.

    >>> shown(None), shown(2368.0), shown(2368 / 814), shown(True), shown(frozenset({"b", "a"}))
    ('unknown', '2368', '2.90909', 'true', 'a;b')
    """
    if given is None:
        return "unknown"
    if isinstance(given, bool):
        return str(given).lower()
    if isinstance(given, frozenset):
        return ";".join(sorted(given))
    return f"{given:.6g}" if isinstance(given, float) else str(given)


def arithmetic(view: View) -> list[str]:
    """Write the sums and quotients that the row went through."""
    case = view.case
    found = []
    for density, top, area, unit in (
        ("performance_density", "tpp", "nonplanar_die_area_mm2", "TPP/mm2"),
        ("memory_bandwidth_density", "hbm_bandwidth_gb_s", "hbm_package_area_mm2", "GB/s/mm2"),
    ):
        if case[top] is not None and case[area] and case[density] is not None:
            found.append(
                f"{density} = {shown(case[top])} / {shown(case[area])} = {shown(case[density])} {unit}"
            )
    total = case["dram_plus_io_bandwidth_gb_s"]
    if total is not None:
        parts = f"{shown(case['dram_bandwidth_gb_s'])} + {shown(case['io_bandwidth_gb_s'])}"
        found.append(f"dram_plus_io_bandwidth_gb_s = {parts} = {shown(total)} GB/s")
    return found
