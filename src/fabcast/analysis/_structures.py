"""An answer under rival forms of the equations, on the same draws.

Where the literature gives two forms of an equation and no data tell them apart, the default answer
rests on a choice. Each rival (``data/structures.csv``, `fabcast.model.RIVALS_SHOWN`) replaces one
equation and leaves all others, draws and scenarios as they are.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from fabcast.errors import BadInput
from fabcast.model import RIVALS_SHOWN, Structure

from ._compare import Contrast, compare
from ._runs import Runs

FormRun = Callable[[Structure], Runs]
"""Runs both scenarios under a form of the equations, on the draws of the default."""
DEFAULT_FORM = "default"


@dataclass(frozen=True, slots=True)
class RivalForm:
    """One equation in another form."""

    id: str
    name: str
    instead_of: str
    """The default form in words."""
    default_equation: str
    equation: str
    parameters: tuple[str, ...]
    """Parameters that the form reads; their sources are its sources."""
    source_note: str
    changes: str
    """What the form changes, in a sentence."""

    @property
    def structure(self) -> Structure:
        """Switches that choose the form."""
        return RIVALS_SHOWN[self.id]


@dataclass(frozen=True, slots=True)
class UnderForm:
    """Contrasts under one form; the default forms have the id ``default``."""

    id: str
    name: str
    instead_of: str
    contrasts: tuple[Contrast, ...]

    def at(self, outcome: str, year: int | None) -> Contrast:
        """Return the contrast of an outcome in a year.

        Raises
        ------
        BadInput
            It was not asked for.
        """
        for one in self.contrasts:
            if (one.outcome, one.year) == (outcome, year):
                return one
        raise BadInput(f"outcome '{outcome}' in {year} was not run under the form '{self.id}'")


@cache
def rival_forms() -> dict[str, RivalForm]:
    """Read the rival forms by id, in the order shown.

    >>> rival_forms()["given_frontier"].equation
    'g*_k = g*'
    """
    text = resources.files("fabcast.analysis").joinpath("data/structures.csv").read_text("utf-8")
    rows = {row["id"]: row for row in csv.DictReader(text.splitlines())}
    return {name: _form(rows[name]) for name in RIVALS_SHOWN}


def _form(row: dict[str, str]) -> RivalForm:
    parameters = tuple(name for name in row["parameters"].split("|") if name)
    return RivalForm(**{**row, "parameters": parameters})  # type: ignore[arg-type]


def under_forms(
    default: Runs,
    run: FormRun,
    scenario: str,
    against: str,
    outcomes: Sequence[str],
    years: Sequence[int],
) -> tuple[UnderForm, ...]:
    """Contrasts under the default forms and under each rival.

    Parameters
    ----------
    default
        Finished runs of both scenarios under the default forms.
    run
        Runs them again under a rival, on the same draws.
    scenario, against
        Scenario ids; contrasts are the first minus the second.
    outcomes, years
        What to compare.

    Returns
    -------
    tuple of UnderForm
        The default first, then the rivals in the order shown.
    """
    asked = (scenario, against, outcomes, years)
    first = UnderForm(DEFAULT_FORM, "default forms", "", compare(default, *asked))
    rivals = (
        UnderForm(form.id, form.name, form.instead_of, compare(run(form.structure), *asked))
        for form in rival_forms().values()
    )
    return (first, *rivals)
