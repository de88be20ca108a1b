"""Tables become typed rows, or one sentence that names file, line and field."""

import csv
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from fabcast.errors import BadInput
from fabcast.facts import Parameter, load_table


class Pair(BaseModel):
    name: str
    value: float | None = None


def test_a_blank_cell_is_unknown_and_not_zero(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("name,value\na,\nb,0\n", encoding="utf-8")
    assert [row.value for row in load_table(file, Pair)] == [None, 0.0]


def test_columns_may_stand_in_any_order_and_lines_may_be_empty(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("value,name\r\n1,a\r\n\r\n2,b\r\n", encoding="utf-8-sig", newline="")
    assert [(row.name, row.value) for row in load_table(file, Pair)] == [("a", 1.0), ("b", 2.0)]


def test_the_line_is_where_the_record_starts(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text('name,value\n"two\nlines",1\nb,x\n', encoding="utf-8")
    with pytest.raises(BadInput, match="line 4, field value: 'x' is no number"):
        load_table(file, Pair)


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=10).map(str.strip)


@given(st.lists(st.tuples(texts.filter(bool), st.none() | st.floats(-1e6, 1e6)), max_size=6))
def test_what_is_written_is_what_is_read(rows: list[tuple[str, float | None]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "t.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([("name", "value"), *rows])
        assert [(row.name, row.value) for row in load_table(file, Pair)] == rows


csv_like = st.lists(st.sampled_from([*'",\n\r x1.-', "name", "value", "nan", "\x00", "\ufeff"]), max_size=40)


@given(st.one_of(st.text(st.characters(codec="utf-8"), max_size=60), csv_like.map("".join)), st.booleans())
def test_any_text_gives_rows_or_a_sentence(text: str, headed: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "t.csv"
        file.write_bytes((("name,value\n" if headed else "") + text).encode("utf-8"))
        try:
            load_table(file, Pair)
        except BadInput as error:
            assert str(error).startswith(f"{file}")


HEADER = ",".join(Parameter.model_fields)
cells = st.sampled_from(
    [
        "",
        "x",
        "year",
        "lognormal",
        "beta",
        "1",
        "-1",
        "0.5",
        "used",
        "planned",
        "A",
        "2024-01-31",
        "1e400",
        "|",
        "a|b",
    ]
)


@given(st.lists(cells, min_size=len(Parameter.model_fields), max_size=len(Parameter.model_fields)))
def test_any_parameter_row_gives_a_parameter_or_a_sentence(row: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "p.csv"
        file.write_text(HEADER + "\n" + ",".join(row) + "\n", encoding="utf-8")
        try:
            read = load_table(file, Parameter)
        except BadInput as error:
            assert str(error).startswith(f"{file} line 2, field ") or str(error).startswith(
                f"{file} line 2: "
            )
        else:
            assert all(p.low <= p.central <= p.high for p in read)
