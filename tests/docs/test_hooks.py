"""What the hooks' own examples show is so."""

import doctest
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

HOOKS = Path(__file__).parents[2] / "docs/_hooks"
SHOWN = sorted(file.stem for file in HOOKS.glob("*.py") if ">>> " in file.read_text("utf-8"))


@pytest.mark.parametrize("name", SHOWN)
def test_the_examples_of_a_hook_hold(hook: Callable[[str], ModuleType], name: str) -> None:
    found = doctest.testmod(hook(name))
    assert found.attempted
    assert not found.failed
