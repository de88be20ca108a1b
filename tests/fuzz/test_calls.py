"""Calls by hand, with near-valid words: a classification, an address of the page; and torn files of bytes."""

import io
import os
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabcast import rules, runs, scenario
from fabcast.calibration._files import read_arrays
from fabcast.errors import BadInput
from fabcast.rules._columns import COLUMNS
from fabcast.runs._paths import paths_file

from .damage import scraps
from .parsers import GOOD as FOLDER
from .parsers import RUN

CASES = int(os.environ.get("FABCAST_FUZZ", "25"))
TRIES = settings(
    max_examples=CASES,
    deadline=None,
    derandomize="FABCAST_FUZZ" not in os.environ,
    database=None,
    suppress_health_check=list(HealthCheck),
)
ODD = st.one_of(
    scraps,
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.binary(max_size=4),
    st.lists(scraps, max_size=2),
    st.dictionaries(scraps, scraps, max_size=1),
)
GOOD: dict[str, Any] = {
    "name": "H200",
    "to": "CN",
    "hq": "CN",
    "tpp": 4800,
    "datacenter": True,
    "kind": "export",
}
ROWS = st.dictionaries(st.sampled_from(list(COLUMNS)), ODD, max_size=4)


def refused(said: BaseException) -> bool:
    return str(said).isprintable() and len(str(said)) > 20


@TRIES
@given(ROWS, ODD)
def test_any_row_is_classified_or_refused(row: dict[str, Any], day: Any) -> None:
    for on in ("2026-06-01", day):
        try:
            rules.classify({**GOOD, **row, "on": on}, on=on).explain()
        except BadInput as said:
            assert refused(said)


@TRIES
@given(st.dictionaries(st.sampled_from(list(COLUMNS)), st.lists(ODD, min_size=2, max_size=2), max_size=4))
def test_any_table_is_classified_row_by_row(table: dict[str, list[Any]]) -> None:
    try:
        found = rules.classify_table({"on": ["2026-06-01"] * 2, "name": ["H200", "H20"], **table})
    except BadInput as said:
        assert refused(said)
    else:
        assert len(found["error"]) == 2


KEYS = st.one_of(
    st.sampled_from(["a", "b", "outcome", "year", "side", "a.us_fee.H200", "b.h200_cap", "v.a.us_fee.H200"]),
    scraps,
)
TEXTS = st.one_of(st.sampled_from(["h200_open", "0.5@2027-01-01", "2030", "1@2027-01-01", "@"]), scraps)


@TRIES
@given(st.lists(st.tuples(KEYS, TEXTS), max_size=5))
def test_any_address_of_the_page_is_read_or_refused(pairs: list[tuple[str, str]]) -> None:
    from fabcast.web._state import read

    try:
        again = read(pairs).state
    except BadInput as said:
        assert refused(said)
    else:
        assert len(again.query()) < 4_000


def parquet_bytes() -> bytes:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    table = pyarrow.table({"name": ["H20", "H200"], "on": ["2026-06-01"] * 2, "tpp": [None, 4800.0]})
    to = io.BytesIO()
    parquet.write_table(table, to)
    return to.getvalue()


@TRIES
@given(data=st.data())
def test_a_damaged_parquet_file_is_read_or_refused(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    good = parquet_bytes()
    at = data.draw(st.integers(0, len(good)))
    torn = good[:at] + data.draw(st.binary(max_size=6)) + good[at + data.draw(st.integers(0, 6)) :]
    file = tmp_path_factory.getbasetemp() / "damaged.parquet"
    file.write_bytes(torn)
    try:
        rules.classify_file(file, file.with_name("out.csv"))
    except BadInput as said:
        assert refused(said)
        assert file.name in str(said)


@cache
def fit_bytes() -> bytes:
    """A small archive of arrays of the kinds that a fit has."""
    to = io.BytesIO()
    np.savez_compressed(to, scores=np.zeros((4, 3), np.float32), log=np.array("[]"))
    return to.getvalue()


@cache
def scenario_bytes() -> bytes:
    """Scenarios of a stored run, one of which reacts."""
    return paths_file({name: scenario.resolve(name) for name in ("actual", "governments_react")})


def read_fit(file: Path) -> None:
    read_arrays(file)


def read_scenarios(file: Path) -> None:
    folder = file.parent / "torn" / f"run={RUN}"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(FOLDER / "record.json", folder / "record.json")
    (folder / "paths.npz").write_bytes(file.read_bytes())
    runs.stored_job(runs.find_run(str(folder)), runs.priors)


ARCHIVES = {
    "fit": (fit_bytes, read_fit, "torn.npz"),
    "scenarios": (scenario_bytes, read_scenarios, "paths.npz"),
}


@pytest.mark.parametrize("name", ARCHIVES)
@TRIES
@given(data=st.data())
def test_a_damaged_archive_is_read_or_refused(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made, read, named = ARCHIVES[name]
    good = made()
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.one_of(st.integers(0, len(good)), st.integers(max(len(good) - 400, 0), len(good))))
        good = good[:at] + data.draw(st.binary(max_size=6)) + good[at + data.draw(st.integers(0, 6)) :]
    file = tmp_path_factory.getbasetemp() / "torn.npz"
    file.write_bytes(good)
    try:
        read(file)
    except BadInput as said:
        assert refused(said)
        assert named in str(said)


def columns_of_odd_types() -> dict[str, Any]:
    import datetime
    import decimal

    day = datetime.date(2026, 6, 1)
    return {
        "on": [day, datetime.datetime(2026, 6, 1, 12), "2026-06-01", 20260601, None],
        "tpp": [decimal.Decimal(4800), b"4800", [4800], {"a": 4800}, True],
        "name": [b"H20", ["H20"], 3, {"a": "H20"}, day],
        "entity_flags": [["entity_list"], [None], 3, b"entity_list", {"a": 1}],
        "datacenter": [1, "yes", [True], b"true", {"a": True}],
        "to": [86, b"CN", ["CN"], {"a": "CN"}, True],
        "end_use": [1, b"none", ["none"], {"a": 1}, True],
    }


@pytest.mark.parametrize("name", columns_of_odd_types())
@pytest.mark.parametrize("place", range(5))
def test_a_parquet_column_of_an_odd_type_is_read_or_refused(name: str, place: int, tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    file = tmp_path / "odd.parquet"
    columns = {"name": ["H20"] * 2, "on": ["2026-06-01"] * 2} | {
        name: [columns_of_odd_types()[name][place]] * 2
    }
    parquet.write_table(pyarrow.table(columns), file)
    try:
        summary = rules.classify_file(file, tmp_path / "out.csv")
    except BadInput as said:
        assert refused(said)
    else:
        assert summary.rows == 2


def test_a_parquet_file_whose_text_is_torn_is_refused(tmp_path: Path) -> None:
    good = parquet_bytes()
    file = tmp_path / "torn.parquet"
    file.write_bytes(good.replace(b"H200", b"\x80200"))
    with pytest.raises(BadInput, match=r"torn\.parquet: damaged inside \(.*utf-8.*\); write it anew\."):
        rules.classify_file(file, tmp_path / "out.csv")


def test_a_density_over_almost_no_area_is_as_far_as_can_be() -> None:
    found = rules.classify_table({"on": ["2026-06-01"], "tpp": [4800], "nonplanar_die_area_mm2": [6e-266]})
    one = rules.classify({"tpp": 4800, "nonplanar_die_area_mm2": 6e-266}, on="2026-06-01")
    assert not found["error"][0]
    assert found["eccn"][0] == ";".join(one.eccn)
