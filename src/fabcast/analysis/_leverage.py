"""Leverage of suppliers over buyers: what a cut would cost, and why a share alone misleads (§2.15).

    V / b  = ln[1 / (1 − w)] / (σ − 1)      power for each unit of cost share b, w the suppliers' share
    loss   = 1 − (1 − w)^(1 / (σ − 1)) = 1 − exp(−V / b)      share of the input's use lost if they stop
    HHI    = Σ s²                            concentration of providers, 1 for a single one

Form of Clayton, Maggiori and Schreger; σ is the elasticity of substitution, taken as at least
`LEAST_SIGMA`. V grows without bound as w nears one, so w is read as at most `MOST_SHARE`: there V is a
lower bound, and how often that happens is told.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Bool, Float

Values = Float[np.ndarray, "*draw"]
Flags = Bool[np.ndarray, "*draw"]
Providers = Float[np.ndarray, "provider *draw"]
LEAST_SIGMA = 1.2
"""Elasticities are read as at least this: the form needs more than one."""
MOST_SHARE = 0.999
"""Shares are read as at most this: power is infinite at one."""


def power(share: Values, sigma: Values) -> Values:
    """Power over an input for each unit of its cost share, V / b.

    Parameters
    ----------
    share
        Share of the input's supply that the suppliers hold, 0 to 1.
    sigma
        Elasticity of substitution between them and others.

    Examples
    --------
    >>> [round(float(power(np.array(w), np.array(2.0))), 2) for w in (0.3, 0.6, 0.9)]
    [0.36, 0.92, 2.3]
    """
    held = np.clip(share, 0.0, MOST_SHARE)
    return np.asarray(-np.log1p(-held) / (np.maximum(sigma, LEAST_SIGMA) - 1.0))


def loss(power_of: Values) -> Values:
    """Share of an input's use that is lost if suppliers with this power stop.

    >>> round(float(loss(power(np.array(0.6), np.array(2.0)))), 3)
    0.6
    """
    return np.asarray(-np.expm1(-power_of))


def capped(share: Values) -> Flags:
    """Tell where a share was read as less than it is, so that power is a lower bound."""
    return np.asarray(share > MOST_SHARE)


def concentration(shares: Providers) -> Values:
    """Herfindahl-Hirschman index of providers, 1 / count to 1; their shares are made to sum to one.

    >>> float(concentration(np.array([0.5, 0.5])))
    0.5
    """
    whole = shares.sum(axis=0)
    parts = shares / np.where(whole > 0.0, whole, np.nan)
    return np.asarray((parts**2).sum(axis=0))
