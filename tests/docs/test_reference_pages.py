"""Pages on outcomes, quantities, parameters, faults, readings and method hold all that they promise."""

import csv
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from fabcast import facts
from fabcast.analysis import vocabulary
from fabcast.analysis._history import miss_reasons
from fabcast.model import OUTCOMES, parameter_ids
from fabcast.rules._law import current

Hook = Callable[[str], ModuleType]
DOCS = Path(__file__).parents[2] / "docs"


def rows_of(text: str, title: str) -> list[list[str]]:
    """Cells of the table under a heading, its head left out."""
    part = text.partition(f"## {title}\n")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines[2:]]


@pytest.fixture
def words_only(hook: Hook, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The vocabulary's hook without its figures: the model need not run."""
    module = hook("vocabulary")
    monkeypatch.setattr(module, "figure", lambda *_: "")
    return module


def test_every_outcome_has_its_section(words_only: ModuleType) -> None:
    text = words_only.outcomes()
    assert re.findall(r"^## (\w+)$", text, re.MULTILINE) == list(OUTCOMES)
    for outcome in OUTCOMES.values():
        assert outcome.definition in text
        assert f"*Leaves out:* {outcome.leaves_out}" in text


def test_every_quantity_stands_once(words_only: ModuleType) -> None:
    text = words_only.listed()
    sections = re.findall(r"^### (\S+) \{: #(\S+) \}$", text, re.MULTILINE)
    assert all(name == anchor for name, anchor in sections)
    pointed = re.findall(r"^\| \[`(\w+)`\]\(outcomes\.md#", text, re.MULTILINE)
    assert sorted([*(name for name, _ in sections), *pointed]) == sorted(vocabulary())


def test_a_section_of_a_quantity_says_status_reading_and_why_not(words_only: ModuleType) -> None:
    for quantity in vocabulary().values():
        text = words_only._quantity(quantity)
        assert quantity.definition in text
        assert ", ".join(quantity.status) in text
        for reading in quantity.readings:
            assert f"`{reading.formula}`" in text
        if quantity.why_not:
            assert ("*Beyond that:*" if quantity.readings else "*Not modelled:*") in text
            assert quantity.why_not in text
        for claim in quantity.claims:
            assert claim in text


@pytest.mark.parametrize(("top", "scale"), [(5.0, "from zero"), (5000.0, "log scale")])
def test_a_small_figure_says_its_scale(hook: Hook, top: float, scale: str) -> None:
    years = np.arange(2018, 2041)
    middle = np.linspace(1.0, top, len(years))
    svg = hook("vocabulary")._band("A stock", years, np.stack([0.5 * middle, middle, 2 * middle]))
    assert f">{scale}</text>" in svg
    assert svg.count("<text") == 4


def test_every_parameter_is_anchored_once_with_range_grade_and_sources(hook: Hook) -> None:
    module = hook("parameters")
    text = module.sections()
    assert sorted(re.findall(r'<a id="([\w.]+)"></a>', text)) == sorted(parameter_ids())
    text += module.others() + module.planned()
    assert sorted(re.findall(r'<a id="([\w.]+)"></a>', text)) == sorted(facts.parameters())
    lines = {found[1]: line for line in text.splitlines() if (found := re.search(r'<a id="([\w.]+)">', line))}
    for name, line in lines.items():
        one = facts.parameters()[name]
        assert f"{one.central:g}" in line
        assert f"| {one.grade.value}, {one.kind.value}: " in line
        assert (one.distribution == "fixed") != ('class="prior"' in line), name


def test_the_shown_fit_is_the_shipped_one(hook: Hook) -> None:
    module = hook("parameters")
    for name, lesson in module.lessons().items():
        if name in facts.parameters():
            cells = module.row(facts.parameters()[name])
            assert f"{lesson['posterior'][1]:.3g}" in cells[3]
            assert 'class="after"' in cells[0]


def test_a_parameter_without_a_source_stops_the_build(hook: Hook) -> None:
    module = hook("parameters")
    bare = facts.parameters()["hbm_cycle"].model_copy(update={"source_ids": ()})
    with pytest.raises(module.NoSource, match="parameter hbm_cycle has no source"):
        module.row(bare)


def test_each_known_miss_is_listed(hook: Hook) -> None:
    text = hook("faults").history()
    assert all(reason.reason.replace("|", "&#124;") in text for reason in miss_reasons())
    shipped = files("fabcast.calibration").joinpath("data/hindcast_misses.csv").read_text("utf-8")
    assert all(row["reason"] in hook("faults").hindcast() for row in csv.DictReader(shipped.splitlines()))


def test_each_disputed_reading_is_listed(hook: Hook) -> None:
    text = hook("readings").switches()
    for switch in current().book.switches.values():
        section = text.partition(f"### {switch.id} ")[2].partition("\n### ")[0]
        assert switch.title in section
        assert all(f"`{value}`" in section for value in switch.values)
        assert hook("readings").clauses(switch.id), switch.id
    assert hook("readings").questions().count("\n") == len(facts.questions()) + 1


def test_both_hypotheses_get_the_same_space() -> None:
    method = (DOCS / "explanation/method.md").read_text("utf-8")
    rows = rows_of(method, "The two questions, side by side")
    first, second = (" ".join(row[column] for row in rows).split() for column in (1, 2))
    assert len(rows) > 5
    assert 0.9 < len(first) / len(second) < 1.1
    assert all(0.5 <= len(row[1].split()) / len(row[2].split()) <= 2.0 for row in rows)


def test_what_is_left_out_says_which_way_it_leans_for_both() -> None:
    rows = rows_of((DOCS / "explanation/model/boundary.md").read_text("utf-8"), "Left out")
    assert len(rows) > 10
    leanings = ("open", "none", "overstated", "understated", "says nothing")
    for row in rows:
        assert len(row) == 4
        assert all(row[column].startswith(leanings) for column in (2, 3)), row[0]
    named = " ".join(row[0] for row in rows)
    assert all(word in named for word in ("power", "talent", "Taiwan", "theft", "algorithms"))


def test_the_record_names_places_that_exist() -> None:
    record = (DOCS / "explanation/model/record.md").read_text("utf-8")
    shown = re.findall(r"`((?:tests/\w+/)?test_\w+\.py)`", record)
    assert len(shown) > 4
    for name in shown:
        assert (DOCS.parent / (name if "/" in name else f"tests/model/{name}")).is_file(), name
