"""What the rules say of one item in one transaction."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fabcast.rules._evaluate import View
from fabcast.rules._plan import Plan

__all__ = ["Basis", "Finding"]


@dataclass(frozen=True, slots=True)
class Basis:
    """What a finding was made from; kept so that the trace is written only when somebody asks for it."""

    plan: Plan
    view: View
    reform: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the rules say of one item in one transaction on one day.

    Attributes
    ----------
    item, on, to
        What was asked.
    eccn, limb
        Paragraphs that hold, and their limbs. `eccn_possible` holds those that a missing fact might yet
        bring.
    licence_required
        ``yes``, ``no`` or ``unknown``; letters count for their addressee.
    grounds
        Sections that ask for the licence; `grounds_possible` those that might.
    exceptions
        Licence exceptions of those grounds: id, available, notice_days, conditions.
    review_policy
        ``presumption_of_denial``, ``case_by_case``, ``presumption_of_approval``, ``not_applicable`` or
        ``unknown``.
    overlays
        Letters: id, licence_required, and how licences under them were handled.
    readings
        Other readings of disputed law that would change the finding.
    missing
        Columns that would settle what is unknown.
    not_tested
        Columns about the parties that were blank: rules that rest on them were not tested.
    confidence
        Lowest mark of the record among the clauses and the catalogue figures used.
    nearest
        Nearest line: parameter, threshold and signed distance in the parameter's own unit.
    duties
        Import duties, which are no condition of the export rules.

    Examples
    --------
    >>> from fabcast.rules import classify
    >>> finding = classify("H20", on="2024-06-01", to="CN")
    >>> finding.licence_required, finding.nearest["threshold"]
    ('no', 3.2)
    """

    item: str
    on: date
    to: str | None
    eccn: tuple[str, ...]
    limb: tuple[str, ...]
    licence_required: str
    grounds: tuple[str, ...]
    exceptions: tuple[dict[str, Any], ...]
    review_policy: str
    overlays: tuple[dict[str, Any], ...]
    readings: tuple[dict[str, str], ...]
    missing: tuple[str, ...]
    confidence: str
    citations: tuple[str, ...]
    eccn_possible: tuple[str, ...]
    grounds_possible: tuple[str, ...]
    conditions: tuple[str, ...]
    duties: tuple[dict[str, Any], ...]
    not_tested: tuple[str, ...]
    basis: Basis = field(repr=False, compare=False)

    @property
    def lines(self) -> tuple[dict[str, Any], ...]:
        """Lines of the paragraphs for this kind of item, nearest in relative terms first."""
        from fabcast.rules._nearest import lines

        return lines(self.basis.plan, self.basis.view)

    @property
    def nearest(self) -> dict[str, Any]:
        """The nearest line whose crossing alone changes the classification; empty if no number is known."""
        from fabcast.rules._nearest import nearest

        return nearest(self.basis.plan, self.basis.view)

    @property
    def trace(self) -> dict[str, Any]:
        """The clauses judged, as a tree with values and citations."""
        from fabcast.rules._trace import trace

        return trace(self.basis.plan, self.basis.view)

    def explain(self) -> str:
        """Return the finding as text: clauses, arithmetic, citations, readings, missing facts."""
        from fabcast.rules._explain import explain

        return explain(self)

    def _repr_html_(self) -> str:
        """Show the finding in a notebook."""
        from fabcast.rules._notebook import finding_html

        return finding_html(self)

    def _repr_markdown_(self) -> str:
        """Show it where only text is shown."""
        from fabcast.rules._notebook import finding_markdown

        return finding_markdown(self)

    def to_dict(self, *, row: int = 1, trace: bool = True) -> dict[str, Any]:
        """Return the finding as plain data for JSON; the names are those of the published schema."""
        return {
            "row": row,
            "item": self.item,
            "on": self.on.isoformat(),
            "to": self.to,
            "eccn": list(self.eccn),
            "limb": list(self.limb),
            "licence_required": self.licence_required,
            "grounds": list(self.grounds),
            "exceptions": list(self.exceptions),
            "review_policy": self.review_policy,
            "overlays": list(self.overlays),
            "readings": list(self.readings),
            "missing": list(self.missing),
            "confidence": self.confidence,
            "nearest": self.nearest,
            "citations": list(self.citations),
            "trace": self.trace if trace else {},
            "eccn_possible": list(self.eccn_possible),
            "grounds_possible": list(self.grounds_possible),
            "conditions": list(self.conditions),
            "duties": list(self.duties),
            "not_tested": list(self.not_tested),
        }
