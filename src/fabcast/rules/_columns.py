"""The columns of a row: their kinds, units, words, and what a blank means.

A blank is *unknown*. Some columns speak about the parties and what they will do (`PARTY`); where such a
column is blank its rules are not tested, and the finding says so under `not_tested`; the word ``unknown``
makes them unknown.
"""

from dataclasses import dataclass
from typing import Literal

__all__ = ["COLUMNS", "PARTY", "Column", "settles"]

Kind = Literal["number", "flag", "word", "place", "flags", "name", "text", "date"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its kind, unit, the words it may hold, its lowest and highest value, and what it says."""

    name: str
    kind: Kind
    unit: str = ""
    words: tuple[str, ...] = ()
    lowest: float | None = None
    highest: float | None = None
    says: str = ""


ITEM_CLASSES = ("accelerator", "hbm", "computer", "equipment", "software_technology", "other")
ENTRIES = ("3A001", "4A003", "4A004", "4A005", "5A002", "5A004", "5A992", "5D002", "5D992")

_NUMBERS = {
    "tpp": ("TPP", "total processing performance"),
    "performance_density": ("TPP/mm2", "TPP over the area of the non-planar logic dies"),
    "nonplanar_die_area_mm2": ("mm2", "area of the logic dies made with non-planar transistors"),
    "aggregate_bidirectional_transfer_gb_s": ("GB/s", "all input and output but memory, both ways"),
    "dram_bandwidth_gb_s": ("GB/s", "total DRAM bandwidth"),
    "io_bandwidth_gb_s": ("GB/s", "input and output bandwidth"),
    "hbm_bandwidth_gb_s": ("GB/s", "bandwidth of the memory stack"),
    "hbm_package_area_mm2": ("mm2", "area of the memory package or stack"),
    "memory_bandwidth_density": ("GB/s/mm2", "stack bandwidth over package area"),
    "transistor_count_bn": ("billion", "aggregated transistor count"),
    "node_nm": ("nm", "production node"),
    "training_operations": ("operations", "operations used to train a model"),
    "wavelength_nm": ("nm", "wavelength of a scanner"),
    "minimum_resolvable_feature_nm": ("nm", "minimum resolvable feature of a scanner"),
    "dedicated_chuck_overlay_nm": ("nm", "dedicated chuck overlay of a scanner"),
    "deposition_temperature_C": ("degrees C", "deposition temperature"),
    "SiGe_to_Si_selectivity": ("1", "etch selectivity"),
    "gas_valve_ms": ("ms", "switching time of the gas valve"),
    "chuck_zones": ("count", "temperature zones of the chuck"),
    "independent_RF_sources": ("count", "independent RF sources"),
    "independent_gas_sources": ("count", "independent gas sources"),
    "etch_rate_um_per_min": ("um/min", "etch rate"),
    "depth_nonuniformity_pct": ("percent", "depth non-uniformity"),
    "aspect_ratio": ("1", "aspect ratio"),
    "thickness_um": ("um", "film thickness"),
    "thickness_nm": ("nm", "film thickness"),
    "density_g_cc": ("g/cm3", "film density"),
    "channel_width_nm": ("nm", "channel width"),
    "temperature_C": ("degrees C", "process temperature"),
    "work_function_eV": ("eV", "work function"),
    "F_atoms_per_cm3": ("atoms/cm3", "fluorine in tungsten"),
    "k": ("1", "dielectric constant of a low-k film"),
    "K": ("1", "dielectric constant of a high-k film"),
    "opening_nm": ("nm", "opening"),
    "pitch_nm": ("nm", "pitch"),
    "gap_nm": ("nm", "gap"),
    "source_temperature_C": ("degrees C", "source temperature"),
    "H_pressure_Torr": ("Torr", "hydrogen pressure"),
    "metal_precursors": ("count", "metal precursors"),
    "feature_nm": ("nm", "imprint feature"),
    "overlay_nm": ("nm", "imprint overlay"),
    "wafers_per_hour_gain_pct": ("percent", "throughput gain of an upgrade"),
    "duration_ms": ("ms", "anneal duration"),
    "wafer_mm": ("mm", "wafer diameter"),
    "defect_nm": ("nm", "smallest defect found"),
    "optical_wavelength_nm": ("nm", "optical source of an inspection tool"),
    "ebeam_resolution_nm": ("nm", "electron beam resolution"),
    "ebeams": ("count", "electron beams"),
    "overlay_accuracy_nm": ("nm", "overlay accuracy"),
    "beam_current_mA": ("mA", "beam current"),
    "beam_energy_keV": ("keV", "beam energy"),
    "angle_accuracy_deg": ("degree", "angle accuracy"),
    "temperature_K": ("K", "prober temperature"),
}
_FLAGS = {
    "datacenter": "designed or marketed for data centres",
    "copackaged_processing_dominant": "co-packaged with logic whose dominant function is processing",
    "contains_hbm": "holds high-bandwidth memory",
    "nonplanar": "made with non-planar transistors",
    "commercially_available_in_us_2026_01_15": "on sale in the United States on 2026-01-15",
    "certifications_made": "every certification of January 2026 made",
    "designer_attestation": "the designer attests TPP and performance density",
    "us_origin": "the tool is of U.S. origin",
    "hbm_conditions_met": "the conditions of exception HBM are met",
    "duty_exempt": "an exempt use under Section 232",
    "preclean_chamber": "chamber for pre-clean",
    "pulsed_RF": "pulsed RF",
    "TSV_reveal_endpoint": "endpoint detection for via reveal",
    "uniformity_tuning": "uniformity tuning",
    "cold_field_emission": "cold field emission source",
}
_WORDS: dict[str, tuple[tuple[str, ...], str]] = {
    "item_class": (ITEM_CLASSES, "kind of item; inferred if blank"),
    "kind": (("export", "reexport", "transfer_in_country"), "kind of transaction"),
    "packager": (("approved_osat", "fabricator", "other"), "who packaged the circuit"),
    "designer_status": (("approved", "authorized", "none"), "standing of the designer"),
    "exporter_role": (("fabricator", "osat", "other"), "whether the exporter is bound by Note 1"),
    "also_classified": ((*ENTRIES, "none"), "entry of its own that the item has"),
    "end_use": (
        ("advanced_node_fab", "mature_fab", "unknown_node_fab", "supercomputer", "tool_production", "none"),
        "what the item is for",
    ),
}
_PLACES = {
    "to": "destination",
    "ship_from": "place shipped from",
    "hq": "headquarters of the receiving party",
    "parent_hq": "headquarters of its ultimate parent; taken to be hq if blank",
    "designer_hq": "headquarters of the designer and its ultimate parent",
    "packaged_in": "place where the circuit was packaged",
}
ENTITY_FLAGS = (
    "entity_list", "footnote_1", "footnote_4", "footnote_5", "military_end_user", "supplement_8",
    "restricted_fab",
)  # fmt: skip


def _columns() -> dict[str, Column]:
    rows = [
        Column("name", "text", says="catalogue id or product name"),
        Column("on", "date", says="day of the transaction"),
        Column("exporter", "name", says="name of the exporter; for a catalogue chip its maker if blank"),
        Column("end_user", "text", says="name of the end user; kept, not tested"),
        Column("entity_flags", "flags", words=ENTITY_FLAGS, says="listings of the parties, joined by ;"),
        Column("owned_pct", "number", "percent", lowest=0, highest=100, says="owned by listed parties"),
        Column("tool", "word", says="kind of machine; scanner is inferred from a wavelength"),
        Column("item", "text", says="catalogue id, found from name"),
        *(
            Column(name, "number", unit, lowest=_lowest(name), says=says)
            for name, (unit, says) in _NUMBERS.items()
        ),
        *(Column(name, "flag", says=says) for name, says in _FLAGS.items()),
        *(Column(name, "word", words=words, says=says) for name, (words, says) in _WORDS.items()),
        *(Column(name, "place", says=says) for name, says in _PLACES.items()),
    ]
    return {row.name: row for row in rows}


def _lowest(name: str) -> float | None:
    return None if name.endswith("_C") else 0.0


COLUMNS: dict[str, Column] = _columns()
DERIVED = {
    "dram_plus_io_bandwidth_gb_s": Column("dram_plus_io_bandwidth_gb_s", "number", "GB/s"),
}
PARTY = frozenset(
    {"exporter", "exporter_role", "end_use", "entity_flags", "owned_pct", "also_classified", "duty_exempt"}
)


def settles(column: str) -> tuple[str, ...]:
    """Name the input columns that would settle a test of `column`.

    >>> settles("performance_density")
    ('performance_density', 'tpp', 'nonplanar_die_area_mm2')
    >>> settles("parent_hq")
    ('hq',)
    """
    return _SETTLED_BY.get(column, (column,))


_SETTLED_BY = {
    "performance_density": ("performance_density", "tpp", "nonplanar_die_area_mm2"),
    "memory_bandwidth_density": ("memory_bandwidth_density", "hbm_bandwidth_gb_s", "hbm_package_area_mm2"),
    "dram_plus_io_bandwidth_gb_s": ("dram_bandwidth_gb_s", "io_bandwidth_gb_s"),
    "parent_hq": ("hq",),
    "item": ("name",),
}
