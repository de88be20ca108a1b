"""The content of *Claims*: statements that people made, each with what comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fabcast import facts
from fabcast.analysis import CheckedClaim, check_claims, needed
from fabcast.errors import BadInput
from fabcast.report import ORDERS, STATUS_WORDS, arranged, claims_json, gather, numbers, tables, theme

from ._figure import Figure
from ._runs import SEED, Runner

Board = tuple[CheckedClaim, ...]


def check(runner: Runner, draws: int) -> Board:
    """Test every claim that comes with Fabcast; takes many seconds."""
    asked = facts.claims()
    scenarios, outcomes = needed(asked)
    runs = runner.run_named(scenarios, draws, outcomes) if scenarios else None
    return check_claims(asked, runs, SEED)


def picked(board: Board, order: str, status: str, text: str) -> list[dict[str, Any]]:
    """Pick and sort claims, as plain data.

    Raises
    ------
    BadInput
        There is no such order or status.
    """
    if order not in ORDERS:
        raise BadInput(f"order '{order[:20]}' is not one of: {', '.join(ORDERS)}")
    if status and status not in STATUS_WORDS:
        raise BadInput(f"status '{status[:20]}' is not one of: {', '.join(STATUS_WORDS)}")
    chosen = arranged(board, order, (status,) if status else (), text[:120])
    return plain(chosen)


def plain(board: Sequence[CheckedClaim]) -> list[dict[str, Any]]:
    """Give claims in the published form of ``fabcast claims --json``."""
    return list(claims_json(board, gather(()).parameters))


def one(board: Board, name: str) -> dict[str, Any]:
    """Find one claim.

    Raises
    ------
    BadInput
        There is no claim of that id.
    """
    found = [claim for claim in board if claim.claim.id.casefold() == name.casefold()]
    if not found:
        raise BadInput(f"claim '{name[:40]}' is not known; see the list at /claims")
    return plain(found)[0]


def tally(board: Board) -> list[tuple[str, str, int]]:
    """Number of claims by status."""
    return [(name, words, sum(c.status == name for c in board)) for name, words in STATUS_WORDS.items()]


def drawn(claim: Mapping[str, Any]) -> list[Figure]:
    """Draw how the probability moves with the threshold and with the year."""
    found = []
    curve = claim.get("across_thresholds") or []
    if len(curve) > 1:
        found.append(_across(claim, curve))
    years = [row for row in claim.get("by_year") or [] if row["probability"] is not None]
    if len(years) > 1:
        found.append(_by_year(claim, years))
    return found


def _across(claim: Mapping[str, Any], curve: Sequence[Mapping[str, float]]) -> Figure:
    unit = str((claim.get("value") or {}).get("unit", ""))
    scale = numbers.scale_for(unit, max(abs(row["threshold"]) for row in curve))
    name = f"{scale.before} {scale.after.strip()}".strip() or unit or "value"
    values = [{"x": row["threshold"] / scale.factor, "p": 100.0 * row["probability"]} for row in curve]
    rows = tuple((f"{row['x']:,.4g}", f"{row['p']:.0f} %") for row in values)
    return Figure(
        "across",
        "If the threshold stood elsewhere",
        "Share of draws in which the claim would be true, by its threshold. Upright line: the claim's own.",
        _line(
            values, {"title": f"threshold, {name}", "axis": {"format": ",~r"}}, _number(claim, scale.factor)
        ),
        tables.Table("Probability by threshold", ("Threshold", "True in"), rows),
    )


def _by_year(claim: Mapping[str, Any], years: Sequence[Mapping[str, Any]]) -> Figure:
    values = [{"x": row["year"], "p": 100.0 * row["probability"]} for row in years]
    rows = tuple((str(row["x"]), f"{row['p']:.0f} %") for row in values)
    return Figure(
        "years",
        "If the year were another",
        f"Share of draws in which the claim would be true, by year. It was made for {claim['horizon']}.",
        _line(values, {"title": "year", "axis": {"format": "d", "tickMinStep": 1}}, None),
        tables.Table("Probability by year", ("Year", "True in"), rows),
    )


def _number(claim: Mapping[str, Any], factor: float) -> float | None:
    """Read a claim's own threshold where it is one number."""
    try:
        return float(claim["threshold"]) / factor
    except (TypeError, ValueError):
        return None


def _line(
    values: Sequence[Mapping[str, float]], x: Mapping[str, Any], upright: float | None
) -> dict[str, Any]:
    scale = {"domain": [0, 100]}
    y = {
        "field": "p",
        "type": "quantitative",
        "title": "% of draws",
        "scale": scale,
        "axis": {"tickCount": 5},
    }
    across = {"field": "x", "type": "quantitative", "scale": {"zero": False}, **x}
    line = {"type": "line", "color": theme.SCENARIO, "strokeWidth": 2}
    layers: list[dict[str, Any]] = [{"mark": line, "encoding": {"x": across, "y": y}}]
    if upright is not None:
        layers.append({"mark": {"type": "rule", "color": theme.INK}, "encoding": {"x": {"datum": upright}}})
    common = {"width": 340, "height": 170, "config": theme.CONFIG}
    return {"data": {"values": list(values)}, "layer": layers, **common}
