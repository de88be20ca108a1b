"""A figure of the page: a Vega-Lite specification with its words and its table, and its forms as files."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import Any

from fastapi.responses import JSONResponse, Response

from fabcast.report import render, tables

_FRAME = 12
"""White margin of a figure that stands alone, in pixels."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `name` is also its address."""

    name: str
    title: str
    caption: str
    spec: dict[str, Any]
    table: tables.Table

    def svg(self) -> str:
        """Draw the figure for the inside of a page."""
        return render(self.spec, self.name, self.title, f"{self.table.caption}. {self.caption}")

    def data(self) -> str:
        """Write the specification so that it may stand inside a page.

        A closing tag inside a text would end the element that holds it.
        """
        return json.dumps(self.spec, separators=(",", ":")).replace("<", "\\u003c")


def as_file(figure: Figure, ending: str) -> Response:
    """Give a figure as ``svg``, ``png``, ``csv`` (its table) or ``json`` (its specification)."""
    if ending == "svg":
        return Response(alone(figure.svg()), media_type="image/svg+xml")
    if ending == "png":
        return Response(png(figure.svg()), media_type="image/png")
    if ending == "csv":
        return table_csv(figure.table)
    return JSONResponse(figure.spec, media_type="application/vnd.vegalite.v6+json")


def alone(svg: str) -> str:
    """Make a figure's markup a file of its own: namespace, size, white ground.

    >>> alone('<svg role="img" viewBox="0 0 400 270"><g/></svg>')[:64]
    '<svg xmlns="http://www.w3.org/2000/svg" width="424" height="294"'
    """
    head, _, body = svg.partition(">")
    box = head.split('viewBox="')[1].split('"')[0]
    x, y, width, height = (float(part) for part in box.split())
    wide, high = width + 2 * _FRAME, height + 2 * _FRAME
    frame = f"{x - _FRAME:g} {y - _FRAME:g} {wide:g} {high:g}"
    ground = f'<rect x="{x - _FRAME:g}" y="{y - _FRAME:g}" width="{wide:g}" height="{high:g}" fill="#fff"/>'
    opening = head.replace(
        "<svg", f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:g}" height="{high:g}"'
    )
    return f"{opening.replace(box, frame)}>{ground}{body}"


def png(svg: str) -> bytes:
    """Draw a figure's markup as a picture of twice its size."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(alone(svg), scale=2))


def table_csv(table: tables.Table) -> Response:
    """Give a table as CSV."""
    return rows_csv([table.columns, *table.rows])


def rows_csv(rows: list[tuple[Any, ...]]) -> Response:
    """Give rows as CSV, the first one the heading."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([[safe(cell) for cell in row] for row in rows])
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8")


def safe(cell: Any) -> Any:
    """Keep a text from being read as a formula by a spreadsheet.

    >>> safe("=1+1"), safe("+0.5 points"), safe(-3)
    ("'=1+1", '+0.5 points', -3)
    """
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=@\t\r" and cell else cell
