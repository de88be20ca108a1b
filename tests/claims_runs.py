"""Runs of all shipped claims on the priors, made once a test process."""

from __future__ import annotations

from functools import cache

from fabcast import ensemble, facts
from fabcast.analysis import CheckedClaim, check_claims, needed

DRAWS = 256


@cache
def runs() -> ensemble.RunSet:
    """Every scenario and outcome that the shipped claims need."""
    scenarios, outcomes = needed(facts.claims())
    return ensemble.run_scenarios(scenarios, DRAWS, 1, outcomes=outcomes)


@cache
def checked() -> dict[str, CheckedClaim]:
    """The shipped claims with their answers, by id."""
    return {one.claim.id: one for one in check_claims(facts.claims(), runs())}
