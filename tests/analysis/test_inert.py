"""Inert parameters: found when nothing moves, in any scenario, for either nudge."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from fabcast.analysis import inert_parameters

CENTRAL = {"a": 1.0, "b": 2.0, "c": 3.0, "d": 4.0}
LOW = dict.fromkeys(CENTRAL, 0.0)
HIGH = dict.fromkeys(CENTRAL, 9.0)


def toy(p: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    first = np.stack([p["a"] * 2.0, p["a"] * 0.0])  # a moves only the first scenario
    clipped = np.stack([np.maximum(p["b"], 2.0)] * 2)[:, :, None] * np.ones(3)  # b moves upward only
    dates = np.where(p["c"] > 5.0, np.nan, 2030.0)[None, :].repeat(2, axis=0)  # c turns a date into never
    return {"first": first, "clipped": clipped, "dates": dates}


def test_only_the_parameter_that_moves_nothing_is_listed() -> None:
    assert inert_parameters(toy, CENTRAL, LOW, HIGH) == ("d",)


def test_a_move_in_one_direction_is_enough() -> None:
    assert inert_parameters(toy, CENTRAL, LOW, {}) == ("b", "c", "d")


def test_untested_parameters_are_not_listed() -> None:
    assert inert_parameters(toy, CENTRAL, {"a": 0.0}, {}) == ()


def test_never_in_every_draw_is_no_move() -> None:
    def never(p: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        return {"date": np.full((2, len(p["a"])), np.nan)}

    assert inert_parameters(never, CENTRAL, LOW, HIGH) == tuple(CENTRAL)
