"""Fills the page on the fit from small committed files, at marks such as ``<!-- calibration: data -->``.

Nothing is fitted here: the posterior's record, what it taught, the simulation-based calibration and the
comparison of samplers were written by their own commands, which the page names.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(Path(__file__).parent))

from calibration_figures import moved_figure, rank_figure, worth_figure  # noqa: E402

from fabcast.calibration import history_lines, observations, posterior, read_taught, shipped, targets  # noqa: E402
from fabcast.calibration._targets import ErrorRow  # noqa: E402
from fabcast.cli.history import number  # noqa: E402
from fabcast.facts import load_table  # noqa: E402
from fabcast.report import taught_tables, taught_words  # noqa: E402
from fabcast.report._svg import render  # noqa: E402

MARK = re.compile(r"<!-- calibration: (\w+) -->")
BENCHMARKS = ROOT / "benchmarks" / "calibration"
USES = {
    "told": "told to the model",
    "prior": "behind a prior",
    "twin": "another form of a target",
    "rival": "a rival report",
}


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put each part in place of its mark; called by the site builder."""
    return MARK.sub(lambda found: PARTS[found[1]](), markdown)


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Write a Markdown table."""
    lines = [head, ("---",) + ("---:",) * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def told() -> dict[str, Any]:
    """What the shipped posterior taught."""
    return read_taught(shipped())


def result(name: str) -> dict[str, Any]:
    """A committed result of a benchmark."""
    found: dict[str, Any] = json.loads((BENCHMARKS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def data() -> str:
    """Every report that the fit uses."""
    titles = {line.id: line for line in history_lines()}
    rows = [
        (
            f"{titles[o.line].title}, {titles[o.line].unit}",
            o.until,
            {"ceiling": "at most ", "floor": "at least "}.get(o.form, "") + number(o.value),
            f"{o.error:.2f}" + (f" + {o.reporter_error:.2f}" if o.reporter_error else ""),
            o.grade,
        )
        for o in observations()
    ]
    return table(("Series", "Until", "Report", "Error", "Grade"), rows)


def left_out() -> str:
    """Every line of the history that the fit does not use, and why."""
    titles = {line.id: line.title for line in history_lines()}
    rows = [(titles[t.line], USES[t.use], t.why) for t in targets().values() if t.use != "fit"]
    return table(("Series", "Not used as", "Why"), rows).replace("---:", "---")


def errors() -> str:
    """Errors by grade."""
    known = load_table(shipped() / "errors.csv", ErrorRow)
    return table(("Error", "Scale", "Sd"), [(r.id, r.scale, f"{r.value:g}") for r in known])


def checks() -> str:
    """Checks of the shipped fit."""
    rows = [
        (c["name"], f"{c['value']:.4g}", f"{'from' if c['at_least'] else 'to'} {c['bound']:g}")
        for c in posterior().record["checks"]
    ]
    return table(("Check", "Value", "Bound"), rows)


def steps() -> str:
    """Tempering steps of the shipped fit."""
    rows = [
        (
            f"{number + 1}: power {entry['temperature']:.2f}",
            f"{entry['ess']:.0f}",
            str(entry["ancestors"]),
            str(entry["directions"]),
            f"{_mean(entry['accepted_within']):.2f} / {_mean(entry['accepted_outside']):.2f}",
        )
        for number, log in enumerate(posterior().record["log"])
        for entry in log
    ]
    head = ("Population, likelihood to the", "Effective", "Ancestors", "Directions", "Taken within / outside")
    return table(head, rows)


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def samplers() -> str:
    """Samplers side by side."""
    rows = [
        (
            r["sampler"],
            f"{r['seconds']:.0f}",
            str(r["draws"]),
            str(r["effective"]),
            f"{r['effective_a_second']:.3g}",
            f"{r['worst_mean']:.2f}",
            f"{r['worst_deviation']:.2f}",
        )
        for r in result("rivals")["rows"]
    ]
    head = ("Sampler", "Seconds", "Draws", "Effective", "Effective a second", "Worst mean", "Worst deviation")
    return table(head, rows)


def simulated() -> str:
    """Simulation-based calibration: words and figure."""
    found = result("sbc")
    low, high = found["bounds99"]
    words = (
        f"{found['runs']} truths, {found['particles']} particles each. Of the bins of all scores "
        f"{found['bins_outside']:.1%} lie outside the 99 % binomial bounds of {low} to {high}. "
        f"{found['inside50_all']:.1%} of truths lie in the central 50 %, {found['inside90_all']:.1%} in 90 %."
    )
    return f"{words}\n\n{_figure(rank_figure(found), 'ranks', 'Ranks of truths among members', words)}"


def summary() -> str:
    """Sentences on what was taught."""
    return " ".join(taught_words(told()))


def taught() -> str:
    """Tables of what was taught, inputs as a figure first."""
    return "\n\n".join(_taught())


def _taught() -> Iterator[str]:
    found = told()
    tables = taught_tables(found)
    said = "The first table below holds the same numbers."
    yield _figure(moved_figure(found), "moved", "Inputs that the record moves or narrows most", said)
    for part in tables[:-1]:
        yield f"### {part.title}\n\n{table(part.head, part.rows)}"
    last = tables[-1]
    said = "The table below holds the same numbers."
    yield f"### {last.title}\n\n{_figure(worth_figure(found), 'worth', last.title, said)}"
    yield table(last.head, last.rows)


def _figure(spec: dict[str, Any], name: str, title: str, words: str) -> str:
    return f'<figure style="max-width: 46rem">{render(spec, name, title, words)}</figure>'


PARTS: dict[str, Callable[[], str]] = {
    "data": data,
    "left_out": left_out,
    "errors": errors,
    "checks": checks,
    "steps": steps,
    "samplers": samplers,
    "sbc": simulated,
    "summary": summary,
    "taught": taught,
}
