"""What rules and published specifications say about a claim: arithmetic, no draws.

A chip counts from its release on; parts that are announced or planned settle nothing. Total
processing performance is the measure of the rules themselves; licences are asked of `fabcast.rules`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from math import isnan
from typing import Any

from fabcast import facts
from fabcast.facts import Chip

from ._claims_formula import evaluate

YEAR = 365.25
_SOLD = "released"


def rule_value(formula: str, on: date) -> float | None:
    """Work a formula out on a day.

    Parameters
    ----------
    formula
        ``chip(name, field)``, ``best(who, field)`` (a designer or a country), ``lag(who, of, field)`` in
        years, ``licence(name)`` for shipment to China.
    on
        The day; chips released later do not count.

    Returns
    -------
    float or None
        None where a figure is unknown, or the day lies after the facts' last.

    Examples
    --------
    >>> round(rule_value("chip('H200', tpp_bits_x_tops) / chip('H20', tpp_bits_x_tops)", date(2026, 1, 1)), 2)
    6.69
    >>> rule_value("licence('H20')", date(2024, 6, 1))
    0.0
    """
    if on > facts.AS_OF:
        return None
    functions: dict[str, Callable[..., float]] = {
        "chip": _field,
        "best": lambda who, field: _best(who, field, on)[0],
        "lag": lambda who, of, field: _lag(who, of, field, on),
        "licence": lambda name: _licence(name, on),
    }
    found = float(evaluate(formula, float, functions))
    return None if isnan(found) else found


def _field(name: str, field: str) -> float:
    return chip_number(facts.find_chip(name), field)


EIGHT_BIT = "eight_bit"
"""Stands for the better of 8-bit floating point and integer arithmetic, whichever the maker gives."""


def chip_number(chip: Chip, field: str) -> float:
    """Read a figure of a chip; NaN where it is unknown.

    >>> chip_number(facts.find_chip("H100"), EIGHT_BIT)
    1979.0
    """
    if field == EIGHT_BIT:
        known = [value for value in (chip.fp8_dense_tflops, chip.int8_dense_tops) if value is not None]
        return max(known, default=float("nan"))
    value: Any = getattr(chip, field)
    return float("nan") if value is None else float(value)


def _best(who: str, field: str, on: date) -> tuple[float, date]:
    """Best figure among a designer's, or a country's, data-centre chips released by a day."""
    known = [(chip_number(chip, field), day) for chip, day in _sold(who) if day <= on]
    return max((pair for pair in known if not isnan(pair[0])), default=(float("nan"), on))


def _sold(who: str) -> list[tuple[Chip, date]]:
    return [
        (chip, released(chip))
        for chip in facts.chips().values()
        if (chip.designer.startswith(who) or chip.designer_country == who)
        and chip.status == _SOLD
        and chip.release_date
        and chip.designed_or_marketed_for_datacenter is not False
    ]


def released(chip: Chip) -> date:
    """Last day of the period in which a chip was released.

    >>> released(facts.find_chip("huawei-ascend-950pr"))
    datetime.date(2026, 3, 31)
    """
    text = str(chip.release_date)
    if len(text) == len("2026-03-20"):
        return date.fromisoformat(text)
    year, _, rest = text.partition("-")
    month = int(rest[1:]) * 3 if rest.startswith("Q") else int(rest or 12)
    after = date(int(year) + month // 12, month % 12 + 1, 1)
    return date.fromordinal(after.toordinal() - 1)


def _lag(who: str, of: str, field: str, on: date) -> float:
    """Years since the others first sold a chip as good as the best here."""
    best, _ = _best(who, field, on)
    first = min((day for chip, day in _sold(of) if chip_number(chip, field) >= best), default=None)
    return float("nan") if first is None else max(0.0, (on - first).days / YEAR)


def _licence(name: str, on: date) -> float:
    from fabcast import rules

    answer = rules.classify(name, on=on.isoformat(), to="CN").licence_required
    return {"yes": 1.0, "no": 0.0}.get(answer, float("nan"))
