"""Fills the page on rival forms from the code, at ``<!-- structures: forms -->`` and ``answers``.

The model runs once a build: 256 draws of five pairs of scenarios under each form.
"""

import re
from functools import cache
from typing import Any

from fabcast import facts, scenario
from fabcast.analysis import RivalForm, UnderForm, rival_forms, under_forms
from fabcast.calibration import choose_basis
from fabcast.cli._forms import _Forms
from fabcast.ensemble import run_scenarios
from fabcast.report._forms import forms_table, forms_words

MARK = re.compile(r"<!-- structures: (forms|answers) -->")
DRAWS = 256
QUESTIONS = (
    ("h200_open", "h200_denied", "china_compute_stock"),
    ("actual", "no_controls", "china_compute_stock"),
    ("actual", "no_controls", "domestic_share_of_chip_equipment_in_china"),
    ("match_act", "actual", "china_7nm_and_below_capacity"),
    ("state_fund_doubled", "actual", "china_7nm_and_below_capacity"),
)
"""Pairs and outcomes, each read at the end of `YEAR`."""
YEAR = 2030


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put each part in place of its mark; called by the site builder."""
    return MARK.sub(lambda found: PARTS[found[1]](), markdown)


def forms() -> str:
    """Write one section a rival form."""
    return "\n\n".join(_form(form) for form in rival_forms().values())


def _form(form: RivalForm) -> str:
    name = form.name[:1].upper() + form.name[1:]
    lines = [
        f"### {name}",
        f"Instead of: {form.instead_of}.",
        f"```text\ndefault   {form.default_equation}\nrival     {form.equation}\n```",
        form.changes,
        *([form.source_note] if form.source_note else []),
        _parameters(form.parameters),
    ]
    return "\n\n".join(line for line in lines if line)


def _parameters(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    head = ["| Input | 5 · 50 · 95 % | Grade | Sources |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *(_parameter(facts.parameters()[name]) for name in names)])


def _parameter(one: facts.Parameter) -> str:
    known = facts.sources()
    sources = ", ".join(_link(known[name]) for name in one.source_ids)
    span = f"{one.low:g} · {one.central:g} · {one.high:g} {one.unit}"
    return f"| {one.description} (`{one.id}`) | {span} | {one.grade} | {sources} |"


def _link(source: facts.Source) -> str:
    return f"[{source.title}]({source.address})" if source.address.startswith("http") else source.title


@cache
def answers() -> str:
    """Write what each form does to five questions."""
    return "\n\n".join(_answer(*question) for question in QUESTIONS)


def _answer(first: str, second: str, outcome: str) -> str:
    found = _under((first, second), outcome)
    table = forms_table(found, outcome, YEAR)
    rows = [table.columns, ("---",) * len(table.columns), *table.rows]
    lines = "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
    said = " ".join(forms_words(found, outcome, YEAR))
    label = found[0].at(outcome, YEAR).label
    return f"### {label}: `{first}` against `{second}`, {YEAR}\n\n{said}\n\n{lines}"


def _under(names: tuple[str, str], outcome: str) -> tuple[UnderForm, ...]:
    ours, base = (scenario.load(name) for name in names)
    basis, _ = choose_basis()
    default = run_scenarios((ours, base), DRAWS, 1, outcomes=(outcome,), basis=basis)
    run = _Forms((ours, base), (outcome,), (DRAWS, 1), lambda _: None, prior=False)
    return under_forms(default, run, *names, (outcome,), (YEAR,))


PARTS = {"forms": forms, "answers": answers}
