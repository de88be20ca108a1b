"""From a traced function of arrays to expressions of single numbers.

The model is traced by JAX for one draw. Every array of the trace becomes an array of nodes; an
axis of quarters has one cell, whose node has a value for each. What only moves numbers about
(slices, stacks, broadcasts) moves nodes; what only data enter is worked out at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jax._src import source_info_util

from fabcast.errors import BadInput

from ._nodes import NUMPY, Graph, Node
from ._source import place_of

_LN2 = 0.6931471805599453
_LONG = 100
"""An axis of at least this length is one of quarters; no other is half as long."""


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """An array of nodes; `shape` is that of the array traced."""

    nodes: np.ndarray
    shape: tuple[int, ...]


Value = np.ndarray | Cells
_SAME = {
    "add": "add",
    "add_any": "add",
    "sub": "sub",
    "mul": "mul",
    "div": "div",
    "max": "max",
    "min": "min",
    "pow": "pow",
    "exp": "exp",
    "exp2": "exp2",
    "log": "log",
    "sqrt": "sqrt",
    "neg": "neg",
    "abs": "abs",
    "gt": "gt",
    "ge": "ge",
    "lt": "lt",
    "le": "le",
    "eq": "eq",
    "ne": "ne",
    "and": "and",
    "or": "or",
    "not": "not",
    "is_finite": "is_finite",
    "shift_right_arithmetic": "shift_right",
    "shift_left": "shift_left",
}
"""Operations on numbers, by JAX's name."""
_REDUCTIONS = {
    "reduce_sum": "add",
    "reduce_max": "max",
    "reduce_min": "min",
    "reduce_or": "or",
    "reduce_and": "and",
}
_RUNNING = {"cumsum": "add", "cummax": "max", "cummin": "min"}
_INNER = {"jit": "jaxpr", "pjit": "jaxpr", "closed_call": "call_jaxpr", "custom_jvp_call": "call_jaxpr"}


def cells(array: Any, graph: Graph) -> Cells:
    """Turn data into nodes."""
    values = np.asarray(array)
    axis = long_axis(values.shape)
    if axis is None:
        return Cells(np.frompyfunc(graph.number, 1, 1)(values), values.shape)
    rows = np.moveaxis(values, axis, -1)
    out = np.empty(rows.shape[:-1], dtype=object)
    for place in np.ndindex(out.shape):
        out[place] = graph.data(np.ascontiguousarray(rows[place]))
    return Cells(np.expand_dims(out, axis), values.shape)


def long_axis(shape: tuple[int, ...]) -> int | None:
    """Position of the axis of quarters."""
    found = [i for i, length in enumerate(shape) if length >= _LONG]
    return found[0] if found else None


def short(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Shape with one cell along quarters."""
    return tuple(1 if length >= _LONG else length for length in shape)


@dataclass(slots=True)
class Tracer:
    """Carries a traced function out on nodes."""

    graph: Graph

    def run(self, closed: Any, args: list[Value]) -> list[Value]:
        """Carry out a closed jaxpr."""
        jaxpr = closed.jaxpr
        known: dict[Any, Value] = {}
        known.update(zip(jaxpr.constvars, map(np.asarray, closed.consts), strict=True))
        known.update(zip(jaxpr.invars, args, strict=True))

        def read(v: Any) -> Value:
            return np.asarray(v.val) if hasattr(v, "val") else known[v]

        for eqn in jaxpr.eqns:
            frames = source_info_util.user_frames(eqn.source_info.traceback)
            self.graph.place = place_of(frames) or self.graph.place
            found = self._apply(eqn, [read(v) for v in eqn.invars])
            known.update(zip(eqn.outvars, found, strict=True))
        return [read(v) for v in jaxpr.outvars]

    def _apply(self, eqn: Any, args: list[Value]) -> list[Value]:
        name = eqn.primitive.name
        if name in _INNER:
            inner = eqn.params[_INNER[name]]
            return self.run(inner, args)
        if all(isinstance(a, np.ndarray) for a in args):
            return self._data(eqn, args)
        shape = eqn.outvars[0].aval.shape
        if name == "dot_general" and isinstance(args[0], np.ndarray) and min(args[0].shape) >= _LONG:
            return [Cells(self._running_sum(args[0], args[1]), shape)]
        given = [a if isinstance(a, Cells) else cells(a, self.graph) for a in args]
        return [Cells(self._nodes(eqn, given), shape)]

    def _data(self, eqn: Any, args: list[Any]) -> list[Value]:
        """Carry out an operation on data; the library itself does what has no name here."""
        name, params = eqn.primitive.name, eqn.params
        if name in _SAME:
            return [NUMPY[_SAME[name]](*args)]
        if name == "select_n":
            return [np.where(args[0], args[2], args[1])]
        if name == "convert_element_type":
            return [args[0].astype(params["new_dtype"])]
        if name in {"broadcast_in_dim", "reshape", "squeeze", "slice", "stack"}:
            if name == "stack":
                return [np.stack(args, axis=params["axis"])]
            return [_moved_data(name, args[0], params, eqn.outvars[0].aval.shape)]
        found = eqn.primitive.bind(*args, **params)
        return [np.asarray(f) for f in (found if eqn.primitive.multiple_results else [found])]

    def _nodes(self, eqn: Any, args: list[Cells]) -> np.ndarray:
        name, params, out = eqn.primitive.name, eqn.params, eqn.outvars[0].aval
        if name in _SAME:
            return self._each(_SAME[name], *args)
        if name == "select_n":
            return self._each("select", args[0], args[2], args[1])
        if name == "integer_pow":
            return self._each("pow", args[0], cells(float(params["y"]), self.graph))
        if name == "log2":  # newer versions of the library have it as an operation of its own
            natural = Cells(self._each("log", args[0]), args[0].shape)
            return self._each("div", natural, cells(_LN2, self.graph))
        if name == "square":
            return self._each("pow", args[0], cells(2.0, self.graph))
        if name in _REDUCTIONS:
            return self._reduced(_REDUCTIONS[name], args[0], params["axes"])
        if name in _RUNNING and params["axis"] == long_axis(args[0].shape) and not params["reverse"]:
            return self._running(_RUNNING[name], args[0])
        if name == "dot_general":
            return self._product(args[0], args[1], params["dimension_numbers"])
        if name in {"convert_element_type", "bitcast_convert_type"}:
            return self._converted(name, args[0], eqn)
        if name in _MOVES:
            moved: np.ndarray = _MOVES[name](self, args, params, out.shape)
            return moved
        raise BadInput(
            f"the model uses the operation '{name}' of its array library in {self.graph.place}, for which "
            f"the export has no equation; teach it in {Path(__file__).name}"
        )

    def _each(self, op: str, *args: Cells) -> np.ndarray:
        found = np.frompyfunc(lambda *nodes: self.graph.make(op, *nodes), len(args), 1)(
            *(a.nodes for a in args)
        )
        return np.asarray(found, dtype=object)

    def _reduced(self, op: str, x: Cells, axes: tuple[int, ...]) -> np.ndarray:
        long = long_axis(x.shape)
        nodes, row = x.nodes, x.shape[long] if long is not None else 0
        for axis in sorted(axes, reverse=True):
            if axis == long:
                taken = np.take(nodes, 0, axis)
                nodes = np.asarray(np.frompyfunc(lambda n: self.graph.total(op, n, row), 1, 1)(taken), object)
            else:
                parts = np.moveaxis(nodes, axis, 0)
                nodes = parts[0]
                for part in parts[1:]:
                    nodes = self._joined(op, nodes, part)
        return nodes

    def _joined(self, op: str, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        def join(a: Node, b: Node) -> Node:
            return self.graph.make(op, a, b)

        return np.asarray(np.frompyfunc(join, 2, 1)(left, right), dtype=object)

    def _running(self, op: str, x: Cells) -> np.ndarray:
        row = x.shape[0]
        return np.asarray(np.frompyfunc(lambda n: self.graph.run(op, n, row), 1, 1)(x.nodes), dtype=object)

    def _product(self, a: Cells, b: Cells, numbers: Any) -> np.ndarray:
        """Matrix product; a triangle of ones is a running sum."""
        (left, right), batch = numbers
        if batch != ((), ()) or len(left) != 1:
            raise BadInput(
                "the model multiplies arrays along several axes, for which the export has no equation"
            )
        x, y = np.moveaxis(a.nodes, left[0], -1), np.moveaxis(b.nodes, right[0], 0)
        out = np.empty(x.shape[:-1] + y.shape[1:], dtype=object)
        for i in np.ndindex(x.shape[:-1]):
            for j in np.ndindex(y.shape[1:]):
                pairs: Any = zip(x[i], y[(slice(None), *j)], strict=True)
                terms = [self.graph.make("mul", m, n) for m, n in pairs]
                total = terms[0]
                for term in terms[1:]:
                    total = self.graph.make("add", total, term)
                out[i + j] = total
        return out

    def _running_sum(self, weights: np.ndarray, x: Any) -> np.ndarray:
        if (weights == np.tril(np.ones_like(weights))).all():
            return self._running("add", x)
        raise BadInput("the model sums over quarters with weights, for which the export has no equation")

    def _converted(self, name: str, x: Cells, eqn: Any) -> np.ndarray:
        before, after = eqn.invars[0].aval.dtype.kind, eqn.params["new_dtype"].kind
        if name == "bitcast_convert_type":
            return self._each("bits" if after == "i" else "from_bits", x)
        if before == "b":
            return self._each("number_of", x)
        if (before, after) == ("i", "f"):
            return self._each("as_float", x)
        if after == "b":
            return self._each("ne", x, cells(0.0, self.graph))
        return x.nodes


def _moved_data(name: str, x: np.ndarray, params: Any, shape: tuple[int, ...]) -> np.ndarray:
    if name == "broadcast_in_dim":
        wide = [1] * len(shape)
        for axis, length in zip(params["broadcast_dimensions"], x.shape, strict=True):
            wide[axis] = length
        return np.broadcast_to(x.reshape(wide), shape)
    if name == "slice":
        strides = params["strides"] or (1,) * x.ndim
        cut = zip(params["start_indices"], params["limit_indices"], strides, strict=True)
        return x[tuple(slice(a, b, s) for a, b, s in cut)]
    return x.reshape(shape)


def _broadcast(_: Tracer, args: list[Cells], params: Any, shape: tuple[int, ...]) -> np.ndarray:
    x, target = args[0].nodes, short(shape)
    wide = [1] * len(target)
    for axis, length in zip(params["broadcast_dimensions"], x.shape, strict=True):
        wide[axis] = length
    return np.broadcast_to(x.reshape(wide), target)


def _reshape(_: Tracer, args: list[Cells], params: Any, shape: tuple[int, ...]) -> np.ndarray:
    return args[0].nodes.reshape(short(shape))


def _transpose(_: Tracer, args: list[Cells], params: Any, shape: tuple[int, ...]) -> np.ndarray:
    return np.transpose(args[0].nodes, params["permutation"])


def _slice(t: Tracer, args: list[Cells], params: Any, shape: tuple[int, ...]) -> np.ndarray:
    x = args[0]
    first, last = params["start_indices"], params["limit_indices"]
    strides, long = params["strides"] or (1,) * len(first), long_axis(x.shape)
    cut = [slice(a, b, s) for a, b, s in zip(first, last, strides, strict=True)]
    if long is not None:
        cut[long] = slice(None)
    nodes = x.nodes[tuple(cut)]
    if long is None or last[long] - first[long] == x.shape[long]:
        return nodes
    a, b, row = first[long], last[long], x.shape[long]
    if b - a == 1:
        function = lambda n: t.graph.at(n, a)  # noqa: E731
    elif b - a >= _LONG:
        function = lambda n: t.graph.window(n, a, b, row)  # noqa: E731
    else:
        return _few_quarters(t, nodes, a, b, long)
    return np.asarray(np.frompyfunc(function, 1, 1)(nodes), dtype=object)


def _few_quarters(t: Tracer, nodes: np.ndarray, first: int, last: int, axis: int) -> np.ndarray:
    parts = [np.frompyfunc(lambda n, q=q: t.graph.at(n, q), 1, 1)(nodes) for q in range(first, last)]
    return np.concatenate(parts, axis=axis)


def _concatenate(t: Tracer, args: list[Cells], params: Any, shape: tuple[int, ...]) -> np.ndarray:
    axis = params["dimension"]
    if shape[axis] < _LONG:
        return np.concatenate([a.nodes for a in args], axis=axis)
    parts: list[tuple[np.ndarray, int]] = []
    for a in args:
        length = a.shape[axis]
        split = [(n, 1) for n in np.split(a.nodes, length, axis)] if length < _LONG else [(a.nodes, length)]
        if length < _LONG and all((s[0] == split[0][0]).all() for s in split):
            split = [(split[0][0], length)]
        parts.extend(split)
    rows = [row for _, row in parts]
    out = np.empty(parts[0][0].shape, dtype=object)
    for place in np.ndindex(out.shape):
        found: list[Any] = [nodes[place] for nodes, _ in parts]
        out[place] = t.graph.joined(found, rows)
    return out


def _stack(_: Tracer, args: list[Cells], params: Any, shape: tuple[int, ...]) -> np.ndarray:
    return np.stack([a.nodes for a in args], axis=params["axis"])


def _scatter(t: Tracer, args: list[Cells], params: Any, shape: tuple[int, ...]) -> np.ndarray:
    return _scattered(args, params, lambda old, new: new)


def _scatter_mul(t: Tracer, args: list[Cells], params: Any, shape: tuple[int, ...]) -> np.ndarray:
    return _scattered(args, params, lambda old, new: t.graph.make("mul", old, new))


def _scatter_add(t: Tracer, args: list[Cells], params: Any, shape: tuple[int, ...]) -> np.ndarray:
    return _scattered(args, params, lambda old, new: t.graph.make("add", old, new))


def _scattered(args: list[Cells], params: Any, into: Any) -> np.ndarray:
    """Ask the library where each update lands, by scattering their numbers."""
    from jax import lax

    operand, where, updates = args
    if long_axis(operand.shape) is not None:
        raise BadInput("the model writes into a row of quarters, for which the export has no equation")
    index = np.vectorize(lambda n: n.value, otypes=[np.int64])(where.nodes)
    names = np.arange(1, updates.nodes.size + 1).reshape(updates.nodes.shape)
    landed = lax.scatter(
        np.zeros(operand.nodes.shape, np.int64),
        index,
        names,
        params["dimension_numbers"],
        mode=params["mode"],
    )
    out, flat = operand.nodes.copy(), updates.nodes.ravel()
    for place, name in np.ndenumerate(np.asarray(landed)):
        if name:
            out[place] = into(out[place], flat[name - 1])
    return out


def _squeeze(_: Tracer, args: list[Cells], params: Any, shape: tuple[int, ...]) -> np.ndarray:
    return args[0].nodes.reshape(short(shape))


def _copy(_: Tracer, args: list[Cells], params: Any, shape: tuple[int, ...]) -> np.ndarray:
    return args[0].nodes


_MOVES: dict[str, Any] = {
    "broadcast_in_dim": _broadcast,
    "reshape": _reshape,
    "squeeze": _squeeze,
    "expand_dims": _reshape,
    "transpose": _transpose,
    "slice": _slice,
    "concatenate": _concatenate,
    "stack": _stack,
    "scatter": _scatter,
    "scatter-mul": _scatter_mul,
    "scatter_mul": _scatter_mul,
    "scatter-add": _scatter_add,
    "copy": _copy,
    "copy_p": _copy,
    "stop_gradient": _copy,
    "optimization_barrier": _copy,
}
"""Operations that only move numbers."""
__all__ = ["NUMPY", "Cells", "Node", "Tracer", "cells"]
