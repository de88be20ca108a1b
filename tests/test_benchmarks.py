"""The benchmarks' own frame: what is held in CI can fail, and every section has its command."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).parents[1] / "benchmarks"


def loaded(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"benchmarks_{name}", HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(HERE / "start"))
    return loaded("check")


def test_a_quarter_more_is_too_much(check: ModuleType) -> None:
    assert check.too_much({"a": 12.5, "new": 9.0}, {"a": 10.0}) == []
    assert check.too_much({"a": 12.6}, {"a": 10.0}) == ["a: 12.6, recorded 10, allowed 12.5"]


def test_what_is_recorded_is_what_is_counted(check: ModuleType) -> None:
    recorded = json.loads((HERE / "limits.json").read_text("utf-8"))
    found = check.counts()
    assert recorded.keys() == found.keys() | {check.RATIO}
    assert check.too_much(found, recorded) == []


def test_every_section_has_its_command() -> None:
    sections = loaded("run").SECTIONS
    commands = [words for section in sections.values() for words in section.commands]
    assert all((HERE / words[0]).is_file() for words in commands)
    assert len(sections) == 7
