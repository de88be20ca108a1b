"""The claims board as one HTML file: no script, nothing fetched; filters work by style alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from fabcast import facts
from fabcast.analysis import Answer, CheckedClaim

from ._claims_figures import across_thresholds, by_date
from ._claims_order import STATUS_WORDS
from ._claims_words import amount, because, probability_words, threshold, title, verdict
from ._content import SourceLine
from ._evidence import ParameterWords
from ._format import share
from ._words import draws_in_words, sampling

TEMPLATES = files("fabcast.report") / "templates"


@dataclass(frozen=True, slots=True)
class Card:
    """One claim as the page shows it: written numbers, drawn figures."""

    tested: CheckedClaim
    because: str
    chance: str
    verdict: str | None
    bar: float | None
    """Length of the probability bar in percent; None where there is none."""
    where: str
    threshold: str
    bases: tuple[tuple[str, str, str, str], ...]
    turns: tuple[tuple[str, str, str, str], ...]
    curve: str
    dates: str
    years: tuple[tuple[str, ...], ...]
    record: tuple[tuple[str, str, str], ...]
    sources: tuple[SourceLine, ...]


def claims_html(
    checked: Sequence[CheckedClaim], parameters: Mapping[str, ParameterWords], *, draws: int, seed: int
) -> str:
    """Render tested claims as one self-contained page.

    Parameters
    ----------
    checked
        Tested claims in the order of the page.
    parameters
        Words for parameters.
    draws, seed
        What the runs behind them were made with.

    Returns
    -------
    str
        A whole HTML document.
    """
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string((TEMPLATES / "claims.html.j2").read_text(encoding="utf-8"))
    style = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in ("brief.css", "claims.css"))
    return template.render(
        cards=[card(one, parameters) for one in checked],
        statuses=_counts(checked),
        ours=sum(one.ours for one in checked),
        style=style.replace("/* dark figures */", ""),
        standing=claims_standing(checked, draws, seed),
        sampling=sampling(draws),
    )


def claims_standing(checked: Sequence[CheckedClaim], draws: int, seed: int) -> str:
    """Say in one line what tested claims stand on."""
    fitted = any(one.ensemble == "posterior" for one in checked)
    basis = "fitted to the record" if fitted else "prior ranges, not fitted to the record"
    return f"{draws_in_words(draws)} · seed {seed} · {basis} · facts as of {facts.AS_OF.isoformat()}"


def _counts(checked: Sequence[CheckedClaim]) -> list[tuple[str, str, int]]:
    return [(key, words, sum(one.status == key for one in checked)) for key, words in STATUS_WORDS.items()]


def card(one: CheckedClaim, parameters: Mapping[str, ParameterWords]) -> Card:
    """Lay a tested claim out for the page."""
    answer = one.answer if one.status != "not_modelled" else None
    modelled = answer if one.status == "modelled" else None
    return Card(
        tested=one,
        because=because(one),
        chance=probability_words(answer) if answer else "no answer",
        verdict=verdict(one),
        bar=round(100.0 * answer.probability, 1) if answer else None,
        where=" against ".join(title(name) for name in one.scenarios),
        threshold=threshold(one),
        bases=tuple(_basis(one, a) for a in one.bases),
        turns=_turns(modelled, parameters) if modelled else (),
        curve=across_thresholds(one, modelled) if modelled else "",
        dates=by_date(modelled) if modelled else "",
        years=_years(modelled) if modelled else (),
        record=tuple(_report(one, i) for i in range(len(one.record))),
        sources=tuple(_source(name) for name in one.claim.source_ids),
    )


def _basis(one: CheckedClaim, answer: Answer) -> tuple[str, str, str, str]:
    value = amount(answer, one.unit, signed=len(one.scenarios) > 1 and one.status == "modelled")
    return (
        answer.basis or one.unit,
        f"{answer.bound} {value}".strip(),
        probability_words(answer),
        answer.note,
    )


def _turns(answer: Answer, parameters: Mapping[str, ParameterWords]) -> tuple[tuple[str, str, str, str], ...]:
    def name(parameter: str) -> str:
        return parameters[parameter].description if parameter in parameters else parameter

    return tuple((name(t.parameter), t.parameter, share(t.low), share(t.high)) for t in answer.turns_on)


def _years(answer: Answer) -> tuple[tuple[str, ...], ...]:
    """Table twin of the figure by date: year, all draws, then the thirds where there are any."""
    thirds = {row[0]: row[1:] for row in answer.by_displacement}
    return tuple((str(y), share(p), *(share(q) for q in thirds.get(y, ()))) for y, p in answer.by_year)


def _report(one: CheckedClaim, index: int) -> tuple[str, str, str]:
    report = one.record[index]
    value = Answer("", "", "", 0.0, report.range.low, report.central, report.range.high, 1.0)
    known = [facts.sources()[name].title for name in report.source_ids]
    return report.period, amount(value, one.unit), "; ".join(known)


def _source(name: str) -> SourceLine:
    known: Any = facts.sources().get(name)
    return (
        SourceLine(name, known.title, known.address, known.grade.value)
        if known
        else SourceLine(name, name, name, "")
    )
