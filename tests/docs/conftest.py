"""Loads the site's hooks as the site builder does: by path, with their folder in reach."""

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

HOOKS = Path(__file__).parents[2] / "docs/_hooks"


@pytest.fixture(scope="session")
def hook() -> Callable[[str], ModuleType]:
    """Return a function that loads a hook by name."""
    sys.path.insert(0, str(HOOKS))
    return import_module
