"""What the public names add to the rooms behind them: data frames in and out, files by suffix."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fabcast.errors import BadInput

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from fabcast.analysis import Contrast
    from fabcast.report import Brief


def simulate(
    scenarios: Sequence[str], draws: int = 2000, seed: int = 1, *, prior: bool = False
) -> xr.Dataset:
    """Run scenarios on common draws of the uncertain inputs.

    Parameters
    ----------
    scenarios
        Scenario ids or files.
    draws, seed
        Number of draws; the same seed gives the same numbers.
    prior
        Whether to draw from the priors; default the fit to the record. A fit that no longer belongs
        to what is installed is not used, and a line on stderr says so.

    Returns
    -------
    xarray.Dataset
        Outcomes by scenario, draw and quarter, units in their attributes; ``basis`` says what they
        rest on.

    Raises
    ------
    BadInput
        An unknown scenario, or no draws.

    Examples
    --------
    >>> import fabcast as fc
    >>> runs = fc.simulate(["h200_licensed", "h200_denied"], draws=2)
    >>> runs["china_compute_stock"].dims
    ('scenario', 'draw', 'quarter')
    """
    from fabcast.calibration import choose_basis
    from fabcast.ensemble import run_scenarios

    basis, why = choose_basis(prior=prior)
    if why:
        print(why, file=sys.stderr)
    runs = run_scenarios(scenarios, draws, seed, basis=basis)
    return runs.dataset().assign_attrs(basis=basis.name)


def compare(
    runs: xr.Dataset,
    scenario: str,
    against: str,
    outcomes: Sequence[str] | None = None,
    years: Sequence[int] = (2027, 2030, 2035),
) -> pd.DataFrame:
    """Compare two scenarios draw by draw.

    Parameters
    ----------
    runs
        What `simulate` returned; must hold both scenarios.
    scenario, against
        Scenario ids; a contrast is the first minus the second.
    outcomes
        Outcome ids; all by default.
    years
        Year ends to read. A date outcome has one row and no year.

    Returns
    -------
    pandas.DataFrame
        One row an outcome and year, in the outcome's unit: quantiles and mean under each scenario
        and of the paired difference, the relative change, and the probability that it is positive.

    Raises
    ------
    BadInput
        A scenario, an outcome or a year is not in the runs.

    Examples
    --------
    >>> import fabcast as fc
    >>> runs = fc.simulate(["h200_licensed", "h200_denied"], draws=4)
    >>> table = fc.compare(runs, "h200_licensed", "h200_denied", ["china_compute_stock"], [2030])
    >>> list(table["unit"])
    ['H100e']
    """
    import pandas as pd

    from fabcast import analysis

    return pd.DataFrame(
        [_row(c) for c in analysis.compare(_FromDataset.of(runs), scenario, against, outcomes, years)]
    )


def brief(
    scenario: str = "h200_licensed",
    against: str = "h200_denied",
    *,
    draws: int = 2000,
    seed: int = 1,
    to: str | Path | None = None,
    prior: bool = False,
    paper: str = "a4",
) -> Brief:
    """Say what one scenario changes against another, with intervals and reasons.

    Parameters
    ----------
    scenario, against
        Scenario ids or files.
    draws, seed
        Number of draws of the uncertain inputs; the same seed gives the same numbers.
    to
        File to write as well: ``.html``, ``.pdf`` or ``.md`` for people, ``.json`` for machines.
    prior
        Whether to draw from the priors; default the fit to the record.
    paper
        Paper of a PDF: ``a4`` or ``letter``.

    Returns
    -------
    Brief
        The content, the same in every form. In a notebook it shows itself.

    Raises
    ------
    BadInput
        An unknown scenario, no draws, or a file that cannot be written.
    """
    from fabcast.cli._documents import BRIEF_FORMS, check_target, write_brief
    from fabcast.cli.brief import make

    target = None if to is None else Path(to)
    if target is not None:
        check_target(target, BRIEF_FORMS, paper)
    made = make(scenario, against, draws, seed, prior=prior)
    if target is not None:
        write_brief(made, target, paper)
    return made


def check_claims(
    file: str | Path | None = None,
    runs: xr.Dataset | None = None,
    *,
    draws: int = 1000,
    seed: int = 1,
    prior: bool = False,
) -> pd.DataFrame:
    """Say of each claim how likely it is to be true, and why.

    Parameters
    ----------
    file
        CSV of claims; default the claims that come with Fabcast.
    runs
        What `simulate` returned, holding the scenarios that the claims name; default they are run.
    draws, seed
        Number of draws of the uncertain inputs where they are run; the same seed gives the same numbers.
    prior
        Whether to draw from the priors; default the fit to the record.

    Returns
    -------
    pandas.DataFrame
        One row a claim, columns as in ``fabcast claims --json``. In a notebook it shows as a board.

    Raises
    ------
    BadInput
        A cell of the file that cannot be used, or a scenario that the runs lack.
    """
    from fabcast import analysis, facts
    from fabcast.cli.claims import check
    from fabcast.report import claims_json
    from fabcast.report._claims_notebook import ClaimsTable

    asked = facts.claims() if file is None else analysis.read_claims(file)
    if runs is None:
        checked = check(asked, draws, seed, prior=prior)
    else:
        checked = analysis.check_claims(asked, _FromDataset.of(runs))
    return ClaimsTable(claims_json(checked))


def _row(contrast: Contrast) -> dict[str, Any]:
    """Lay a contrast flat: ``contrast.p5`` becomes the column ``contrast_p5``."""
    nested = asdict(contrast)
    flat = {
        name: value for name, value in nested.items() if not isinstance(value, dict) and name != "relative"
    }
    spreads = {name: nested[name] or {} for name in ("scenario", "against", "contrast", "relative")}
    return flat | {
        f"{name}_{point}": value for name, spread in spreads.items() for point, value in spread.items()
    }


@dataclass(frozen=True)
class _FromDataset:
    """Finished runs as the analysis room reads them, taken from a data set."""

    scenarios: Sequence[str]
    quarters: Sequence[str]
    values: Mapping[str, Any]
    attrs: Mapping[str, Mapping[str, Any]]
    parameters: Mapping[str, Any]
    record: Mapping[str, Any]

    @classmethod
    def of(cls, runs: xr.Dataset) -> _FromDataset:
        """Read a data set that `simulate` made; `BadInput` for any other."""
        lacking = [name for name in ("scenario", "draw", "quarter") if name not in runs.coords]
        if lacking:
            raise BadInput(f"these runs lack the axis {lacking[0]}; give what fabcast.simulate returned.")
        outcomes = {str(name): array for name, array in runs.data_vars.items() if "draw" in array.dims}
        drawn = outcomes.pop("parameter_draws", None)
        names = [] if drawn is None else [str(name) for name in runs["parameter"].values]
        return cls(
            scenarios=[str(name) for name in runs["scenario"].values],
            quarters=[str(name) for name in runs["quarter"].values],
            values={name: array.values for name, array in outcomes.items()},
            attrs={name: {str(k): v for k, v in array.attrs.items()} for name, array in outcomes.items()},
            parameters={name: drawn.values[i] for i, name in enumerate(names)} if drawn is not None else {},
            record=dict(runs.attrs),
        )
