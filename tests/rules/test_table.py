"""Tables of every kind go in and come out as they came."""

import numpy as np
import pytest

from fabcast.rules import Words, classify_table


def test_a_mapping_gives_a_mapping() -> None:
    found = classify_table({"name": ["H20", "H200"], "on": ["2024-06-01"] * 2, "to": ["CN"] * 2})
    assert list(found["licence_required"]) == ["no", "yes"]
    assert found["row"].tolist() == [1, 2]
    assert isinstance(found["eccn"], Words)


def test_a_pandas_frame_gives_a_pandas_frame() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(
        {
            "name": ["H20", None],
            "tpp": [np.nan, 4800],
            "datacenter": [None, True],
            "on": pandas.to_datetime(["2024-06-01", "2024-06-01"]),
            "to": pandas.Categorical(["CN", "HK"]),
        }
    )
    found = classify_table(frame)
    assert type(found) is pandas.DataFrame
    assert found["licence_required"].tolist() == ["no", "yes"]


def test_an_empty_table_gives_an_empty_table() -> None:
    assert len(classify_table({"on": [], "name": []})["eccn"]) == 0


def test_the_quick_fields_say_what_the_full_ones_say() -> None:
    table = {"name": ["H20", "H200", "A800"], "on": ["2025-05-01"] * 3, "to": ["CN"] * 3}
    fields = ("eccn", "licence_required", "review_policy")
    quick, full = classify_table(table, fields=fields), classify_table(table)
    for name in fields:
        assert list(quick[name]) == list(full[name])


def test_a_large_table_in_many_chunks_says_what_a_small_one_says() -> None:
    size = 300_000
    days = np.datetime64("2022-08-26") + (np.arange(size) % 1500).astype("timedelta64[D]")
    table = {
        "on": days,
        "tpp": np.linspace(1000, 6000, size),
        "to": np.array(["CN", "MY"])[np.arange(size) % 2],
    }
    fields = ("eccn", "licence_required", "review_policy")
    whole = classify_table(table, fields=fields)
    part = classify_table({name: column[250_000:260_000] for name, column in table.items()}, fields=fields)
    for name in fields:
        assert list(whole[name][250_000:260_000]) == list(part[name])


def test_a_table_of_bad_rows_only_keeps_them_all() -> None:
    found = classify_table({"name": ["H2O", "A1OO"], "on": ["2024-06-01"] * 2, "to": ["CN"] * 2})
    assert list(found["eccn"]) == ["", ""]
    assert all("is not in the catalogue" in sentence for sentence in found["error"])


def test_an_item_of_unknown_kind_is_judged_as_one_left_blank() -> None:
    table = {"name": ["H20", ""], "tpp": ["", "4800"], "on": ["2024-06-01"] * 2, "to": ["CN"] * 2}
    blank = classify_table(table)
    stated = classify_table(table | {"item_class": ["unknown"] * 2})
    assert list(stated["licence_required"]) == list(blank["licence_required"])
    assert list(stated["error"]) == ["", ""]
