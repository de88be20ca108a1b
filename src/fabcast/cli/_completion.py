"""Names that the shell completes: scenarios, chips, outcomes, wherever a command takes one.

A command's option says what it takes by its own name, so no command need ask for completion. Ends of
names are matched whatever their case; a shell falls back on files where nothing fits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["completed", "matching"]


def _scenarios() -> tuple[str, ...]:
    from fabcast.scenario import names

    return names()


def _chips() -> tuple[str, ...]:
    """Short names first, as users type them; then ids."""
    from fabcast.facts import chips

    known = chips().values()
    short = [alias for chip in known for alias in chip.aliases if " " not in alias]
    return tuple(dict.fromkeys([*sorted(short), *sorted(chip.id for chip in known)]))


def _outcomes() -> tuple[str, ...]:
    from fabcast.model import OUTCOMES

    return tuple(OUTCOMES)


NAMES: dict[str, Callable[[], tuple[str, ...]]] = {
    "against": _scenarios,
    "base": _scenarios,
    "chip": _chips,
    "extends": _scenarios,
    "first": _scenarios,
    "item": _chips,
    "outcome": _outcomes,
    "outcomes": _outcomes,
    "scenario": _scenarios,
    "scenarios": _scenarios,
    "second": _scenarios,
}
"""What a parameter of a command takes, by the parameter's name."""


def completed(command: Any) -> Any:
    """Let the shell complete what a command takes."""
    for parameter in command.params:
        if parameter.name in NAMES:
            parameter.shell_complete = _completer(parameter.name)
    return command


def _completer(name: str) -> Callable[[Any, str], list[Any]]:
    def complete(_context: Any, begun: str) -> list[Any]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(found) for found in matching(name, begun)]

    return complete


def matching(name: str, begun: str) -> tuple[str, ...]:
    """Return what a parameter takes that starts as a word was begun.

    >>> matching("scenario", "H200_l")
    ('h200_licensed',)
    """
    return tuple(found for found in NAMES[name]() if found.casefold().startswith(begun.casefold()))
