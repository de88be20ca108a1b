"""Runs of all shipped claims on the priors, made once a test process."""

from __future__ import annotations

from functools import cache

from fabcast import ensemble, facts
from fabcast.analysis import CheckedClaim, Runs, check_claims, needed, tool_scenarios, with_tool_shares

DRAWS = 256


@cache
def runs() -> Runs:
    """Every scenario, outcome and tool class that the shipped claims need."""
    scenarios, outcomes = needed(facts.claims())
    done = ensemble.run_scenarios(scenarios, DRAWS, 1, outcomes=outcomes)
    return with_tool_shares(done, tool_scenarios(facts.claims()))


@cache
def checked() -> dict[str, CheckedClaim]:
    """The shipped claims with their answers, by id."""
    return {one.claim.id: one for one in check_claims(facts.claims(), runs())}
