"""A program of two stocks with all that programs may have, and the same run by hand."""

from typing import Any

import numpy as np

from fabcast.equations import Graph, Program, Stock

ROWS = 6


def small() -> Program:
    """Grow a stock by a drawn rate and a lever; a second forgets; measure both."""
    graph = Graph(row=ROWS)
    rate, lever = graph.leaf("input", "rate"), graph.leaf("series", "lever", ROWS)
    known = graph.leaf("series", "reference.known", ROWS)
    size, memory = graph.leaf("stock", "size", ROWS), graph.leaf("stock", "memory", ROWS)
    grown = graph.make("mul", size, graph.make("exp", graph.make("mul", rate, lever)))
    kept = graph.make("pow", graph.make("max", memory, graph.number(1e-9)), graph.number(0.5))
    large = graph.make("gt", grown, graph.number(2.0))
    date = graph.data(np.arange(float(ROWS)))
    first = graph.total("min", graph.make("select", large, date, graph.number(np.inf)), ROWS)
    return Program(
        inputs=("rate",),
        constants=(),
        series=("lever", "reference.known"),
        stocks={
            "size": Stock(graph.number(1.0), grown),
            "memory": Stock(
                graph.make("log", graph.make("add", rate, graph.number(2.0))), graph.make("add", kept, known)
            ),
        },
        outcomes={
            "year": graph.make("add", grown, graph.lag(grown, 2, 0.0)),
            "memory": graph.make("select", large, kept, graph.number(np.nan)),
            "first": graph.make("select", graph.make("is_finite", first), first, graph.number(np.nan)),
            "over": graph.make("div", grown, graph.at(grown, 3)),
            "still": graph.number(3.0),
        },
        record={},
        references={},
        graph=graph,
    )


def by_hand(rate: np.ndarray, lever: np.ndarray, known: np.ndarray) -> dict[str, np.ndarray]:
    size, memory, grown, kept = np.ones_like(rate), np.log(rate + 2.0), [], []
    for q in range(ROWS):
        size = size * np.exp(rate * lever[q])
        kept.append(np.sqrt(np.maximum(memory, 1e-9)))
        grown.append(size)
        memory = kept[-1] + known[q]
    rows, large = np.array(grown), np.array(grown) > 2.0
    return {
        "year": rows + np.concatenate([np.zeros_like(rows[:2]), rows[:-2]]),
        "memory": np.where(large, np.array(kept), np.nan),
        "first": np.where(large.any(0), large.argmax(0), np.nan),
        "over": rows / rows[3],
        "still": np.full_like(rows, 3.0),
    }


def given() -> dict[str, Any]:
    """Seven draws under one path."""
    rate = np.linspace(-0.5, 0.5, 7)
    lever = np.array([1.0, 1.0, 0.0, 1.0, 2.0, 1.0])
    known = np.linspace(0.0, 1.0, ROWS)[:, None] + np.zeros(7)
    return {"rate": rate, "lever": lever[:, None], "reference.known": known}
