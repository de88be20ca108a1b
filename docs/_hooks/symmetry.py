"""Fills the page on symmetry from the model, at marks such as ``<!-- symmetry: H1 -->``.

The model runs once a build: 500 draws of five scenarios, and 256 draws of two for each corner.
"""

import re
from functools import cache
from itertools import groupby
from typing import Any

from fabcast import facts
from fabcast.analysis import Corner, Setting, SignRow, Symmetry, corners, symmetry, try_corner

MARK = re.compile(r"<!-- symmetry: (H[12]) -->")
DRAWS = 500


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put each hypothesis's tables in place of its mark; called by the site builder."""
    return MARK.sub(lambda found: sections(found[1]), markdown)


@cache
def answer() -> Symmetry:
    """Count the signs, once a build."""
    return symmetry(DRAWS, seed=1)


def sections(hypothesis: str) -> str:
    """Write the same four parts for either hypothesis."""
    rows = [row for row in answer().rows if row.hypothesis == hypothesis]
    parts = (
        ("How often", "\n\n".join(_often(list(r)) for _, r in groupby(rows, key=lambda row: row.scenario))),
        ("When the sum crosses", _crossings(hypothesis)),
        ("What decides", _deciders(rows)),
        ("By thirds", _thirds(hypothesis)),
        ("What turns it round", _corners(hypothesis)),
    )
    return "\n\n".join(f"### {hypothesis}: {title.lower()}\n\n{text}" for title, text in parts)


def table(head: list[str], rows: list[list[str]]) -> str:
    """Write a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _often(rows: list[SignRow]) -> str:
    years = list(dict.fromkeys(row.year for row in rows))
    body = []
    for _, mine in groupby(rows, key=lambda row: row.measure):
        cells = list(mine)
        body.append([cells[0].label, *(_shares(row) for row in cells)])
    words = f"`{rows[0].scenario}` against `{rows[0].against}`; lower / the same / higher, share of draws:"
    return f"{words}\n\n{table(['Outcome', *(f'end of {year}' for year in years)], body)}"


def _shares(row: SignRow) -> str:
    return f"{row.lower:.3f} / {row.tied:.3f} / {row.higher:.3f} (± {row.error:.3f})"


def _crossings(hypothesis: str) -> str:
    found = [c for c in answer().crossings if c.hypothesis == hypothesis]
    years = [year for year, _ in found[0].by]
    head = ["Pair", *(f"T* by {year}" for year in years), "never by 2040", "ahead at the end of 2040"]
    body = [
        [
            f"{c.scenario} over {c.against}",
            *(f"{p:.3f}" for _, p in c.by),
            f"{c.never:.3f}",
            f"{c.ahead_at_end:.3f}",
        ]
        for c in found
    ]
    return table(head, body)


def _deciders(rows: list[SignRow]) -> str:
    decided = [row for row in rows if row.deciders]
    if not decided:
        return "No share is beyond 0.05 or 0.95."
    body = [
        [
            f"{row.label}, {row.year}, {row.scenario}",
            f"{row.untied:.3f}",
            *(_decider(row, i) for i in range(3)),
        ]
        for row in decided
    ]
    return table(["Entry", "Lower among draws that differ", "First", "Second", "Third"], body)


def _decider(row: SignRow, index: int) -> str:
    if index >= len(row.deciders):
        return ""
    one = row.deciders[index]
    way = "+" if one.rank_correlation > 0 else "−"
    doubt = "" if one.above_noise else ", within noise"
    return f"`{one.parameter}` ({way}, {one.share:.0%}{doubt}), {one.place}"


def _thirds(hypothesis: str) -> str:
    rows = [r for r in answer().thirds if r.hypothesis == hypothesis and r.year == 2035]
    rows = [r for r in rows if r.scenario in ("actual", "h200_open")]
    measures = list(dict.fromkeys(r.label for r in rows))
    body = [
        [group, *(f"{r.lower:.2f} / {r.higher:.2f}" for r in mine)]
        for group, mine in groupby(rows, key=lambda r: r.group)
    ]
    return f"Lower / higher at the end of 2035.\n\n{table(['Draws', *measures], body)}"


def _corners(hypothesis: str) -> str:
    return "\n\n".join(_corner(c) for c in corners().values() if c.hypothesis == hypothesis)


def _corner(corner: Corner) -> str:
    row = try_corner(corner)
    share = row.lower if corner.sign == "lower" else row.higher
    where = "all values inside their ranges" if corner.inside else "some values outside their ranges"
    head = ["Parameter", "Value", "5-95 % range", "Inside", "Sources"]
    body = [_setting(one) for one in corner.settings]
    return (
        f"**{corner.id}** ({where}). {corner.words}. `{corner.scenario}` against `{corner.against}`: "
        f"{row.label} at the end of {corner.year} is {corner.sign} in {share:.2f} of {row.draws} draws.\n\n"
        f"{table(head, body)}"
    )


def _setting(one: Setting) -> list[str]:
    place = "edge" if one.value in (one.low, one.high) else "yes" if one.inside else "no"
    links = ", ".join(
        f"[{name}]({facts.sources()[name].address})" if _web(name) else name for name in one.source_ids
    )
    name = f"`{one.parameter}`, {one.unit}"
    return [name, f"{one.value:g}", f"{one.low:g} to {one.high:g}", place, f"{one.kind}: {links}"]


def _web(name: str) -> bool:
    return facts.sources()[name].address.startswith("http")
