"""The model as equations of single numbers: the same numbers, wherever they are worked out."""

import re
from typing import Any

import numpy as np
import pytest

from fabcast import exchange
from fabcast.equations._nodes import Graph, below
from fabcast.exchange._names import RESERVED, Names, plain
from fabcast.model import OUTCOMES, QUARTERS


def test_every_outcome_is_exported(model: Any) -> None:
    assert set(model.outcomes) == {*OUTCOMES, "binding"}


def test_every_stock_of_the_model_is_there_once(model: Any) -> None:
    import jax

    from fabcast.ensemble import central_inputs, drivers, model_inputs
    from fabcast.model import DEFAULT
    from fabcast.model._quarter import initial_state

    p, _ = model_inputs(central_inputs())
    assert len(model.stocks) == sum(
        leaf.size for leaf in jax.tree.leaves(initial_state(p, DEFAULT, drivers()))
    )


def test_numpy_gives_the_models_numbers(model: Any, cases: Any, same: Any) -> None:
    run = exchange.compiled(exchange.numpy_source(model))
    for case in cases.values():
        found = run(exchange.arrays(model, case.inputs, case.path, case.stock))
        for name, wanted in case.outcomes.items():
            same(np.broadcast_to(found[name], wanted.shape), wanted)


def test_a_wrong_equation_is_caught(model: Any, cases: Any, same: Any) -> None:
    source = exchange.numpy_source(model)
    wrong, changed = re.subn(r"(smic_7nm_yield = .*)100\.0", r"\g<1>100.001", source)
    assert changed == 1
    case = cases["actual"]
    found = exchange.compiled(wrong)(exchange.arrays(model, case.inputs, case.path, case.stock))
    with pytest.raises(AssertionError):
        same(found["smic_7nm_yield"], case.outcomes["smic_7nm_yield"])


def test_rival_structures_are_inputs_when_asked_for(model: Any) -> None:
    assert not [name for name in model.inputs if name.startswith("structure.")]
    assert "structure.salvage" in exchange.program(rivals=True).inputs


def test_the_models_own_logarithm_is_one_operation(model: Any) -> None:
    every = below(model.outcomes.values())
    assert any(node.op == "log" for node in every)
    assert not [node for node in every if node.op in {"bits", "from_bits", "shift_right"}]


def test_equal_expressions_are_one_node() -> None:
    graph = Graph(row=len(QUARTERS))
    a, b = graph.leaf("input", "a"), graph.leaf("input", "b")
    assert graph.make("add", a, b) is graph.make("add", a, b)
    assert graph.make("add", a, b) is not graph.make("add", b, a)


def test_a_lag_and_a_running_sum_of_data_are_worked_out() -> None:
    graph = Graph(row=4)
    row = graph.data(np.array([1.0, 2.0, 3.0, 4.0]))
    assert graph.run("add", row, 4).value.tolist() == [1.0, 3.0, 6.0, 10.0]
    assert graph.joined([graph.number(0.0), graph.window(row, 0, 3, 4)], [1, 3]).value.tolist() == [
        0,
        1,
        2,
        3,
    ]


def test_an_operation_without_an_equation_is_refused_with_a_sentence() -> None:
    import jax

    from fabcast.equations._trace import Tracer, cells
    from fabcast.errors import BadInput

    graph = Graph(row=4)
    nodes = cells(np.zeros(2), graph)
    nodes.nodes[:] = graph.leaf("input", "a")
    closed = jax.make_jaxpr(jax.numpy.sort)(np.zeros(2))
    with pytest.raises(BadInput, match="the operation 'sort' of its array library"):
        Tracer(graph).run(closed, [nodes])


def test_a_logarithm_to_the_base_two_is_one_of_any_base() -> None:
    """It is an operation of its own in newer versions of the array library, and two in older ones."""
    import jax

    from fabcast.equations._trace import Tracer, cells

    graph = Graph(row=4)
    nodes = cells(np.zeros(2), graph)
    nodes.nodes[:] = graph.leaf("input", "a")
    (found,) = Tracer(graph).run(jax.make_jaxpr(jax.numpy.log2)(np.zeros(2)), [nodes])
    assert not isinstance(found, np.ndarray)
    quotient = found.nodes[0]
    assert (quotient.op, quotient.args[0].op) == ("div", "log")
    assert quotient.args[1].value == pytest.approx(np.log(2.0), rel=1e-15)


def test_names_are_legal_and_each_is_used_once() -> None:
    names = Names()
    given = [names.give(word) for word in ("time", "rate", "Rate", "rate_2", "2030", "a b", "a.b", "lambda")]
    assert len({name.lower() for name in given}) == len(given)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name) for name in given)
    assert not {name.lower() for name in given} & RESERVED
    assert plain("tool_weight.immersion") == "tool_weight_immersion"
