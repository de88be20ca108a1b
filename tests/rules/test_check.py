"""The rule record is sound, cites events that exist, states each number once, and its gaps are known."""

from pathlib import Path

import pytest

from fabcast.errors import BadInput
from fabcast.rules import check
from fabcast.rules._check import no_threshold_twice
from fabcast.rules._law import current
from fabcast.rules._read import HERE, read_files


def test_the_record_has_no_problem() -> None:
    assert check()[0] == ()


def test_no_threshold_stands_twice() -> None:
    assert list(no_threshold_twice(current().book)) == []


def test_the_gap_of_2028_is_found_with_both_clauses() -> None:
    gaps = [note.sentence for note in check()[1] if note.kind == "gap"]
    assert len(gaps) == 1
    assert "'two lines, 2027'" in gaps[0]
    assert "'two lines, 2029 and later'" in gaps[0]
    assert "not from 2028-01-01 to 2028-12-31" in gaps[0]


def test_the_overlap_of_a_and_b_is_found_and_said_to_be_settled() -> None:
    overlaps = [note.sentence for note in check()[1] if note.kind == "overlap"]
    settled = [text for text in overlaps if "3A090.a, limb a.1 and 3A090.b, limb b.2" in text]
    assert settled == [
        "3A090.a, limb a.1 and 3A090.b, limb b.2 both hold at tpp 4800, performance_density 3.2; "
        "one gives way to the other by the order of the paragraph."
    ]


def test_a_bare_number_with_an_e_and_the_code_of_norway_stay_text() -> None:
    book = read_files(sorted(HERE.glob("*.yaml")))
    assert "4E091" in book.clauses
    assert "NO" in book.groups["A:1"]


def test_every_clause_has_four_dates_a_citation_and_a_confidence() -> None:
    for clause in current().book.clauses.values():
        for version in clause.versions:
            source = version.source
            assert all((source.published, source.effective, source.compliance, source.last_checked))
            assert source.citation
            assert source.confidence in {"low", "medium", "high"}


def test_an_unknown_name_in_a_clause_is_a_problem(tmp_path: Path) -> None:
    file = tmp_path / "new.yaml"
    file.write_text(
        "file: new\ntitle: new\nclauses:\n  - id: new\n    kind: definition\n    title: new\n    versions:\n"
        "      - form: first\n        published: 2026-01-01\n        effective: 2026-01-01\n"
        "        last_checked: 2026-01-01\n        citation: 91 FR 1\n"
        "        event: us-2026-01-15-review-policy\n"
        "        confidence: high\n        when: tpp >= tpp_lien\n"
    )
    problems, _ = check(file)
    assert [note.sentence for note in problems] == [
        "new: 'tpp >= tpp_lien' names 'tpp_lien', which does not exist."
    ]


def test_a_missing_file_is_a_sentence() -> None:
    with pytest.raises(BadInput, match="no such file"):
        check(Path("/no/such/clause.yaml"))
