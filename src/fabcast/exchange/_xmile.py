"""The model as an XMILE 1.0 file: the standard exchange form of system dynamics.

A stock's inflow is (new value − old value) / length of the step, so that Euler's method with a step of one
quarter gives the model's own quarter. What the standard has no word for is written so:

    *unknown*        the number of the variable `unknown`
    infinity         1e9
    row by quarter   a graphical function of TIME, discrete
    value some quarters ago, running sum, least value so far        a stock
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as Xml

import numpy as np

from fabcast.equations import NUMPY, Node, Program, below
from fabcast.model import QUARTERS, STEP_YEARS

from ._describe import Described, described
from ._enter import Entered
from ._names import Names, plain
from ._plan import plan
from ._positive import positive
from ._rows import formula
from ._text import ARITHMETIC, POWER, PRODUCT, SUM, Form, Writer

NAMESPACE = "http://docs.oasis-open.org/xmile/ns/XMILE/v1.0"
START = 2014.0
TIME = START + STEP_YEARS * np.arange(len(QUARTERS))
UNKNOWN = -1e30
INFINITE = 1e9
_WIDEST, _SMALL = 24, 3


def _number(node: Node) -> str:
    value = node.value
    if isinstance(value, bool):
        return "(1 = 1)" if value else "(1 = 0)"
    if math.isnan(value):
        return "unknown"
    if math.isinf(value):
        value = math.copysign(INFINITE, value)
    text = np.format_float_positional(value, trim="-") if 1e-4 < abs(value) < 1e9 else repr(float(value))
    return f"({text})" if value < 0 else text


_FORMS = ARITHMETIC | {
    # a sign that stands alone is read wrongly by some engines where a power follows or precedes it
    "neg": Form("0 - {}", SUM, (PRODUCT,)),
    "max": Form("MAX({}, {})"),
    "min": Form("MIN({}, {})"),
    "pow": Form("{} ^ {}", POWER, (9, 9)),
    "exp": Form("EXP({})"),
    "exp2": Form("2 ^ {}", POWER, (9,)),
    "log": Form("LN({})"),
    "sqrt": Form("SQRT({})"),
    "abs": Form("ABS({})"),
    "eq": Form("{} = {}", 1, (2, 2)),
    "ne": Form("{} <> {}", 1, (2, 2)),
    "and": Form("({}) AND ({})", 0),
    "or": Form("({}) OR ({})", 0),
    "not": Form("NOT ({})", 0),
    "is_finite": Form("ABS({}) < 1e8", 1),
    "select": Form("(IF {} THEN {} ELSE {})"),
    "number_of": Form("(IF {} THEN 1 ELSE 0)"),
    "guarded_log": Form("(IF {0} > 0 THEN LN({0}) ELSE (-1e30))"),
    "guarded_pow": Form("(IF {0} > 0 THEN ({0}) ^ ({1}) ELSE 0)"),
}


class _Writer(Writer):
    """Guards logarithms and powers of what might not be above zero."""

    def _text(self, node: Node, reference: Any, whole: bool) -> tuple[str, int]:
        if node.op in {"log", "pow"} and (whole or reference(node) is None) and not positive(node.args[0]):
            parts = [Writer._text(self, a, reference, False)[0] for a in node.args]
            return _FORMS[f"guarded_{node.op}"].template.format(*parts), 9
        return Writer._text(self, node, reference, whole)


_WRITER = _Writer(_FORMS, _number)


def xmile(program: Program, entered: Entered, title: str) -> str:
    """Write the program as an XMILE file that holds one draw and one path.

    Parameters
    ----------
    entered
        What the draw and the path set.
    title
        What the file holds, in a few words.
    """
    return Xml.tostring(_File(program, entered).tree(title), encoding="unicode", xml_declaration=True)


def settings(program: Program, entered: Entered) -> dict[str, float | np.ndarray]:
    """What another draw or path sets in a file already written: name in the file → number or row."""
    file = _File(program, entered)
    found: dict[str, float | np.ndarray] = {}
    for node, name in file.plan.names.items():
        if node.op == "input":
            found[name] = entered.values[node.value]
        elif node.op == "series":
            found[name] = bounded(entered.rows[node.value])
        elif node.op == "last" and "stock" not in node.rests_on:
            found[name] = _from_path(node, entered.rows)
    return found


def bounded(row: np.ndarray) -> np.ndarray:
    """Row with numbers only: what the file writes for infinity and *unknown*."""
    return np.where(np.isnan(row), UNKNOWN, np.clip(np.asarray(row, float), -INFINITE, INFINITE))


class _File:
    """Puts the variables of one file together."""

    def __init__(self, program: Program, entered: Entered) -> None:
        self.program, self.values, self.rows = program, entered.values, entered.rows
        self.names = Names()
        for own in ("unknown", "length_of_step"):
            self.names.give(own)
        self.wanted = {**program.record, **{k: self._once_known(n) for k, n in program.outcomes.items()}}
        self.known_as = {node: name for name, node in self.wanted.items()}
        self.plan = plan(program, self.wanted, self.names, _WIDEST, _SMALL)
        self.told = described()
        self.variables = Xml.Element("variables")
        self.chains: dict[Node, list[str]] = {}

    def _once_known(self, node: Node) -> Node:
        """Unknown until the quarter has come whose value it is measured against."""
        graph, first = self.program.graph, max((n.value for n in below([node]) if n.op == "at"), default=0)
        known = graph.data(np.arange(graph.row) >= first)
        return graph.make("select", known, node, graph.number(math.nan)) if first else node

    def tree(self, title: str) -> Xml.Element:
        """Whole file."""
        root = Xml.Element("xmile", {"version": "1.0", "xmlns": NAMESPACE})
        header = Xml.SubElement(root, "header")
        for tag, text in (("vendor", "Fabcast"), ("name", title)):
            Xml.SubElement(header, tag).text = text
        Xml.SubElement(header, "product", {"version": "0.1.0", "lang": "en"}).text = "Fabcast"
        specs = Xml.SubElement(root, "sim_specs", {"method": "Euler", "time_units": "Year"})
        stop = START + STEP_YEARS * (len(QUARTERS) - 1)
        for tag, value in (("start", START), ("stop", stop), ("dt", STEP_YEARS)):
            Xml.SubElement(specs, tag).text = repr(value)
        model = Xml.SubElement(root, "model")
        self._fill()
        model.append(self.variables)
        Xml.indent(root)
        return root

    def _fill(self) -> None:
        told = Described(
            "Year", "Length of a quarter. The step of a run must be the same: equations are by quarter."
        )
        self._aux("length_of_step", repr(STEP_YEARS), told)
        self._aux("unknown", repr(UNKNOWN), Described("", "Stands for a value that is not defined."))
        for node in self.plan.names:
            if node.op in {"input", "series"}:
                self._entering(node)
        for node in self.plan.order:
            self._equation(node)
        for name, stock in self.program.stocks.items():
            self._stock(name, stock.initial, stock.after)
        self._aliases()

    def _reference(self, node: Node) -> str | None:
        return self.plan.names.get(node)

    def _text(self, node: Node, *, whole: bool = False) -> str:
        """Equation; a condition as 1 or 0."""
        if node.condition and node.op != "data":
            return f"IF {_WRITER.text(node, self._asked, whole=whole)} THEN 1 ELSE 0"
        return _WRITER.text(node, self._asked, whole=whole)

    def _asked(self, node: Node) -> str | None:
        """Name of a node; a named condition is a number that is 1 or 0."""
        name = self.plan.names.get(node)
        if name is None:
            return None
        return f"({name} > 0.5)" if node.condition or _is_mask(node) else name

    def _aux(self, name: str, equation: str, told: Described) -> Xml.Element:
        made = Xml.SubElement(self.variables, "aux", {"name": name})
        if told.text:
            Xml.SubElement(made, "doc").text = told.text
        Xml.SubElement(made, "eqn").text = equation
        if told.unit:
            Xml.SubElement(made, "units").text = told.unit
        return made

    def _row(self, name: str, row: np.ndarray, told: Described) -> None:
        """A formula of time where it is a simple one, else a table."""
        finite = bounded(row)
        simple = formula(finite, TIME)
        made = self._aux(name, simple or "TIME", told)
        if simple is None:
            gf = Xml.SubElement(made, "gf", {"type": "discrete"})
            Xml.SubElement(gf, "xscale", {"min": repr(float(TIME[0])), "max": repr(float(TIME[-1]))})
            Xml.SubElement(gf, "ypts").text = ",".join(repr(float(v)) for v in finite)

    def _entering(self, node: Node) -> None:
        name = self.plan.names[node]
        told = self.told.get(node.value, Described("", ""))
        if node.op == "input":
            self._aux(name, repr(float(self.values[node.value])), told)
        else:
            self._row(name, self.rows[node.value], told)

    def _equation(self, node: Node) -> None:
        name = self.plan.names[node]
        told = self.told.get(self.known_as.get(node, ""), Described("", ""))
        if node.op == "data":
            self._row(name, node.value, told)
        elif node.op == "lag":
            self._aux(name, self._ago(node), told)
        elif node.op == "run":
            self._run(name, node)
        elif node.op == "at":
            self._sampled(name, node)
        elif node.op == "last":
            self._last(name, node)
        else:
            self._aux(name, self._text(node, whole=True), told)

    def _stock(self, name: str, initial: Node, after: Node) -> None:
        node = self.program.graph.leaf("stock", name, self.program.graph.row)
        label = self.plan.names.get(node) or self.names.give(name)
        self._level(label, self._text(initial), self._text(after), self.told.get(name, Described("", "")))

    def _level(self, name: str, initial: str, after: str, told: Described) -> None:
        """A stock with one flow, which takes it to its next value in one step."""
        flow = self.names.give(f"change_of_{name}")
        made = Xml.SubElement(self.variables, "stock", {"name": name})
        if told.text:
            Xml.SubElement(made, "doc").text = told.text
        Xml.SubElement(made, "eqn").text = initial
        Xml.SubElement(made, "inflow").text = flow
        if told.unit:
            Xml.SubElement(made, "units").text = told.unit
        moved = Xml.SubElement(self.variables, "flow", {"name": flow})
        bare = after if after.replace("_", "a").isalnum() else f"({after})"
        Xml.SubElement(moved, "eqn").text = f"({bare} - {name}) / length_of_step"

    def _ago(self, node: Node) -> str:
        """Chain of stocks, each one quarter behind the one before."""
        over, (quarters, before) = node.args[0], node.value
        chain = self.chains.setdefault(over, [self._number_name(over)])
        while len(chain) <= quarters:
            name = self.names.give(f"{chain[0]}_{len(chain)}_back")
            self._level(name, repr(before), chain[-1], Described("", ""))
            chain.append(name)
        return str(chain[quarters])

    def _number_name(self, node: Node) -> str:
        return self.plan.names[node]

    def _run(self, name: str, node: Node) -> None:
        start = {"add": 0.0, "max": -INFINITE, "min": INFINITE}[node.value]
        so_far = self.names.give(f"{name}_before")
        form = {"add": "{} + {}", "max": "MAX({}, {})", "min": "MIN({}, {})"}[node.value]
        self._aux(name, form.format(so_far, self._number_name(node.args[0])), Described("", ""))
        self._level(so_far, repr(start), name, Described("", ""))

    def _sampled(self, name: str, node: Node) -> None:
        """Value of one quarter, kept from then on; 1 before, where no equation may read it."""
        held, over = self.names.give(f"{name}_held"), self._number_name(node.args[0])
        date = repr(START + STEP_YEARS * node.value)
        self._aux(name, f"IF TIME = {date} THEN {over} ELSE {held}", Described("", ""))
        self._level(held, "1", name, Described("", ""))

    def _last(self, name: str, node: Node) -> None:
        """Value of the last quarter: of a path, a number; of stocks, what it is so far."""
        if "stock" in node.rests_on:
            self._aux(name, self._number_name(node.args[0]), Described("", ""))
        else:
            self._aux(name, repr(_from_path(node, self.rows)), Described("", "Sum over the whole path."))

    def _aliases(self) -> None:
        """Give what is measured its own name where its equation is another's."""
        for wanted, node in self.wanted.items():
            name = self.plan.names.get(node)
            if name != plain(wanted) and wanted in self.program.outcomes:
                told = self.told.get(wanted, Described("", ""))
                self._aux(self.names.give(wanted), self._text(node), told)


def _is_mask(node: Node) -> bool:
    return node.op == "data" and node.value.dtype == bool


def _from_path(node: Node, rows: Mapping[str, np.ndarray]) -> float:
    """Work out what a whole path comes to."""
    known: dict[Node, Any] = {}
    for one in below([node]):
        if one.op == "series":
            known[one] = rows[one.value]
        elif one.op == "run":
            known[one] = {"add": np.add, "max": np.maximum, "min": np.minimum}[one.value].accumulate(
                known[one.args[0]]
            )
        elif one.op == "last":
            known[one] = known[one.args[0]][-1]
        else:
            known[one] = NUMPY[one.op](*(known[a] for a in one.args)) if one.args else one.value
    return float(known[node])
