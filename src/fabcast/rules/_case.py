"""Builds the row that the rules judge: what was given, what the catalogue knows, what follows from both.

What follows: TPP over area (a zero area meets no density test), bandwidth sums, the kind of item, the maker
as the exporter of a catalogue chip, the party's headquarters as its parent's where no other parent is named.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from fabcast.errors import BadInput
from fabcast.rules._columns import COLUMNS, DERIVED
from fabcast.rules._law import current
from fabcast.rules._values import read_value

__all__ = ["build", "catalogue"]

Case = dict[str, Any]

FLOORS: Case = {"floors": {}}
BLANK: Case = (
    dict.fromkeys([*COLUMNS, *DERIVED, "data_confidence", "exporter_is_maker", "label", "rivals"], None)
    | FLOORS
)
SELLERS = frozenset({"NVIDIA", "AMD", "Intel"})
SOLD_AT_HOME = frozenset({"no", "licensed, contested", "eligible for review", "until rule", "unknown"})
LINES_OF = frozenset({"3A090.yaml", "742.6.yaml"})
HBM_COLUMNS = frozenset({"hbm_bandwidth_gb_s", "hbm_package_area_mm2", "memory_bandwidth_density"})
CHIP_COLUMNS = frozenset(
    {
        "tpp", "performance_density", "nonplanar_die_area_mm2", "aggregate_bidirectional_transfer_gb_s",
        "datacenter", "dram_bandwidth_gb_s", "io_bandwidth_gb_s", "transistor_count_bn", "node_nm",
        "contains_hbm", "name",
    }
)  # fmt: skip
_FIRST_TOOL = list(COLUMNS).index("wavelength_nm")
TOOL_COLUMNS = frozenset(
    {name for name in list(COLUMNS)[_FIRST_TOOL:] if COLUMNS[name].kind == "number"}
    | {
        "tool",
        "preclean_chamber",
        "pulsed_RF",
        "TSV_reveal_endpoint",
        "uniformity_tuning",
        "cold_field_emission",
    }
)


def build(given: Mapping[str, Any]) -> Case:
    """Return the full row for what was given; values are typed and checked.

    Examples
    --------
    >>> row = build({"tpp": 4800, "nonplanar_die_area_mm2": 800})
    >>> row["performance_density"], row["item_class"]
    (6.0, 'accelerator')
    """
    name = given.get("name")
    typed = {key: read_value(key, value) for key, value in given.items()}
    known = {key: value for key, value in typed.items() if value is not None}
    case = {**BLANK, "floors": {}}
    if known.get("name"):
        case.update(catalogue(str(name).strip()))
        _override(case, known)
    case.update(known)
    derive(case, known)
    return case


def _override(case: Case, known: Mapping[str, Any]) -> None:
    """Drop what the catalogue derived from a number that the user replaces."""
    if known.keys() & {"tpp", "nonplanar_die_area_mm2", "performance_density"}:
        case["performance_density"] = None
        case["floors"] = {key: value for key, value in case["floors"].items() if key != "performance_density"}
    case["floors"] = {key: value for key, value in case["floors"].items() if key not in known}


def derive(case: Case, known: Mapping[str, Any]) -> None:
    """Fill in what follows from the row."""
    case["performance_density"] = _density(case, "performance_density", "tpp", "nonplanar_die_area_mm2")
    case["memory_bandwidth_density"] = _density(
        case, "memory_bandwidth_density", "hbm_bandwidth_gb_s", "hbm_package_area_mm2"
    )
    dram, rate = case["dram_bandwidth_gb_s"], case["io_bandwidth_gb_s"]
    if dram is not None and rate is not None:
        case["dram_plus_io_bandwidth_gb_s"] = dram + rate
    if case["nonplanar"] is None and case["nonplanar_die_area_mm2"] is not None:
        case["nonplanar"] = case["nonplanar_die_area_mm2"] > 0
    if case["parent_hq"] is None:
        case["parent_hq"] = case["hq"]
    if case["tool"] is None and case["wavelength_nm"] is not None:
        case["tool"] = "scanner"
    if case["item_class"] is None:
        case["item_class"] = infer_class(known)
    if case["item_class"] == "hbm" and case["copackaged_processing_dominant"] is None:
        case["copackaged_processing_dominant"] = False  # a device that mostly processes is no memory


def _density(case: Case, density: str, top: str, area: str) -> float | None:
    given: float | None = case[density]
    if given is not None or case[top] is None or case[area] is None:
        return given
    return float(case[top] / case[area]) if case[area] else 0.0


def infer_class(known: Mapping[str, Any]) -> str:
    """Infer the kind of item from the columns that are filled.

    >>> infer_class({"wavelength_nm": 13.5}), infer_class({"hbm_bandwidth_gb_s": 819})
    ('equipment', 'hbm')
    """
    names = known.keys()
    if names & CHIP_COLUMNS:
        return "accelerator"
    if names & TOOL_COLUMNS:
        return "equipment"
    if names & HBM_COLUMNS:
        return "hbm"
    return "software_technology" if "training_operations" in names else "other"


@lru_cache(maxsize=4096)
def catalogue(name: str) -> Case:
    """Return the columns of a catalogue chip.

    Raises
    ------
    BadInput
        If the name is not in the catalogue; near names are offered, never taken.
    """
    from fabcast import facts

    return _columns_of(facts.find_chip(name))


def _columns_of(chip: Any) -> Case:
    link, host = chip.interconnect_bidirectional_gb_s, chip.host_link_bidirectional_gb_s
    rate = None if link is None or host is None else link + host
    floors = {}
    if rate is None and link is not None:
        floors = {"aggregate_bidirectional_transfer_gb_s": link, "io_bandwidth_gb_s": link}
    if chip.applicable_die_area_mm2 is None and chip.die_area_upper_bound_mm2 and chip.tpp_bits_x_tops:
        floors["performance_density"] = chip.tpp_bits_x_tops / chip.die_area_upper_bound_mm2
    rivals = _straddling(chip)
    return {
        "item": chip.id,
        "label": chip.name,
        "item_class": "accelerator",
        "tpp": chip.tpp_bits_x_tops,
        "nonplanar_die_area_mm2": chip.applicable_die_area_mm2,
        "aggregate_bidirectional_transfer_gb_s": rate,
        "dram_bandwidth_gb_s": chip.memory_bandwidth_gb_s,
        "io_bandwidth_gb_s": rate,
        "datacenter": chip.designed_or_marketed_for_datacenter,
        "contains_hbm": chip.memory_type.upper().startswith("HBM") if chip.memory_type else None,
        "node_nm": chip.process_node_nm_class,
        "designer_hq": {"United States": "US", "China": "CN"}.get(chip.designer_country),
        "commercially_available_in_us_2026_01_15": _on_sale(chip),
        "exporter": read_value("exporter", chip.designer),
        "exporter_is_maker": True,
        "data_confidence": "low" if rivals else {"A": "high", "B": "medium"}.get(str(chip.grade), "low"),
        "rivals": rivals,
        "floors": floors,
    }


def _straddling(chip: Any) -> tuple[float, float, float] | None:
    """Return low and high TPP and a line between them, if rival figures stand on both sides of it."""
    known = (chip.tpp_low_bits_x_tops, chip.tpp_bits_x_tops, chip.tpp_high_bits_x_tops)
    figures = [figure for figure in known if figure is not None]
    for threshold in current().book.thresholds.values():
        if threshold.parameter == "tpp" and threshold.file in LINES_OF:
            line = threshold.versions[-1].value
            if figures and min(figures) < line <= max(figures):
                return min(figures), max(figures), line
    return None


def _on_sale(chip: Any) -> bool | None:
    """Say whether a chip was on sale in the United States on 2026-01-15, as far as the catalogue tells.

    A chip not released by then was not. A released chip of a U.S. firm that sells chips was, unless it is a
    variant made for China, of which the catalogue cannot tell.
    """
    released = str(chip.release_date or "")
    if chip.status in {"announced", "planned", "rumoured", "cancelled"} or released[:10] > "2026-01-15":
        return False
    variant = chip.sold_in_china not in SOLD_AT_HOME or "China variant" in chip.sold_in_china_note
    return True if chip.designer in SELLERS and released and not variant else None


def refuse_unknown(names: Any) -> None:
    """Refuse columns that do not exist.

    >>> refuse_unknown(["tpp", "die_area"])
    Traceback (most recent call last):
    fabcast.errors.BadInput: unknown column 'die_area'; did you mean nonplanar_die_area_mm2?
    """
    from difflib import get_close_matches

    for name in names:
        if name not in COLUMNS:
            close = [column for column in COLUMNS if name and name in column][:1]
            close = close or get_close_matches(name, COLUMNS, n=1, cutoff=0.6)
            hint = f"did you mean {close[0]}?" if close else "see docs/reference/rules.md for the columns."
            raise BadInput(f"unknown column '{name}'; {hint}")
