"""Which parameters each of many contrasts turns on: the measure of `rank_drivers`, cell by cell.

Bins of the parameters are made once for all contrasts that are defined in every draw, and so is
the noise floor, which under ranks depends on the draws and the parameters alone. A contrast that
some draws leave undefined (a date that never comes) is ranked on its own.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ._drivers import FEWEST_DRAWS, Driver, Ranking, _bins, _noise_floor, _shares, rank_drivers
from ._ranks import centred_ranks, rank_matrix
from ._runs import Array

Key = TypeVar("Key", bound=Hashable)


def rank_each(
    parameters: Mapping[str, Array], contrasts: Mapping[Key, Array], *, seed: int = 0
) -> dict[Key, Ranking]:
    """Rank parameters for each of many contrasts on the same draws.

    Parameters
    ----------
    parameters
        Parameter id → sampled values (draw). Constant ones are left out.
    contrasts
        Any key → paired difference (draw); undefined draws (NaN) are left out.
    seed
        Seed of the shuffles behind the noise floor; results repeat exactly.

    Returns
    -------
    dict
        Key → ranking, heaviest first, in the order of `contrasts`. A contrast with fewer than 50
        defined draws, or the same in all of them, has an empty ranking.

    Examples
    --------
    >>> x = np.arange(200.0)
    >>> found = rank_each({"a": x, "b": x % 7}, {"up": x**2, "flat": 0.0 * x})
    >>> found["up"].top(1)[0].parameter, found["flat"].drivers
    ('a', ())
    """
    draws = len(next(iter(contrasts.values()), ()))
    names, x = rank_matrix({name: np.asarray(values) for name, values in parameters.items()})
    if not names or draws < FEWEST_DRAWS:
        return {key: Ranking((), 0.0, draws) for key in contrasts}
    bins = _bins(x)
    floor = _noise_floor(bins, centred_ranks(np.arange(float(draws))), np.random.default_rng(seed))
    found = {}
    for key, contrast in contrasts.items():
        if np.isfinite(contrast).all():
            found[key] = _ranking(names, x, bins, centred_ranks(contrast), floor)
        else:
            found[key] = _partly_defined(parameters, contrast, seed)
    return found


def _ranking(names: tuple[str, ...], x: Array, bins: NDArray[np.int64], y: Array, floor: float) -> Ranking:
    if not y.any():
        return Ranking((), 0.0, len(y))
    shares, slopes = _shares(bins, y), x.T @ y / len(y)
    drivers = (
        Driver(names[i], max(0.0, float(shares[i])), float(slopes[i]), bool(shares[i] > floor))
        for i in np.argsort(-shares, kind="stable")
    )
    return Ranking(tuple(drivers), floor, len(y))


def _partly_defined(parameters: Mapping[str, Array], contrast: Array, seed: int) -> Ranking:
    defined = int(np.isfinite(contrast).sum())
    if defined < FEWEST_DRAWS:
        return Ranking((), 0.0, defined)
    return rank_drivers(parameters, contrast, seed=seed)
