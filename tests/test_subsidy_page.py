"""The page on state money is filled from the model and says where its draws come from."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from fabcast.analysis import _subsidy

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "explanation" / "subsidy.md").read_text("utf-8")


@pytest.fixture(scope="module")
def text() -> str:
    spec = importlib.util.spec_from_file_location("subsidy", ROOT / "docs/_hooks/subsidy.py")
    assert spec is not None
    assert spec.loader is not None
    hook: ModuleType = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hook)
    few = {"DRAWS": 24, "DRAWS_CUT": 16, "SPLIT": vars(hook)["SPLIT"][:1], "SPLIT_YEARS": (2030,)}
    vars(hook).update(few)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_subsidy, "_CHANNELS", ())
        return str(hook.on_page_markdown(PAGE))


def test_no_mark_is_left(text: str) -> None:
    assert "<!-- subsidy" not in text
    assert re.search(r"drawn from the (fit to the record|priors, not fitted to the record)", text)


def test_each_case_has_its_contrasts_and_its_channels(text: str) -> None:
    for words in ("What past money bought", "What the plan goes on to buy", "What twice the plan would buy"):
        assert text.count(f"### {words}") == 2
    assert text.count("| money for lines, other channels cut |") == 3


def test_returns_are_told(text: str) -> None:
    assert re.search(r"doubling adds less than ending takes away in .* of draws in 2030", text)
