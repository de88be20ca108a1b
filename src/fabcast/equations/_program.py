"""The model as a program of single numbers: what enters, what is stored, what is measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ._nodes import Graph, Node


@dataclass(frozen=True, slots=True)
class Stock:
    """A number that a quarter leaves to the next."""

    initial: Node
    after: Node


@dataclass(frozen=True, slots=True)
class Program:
    """The equations of one draw under one path.

    Names are those of the model: parameter ids, `path_shock.*`, fields of `Path` and of the
    model's state, ids of outcomes; parts are divided by dots.
    """

    inputs: tuple[str, ...]
    """What a draw sets, the same in all quarters."""
    constants: tuple[str, ...]
    """What a path sets, the same in all quarters."""
    series: tuple[str, ...]
    """What a path sets by quarter, and `reference.*`: research stock of the draw's actual path."""
    stocks: Mapping[str, Stock]
    outcomes: Mapping[str, Node]
    record: Mapping[str, Node]
    """Flows that the model keeps for checks."""
    references: Mapping[str, Node]
    """`reference.*` → the research stock that a run leaves; that of the actual path is the yardstick."""
    graph: Graph
