"""What matters, told: words hold the table's numbers, data hold to the schema, figures hold all rows."""

from __future__ import annotations

import json
import re
from io import StringIO

import jsonschema  # type: ignore[import-untyped]
import numpy as np
import pytest
from rich.console import Console

from fabcast.analysis import (
    Estimate,
    OverTime,
    Sensitivity,
    SensitivityPlayer,
    SensitivityRow,
    enough,
)
from fabcast.report import (
    SensitivityPage,
    print_sensitivity,
    schema,
    sensitivity_figures,
    sensitivity_json,
    sensitivity_page,
)
from fabcast.report import _sensitivity_figures as draw
from fabcast.report import _sensitivity_tables as tables
from fabcast.report import _sensitivity_words as words
from fabcast.report._sensitivity_page import input_label

INPUTS = ("cn_gate_post2026", "h200_cap_flow", "hbm_cycle")
NUMBER = re.compile(r"[+−]?\d[\d,]*(?:\.\d+)?")
MEASURES: dict[str, tuple[str, ...]] = {
    "morris": ("mu_star", "sigma"),
    "sobol": ("total", "first"),
    "shapley": ("share",),
    "delta": ("delta",),
    "gradient": ("step", "straight", "first", "flat"),
}
AMOUNTS = {"mu_star": 1.7e6, "sigma": 9.1e5, "step": -6.4e5}


def estimate(name: str, place: int) -> Estimate:
    """Numbers that differ from each other, so that a sentence cannot take the wrong one."""
    value = (AMOUNTS.get(name, 0.71) + sum(map(ord, name)) * 1e-4) / (1 + place)
    return (
        Estimate(value, 0.83 * value, 1.22 * value)
        if value > 0
        else Estimate(value, 1.22 * value, 0.83 * value)
    )


def found(method: str) -> Sensitivity:
    rows = [
        SensitivityRow(
            SensitivityPlayer(name, "input", (name,), (k,)), {m: estimate(m, k) for m in MEASURES[method]}
        )
        for k, name in enumerate(INPUTS)
    ]
    rest = SensitivityPlayer("everything_else", "rest", ("y_alpha", "enf_elast"), (3, 4))
    if method in {"sobol", "shapley"}:
        rows.append(SensitivityRow(rest, {m: estimate(m, 9) for m in MEASURES[method]}))
    spreads = {f"{who}_p{p}": p * 1e4 + k for k, who in enumerate(("copula", "basis")) for p in (5, 50, 95)}
    basis = "prior" if method in {"morris", "sobol"} else "posterior"
    return Sensitivity(method, basis, tuple(rows), 2048, spreads if method == "shapley" else {"never": 0.4})


@pytest.fixture(scope="module")
def page() -> SensitivityPage:
    quarters = ("2030Q3", "2030Q4", "2031Q4")
    shares = tuple(tuple(estimate(q, k) for q in quarters) for k in range(2))
    return SensitivityPage(
        "A",
        "B",
        "china_compute_stock",
        "AI compute in China",
        "H100e",
        2030,
        1,
        tuple(found(method) for method in MEASURES),
        OverTime(quarters, INPUTS[:2], shares, "posterior", 512),
        enough(1e6 + 1e6 * np.random.default_rng(1).normal(size=500)),
        "posterior",
    )


def said(text: str, page: SensitivityPage) -> set[str]:
    """Numbers of a sentence, less those of names and of the question."""
    for name in (words.subject(page), "90 %", *(input_label(name) for name in INPUTS)):
        text = text.replace(name, "")
    return set(NUMBER.findall(text))


@pytest.mark.parametrize("method", MEASURES)
def test_every_number_in_words_is_a_number_of_the_table(page: SensitivityPage, method: str) -> None:
    one = found(method)
    text = words.answer(page, one)
    table = tables.method_table(page, one)
    known = {n for row in table.rows for cell in row[1:] for n in NUMBER.findall(cell)}
    known |= {"1", "2", "12", "3"} & said(text, page) if method == "gradient" else set()
    known |= {"2"} if method == "shapley" else set()  # the inputs without a name
    known |= {"2040", "40"} if method == "delta" else set()  # in 40 % of draws only one comes by 2040
    assert said(text, page) <= known
    assert len(said(text, page)) >= 3, "the answer carries its interval"
    assert input_label(INPUTS[0]) in text


def test_words_over_time_and_on_draws_are_those_of_their_tables(page: SensitivityPage) -> None:
    assert page.over_time is not None
    assert page.enough is not None
    text = words.over_time_words(page)
    cells = {n for row in tables.over_time_table(page.over_time).rows for c in row for n in NUMBER.findall(c)}
    assert said(text, page) <= cells
    assert "2031" in said(text, page)
    assert words.percent(page.over_time.shares[0][1]) in text
    assert words.percent(page.over_time.shares[0][2]) in text
    told = " ".join(words.enough_words(page))
    assert f"With {page.enough.rows[-1].draws} draws" in told
    assert words.percent(page.enough.rows[-1].positive) in told
    least = float(re.findall(r"less than ([\d.]+)", told.replace("\u00a0", " "))[0]) / 100.0
    assert page.enough.error_of_ends <= least < page.enough.error_of_ends + 0.001


def test_data_hold_to_the_schema_and_say_the_same(page: SensitivityPage) -> None:
    data = json.loads(json.dumps(sensitivity_json(page), allow_nan=False))
    jsonschema.validate(data, schema("sensitivity"))
    for told, one in zip(data["methods"], page.found, strict=True):
        assert told["because"] == words.answer(page, one)
        first = one.rows[0]
        assert told["rows"][0]["measures"] == {
            name: {"value": e.value, "low": e.low, "high": e.high} for name, e in first.measures.items()
        }


def test_methods_that_disagree_are_named(page: SensitivityPage) -> None:
    assert words.agreement(page.found).startswith("All 5 methods put “Chinese gate")
    assert words.agreement(page.found[:2]).startswith("Both methods put “Chinese gate")
    one = found("delta")
    turned = Sensitivity("delta", one.basis, one.rows[::-1], one.runs)
    text = words.agreement([found("shapley"), turned])
    assert "put different inputs first" in text
    assert input_label(INPUTS[2]) in text
    assert words.agreement([one]) == ""


def test_a_figure_holds_every_row_with_its_interval(page: SensitivityPage) -> None:
    spec = draw.weights(page, found("sobol"))
    assert len(spec["data"]["values"]) == 8
    assert len({row["input"] for row in spec["data"]["values"]}) == 4
    top = spec["data"]["values"][0]
    one = found("sobol").rows[0].measures["first"]
    assert (top["value"], top["low"]) == pytest.approx((100 * one.value, 100 * one.low), rel=1e-5)
    assert spec["layer"][0]["encoding"]["x"]["title"] == "% of the variance"
    assert draw.weights(page, found("morris"))["layer"][0]["encoding"]["x"]["title"] == "million H100e"


def test_the_page_and_the_terminal_tell_every_part(page: SensitivityPage) -> None:
    html = sensitivity_page(page)
    assert html.count("<svg") == len(sensitivity_figures(page)) == 7
    console = Console(width=100, record=True, file=StringIO())
    print_sensitivity(page, console)
    text = " ".join(console.export_text().split())
    for one in page.found:
        sentence = words.answer(page, one)
        assert sentence.replace("'", "&#39;") in html
        assert " ".join(sentence.split()) in text
    assert "95 % intervals, from the number of draws alone" in text


def test_a_level_is_told_without_a_second_scenario(page: SensitivityPage) -> None:
    level = SensitivityPage("A", None, "china_compute_stock", "AI compute in China", "H100e", 2030, 1)
    assert words.subject(level) == "China's AI compute at the end of 2030 under “A”"
    date = SensitivityPage("A", "B", "year_of_compute_parity", "Year of parity", "year", None, 1)
    assert words.subject(date) == "the change in “Year of parity”, “A” against “B”"
