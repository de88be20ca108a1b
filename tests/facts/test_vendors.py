"""The table of tool makers: whole rows, numbers equal to the series, standing with its event."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from fabcast import facts
from fabcast.cli import main
from fabcast.facts import ToolClass, Vendor, vendors
from fabcast.model import TOOL_CLASSES

ROOT = Path(__file__).parents[2]
CHINESE = {
    *("sicarrier", "naura", "amec", "smee", "yuliangsheng", "piotech", "hwatsing", "kingsemi", "skyverse"),
    *("rsic", "kingstone", "cetc", "pnc", "jet-plasma"),
}


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("vendors", ROOT / "docs/_hooks/vendors.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_classes_are_those_of_the_model() -> None:
    assert tuple(ToolClass) == TOOL_CLASSES


def test_every_class_has_a_chinese_and_a_foreign_maker() -> None:
    for kind in ToolClass:
        countries = {v.country == "CN" for v in vendors().values() if kind in v.tool_classes}
        assert countries == {True, False}, kind


def test_the_chinese_makers_are_all_there() -> None:
    assert {v.id for v in vendors().values() if v.country == "CN"} == CHINESE


@pytest.mark.parametrize("vendor", vendors().values(), ids=lambda v: v.id)
def test_every_source_is_in_the_source_table(vendor: Vendor) -> None:
    named = {*vendor.source_ids, vendor.revenue_source_id} - {""}
    assert named <= set(facts.sources())
    assert not any("georgetown" in name or name.startswith("eto") for name in named)


@pytest.mark.parametrize("vendor", vendors().values(), ids=lambda v: v.id)
def test_a_grade_is_not_above_that_of_the_best_source(vendor: Vendor) -> None:
    assert vendor.grade >= min(facts.sources()[name].grade for name in vendor.source_ids)


def reported(vendor: Vendor) -> bool:
    """Tell whether the series hold the revenue: as a value, or in words beside a share of it."""
    rows = [row for name in ("vendor_revenue", "vendor_china_revenue_share") for row in facts.series()[name]]
    same = [row for row in rows if vendor.revenue_source_id in row.source_ids]
    value = [r for r in same if (r.central, r.unit) == (vendor.revenue, vendor.revenue_unit)]
    words = f"of {(vendor.revenue or 0) * 1000:,.1f} m"
    return any(row.period == vendor.revenue_period for row in value or same) and (
        bool(value) or any(words in row.note for row in same)
    )


@pytest.mark.parametrize("vendor", [v for v in vendors().values() if v.revenue], ids=lambda v: v.id)
def test_revenue_is_what_its_series_reports(vendor: Vendor) -> None:
    assert reported(vendor)


@pytest.mark.parametrize(
    "vendor", [v for v in vendors().values() if v.china_share_percent], ids=lambda v: v.id
)
def test_china_share_is_what_its_series_reports(vendor: Vendor) -> None:
    rows = facts.series()["vendor_china_revenue_share"]
    mine = [
        row for row in rows if row.entity.startswith(vendor.name) and row.period == vendor.china_share_period
    ]
    assert vendor.china_share_percent in {row.central for row in mine}
    assert any(set(row.source_ids) & set(vendor.source_ids) for row in mine)


@pytest.mark.parametrize("vendor", [v for v in vendors().values() if v.listing], ids=lambda v: v.id)
def test_a_standing_rests_on_an_event_that_names_the_firm_and_cites_the_law(vendor: Vendor) -> None:
    event = facts.events()[vendor.listing_event]
    assert event.citation
    text = f"{event.title} {event.note}".casefold()
    after = text.partition("not on list")
    part = after[2] if vendor.listing == "not_listed" else after[0]
    assert any(name.casefold() in part for name in (vendor.name, *vendor.aliases))


def test_what_no_source_says_is_unknown() -> None:
    sicarrier, smee = vendors()["sicarrier"], vendors()["smee"]
    assert (sicarrier.revenue, sicarrier.node_nm, smee.node_nm) == (None, None, 90.0)
    assert vendors()["yuliangsheng"].listing is None


def test_a_firm_is_found_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts", "find", "sicarrier"]) == 0
    assert "vendor    sicarrier: SiCarrier = CN; deposition" in capsys.readouterr().out
    assert main(["facts", "show", "sicarrier"]) == 0
    assert "listing_event: us-2024-12-02-entity" in capsys.readouterr().out


def test_the_page_holds_every_firm_with_its_sources(hook: ModuleType) -> None:
    page = (ROOT / "docs/reference/vendors.md").read_text(encoding="utf-8")
    assert hook.MARK in page
    text = hook.on_page_markdown(page)
    firms = text.partition("## By firm")[2]
    assert all(f"| {v.name} |" in firms for v in vendors().values())
    assert text.count("\n### ") == len(ToolClass)
    assert hook.on_page_markdown("no mark") == "no mark"
