"""Build the content of a brief from finished runs and what the books say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fabcast.analysis import (
    MEASURE,
    Ranking,
    Runs,
    UnderForm,
    at_year_end,
    binding_shares,
    compare,
    contrast_of,
    difference,
    is_date,
    judgement_share,
    rank_drivers,
    scenario_index,
)
from fabcast.analysis import label as label_of
from fabcast.analysis import units as unit_of
from fabcast.ensemble import DISCREPANCY

from . import _headline as plan
from ._content import (
    QUANTILES,
    Bound,
    Brief,
    DriverLine,
    Fan,
    OutcomeWords,
    Parity,
    SourceLine,
)
from ._driver_lines import driver_lines, why
from ._evidence import Evidence
from ._words import answer, question

DRIVERS_SHOWN = 10
FEWEST_DRAWS_FOR_DRIVERS = 50


def build_brief(
    runs: Runs,
    scenario: str,
    against: str,
    bounds: Sequence[str] = (),
    evidence: Evidence | None = None,
    *,
    outcomes: Sequence[str] = plan.OUTCOMES,
    years: Sequence[int] = plan.YEARS,
    forms: Sequence[UnderForm] = (),
) -> Brief:
    """Make the content tree of a brief.

    Parameters
    ----------
    runs
        Finished runs holding `scenario`, `against` and all of `bounds`.
    scenario, against
        Scenario ids; contrasts are the first minus the second.
    bounds
        Scenario ids shown beside, against the same base.
    evidence
        Words, grades and sources; ids stand in for words where it has none.
    outcomes, years
        What the tables hold; the headline outcome and year are always the same.
    forms
        The contrasts under rival forms of the equations, if they were run.

    Returns
    -------
    Brief
        All that any form of the brief shows.

    Raises
    ------
    BadInput
        The runs lack a scenario or the headline outcome.
    """
    books = evidence or Evidence()
    names = [name for name in outcomes if name in runs.values]
    ours, base = books.scenario(scenario), books.scenario(against)
    headline = contrast_of(runs, scenario, against, plan.HEADLINE_OUTCOME, plan.HEADLINE_YEAR)
    contrasts = compare(runs, scenario, against, names, years)
    beside = tuple(Bound(books.scenario(name), compare(runs, name, against, names, years)) for name in bounds)
    change = _headline_change(runs, scenario, against)
    ranking = _ranking(runs, change)
    judged = {name for name, words in books.parameters.items() if words.judged} | _left_to_discrepancy(runs)
    split = judgement_share(runs.parameters, change, judged)
    drivers = driver_lines(ranking, books.parameters, DRIVERS_SHOWN)
    return Brief(
        question=question(ours, base),
        answer=answer((ours, base), headline, contrasts, beside, split),
        scenario=ours,
        against=base,
        draws=len(change),
        seed=int(runs.record.get("seed", 0)),
        basis=str(runs.record.get("basis", "prior")),
        headline=headline,
        contrasts=contrasts,
        bounds=beside,
        outcomes={name: _outcome(runs, name, books) for name in names},
        fans=tuple(_fan(runs, name, scenario, against, books) for name in plan.FANS if name in runs.values),
        parity=_parity(runs, scenario, against),
        binding=binding_shares(runs, scenario),
        binding_against=binding_shares(runs, against),
        drivers=drivers,
        noise_floor=ranking.noise_floor,
        measure=ranking.measure,
        judgement=split,
        hindcast=books.hindcast,
        left_out=plan.LEFT_OUT + _outcome_limits(names, books),
        sources=_sources(books, drivers),
        record=dict(runs.record),
        command=_command(runs.record, scenario, against, len(change)) + (" --structures" if forms else ""),
        forms=tuple(forms),
        why=why(runs, (scenario, against), (headline, ranking), contrasts, books.parameters),
    )


def _headline_change(runs: Runs, scenario: str, against: str) -> NDArray[np.float64]:
    pair = (
        at_year_end(runs, plan.HEADLINE_OUTCOME, name, plan.HEADLINE_YEAR) for name in (scenario, against)
    )
    return difference(*pair)


def _left_to_discrepancy(runs: Runs) -> set[str]:
    """Discrepancies of a run: how large they are is judgement."""
    return {name for name in runs.parameters if name.startswith(DISCREPANCY)}


def _ranking(runs: Runs, change: NDArray[np.float64]) -> Ranking:
    """Rank drivers; with too few draws there is no honest ranking, so none is shown."""
    if np.isfinite(change).sum() < FEWEST_DRAWS_FOR_DRIVERS:
        return Ranking((), 0.0, len(change), MEASURE)
    return rank_drivers(runs.parameters, change)


def _outcome(runs: Runs, name: str, books: Evidence) -> OutcomeWords:
    return books.outcomes.get(name) or OutcomeWords(name, label_of(runs, name), unit_of(runs, name))


def _fan(runs: Runs, name: str, scenario: str, against: str, books: Evidence) -> Fan:
    window = _window(runs.quarters)
    ours, base = (
        np.asarray(runs.values[name][scenario_index(runs, s)][:, window], dtype=float)
        for s in (scenario, against)
    )
    return Fan(
        _outcome(runs, name, books),
        tuple(runs.quarters[window]),
        *(quantiles_over_time(v) for v in (ours, base, difference(ours, base))),
    )


def _window(quarters: Sequence[str]) -> slice:
    """Quarters that the figures show."""
    first, last = plan.FAN_YEARS
    inside = [i for i, q in enumerate(quarters) if first <= int(q[:4]) <= last]
    return slice(inside[0], inside[-1] + 1)


def quantiles_over_time(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Quantiles over draws (quantile, quarter); undefined draws are left out, NaN where all are.

    >>> quantiles_over_time(np.array([[1.0], [3.0], [np.nan]]))[2].tolist()
    [2.0]
    """
    finite = np.isfinite(values)
    if finite.all():
        return np.asarray(np.quantile(values, QUANTILES, axis=0))
    columns = [column[mask] for column, mask in zip(values.T, finite.T, strict=True)]
    empty = np.full(len(QUANTILES), np.nan)
    return np.stack([np.quantile(c, QUANTILES) if c.size else empty for c in columns], axis=1)


def _parity(runs: Runs, scenario: str, against: str) -> Parity | None:
    dates = [name for name in plan.OUTCOMES if name in runs.values and is_date(runs, name)]
    if not dates:
        return None
    ends = np.array([int(q[:4]) + int(q[5]) / 4.0 for q in runs.quarters])
    kept = ends > plan.FAN_YEARS[0]
    ours, base = (
        _come(runs.values[dates[0]][scenario_index(runs, s)], ends[kept]) for s in (scenario, against)
    )
    return Parity(tuple(np.array(runs.quarters)[kept].tolist()), ours, base)


def _come(dates: NDArray[Any], ends: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of draws whose date lies before the end of each quarter; NaN (never) counts as not come."""
    return np.asarray((dates[:, None] < ends - 1e-9).mean(axis=0))


def _outcome_limits(names: Sequence[str], books: Evidence) -> tuple[str, ...]:
    words = (books.outcomes[name] for name in names if name in books.outcomes)
    return tuple(f"{w.label}: {w.leaves_out}" for w in words if w.leaves_out)


def _sources(books: Evidence, drivers: Sequence[DriverLine]) -> tuple[SourceLine, ...]:
    """List the sources of the drivers first, then all others in order of title, same titles by id."""
    first = list(dict.fromkeys(s for d in drivers for s in d.sources if s in books.sources))
    rest = sorted(set(books.sources) - set(first), key=lambda s: (books.sources[s].title.lower(), s))
    return tuple(books.sources[s] for s in [*first, *rest])


def _command(record: Mapping[str, Any], scenario: str, against: str, draws: int) -> str:
    """Command that makes the same brief again."""
    seed = record.get("seed", 0)
    prior = " --prior" if record.get("basis") == "prior" else ""
    return f"fabcast brief {scenario} --against {against} --draws {draws} --seed {seed}{prior}"
