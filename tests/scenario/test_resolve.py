"""Resolved paths: shapes and ranges hold, the past is the parent's, each lever moves its array."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fabcast.errors import BadInput
from fabcast.model import IMPORT_CHIPS, PROVIDERS, QUARTERS, ROWS, Path, quarter_index
from fabcast.scenario import LEVERS, Scenario, Setting, Step, branch_quarter, library, load, names, resolve

H200, H20, B300 = (IMPORT_CHIPS.index(chip) for chip in ("H200", "H20", "B300"))
CONSTANT = {"chip_flop", "chip_bandwidth", "chip_price"}


@pytest.mark.parametrize("name", names())
def test_shapes_and_ranges(name: str) -> None:
    path = resolve(name)
    for field, shape in path.shapes().items():
        array = getattr(path, field)
        assert array.shape == shape, field
        assert array.dtype == np.float64
        assert not np.isnan(array).any()
        assert (array >= 0).all()
    assert path.front_running.sum() == pytest.approx(1.0) or name == "no_controls"


@pytest.mark.parametrize("name", [name for name in names() if name != "actual"])
def test_before_the_branch_a_scenario_is_its_parent_bit_for_bit(name: str) -> None:
    scenario = library()[name]
    assert scenario.parent is not None
    mine, parent, actual = resolve(scenario), resolve(scenario.parent), resolve("actual")
    branch = branch_quarter(scenario)
    for field in ROWS:
        here, there, past = (getattr(path, field) for path in (mine, parent, actual))
        if field in CONSTANT:
            np.testing.assert_array_equal(here, there)
        else:
            np.testing.assert_array_equal(here[:branch], there[:branch])
            np.testing.assert_array_equal(here[:branch], past[:branch])


@pytest.mark.parametrize("name", [name for name in names() if name.startswith(("h200", "china"))])
def test_the_h200_family_first_differs_in_2026(name: str) -> None:
    assert QUARTERS[branch_quarter(load(name))] == "2026Q1"


def test_no_controls_first_differs_in_the_quarter_of_the_rule() -> None:
    assert QUARTERS[branch_quarter(load("no_controls"))] == "2022Q4"


def test_every_field_of_the_path_has_a_lever() -> None:
    assert {lever.sets for lever in LEVERS.values()} == set(ROWS)


def moved(a: Path, b: Path) -> set[str]:
    return {name for name in ROWS if not np.array_equal(getattr(a, name), getattr(b, name), equal_nan=True)}


NEW_VALUES = {
    "us_chip_rules": "off",
    "unit_cap": "1000",
    "enforcement": "3",
    "state_support": "3",
    "chip_price": "99",
    "chip_flop": "9",
    "chip_bandwidth": "9",
    "on_sale": "1",
    "volume_cap": "1",
    "front_running": "0",
    "import_permission": "1",
    "local_tool_mandate": "0.4",
    "controls": "0",
}
CHIP_OF = {
    "grant_despite_denial": "B300",
    "licence_grant": "H200",
    "us_fee": "H200",
    "on_sale": "B30A",
    "volume_cap": "B300",
    "unit_cap": "H200",
    "import_permission_drawn": "H200",
    "import_permission": "H200",
}
NOT_IN_FORCE = {"grant_under_approval", "front_running"}
"""A presumption of approval covers no import chip, and no early purchase arrives after the branch."""


@pytest.mark.parametrize("lever", [lever for lever in LEVERS if lever not in NOT_IN_FORCE])
def test_each_lever_moves_the_array_it_names_and_no_other(
    lever: str, write: Callable[[str], Scenario]
) -> None:
    row = LEVERS[lever]
    step = f"- {{from: 2026-11-23, value: {NEW_VALUES.get(lever, '0.35')}}}"
    key = {"": "", "chip": CHIP_OF.get(lever, "B30A"), "provider": PROVIDERS[0]}[row.axis]
    text = f"{lever}:\n  {key}:\n    {step}" if key else f"{lever}:\n  {step}"
    if lever == "import_permission":
        text += "\nimport_permission_drawn:\n  H200:\n    - {from: 2026-11-23, value: 0}"
        assert moved(resolve(write(text)), resolve("actual")) == {"cn_gate_known", "cn_gate_drawn"}
    else:
        reached = {"tool_severity_advanced", "tool_severity_mature", "hbm_import_open"}
        follows = reached if lever == "us_chip_rules" else set()
        assert moved(resolve(write(text)), resolve("actual")) == {row.sets} | follows


def test_a_scenario_without_levers_is_its_parent(write: Callable[[str], Scenario]) -> None:
    one = Scenario("same", "", "", "", (), parent=load("h200_open"), branches_from=date(2026, 11, 23))
    assert moved(resolve(one), resolve("h200_open")) == set()


def test_denied_licences_close_the_gate_and_nothing_else() -> None:
    denied, actual = resolve("h200_denied"), resolve("actual")
    assert moved(denied, actual) == {"us_gate"}
    assert denied.us_gate[quarter_index("2026Q1") :, H200].max() == 0
    np.testing.assert_array_equal(np.delete(denied.us_gate, H200, 1), np.delete(actual.us_gate, H200, 1))


def test_bounds_differ_from_licensing_by_beijing_alone() -> None:
    for bound in ("h200_open", "china_blocks"):
        fields_moved = moved(resolve(bound), resolve("h200_licensed"))
        assert fields_moved <= {"cn_gate_known", "cn_gate_drawn", "import_discouragement"}


def test_the_chinese_gate_follows_the_record_then_is_drawn() -> None:
    path = resolve("actual")
    known, drawn = path.cn_gate_known[:, H200], path.cn_gate_drawn[:, H200]
    record = [known[quarter_index(quarter)] for quarter in ("2026Q1", "2026Q2", "2026Q3", "2026Q4")]
    assert record == [0, 0, 0.08, 0]
    assert drawn[: quarter_index("2026Q4")].max() == 0
    assert drawn[quarter_index("2026Q4") :].min() == 1


def test_recorded_deliveries_come_back_out_of_the_gates() -> None:
    """20,000 delivered: gate share x the central volume cap of one million a year."""
    from fabcast import facts

    path, q = resolve("actual"), quarter_index("2026Q3")
    cap = facts.parameters()["h200_cap_flow"].central * 1e6 / 4
    let_in = cap * path.us_gate[q, H200] * path.cn_gate_known[q, H200]
    delivered = facts.series()["cn.nvidia.h200.delivered"][0].central
    assert let_in == pytest.approx(delivered)


def test_ten_buyers_a_year_is_the_hard_cap() -> None:
    assert resolve("h200_capped").us_unit_cap[quarter_index("2027Q1"), H200] * 4 == 10 * 75_000
    assert np.isinf(resolve("h200_open").us_unit_cap).all()


def test_no_controls_sells_the_newest_chip_and_leaves_beijing_to_the_draw() -> None:
    path, start = resolve("no_controls"), quarter_index("2023Q1")
    assert (path.us_gate[start:] == 1).all()
    assert (path.on_sale[start:].sum(axis=1) > 0.99).all()
    assert path.on_sale[quarter_index("2027Q1")].tolist() == np.eye(9)[B300].tolist()
    assert path.cn_gate_drawn[start:].min() == 1
    assert path.controls[quarter_index("2022Q4") :].max() == 0
    assert path.controls[: quarter_index("2022Q4")].min() == 1


def test_arrays_are_read_only_and_cached() -> None:
    path = resolve("actual")
    assert resolve("actual") is path
    with pytest.raises(ValueError, match="read-only"):
        path.us_gate[0, 0] = 0.5


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.dates(date(2026, 11, 23), date(2041, 6, 1)), st.floats(0, 1)),
        min_size=1,
        max_size=6,
        unique_by=lambda step: step[0],
    )
)
def test_dated_values_stay_within_their_own_range(steps: list[tuple[date, float]]) -> None:
    steps.sort()
    setting = Setting("enforcement", "", tuple(Step(start, value) for start, value in steps))
    one = Scenario("any", "", "", "", (setting,), parent=load("actual"), branches_from=date(2026, 11, 23))
    array, past = resolve(one).enforcement, resolve("actual").enforcement
    branch = branch_quarter(one)
    np.testing.assert_array_equal(array[:branch], past[:branch])
    values = [1.0, *(value for _, value in steps)]
    assert min(values) - 1e-12 <= array[branch:].min() <= array[branch:].max() <= max(values) + 1e-12
    if steps[-1][0] < date(2040, 10, 1):
        assert array[-1] == steps[-1][1]


def test_gates_that_add_up_to_more_than_all_are_refused(write: Callable[[str], Scenario]) -> None:
    one = write("import_permission:\n  H200:\n    - {from: 2026-11-23, value: 0.5}")
    with pytest.raises(BadInput) as caught:
        resolve(one)
    assert str(caught.value) == (
        f"scenario {one.id}: import_permission and import_permission_drawn of H200 add up to 1.5 in 2027Q1; "
        "keep their sum within 1"
    )


def test_front_running_must_sum_to_one_or_nothing(write: Callable[[str], Scenario]) -> None:
    one = write("front_running:\n  - {from: 2027-01-01, value: 0.5}\n  - {from: 2027-04-01, value: 0}")
    with pytest.raises(BadInput, match=r"front_running sums to 1\.5; its quarters must sum to 1 or 0$"):
        resolve(one)


def test_a_chip_that_was_sold_keeps_its_price(write: Callable[[str], Scenario]) -> None:
    with pytest.raises(BadInput, match=r"chip_price of H20 cannot change, as the chip was on sale before"):
        resolve(write("chip_price:\n  H20:\n    - {from: 2026-11-23, value: 5}"))


def test_unknown_fact_is_named(write: Callable[[str], Scenario]) -> None:
    with pytest.raises(
        BadInput, match=r"^fact 'nope' is not a dated input; list them with `fabcast facts find`$"
    ):
        resolve(write("ally_alignment:\n  - {from: 2026-11-23, fact: nope}"))
