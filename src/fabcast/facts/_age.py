"""How old the facts are: said beside an answer once they are older than ninety days."""

from __future__ import annotations

from datetime import date

from fabcast.facts._version import AS_OF

__all__ = ["STALE_AFTER_DAYS", "age_line", "today"]

STALE_AFTER_DAYS = 90


def today() -> date:
    """Return the day on this machine's clock."""
    return date.today()


def age_line(day: date) -> str:
    """Return a line about stale facts on a day; empty while they are fresh.

    >>> from datetime import timedelta
    >>> from fabcast.facts import AS_OF
    >>> age_line(AS_OF + timedelta(days=90))
    ''
    >>> age_line(AS_OF + timedelta(days=91)).startswith("The facts are of")
    True
    """
    age = (day - AS_OF).days
    if age <= STALE_AFTER_DAYS:
        return ""
    return f"The facts are of {AS_OF}, {age} days ago: look for a newer release of Fabcast."
