"""What every test shares: how hard Hypothesis tries, and a plain terminal."""

import os
from datetime import date

import pytest
from hypothesis import settings

# A first call may compile a model, so no example has a time limit. Continuous integration
# draws the same examples every time: a red run can be repeated.
settings.register_profile("local", deadline=None, max_examples=50)
settings.register_profile("ci", deadline=None, max_examples=50, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fix the width, the colours and the day, so that printed lines are the same everywhere and always."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.delenv("FABCAST_TRACEBACK", raising=False)
    monkeypatch.setattr("fabcast.facts._age.today", lambda: date(2026, 11, 24))
