"""Loops are cut by name, in the same draws, and the contribution is the difference."""

from collections.abc import Mapping

import numpy as np
import pytest

from fabcast.analysis import contributions, cut, find_loop, loops
from fabcast.errors import BadInput
from fabcast.model import Structure, parameter_ids


def test_every_loop_cuts_parameters_the_model_has() -> None:
    for loop in loops().values():
        assert loop.present != bool(loop.absent), loop.id
        assert {name for name, _ in loop.sets} <= set(parameter_ids()), loop.id


def test_the_model_documents_loops_are_all_listed() -> None:
    named = {loop.name.split()[0] for loop in loops().values()}
    assert {f"R{i}" for i in range(1, 8)} | {f"B{i}" for i in range(1, 11)} <= named


def test_the_six_channels_are_named() -> None:
    channels = {loop.channel for loop in loops().values() if loop.channel}
    assert channels == {"demand", "effort", "line time", "diffusion", "parts", "service"}


def test_contribution_is_with_less_without() -> None:
    inputs = {"ideas_beta": np.array([1.0, 2.0]), "other": np.ones(2)}
    one = [find_loop("harder_ideas")]
    ((loop, found),) = contributions(lambda p, _: np.outer(p["ideas_beta"], [1.0, 10.0]), inputs, one)
    assert loop == one[0]
    assert found.tolist() == [[1.0, 10.0], [2.0, 20.0]]


def test_a_loop_may_be_cut_by_the_form_of_an_equation() -> None:
    forms: list[Structure] = []

    def run(p: Mapping[str, np.ndarray], form: Structure) -> np.ndarray:
        forms.append(form)
        return p["x"]

    list(contributions(run, {"x": np.ones(1)}, [find_loop("weakest_link")]))
    assert forms == [Structure(), Structure(substitution=1e6)]


def test_cutting_leaves_the_given_inputs_alone() -> None:
    inputs = {"ideas_beta": np.ones(2)}
    cut(inputs, find_loop("harder_ideas"))
    assert inputs["ideas_beta"].tolist() == [1.0, 1.0]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("R9", "loop 'R9' is not known; those that can be cut: galvanise, effort,"),
        ("ai_engineering", "loop 'ai_engineering' cannot be cut: left out: no evidence on its size"),
    ],
)
def test_a_loop_that_cannot_be_cut_says_why(name: str, sentence: str) -> None:
    with pytest.raises(BadInput) as caught:
        find_loop(name)
    assert str(caught.value).startswith(sentence)


def test_every_present_loop_moves_something() -> None:
    """Cut in the scenario where it can act: service needs a ban, reactions governments that react."""
    from fabcast import ensemble, scenario

    special = {
        "service": "service_ban",
        "control_ratchet": "governments_react",
        "retaliation": "governments_react",
    }
    inputs = ensemble.PRIOR.draw(64, 2, 0)
    keep = ("china_compute_stock", "domestic_share_of_chip_equipment_in_china", "smic_7nm_yield")
    for loop in (loop for loop in loops().values() if loop.present):
        path = scenario.resolve(special.get(loop.id, "h200_open"))
        whole = ensemble.run_inputs(inputs, [path], keep=keep)
        changed = cut(inputs, loop)
        without = ensemble.run_inputs(changed, [path], keep=keep, structure=loop.structure, yardstick=inputs)
        assert any((whole[name] != without[name]).any() for name in keep), loop.id
