"""A finding as text, read from top to bottom: answer, clauses, arithmetic, readings, what is missing."""

from typing import Any

from fabcast.rules._evaluate import View, value
from fabcast.rules._finding import Finding
from fabcast.rules._law import Bound
from fabcast.rules._logic import NO, WORDS
from fabcast.rules._nearest import distance_text
from fabcast.rules._trace import arithmetic, leaf_text, shown

__all__ = ["explain"]

SHOWN = (
    "tpp", "nonplanar_die_area_mm2", "datacenter", "aggregate_bidirectional_transfer_gb_s",
    "dram_bandwidth_gb_s", "hbm_bandwidth_gb_s", "tool", "exporter", "kind", "ship_from", "hq", "end_use",
)  # fmt: skip
MARKS = ("✗", "?", "✓")
NOTICE = "A reading of public rules by a computer program. It is not legal advice."
CHECKED = "2026-10-10"
POLICY_WORDS = {
    "presumption_of_denial": "presumption of denial",
    "case_by_case": "case by case",
    "presumption_of_approval": "presumption of approval",
    "not_applicable": "not applicable",
    "no_published_policy": "no published policy",
    "licences_not_given": "no published policy; licences were not being given",
    "unknown": "unknown",
}


def explain(finding: Finding) -> str:
    """Return the finding as text."""
    parts = [
        _answer(finding),
        _row(finding),
        _classification(finding),
        _licence(finding),
        _exceptions(finding),
        _review(finding),
        _beside(finding),
        _open(finding),
        _ending(finding),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _answer(finding: Finding) -> list[str]:
    where = f" to {finding.to}" if finding.to else ""
    paragraphs = ", ".join(finding.eccn) or (
        "unknown" if finding.eccn_possible else "none of the paragraphs tested"
    )
    limbs = f" (limb {', '.join(finding.limb)})" if finding.limb else ""
    lines = [
        f"{finding.item}, {finding.on}{where}",
        f"  classification     {paragraphs}{limbs}",
        f"  licence required   {finding.licence_required}",
        f"  review policy      {POLICY_WORDS[finding.review_policy]}",
        f"  confidence         {finding.confidence}",
    ]
    if finding.eccn_possible:
        lines.insert(2, f"  may also be        {', '.join(finding.eccn_possible)}")
    if finding.basis.reform:
        lines.append(f"  under the reform   {finding.basis.reform}")
    return lines


def _row(finding: Finding) -> list[str]:
    case = finding.basis.view.case
    known = [f"  {name} {shown(case[name])}" for name in SHOWN if case[name] is not None]
    if case["exporter_is_maker"] and case["exporter"]:
        known = [
            f"{line} (the maker, as none was named)" if line.startswith("  exporter") else line
            for line in known
        ]
    sums = [f"  {line}" for line in arithmetic(finding.basis.view)]
    if case["rivals"]:
        low, high, line = case["rivals"]
        sums.append(
            f"  rival figures of TPP, {shown(low)} to {shown(high)}, stand on both sides of {shown(line)}"
        )
    return ["Facts of the row", *known, *sums]


def _classification(finding: Finding) -> list[str]:
    plan, view = finding.basis.plan, finding.basis.view
    if not plan.classifying:
        return ["Classification", "  no paragraph for this kind of item is in force on this day"]
    shown_clauses = [
        bound for bound in plan.classifying if not bound.clause.yields or view.case["also_classified"]
    ]
    if len(shown_clauses) > 6:
        shown_clauses = [bound for bound in shown_clauses if view.meets(bound.clause.id)] or shown_clauses[:1]
    lines = ["Classification"]
    for bound in shown_clauses:
        lines += _clause(bound, view, view.classified(bound.clause.id))
    return lines


def _clause(bound: Bound, view: View, hit: int) -> list[str]:
    source = bound.version.source
    lines = [f"  {MARKS[hit]} {bound.clause.id}  {bound.clause.title}", f"      {_cited(bound)}"]
    for limb in bound.limbs:
        lines += _limb(limb.id, limb.when, view)
    if bound.unless is not None:
        lines.append(f"      {MARKS[value(bound.unless, view)]} unless: {_inline(bound.unless, view)}")
    beaten = [name for name in bound.version.after if view.meets(name)]
    lines += [f"      gives way to {name}" for name in beaten]
    if bound.version.note or source.confidence == "low":
        lines.append(f"      note: {bound.version.note or 'low confidence in the record'}")
    return lines


def _limb(name: str, condition: Any, view: View) -> list[str]:
    """Write a numbered limb on one line, and the parts of an unnumbered clause one a line."""
    if name:
        return [f"      {MARKS[value(condition, view)]} {name}: {_inline(condition, view)}"]
    parts = condition.parts if type(condition).__name__ == "All" else (condition,)
    return [f"      {MARKS[value(part, view)]} {_inline(part, view)}" for part in parts]


def _cited(bound: Bound) -> str:
    source = bound.version.source
    until = f" to {source.until}" if source.until else ""
    return (
        f"{bound.version.form}; {source.citation}; "
        f"in force from {bound.clause.starts(bound.version)}{until}; "
        f"confidence {source.confidence}; last checked {source.last_checked}"
    )


def _inline(condition: Any, view: View) -> str:
    parts = getattr(condition, "parts", None)
    if parts is not None:
        joint = " and " if type(condition).__name__ == "All" else " or "
        text = joint.join(f"{MARKS[value(part, view)]} {_nested(part, view)}" for part in parts)
        return text if joint == " and " else f"either {text}"
    inner = getattr(condition, "part", None)
    return f"not ({_inline(inner, view)})" if inner is not None else leaf_text(condition, view)


def _nested(condition: Any, view: View) -> str:
    text = _inline(condition, view)
    return f"({text})" if getattr(condition, "parts", None) is not None else text


def _licence(finding: Finding) -> list[str]:
    plan, view = finding.basis.plan, finding.basis.view
    asked = [bound for bound in plan.demands if view.meets(bound.clause.id) != NO]
    lines = [f"Licence requirement: {finding.licence_required}"]
    for bound in asked:
        lines += _clause(bound, view, view.meets(bound.clause.id))
    if not asked:
        lines.append(
            "  no clause in force asks for a licence on these facts; tested were " + _names(plan.demands)
        )
    return lines


def _names(bounds: tuple[Bound, ...]) -> str:
    return ", ".join(bound.version.ground for bound in bounds) or "none"


def _exceptions(finding: Finding) -> list[str]:
    if not finding.exceptions:
        return []
    lines = ["Licence exceptions"]
    for item in finding.exceptions:
        notice = f", {item['notice_days']} days' notice" if item["notice_days"] else ""
        lines.append(
            f"  {item['id']}: available {item['available']}{notice if item['available'] != 'no' else ''}"
        )
        if item["available"] != "no":
            lines += [f"      - {text}" for text in item["conditions"]]
    return lines


def _review(finding: Finding) -> list[str]:
    plan, view = finding.basis.plan, finding.basis.view
    if finding.licence_required == "no":
        return []
    asked = {bound.clause.id for bound in plan.demands if view.meets(bound.clause.id)}
    lines = [f"Review of an application: {POLICY_WORDS[finding.review_policy]}"]
    for bound in plan.reviews:
        if asked & set(bound.clause.reviews):
            lines += [
                f"  {bound.clause.id}  {bound.clause.title}",
                f"      {_cited(bound)}",
                *_rows(bound, view),
            ]
    if finding.conditions:
        lines += ["  conditions", *(f"      - {text}" for text in finding.conditions)]
    return lines


def _rows(bound: Bound, view: View) -> list[str]:
    lines = []
    for row in bound.rows:
        hit = value(row.when, view)
        lines.append(f"      {MARKS[hit]} {row.title} → {POLICY_WORDS[row.policy]}")
        if hit == 1:
            lines.append(f"          {_inline(row.when, view)}")
        if WORDS[hit] == "yes":
            break
    return lines


def _beside(finding: Finding) -> list[str]:
    lines = [
        f"  {item['id']}: {item['percent']:g} percent on import into the United States; "
        "no condition of the export rules"
        for item in finding.duties
    ]
    lines = ["Import duty", *lines] if lines else []
    for item in finding.readings:
        if "Other readings" not in lines:
            lines.append("Other readings")
        lines.append(
            f"  {item['switch']} = {item['value']}: licence {item['licence_required']}, review "
            f"{POLICY_WORDS[item['review_policy']]}"
        )
    return lines


def _open(finding: Finding) -> list[str]:
    lines = []
    if finding.missing:
        lines.append("Would settle what is unknown: " + ", ".join(finding.missing))
    if finding.not_tested:
        lines.append("Not tested, as blank: " + ", ".join(finding.not_tested))
    near = [distance_text(line) for line in finding.lines[:4]]
    return lines + (["Nearest lines", *(f"  {text}" for text in near)] if near else [])


def _ending(finding: Finding) -> list[str]:
    lines = ["Citations: " + ("; ".join(finding.citations) or "none")]
    if finding.on.isoformat() > CHECKED:
        lines.append(f"The record reaches to {CHECKED}; a later change of law is not known here.")
    return [*lines, NOTICE]
