"""Installed compute: four Chinese ledgers and the United States (model document §2.7).

Equations
    installed = Erlang3(delivered ; deploy_lag),   retired = Erlang6(installed ; econ_life)
    C' = installed − retired − h C,   h = gpu_hazard + gpu_hazard_slope × econ_life / 2
    φ = 1 − (1 − φ_0) 2^(−u / sw_gap_halflife),   u' = C_domestic / C_onshore

Each ledger holds arithmetic and memory bandwidth. The same rule holds for both countries. Smuggled
and rented compute stay in ledgers of their own.

Symbols: C stock of a ledger [million H100e; bandwidth: H100 = 1]; delivered compute bought in the step
[million H100e]; installed compute that starts in the step [million H100e]; retired compute that leaves
by age [million H100e]; h failures [1/year]; φ effectiveness of domestic software, φ_0 the mean of
`ascend_eff_train` and `ascend_eff_inf` [share]; u years of large-scale use [years].

Source: counts of compute as `epoch-ai-ai-chip-sales-ai-chip`; retirement by age and failure is the same
rule for both countries, where that record counts none.

Leaves out: utilisation, power limits, resale between ledgers.
"""

from __future__ import annotations

from typing import NamedTuple

from ._arrays import Array, Float, jnp
from ._erlang import Chain, advance
from ._parameters import Parameters

Scalar = Float[Array, " draw"]
Ledger = Float[Array, "ledger basis draw"]
AGE_STAGES = 6
LEDGER_ROWS = 5
"""Domestic, legal import, smuggled, offshore; then the United States."""


class Compute(NamedTuple):
    """State: compute on its way, by age, and years of domestic software use."""

    deploying: Float[Array, "stage ledger basis draw"]
    ages: Float[Array, "age ledger basis draw"]
    software_years: Scalar


class ComputeFlows(NamedTuple):
    """The quarter's end: stock and what retired, million."""

    stock: Ledger
    installed: Ledger
    retired: Ledger
    effectiveness: Scalar


def initial_compute(draws: int) -> Compute:
    """No compute."""
    ledger = (LEDGER_ROWS, 2, draws)
    return Compute(jnp.zeros((3, *ledger)), jnp.zeros((AGE_STAGES, *ledger)), jnp.zeros(draws))


def surviving(p: Parameters, dt: float) -> Scalar:
    """Share of installed compute that does not fail in a step of `dt` years."""
    hazard = p.gpu_hazard + p.gpu_hazard_slope * p.econ_life / 2.0
    return jnp.exp(-hazard * dt)


def effectiveness(p: Parameters, software_years: Scalar) -> Scalar:
    """Effective over nominal compute of domestic accelerators.

    Starts at the mean of training and inference and closes with use.
    """
    start = 0.5 * (p.ascend_eff_train + p.ascend_eff_inf)
    return 1.0 - (1.0 - start) * jnp.exp2(-software_years / p.sw_gap_halflife)


def advance_compute(
    state: Compute, p: Parameters, deploy: Chain, ageing: Chain, kept: Scalar, delivered: Ledger, dt: float
) -> tuple[Compute, ComputeFlows]:
    """Deploy, age and retire the compute of a step of `dt` years."""
    deploying, installed = advance(state.deploying, delivered, deploy)
    # failures half before, half after ageing: what arrives in the step fails for half of it
    half = jnp.sqrt(kept)
    ages, _ = advance(state.ages * half, installed, ageing)
    left = ages * half
    stock = left.sum(0)
    retired = state.ages.sum(0) + installed - stock
    onshore = stock[:3, 0].sum(0)
    use = jnp.where(onshore > 0, stock[0, 0] / jnp.maximum(onshore, 1e-12), 0.0)
    years = state.software_years + dt * use
    flows = ComputeFlows(stock, installed, retired, effectiveness(p, years))
    return Compute(deploying, left, years), flows
