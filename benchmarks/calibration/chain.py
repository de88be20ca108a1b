"""The posterior of the chain as one JAX function of scores, for samplers that need a gradient.

The same priors, chain and likelihood as the project's own fit; a check holds both equal.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from fabcast import ensemble, scenario
from fabcast.calibration import Beliefs, Likelihood, Observation, observations
from fabcast.calibration._predict import _compiled
from fabcast.ensemble import SHOCKS
from fabcast.model import DEFAULT, DRIVERS, FAMILIES, PROVIDERS, QUARTERS, TOOL_CLASSES, Parameters

_Z_END, _NODES = 8.5, 257


class Chain:
    """Log likelihood of many draws: `many` takes (draw, score), `one` a vector of scores."""

    def __init__(self) -> None:
        ensemble.kernel()
        self.beliefs = Beliefs.from_facts()
        self.seen = observations()
        self.likelihood = Likelihood(self.seen)
        self.path, self.drivers = scenario.resolve("actual"), ensemble.drivers()

    def inputs(self, z: Any) -> dict[str, Any]:
        """Inputs at scores (draw, score), as `Beliefs.inputs` gives them."""
        priors, place = self.beliefs.priors, {n: k for k, n in enumerate(self.beliefs.names)}
        out = {}
        for name, fitted in priors.fitted.items():
            tie = priors.ties.get(name)
            own = z[:, place[f"parameter:{name}"]] if f"parameter:{name}" in place else 0.0 * z[:, 0]
            if tie is not None:
                rho = tie.loading_squared
                own = np.sqrt(rho) * z[:, place[f"group:{tie.group}"]] + np.sqrt(1.0 - rho) * own
            out[name] = _value(fitted, own)
        return out | {name: z[:, place[name]] for name in self.beliefs.shocks}

    def many(self, z: Any) -> Any:
        """Log likelihood of draws."""
        import jax.numpy as jnp

        inputs = self.inputs(z)
        p = _stacked(inputs)
        shocks = {d: inputs[SHOCKS[d]] if d in SHOCKS else 0.0 * z[:, 0] for d in DRIVERS}
        names = tuple(sorted({o.quantity for o in self.seen}))
        stop = max(o.span[1] for o in self.seen)
        nothing = jnp.zeros((len(QUARTERS), len(TOOL_CLASSES), z.shape[0]))
        found = _compiled(names, stop)(p, self.path, self.drivers, shocks, nothing, DEFAULT)
        scaled = jnp.stack([_scaled(o, _read(o, *found[o.quantity])) for o in self.seen], axis=1)
        return self._log_likelihood(scaled)

    def one(self, z: Any) -> Any:
        """Log likelihood of one draw."""
        return self.many(z[None])[0]

    def _log_likelihood(self, scaled: Any) -> Any:
        import jax.numpy as jnp
        from jax.scipy.special import log_ndtr

        likelihood = self.likelihood
        reported = np.array([float(o.scaled(o.value)) for o in self.seen])
        rest = (reported - scaled)[:, likelihood.joint] @ likelihood.whitener.T
        total = -0.5 * jnp.square(rest).sum(1)
        mixtures: dict[str, list[Any]] = {}
        for i in likelihood.single:
            o = self.seen[i]
            away = (reported[i] - scaled[:, i]) / likelihood._spread(o)
            part = log_ndtr(away) if o.form == "ceiling" else -0.5 * away**2
            mixtures.setdefault(o.mixture or str(i), []).append(part)
        for parts in mixtures.values():
            total = total + jnp.logaddexp(*parts) - np.log(2.0) if len(parts) == 2 else total + parts[0]
        return total


def _value(fitted: Any, z: Any) -> Any:
    import jax.numpy as jnp
    from jax.scipy.special import ndtr

    if fitted.kind == "fixed":
        return 0.0 * z + fitted.first
    if fitted.kind == "lognormal":
        return jnp.exp(fitted.first + fitted.second * z)
    if fitted.kind == "normal":
        value = fitted.first + fitted.second * z
        if not fitted.keeps_sign:
            return value
        return jnp.maximum(value, 0.0) if fitted.first > 0 else jnp.minimum(value, 0.0)
    if fitted.kind == "triangular":
        width = fitted.third - fitted.first
        mode, p = (fitted.second - fitted.first) / width, ndtr(z)
        unit = jnp.where(p < mode, jnp.sqrt(p * mode), 1.0 - jnp.sqrt((1.0 - p) * (1.0 - mode)))
        return fitted.first + width * unit
    return _beta(fitted, z)


def _beta(fitted: Any, z: Any) -> Any:
    import jax.numpy as jnp

    step = 2 * _Z_END / (_NODES - 1)
    place = jnp.clip((z + _Z_END) / step, 0.0, _NODES - 1.0)
    i = jnp.minimum(place.astype(int), _NODES - 2)
    t, nodes, slopes = place - i, jnp.asarray(fitted.nodes), jnp.asarray(fitted.slopes)
    rise = nodes[i + 1] - nodes[i]
    bend_0, bend_1 = step * slopes[i] - rise, rise - step * slopes[i + 1]
    log_odds = nodes[i] + t * rise + t * (1 - t) * ((1 - t) * bend_0 + t * bend_1)
    return 1 / (1 + jnp.exp(-log_odds))


def _stacked(inputs: dict[str, Any]) -> Parameters:
    import dataclasses

    import jax.numpy as jnp

    columns = {}
    for field in dataclasses.fields(Parameters):
        ids = FAMILIES.get(field.name)
        columns[field.name] = inputs[field.name] if ids is None else jnp.stack([inputs[i] for i in ids])
    share = columns["tool_provider_share"]
    columns["tool_provider_share"] = share.reshape(len(TOOL_CLASSES), len(PROVIDERS), -1)
    return Parameters(**columns)


def _read(one: Observation, part: Any, whole: Any) -> Any:
    import jax.numpy as jnp

    def cut(values: Any) -> Any:
        first, stop = one.span
        if one.reading == "end":
            return values[stop - 1]
        span = values[first:stop]
        return span.sum(0) if one.reading == "sum" else span.mean(0)

    if whole is None:
        return one.factor * cut(part)
    below = cut(whole)
    return one.factor * jnp.where(below > 0.0, cut(part) / jnp.where(below > 0.0, below, 1.0), 0.0)


def _scaled(one: Observation, natural: Any) -> Any:
    import jax.numpy as jnp

    if one.scale == "log":
        return jnp.log(jnp.maximum(natural, 1e-3 * one.value))
    share = jnp.clip(natural, 0.01, 99.99) / 100.0
    return jnp.log(share / (1.0 - share))
