"""The replay: what is on record is read right, chances belong to their moves, the page is filled."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from fabcast import facts
from fabcast.analysis import Replay, moves, replay
from fabcast.analysis._replay import FIRST, LAST, held
from fabcast.model import QUARTERS
from fabcast.scenario import GOVERNMENTS, postures

ROOT = Path(__file__).parents[2]
MENUS = {g: tuple(p.id for p in postures(g)) for g in GOVERNMENTS}


@pytest.fixture(scope="module")
def found() -> Replay:
    return replay(draws=32)


def test_moves_cite_events_of_their_quarter_and_name_postures() -> None:
    events = facts.events()
    for move in moves():
        assert move.posture in MENUS[move.government]
        for name in move.events.split("|"):
            year, month = str(events[name].date)[:7].split("-")
            quarter = f"{year}Q{(int(month) + 2) // 3}"
            assert quarter == move.quarter, (name, quarter)


def test_a_move_is_shown_from_its_quarter_on_and_ages() -> None:
    shown, since = held(moves(), MENUS, own=None)
    rule = QUARTERS.index("2022Q4")
    assert shown[rule - 1, 0] == 0.0
    assert shown[rule, 0] == MENUS["us"].index("tighten")
    assert since[rule : rule + 3, 0].tolist() == [0.0, 0.25, 0.5]
    assert shown[QUARTERS.index("2025Q4"), 0] == MENUS["us"].index("ease")


def test_the_judged_government_stands_at_its_script() -> None:
    shown, _ = held(moves(), MENUS, own="us")
    assert not shown[:, 0].any()
    assert shown[:, 2].any()


def test_every_recorded_move_has_one_cell(found: Replay) -> None:
    inside = [m for m in moves() if FIRST <= m.quarter <= LAST]
    assert sorted(c.move.words for c in found.came if c.move) == sorted(m.words for m in inside)
    assert all(0.0 <= cell.chance <= 1.0 for cell in found.cells)


def test_answers_are_likelier_after_what_they_answer(found: Replay) -> None:
    cell = {(c.quarter, c.government, c.posture): c.chance for c in found.cells}
    assert cell["2024Q4", "cn", "retaliate"] > 0.4 > cell["2024Q2", "cn", "retaliate"]
    assert cell["2023Q1", "allies", "follow"] > 0.0


def test_frequencies_are_those_of_the_record(found: Replay) -> None:
    tight = [c for c in found.cells if (c.government, c.posture) == ("us", "tighten")]
    came = sum(c.move is not None for c in tight)
    assert tight[0].base == pytest.approx(came / len(tight))
    assert found.score < 0.0
    assert np.isfinite(found.score_of_frequency)


def test_the_page_is_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("reactions", ROOT / "docs/_hooks/reactions.py")
    assert spec is not None
    assert spec.loader is not None
    hook: ModuleType = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hook)
    vars(hook).update({"DRAWS": 24, "DRAWS_REPLAYED": 16})
    text = str(hook.on_page_markdown((ROOT / "docs/explanation/reactions.md").read_text("utf-8")))
    assert "<!-- reactions" not in text
    assert text.count("| United States: `tighten` |") >= 1
    for words in ("Scripts hold", "Governments react", "The rules expected"):
        assert words in text
