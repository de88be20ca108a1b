"""Files are classified as a stream: any subset of columns, bad rows kept in place, memory flat."""

import csv
import json
import sys
from pathlib import Path

import pytest

from fabcast.cli import main
from fabcast.errors import BadInput
from fabcast.rules import classify, classify_file
from fabcast.rules._results import RESULT_COLUMNS


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text().splitlines()))


ROWS = "name,tpp,nonplanar_die_area_mm2,datacenter,on,to\n"


def test_a_csv_in_and_a_csv_out(tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(ROWS + "H20,,,,2024-06-01,CN\n,4800,800,true,2024-06-01,CN\n")
    summary = classify_file(source, out)
    rows = table(out)
    assert (summary.rows, summary.bad) == (2, 0)
    assert tuple(rows[0]) == RESULT_COLUMNS
    assert [row["licence_required"] for row in rows] == ["no", "yes"]
    assert [row["row"] for row in rows] == ["1", "2"]


def test_bad_rows_keep_their_place(tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    huge = "x" * 1_000_000
    source.write_text(
        ROWS
        + f"H20,,,,2024-06-01,CN\n{huge},,,,2024-06-01,CN\n"
        + ",3\n,4800,-2,true,2024-06-01,CN\nH20,,,,2024-06-01,CN\n"
    )
    summary = classify_file(source, out)
    rows = table(out)
    assert (summary.rows, summary.bad) == (5, 3)
    assert [row["licence_required"] for row in rows] == ["no", "", "", "", "no"]
    assert rows[1]["error"].startswith("the row cannot be read: field larger than field limit")
    assert rows[2]["error"] == "the row has 2 cells, the header 6; check commas and quotes."
    assert rows[3]["error"].startswith("nonplanar_die_area_mm2 is -2, below")


def test_json_gives_the_findings_of_the_single_path(tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.json"
    source.write_text(
        "name,on,to,hq\nH200,2026-02-01,CN,CN\nH2O,2026-02-01,CN,CN\nRTX 4090,2024-06-01,SA,SA\n"
    )
    classify_file(source, out)
    found = json.loads(out.read_text())
    for row, (name, day, to) in ((0, ("H200", "2026-02-01", "CN")), (2, ("RTX 4090", "2024-06-01", "SA"))):
        single = classify(name, on=day, to=to, hq=to).to_dict(row=row + 1, trace=False)
        assert found[row] == json.loads(json.dumps(single))
    assert found[1] == {"row": 2, "error": "chip 'H2O' is not in the catalogue; did you mean H20?"}


def test_defaults_fill_columns_that_the_file_lacks(tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("name\nH20\n")
    classify_file(source, out, defaults={"on": "2025-05-01", "to": "CN"})
    assert table(out)[0]["licence_required"] == "yes"


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("name,on\nH20,2024-06-01\n")
    with pytest.raises(BadInput, match="cannot be written"):
        classify_file(source, tmp_path / "no" / "out.csv")
    with pytest.raises(BadInput, match=r"write \.csv or \.json"):
        classify_file(source, tmp_path / "out.xls")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv"]


def test_parquet_gives_the_same_findings_as_csv(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = {
        "name": ["H20", "H200", None, "H2O", "A100"],
        "tpp": [None, None, 4800.0, None, None],
        "on": ["2024-06-01", "2026-02-01", "2024-06-01", "2024-06-01", "2022-11-01"],
        "to": ["CN", "CN", "MY", "CN", "CN"],
    }
    pq.write_table(pa.table(rows), tmp_path / "in.parquet")
    lines = ["name,tpp,on,to"]
    lines += [",".join("" if v is None else str(v) for v in row) for row in zip(*rows.values(), strict=True)]
    (tmp_path / "in.csv").write_text("\n".join(lines) + "\n")
    for kind in ("parquet", "csv"):
        summary = classify_file(tmp_path / f"in.{kind}", tmp_path / f"{kind}.out.csv")
        assert (summary.rows, summary.bad) == (5, 1)
    assert (tmp_path / "parquet.out.csv").read_text() == (tmp_path / "csv.out.csv").read_text()


def test_a_file_that_is_no_parquet_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "in.parquet").write_text("name,on\n")
    with pytest.raises(BadInput, match=r"in\.parquet: no Parquet file \("):
        classify_file(tmp_path / "in.parquet")


def test_parquet_without_its_package_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(BadInput, match=r"need the package pyarrow.*fabcast\[parquet\]"):
        classify_file(tmp_path / "in.parquet")


def test_the_command_leaves_with_one_if_a_row_is_bad(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "in.csv"
    source.write_text("name,on,to\nH20,2024-06-01,CN\nH2O,2024-06-01,CN\n")
    assert main(["classify", str(source)]) == 1
    shown = capsys.readouterr()
    assert shown.out.count("\n") == 3
    assert "2 rows read, 1 classified, 1 could not be" in shown.err
