"""The front door of the room: one item, one transaction, one day, one finding."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from fabcast.errors import BadInput
from fabcast.rules import _law
from fabcast.rules._assemble import Extras, Outcome, assemble
from fabcast.rules._case import build, refuse_unknown
from fabcast.rules._evaluate import View
from fabcast.rules._finding import Basis, Finding
from fabcast.rules._law import Law
from fabcast.rules._missing import scalar_missing
from fabcast.rules._plan import Codes, Plan, Switches, plan_for, scalar_codes, scalar_verdict
from fabcast.rules._reform import Reform
from fabcast.rules._values import read_day

__all__ = ["classify", "switch_settings"]

NOT_TESTED = ("exporter", "end_use", "entity_flags", "owned_pct")
_PARTS = [part.name for part in fields(Outcome)]


def classify(
    item: str | Mapping[str, Any] | None = None,
    *,
    on: str | date,
    to: str | None = None,
    hq: str | None = None,
    reform: Reform | None = None,
    switches: Mapping[str, str] | None = None,
    **facts: Any,
) -> Finding:
    """Say what the rules of a day make of an item in a transaction.

    Parameters
    ----------
    item
        Catalogue id or product name, or a mapping of columns (then blanks are unknown).
    on
        Day of the transaction.
    to, hq
        Destination and headquarters of the receiving party, ISO 3166 alpha-2.
    reform
        A change of clauses laid over the law; see `Reform`.
    switches
        Settings of disputed law, such as ``{"diffusion_regime": "de_jure"}``.
    **facts
        Any other column, such as ``tpp=4800``, ``kind="export"``, ``ship_from="US"``. They override the
        catalogue.

    Raises
    ------
    BadInput
        If the item is not in the catalogue, a column does not exist, or a value cannot be.

    Examples
    --------
    >>> classify("H200", on="2025-06-01", to="CN").review_policy
    'presumption_of_denial'
    >>> classify({"tpp": 3000}, on="2025-06-01", to="CN").missing
    ('performance_density', 'nonplanar_die_area_mm2', 'datacenter', 'kind')
    """
    given = dict(item) if isinstance(item, Mapping) else {"name": item}
    given |= {name: value for name, value in {"to": to, "hq": hq, **facts}.items() if value is not None}
    refuse_unknown(given)
    day = read_day(on)
    case = build(given)
    if case["item_class"] == "other" and not any(value is not None for value in given.values()):
        raise BadInput("nothing to classify: give a chip name or at least one parameter such as tpp.")
    law = reform.law if reform else _law.current()
    return find(case, day, law, switch_settings(law, switches), reform.id if reform else "")


def switch_settings(law: Law, wanted: Mapping[str, str] | None = None) -> Switches:
    """Return the setting of every switch; ``None`` where neither the law nor the caller has settled it.

    >>> switch_settings(_law.current())["diffusion_regime"]
    'de_facto'
    """
    settings: Switches = {name: switch.default for name, switch in law.book.switches.items()}
    for name, setting in (wanted or {}).items():
        if name not in settings:
            raise BadInput(f"unknown switch '{name}'; switches: {', '.join(sorted(settings))}.")
        values = law.book.switches[name].values
        if setting not in values:
            raise BadInput(f"switch {name} is '{setting}'; write one of {', '.join(values)}.")
        settings[name] = setting
    return settings


def find(case: dict[str, Any], day: date, law: Law, settings: Switches, reform: str = "") -> Finding:
    """Judge a full row under one day's law."""
    plan = plan_for(law.on(day), case["item_class"])
    view = View(case, plan.day, settings)
    codes = scalar_codes(plan, view)
    others = _others(plan, case, settings, view)
    extras = Extras(
        own_entry=case["also_classified"],
        data_confidence=case["data_confidence"],
        missing=_missing(plan, codes, view),
        not_tested=tuple(name for name in NOT_TESTED if case[name] is None),
    )
    outcome = assemble(plan, codes, others, settings, extras)
    label = case["label"] or case["name"] or _describe(case)
    parts = {name: getattr(outcome, name) for name in _PARTS}
    return Finding(item=label, on=day, to=case["to"], **parts, basis=Basis(plan, view, reform))


def _others(plan: Plan, case: dict[str, Any], settings: Switches, view: View) -> dict[tuple[str, str], Codes]:
    """Judge again under every other setting of the switches that the row came upon."""
    found = {}
    for switch in plan.switches:
        if switch in view.touched:
            for name in plan.day.law.book.switches[switch].values:
                if name != settings[switch]:
                    other = View(case, plan.day, settings | {switch: name})
                    found[switch, name] = scalar_verdict(plan, other)
    return found


def _missing(plan: Plan, codes: Codes, view: View) -> int:
    certain = all(hit != 1 for hits in (codes.classified, codes.demands, codes.exceptions) for hit in hits)
    settled = not any(table[mask] for table, mask in zip(plan.ambiguous, codes.reviews, strict=True))
    return 0 if certain and settled else scalar_missing(plan, codes, view)


def _describe(case: dict[str, Any]) -> str:
    tool = case["tool"]
    return f"{case['item_class']} ({tool})" if tool else str(case["item_class"])
