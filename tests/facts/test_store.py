"""The shipped tables: they load, rise, hold known rows, and rest on free sources."""

import subprocess
import sys
from datetime import date
from importlib.resources import files

import pytest

from fabcast import facts
from fabcast.facts import Distribution, Kind, Role, Shape, Status

OBSERVED = (
    "adv_wpm_2025",
    "cn_stock_2025q4",
    "us_cn_ratio_2025",
    "cn_local_2025",
    "d0_smic_n7_2026",
    "lag_obs",
    "hbm_overall_yield_2026",
    "loc_total_2025",
    "cn_demand_2025",
    "cn_legal_nv_2025q4",
    "world_stock_2025q4",
    *(f"loc_{name}" for name in ("litho", "etch", "dep", "clean", "strip", "furnace", "metrology")),
    *(f"loc90_{node}_2031" for node in (28, 14, 7)),
)
CLASSES = (
    "immersion",
    "litho_other_track",
    "deposition",
    "etch_clean_cmp",
    "process_control",
    "implant_thermal",
)


def test_the_counts_are_those_of_the_record() -> None:
    assert len(facts.chips()) == 157
    assert len(facts.claims()) == 87
    assert len(facts.paths()) == 37
    assert sum(len(rows) for rows in facts.series().values()) > 900


@pytest.mark.parametrize("name", OBSERVED)
def test_what_is_observed_is_never_sampled(name: str) -> None:
    parameter = facts.parameters()[name]
    assert parameter.role in (Role.observation, Role.check)
    assert not parameter.sampled


def test_every_planned_parameter_says_what_it_waits_for() -> None:
    planned = [p for p in facts.parameters().values() if p.status == Status.planned]
    assert planned
    assert all(p.link for p in planned)


def test_ranges_rise_everywhere() -> None:
    for parameter in facts.parameters().values():
        assert parameter.low <= parameter.central <= parameter.high
    for path in facts.paths().values():
        assert all(row.low <= row.central <= row.high for row in path.rows)


def test_what_is_known_later_than_the_tables_is_not_known() -> None:
    assert all(p.known_from <= facts.AS_OF for p in facts.parameters().values())
    assert all(row.known_from <= facts.AS_OF for path in facts.paths().values() for row in path.rows)


def test_a_path_is_not_known_before_its_period_unless_it_is_a_judgement() -> None:
    late = [
        (path.id, row.period)
        for path in facts.paths().values()
        for row in path.rows
        if row.known_from < date(int(row.period[:4]), 1, 1) and path.kind != Kind.judgement
    ]
    assert not late


def test_tool_weights_and_provider_shares_are_shares() -> None:
    known = facts.parameters()
    assert 0.9 <= sum(known[f"tool_weight.{name}"].central for name in CLASSES) <= 1.0
    for name in CLASSES:
        total = sum(known[f"tool_provider_share.{name}.{c}"].central for c in ("US", "JP", "NL"))
        assert 0.9 <= total <= 1.0


def test_the_local_share_of_2018_is_what_vendor_revenue_bears() -> None:
    """By value about 5 per cent of purchases; a market report's 11.5 per cent is an upper bound."""
    known = facts.parameters()
    weights = {name: known[f"tool_weight.{name}"].central for name in CLASSES}
    value = sum(weights[name] * known[f"local_share_2018.{name}"].central for name in CLASSES)
    assert 0.04 <= value / sum(weights.values()) <= 0.08
    assert known["local_share_2018.immersion"].distribution == Distribution.fixed


def test_known_rows() -> None:
    known = facts.parameters()
    assert (known["gpu_hazard"].low, known["gpu_hazard"].central) == (0.025, 0.039)
    assert known["tool_leak0"].distribution == Distribution.beta
    assert known["learning_time_weight"].central == 0.5
    assert (known["diversion"].low, known["diversion"].high) == (0.03, 0.85)
    assert known["immersion_price"].unit == "million USD/tool"
    assert "no_licence_uptake" not in known
    assert not any(name.startswith("scenario_legal_gate") for name in known)


def test_hbm_imports_sum_to_the_thirteen_million_of_the_record() -> None:
    path = facts.paths()["hbm_imports"]
    assert path.shape == Shape.flow_per_quarter
    assert sum(row.central for row in path.rows) == pytest.approx(13.0)


def test_foreign_made_dies_sum_to_the_reported_bank() -> None:
    path = facts.paths()["tsmc_die_deliveries"]
    assert sum(row.central for row in path.rows) == pytest.approx(2.76)


def test_purchases_by_class_add_up_to_less_than_billings() -> None:
    paths = facts.paths()
    billings = {row.period: row.central for row in paths["semi_equipment_billings.CN"].rows}
    rows = {name: paths[f"foreign_tool_purchases.{name}"].rows for name in CLASSES}
    bought = sum(row.central for name in CLASSES for row in rows[name] if row.period == "2025")
    assert 0.6 * billings["2025"] < bought < 0.88 * billings["2025"]


def test_the_deliveries_of_july_replace_the_zero_of_june() -> None:
    june = facts.events()["us-h200-006"]
    assert "us-2026-07-14-first-shipments" in june.superseded_by
    assert set(june.superseded_by) <= set(facts.events())


def test_events_hold_no_thresholds_of_rules() -> None:
    rules = [event for event in facts.events().values() if event.kind == "rule"]
    assert len(rules) > 20
    assert not any(event.quantities for event in rules)


def test_law_has_its_four_dates() -> None:
    event = facts.events()["us-2024-12-02-ifr"]
    assert event.published == "2024-12-05"
    assert event.effective == ("2024-12-02",)
    assert event.compliance == "2024-12-31"
    assert event.last_checked == "2026-10-10"


def test_rival_reports_stand_side_by_side() -> None:
    reports = [row for row in facts.series()["equipment_localisation_overall"] if row.period == "2024"]
    assert len({row.source_ids for row in reports}) >= 3


def test_epoch_is_named_where_its_figures_stand() -> None:
    assert any("Epoch" in source.title for source in facts.sources().values())


def test_nothing_rests_on_the_non_commercial_data_set() -> None:
    """The tool-share panel of the Emerging Technology Observatory may not be used in a product."""
    for table in (files("fabcast.facts") / "data").iterdir():
        text = table.read_text("utf-8").casefold()
        for word in ("eto-chip-explorer", "georgetown-cset", "emerging technology observatory", "eto/"):
            assert word not in text, f"{word} in {table.name}"


def test_the_hash_covers_the_tables() -> None:
    assert len(facts.content_hash()) == 64
    assert facts.content_hash() == facts.content_hash()


def test_chips_and_events_load_nothing_heavy() -> None:
    code = (
        "import sys; from fabcast import facts; facts.find_chip('H20'); facts.events(); "
        "print([m for m in ('pint', 'jax', 'pandas', 'xarray', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
