"""Reforms are overlays: they move findings from their day on, and leave the record alone."""

from datetime import date
from pathlib import Path

import pytest

from fabcast.rules import Reform, classify, classify_table, history

GAIN = Path(__file__).parents[1] / "fixtures" / "good" / "rules" / "gain-ai.yaml"


def test_a_lower_line_catches_the_h20_from_its_day_on() -> None:
    reform = Reform("lower", start=_day("2024-01-01"), thresholds={"tpp_middle": 2300.0})
    assert classify("H20", on="2023-12-31", to="CN", reform=reform).eccn == ()
    after = classify("H20", on="2024-01-01", to="CN", reform=reform)
    assert (after.eccn, after.limb, after.licence_required) == (("3A090.b",), ("b.1",), "yes")
    assert classify("H20", on="2024-01-01", to="CN").eccn == ()


def test_one_threshold_moves_every_limb_that_uses_it() -> None:
    reform = Reform("higher", thresholds={"tpp_line": 6000.0})
    card = classify("RTX 4090", on="2024-06-01", to="CN", reform=reform)
    assert (card.eccn, card.licence_required) == ((), "no")  # Note 2 now reaches to 6000
    assert classify("A100", on="2022-11-01", to="CN", hq="CN", reform=reform).licence_required == "no"


def test_a_repealed_letter_binds_nobody() -> None:
    reform = Reform("repeal", start=_day("2025-06-01"), repeal=("letter_2025",))
    assert classify("H20", on="2025-05-31", to="CN", reform=reform).licence_required == "yes"
    assert classify("H20", on="2025-06-01", to="CN", reform=reform).licence_required == "no"


def test_a_new_clause_from_a_file() -> None:
    reform = Reform.from_yaml(GAIN)
    chip = {"tpp": 100, "performance_density": 1, "dram_bandwidth_gb_s": 4100, "exporter": "other"}
    finding = classify(chip, on="2026-12-01", to="CN", hq="CN", reform=reform)
    assert (finding.licence_required, finding.grounds) == ("yes", ("GAIN AI Act, as passed by the Senate",))
    assert classify(chip, on="2026-11-30", to="CN", reform=reform).licence_required == "no"


def test_a_reform_holds_in_tables_and_histories() -> None:
    reform = Reform("lower", start=_day("2024-01-01"), thresholds={"tpp_middle": 2300.0})
    table = {"name": ["H20"], "on": ["2024-06-01"], "to": ["CN"]}
    assert classify_table(table, reform=reform)["eccn"][0] == "3A090.b"
    assert "lower" in history("H20", end="2024-03-01", reform=reform)[1].events


def test_a_switch_may_be_set_by_a_reform() -> None:
    reform = Reform("by-the-letter", switches={"diffusion_regime": "de_jure"})
    finding = classify("H100", on="2025-09-01", to="MY", hq="MY", exporter="other", reform=reform)
    assert finding.licence_required == "yes"


@pytest.mark.parametrize("day", ["2024-06-01", "2026-11-23"])
def test_the_record_is_not_changed_by_a_reform(day: str) -> None:
    before = classify("A100", on=day, to="CN", hq="CN")
    classify("A100", on=day, to="CN", hq="CN", reform=Reform("none", thresholds={"tpp_line": 99999.0}))
    assert classify("A100", on=day, to="CN", hq="CN") == before


def _day(text: str) -> date:
    return date.fromisoformat(text)
