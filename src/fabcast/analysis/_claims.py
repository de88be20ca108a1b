"""Claims tested: whether a statement is true, how sure that is, and on what it turns.

Each claim goes through the readings of its quantity in order (`_claims_map`): the record, where it
covers the horizon; rule arithmetic; the model, once a basis; else the reason why it is not modelled.
All scenarios are run once on common draws, so a claim about two of them is a paired contrast.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from fabcast import scenario
from fabcast.facts import Claim
from fabcast.model import QUARTERS

from ._claims_answer import Answer, CheckedClaim, pair_of
from ._claims_horizon import Horizon, read_horizon
from ._claims_map import Reading, assumed_answer, readings
from ._claims_model import outcomes_in, read_pair, values_in
from ._claims_numbers import answer_of
from ._claims_record import Report, reports_at
from ._claims_rules import rule_value
from ._claims_tools import tool_scenarios, with_tool_shares
from ._claims_truth import Condition
from ._claims_turns import Deciders
from ._runs import Runs

EMPTY_BOUND = "the model gives only a bound, and it leaves the claim open"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def needed(claims: Iterable[Claim]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """List the scenarios and the outcomes that must be run to test claims, each once.

    >>> from fabcast import facts
    >>> needed(facts.claims()[:1])
    (('h200_open',), ('us_designed_share_of_new_ai_compute_in_china',))
    """
    scenarios: dict[str, None] = {}
    outcomes: dict[str, None] = {}
    for claim in claims:
        found = [r for r in readings(claim.quantity, claim.unit) if r.route == "model"]
        names = pair_of(claim)
        if found and not assumed_answer(claim.quantity, names):
            scenarios |= dict.fromkeys(names)
            outcomes |= dict.fromkeys(name for reading in found for name in outcomes_in(reading.formula))
    return tuple(scenarios), tuple(outcomes)


def check_claims(claims: Sequence[Claim], runs: Runs | None, seed: int = 0) -> tuple[CheckedClaim, ...]:
    """Test claims against the record, the rules and finished runs.

    Parameters
    ----------
    claims
        What to test, in the order of the answer.
    runs
        Runs that hold what `needed` lists; None if it lists nothing.
    seed
        Seed of the shuffles behind the noise floor of deciding parameters.

    Returns
    -------
    tuple of CheckedClaim
        One a claim.

    Raises
    ------
    BadInput
        A quantity, scenario or horizon that cannot be used; `check_claim` says so with the field.
    """
    model = None if runs is None else _model(claims, runs, seed)
    return tuple(_Case(claim, model).tested() for claim in claims)


def _model(claims: Sequence[Claim], runs: Runs, seed: int) -> _Model:
    """Prepare finished runs for questions; shares of tool classes are run where claims ask for them."""
    tools = [name for name in tool_scenarios(claims) if scenario.load(name).id in runs.scenarios]
    return _Model(with_tool_shares(runs, tools), Deciders(runs.parameters, seed))


@dataclass(frozen=True)
class _Model:
    """Finished runs with the bins of their parameters."""

    runs: Runs
    deciders: Deciders

    def answer(self, claim: Claim, reading: Reading, condition: Condition, horizon: Horizon) -> Answer:
        """Read a claim on one basis."""
        names = [scenario.load(name).id for name in pair_of(claim)]
        values = read_pair(self.runs, reading, names[0], "" if reading.pair == "level" else names[1])
        return answer_of(
            values,
            reading,
            condition,
            horizon.index,
            quarters=self.runs.quarters,
            branch=_branch(names),
            deciders=self.deciders,
        )

    @property
    def ensemble(self) -> str:
        """Where the draws come from."""
        return str(self.runs.record.get("basis", ""))

    @property
    def draws(self) -> int:
        """Number of draws."""
        return int(next(iter(self.runs.values.values())).shape[1])


@dataclass
class _Case:
    """One claim on its way through the readings."""

    claim: Claim
    model: _Model | None
    record: list[Report] = field(default_factory=list)

    def tested(self) -> CheckedClaim:
        found = readings(self.claim.quantity, self.claim.unit)
        condition = Condition.of(self.claim.comparator, self.claim.threshold)
        horizon = self._horizon()
        blank = CheckedClaim(self.claim, "not_modelled", found[0].label, found[0].unit, horizon.words)
        done = (
            self._settled(blank, found, condition, horizon)
            or self._by_rule(blank, found, condition, horizon)
            or self._modelled(blank, found, condition, horizon)
            or replace(blank, reason=self._reason(found))
        )
        return replace(done, record=tuple(self.record))

    def _horizon(self) -> Horizon:
        return read_horizon(self.claim.horizon, QUARTERS, _branch(pair_of(self.claim)))

    def _settled(
        self, blank: CheckedClaim, found: Sequence[Reading], condition: Condition, horizon: Horizon
    ) -> CheckedClaim | None:
        """Answer from the record, if every report at the horizon falls on one side."""
        for reading in (r for r in found if r.route == "record"):
            self.record += reports_at(reading.formula, horizon.year, self.claim.source_ids)
        covering = [report for report in self.record if report.covers]
        verdicts = {report.range.verdict(condition) for report in covering}
        if len(verdicts) != 1 or verdicts == {None} or pair_of(self.claim) != ("actual",):
            return None
        low = min(report.range.low for report in covering)
        high = max(report.range.high for report in covering)
        middle = float(np.median([report.central for report in covering]))
        basis = next(r.basis for r in found if r.route == "record")
        answer = Answer(basis, "", "", float(verdicts.pop() is True), low, middle, high, 1.0)
        return replace(blank, status="settled", bases=(answer,))

    def _by_rule(
        self, blank: CheckedClaim, found: Sequence[Reading], condition: Condition, horizon: Horizon
    ) -> CheckedClaim | None:
        """Answer by arithmetic on published specifications and on the rules of the day."""
        on = _last_day(self.claim.horizon, horizon)
        answers = []
        for reading in (r for r in found if r.route == "rule"):
            value = rule_value(reading.formula, on)
            if value is not None:
                true = float(condition.holds(np.array([value]))[0])
                answers.append(Answer(reading.basis, "", reading.note, true, value, value, value, 1.0))
        return replace(blank, status="rule", bases=tuple(answers)) if answers else None

    def _modelled(
        self, blank: CheckedClaim, found: Sequence[Reading], condition: Condition, horizon: Horizon
    ) -> CheckedClaim | None:
        modelled = [r for r in found if r.route == "model" and self._was_run(r)]
        assumed = assumed_answer(self.claim.quantity, pair_of(self.claim))
        if not modelled or assumed or self.model is None:
            return None
        answers = tuple(self.model.answer(self.claim, r, condition, horizon) for r in modelled)
        told = replace(blank, bases=answers, draws=self.model.draws, ensemble=self.model.ensemble)
        if answers[0].says_nothing:
            return replace(told, reason=EMPTY_BOUND)
        return replace(told, status="modelled", caveat=_caveat(pair_of(self.claim), horizon))

    def _was_run(self, reading: Reading) -> bool:
        """Whether the runs hold all that a formula reads."""
        known = self.model.runs.values if self.model else {}
        return all(name in known for name in values_in(reading.formula))

    def _reason(self, found: Sequence[Reading]) -> str:
        assumed = assumed_answer(self.claim.quantity, pair_of(self.claim))
        if assumed:
            return assumed
        none = [reading.note for reading in found if reading.route == "none"]
        if not none and any(reading.route == "model" for reading in found):
            return "what it needs was not run"
        words = none[0] if none else "the figures that it needs are not known at its horizon"
        if any(report.covers for report in self.record):
            return f"reports at the horizon do not settle it, and {words}"
        return words


def _branch(names: Sequence[str]) -> int:
    """First quarter in which each of the scenarios is its own."""
    return max((scenario.branch_quarter(scenario.load(name)) for name in names if name), default=0)


def _last_day(text: str, horizon: Horizon) -> date:
    """Day on which rules and chips are looked at."""
    return date.fromisoformat(text) if _DAY.fullmatch(text) else date(horizon.year, 12, 31)


def _caveat(names: Sequence[str], horizon: Horizon) -> str:
    """Say that a scenario has had no full year of its own by the horizon."""
    late = [name for name in names if _branch((name,)) > horizon.index - 3]
    if not late:
        return ""
    one = scenario.load(late[0])
    return f"{one.id} leaves {one.lineage[1]} on {one.branches_from}; until then the two are the same"
