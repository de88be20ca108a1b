"""What an answer is sensitive to, by five methods, each with its own question.

Methods that need a law to draw from in a form of their own (Morris, Sobol') use the priors, where
inputs are functions of independent scores. Shapley effects draw from the copula of the basis; δ and
slopes take the draws of the basis as they are. All run the equations alone: what the equations
leave out (the discrepancy) is not an input of theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.special import ndtri

from fabcast.calibration import Beliefs, posterior
from fabcast.ensemble import Basis, varying
from fabcast.errors import BadInput
from fabcast.model import year_end_index

from ._by_quarter import first_order
from ._copula import Copula
from ._estimate import Estimate, bootstrap
from ._moment_free import delta, delta_value
from ._morris import elementary_effects, morris, trajectories
from ._players import NAMED, Player, independent, reduced, scores, weights
from ._question import Progress, Question, distinct_draws
from ._runs import Array
from ._shapley_effects import parts_of_walks, shapley_effects, walks
from ._slopes import slopes
from ._sobol import pick_freeze, sobol

METHODS = ("morris", "sobol", "shapley", "delta", "gradient")
FEWEST_RUNS = 1024
_RANGE = (0.05, 0.95)
"""Ends of the range over which the screen moves an input, as probabilities."""
_FEWEST_SLOPES = 16
_COST_OF_A_SLOPE = 8
"""Runs of the kernel that one slope takes the time of."""


@dataclass(frozen=True, slots=True)
class Row:
    """One player with its measures by name."""

    player: Player
    measures: Mapping[str, Estimate]


@dataclass(frozen=True)
class Sensitivity:
    """What one method says.

    Attributes
    ----------
    method, basis
        Which, and what was drawn from.
    rows
        Players, heaviest first; *everything else*, where there is one, last.
    runs
        Runs of each scenario that it took, a screen before it included.
    checks
        Numbers beside the table, by name.
    """

    method: str
    basis: str
    rows: tuple[Row, ...]
    runs: int
    checks: Mapping[str, float] = field(default_factory=dict)

    def named(self) -> tuple[Row, ...]:
        """Rows without *everything else*."""
        return tuple(row for row in self.rows if row.player.kind != "rest")


def sensitivity(
    question: Question, method: str, runs: int, seed: int, basis: Basis, progress: Progress | None = None
) -> Sensitivity:
    """Ask one method.

    Parameters
    ----------
    question
        What is asked about.
    method
        One of `METHODS`.
    runs
        Runs of each scenario that the method may take, a screen not counted.
    seed
        Same seed, same answer.
    basis
        What answers rest on; Morris and Sobol' use the priors whatever it is.
    progress
        Told of runs done.

    Raises
    ------
    BadInput
        The method is unknown or cannot take a date, runs are too few, or nothing varies.
    """
    if method not in METHODS:
        raise BadInput(f"method '{method}' is not known; choose one of {', '.join(METHODS)}")
    if runs < FEWEST_RUNS:
        raise BadInput(f"{runs} runs are too few for a sensitivity; ask for at least {FEWEST_RUNS}")
    if question.is_date and method != "delta":
        raise BadInput(
            f"outcome '{question.outcome}' is a date and may never come, so it has no variance and no slope; "
            "use the method delta"
        )
    made = _MAKERS[method](question, runs, seed, basis, progress)
    named = sorted(made.named(), key=_weight, reverse=True)
    rest = tuple(row for row in made.rows if row.player.kind == "rest")
    return Sensitivity(made.method, made.basis, (*named, *rest), made.runs, made.checks)


def _weight(row: Row) -> float:
    """Size of a row's first measure; only a slope's step has a sign of its own."""
    name, first = next(iter(row.measures.items()))
    return abs(first.value) if name == "step" else first.value


def runs_of(method: str, budget: int) -> int:
    """Runs of each scenario that a method takes of a budget, its screen included: for a progress bar."""
    return budget * {"sobol": 2, "shapley": 2, "gradient": 2}.get(method, 1)


def _screened(
    question: Question, runs: int, seed: int, progress: Progress | None
) -> tuple[Beliefs, Array, int]:
    """Elementary effects of every score of the priors, (trajectory, score), and the runs they took."""
    beliefs = Beliefs.from_facts()
    count = max(4, runs // (beliefs.size + 1))
    design = trajectories(beliefs.size, count, np.random.default_rng([seed, 1]))
    low, high = _RANGE
    z = ndtri(low + (high - low) * design.points.reshape(-1, beliefs.size))
    y = _varied(question.at_year(beliefs.inputs(z), progress))
    return beliefs, elementary_effects(design, y.reshape(count, -1)), len(z)


def _varied(y: Array) -> Array:
    if np.ptp(y[np.isfinite(y)]) == 0.0 if np.isfinite(y).any() else len(set(y.tolist())) < 2:
        raise BadInput("the outcome is the same in every draw: nothing moves it; choose a later year")
    return y


def _morris(question: Question, runs: int, seed: int, _: Basis, progress: Progress | None) -> Sensitivity:
    beliefs, effects, taken = _screened(question, runs, seed, progress)
    size, bend = morris(effects, np.random.default_rng([seed, 2]))
    rows = [Row(one, {"mu_star": size[k], "sigma": bend[k]}) for k, one in enumerate(scores(beliefs))]
    checks = {"trajectories": float(len(effects)), "inputs": float(len(rows))}
    return Sensitivity("morris", "prior", tuple(rows), taken, checks)


def _sobol(question: Question, runs: int, seed: int, _: Basis, progress: Progress | None) -> Sensitivity:
    beliefs, effects, taken = _screened(question, runs, seed, progress)
    everyone = independent(beliefs)
    players = reduced(everyone, weights(everyone, np.abs(effects).mean(axis=0)))
    power = int(np.log2(runs / (len(players) + 2)))
    design = pick_freeze(beliefs.size, [one.columns for one in players], power, seed)
    z = design.reshape(-1, beliefs.size)
    y = _varied(question.at_year(beliefs.inputs(z), progress)).reshape(len(design), -1)
    found = sobol(y, np.random.default_rng([seed, 3]))
    rows = tuple(
        Row(one, {"total": total, "first": first})
        for one, first, total in zip(players, found.first, found.total, strict=True)
    )
    return Sensitivity("sobol", "prior", rows, taken + len(z), {"points": float(2**power)})


def _shapley(
    question: Question, runs: int, seed: int, basis: Basis, progress: Progress | None
) -> Sensitivity:
    members, y, taken = _given(question, runs, seed, basis, progress)
    copula = _copula(basis)
    everyone = tuple(Player(name, "input", (name,), (k,)) for k, name in enumerate(copula.names))
    players = reduced(everyone, _strength(members, y, seed))
    count = runs // (len(players) + 1)
    made = walks(copula.normal, [one.columns for one in players], count, np.random.default_rng([seed, 4]))
    z = made.scores.reshape(-1, len(copula.names))
    drawn = _varied(question.at_year(copula.inputs(z), progress)).reshape(len(made.scores), -1)
    found = shapley_effects(parts_of_walks(made, drawn), np.random.default_rng([seed, 5]))
    rows = tuple(Row(one, {"share": share}) for one, share in zip(players, found.shares, strict=True))
    spread = {
        f"{whose}_p{p}": float(np.quantile(values, p / 100))
        for whose, values in (("copula", drawn[0]), ("basis", y))
        for p in (5, 50, 95)
    }
    checks = {"walks": float(count), "sd": float(np.sqrt(found.variance.value)), **spread}
    return Sensitivity("shapley", basis.name, rows, taken + len(z), checks)


def _delta(question: Question, runs: int, seed: int, basis: Basis, progress: Progress | None) -> Sensitivity:
    members, y, taken = _given(question, runs, seed, basis, progress)
    rng = np.random.default_rng([seed, 6])
    rows = tuple(
        Row(Player(name, "input", (name,), ()), {"delta": delta(values, y, rng)})
        for name, values in varying(members).items()
    )
    checks = {"draws": float(len(y)), "never": float(np.isinf(y).mean())}
    return Sensitivity("delta", basis.name, rows, taken, checks)


def _gradient(
    question: Question, runs: int, seed: int, basis: Basis, progress: Progress | None
) -> Sensitivity:
    """Slopes along each named input at draws of the basis, beside what the input does over its range."""
    members, y, taken = _given(question, runs, seed, basis, progress)
    strength = _strength(members, y, seed)
    names = sorted(strength, key=lambda name: -strength[name])[:NAMED]
    count = max(_FEWEST_SLOPES, min(len(y), runs // _COST_OF_A_SLOPE // len(names)))
    at = {name: np.tile(values[:count], len(names)) for name, values in members.items()}
    place = np.repeat(np.arange(len(names)), count)
    along = {name: _step(members[name]) * (place == k) for k, name in enumerate(names)}
    end = year_end_index(question.year)
    found = slopes(at, along, question.paths, question.outcome, end, progress or _unheard)
    each = (found[0] if question.against is None else found[0] - found[1]).reshape(len(names), count).T
    whole = first_order(np.stack([members[name] for name in names], axis=1), y)
    rows = _slope_rows(names, each, whole, float(y.var()), np.random.default_rng([seed, 7]))
    return Sensitivity("gradient", basis.name, rows, taken + each.size, {"draws": float(count)})


def _slope_rows(
    names: Sequence[str], each: Array, whole: Sequence[Estimate], variance: float, rng: np.random.Generator
) -> tuple[Row, ...]:
    """Mean effect of a step, its share of the variance were the model straight, the share over the range."""

    def summary(mean: Array) -> Array:
        return np.concatenate([mean, mean[..., : len(names)] ** 2 / variance], axis=-1)

    found = bootstrap(np.concatenate([each, each == 0.0], axis=1), summary, rng)
    step, flat, straight = (found[k * len(names) : (k + 1) * len(names)] for k in range(3))
    return tuple(
        Row(
            Player(name, "input", (name,), ()),
            {"step": step[k], "straight": straight[k], "first": whole[k], "flat": flat[k]},
        )
        for k, name in enumerate(names)
    )


def _unheard(_: int) -> None:
    """Nobody watches."""


def _step(values: Array) -> float:
    """Half the middle 68 %: one standard deviation of a normal."""
    low, high = np.quantile(values, (0.1587, 0.8413))
    return float(high - low) / 2.0


def _given(
    question: Question, runs: int, seed: int, basis: Basis, progress: Progress | None
) -> tuple[dict[str, Array], Array, int]:
    """Draws of the basis and their outcomes; members of a fit are taken at most once."""
    count = distinct_draws(basis, runs)
    inputs = basis.draw(count, seed, 0)
    return inputs, _varied(question.at_year(inputs, progress)), count


def _strength(members: Mapping[str, Array], y: Array, seed: int) -> dict[str, float]:
    """δ of every input that varies: what players are chosen by."""
    rng = np.random.default_rng([seed, 8])
    return {name: delta_value(values, y, rng) for name, values in varying(members).items()}


def _copula(basis: Basis) -> Copula:
    if basis.name == "posterior":
        return Copula.of_members(posterior().all_inputs())
    beliefs = Beliefs.from_facts()
    return Copula.of_priors(beliefs.priors, beliefs.shocks)


_Maker = Callable[[Question, int, int, Basis, Progress | None], Sensitivity]
_MAKERS: dict[str, _Maker] = {
    "morris": _morris,
    "sobol": _sobol,
    "shapley": _shapley,
    "delta": _delta,
    "gradient": _gradient,
}
