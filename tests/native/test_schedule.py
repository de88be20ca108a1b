"""Places in time: nothing is read before it is made, no stock changes while others read it."""

import pytest

from fabcast.equations import Graph, Program, Stock
from fabcast.errors import BadInput
from fabcast.native._places import places
from fabcast.native._rewrite import Operation
from fabcast.native._schedule import LOOP, Phase, schedule
from tests.small_program import small


def test_what_is_read_off_a_row_comes_after_the_row() -> None:
    program = small()
    plan = schedule(program, program.outcomes)
    assert plan.phase(program.outcomes["year"]) == LOOP
    assert plan.phase(program.outcomes["first"]) == Phase(1, False)
    assert plan.phase(program.outcomes["over"]) == Phase(1, True)
    assert "still" not in plan.wanted


def test_arguments_come_first_however_short_the_parts() -> None:
    program = small()
    for size in (1, 7, 10_000):
        plan = schedule(program, program.outcomes, size)
        order = {n: i for i, n in enumerate(n for part in plan.parts for n in part.nodes)}
        for node, (op, args) in plan.operations.items():
            if op != "lag":
                assert all(order[a] < order[node] for a in args if a in order)


def test_the_logarithm_of_what_stands_still_is_taken_before_time_runs() -> None:
    graph = Graph(row=4)
    base, power = graph.leaf("input", "base"), graph.leaf("series", "lever", 4)
    raised = graph.make("pow", base, graph.make("mul", power, graph.leaf("stock", "s", 4)))
    program = Program(
        ("base",), (), ("lever",), {"s": Stock(graph.number(1.0), raised)}, {"y": raised}, {}, {}, graph
    )
    plan = schedule(program, program.outcomes)
    op, (log, _) = plan.operations[raised]
    assert (op, plan.phase(log)) == ("power", Phase(0, False))


def test_a_product_that_nothing_else_reads_is_fused() -> None:
    graph = Graph(row=4)
    a, s = graph.leaf("input", "a"), graph.leaf("stock", "s", 4)
    product = graph.make("mul", a, s)
    total = graph.make("sub", s, product)
    program = Program(("a",), (), (), {"s": Stock(a, total)}, {"y": total}, {}, {}, graph)
    plan = schedule(program, program.outcomes)
    assert plan.operations[total] == Operation("fused from", (a, s, s))
    assert product not in plan.operations
    kept = Program(("a",), (), (), {"s": Stock(a, total)}, {"y": total, "z": product}, {}, {}, graph)
    assert plan.operations[total] != schedule(kept, kept.outcomes).operations[total]


def test_stocks_that_pass_on_each_others_old_values() -> None:
    """A delay line: each stock becomes what the one before it was."""
    import numpy as np

    from fabcast import native

    graph = Graph(row=5)
    first, second = graph.leaf("stock", "first", 5), graph.leaf("stock", "second", 5)
    grown = graph.make("add", first, graph.leaf("input", "a"))
    program = Program(
        ("a",),
        (),
        (),
        {"first": Stock(graph.number(0.0), grown), "second": Stock(graph.number(0.0), first)},
        {"y": graph.make("add", second, graph.number(0.0)), "z": second},
        {},
        {},
        graph,
    )
    assert places(schedule(program, program.outcomes, 1)).due["first"] >= 0
    kernel = native.Kernel.of(native.compile_program(program, program.outcomes))
    packed = kernel.pack({"a": np.array([1.0, 2.0])})
    out = {"z": np.empty((5, kernel.compiled.wide))}
    kernel.run(packed, kernel.shared({}), out, {})
    assert out["z"][:, :2].tolist() == [[0.0, 0.0], [0.0, 0.0], [1.0, 2.0], [2.0, 4.0], [3.0, 6.0]]


def test_a_lag_that_is_too_long_is_refused() -> None:
    """It would read another quarter: slots are used again."""
    graph = Graph(row=9)
    stock = graph.leaf("stock", "s", 9)
    late = graph.make("add", stock, graph.lag(graph.make("mul", stock, stock), 4, 0.0))
    program = Program((), (), (), {"s": Stock(graph.number(1.0), late)}, {"y": late}, {}, {}, graph)
    with pytest.raises(BadInput, match=r"looks 4 quarters back in .*, for which the engine has no place"):
        places(schedule(program, program.outcomes))
