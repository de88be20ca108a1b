"""Which input binds, over time: the share of draws in which each limits output."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ._runs import BINDING, Array, Runs, scenario_index


@dataclass(frozen=True, slots=True)
class BindingShares:
    """Share of draws in which each input binds: `shares` is (input, quarter) and sums to 1 a quarter."""

    inputs: tuple[str, ...]
    quarters: tuple[str, ...]
    shares: Array


def binding_shares(runs: Runs, scenario: str) -> BindingShares | None:
    """Count binding inputs over draws; None where the runs did not record them.

    Raises
    ------
    BadInput
        The scenario is not in the runs.
    """
    if BINDING not in runs.values:
        return None
    flags = np.asarray(runs.values[BINDING][scenario_index(runs, scenario)])
    meanings = _meanings(runs)
    shares = np.stack([(flags == flag).mean(axis=0) for flag in meanings])
    return BindingShares(tuple(meanings.values()), tuple(runs.quarters), shares)


def _meanings(runs: Runs) -> dict[int, str]:
    """Flag value → name of the input, by the CF convention (values beside blank-separated meanings)."""
    attrs = runs.attrs[BINDING]
    names = attrs["flag_meanings"]
    words = names.split() if isinstance(names, str) else list(names)
    values = attrs.get("flag_values", range(len(words)))
    return {int(value): str(word) for value, word in zip(values, words, strict=True)}
