"""Rows for the property tests: any mix of facts, near the lines more often than not."""

from typing import Any

from hypothesis import strategies as st

DAYS = [
    "2022-08-26", "2022-10-20", "2022-10-21", "2023-01-17", "2023-10-23", "2023-11-16", "2023-11-17",
    "2024-03-15", "2024-04-04", "2024-12-02", "2024-12-31", "2025-01-31", "2025-05-15", "2025-04-09",
    "2025-04-15", "2025-07-14", "2025-10-01", "2025-11-10", "2026-01-15", "2026-02-10", "2026-07-10",
    "2026-11-10", "2028-06-01",
]  # fmt: skip
PLACES = ["CN", "HK", "MO", "TW", "US", "AE", "MY", "DE", "SA", "IL", "RU", "CY", "NI", "KH", "NL"]


def near(*lines: float) -> st.SearchStrategy[float]:
    """Numbers on, beside and far from some lines."""
    beside = [line * factor for line in lines for factor in (0.5, 0.999999, 1.0, 1.000001, 2.0)]
    return st.sampled_from(beside)


CHIP: dict[str, st.SearchStrategy[Any]] = {
    "tpp": near(1600, 2400, 4800, 15832, 20919.2, 21000),
    "nonplanar_die_area_mm2": st.sampled_from([0.0, 100.0, 400.0, 500.0, 814.0, 1500.0, 3000.0]),
    "performance_density": near(1.6, 3.2, 5.92),
    "aggregate_bidirectional_transfer_gb_s": near(600, 664),
    "dram_bandwidth_gb_s": near(1400, 4800, 6500),
    "io_bandwidth_gb_s": near(300, 1100),
    "datacenter": st.booleans(),
    "kind": st.sampled_from(["export", "reexport", "transfer_in_country"]),
    "ship_from": st.sampled_from(PLACES),
    "certifications_made": st.booleans(),
    "commercially_available_in_us_2026_01_15": st.booleans(),
    "exporter": st.sampled_from(["nvidia", "amd", "other"]),
    "item_class": st.sampled_from(["accelerator", "computer"]),
    "also_classified": st.sampled_from(["5A992", "none"]),
    "hq": st.sampled_from(PLACES),
    "parent_hq": st.sampled_from(PLACES),
    "end_use": st.sampled_from(["advanced_node_fab", "supercomputer", "none", "unknown"]),
    "entity_flags": st.sampled_from(["entity_list", "footnote_5", "unknown"]),
    "owned_pct": st.sampled_from([0.0, 49.9, 50.0]),
    "exporter_role": st.sampled_from(["fabricator", "other"]),
    "node_nm": near(16),
    "designer_attestation": st.booleans(),
    "designer_hq": st.sampled_from(PLACES),
    "packager": st.sampled_from(["approved_osat", "fabricator", "other"]),
    "transistor_count_bn": near(30, 35, 40),
    "contains_hbm": st.booleans(),
    "to": st.sampled_from(PLACES),
}
OTHER: dict[str, st.SearchStrategy[Any]] = {
    "tool": st.sampled_from(["scanner", "dielectric_etch", "liquid_injection_dielectric", "imprint"]),
    "wavelength_nm": near(193),
    "minimum_resolvable_feature_nm": near(45),
    "dedicated_chuck_overlay_nm": near(1.5, 2.4),
    "aspect_ratio": near(30, 50, 200),
    "opening_nm": near(40, 100),
    "K": near(35, 40),
    "metal_precursors": st.sampled_from([2.0, 3.0]),
    "gas_valve_ms": near(300),
    "pulsed_RF": st.booleans(),
    "us_origin": st.booleans(),
    "memory_bandwidth_density": near(2.0, 3.3),
    "hbm_bandwidth_gb_s": near(200, 330),
    "hbm_package_area_mm2": st.sampled_from([0.0, 100.0]),
    "hbm_conditions_met": st.booleans(),
    "ship_from": st.sampled_from(PLACES),
    "hq": st.sampled_from(PLACES),
    "end_use": st.sampled_from(
        ["advanced_node_fab", "unknown_node_fab", "tool_production", "none", "unknown"]
    ),
    "entity_flags": st.sampled_from(["footnote_5", "restricted_fab"]),
    "to": st.sampled_from(PLACES),
}

days = st.sampled_from(DAYS)
chips = st.fixed_dictionaries({"tpp": CHIP["tpp"]}, optional={k: v for k, v in CHIP.items() if k != "tpp"})
others = st.fixed_dictionaries({}, optional=OTHER).filter(bool)
rows = st.one_of(chips, others)
