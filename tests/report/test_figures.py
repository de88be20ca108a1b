"""Figures: units on every axis, colours with a dark twin, a title and a description."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from fabcast.analysis import BindingShares
from fabcast.report import Bound, Brief, Fan, OutcomeWords
from fabcast.report import _figures as draw
from fabcast.report import _theme as theme
from fabcast.report._svg import accessible, render

QUARTERS = ("2029Q4", "2030Q1", "2030Q2")


def specs(brief: Brief) -> Iterator[dict[str, Any]]:
    yield from (draw.levels(fan) for fan in brief.fans)
    yield from (draw.contrasts(fan) for fan in brief.fans)
    assert brief.parity is not None
    assert brief.binding is not None
    yield draw.parity(brief.parity)
    yield draw.binding(brief.binding, slice(0, 20))
    yield draw.bounds(Bound(brief.scenario, brief.contrasts), brief.bounds, "china_compute_stock", "H100e")


def encodings(spec: Any) -> Iterator[dict[str, Any]]:
    if isinstance(spec, dict):
        if "encoding" in spec:
            yield spec["encoding"]
        for value in spec.values():
            yield from encodings(value)
    elif isinstance(spec, list):
        for value in spec:
            yield from encodings(value)


def test_every_quantitative_axis_has_a_title(brief: Brief) -> None:
    for spec in specs(brief):
        axes = [
            e[k] for e in encodings(spec) for k in ("x", "y") if e.get(k, {}).get("type") == "quantitative"
        ]
        assert axes
        assert all(axis["title"] for axis in axes)


def test_every_colour_has_a_dark_twin(brief: Brief) -> None:
    for spec in specs(brief):
        assert set(re.findall(r"#[0-9a-f]{6}", str(spec))) <= set(theme.DARK)


def test_drawn_colours_are_those_that_the_page_swaps(brief: Brief) -> None:
    svg = render(draw.levels(brief.fans[0]), "x", "T", "D")
    assert set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{3,6})"', svg)) <= set(theme.DARK)


def test_a_figure_is_one_image_with_title_and_description() -> None:
    svg = render({"mark": "point", "data": {"values": []}}, "fig", "A & B", "What <it> shows")
    root = ET.fromstring(svg)  # noqa: S314 - our own text
    names = {child.tag.split("}")[-1]: child for child in root}
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "fig-title fig-desc"
    assert (names["title"].text, names["desc"].text) == ("A & B", "What <it> shows")
    assert "width" not in root.attrib


def test_ids_of_two_figures_never_meet() -> None:
    svg = '<svg width="1" height="1" viewBox="0 0 1 1"><clipPath id="c0"/><g clip-path="url(#c0)"/></svg>'
    one, two = accessible(svg, "a", "", ""), accessible(svg, "b", "", "")
    assert 'id="a-c0"' in one
    assert "url(#a-c0)" in one
    assert not set(re.findall(r'id="([^"]+)"', one)) & set(re.findall(r'id="([^"]+)"', two))


def fan(unit: str, middle: list[float]) -> Fan:
    bands = np.array([[m * f for m in middle] for f in (0.5, 0.8, 1.0, 1.2, 2.0)])
    return Fan(OutcomeWords("x", "X", unit), QUARTERS, bands, bands, bands * 0.0)


@pytest.mark.parametrize(
    ("unit", "middle", "kind"),
    [
        ("H100e", [1e4, 1e5, 1e6], "log"),
        ("H100e", [1e4, 2e4, 3e4], None),
        ("percent", [0.1, 10.0, 90.0], None),
        ("H100e", [0.0, 1e3, 1e6], None),
    ],
)
def test_only_steep_growth_above_zero_is_drawn_on_a_log_axis(
    unit: str, middle: list[float], kind: str | None
) -> None:
    y = next(encodings(draw.levels(fan(unit, middle))))["y"]
    assert y["scale"].get("type") == kind
    assert ("(log scale)" in y["title"]) == (kind == "log")


def test_the_axis_names_unit_and_scale() -> None:
    y = next(encodings(draw.levels(fan("H100e a year", [1e6, 2e6, 3e6]))))["y"]
    assert y["title"].replace("\u00a0", " ") == "million H100e a year"


def test_undefined_quarters_leave_a_gap_and_do_not_fail() -> None:
    bands = np.full((5, 3), np.nan)
    empty = Fan(OutcomeWords("x", "X", "months"), QUARTERS, bands, bands, bands)
    for spec in (draw.levels(empty), draw.contrasts(empty)):
        assert render(spec, "e", "T", "D").startswith("<svg")


def test_inputs_that_never_bind_are_not_in_the_legend() -> None:
    shares = BindingShares(("hbm", "never"), QUARTERS, np.array([[1.0] * 3, [0.0] * 3]))
    spec = draw.binding(shares, slice(0, 3))
    assert spec["layer"][0]["encoding"]["color"]["scale"]["domain"] == ["HBM"]


def luminance(color: str) -> float:
    """Relative luminance of a colour, as WCAG defines it."""
    parts = (int(color[i : i + 2], 16) / 255.0 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_on_paper_the_two_scenarios_differ_in_grey_and_stand_off_the_page() -> None:
    assert luminance(theme.SCENARIO) < luminance(theme.BASE)
    assert contrast_ratio(theme.SCENARIO, theme.BASE) > 1.4
    for color in (theme.SCENARIO, theme.BASE, theme.CONTRAST, theme.INK, theme.SOFT):
        assert contrast_ratio(color, "#ffffff") > 3.0


def test_the_base_is_dashed_and_the_scenario_is_not(brief: Brief) -> None:
    lines = [
        layer["mark"] for layer in draw.levels(brief.fans[0])["layer"] if layer["mark"]["type"] == "line"
    ]
    dashed = {mark["color"] for mark in lines if "strokeDash" in mark}
    plain = {mark["color"] for mark in lines if "strokeDash" not in mark}
    assert (dashed, plain) == ({theme.BASE}, {theme.SCENARIO})


@pytest.mark.parametrize("ground", ["#ffffff", "#111111"])
def test_notebook_colours_stand_off_light_and_dark(ground: str) -> None:
    for color in (theme.SCENARIO, theme.BASE, theme.CONTRAST):
        assert contrast_ratio(theme.either_way(color), ground) > 3.0


def test_the_line_at_zero_is_drawn(brief: Brief) -> None:
    drawn = render(draw.contrasts(brief.fans[0]), "zero", "T", "D")
    assert f'stroke="{theme.INK}"' in drawn


def test_the_page_on_figures_names_the_colours_in_use() -> None:
    page = (Path(__file__).parents[2] / "docs/explanation/figures.md").read_text("utf-8")
    for color in (theme.SCENARIO, theme.BASE, theme.CONTRAST):
        for used in (color, theme.DARK[color], theme.either_way(color)):
            assert f"`{used}`" in page
