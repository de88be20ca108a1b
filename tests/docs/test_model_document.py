"""The model document is whole: every stage has its parts, every parameter and input stands on one page."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from fabcast import facts
from fabcast.analysis import loops
from fabcast.model import DRIVERS, RIVALS_SHOWN, parameter_ids
from fabcast.scenario import LEVERS

Hook = Callable[[str], ModuleType]
ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs/explanation/model"
STAGES = sorted(file.stem for file in FOLDER.glob("*.md") if "<!-- stage:" in file.read_text("utf-8"))


def test_each_page_of_the_chain_has_its_file_and_its_mark(hook: Hook) -> None:
    ids = [page.id for page in hook("model_pages").PAGES]
    assert sorted(ids) == STAGES
    for name in ids:
        assert f"<!-- stage: {name} -->" in (FOLDER / f"{name}.md").read_text("utf-8")


def test_every_file_with_equations_has_a_page(hook: Hook) -> None:
    assert hook("model_pages").unplaced() == []


@pytest.mark.parametrize("name", STAGES)
def test_a_stage_has_purpose_equations_units_source_and_limits(hook: Hook, name: str) -> None:
    pages = hook("model_pages")
    page = next(page for page in pages.PAGES if page.id == name)
    text = hook("model").stage(name)
    for file in pages.files(page):
        made = hook("model").complete(file)
        assert f"## {made.title}" in text
        assert all(symbol.unit for symbol in made.symbols)
    if pages.files(page):
        assert text.count('<math display="block">') > 0
        assert "**Where the form comes from.**" in text
        assert "**Left out.**" in text


def test_a_stage_that_lacks_a_part_stops_the_build(hook: Hook, tmp_path: Path) -> None:
    file = tmp_path / "_new.py"
    file.write_text('"""New stage.\n\nEquations\n    y = x\n\nLeaves out: all.\n"""\n', encoding="utf-8")
    model = hook("model")
    with pytest.raises(model.Incomplete, match=r"_new\.py: its docstring lacks symbols with units, a source"):
        model.complete(file)


def test_a_symbol_without_a_unit_stops_the_build(hook: Hook) -> None:
    heads = hook("model_heads")
    with pytest.raises(heads.Malformed, match=r"symbol 'y output\.' lacks a meaning or a unit"):
        heads.parse("Stage.\n\nSymbols: x input [kg]; y output.")


def test_every_parameter_stands_on_one_page_with_its_sources(hook: Hook) -> None:
    places = hook("model_pages").places()
    assert set(places) == set(parameter_ids())
    for page in hook("model_pages").PAGES:
        text = hook("model").stage(page.id).partition("## Parameters")[2].partition("\n## ")[0]
        shown = re.findall(r"<br>\[`[\w.]+`\]\(../../reference/parameters\.md#([\w.]+)\) \|", text)
        assert shown == [name for name, place in places.items() if place == page]
        for name in shown:
            for source in facts.parameters()[name].source_ids:
                assert facts.sources()[source].title.replace("[", "(").replace("]", ")") in text


def test_every_dated_input_stands_on_one_page(hook: Hook) -> None:
    named = [name for page in hook("model_pages").PAGES for name in page.drivers]
    assert sorted(named) == sorted(DRIVERS)
    assert all(hook("model").driver_words()[name] for name in named)


def test_a_group_of_parameters_without_a_page_stops_the_build(
    hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = hook("model_pages")
    monkeypatch.setattr(pages, "groups", lambda: {"weather": "weather"})
    with pytest.raises(pages.Unplaced, match="parameter weather: group 'weather' is on no page"):
        pages._place("weather")


SIGNS = {"ln", "log", "min", "max", "exp", "clip", "Erlang", "π", "e", "t"}
"""What stands in equations and needs no row in a table of symbols."""


def names_in(drawn: ET.Element) -> set[str]:
    """Names of a formula, those in subscripts apart."""
    if drawn.tag in ("mi", "mover"):
        return {"".join(drawn.itertext())}
    parts = list(drawn)
    if drawn.tag in ("msub", "munder"):
        parts = parts[:1]
    if drawn.tag == "msubsup":
        parts = [parts[0], parts[2]]
    return set().union(*(names_in(part) for part in parts))


@pytest.mark.parametrize("name", STAGES)
def test_symbols_and_equations_name_the_same_things(hook: Hook, name: str) -> None:
    model, pages = hook("model"), hook("model_pages")
    for file in pages.files(next(page for page in pages.PAGES if page.id == name)):
        made = model.complete(file)
        if not made.symbols:
            continue
        lines = [line for line in made.equations if line.startswith(" ")]
        drawn = [ET.fromstring(hook("equations").equation(line, model.NAMES)) for line in lines]  # noqa: S314
        used = set().union(*(names_in(one) for one in drawn))
        written = [re.split(r"[_*]", symbol.symbol)[0] for symbol in made.symbols if symbol.unit != "index"]
        told = {name.replace("Ĝ", "G^").replace("p̄", "p¯") for name in written}
        assert used - told - SIGNS - model.NAMES == set(), file.name
        assert told - used == set(), file.name


def test_sources_named_in_a_head_are_in_the_facts(hook: Hook) -> None:
    for page in hook("model_pages").PAGES:
        for file in hook("model_pages").files(page):
            for name in re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", hook("model").complete(file).source):
                assert name in facts.sources(), (file.name, name)


def test_each_link_has_its_test_and_its_switch(hook: Hook) -> None:
    known = {
        "loop": {loop.id for loop in loops().values() if loop.present},
        "lever": set(LEVERS),
        "structure": set(RIVALS_SHOWN),
        "parameter": set(parameter_ids()),
    }
    links = hook("model").links()
    assert len(links) > 25
    for link in links:
        assert (ROOT / link.test).is_file(), link
        assert link.switch in known[link.kind], link
        assert link.stage in STAGES, link


def test_every_loop_that_can_be_cut_is_a_link(hook: Hook) -> None:
    cut = {link.switch for link in hook("model").links() if link.kind == "loop"}
    apart = {"harder_ideas", "subsidy_waste", "exhaustion"}
    reacting = {loop.id for loop in loops().values() if loop.name.startswith(("R6", "B9"))}
    assert {loop.id for loop in loops().values() if loop.present} - cut <= apart | reacting


def test_the_tests_of_a_stage_are_found_in_the_test_files(hook: Hook) -> None:
    found = hook("model_tests").tests_of()
    assert "tests/model/test_yield.py::test_no_clustering_is_poisson" in found["yield"]
    for names in found.values():
        for name in names:
            file, _, test = name.partition("::")
            assert f"def {test}(" in (ROOT / file).read_text("utf-8")


def test_loops_and_their_table_say_the_same(hook: Hook) -> None:
    drawn = hook("model_loops").panels(numbered=True) + hook("model_loops").panels(numbered=False)
    table = hook("model_loops").table()
    for loop in loops().values():
        assert f'id="loop-{loop.id}-title"' in drawn
        row = next(line for line in table.splitlines() if f"`{loop.id}`" in line)
        assert ("not modelled" in row) == (not loop.present)
        for name, _ in loop.sets:
            assert f"`{name}`" in row
    assert drawn.count("not modelled") >= sum(not loop.present for loop in loops().values())


def test_the_map_names_boxes_pages_and_arrows_that_exist(hook: Hook) -> None:
    chart = hook("model_map")
    ids = {node.id for node in chart.NODES}
    assert len(ids) == len(chart.NODES)
    for edge in chart.EDGES:
        assert {edge.one, edge.two} <= ids
    assert {node.page for node in chart.NODES} <= set(STAGES)
    assert chart.figure().count("marker-end") == len(chart.EDGES) + 2
    places = [(node.column, node.row) for node in chart.NODES]
    assert len(set(places)) == len(places)
