"""What counts as data: told, derived and doubled numbers never do."""

import pytest

from fabcast import facts
from fabcast.calibration import history_lines, observations, targets
from fabcast.calibration._targets import error_of
from fabcast.ensemble import SHOCKS
from fabcast.errors import BadInput
from fabcast.model import parameter_ids

ALLOWED = {"finfet_capacity_press": "only so that the other observer's ceiling is not taken as certain"}
"""Lines told to the model that the fit uses all the same, with the reason as the table gives it."""


def fitted_lines() -> list[str]:
    return [name for name, target in targets().items() if target.use == "fit"]


def test_every_line_of_the_history_has_its_use() -> None:
    assert set(targets()) == {line.id for line in history_lines()}
    assert all(target.why for target in targets().values())


def test_a_line_that_the_model_was_told_is_no_target() -> None:
    told = {line.id for line in history_lines() if line.input == "yes"}
    used = told & set(fitted_lines())
    assert used == set(ALLOWED)
    for name in used:
        assert ALLOWED[name] in targets()[name].why


def test_no_prior_rests_on_a_series_that_is_fitted() -> None:
    """`rests_on` of a sampled parameter names the evidence behind its prior."""
    known = facts.parameters()
    behind = {series for name in parameter_ids() for series in known[name].rests_on}
    fitted = {line.record for line in history_lines() if line.id in fitted_lines()}
    assert behind & fitted == set()


def test_no_path_rests_on_a_series_that_is_fitted() -> None:
    moved = {stream.removeprefix("path_shock.") for stream in SHOCKS.values()}
    behind = {s for name, path in facts.paths().items() if name in moved for s in path.rests_on}
    lines = {line.record: line.id for line in history_lines() if line.id in fitted_lines()}
    early = {"legal_compute"}  # imports before 2022 were judged from the series' first rows
    assert {lines[s] for s in behind & set(lines)} <= early | set(ALLOWED)


def test_one_quantity_has_one_main_target() -> None:
    main = [line for line in history_lines() if line.id in fitted_lines() and line.role == "main"]
    panels = [line.model for line in main]
    doubled = {m for m in panels if panels.count(m) > 1}
    assert doubled <= {"domestic_share_value"}, "one bank's 2023 beside another's later years"


def test_twins_of_a_fitted_series_are_named_as_such() -> None:
    for name in ("legal_units", "h20_units", "ascend_dies", "ascend_compute", "stock_counted"):
        assert targets()[name].use == "twin"


def test_errors_come_from_the_table_or_the_facts() -> None:
    assert error_of("A", "log") < error_of("B", "log") < error_of("C", "log") < error_of("D", "log")
    assert error_of("obs_wpm", "log") == facts.parameters()["obs_wpm"].central
    with pytest.raises(BadInput, match="error 'obs_nothing' is neither a grade nor a parameter"):
        error_of("obs_nothing", "log")


def test_every_named_error_exists() -> None:
    assert all(o.error > 0.0 for o in observations())
