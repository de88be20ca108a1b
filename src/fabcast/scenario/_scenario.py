"""What a scenario is: dated settings of levers, on top of a parent, from a branch date on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._reaction_rules import Responses


@dataclass(frozen=True, slots=True)
class Step:
    """One dated value of a lever: it holds from its day until the next step."""

    start: date
    value: float | None
    """The value; infinite for no cap; None where a fact or a rules regime is named instead."""
    fact: str = ""
    """Id of a dated input path of the facts."""
    rules: str = ""
    """For the lever of chip rules: ``in_force``, ``off``, or the path of a reform."""
    note: str = ""
    cites: tuple[str, ...] = ()
    """Ids of events or sources in the facts."""


@dataclass(frozen=True, slots=True)
class Setting:
    """All steps that a scenario gives to one lever for one chip or provider."""

    lever: str
    key: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named set of settings. Hashable: resolving it is cached.

    A scenario's own settings act from the first quarter whose middle lies on or after its
    branch date; before that quarter it equals its parent bit for bit.
    """

    id: str
    title: str
    question: str
    """A phrase that completes "What if …"."""
    description: str
    settings: tuple[Setting, ...]
    parent: Scenario | None = None
    branches_from: date | None = None
    file: FilePath | None = None
    responses: Responses | None = None
    """How governments react, where the file says so; else as in the parent."""

    @property
    def lineage(self) -> tuple[str, ...]:
        """Ids from this scenario up to its oldest parent.

        >>> Scenario("b", "", "", "", (), parent=Scenario("a", "", "", "", ())).lineage
        ('b', 'a')
        """
        return (self.id, *(self.parent.lineage if self.parent else ()))

    def reacting(self) -> Responses | None:
        """How governments react: here or in the nearest parent that says; None where scripts hold."""
        if self.responses is not None:
            return self.responses if self.responses.rules else None
        return self.parent.reacting() if self.parent else None

    def effective(self) -> dict[tuple[str, str], tuple[Step, ...]]:
        """Steps of every lever set here or by a parent.

        From the first date that a scenario gives to a lever, its own list holds; before it,
        the parent's list does.
        """
        merged = dict(self.parent.effective()) if self.parent else {}
        for setting in self.settings:
            place = (setting.lever, setting.key)
            first = setting.steps[0].start
            kept = tuple(step for step in merged.get(place, ()) if step.start < first)
            merged[place] = kept + setting.steps
        return merged
