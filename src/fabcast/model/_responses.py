"""How governments react: the last stage picks the postures of the next quarter (model document §2.15).

Equations
    felt' = (signal − felt) / lag
    strength = clip((felt − low) / (top − low), 0, 1)
    hazard = −strength × ln(1 − chance) / within
    fade = ln(2) / half
    moved = 1 − exp(−dt (total + fade))

A rule watches a signal, or another government's move: then its strength is one while the lag has
passed since the move and the time `within` has not, else nought. A rule acts only away from the posture
that its government holds; which of a government's rules acts is drawn in proportion to hazards. Both
numbers of a step come from a stream of the draw's own, whatever the scenario. A government that holds its
script follows the scenario; a posture changes what is in force from the next quarter on.

Symbols: signal what a rule watches [its own unit]; felt what its government has taken in of it [its own
unit]; lag delay in taking it in [years]; low at or below it nothing happens [its own unit]; top at or
above it the chance holds in full [its own unit]; strength of the cause [fraction]; chance of acting
within so many years, a number or one of `ratchet_p`, `ally_align_p`, `retaliate_p`, `gate_turn_p`
[fraction]; within time to which the chance belongs [years]; hazard of the rule, or given as one:
`rule_flip` [1/year]; total hazards of a government's rules together [1/year]; half half-life of the
posture held [years]; fade hazard of a return to the script [1/year]; moved chance of a move in a step
[fraction]; dt length of a step [years].

Source: competing hazards, as in event-history analysis; the rules are judgement on the record of 2022
to 2026, on which they are replayed.

Leaves out: bargaining, packages, expectations of the other's answer, elections.
"""

from __future__ import annotations

from typing import NamedTuple

from ._arrays import Array, Float, jax, jnp, log
from ._parameters import Parameters
from ._reactions import REACTION_PARAMETERS, Reactions, Rows, Rules

Scalar = Float[Array, " draw"]

_LONG_AGO = 99.0
_LN2 = 0.6931471805599453


class Signals(NamedTuple):
    """What governments watch, by the end of a quarter; in the order of `SIGNALS` of `_reactions`."""

    always: Scalar
    """One."""
    china_output_growth: Scalar
    """Domestic accelerator output, doublings a year."""
    china_output_over_us: Scalar
    """Domestic output over new compute in the United States, by arithmetic."""
    domestic_coverage: Scalar
    """Share of Chinese demand for accelerators that domestic ones meet, by money."""
    unmet_demand: Scalar
    """Share of Chinese demand, backlog included, that nothing meets."""
    mineral_shortfall: Scalar
    """Share of foreign makers' need of critical minerals that is not met."""


class Response(NamedTuple):
    """State."""

    posture: Float[Array, "government draw"]
    since: Float[Array, "government draw"]
    """Years since the last move."""
    fade: Float[Array, "government draw"]
    """Hazard of a return to the script, a year."""
    felt: Float[Array, "rule draw"]
    output: Scalar
    """Ln of domestic output, smoothed over a year."""


def initial_response(reactions: Reactions, draws: int) -> Response:
    """Everyone at the script, nothing taken in."""
    governments, rules = len(reactions.size), len(reactions.rules.to)
    shape = (governments, draws)
    return Response(
        posture=jnp.zeros(shape),
        since=jnp.full(shape, _LONG_AGO),
        fade=jnp.zeros(shape),
        felt=jnp.zeros((rules, draws)),
        output=jnp.zeros(draws),
    )


def option(reactions: Reactions, posture: Float[Array, "government draw"]) -> Array:
    """Index of the option that stands for a posture of each government."""
    size = reactions.size.astype(int)
    stride = jnp.concatenate([jnp.cumprod(size[::-1])[::-1][1:], jnp.ones(1, int)])
    return (posture.astype(int) * stride[:, None]).sum(0)


def choose(rows: Rows, index: Array) -> Rows:
    """Rows of a quarter for each draw's option: the draw axis comes last."""
    return {name: jnp.moveaxis(values[index], 0, -1) for name, values in rows.items()}


def growth(state: Response, output: Scalar, dt: float) -> tuple[Scalar, Scalar]:
    """Smoothed ln output, and how far output stands above it in doublings: growth a year."""
    now = log(jnp.maximum(output / dt, 1e-9))
    before = jnp.where(state.output == 0.0, now, state.output)
    after = before + (1.0 - jnp.exp(-dt)) * (now - before)
    return after, (now - before) / _LN2


def react(
    p: Parameters,
    reactions: Reactions,
    state: Response,
    signals: Signals,
    live: Scalar,
    luck: Float[Array, "2 government draw"],
    dt: float,
) -> Response:
    """Pick the postures of the next quarter.

    Parameters
    ----------
    live : (draw,)
        1 where governments may move.
    luck : (2, government, draw)
        Uniform numbers: whether something happens, and which.
    """
    felt = take_in(reactions.rules, state, signals, dt)
    hazard = hazards(p, reactions, state, felt) * live
    script = jnp.where(reactions.opening[:, None] > 0, 0.0, _LONG_AGO)  # what the script counts as is news
    moves = [_move(reactions.rules, state, hazard, luck, g, dt) for g in range(len(reactions.size))]
    posture, fade, moved = (jnp.stack(column) for column in zip(*moves, strict=True))
    since = jnp.where(live > 0, jnp.where(moved > 0, 0.0, state.since + dt), script)
    return Response(posture, since, fade, felt, state.output)


def take_in(rules: Rules, state: Response, signals: Signals, dt: float) -> Float[Array, "rule draw"]:
    """Level signals as they are felt after their lag."""
    level = jnp.tensordot(rules.signal, jnp.stack(signals), axes=1)
    weight = 1.0 - jnp.exp(-dt / jnp.maximum(rules.lag, 1e-6))
    return state.felt + weight[:, None] * (level - state.felt)


def hazards(
    p: Parameters, reactions: Reactions, state: Response, felt: Float[Array, "rule draw"]
) -> Float[Array, "rule draw"]:
    """Hazard a year of every rule; nothing for one that leads where its government stands."""
    rules = reactions.rules
    strength = jnp.clip((felt - rules.low[:, None]) / (rules.full - rules.low)[:, None], 0.0, 1.0)
    strength = jnp.where(rules.moved.sum(1)[:, None] > 0, _answering(reactions, state), strength)
    drawn = jnp.stack([getattr(p, name) for name in REACTION_PARAMETERS])
    number = rules.number[:, None] + jnp.tensordot(rules.parameter, drawn, axes=1)
    chance = -log(1.0 - jnp.minimum(number, 1.0 - 1e-9)) / rules.within[:, None]
    held = jnp.take(state.posture, rules.government.astype(int), axis=0) == rules.to[:, None]
    return strength * jnp.where(rules.is_hazard[:, None] > 0, number, chance) * (1.0 - held)


def move_chances(
    p: Parameters,
    reactions: Reactions,
    signals: Signals,
    posture: Float[Array, "quarter government"],
    since: Float[Array, "quarter government"],
    dt: float,
) -> Float[Array, "quarter government posture draw"]:
    """Chance of a move to each posture in each quarter, where all moves up to it are given.

    Parameters
    ----------
    signals
        Each (quarter, draw).
    posture, since : (quarter, government)
        Posture held at the start of the quarter, and years since the last move.
    """
    draws = signals.always.shape[-1]
    state = initial_response(reactions, draws)

    def step(state: Response, x: tuple[Signals, Array, Array]) -> tuple[Response, Array]:
        seen, held, ago = x
        felt = take_in(reactions.rules, state, seen, dt)
        given = [jnp.broadcast_to(v[:, None], state.posture.shape) for v in (held, ago)]
        state = state._replace(posture=given[0], since=given[1], felt=felt)
        return state, _chances(reactions, hazards(p, reactions, state, felt), dt)

    found: Array = jax.lax.scan(step, state, (signals, posture, since))[1]
    return found


def _chances(reactions: Reactions, hazard: Array, dt: float) -> Float[Array, "government posture draw"]:
    """Chance of each move in a step, rules of one government competing."""
    rules = reactions.rules
    governments = jnp.arange(len(reactions.size))[:, None, None]
    postures = jnp.arange(reactions.tightness.shape[1])[None, :, None]
    leads = (rules.government == governments) & (rules.to == postures)
    towards = jnp.tensordot(leads.astype(float), hazard, axes=1)
    total = towards.sum(1, keepdims=True)
    return towards / jnp.maximum(total, 1e-12) * (1.0 - jnp.exp(-dt * total))


def _answering(reactions: Reactions, state: Response) -> Float[Array, "rule draw"]:
    """1 while a rule answers the other side's last move."""
    rules = reactions.rules
    shown = jnp.where(state.posture == 0.0, reactions.opening[:, None], state.posture)
    shown, since = (jnp.tensordot(rules.moved, v, axes=1) for v in (shown, state.since))
    open_ = (since >= rules.lag[:, None]) & (since < (rules.lag + rules.within)[:, None])
    return ((shown == rules.moved_to[:, None]) & open_).astype(float)


def _move(
    rules: Rules, state: Response, hazard: Array, luck: Array, government: int, dt: float
) -> tuple[Scalar, Scalar, Scalar]:
    """Posture, pace of return and whether something happened, for one government."""
    own = hazard * (rules.government == government).astype(float)[:, None]
    reached = jnp.cumsum(own, axis=0)
    total = reached[-1] + state.fade[government]
    happens = luck[0, government] < 1.0 - jnp.exp(-dt * total)
    which = luck[1, government] * total
    row = (reached <= which).sum(0)
    returns = row >= len(rules.to)
    row = jnp.minimum(row, len(rules.to) - 1)
    posture = jnp.where(returns, 0.0, rules.to[row])
    fade = jnp.where(posture > 0, _LN2 / rules.half_life[row], 0.0)
    held, paced = state.posture[government], state.fade[government]
    return jnp.where(happens, posture, held), jnp.where(happens, fade, paced), happens.astype(float)


def luck_of(seed: Scalar, quarters: int, governments: int) -> Float[Array, "quarter 2 government draw"]:
    """Uniform numbers of each draw from its seed in (0, 1): a counter-based generator a draw.

    >>> import jax.numpy as jnp
    >>> luck_of(jnp.asarray([0.25, 0.5]), 108, 3).shape
    (108, 2, 3, 2)
    """
    words = jax.lax.bitcast_convert_type(seed.astype(jnp.float64), jnp.uint32)

    def one(word: Array) -> Array:
        key = jax.random.wrap_key_data(word, impl="threefry2x32")
        return jax.random.uniform(key, (quarters, 2, governments), dtype=jnp.float64)

    return jnp.moveaxis(jax.vmap(one)(words), 0, -1)
