"""Run a pair of scenarios under rival forms of the equations, on the draws of the default."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fabcast.analysis import UnderForm
    from fabcast.ensemble import RunSet
    from fabcast.ensemble._blocks import Progress
    from fabcast.model import Structure
    from fabcast.scenario import Scenario


def forms_shown(
    default: RunSet,
    pair: tuple[Scenario, Scenario],
    outcomes: Sequence[str],
    years: Sequence[int],
    size: tuple[int, int],
    *,
    prior: bool,
) -> tuple[UnderForm, ...]:
    """Contrasts of a pair under every form, and how far it is, if someone watches.

    Parameters
    ----------
    default
        Finished runs of the pair under the default forms, made with the same size and basis.
    pair
        The scenario, and the one to compare with.
    outcomes, years
        What to compare.
    size
        Draws and seed.
    prior
        Whether draws come from the priors.
    """
    from rich.console import Console
    from rich.progress import Progress

    from fabcast.analysis import rival_forms, under_forms

    console = Console(file=sys.stderr)
    with Progress(console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("rival forms of the equations", total=len(rival_forms()) * 2 * size[0])
        run = _Forms(pair, tuple(outcomes), size, lambda done: bar.update(task, advance=done), prior=prior)
        return under_forms(default, run, pair[0].id, pair[1].id, outcomes, years)


class _Forms:
    """Inputs drawn once; a call runs the pair under one form."""

    def __init__(
        self,
        pair: tuple[Scenario, Scenario],
        outcomes: tuple[str, ...],
        size: tuple[int, int],
        progress: Progress,
        *,
        prior: bool,
    ) -> None:
        from fabcast.calibration import choose_basis

        self.pair, self.outcomes, self.seed, self.progress = pair, outcomes, size[1], progress
        self.basis, _ = choose_basis(prior=prior)
        self.inputs = self.basis.draw(*size, 0)

    def __call__(self, structure: Structure) -> RunSet:
        from fabcast import scenario
        from fabcast.ensemble import RunSet, run_inputs, widen, with_ratio

        paths = [scenario.resolve(one) for one in self.pair]
        keep = with_ratio(self.outcomes)
        values = run_inputs(self.inputs, paths, keep=keep, progress=self.progress, structure=structure)
        if self.basis.discrepancy is not None:
            values, _ = widen(values, self.inputs, self.basis.discrepancy, self.seed)
        return RunSet(tuple(one.id for one in self.pair), values, parameters={}, record={})
