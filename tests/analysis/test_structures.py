"""Rival forms of the equations: each replaces one form, and the pair is run again under it."""

from __future__ import annotations

import numpy as np
import pytest

from fabcast import facts
from fabcast.analysis import compare, rival_forms, under_forms
from fabcast.errors import BadInput
from fabcast.model import DEFAULT, RIVALS_SHOWN, Structure
from tests.synthetic import SyntheticRuns, synthetic_runs

PAIR = ("h200_licensed", "h200_denied")
STOCK = "china_compute_stock"


def scaled(structure: Structure) -> SyntheticRuns:
    """Runs in which fixed displacement doubles the stock and nothing else does anything."""
    runs = synthetic_runs(draws=60)
    runs.values[STOCK] = runs.values[STOCK] * (1.0 + float(structure.fixed_displacement))
    return runs


def test_every_rival_of_the_model_is_described_and_no_other() -> None:
    assert list(rival_forms()) == list(RIVALS_SHOWN)
    assert all(form.structure != DEFAULT for form in rival_forms().values())


def test_the_parameters_of_a_form_are_in_the_facts() -> None:
    named = {name for form in rival_forms().values() for name in form.parameters}
    assert named <= set(facts.parameters())
    assert all(form.parameters or form.source_note for form in rival_forms().values())


def test_the_default_comes_first_and_each_rival_changes_what_its_run_does() -> None:
    found = under_forms(scaled(DEFAULT), scaled, *PAIR, (STOCK,), (2027, 2030))
    assert [form.id for form in found] == ["default", *RIVALS_SHOWN]
    base = compare(scaled(DEFAULT), *PAIR, (STOCK,), (2027, 2030))
    assert found[0].contrasts == base
    for form in found[1:]:
        factor = 2.0 if form.id == "fixed_displacement" else 1.0
        middle = form.at(STOCK, 2030).contrast.p50
        np.testing.assert_allclose(middle, factor * base[1].contrast.p50, rtol=1e-12)


def test_what_was_not_run_is_refused() -> None:
    found = under_forms(scaled(DEFAULT), scaled, *PAIR, (STOCK,), (2030,))
    with pytest.raises(BadInput, match="outcome 'china_compute_stock' in 2035 was not run under the form"):
        found[0].at(STOCK, 2035)
