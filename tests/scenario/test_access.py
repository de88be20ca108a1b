"""Washington's gate comes from running the rules, day by day."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from fabcast import rules
from fabcast.facts import AS_OF
from fabcast.model import IMPORT_CHIPS, quarter_index
from fabcast.scenario import Scenario, load, resolve
from fabcast.scenario._access import Review, review_history, review_on


def gate(name: str, quarter: str, chip: str) -> float:
    return float(resolve(name).us_gate[quarter_index(quarter), IMPORT_CHIPS.index(chip)])


@pytest.mark.parametrize("chip", ["A100", "H20", "H200"])
def test_the_history_holds_on_every_day_of_the_record(chip: str) -> None:
    history = review_history(chip)
    days = (AS_OF - rules.FIRST_DAY).days + 1
    for day in (rules.FIRST_DAY + timedelta(n) for n in range(days)):
        assert review_on(chip, day) == [review for start, review in history if start <= day][-1], day


def test_the_known_history_of_h20() -> None:
    assert review_history("H20") == (
        (date(2014, 1, 1), Review.free),
        (date(2025, 4, 9), Review.unsaid),
        (date(2025, 7, 14), Review.case),
    )


def test_the_known_history_of_h200() -> None:
    assert review_history("H200")[-2:] == (
        (date(2023, 10, 23), Review.denial),
        (date(2026, 1, 15), Review.case),
    )


@pytest.mark.parametrize(
    ("quarter", "chip", "share"),
    [
        ("2022Q2", "A100", 1.0),
        ("2022Q3", "A100", 56 / 92),  # letter of 26 August
        ("2022Q4", "A100", 0.0),
        ("2023Q3", "A800", 1.0),
        ("2023Q4", "A800", 22 / 92),  # letter of 23 October, ahead of the rule of 17 November
        ("2024Q2", "H20", 1.0),
        ("2025Q2", "H20", 8 / 91),  # letter of 9 April
        ("2025Q3", "H20", 54 / 92),  # licences from 8 August
        ("2025Q4", "H200", 0.0),
        ("2026Q3", "H200", 1.0),
        ("2026Q3", "B300", 0.0),
        ("2024Q4", "L20", 1.0),
    ],
)
def test_shares_of_quarters_under_the_rules_of_record(quarter: str, chip: str, share: float) -> None:
    assert gate("actual", quarter, chip) == pytest.approx(share)


def test_rules_off_means_all_free() -> None:
    assert review_on("B300", date(2026, 6, 1), "off") is Review.free
    assert gate("rules_repealed", "2027Q1", "B300") == 1.0


def test_a_reform_of_the_rules_moves_the_gate(tmp_path: Path, write: Callable[[str], Scenario]) -> None:
    (tmp_path / "free.yaml").write_text(
        "reform: free\ntitle: No line\nfrom: 2027-04-01\nrepeal: [3A090.a, 3A090.b, letter_2025]\n",
        encoding="utf-8",
    )
    one = write("us_chip_rules:\n  - {from: 2026-11-23, value: free.yaml}")
    chip = IMPORT_CHIPS.index("B300")
    path = resolve(one)
    assert path.us_gate[quarter_index("2027Q1"), chip] == 0
    assert path.us_gate[quarter_index("2027Q2"), chip] == 1
    assert load("actual") is one.parent
