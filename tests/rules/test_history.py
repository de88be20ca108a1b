"""History: statuses move on the days of the law, each with the event behind it and no other."""

from datetime import date

from fabcast.rules import change_days, diff, effect, history
from fabcast.rules._reform import Reform


def test_the_h20_moves_twice_and_each_move_has_its_event() -> None:
    moves = [(shift.day.isoformat(), shift.after.licence_required, shift.events) for shift in history("H20")]
    assert moves == [
        ("2022-08-26", "no", ()),
        ("2025-04-09", "yes", ("us-2025-04-09-letters",)),
        ("2025-07-14", "yes", ("us-2025-07-14-resumption",)),
    ]


def test_an_event_that_did_not_bear_on_a_chip_is_not_named() -> None:
    moved = {shift.day: shift.events for shift in history("H100", to="MY", hq="CN")}
    assert moved[date(2023, 11, 17)] == ("us-2023-10-17-acs-ifr",)


def test_the_move_of_the_united_arab_emirates_has_its_event() -> None:
    moved = {shift.day: shift for shift in history("H100", to="AE", hq="AE", entity_flags="supplement_8")}
    assert moved[date(2026, 7, 10)].after.licence_required == "no"
    assert "us-2026-07-10-uae" in moved[date(2026, 7, 10)].events


def test_a_difference_of_days_takes_its_days_in_either_order() -> None:
    assert (
        diff("2023-11-16", "2023-11-17")["moved"].keys() == diff("2023-11-17", "2023-11-16")["moved"].keys()
    )
    assert diff("2024-06-01", "2024-06-02") == {"changes": (), "moved": {}}


def test_the_calendar_begins_with_the_first_letter() -> None:
    assert change_days()[0] == date(2022, 8, 26)


def test_a_reform_to_the_same_value_moves_nothing() -> None:
    assert effect(Reform("same", thresholds={"tpp_line": 4800.0}), "2024-06-01") == {}
