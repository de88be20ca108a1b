"""Units: every one in the tables is understood, a wrong one is refused, and the check runs once."""

from pathlib import Path

import pytest

from fabcast import facts
from fabcast.facts._units import first_unknown, registry


def test_every_unit_in_the_tables_is_understood() -> None:
    units = {p.unit for p in facts.parameters().values()} | {p.unit for p in facts.paths().values()}
    units |= {row.unit for rows in facts.series().values() for row in rows}
    for unit in units:
        registry().parse_expression(unit)


def test_counts_of_different_things_do_not_add_up() -> None:
    assert not registry()("wafer").check("[die]")
    assert registry()("million H100e/quarter").to("million H100e/year").magnitude == pytest.approx(4)


def test_a_checked_unit_leaves_a_marker_and_a_wrong_one_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fabcast.facts._units._marker", lambda units: tmp_path / "-".join(units))
    assert first_unknown(["year"]) is None
    assert (tmp_path / "year").exists()
    assert first_unknown(["yaer"]) == "yaer"
    assert not (tmp_path / "yaer").exists()


def test_a_cache_that_cannot_be_written_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setattr("fabcast.facts._units._marker", lambda _: blocked / "units" / "x")
    assert first_unknown(["year"]) is None
