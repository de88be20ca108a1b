"""The content of *Rules*: a chip, a day, a destination; what the law makes of it, and a reform beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from fabcast import facts, rules
from fabcast.errors import BadInput
from fabcast.facts import AS_OF

PLACES = {
    "CN": "China", "HK": "Hong Kong", "MO": "Macau", "TW": "Taiwan", "SG": "Singapore", "MY": "Malaysia",
    "JP": "Japan", "KR": "Korea", "AE": "United Arab Emirates", "SA": "Saudi Arabia", "IN": "India",
    "VN": "Vietnam", "DE": "Germany", "NL": "Netherlands", "GB": "United Kingdom", "RU": "Russia",
}  # fmt: skip
POLICIES = {
    "presumption_of_denial": "requests are presumed to be denied",
    "case_by_case": "requests are reviewed case by case",
    "presumption_of_approval": "requests are presumed to be approved",
    "no_published_policy": "no policy is published",
    "not_applicable": "",
    "unknown": "how requests are reviewed is not settled in the record",
}
STATED: dict[str, dict[str, Any]] = {
    "usual": {"kind": "export", "ship_from": "US", "certifications_made": True},
    "nothing": {},
}
"""What a transaction is taken to be beside its places."""
STATED_WORDS = {
    "usual": "exported from the United States, all certificates made",
    "nothing": "nothing else stated",
}
LONGEST_REFORM = 4000
START, END = date(2022, 8, 26), AS_OF
WIDTH, ROW = 760.0, 22.0
NAMES = 92.0


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked of the rules."""

    chip: str = "H200"
    on: date = AS_OF
    to: str = "CN"
    hq: str = "CN"
    stated: str = "usual"
    reform: str = ""

    def query(self, **changes: object) -> str:
        """Write the question as the query of an address."""
        parts = {
            "chip": self.chip,
            "on": self.on,
            "to": self.to,
            "hq": self.hq,
            "stated": "" if self.stated == "usual" else self.stated,
            "reform": self.reform,
        } | changes
        return urlencode({name: str(value) for name, value in parts.items() if value}, quote_via=quote)


@dataclass(frozen=True, slots=True)
class Answer:
    """A finding in the words of the page."""

    question: Question
    finding: rules.Finding
    verdict: str
    sentence: str
    reformed: rules.Finding | None
    reform: rules.Reform | None
    moved: Mapping[str, Mapping[str, Mapping[str, str]]]
    shifts: tuple[rules.Shift, ...]


def read(given: Mapping[str, str]) -> Question:
    """Read a query.

    Raises
    ------
    BadInput
        A date that is none, or outside the record; a reform too long.

    Examples
    --------
    >>> read({"chip": "H20", "on": "2024-06-01"}).query()
    'chip=H20&on=2024-06-01&to=CN&hq=CN'
    """
    plain = Question()
    reform = given.get("reform", "").replace("\r\n", "\n").strip()
    if len(reform) > LONGEST_REFORM:
        raise BadInput(f"the reform is longer than {LONGEST_REFORM} characters; shorten it")
    return Question(
        chip=given.get("chip", plain.chip).strip()[:80] or plain.chip,
        on=_day(given.get("on", "")) if given.get("on") else plain.on,
        to=_place(given.get("to", plain.to)),
        hq=_place(given.get("hq", plain.hq)),
        stated=_stated(given.get("stated", plain.stated)),
        reform=reform,
    )


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"'{text[:20]}' is not a date; write it as 2026-01-15") from None
    if not START <= day <= date(END.year + 1, 12, 31):
        raise BadInput(f"{day} is outside the record, which goes from {START} to {END}")
    return day


def _stated(name: str) -> str:
    if name not in STATED:
        raise BadInput(f"stated '{name[:20]}' is not one of: {', '.join(STATED)}")
    return name


def _place(text: str) -> str:
    code = text.strip().upper()
    if not (len(code) == 2 and code.isascii() and code.isalpha()):
        raise BadInput(f"'{text[:20]}' is not a place; write two letters such as CN")
    return code


def answer(question: Question, reform: rules.Reform | None) -> Answer:
    """Run the rules, and run them again under a reform if one is given.

    Raises
    ------
    BadInput
        The chip is not in the catalogue.
    """
    given: dict[str, Any] = {"to": question.to, "hq": question.hq, **STATED[question.stated]}
    finding = rules.classify(question.chip, on=question.on, **given)
    return Answer(
        question=question,
        finding=finding,
        verdict={"yes": "Licence required", "no": "No licence required"}.get(
            finding.licence_required, "Unknown"
        ),
        sentence=sentence(finding),
        reformed=rules.classify(question.chip, on=question.on, reform=reform, **given) if reform else None,
        reform=reform,
        moved=rules.effect(reform, question.on, **given) if reform else {},
        shifts=rules.history(question.chip, **given),
    )


def sentence(finding: rules.Finding) -> str:
    """Say a finding in one sentence.

    >>> sentence(rules.classify("H20", on="2024-06-01", to="CN"))
    'No paragraph that was tested reaches it, so no licence is needed.'
    """
    if finding.licence_required == "unknown":
        lacking = ", ".join(finding.missing[:4]).replace("_", " ")
        return f"The facts do not settle it{f'; these would: {lacking}' if lacking else ''}."
    caught = ", ".join(finding.eccn)
    if finding.licence_required == "no":
        reach = (
            f"{caught} reaches it, but asks for no licence here"
            if caught
            else "No paragraph that was tested reaches it, so no licence is needed"
        )
        return f"{reach}."
    why = f"{caught} reaches it" if caught else f"{', '.join(finding.grounds).replace('_', ' ')} asks for one"
    policy = POLICIES.get(finding.review_policy, finding.review_policy.replace("_", " "))
    return f"{why}{f'; {policy}' if policy else ''}."


def chips() -> dict[str, list[str]]:
    """Names of the catalogue by designer."""
    found: dict[str, list[str]] = {}
    for chip in facts.chips().values():
        found.setdefault(chip.designer, []).append(chip.name)
    return found


@dataclass(frozen=True, slots=True)
class Stretch:
    """One bar of the status timeline."""

    x: float
    width: float
    y: float
    status: int
    sold: bool
    chip: str
    start: str
    words: str


def timeline(to: str) -> tuple[list[str], list[Stretch]]:
    """Chips of the status timeline, and their stretches of equal standing as bars."""
    found = rules.spans(to)
    names = list(dict.fromkeys(str(row["chip"]) for row in found))
    order = list(rules.STANDINGS)
    bars = []
    for row in found:
        one, two = (x_of(date.fromisoformat(row[end])) for end in ("from", "to"))
        early = "" if row["sold"] else " (not yet out)"
        words = f"{row['chip']}, {row['from']} to {row['to']}: {row['status']}{early}"
        y = ROW * names.index(row["chip"])
        bars.append(
            Stretch(
                one, two - one, y, order.index(row["status"]), row["sold"], row["chip"], row["from"], words
            )
        )
    return names, bars


def x_of(day: date) -> float:
    """Place of a day on the status timeline.

    >>> x_of(START), x_of(END)
    (92.0, 760.0)
    """
    part = (day.toordinal() - START.toordinal()) / (END.toordinal() - START.toordinal())
    return NAMES + (WIDTH - NAMES) * min(max(part, 0.0), 1.0)
