"""High-bandwidth memory: foreign stock and domestic stacks (model document §2.5).

Equations
    I' = imports + leakage + made − others − drawn
    W_hbm = min(W_2026 g^(t − 2026.5), cap × dram)          from the start of volume
    made = Erlang3(W_hbm × hbm_dies_per_wafer × y / 8 ; hbm_cycle)
    y' = (ln 2 / τ) (y_max − y),   y_start = hbm_die_yield_cxmt × hbm_stack_yield_cxmt

Stacks are counted as 8 dies high: taller stacks enter through `hbm_per_compute_fall`. The second,
lower-bandwidth memory class (`hibl_share`) is outside the stock: those packages need no HBM.

Symbols: I stacks on hand [million]; imports foreign stacks let in [million]; leakage stacks that come
in against rules, `hbm_leak_after_ban` [million]; made domestic stacks [million]; others stacks that
other users take [million]; drawn stacks that packages take [million]; W_hbm wafers for HBM [thousand a
month]; W_2026 `cxmt_hbm_wpm_2026` [thousand a month]; g `cxmt_hbm_growth` [ratio a year]; cap
`hbm_wpm_cap_share` [share]; dram wafers for all memory [thousand a month]; y good share of dies in
working stacks [share]; y_max `hbm_y_max` [share]; τ `hbm_yield_learn_q` [quarters].

Source: ledger of stacks and its split are those of the record; an approach to a ceiling stands for
yield learning, as no series of Chinese memory yields is public.

Leaves out: HBM generations, memory tool access, sales of domestic HBM to others.
"""

from __future__ import annotations

from typing import NamedTuple

from ._arrays import Array, Float, jnp, power
from ._erlang import Chain, advance
from ._parameters import Parameters
from ._time import MID_QUARTER, Series, years_since

Scalar = Float[Array, " draw"]
_DIES_PER_STACK = 8.0
_MONTHS_A_YEAR = 12.0


class Memory(NamedTuple):
    """State: stacks on hand (million), in the making, and the yield reached."""

    stacks: Scalar
    making: Float[Array, "stage draw"]
    quality: Scalar


class MemoryFlows(NamedTuple):
    """Stacks of the quarter, million."""

    imported: Scalar
    made: Scalar
    others: Scalar


def hbm_wafers(p: Parameters) -> Series:
    """Wafers that Chinese memory makers give to HBM, thousand a month."""
    started = jnp.asarray(MID_QUARTER)[:, None] >= p.hbm_volume_start
    plan = p.cxmt_hbm_wpm_2026 * power(p.cxmt_hbm_growth, years_since(2026.5))
    dram = p.dram_wpm_2026 * power(1.0 + p.dram_wpm_growth, years_since(2026.5))
    return jnp.where(started, jnp.minimum(plan, p.hbm_wpm_cap_share * dram), 0.0)


def initial_memory(p: Parameters) -> Memory:
    """No stacks, and the yield that a first maker starts from."""
    start = p.hbm_die_yield_cxmt * p.hbm_stack_yield_cxmt
    return Memory(jnp.zeros_like(start), jnp.zeros((3, *start.shape)), start)


def unlearned(p: Parameters, dt: float) -> Scalar:
    """Share of the yield gap that `dt` years of making leave."""
    return jnp.exp2(-dt / (p.hbm_yield_learn_q / 4.0))


def advance_memory(
    state: Memory,
    p: Parameters,
    delay: Chain,
    gap_left: Scalar,
    wafers: Scalar,
    recorded_imports: Scalar,
    others: Scalar,
    import_open: Scalar,
    shortage: Scalar,
    dt: float,
) -> tuple[Memory, MemoryFlows]:
    """Add a step's stacks to the stock, before accelerators draw on it.

    Parameters
    ----------
    gap_left : (draw,)
        `unlearned`.
    wafers : (draw,)
        HBM wafers, thousand a month.
    recorded_imports : (draw,)
        Foreign stacks of the record, million in the quarter.
    others : (draw,)
        Stacks that other users take, million in the quarter.
    import_open : (draw,)
        Share of foreign supply let in; what is shut leaks at `hbm_leak_after_ban`.
    shortage : (draw,)
        Stacks that buyers lack and would import if they might, million in the quarter.
    """
    approach = jnp.where(wafers > 0, gap_left, 1.0)
    ceiling = jnp.maximum(p.hbm_y_max, state.quality)
    quality = ceiling + (state.quality - ceiling) * approach
    meanwhile = 0.5 * (state.quality + quality)
    gross = wafers * 1e3 * _MONTHS_A_YEAR * dt * p.hbm_dies_per_wafer / 1e6
    making, made = advance(state.making, gross * meanwhile / _DIES_PER_STACK, delay)
    imported = import_open * (recorded_imports + shortage)
    imported += (1.0 - import_open) * p.hbm_leak_after_ban * dt
    available = state.stacks + imported + made
    taken = jnp.minimum(others, available)
    return Memory(available - taken, making, quality), MemoryFlows(imported, made, taken)
