"""Turns judgements into the words of a finding. Used by the single and the bulk path alike."""

from dataclasses import dataclass
from typing import Any

from fabcast.rules._columns import COLUMNS
from fabcast.rules._law import Bound, Day
from fabcast.rules._logic import NO, UNKNOWN, WORDS, YES
from fabcast.rules._plan import Codes, Plan

__all__ = ["Outcome", "assemble", "policy_word"]

STRICTNESS = {"presumption_of_approval": 1, "case_by_case": 2, "presumption_of_denial": 3}
UNPUBLISHED = frozenset({"no_published_policy", "licences_not_given"})
CONFIDENCE = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Every part of a finding that is not a number of the row."""

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


@dataclass(frozen=True, slots=True)
class Extras:
    """Facts of a row that the words need beside the judgements."""

    own_entry: str | None = None
    data_confidence: str | None = None
    missing: int = 0
    not_tested: tuple[str, ...] = ()


def assemble(
    plan: Plan,
    codes: Codes,
    others: dict[tuple[str, str], Codes],
    chosen: dict[str, str | None],
    extras: Extras,
) -> Outcome:
    """Return the finding's words.

    Parameters
    ----------
    plan, codes
        The clauses and the judgements on them.
    others
        The judgements under other settings of a switch, by (switch, value).
    chosen
        The setting of each switch; ``None`` where the law has not settled it.
    extras
        What else the words need of the row.
    """
    licence = max(codes.demands, default=NO)
    decided = [bound for bound, hit in zip(plan.classifying, codes.classified, strict=True) if hit]
    asked = [bound for bound, hit in zip(plan.demands, codes.demands, strict=True) if hit]
    reviewing = _reviewing(plan, codes) if licence else []
    exceptions = _exceptions(plan, codes)
    used = [*(decided or plan.classifying), *asked, *reviewing]
    return Outcome(
        eccn=_paragraphs(plan, codes, YES, extras.own_entry),
        limb=_limbs(plan, codes),
        licence_required=WORDS[licence],
        grounds=_grounds(plan, codes, YES),
        exceptions=exceptions,
        review_policy=policy_word(plan, codes),
        overlays=_overlays(plan, codes),
        readings=_readings(plan, codes, others, chosen),
        missing=missing_names(extras.missing),
        confidence=_confidence(used, extras.data_confidence),
        citations=_citations(plan, codes, used),
        eccn_possible=_paragraphs(plan, codes, UNKNOWN, extras.own_entry),
        grounds_possible=_grounds(plan, codes, UNKNOWN),
        conditions=_conditions(plan, codes) if licence else (),
        duties=_duties(plan, codes),
        not_tested=extras.not_tested,
    )


def _paragraphs(plan: Plan, codes: Codes, wanted: int, own: str | None) -> tuple[str, ...]:
    return tuple(
        f"{own}.z" if bound.clause.yields else bound.clause.id
        for bound, hit in zip(plan.classifying, codes.classified, strict=True)
        if hit == wanted
    )


def _limbs(plan: Plan, codes: Codes) -> tuple[str, ...]:
    names = [limb.id for bound in plan.classifying for limb in bound.limbs]
    return tuple(name for name, hit in zip(names, codes.limbs, strict=True) if hit == YES)


def _grounds(plan: Plan, codes: Codes, wanted: int) -> tuple[str, ...]:
    found = [b.version.ground for b, hit in zip(plan.demands, codes.demands, strict=True) if hit == wanted]
    return tuple(dict.fromkeys(found))


def _exceptions(plan: Plan, codes: Codes) -> tuple[dict[str, Any], ...]:
    found = []
    for index, bound in enumerate(plan.exceptions):
        if any(codes.demands[i] for i in plan.lifted[index]):
            found.append(
                {
                    "id": bound.clause.id,
                    "available": WORDS[codes.exceptions[index]],
                    "notice_days": _notice(plan, bound, codes.notices[index]),
                    "conditions": list(bound.version.conditions),
                }
            )
    return tuple(found)


def _notice(plan: Plan, bound: Bound, notice: int) -> float | None:
    if not bound.version.notice or notice == NO:
        return 0
    return None if notice == UNKNOWN else int(plan.day.threshold(bound.version.notice))


def _possible(plan: Plan, index: int, codes: Codes) -> list[str]:
    """Return the policies still possible under a review clause; ``unknown`` where no row may match."""
    rows, mask = plan.reviews[index].rows, codes.reviews[index]
    found = [row.policy for position, row in enumerate(rows) if mask >> position & 1]
    return found + ["unknown"] * (mask >> len(rows) & 1)


def policy_word(plan: Plan, codes: Codes) -> str:
    """Return the strictest policy of the grounds that apply, or ``unknown`` where it is not settled.

    A policy that was never published says nothing beside one that was.
    """
    licence = max(codes.demands, default=NO)
    if licence != YES:
        return "not_applicable" if licence == NO else "unknown"
    certain = [_policies(plan, i, codes) for i, hit in enumerate(codes.demands) if hit == YES]
    maybe = [_policies(plan, i, codes) for i, hit in enumerate(codes.demands) if hit == UNKNOWN]
    published = [found for found in certain if not UNPUBLISHED & set(found)]
    if ["presumption_of_denial"] in published:
        return "presumption_of_denial"
    if not published or any(len(set(found)) != 1 or "unknown" in found for found in published):
        return "unknown"
    word = max((found[0] for found in published), key=STRICTNESS.__getitem__)
    stricter = any(STRICTNESS.get(policy, 3) > STRICTNESS[word] for found in maybe for policy in found)
    return "unknown" if stricter else word


def _policies(plan: Plan, demand: int, codes: Codes) -> list[str]:
    index = plan.reviewed_by.get(plan.demands[demand].clause.id)
    return ["no_published_policy"] if index is None else _possible(plan, index, codes)


def _overlays(plan: Plan, codes: Codes) -> tuple[dict[str, Any], ...]:
    found = []
    for index, bound in enumerate(plan.demands):
        if bound.clause.kind == "overlay" and codes.demands[index]:
            policies = dict.fromkeys(_policies(plan, index, codes))
            word = next(iter(policies)) if len(policies) == 1 else "unknown"
            found.append(
                {
                    "id": bound.clause.id,
                    "licence_required": WORDS[codes.demands[index]],
                    "review_policy": word,
                }
            )
    return tuple(found)


def _readings(
    plan: Plan, codes: Codes, others: dict[tuple[str, str], Codes], chosen: dict[str, str | None]
) -> tuple[dict[str, str], ...]:
    """Return the readings of every switch that the finding turns on."""
    found: list[dict[str, str]] = []
    here = (max(codes.demands, default=NO), policy_word(plan, codes))
    for switch in dict.fromkeys(name for name, _ in others):
        settings = [(name, other) for (key, name), other in others.items() if key == switch]
        words = [(max(other.demands, default=NO), policy_word(plan, other)) for _, other in settings]
        if any(word != here for word in words):
            found += [
                {"switch": switch, "value": name, "licence_required": WORDS[licence], "review_policy": policy}
                for (name, _), (licence, policy) in zip(settings, words, strict=True)
                if name != chosen[switch]
            ]
    return tuple(found)


def missing_names(mask: int) -> tuple[str, ...]:
    """Return the columns of a bit mask, in the order of the columns.

    >>> missing_names(1 << BIT["hq"] | 1 << BIT["tpp"])
    ('tpp', 'hq')
    """
    return tuple(name for name, bit in BIT.items() if mask >> bit & 1)


BIT: dict[str, int] = {name: index for index, name in enumerate(COLUMNS)}


def _confidence(used: list[Bound], data: str | None) -> str:
    words = [bound.version.source.confidence for bound in used]
    return CONFIDENCE[min(CONFIDENCE.index(word) for word in [*words, data or "high"])]


def _reviewing(plan: Plan, codes: Codes) -> list[Bound]:
    return [bound for bound, mask in zip(plan.reviews, codes.reviews, strict=True) if mask]


def _citations(plan: Plan, codes: Codes, used: list[Bound]) -> tuple[str, ...]:
    offered = [b for b, hit in zip(plan.exceptions, codes.exceptions, strict=True) if hit]
    owed = [b for b, hit in zip(plan.duties, codes.duties, strict=True) if hit == YES]
    return tuple(dict.fromkeys(bound.version.source.citation for bound in [*used, *offered, *owed]))


def _conditions(plan: Plan, codes: Codes) -> tuple[str, ...]:
    """Return the conditions of review rows that may decide, unless other rows lead to the same policy."""
    found = []
    for bound, mask, ambiguous in zip(plan.reviews, codes.reviews, plan.ambiguous, strict=True):
        if mask & (mask - 1) and not ambiguous[mask]:
            continue
        for position, row in enumerate(bound.rows):
            if mask >> position & 1:
                found += [filled(plan.day, text) for text in row.conditions]
    return tuple(found)


def filled(day: Day, text: str) -> str:
    """Put the value of a threshold where a text names it in braces."""
    if "{" not in text:
        return text
    name = text[text.index("{") + 1 : text.index("}")]
    return text.replace(f"{{{name}}}", f"{day.threshold(name):g}")


def _duties(plan: Plan, codes: Codes) -> tuple[dict[str, Any], ...]:
    return tuple(
        {"id": bound.clause.id, "applies": WORDS[hit], "percent": plan.day.threshold(bound.clause.rate)}
        for bound, hit in zip(plan.duties, codes.duties, strict=True)
        if hit == YES
    )
