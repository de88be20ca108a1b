"""Points of which none beats another on everything: fronts, how sure they are, and regret.

Values are written so that less is better. A point dominates another if it is nowhere worse and somewhere
better (Pareto); the front holds those that none dominates.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Bool, Float, Int

Points = Float[np.ndarray, "*draw point objective"]


def on_front(values: Points) -> Bool[np.ndarray, "*draw point"]:
    """Mark the points that none dominates; equal points do not dominate each other.

    Parameters
    ----------
    values
        Less is better; one set of points, or one a draw.

    Examples
    --------
    >>> on_front(np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])).tolist()
    [True, True, False]
    """
    one, other = values[..., :, None, :], values[..., None, :, :]
    beaten = (other <= one).all(axis=-1) & (other < one).any(axis=-1)
    return np.asarray(~beaten.any(axis=-1))


def regret(values: Points) -> Points:
    """What a point gives away on each objective against the best point of the same draw, zero or more.

    >>> regret(np.array([[3.0, 5.0], [4.0, 2.0]])).tolist()
    [[0.0, 3.0], [1.0, 0.0]]
    """
    return np.asarray(values - values.min(axis=-2, keepdims=True))


def spread_out(values: Float[np.ndarray, "point objective"], most: int) -> Int[np.ndarray, " kept"]:
    """Choose points that lie far apart: the best on each objective, then the farthest from those chosen.

    Parameters
    ----------
    values
        Points; every objective is scaled by its range.
    most
        How many to keep.

    Returns
    -------
    Indices in the order of the first objective.

    Examples
    --------
    >>> spread_out(np.array([[0.0, 3.0], [0.1, 2.9], [1.5, 1.5], [3.0, 0.0]]), 3).tolist()
    [0, 2, 3]
    """
    scale = np.ptp(values, axis=0)
    scaled = values / np.where(scale > 0.0, scale, 1.0)
    chosen = list(dict.fromkeys(int(i) for i in scaled.argmin(axis=0)))[:most]
    while len(chosen) < min(most, len(values)):
        apart = np.linalg.norm(scaled[:, None] - scaled[chosen][None], axis=-1).min(axis=1)
        apart[chosen] = -1.0
        chosen.append(int(apart.argmax()))
    return np.array(sorted(chosen, key=lambda i: tuple(values[i])))


def hypervolume(
    values: Float[np.ndarray, "point objective"], reference: Float[np.ndarray, " objective"]
) -> float:
    """Size of what the points dominate, up to a reference that is worse than all of them.

    >>> hypervolume(np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([2.0, 2.0]))
    3.0
    """
    from pymoo.indicators.hv import HV

    return float(HV(ref_point=reference)(values))
