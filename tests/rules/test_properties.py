"""Laws that hold for any row."""

from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from fabcast.rules import Reform, classify, classify_table
from fabcast.rules._columns import COLUMNS, PARTY
from fabcast.rules._law import current
from fabcast.rules._nearest import rounded
from fabcast.rules._results import WORDS_OF_OUTCOME, part_text
from tests.rules.rows import PLACES, chips, days, rows

ORDER = {"no": 0, "unknown": 1, "yes": 2}


@given(st.lists(st.tuples(rows, days), min_size=1, max_size=12))
def test_a_table_says_what_single_rows_say(batch: list[tuple[dict[str, Any], str]]) -> None:
    names = sorted({name for row, _ in batch for name in row})
    table = {name: [row.get(name) for row, _ in batch] for name in names} | {"on": [day for _, day in batch]}
    found = classify_table(table)
    for index, (row, day) in enumerate(batch):
        single = classify(row, on=day)
        for name in WORDS_OF_OUTCOME:
            assert part_text(getattr(single, name)) == found[name][index], (name, row, day)
        near = single.nearest
        assert near.get("parameter", "") == found["nearest_parameter"][index]
        if near:
            assert near["threshold"] == found["nearest_threshold"][index]
            assert near["distance"] == rounded(found["nearest_distance"][index])


@given(rows, days, st.data())
def test_unknown_never_turns_into_no_or_yes(row: dict[str, Any], day: str, data: st.DataObject) -> None:
    """What is certain with a fact blank is certain whatever the fact turns out to be."""
    blank = data.draw(st.sampled_from(sorted(row)))
    assume(blank not in PARTY and blank not in {"item_class", "tool"})
    less = {name: value for name, value in row.items() if name != blank}
    assume(less and _kind(less, day) == _kind(row, day))
    before, after = classify(less, on=day), classify(row, on=day)
    if before.licence_required != "unknown":
        assert after.licence_required == before.licence_required
    assert set(before.eccn) <= set(after.eccn) | ({"own"} if "also_classified" in less else set())
    assert set(after.eccn) <= set(before.eccn) | set(before.eccn_possible)
    if before.review_policy not in {"unknown"} and before.licence_required == "yes":
        assert after.review_policy == before.review_policy


def _kind(row: dict[str, Any], day: str) -> str:
    return classify(row, on=day).basis.plan.item_class


@given(chips, days, st.sampled_from([1.0, 1.0001, 1.5, 3.0, 20.0]))
def test_more_performance_never_needs_a_licence_less(row: dict[str, Any], day: str, factor: float) -> None:
    """Licences rise with TPP at a fixed area; density then rises too."""
    assume("performance_density" not in row)
    low, high = classify(row, on=day), classify({**row, "tpp": row["tpp"] * factor}, on=day)
    assert ORDER[high.licence_required] >= ORDER[low.licence_required]


@given(chips, st.sampled_from(PLACES))
def test_denser_never_needs_a_licence_less(row: dict[str, Any], place: str) -> None:
    assume("performance_density" in row)
    low = classify({**row, "to": place}, on="2024-06-01")
    high = classify(
        {**row, "to": place, "performance_density": row["performance_density"] * 1.3}, on="2024-06-01"
    )
    assert ORDER[high.licence_required] >= ORDER[low.licence_required]


@given(rows, days, st.data())
def test_a_reform_to_the_same_value_changes_nothing(
    row: dict[str, Any], day: str, data: st.DataObject
) -> None:
    thresholds = current().book.thresholds
    name = data.draw(
        st.sampled_from(sorted(name for name in thresholds if len(thresholds[name].versions) == 1))
    )
    same = Reform("same", thresholds={name: thresholds[name].versions[0].value})
    one, other = classify(row, on=day), classify(row, on=day, reform=same)
    assert all(getattr(one, part) == getattr(other, part) for part in WORDS_OF_OUTCOME)


@given(rows, days)
def test_a_finding_does_not_contradict_itself(row: dict[str, Any], day: str) -> None:
    finding = classify(row, on=day)
    assert (finding.licence_required == "no") == (finding.review_policy == "not_applicable")
    assert bool(finding.grounds) == (finding.licence_required == "yes")
    assert not {"3A090.a", "3A090.b"} <= set(finding.eccn)
    assert not set(finding.eccn) & set(finding.eccn_possible)
    assert finding.licence_required == "yes" or not any(
        o["licence_required"] == "yes" for o in finding.overlays
    )
    assert set(finding.missing) <= set(COLUMNS)
    assert set(finding.to_dict()) >= {"eccn", "licence_required", "nearest", "trace"}
    assert "not legal advice" in finding.explain()


@given(chips, days)
def test_a_missing_fact_is_one_that_was_blank_or_stated_unknown(row: dict[str, Any], day: str) -> None:
    for name in classify(row, on=day).missing:
        assert row.get(name) in {None, "unknown"}
