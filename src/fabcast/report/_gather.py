"""Collect what the other rooms say about the ids in a run: the books behind a brief.

Those rooms are imported only when asked: a brief made from finished runs needs none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ._content import Hindcast, OutcomeWords, ScenarioWords, SourceLine
from ._evidence import Evidence, ParameterWords
from ._headline import PHRASES, REFERRING

if TYPE_CHECKING:
    from fabcast.facts import InputPath, Observation, Parameter
    from fabcast.scenario import Scenario

PATH_SHOCK = "path_shock."
"""Prefix of the stream that moves a whole dated input up or down."""
FROM_SERIES = {"smuggled_supply": "cn.smuggled.cum_h100e"}
"""Dated inputs that the ensemble builds from a recorded series instead of an input path."""


def gather(scenarios: Sequence[Scenario]) -> Evidence:
    """Make the evidence of a brief from the shipped facts, the outcome list and loaded scenarios.

    Parameters
    ----------
    scenarios
        The scenarios that the runs hold: the one in question, its base, then others.

    Returns
    -------
    Evidence
        Words for scenarios, outcomes and parameters, and the sources of all that the model draws on.
    """
    from fabcast.model import OUTCOMES

    return Evidence(
        scenarios=_scenarios(scenarios),
        outcomes={
            o.id: OutcomeWords(o.id, o.label, o.unit, o.definition, o.leaves_out) for o in OUTCOMES.values()
        },
        parameters=input_words(),
        sources=_sources(),
        hindcast=_hindcast(),
    )


def _hindcast() -> Hindcast:
    """Score of past forecasts with legal acts as they happened, from all origins."""
    from fabcast.calibration import load_hindcasts, summarise

    found = load_hindcasts()
    summary = summarise(found.rows, "as_happened")
    return Hindcast(len(summary.rows), summary.coverage(0.9), stale=bool(found.stale))


def _scenarios(scenarios: Sequence[Scenario]) -> dict[str, ScenarioWords]:
    """Put scenarios in words; the second may refer to what the first has named."""
    words = {s.id: scenario_words(s) for s in scenarios}
    pair = tuple(words)[:2]
    if pair in REFERRING:
        words[pair[1]] = replace(words[pair[1]], phrase=REFERRING[pair])
    return words


def scenario_words(scenario: Scenario) -> ScenarioWords:
    """Put a scenario in words; its title stands inside sentences unless a phrase is known.

    >>> from fabcast.scenario import Scenario
    >>> scenario_words(Scenario("my", "My reform", "", "All else equal.", ())).phrase
    'the scenario “My reform”'
    """
    from fabcast.scenario import REACTIONS

    base, reacting = scenario.id.removesuffix(f"+{REACTIONS}"), scenario.id.endswith(f"+{REACTIONS}")
    phrase = PHRASES.get(base, f"the scenario “{scenario.title}”")
    if reacting and base in PHRASES:
        phrase += ", with governments that react"
    return ScenarioWords(scenario.id, scenario.title, phrase, scenario.description)


def parameter_words(parameter: Parameter) -> ParameterWords:
    """Put a parameter in words. It rests on judgement if graded D or recorded as judgement."""
    judged = parameter.grade == "D" or parameter.kind == "judgement"
    return ParameterWords(
        description=parameter.description,
        unit=parameter.unit,
        low=parameter.low,
        central=parameter.central,
        high=parameter.high,
        grade=parameter.grade.value,
        judged=judged,
        sources=parameter.source_ids,
    )


def path_words(path: InputPath) -> ParameterWords:
    """Put the shared shock of a dated input in words; it is drawn in standard deviations."""
    judged = path.grade == "D" or path.kind == "judgement"
    return _shock_words(path.description, path.grade, path.source_ids, judged=judged)


def series_words(reports: Sequence[Observation]) -> ParameterWords:
    """Put the shared shock of a recorded series in words; its worst grade stands for all."""
    sources = tuple(dict.fromkeys(s for report in reports for s in report.source_ids))
    grade = max(report.grade for report in reports)
    return _shock_words(reports[0].entity, grade, sources, judged=grade == "D")


def _shock_words(what: str, grade: str, sources: tuple[str, ...], *, judged: bool) -> ParameterWords:
    return ParameterWords(
        description=f"{what}: the whole path, higher or lower",
        unit="sd",
        low=-1.64,
        central=0.0,
        high=1.64,
        grade=str(grade),
        judged=judged,
        sources=sources,
    )


def input_words() -> dict[str, ParameterWords]:
    """Words for everything that an ensemble draws: parameters, path shocks, discrepancies."""
    from fabcast import facts

    return (
        {name: parameter_words(p) for name, p in facts.parameters().items()}
        | {f"{PATH_SHOCK}{name}": path_words(path) for name, path in facts.paths().items()}
        | {f"{PATH_SHOCK}{name}": series_words(facts.series()[s]) for name, s in FROM_SERIES.items()}
        | _discrepancies()
    )


def judged_inputs() -> frozenset[str]:
    """Ids of inputs that rest on judgement.

    >>> "disc_log" in judged_inputs()
    True
    """
    return frozenset(name for name, words in input_words().items() if words.judged)


def _discrepancies() -> dict[str, ParameterWords]:
    """Put what the equations leave out in words, one for each family of outcomes."""
    from fabcast import facts
    from fabcast.ensemble import family
    from fabcast.model import OUTCOMES

    size = facts.parameters()["disc_log"]
    return {
        family(o.id)[0]: _shock_words(
            f"What the equations leave out ({_inside(o.label)})",
            size.grade,
            size.source_ids,
            judged=True,
        )
        for o in reversed(OUTCOMES.values())
    }


def _inside(label: str) -> str:
    """Write a label as it stands inside a sentence: small, unless it starts with an abbreviation.

    >>> _inside("Revenue from chips"), _inside("AI compute"), _inside("U.S. lead")
    ('revenue from chips', 'AI compute', 'U.S. lead')
    """
    return label if not label[1:2].islower() else label[:1].lower() + label[1:]


def _sources() -> dict[str, SourceLine]:
    """List the sources of every used parameter and of every dated input."""
    from fabcast import facts

    used = {s for p in facts.parameters().values() if p.status == "used" for s in p.source_ids}
    used |= {s for path in facts.paths().values() for s in path.source_ids}
    used |= {s for name in FROM_SERIES.values() for row in facts.series()[name] for s in row.source_ids}
    known = facts.sources()
    return {s: SourceLine(s, known[s].title, known[s].address, known[s].grade.value) for s in sorted(used)}
