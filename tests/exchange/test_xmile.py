"""The exported file: legal, named, described, and different between scenarios only in what they set."""

import re
from typing import Any
from xml.etree import ElementTree as Xml

import numpy as np
import pytest

from fabcast import exchange, facts
from fabcast.exchange._names import RESERVED, plain
from fabcast.exchange._rows import formula
from fabcast.exchange._xmile import TIME
from fabcast.model import OUTCOMES

SPACE = {"x": "http://docs.oasis-open.org/xmile/ns/XMILE/v1.0"}
KINDS = ("stock", "flow", "aux")


def variables(text: str) -> dict[str, Xml.Element]:
    """Variables of a file by name."""
    found = Xml.fromstring(text).find("x:model/x:variables", SPACE)  # noqa: S314 - our own file
    assert found is not None
    return {element.attrib["name"]: element for element in found}


def equation(element: Xml.Element) -> str:
    return element.findtext("x:eqn", "", SPACE)


@pytest.fixture(scope="module")
def files(model: Any, cases: Any) -> dict[str, str]:
    return {
        name: exchange.xmile(model, exchange.entered(model, case.inputs, case.path, 0, case.stock), name)
        for name, case in cases.items()
    }


def test_the_frame_is_that_of_the_standard(files: dict[str, str]) -> None:
    root = Xml.fromstring(files["actual"])  # noqa: S314 - our own file
    assert root.tag.endswith("}xmile")
    assert root.attrib == {"version": "1.0"}
    assert [child.tag.partition("}")[2] for child in root] == ["header", "sim_specs", "model"]
    header = root.find("x:header", SPACE)
    assert header is not None
    assert {"vendor", "product", "name"} <= {child.tag.partition("}")[2] for child in header}
    specs = {tag: float(root.findtext(f"x:sim_specs/x:{tag}", "", SPACE)) for tag in ("start", "stop", "dt")}
    assert specs == {"start": 2014.0, "stop": 2040.75, "dt": 0.25}


def test_names_are_legal_and_unique(files: dict[str, str]) -> None:
    root = Xml.fromstring(files["actual"])  # noqa: S314 - our own file
    names = [e.attrib["name"] for kind in KINDS for e in root.iterfind(f".//x:{kind}", SPACE)]
    assert len(names) == len({name.lower() for name in names}) == len(variables(files["actual"]))
    assert not [name for name in names if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name)]
    assert not [name for name in names if name.lower() in RESERVED]


def test_equations_speak_only_of_variables_in_the_file(files: dict[str, str]) -> None:
    known = variables(files["actual"])
    words = ["IF", "THEN", "ELSE", "AND", "OR", "NOT", "MAX", "MIN", "EXP", "LN", "SQRT", "ABS", "TIME"]
    for name, element in known.items():
        used = set(
            re.findall(r"[A-Za-z_][A-Za-z0-9_]*", re.sub(r"\d\.?\d*e[+-]?\d+", "0", equation(element)))
        )
        assert used <= {*known, *words}, name


def test_a_stock_changes_by_its_one_flow(model: Any, files: dict[str, str]) -> None:
    known = variables(files["actual"])
    for name in model.stocks:
        stock = known[plain(name)]
        flow = known[stock.findtext("x:inflow", "", SPACE)]
        assert equation(flow).endswith(f" - {plain(name)}) / length_of_step")


def test_units_and_meanings_come_back(model: Any, files: dict[str, str]) -> None:
    known = variables(files["actual"])
    for outcome in OUTCOMES.values():
        element = known[outcome.id]
        assert element.findtext("x:units", "", SPACE) == outcome.unit
        assert element.findtext("x:doc", "", SPACE).startswith(outcome.label)
    table = facts.parameters()
    for name in (name for name in model.inputs if name in table):
        if plain(name) in known:
            assert known[plain(name)].findtext("x:units", "", SPACE) == table[name].unit


def test_scenarios_differ_only_in_what_they_set(model: Any, cases: Any, files: dict[str, str]) -> None:
    case = cases["actual"]
    free = set(exchange.settings(model, exchange.entered(model, case.inputs, case.path)))
    base = {name: Xml.tostring(element) for name, element in variables(files["actual"]).items()}
    for name in ("h200_open", "no_controls"):
        other = {k: Xml.tostring(e) for k, e in variables(files[name]).items()}
        assert set(other) == set(base)
        changed = {k for k in base if base[k].strip() != other[k].strip()}
        assert changed
        assert changed <= free


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (np.full(108, 2.0), "2.0"),
        (np.where(TIME < 2020, -1.0, 3.0), "IF TIME < 2020.0 THEN (-1.0) ELSE 3.0"),
        (TIME + 0.125, "TIME + 0.125"),
        (np.clip((TIME - 2020) / 4, 0.0, 1.0), "MIN(1.0, MAX(0, 0.25 * (TIME - 2020.0)))"),
        (np.sin(TIME), None),
    ],
)
def test_simple_rows_are_formulas_of_time(row: np.ndarray, text: str | None) -> None:
    assert formula(row, TIME) == text
