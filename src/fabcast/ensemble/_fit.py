"""From three quantiles to a distribution: 5, 50 and 95 % points in, quantile function out.

Normal and lognormal have closed forms. A beta matches the median and comes as near as it
can to both tails (least squares); a triangular solves the three quantiles. All betas are
fitted at once, and each keeps a table of its quantile function, so that sampling never
inverts an incomplete beta function. Conventions: model document, section on priors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from jaxtyping import Float
from scipy.special import betainc, betaincinv, betaln, log_ndtr, ndtr

from fabcast.errors import BadInput

Kind = Literal["normal", "lognormal", "beta", "triangular", "fixed"]
KINDS: tuple[str, ...] = get_args(Kind)

Z95 = 1.6448536269514722
"""Standard normal quantile at 95 %."""
_Z_END, _NODES = 8.5, 257
_LOG_TINY = -28.0
_STEP = 2 * _Z_END / (_NODES - 1)
Vector = Float[np.ndarray, " value"]
Table = Float[np.ndarray, "beta node"]


@dataclass(frozen=True, slots=True)
class Belief:
    """What is believed of a parameter before data: three quantiles and a family.

    >>> Belief("beta", 0.1, 0.2, 0.4).kind
    'beta'
    """

    kind: Kind
    low: float
    central: float
    high: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """A fitted distribution, as a function of a standard normal number.

    ``first``, ``second``, ``third`` are the family's own parameters: mean, sd, 0 (normal);
    mean and sd of the logarithm, 0 (lognormal); a, b, 0 (beta); left end, mode, right end
    (triangular); the value, 0, 0 (fixed).
    """

    kind: Kind
    first: float
    second: float
    third: float
    keeps_sign: bool = False
    """A normal whose 5 % and 95 % points do not straddle zero is clipped there."""
    nodes: Float[np.ndarray, " node"] | None = None
    slopes: Float[np.ndarray, " node"] | None = None

    def at(self, z: Vector) -> Vector:
        """Value at the standard normal quantile ``z``: monotone, so it keeps ranks.

        >>> fit({"x": Belief("lognormal", 1.0, 2.0, 4.0)})["x"].at(np.array([0.0])).round(9)
        array([2.])
        """
        return _QUANTILES[self.kind](self, np.asarray(z, dtype=np.float64))


def fit(beliefs: Mapping[str, Belief]) -> dict[str, Fitted]:
    """Fit every belief; the names are only labels.

    Parameters
    ----------
    beliefs
        Name to `Belief`; quantiles in the parameter's own unit.

    Returns
    -------
    dict
        Name to `Fitted`, in the order given.

    Raises
    ------
    BadInput
        If quantiles are not ordered, or lie outside the family's support.

    Examples
    --------
    >>> fitted = fit({"share": Belief("beta", 0.2, 0.5, 0.8)})["share"]
    >>> abs(fitted.first - fitted.second) < 1e-6
    True
    """
    for name, belief in beliefs.items():
        _check(name, belief)
    betas = _fit_betas({k: b for k, b in beliefs.items() if b.kind == "beta"})
    return {k: betas[k] if k in betas else _fit_one(b) for k, b in beliefs.items()}


def _check(name: str, belief: Belief) -> None:
    low, central, high = belief.low, belief.central, belief.high
    if belief.kind not in KINDS:
        raise BadInput(f"prior of {name}: distribution {belief.kind!r} is none of {', '.join(KINDS)}")
    if not np.isfinite([low, central, high]).all():
        raise BadInput(f"prior of {name}: a quantile is missing; give low, central and high")
    if belief.kind == "fixed":
        return
    if not low < central < high:
        raise BadInput(f"prior of {name}: low {low} < central {central} < high {high} does not hold")
    if belief.kind == "lognormal" and low <= 0:
        raise BadInput(f"prior of {name}: a lognormal needs a positive low, got {low}")
    if belief.kind == "beta" and not (low > 0 and high < 1):
        raise BadInput(f"prior of {name}: a beta needs 0 < low and high < 1, got {low} and {high}")
    if belief.kind == "triangular" and not 0.36 < (central - low) / (high - low) < 0.64:
        raise BadInput(f"prior of {name}: no triangular has quantiles {low}, {central}, {high}; too skewed")


def _fit_one(belief: Belief) -> Fitted:
    low, central, high = belief.low, belief.central, belief.high
    if belief.kind == "fixed":
        return Fitted("fixed", central, 0.0, 0.0)
    if belief.kind == "normal":
        return Fitted("normal", central, (high - low) / (2 * Z95), 0.0, keeps_sign=low >= 0 or high <= 0)
    if belief.kind == "lognormal":
        return Fitted("lognormal", float(np.log(central)), float(np.log(high / low)) / (2 * Z95), 0.0)
    return Fitted("triangular", *_triangle(low, central, high))


def _triangle(low: float, central: float, high: float) -> tuple[float, float, float]:
    """Left end, mode and right end whose 5, 50 and 95 % points are the three given."""
    wanted = (central - low) / (high - low)
    left, right = 0.0, 1.0  # the mode's place between the ends; skew grows with it
    for _ in range(60):
        mode = (left + right) / 2
        q05, q50, q95 = _unit_triangle(np.array([0.05, 0.5, 0.95]), mode)
        left, right = (mode, right) if (q50 - q05) / (q95 - q05) < wanted else (left, mode)
    width = (high - low) / float(q95 - q05)
    start = low - width * float(q05)
    return start, start + width * mode, start + width


def _unit_triangle(p: Vector, mode: float) -> Vector:
    rising = np.sqrt(p * mode)
    falling = 1 - np.sqrt((1 - p) * (1 - mode))
    return np.where(p < mode, rising, falling)


def _fit_betas(beliefs: Mapping[str, Belief]) -> dict[str, Fitted]:
    if not beliefs:
        return {}
    low, central, high = (
        np.array([getattr(b, field) for b in beliefs.values()]) for field in ("low", "central", "high")
    )
    a, b = fit_beta(low, central, high)
    nodes, slopes = _beta_table(a, b)
    return {
        name: Fitted("beta", float(a[i]), float(b[i]), 0.0, nodes=nodes[i], slopes=slopes[i])
        for i, name in enumerate(beliefs)
    }


def fit_beta(low: Vector, central: Vector, high: Vector) -> tuple[Vector, Vector]:
    """Beta parameters a, b: median matched, least squares on the tails; many at once.

    >>> a, b = fit_beta(np.array([0.1]), np.array([0.3]), np.array([0.6]))
    >>> bool(1 < a[0] < b[0])
    True
    """

    def miss(log_size: Vector) -> Vector:
        a, b = _beta_with_median(central, np.exp(log_size))
        tails = (betaincinv(a, b, 0.05) - low) ** 2 + (betaincinv(a, b, 0.95) - high) ** 2
        return np.asarray(tails, dtype=np.float64)

    spread = (high - low) / (2 * Z95)
    guess = np.log(np.maximum(central * (1 - central) / spread**2 - 1, 0.5))
    return _beta_with_median(central, np.exp(_golden(miss, guess - 2, guess + 2)))


def _golden(f: Callable[[Vector], Vector], left: Vector, right: Vector) -> Vector:
    """Minimum of each single-valley function between two ends, by golden sections."""
    ratio = (5**0.5 - 1) / 2
    inner, outer = right - ratio * (right - left), left + ratio * (right - left)
    f_inner, f_outer = f(inner), f(outer)
    for _ in range(32):
        lower = f_inner < f_outer
        left, right = np.where(lower, left, inner), np.where(lower, outer, right)
        new = np.where(lower, right - ratio * (right - left), left + ratio * (right - left))
        f_new = f(new)
        inner, outer = np.where(lower, new, outer), np.where(lower, inner, new)
        f_inner, f_outer = np.where(lower, f_new, f_outer), np.where(lower, f_inner, f_new)
    return np.asarray((left + right) / 2)


def _beta_with_median(median: Vector, size: Vector) -> tuple[Vector, Vector]:
    """Parameters a, b with a + b = ``size`` and the given median: Newton from Kerman's formula."""
    mean = np.clip((median * np.maximum(size - 2 / 3, 1e-3) + 1 / 3) / size, 1e-6, 1 - 1e-6)
    for _ in range(6):
        step = 1e-6 * np.minimum(mean, 1 - mean)
        here = betainc(mean * size, (1 - mean) * size, median)
        there = betainc((mean + step) * size, (1 - mean - step) * size, median)
        moved = mean - (here - 0.5) * step / (there - here)
        mean = np.clip(moved, mean / 4, 1 - (1 - mean) / 4)
    return mean * size, (1 - mean) * size


def _beta_table(a: Vector, b: Vector) -> tuple[Table, Table]:
    """Log-odds of the quantile at even steps of z, and its exact slope there.

    Above the median the complement is computed, so that the upper tail keeps its digits.
    """
    z = np.linspace(-_Z_END, _Z_END, _NODES)
    a, b = a[:, None], b[:, None]
    near, far = np.where(z < 0, a, b), np.where(z < 0, b, a)
    log_p = log_ndtr(-np.abs(z))
    # Far in a tail x → (p a B(a, b))^(1/a), good to 1e-12 where inversion fails.
    log_part = (log_p + np.log(near) + betaln(a, b)) / near
    inside = log_part > _LOG_TINY
    inverted = betaincinv(near, far, np.exp(log_p), where=inside, out=np.full_like(log_part, 0.5))
    log_part = np.where(inside, np.log(inverted), log_part)
    log_rest = np.log1p(-np.exp(log_part))
    log_odds = np.where(z < 0, 1.0, -1.0) * (log_part - log_rest)
    log_density = near * log_part + far * log_rest - betaln(a, b)
    return log_odds, np.exp(-0.5 * z**2 - 0.5 * np.log(2 * np.pi) - log_density)


def _at_beta(fitted: Fitted, z: Vector) -> Vector:
    """Cubic Hermite interpolation of the log-odds, back to the unit interval."""
    nodes, slopes = fitted.nodes, fitted.slopes
    if nodes is None or slopes is None:
        raise BadInput("a beta distribution was made without its table; make it with fit()")
    place = np.clip((z + _Z_END) / _STEP, 0.0, _NODES - 1.0)
    i = np.minimum(place.astype(np.intp), _NODES - 2)
    t = place - i
    rise = nodes[i + 1] - nodes[i]
    bend_0, bend_1 = _STEP * slopes[i] - rise, rise - _STEP * slopes[i + 1]
    log_odds = nodes[i] + t * rise + t * (1 - t) * ((1 - t) * bend_0 + t * bend_1)
    return np.asarray(1 / (1 + np.exp(-log_odds)))


def _at_normal(fitted: Fitted, z: Vector) -> Vector:
    value = fitted.first + fitted.second * z
    if not fitted.keeps_sign:
        return value
    return np.maximum(value, 0.0) if fitted.first > 0 else np.minimum(value, 0.0)


def _at_lognormal(fitted: Fitted, z: Vector) -> Vector:
    return np.exp(fitted.first + fitted.second * z)


def _at_triangular(fitted: Fitted, z: Vector) -> Vector:
    width = fitted.third - fitted.first
    return fitted.first + width * _unit_triangle(np.asarray(ndtr(z)), (fitted.second - fitted.first) / width)


def _at_fixed(fitted: Fitted, z: Vector) -> Vector:
    return np.full_like(z, fitted.first)


_QUANTILES = {
    "normal": _at_normal,
    "lognormal": _at_lognormal,
    "beta": _at_beta,
    "triangular": _at_triangular,
    "fixed": _at_fixed,
}
