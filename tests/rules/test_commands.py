"""The commands ``classify`` and ``rules``, as a user calls them."""

import json
from pathlib import Path

import pytest

from fabcast.cli import main

GOOD = Path(__file__).parents[1] / "fixtures" / "good" / "rules" / "gain-ai.yaml"


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(list(words))
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_classify_explains_with_clauses_arithmetic_and_citations(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "classify", "H20", "--on", "2024-06-01", "--to", "CN", "--explain")
    assert code == 0
    for words in ("3A090.b", "2368 / 814 = 2.90909", "88 FR 73458", "tpp 2368 >= 2400", "not legal advice"):
        assert words in out


def test_classify_gives_the_finding_of_the_interface(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "classify", "H20", "--on", "2024-06-01", "--to", "CN", "--json")
    wanted = {
        "row": 1, "on": "2024-06-01", "to": "CN", "eccn": [], "limb": [], "licence_required": "no",
        "grounds": [], "exceptions": [], "review_policy": "not_applicable", "overlays": [],
        "readings": [], "missing": [],
        "confidence": "high", "citations": ["88 FR 73458"], "trace": {},
        "nearest": {"parameter": "performance_density", "threshold": 3.2, "distance": -0.291},
    }  # fmt: skip
    found = json.loads(out)
    assert code == 0
    assert {name: found[name] for name in wanted} == wanted


def test_a_reform_that_changes_nothing_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "classify", "L20", "--on", "2026-12-02", "--to", "CN", "--reform", str(GOOD))
    assert "The reform gain-ai changes nothing in this finding." in out
    _, out, _ = run(capsys, "rules", "effect", str(GOOD), "--on", "2026-11-01")
    assert out == "The reform gain-ai changes no finding of the catalogue on 2026-11-01 to CN.\n"


def test_a_reform_that_changes_something_says_what(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(
        capsys, "classify", "H20", "--on", "2026-12-02", "--to", "CN", "--set", "exporter=x",
        "--reform", str(GOOD), "--set", "io_bandwidth_gb_s=1100",
    )  # fmt: skip
    assert "changes licence_required: no → yes" in out


def test_a_near_name_is_offered_and_never_taken(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "classify", "H2O", "--on", "2024-06-01")
    assert (code, out) == (2, "")
    assert err == "fabcast: chip 'H2O' is not in the catalogue; did you mean H20?\n"


def test_history_names_the_event_behind_each_change(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "rules", "history", "H20")
    assert "2025-04-09  not caught; licence yes; by letter_2025" in out
    assert "us-2025-04-09-letters" in out


def test_diff_names_what_changed_and_what_moved(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "rules", "diff", "2023-11-16", "2023-11-17")
    assert "3A090.b starts: 2023 form (88 FR 73458; us-2023-10-17-acs-ifr)" in out
    assert "NVIDIA A800 SXM4 80 GB" in out


def test_show_gives_a_clause_with_its_numbers_on_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "rules", "show", "3A090.a", "--on", "2022-11-01")
    assert "aggregate_bidirectional_transfer_gb_s >= 600  (transfer_line_2022)" in out
    for name in ("tpp_line", "diffusion_regime", "macau_or_d5", "742.6(b)(10)"):
        assert run(capsys, "rules", "show", name)[0] == 0


def test_show_offers_near_names(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "rules", "show", "3A090.d")
    assert code == 2
    assert "did you mean" in err


def test_list_and_check(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "rules", "list", "--on", "2022-09-01")
    assert "letter_2022" in out
    assert "3A090.b" not in out
    code, out, _ = run(capsys, "rules", "check")
    assert code == 0
    assert "The rules are sound" in out


def test_owner_sums_listed_shares(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    table = tmp_path / "holdings.csv"
    table.write_text("owner,owned,share\nA,B,50\nB,C,30\nA,C,20\n")
    _, out, _ = run(capsys, "rules", "owner", str(table), "C", "--listed", "A")
    assert out == "C: 50 percent owned by listed parties; ultimate parent C\n"


def test_the_timeline_is_drawn(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "timeline.svg"
    assert run(capsys, "rules", "timeline", "--out", str(out))[0] == 0
    assert "presumption of denial" in out.read_text()
    assert run(capsys, "rules", "timeline", "--out", str(tmp_path / "x.gif"))[0] == 2
