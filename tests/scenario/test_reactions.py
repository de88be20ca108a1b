"""Reactions in scenarios: read from files and names, resolved to menus and rules."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fabcast import facts
from fabcast.errors import BadInput
from fabcast.model import QUARTERS, ROWS, SIGNALS
from fabcast.scenario import (
    GOVERNMENTS,
    default_responses,
    differences,
    load,
    postures,
    resolve,
    with_postures,
    with_reactions,
)

ROOT = Path(__file__).parents[2]


def test_names_may_be_followed_by_postures_and_reactions() -> None:
    assert load("actual+us.tighten") == with_postures("actual", us="tighten")
    assert load("h200_denied+reactions").reacting() == default_responses()
    both = load("actual+cn.open+reactions")
    assert both.parent == with_postures("actual", cn="open").parent
    assert both.reacting() is not None


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("actual+reaction", "'reaction' after a scenario's name is neither 'reactions' nor a posture"),
        ("actual+us.tigthen", "no posture 'tigthen' of us; did you mean tighten?"),
        ("actual+usa.ease", "no government 'usa'; did you mean us?"),
    ],
)
def test_what_follows_a_name_is_not_guessed(name: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=re.escape(sentence)):
        load(name)


def test_a_script_has_no_reactions_and_a_reacting_scenario_keeps_its_script() -> None:
    assert resolve("actual").reactions is None
    reacting = resolve("governments_react")
    for name in ROWS:
        np.testing.assert_array_equal(getattr(reacting, name), getattr(resolve("actual"), name))


def test_the_first_option_is_the_script_and_others_their_postures() -> None:
    reactions = resolve("governments_react").reactions
    assert reactions is not None
    sizes = [len(postures(government)) for government in GOVERNMENTS]
    assert reactions.size.tolist() == sizes
    late = QUARTERS.index("2029Q1")
    tight = resolve(with_postures("actual", us="tighten", cn="retaliate"))
    option = (1 * sizes[1] + 0) * sizes[2] + [p.id for p in postures("cn")].index("retaliate")
    for name, rows in reactions.menu.items():
        assert rows.shape[1] == np.prod(sizes)
        np.testing.assert_array_equal(rows[:, 0], getattr(resolve("actual"), name))
        np.testing.assert_array_equal(rows[late, option], getattr(tight, name)[late])


def test_nobody_may_move_before_the_first_day() -> None:
    reactions = resolve("governments_react").reactions
    assert reactions is not None
    assert QUARTERS[int(np.argmax(reactions.live))] == "2027Q1"


def test_every_rule_cites_the_facts_and_watches_what_there_is() -> None:
    known = {*facts.events(), *facts.sources()}
    for rule in default_responses().rules:
        assert set(rule.cites) <= known, rule
        assert rule.note
        assert rule.answers or rule.when in SIGNALS


def test_what_the_script_counts_as_is_kept() -> None:
    reactions = resolve("h200_denied_answered").reactions
    assert reactions is not None
    assert reactions.opening.tolist() == [1.0, 0.0, 0.0]


def test_off_keeps_all_to_the_script(tmp_path: Path) -> None:
    file = tmp_path / "still.yaml"
    file.write_text(
        "title: T\ndescription: D\nextends: governments_react\nbranches_from: 2026-11-23\nresponses: off\n"
    )
    assert load(file).reacting() is None
    assert resolve(load(file)).reactions is None


def test_children_react_as_their_parents() -> None:
    child = replace(load("actual"), id="child", parent=load("governments_react"), settings=())
    assert child.reacting() == load("governments_react").reacting()


def test_one_that_reacts_already_is_left_as_it_is() -> None:
    assert with_reactions(load("governments_react")) is load("governments_react")


def test_differences_tell_of_reactions() -> None:
    (only,) = differences(load("governments_react"), load("actual"))
    assert str(only) == "how governments react: by 10 rules from 2026-11-23 against scripts hold"
    assert differences(load("h200_denied+reactions"), load("h200_open+reactions"))[-1].lever != "reactions"


def test_the_example_of_the_manual_reads_and_resolves(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "how-to" / "write-a-scenario.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml\n(title: A tit for tat.*?)```", text, re.S)
    file = tmp_path / "tit_for_tat.yaml"
    file.write_text(example)
    reactions = resolve(load(file)).reactions
    assert reactions is not None
    assert reactions.size.tolist() == [3.0, 2.0, 2.0]
    assert len(reactions.rules.to) == 2


def test_cites_are_a_list(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    rule = "{government: us, to: ease, when: always, chance: 0.5, cites: abc}"
    head = "title: T\ndescription: D\nextends: actual\nbranches_from: 2026-11-23\n"
    file.write_text(f"{head}responses:\n  rules:\n    - {rule}\n")
    with pytest.raises(BadInput, match="cites is not a list of ids"):
        load(file)
