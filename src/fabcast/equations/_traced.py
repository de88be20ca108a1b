"""Tracing: the model's own code, called on nodes instead of arrays, gives its program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from fabcast.model import (
    DEFAULT,
    DRIVERS,
    FAMILIES,
    QUARTERS,
    TOOL_CLASSES,
    Drivers,
    Parameters,
    Path,
    Structure,
    neutral_path,
)

from ._axes import labels, names_of
from ._nodes import Graph, Node
from ._program import Program, Stock
from ._stages import REFERENCE, STRUCTURE
from ._trace import Cells, Tracer, cells

_PATH_AXES = {"tool_severity_advanced": "provider", "tool_severity_mature": "provider"}


def traced(known: Drivers, streams: Mapping[str, str], rivals: bool = False) -> Program:
    """Trace the model.

    Parameters
    ----------
    known
        Exogenous paths; they become data of the equations.
    streams
        Driver → the stream that moves it; others do not move.
    rivals
        Keep the rival structures, as inputs `structure.*`; by default equations are those of the
        default structure.
    """
    from fabcast.model._inputs import prepare
    from fabcast.model._outcomes import measure
    from fabcast.model._quarter import initial_state, quarter
    from fabcast.model._record import read

    graph = Graph(row=len(QUARTERS))
    trace = _Traced(graph)
    given = _Given.of(graph, streams, rivals)
    fixed, inputs = trace(
        lambda p, path, shocks, ref, form: prepare(p, path, known, shocks, ref, form),
        given.parameters,
        given.path,
        given.shocks,
        given.reference,
        given.structure,
    )
    start = trace(lambda p, form: initial_state(p, form, known), given.parameters, given.structure)
    names = names_of(start)
    state = _stocks(graph, start, names)
    now = _each_leaf(lambda c: Cells(c.nodes[0], c.shape[1:]), inputs)

    def step(p: Any, f: Any, form: Any, s: Any, x: Any) -> Any:
        new, record = quarter(p, f, form, s, x)
        return new, record, read(record)

    new, record, reading = trace(step, given.parameters, fixed, given.structure, state, now)
    rows = _each_leaf(lambda c: Cells(c.nodes[None], (graph.row, *c.shape)), reading)
    measures = trace(measure, given.parameters, rows)
    return Program(
        inputs=given.input_names,
        constants=given.constant_names,
        series=given.series_names,
        stocks={
            name: Stock(a, b) for name, a, b in zip(_flat(names), _nodes(start), _nodes(new), strict=True)
        },
        outcomes={name: value.nodes.ravel()[0] for name, value in measures.items()},
        record=dict(zip(_flat(names_of(record)), _nodes(record), strict=True)),
        references=dict(zip(_references(), _nodes(reading.knowledge), strict=True)),
        graph=graph,
    )


def _references() -> list[str]:
    return [f"{REFERENCE}{tool}" for tool in TOOL_CLASSES]


@dataclass(frozen=True, slots=True)
class _Given:
    """What enters, as nodes and by name."""

    parameters: Parameters
    path: Path
    shocks: dict[str, Any]
    reference: Cells
    structure: Structure
    input_names: tuple[str, ...]
    constant_names: tuple[str, ...]
    series_names: tuple[str, ...]

    @classmethod
    def of(cls, graph: Graph, streams: Mapping[str, str], rivals: bool) -> _Given:
        """Make a node for everything that enters."""
        inputs: list[str] = []
        constants: list[str] = []
        series: list[str] = []

        def leaf(op: str, names: list[str], shape: tuple[int, ...], into: list[str]) -> Cells:
            into.extend(names)
            row = graph.row if op == "series" else 0
            flat = np.array([graph.leaf(op, name, row) for name in names] + [None], object)[:-1]
            cut = tuple(1 if length == graph.row else length for length in shape)
            return Cells(flat.reshape(cut), shape)

        parameters = Parameters(
            **{
                f.name: leaf("input", list(FAMILIES.get(f.name, (f.name,))), _parameter_shape(f.name), inputs)
                for f in fields(Parameters)
            }
        )
        shocks = {
            d: leaf("input", [streams[d]], (1,), inputs) if d in streams else np.zeros(1) for d in DRIVERS
        }
        path: dict[str, Any] = {}
        for name, shape in neutral_path().shapes().items():
            op, into = ("series", series) if shape[0] == graph.row else ("input", constants)
            axis = _PATH_AXES.get(name, "chip")
            ends = labels(axis, shape[-1]) if shape[-1] != graph.row else ()
            path[name] = leaf(op, [f"{name}.{end}" for end in ends] or [name], shape, into)
        reference = leaf("series", _references(), (graph.row, len(TOOL_CLASSES), 1), series)
        form: Structure = DEFAULT
        if rivals:
            form = Structure(*(leaf("input", [f"{STRUCTURE}{f}"], (), inputs) for f in Structure._fields))
        return cls(
            parameters, Path(**path), shocks, reference, form, tuple(inputs), tuple(constants), tuple(series)
        )


def _parameter_shape(name: str) -> tuple[int, ...]:
    from fabcast.model import PROVIDERS

    if name == "tool_provider_share":
        return (len(TOOL_CLASSES), len(PROVIDERS), 1)
    return (len(FAMILIES[name]), 1) if name in FAMILIES else (1,)


@dataclass(frozen=True, slots=True)
class _Traced:
    """Call a function of the model on nodes."""

    graph: Graph

    def __call__(self, function: Any, *args: Any) -> Any:
        import jax

        import fabcast.model._run  # noqa: F401 - makes JAX know the model's trees

        leaves, tree = jax.tree.flatten(args, is_leaf=_is_cells)
        struct: Any = jax.ShapeDtypeStruct
        shapes = [struct(leaf.shape, np.float64) for leaf in map(_with_shape, leaves)]
        flat = [leaf if isinstance(leaf, Cells) else np.asarray(leaf, np.float64) for leaf in leaves]
        closed, out = jax.make_jaxpr(lambda *a: function(*jax.tree.unflatten(tree, a)), return_shape=True)(
            *shapes
        )
        with np.errstate(all="ignore"):  # branches of a choice that is not made
            found = Tracer(self.graph).run(closed, list(flat))
        made = [v if isinstance(v, Cells) else cells(v, self.graph) for v in found]
        return jax.tree.unflatten(jax.tree.structure(out), made)


def _with_shape(leaf: Any) -> Any:
    return leaf if isinstance(leaf, Cells) else np.asarray(leaf)


def _is_cells(value: Any) -> bool:
    return isinstance(value, Cells)


def _each_leaf(function: Any, tree: Any) -> Any:
    import jax

    return jax.tree.map(function, tree, is_leaf=_is_cells)


def _nodes(tree: Any) -> list[Node]:
    import jax

    return [n for leaf in jax.tree.leaves(tree, is_leaf=_is_cells) for n in leaf.nodes.ravel()]


def _stocks(graph: Graph, start: Any, names: list[list[str]]) -> Any:
    """Make a node for every stock."""
    left = iter(names)

    def made(leaf: Cells) -> Cells:
        nodes = np.array([graph.leaf("stock", n, graph.row) for n in next(left)] + [None], object)[:-1]
        return Cells(nodes.reshape(leaf.nodes.shape), leaf.shape)

    return _each_leaf(made, start)


def _flat(names: list[list[str]]) -> list[str]:
    return [name for some in names for name in some]
