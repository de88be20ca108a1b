"""The manual's tables of levers and scenarios, written from the tables that the code reads."""

from __future__ import annotations

from itertools import groupby

from ._levers import CHIP_RULES, IN_FORCE, LEVERS, Lever
from ._library import library

_AXES = {"": "one value", "chip": "by chip", "provider": "by provider country"}


def lever_table() -> str:
    """Write the levers as Markdown, one table a side.

    >>> "`licence_grant`" in lever_table()
    True
    """
    ordered = sorted(LEVERS.values(), key=lambda lever: lever.side)
    return "\n\n".join(_side(side, list(rows)) for side, rows in groupby(ordered, key=lambda row: row.side))


def _side(side: str, rows: list[Lever]) -> str:
    head = [f"### {side[0].upper()}{side[1:]}", "", "| Lever | What it means | Unit | Set | Default |"]
    return "\n".join([*head, "| --- | --- | --- | --- | --- |", *(_row(lever) for lever in rows)])


def _row(lever: Lever) -> str:
    return f"| `{lever.id}` | {lever.meaning} | {lever.unit} | {_AXES[lever.axis]} | {_default(lever)} |"


def _default(lever: Lever) -> str:
    if lever.id == CHIP_RULES:
        return IN_FORCE
    if lever.default != lever.default:  # NaN: taken from the facts
        return "from the facts"
    return "none" if lever.default == float("inf") else f"{lever.default:g}"


def scenario_table() -> str:
    """Write the scenarios that come with Fabcast as a Markdown table.

    >>> scenario_table().splitlines()[2].startswith("| `actual` |")
    True
    """
    head = ["| Scenario | What it says | Extends | Branches from |", "| --- | --- | --- | --- |"]
    rows = [
        f"| `{name}` | {one.description} | {f'`{one.parent.id}`' if one.parent else ''} "
        f"| {one.branches_from or ''} |"
        for name, one in library().items()
    ]
    return "\n".join([*head, *rows])
