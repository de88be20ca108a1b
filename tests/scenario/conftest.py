"""Shared small scenarios."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fabcast.scenario import Scenario, load

HEAD = "title: T\ndescription: D\nextends: actual\nbranches_from: 2026-11-23\nlevers:\n"


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Scenario]:
    """Return a function that makes a scenario of a block of levers on top of actual."""

    def make(levers: str) -> Scenario:
        file = tmp_path / f"case{len(list(tmp_path.iterdir()))}.yaml"
        indented = "".join(f"  {line}\n" for line in levers.splitlines())
        file.write_text(HEAD + indented, encoding="utf-8")
        return load(file)

    return make
