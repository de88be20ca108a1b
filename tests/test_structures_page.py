"""The page on rival forms is filled from the code: every form with its equation and its sources."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from fabcast import facts
from fabcast.analysis import rival_forms

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "explanation" / "structures.md").read_text("utf-8")


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("structures", ROOT / "docs/_hooks/structures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_each_form_is_shown_with_its_equation_and_sources(hook: ModuleType) -> None:
    text = hook.forms()
    assert text.count("\n### ") + 1 == len(rival_forms())
    for form in rival_forms().values():
        assert form.equation in text
        assert form.changes in text
        for name in form.parameters:
            assert f"(`{name}`)" in text
            for source in facts.parameters()[name].source_ids:
                assert facts.sources()[source].title in text


def test_no_mark_is_left_and_each_question_has_its_sentence(
    hook: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hook, "DRAWS", 16)
    monkeypatch.setattr(hook, "QUESTIONS", hook.QUESTIONS[-1:])
    text = hook.on_page_markdown(PAGE)
    assert "<!-- structures" not in text
    assert "`state_fund_doubled` against `actual`, 2030" in text
    assert "depends on the form of the equations" in text or "does not depend on the form" in text
