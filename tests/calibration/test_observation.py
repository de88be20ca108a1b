"""From reports to numbers that a likelihood can take."""

import numpy as np
import pytest

from fabcast.calibration import Observation, Report, observations, upcoming
from fabcast.calibration._observation import _increments, _ranged
from fabcast.model import QUARTERS, quarter_index


def of(line: str) -> list[Observation]:
    return [o for o in observations() if o.line == line]


def test_ids_are_one_a_report() -> None:
    ids = [o.id for o in observations()]
    assert len(set(ids)) == len(ids) > 30


def test_nothing_after_the_day_asked_for_is_seen() -> None:
    early = observations("2023Q4")
    assert early
    assert max(o.until for o in early) == "2023Q4"
    assert set(early) < set(observations())


def test_a_cumulative_count_becomes_increases() -> None:
    legal = of("legal_compute")
    assert [o.reading for o in legal] == ["sum"] * 4
    assert [(QUARTERS[o.span[0]], o.until) for o in legal] == [
        (f"{year}Q1", f"{year}Q4") for year in (2022, 2023, 2024, 2025)
    ]
    assert sum(o.value for o in legal) == pytest.approx(401.7, abs=1.0)


def test_the_error_of_an_increase_is_that_of_its_own_part() -> None:
    low, high = Report("2022Q4", 9.0, 10.0, 11.0), Report("2023Q4", 17.0, 20.0, 23.0)
    _, later = _increments([low, high])
    half = 0.5 * np.sqrt(6.0**2 - 2.0**2)
    assert later.central == 10.0
    assert np.log((later.high or 0) / (later.low or 1)) == pytest.approx(2 * half / 10.0)


def test_a_report_never_has_less_error_than_its_own_range() -> None:
    assert _ranged(Report("2025", 100.0, 200.0, 400.0), "log") == pytest.approx(
        np.log(4.0) / 3.2897, rel=1e-4
    )
    assert _ranged(Report("2025", None, 200.0, 400.0), "log") == 0.0
    assert _ranged(Report("2025", 0.0, 200.0, 400.0), "log") == 0.0


def test_shares_are_compared_on_log_odds_and_amounts_on_logs() -> None:
    share, amount = of("share_etch")[0], of("domestic_sales")[0]
    assert (share.scale, amount.scale) == ("logit", "log")
    assert float(share.scaled(50.0)) == 0.0
    assert float(amount.scaled(1.0)) == 0.0


def test_nothing_and_unknown_are_far_off_but_finite() -> None:
    for one in observations():
        assert np.isfinite(one.scaled(np.array([0.0, np.nan]))).all()


def test_smic_capacity_has_two_observers_who_contradict_each_other() -> None:
    both = [o for o in observations() if o.mixture == "smic_capacity"]
    assert {(o.form, o.value) for o in both} == {("ceiling", 20.0), ("point", 45.0)}


def test_a_coming_year_has_errors_and_no_values() -> None:
    asked = upcoming("2027")
    assert {o.span for o in asked} <= {(quarter_index("2027Q1"), quarter_index("2027Q4") + 1)}
    assert all(np.isnan(o.value) and o.error > 0.0 for o in asked)
    assert len({(o.quantity, o.reading) for o in asked}) == len(asked)


def test_lines_may_be_asked_for_that_are_not_fitted() -> None:
    assert {o.line for o in observations(lines=["ascend_packages"])} == {"ascend_packages"}
