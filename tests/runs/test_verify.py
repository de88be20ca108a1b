"""Checking a stored run: the same, the last bits, different, damaged, another version."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from fabcast import runs, scenario
from fabcast.cli.verify import lines, plain
from fabcast.errors import BadInput
from fabcast.runs import Job, StoredRun, _paths
from fabcast.runs._paths import paths_file, read_paths

from .toy import STOCK, Toy, finish

TOY = Toy(draws=600)
MADE = "It was made by version 0.1.0, code c0de."


class Off(Toy):
    """The toy with one number off."""

    def compute(self, first: int, last: int) -> runs.Values:
        """Make a range with the stock of draw 300 a little too large."""
        values = super().compute(first, last)
        if first <= 300 < last:
            values.outcomes[STOCK][0, 300 - first, 5] *= 1.0 + self.seconds
        return values


@pytest.fixture
def stored(tmp_path: Path) -> StoredRun:
    finish(TOY, str(tmp_path))
    return runs.find_run(str(tmp_path))


def check(stored: StoredRun, toy: Toy = TOY, sample: int = 3) -> runs.Verified:
    return runs.verify(stored, cast(Job, toy), sample)


def test_the_same_bytes(stored: StoredRun) -> None:
    found = check(stored)
    assert found.good
    assert lines(found) == [
        f"Run {TOY.record['id']}: 3 chunks, 3 computed again, 3 with the same bytes.",
        "The run is whole, and its record gives its numbers.",
    ]
    assert found.digest == finish(TOY).digest


def test_a_sample_spreads_over_the_run(stored: StoredRun) -> None:
    seen: list[int] = []
    runs.verify(stored, cast(Job, TOY), 2, progress=seen.append)
    assert seen == [256, 88]
    with pytest.raises(BadInput, match=r"^--chunks must be at least 1, but is 0; 3 is the default$"):
        check(stored, sample=0)


def off(by: float) -> Any:
    """A toy that is off by a share; `seconds` carries it, so that the record stays the toy's."""
    toy = Off(draws=600)
    object.__setattr__(toy, "seconds", by)
    return toy


def test_last_bits_are_told_from_other_numbers(stored: StoredRun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.runs.toy.time.sleep", lambda _: None)
    near, far = check(stored, off(1e-12)), check(stored, off(0.01))
    assert near.good
    assert lines(near)[1] == (
        "Chunk 1 (draws 256 to 511) differs in its last bits (1.0e-12 at most, in china_compute_stock), "
        f"as on another processor. {MADE}"
    )
    assert not far.good
    assert lines(far)[1:] == [
        f"Chunk 1 (draws 256 to 511) differs (9.9e-03 at most, in china_compute_stock). {MADE}",
        "Its record does not give these numbers, and nothing here has changed: do not use the run.",
    ]
    assert [c.verdict for c in far.checks] == ["same", "different", "same"]


def test_another_version_is_named(stored: StoredRun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.runs.toy.time.sleep", lambda _: None)
    later = replace(off(0.01), code="new", draws=600)
    object.__setattr__(later, "seconds", 0.01)
    assert lines(check(stored, later))[-2:] == [
        "Changed here since the run was made: the code that decides the numbers.",
        "Its record does not give these numbers with what is installed here.",
    ]


def test_a_truncated_and_a_missing_chunk_are_named(stored: StoredRun) -> None:
    quarters = Path(stored.place.path) / "quarters/000000.parquet"
    quarters.write_bytes(quarters.read_bytes()[:1000])
    (Path(stored.place.path) / "done/000002.json").unlink()
    found = check(stored)
    assert not found.good
    assert lines(found) == [
        f"Run {TOY.record['id']}: 3 chunks, 1 computed again, 1 with the same bytes.",
        "Chunk 0 (draws 0 to 255) is damaged: it does not fit its hashes; "
        f"`fabcast run … --resume` makes it again. {MADE}",
        "Chunk 2 (draws 512 to 599) is missing: the run was not finished; "
        "go on with `fabcast run … --resume`.",
        "The run is not whole.",
    ]
    assert plain(found)["said"] == lines(found)


def test_a_number_against_an_unknown_is_infinitely_far() -> None:
    one = TOY.compute(0, 3)
    other = {name: array.copy() for name, array in one.outcomes.items()}
    other[STOCK][0, 0, 0] = np.nan
    from fabcast.runs._verify import difference

    assert difference(one, runs.Values(other, one.inputs)) == (float("inf"), STOCK)
    assert difference(one, one)[0] == 0.0


def test_scenarios_that_do_not_fit_the_record_are_a_sentence(stored: StoredRun) -> None:
    paths = Path(stored.place.path) / "paths.npz"
    other = read_paths(paths.read_bytes()) | {"other": scenario.resolve("actual")}
    paths.write_bytes(paths_file(other))
    with pytest.raises(BadInput, match=r"paths\.npz does not fit the run's record: it was changed; remove"):
        runs.stored_job(stored, runs.priors)


def test_scenarios_that_would_unpack_to_more_than_memory_are_not(
    stored: StoredRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_paths, "LARGEST", 1)
    with pytest.raises(BadInput, match=r"paths\.npz cannot be read \(ValueError\)"):
        runs.stored_job(stored, runs.priors)


@pytest.mark.parametrize(
    "change",
    [{"files": {}}, {"files": {"../draws": "0"}}, {"files": []}, {"blocks": [1]}, {"code_hash": None}],
)
def test_a_marker_that_does_not_say_all_is_damage(stored: StoredRun, change: dict[str, Any]) -> None:
    mark = Path(stored.place.path) / "done/000001.json"
    told = json.loads(mark.read_text()) | change
    mark.write_text(json.dumps({key: value for key, value in told.items() if value is not None}))
    assert stored.state(1) == "damaged"
    assert [one.verdict for one in check(stored).checks if one.index == 1] == ["damaged"]


def test_scenarios_that_cannot_be_read_are_a_sentence(stored: StoredRun) -> None:
    paths = Path(stored.place.path) / "paths.npz"
    paths.write_bytes(paths.read_bytes()[:200])
    with pytest.raises(BadInput) as told:
        runs.stored_job(stored, runs.priors)
    assert str(told.value) == (
        f"{stored.place.url}/paths.npz cannot be read (BadZipFile); remove the folder and run again"
    )
