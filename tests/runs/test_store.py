"""The store: whole files or none, damage seen and mended, sentences for what cannot be used."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from fabcast import runs
from fabcast.errors import BadInput
from fabcast.runs import _place
from fabcast.runs._tables import from_files, to_files

from .toy import STOCK, Toy, finish

TOY = Toy(draws=600)


@pytest.fixture
def store(tmp_path: Path) -> str:
    return str(tmp_path / "runs")


def content(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


def the_run(store: str) -> Path:
    (found,) = Path(store).iterdir()
    return found


def test_a_chunk_comes_back_bit_for_bit() -> None:
    values = TOY.compute(256, 300)
    back = from_files(to_files(values, TOY.names, 256), TOY.names, TOY.outcomes)
    for name, array in values.outcomes.items():
        assert back.outcomes[name].tobytes() == array.tobytes()
        assert back.outcomes[name].dtype == array.dtype
    assert {k: v.tobytes() for k, v in back.inputs.items()} == {
        k: v.tobytes() for k, v in values.inputs.items()
    }


def test_the_folder_is_as_documented(store: str) -> None:
    finish(TOY, store)
    run = the_run(store)
    assert run.name == f"run={TOY.record['id']}"
    names = [f"{folder}/00000{k}.parquet" for folder in ("dates", "draws", "quarters") for k in range(3)]
    marks = [f"done/00000{k}.json" for k in range(3)]
    assert sorted(content(run)) == sorted([*names, *marks, "paths.npz", "record.json"])


def test_the_same_run_writes_the_same_bytes(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("a", "b")]
    for folder, workers in zip(folders, (1, 3), strict=True):
        finish(TOY, str(folder), workers=workers)
    assert content(folders[0]) == content(folders[1])


def test_the_digest_does_not_know_the_chunks(tmp_path: Path) -> None:
    digests = {finish(TOY, str(tmp_path / str(size)), chunk=size).digest for size in (256, 512, 1024)}
    digests |= {finish(TOY).digest}
    digests |= {str(runs.find_run(str(tmp_path / str(size))).digest()) for size in (256, 512)}
    assert len(digests) == 1


def test_what_is_done_is_kept_and_read_back(store: str) -> None:
    first, again = finish(TOY, store), finish(TOY, store, chunk=512)  # its own chunks hold
    assert (first.made, first.kept, again.made, again.kept) == (3, 0, 0, 3)
    assert first.summary is not None
    assert again.summary is not None
    assert first.summary.contrasts() == again.summary.contrasts()


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-40])


def flip_a_bit(file: Path) -> None:
    whole = bytearray(file.read_bytes())
    whole[len(whole) // 2] ^= 1
    file.write_bytes(bytes(whole))


HARMS = [
    (table, harm)
    for table in ("quarters/000001.parquet", "dates/000001.parquet", "draws/000001.parquet")
    for harm in (cut_short, flip_a_bit, Path.unlink)
] + [("done/000001.json", cut_short)]


@pytest.mark.parametrize(("name", "harm"), HARMS)
def test_a_damaged_chunk_is_seen_and_made_again(store: str, name: str, harm: Callable[[Path], None]) -> None:
    finish(TOY, store)
    before = content(Path(store))
    harm(the_run(store) / name)
    assert [runs.find_run(store).state(k) for k in range(3)] == ["done", "damaged", "done"]
    assert finish(TOY, store).made == 1
    assert content(Path(store)) == before


def test_a_chunk_without_a_marker_counts_as_missing(store: str) -> None:
    finish(TOY, store)
    before = content(Path(store))
    (the_run(store) / "done/000002.json").unlink()
    assert runs.find_run(store).state(2) == "missing"
    assert runs.find_run(store).digest() is None
    assert finish(TOY, store).made == 1
    assert content(Path(store)) == before


def test_half_written_files_are_swept_and_never_read(store: str) -> None:
    finish(TOY, store)
    before = content(Path(store))
    (the_run(store) / "quarters" / f"000001.parquet.77{_place.PART}").write_bytes(b"half")
    assert len(runs.query(store, "SELECT DISTINCT draw FROM quarters").rows) == 600
    finish(TOY, store)
    assert content(Path(store)) == before


def test_memory_is_a_store_as_well() -> None:
    url = "memory://toy-runs"
    first, again = finish(TOY, url), finish(TOY, url)
    assert (first.made, again.kept, first.digest) == (3, 3, again.digest)
    assert runs.query(url, "SELECT count(*) FROM dates").rows == [(1200,)]


def test_sql_over_many_runs_in_place(store: str) -> None:
    finish(TOY, store)
    finish(Toy(draws=300), store, chunk=512)
    found = runs.query(
        store,
        "SELECT run, scenario, max(china_compute_stock) AS most FROM quarters "
        "WHERE quarter = '2030Q4' GROUP BY ALL",
    )
    assert found.columns == ("run", "scenario", "most")
    exact = {
        (toy.record["id"], name): toy.compute(0, toy.draws).outcomes[STOCK][k, :, 67].max()
        for toy in (TOY, Toy(draws=300))
        for k, name in enumerate(toy.names)
    }
    assert {(run, name): value for run, name, value in found.rows} == exact
    joined = 'SELECT count(*) FROM dates JOIN draws USING (run, draw) JOIN runs USING (run) WHERE "b" > 0'
    assert runs.query(store, joined).rows[0][0] > 300
    names = runs.query(store, "SELECT DISTINCT binding FROM quarters ORDER BY 1").rows
    assert names == [("demand",), ("tools: implant and thermal",)]


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("SELEC 1", 'SQL: Parser Error: syntax error at or near "SELEC"'),
        ("SELECT 1 FROM runz", "SQL: Catalog Error: Table with name runz does not exist!"),
        ("", "the SQL asks for nothing; write a SELECT"),
    ],
)
def test_a_bad_query_is_answered_in_a_sentence(store: str, sql: str, sentence: str) -> None:
    finish(Toy(draws=10), store)
    with pytest.raises(BadInput, match=f"^{re.escape(sentence)}"):
        runs.query(store, sql)


def refusal(store: str) -> str:
    with pytest.raises(BadInput) as told:
        finish(TOY, store)
    return str(told.value)


def change(file: Path, **fields: object) -> None:
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | fields), encoding="utf-8")


def test_a_record_that_cannot_be_used_is_refused_with_a_sentence(store: str) -> None:
    finish(TOY, store)
    file = the_run(store) / "record.json"
    good, where = file.read_text("utf-8"), f"{store}/run={TOY.record['id']}/record.json"
    file.write_text(good[:200], encoding="utf-8")
    assert refusal(store) == (
        f"{where} is not whole JSON: it was cut off or changed; remove the folder and run again"
    )
    file.write_text("[]", encoding="utf-8")
    assert refusal(store) == f"{where} is not the record of a stored run; remove the folder and run again"
    file.write_text(good, encoding="utf-8")
    change(file, format=7, fabcast="9.0")
    assert refusal(store) == (
        f"{where} is of format 7, not 2: another version of Fabcast made it; read it with version 9.0"
    )
    file.write_text(good, encoding="utf-8")
    change(file, seed=2)
    assert refusal(store) == (
        f"{where} does not fit its own hash: it was changed; remove the folder and run again"
    )


def test_a_store_that_is_none_is_refused(tmp_path: Path) -> None:
    there, empty = tmp_path / "none", tmp_path / "empty"
    empty.mkdir()
    make = "make one with: fabcast run SCENARIO --store"
    with pytest.raises(BadInput) as told:
        runs.stored_runs(str(there))
    assert str(told.value) == f"{there} is not a store: there is no such folder; {make} {there}"
    with pytest.raises(BadInput) as told:
        runs.find_run(str(empty))
    assert str(told.value) == f"{empty} is not a store: no folder named run=… is in it; {make} {empty}"
    with pytest.raises(BadInput, match=r"^nowhere/record\.json is missing: this is not the folder of a run$"):
        _ = runs.StoredRun(runs.Place("nowhere")).record


def test_a_run_that_is_there_is_not_overwritten_unasked(store: str) -> None:
    finish(TOY, store)
    (the_run(store) / "done/000002.json").unlink()
    with pytest.raises(BadInput) as told:
        runs.open_run(store, TOY, draws_a_chunk=256, resume=False)
    assert str(told.value) == (
        f"{store} holds 2 of 3 chunks of this run already; add --resume to keep them, or name another folder"
    )


def test_several_runs_need_a_name(store: str) -> None:
    ids = sorted(f"run={toy.record['id']}" for toy in (Toy(draws=9), Toy(draws=10)))
    for toy in (Toy(draws=9), Toy(draws=10)):
        finish(toy, store)
    with pytest.raises(BadInput) as told:
        runs.find_run(store)
    assert str(told.value) == f"{store} holds 2 runs; name the folder of one: {', '.join(ids)}"
    assert runs.find_run(f"{store}/{ids[0]}/record.json").place.name == ids[0]


def test_a_full_disk_is_a_sentence_and_leaves_nothing_half(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(Toy(draws=10), store)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BadInput, match=r"the disk is full; make room and go on with --resume$"):
        finish(TOY, store)
    assert not list(Path(store).rglob(f"*{_place.PART}"))


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    run = f"run={TOY.record['id']}"
    assert refusal(f"{tmp_path}/file") == (
        f"cannot write {tmp_path}/file/{run}/paths.npz: a part of the path is a file; choose another folder"
    )
    assert refusal("s4://bucket/x").startswith("cannot use the address s4://bucket/x/run=")
    closed = OSError(13, "Permission denied")
    with pytest.raises(BadInput) as told, runs.Place("shut")._said("record.json"):
        raise closed
    assert str(told.value) == (
        "cannot write shut/record.json: permission denied; choose a folder that you may write"
    )


def test_numbers_are_hashed_by_block_and_every_bit_counts() -> None:
    values = TOY.compute(0, 600)
    hashes = runs.block_hashes(values)
    assert len(hashes) == 3
    changed = values.outcomes[STOCK].copy()
    changed[1, 300, 50] = np.nextafter(changed[1, 300, 50], np.inf)
    again = runs.block_hashes(runs.Values({**values.outcomes, STOCK: changed}, values.inputs))
    assert [a == b for a, b in zip(hashes, again, strict=True)] == [True, False, True]
