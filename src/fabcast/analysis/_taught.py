"""What the record taught: priors beside the posterior, what stays confounded, what to measure next.

contraction
    1 − variance of an input's whitened score under the posterior (its prior variance is one);
    near 0 the record says nothing of it, near 1 it settles it
shift
    mean of the score: by how many prior standard deviations the record moves it
narrower
    by how much the 90 % interval of the headline contrast is expected to shrink if a series were
    reported for a coming year with the error of its grade: mean width within bins of the simulated
    report, over the same with reports shuffled
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fabcast import calibration
from fabcast.calibration import HEADLINE, HEADLINE_PAIR, HEADLINE_YEAR, Observation, Posterior
from fabcast.ensemble import DISCREPANCY, RunSet, run_scenarios

from ._judgement import judgement_share
from ._runs import Array, at_year_end

NARROWED = 0.1
"""An input counts as narrowed by the record from this contraction on."""
NEXT_YEAR = "2027"
DECLARED = (
    ("y_alpha", "d0_smic_n7_2021q3"),
    ("y_alpha", "y_sys_smic_n7"),
    ("d0_smic_n7_2021q3", "y_sys_smic_n7"),
    ("path_shock.adv_tool_spend", "adv_share_ai_2025"),
    ("ctrl_galvanise", "subsidy_add"),
    ("frontier_ratio_scale", "alg_diff_lag"),
    ("uptime_decay_litho", "spares_years"),
    ("h200_cap_flow", "cn_gate_post2026"),
)
"""Pairs that were expected to stay confounded (model document, section 5)."""
Both = tuple[Mapping[str, Array], Mapping[str, Array]]
"""Of prior draws, and of members."""
_LEVELS = (5.0, 50.0, 95.0)
_IMPLAUSIBLE = 3.0
_BINS, _ROUNDS = 20, 8
_PAIRS = 12


@dataclass(frozen=True, slots=True)
class Lesson:
    """One input: 5, 50 and 95 % points before and after, in its own unit."""

    input: str
    contraction: float
    shift: float
    prior: tuple[float, ...]
    posterior: tuple[float, ...]
    judged: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Correlation of two inputs' scores, before and after."""

    first: str
    second: str
    prior: float
    posterior: float


@dataclass(frozen=True, slots=True)
class Rejection:
    """Share of draws that the last report of a fitted series makes implausible (over three errors off)."""

    line: str
    title: str
    period: str
    prior: float
    posterior: float


@dataclass(frozen=True, slots=True)
class Worth:
    """What a report on a coming year would be worth for the headline contrast."""

    line: str
    title: str
    year: str
    narrower: float


@dataclass(frozen=True, slots=True)
class Taught:
    """All that is told of a fit."""

    lessons: tuple[Lesson, ...]
    declared: tuple[Pair, ...]
    confounded: tuple[Pair, ...]
    rejections: tuple[Rejection, ...]
    any_rejected: tuple[float, float]
    """Share of draws that at least two reports make implausible: prior, posterior."""
    worths: tuple[Worth, ...]
    inside: tuple[int, int]
    """Reports in the central 90 % of what the posterior predicts for them, errors included; of how many."""
    headline: tuple[tuple[float, ...], tuple[float, ...]]
    """5, 50 and 95 % points of the headline contrast: prior, posterior."""
    judgement: float
    """Share of the posterior headline's variance from inputs that rest on judgement."""
    not_narrowed: float
    """Share from inputs that the record did not narrow."""


def taught(fitted: Posterior, judged: Collection[str], seed: int = 1) -> Taught:
    """Compare a posterior with the priors it came from.

    Parameters
    ----------
    fitted
        The posterior.
    judged
        Ids of inputs that rest on judgement.
    seed
        Seed of the prior draws and of simulated reports.
    """
    beliefs, size = fitted.beliefs, fitted.members
    z = beliefs.prior(size, seed), fitted.z
    inputs = beliefs.inputs(z[0]), beliefs.inputs(z[1])
    scores = beliefs.combined(z[0]), beliefs.combined(z[1])
    lessons = _lessons(scores[1], inputs, judged)
    runs = _headline_runs(fitted, seed)
    change = tuple(contrast(r) for r in runs)
    split = _split(runs[1], change[1], judged, lessons)
    rejections, twice = _rejections(inputs)
    return Taught(
        lessons=lessons,
        declared=tuple(_pair(a, b, scores) for a, b in DECLARED if a in scores[1] and b in scores[1]),
        confounded=_confounded(scores),
        rejections=rejections,
        any_rejected=twice,
        worths=_worths(fitted, change[1], seed),
        inside=_inside(dict(inputs[1]), seed),
        headline=(_points(change[0]), _points(change[1])),
        judgement=split[0],
        not_narrowed=split[1],
    )


def _points(values: Array) -> tuple[float, ...]:
    return tuple(float(v) for v in np.percentile(values, _LEVELS))


def _lessons(
    scores: Mapping[str, Array],
    inputs: Both,
    judged: Collection[str],
) -> tuple[Lesson, ...]:
    found = (
        Lesson(
            name,
            float(1.0 - score.var()),
            float(score.mean()),
            _points(inputs[0][name]),
            _points(inputs[1][name]),
            name in judged,
        )
        for name, score in scores.items()
    )
    return tuple(sorted(found, key=lambda one: -(max(one.contraction, 0.0) + one.shift**2)))


def _headline_runs(fitted: Posterior, seed: int) -> tuple[RunSet, RunSet]:
    bases = calibration.prior_basis(), calibration.posterior_basis(fitted)
    size = fitted.members
    return (
        run_scenarios(HEADLINE_PAIR, size, seed, outcomes=[HEADLINE], basis=bases[0]),
        run_scenarios(HEADLINE_PAIR, size, seed, outcomes=[HEADLINE], basis=bases[1]),
    )


def contrast(runs: RunSet) -> Array:
    """Headline contrast of every draw."""
    first, second = (at_year_end(runs, HEADLINE, name, HEADLINE_YEAR) for name in HEADLINE_PAIR)
    return np.asarray(first - second)


def _split(
    runs: RunSet, change: Array, judged: Collection[str], lessons: Sequence[Lesson]
) -> tuple[float, float]:
    """Shares of variance from judgement, and from what the record did not narrow."""
    open_ended = {name for name in runs.parameters if name.startswith(DISCREPANCY)}
    wide = {one.input for one in lessons if one.contraction < NARROWED} | open_ended
    sets = ({*judged} | open_ended, wide)
    found = [judgement_share(runs.parameters, change, one) for one in sets]
    shares = [np.nan if one is None else one.judgement for one in found]
    return float(shares[0]), float(shares[1])


def _pair(a: str, b: str, scores: Both) -> Pair:
    before, after = (float(np.corrcoef(s[a], s[b])[0, 1]) for s in scores)
    return Pair(a, b, before, after)


def _confounded(scores: Both) -> tuple[Pair, ...]:
    """Pairs of inputs that the record ties most: only a combination of them is known better."""
    names = list(scores[1])
    before, after = (np.atleast_2d(np.corrcoef(np.stack([s[n] for n in names]))) for s in scores)
    rows, columns = np.triu_indices(len(names), 1)
    order = np.argsort(-np.abs(after[rows, columns] - before[rows, columns]), kind="stable")[:_PAIRS]
    return tuple(
        Pair(names[i], names[j], float(before[i, j]), float(after[i, j]))
        for i, j in zip(rows[order], columns[order], strict=True)
    )


def _rejections(
    inputs: Both,
) -> tuple[tuple[Rejection, ...], tuple[float, float]]:
    last = {o.line: o for o in calibration.observations()}
    seen = tuple(last.values())
    far = tuple(_implausible(dict(draws), seen) for draws in inputs)
    titles = {line.id: line.title for line in calibration.history_lines()}
    rows = tuple(
        Rejection(o.line, titles[o.line], o.until, float(far[0][:, i].mean()), float(far[1][:, i].mean()))
        for i, o in enumerate(seen)
    )
    first, second = (float((f.sum(1) >= 2).mean()) for f in far)
    return rows, (first, second)


def _implausible(draws: dict[str, Array], seen: Sequence[Observation]) -> Array:
    """Whether each report lies more than three errors from each draw: (draw, observation)."""
    said = calibration.predictions(draws, seen)
    columns = [calibration.distance(o, said[:, i]) > _IMPLAUSIBLE for i, o in enumerate(seen)]
    return np.stack(columns, axis=1)


def _inside(draws: dict[str, Array], seed: int) -> tuple[int, int]:
    """Count reports inside the posterior predictive 90 %; bounds and rival observers aside."""
    seen = [o for o in calibration.observations() if o.form in {"point", "range"} and not o.mixture]
    said = calibration.predictions(draws, seen)
    rng = np.random.default_rng(seed)
    ranks = [_rank(o, said[:, i], rng) for i, o in enumerate(seen)]
    return sum(abs(rank - 0.5) <= 0.45 for rank in ranks), len(seen)


def _rank(one: Observation, said: Array, rng: np.random.Generator) -> float:
    reported = one.scaled(said) + calibration.total_error(one) * rng.standard_normal(len(said))
    return float((reported < one.scaled(one.value)).mean())


def _worths(fitted: Posterior, change: Array, seed: int) -> tuple[Worth, ...]:
    asked = calibration.upcoming(NEXT_YEAR)
    order = fitted.chosen(fitted.members, seed)
    said = calibration.predictions(fitted.all_inputs(), asked)[order]
    titles = {line.id: line.title for line in calibration.history_lines()}
    rng = np.random.default_rng(seed)
    found = (
        Worth(o.line, titles[o.line], NEXT_YEAR, narrower(change, o.scaled(said[:, i]), o.error, rng))
        for i, o in enumerate(asked)
    )
    return tuple(sorted(found, key=lambda one: -one.narrower))


def narrower(change: Array, told: Array, error: float, rng: np.random.Generator) -> float:
    """Expected shrinkage of the 90 % interval of a contrast by a report with an error.

    >>> rng = np.random.default_rng(1)
    >>> truth, noise = rng.standard_normal(4000), rng.standard_normal(4000)
    >>> narrower(truth, truth, 0.1, rng) > 0.7, abs(narrower(truth, noise, 0.1, rng)) < 0.05
    (True, True)
    """
    known, guessed = [], []
    for _ in range(_ROUNDS):
        report = told + error * rng.standard_normal(len(told))
        known.append(_width(change, report))
        guessed.append(_width(change, rng.permutation(report)))
    base = float(np.mean(guessed))
    return 1.0 - float(np.mean(known)) / base if base > 0.0 else 0.0


def _width(change: Array, report: Array) -> float:
    """Mean width of the 90 % interval within bins of a report."""
    parts = np.array_split(change[np.argsort(report, kind="stable")], _BINS)
    return float(np.mean([np.ptp(np.percentile(part, (_LEVELS[0], _LEVELS[2]))) for part in parts]))
