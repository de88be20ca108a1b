"""Synthetic runs of the contracted shape, with known effects built in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

QUARTERS = tuple(f"{year}Q{q}" for year in range(2014, 2041) for q in (1, 2, 3, 4))
SCENARIOS = ("h200_licensed", "h200_denied", "h200_open", "china_blocks")
UPTAKE = {"h200_licensed": 0.6, "h200_denied": 0.0, "h200_open": 1.6, "china_blocks": 0.02}
BINDING = ("wafers", "dies", "hbm", "packaging", "demand")
UNITS = {
    "china_compute_stock": ("H100e", "Chinese AI compute, onshore"),
    "china_compute_stock_bandwidth": ("H100 bandwidth", "Chinese AI compute by memory bandwidth"),
    "china_compute_offshore": ("H100e", "Compute rented offshore by Chinese firms"),
    "us_to_china_ai_compute_ratio": ("ratio", "U.S. over Chinese AI compute"),
    "us_designed_share_of_china_stock": ("percent", "U.S.-designed share of Chinese AI compute"),
    "china_domestic_ai_compute_output": ("H100e a year", "Domestic AI compute output"),
    "domestic_share_of_china_ai_accelerators_by_value": ("percent", "Domestic share of AI chip sales"),
    "full_stack_self_reliance": ("percent", "Full-stack self-reliance"),
    "domestic_share_of_chip_equipment_in_china": ("percent", "Domestic share of chip equipment purchases"),
    "nvidia_china_revenue": ("USD bn a year", "NVIDIA revenue from China"),
    "us_lead_over_china_in_frontier_models": ("months", "U.S. lead in frontier models"),
    "year_of_compute_parity": ("year", "Year of compute parity"),
}


@dataclass
class SyntheticRuns:
    """Runs by formula: no model, the same shapes."""

    scenarios: tuple[str, ...]
    quarters: tuple[str, ...]
    values: dict[str, NDArray[Any]]
    attrs: dict[str, dict[str, Any]]
    parameters: dict[str, NDArray[np.float64]]
    record: Mapping[str, Any] = field(default_factory=dict)


def synthetic_runs(
    draws: int = 400, seed: int = 7, scenarios: tuple[str, ...] = SCENARIOS, extra_parameters: int = 20
) -> SyntheticRuns:
    """Make runs whose H200 effect is uptake × demand, mostly by the parameter `h200_cap_fill`."""
    rng = np.random.default_rng(seed)
    z = {
        name: rng.normal(size=draws)
        for name in ("h200_cap_fill", "demand_2025_potential", "d0_halflife_smic")
    }
    z |= {f"noise_{i:02d}": rng.normal(size=draws) for i in range(extra_parameters)}
    t = np.arange(len(QUARTERS)) / 4.0 + 2014.0
    each = [_one(scenario, z, t) for scenario in scenarios]
    stacked: dict[str, NDArray[Any]] = {name: np.stack([one[name] for one in each]) for name in UNITS}
    stacked["binding"] = rng.integers(0, 5, size=(len(scenarios), draws, len(t))).astype(np.int8)
    attrs: dict[str, dict[str, Any]] = {n: {"units": u, "long_name": name} for n, (u, name) in UNITS.items()}
    attrs["binding"] = {"flag_values": list(range(5)), "flag_meanings": " ".join(BINDING)}
    record = {"hash": "0" * 64, "seed": seed, "draws": draws, "fabcast": "0.1.0"}
    return SyntheticRuns(scenarios, QUARTERS, stacked, attrs, z, record)


def _one(
    scenario: str, z: dict[str, NDArray[np.float64]], t: NDArray[np.float64]
) -> dict[str, NDArray[np.float64]]:
    fill = 1.0 / (1.0 + np.exp(-z["h200_cap_fill"]))[:, None]
    growth = 0.32 + 0.05 * z["demand_2025_potential"][:, None] + 0.03 * z["d0_halflife_smic"][:, None]
    since = np.maximum(0.0, t - 2025.94)
    base = 0.55e6 * np.exp(growth * (t - 2025.0))
    us_made = np.where(t < 2025.94, 0.4e6, 0.4e6 * np.exp(-0.2 * since))
    extra = UPTAKE[scenario] * fill * 0.9e6 * (1 - np.exp(-since))
    lost = 0.25 * extra * (0.5 + 0.3 * z["d0_halflife_smic"][:, None])
    stock = base + us_made + extra - lost
    us = 6.5e6 * np.exp(0.45 * (t - 2025.0))
    share = 100.0 * (us_made + extra) / stock
    local = 100.0 / (1.0 + np.exp(-0.25 * (t - 2026.0) - 0.3 * z["demand_2025_potential"][:, None]))
    ratio = us / stock
    below = (ratio < 1.5 + 0.0 * t) & (t > 2030)
    parity = np.where(below.any(axis=1), t[np.argmax(below, axis=1)], np.nan)
    return {
        "china_compute_stock": stock,
        "china_compute_stock_bandwidth": stock * 1.1,
        "china_compute_offshore": 0.2 * stock - 0.3 * extra,
        "us_to_china_ai_compute_ratio": ratio,
        "us_designed_share_of_china_stock": share,
        "china_domestic_ai_compute_output": base * growth - lost,
        "domestic_share_of_china_ai_accelerators_by_value": local - 8.0 * extra / stock,
        "full_stack_self_reliance": 0.4 * local,
        "domestic_share_of_chip_equipment_in_china": 0.7 * local,
        "nvidia_china_revenue": np.broadcast_to(4.0 + 12.0 * extra / 0.9e6, stock.shape).copy(),
        "us_lead_over_china_in_frontier_models": 4.0 + 2.5 * np.log(ratio),
        "year_of_compute_parity": parity,
    }
