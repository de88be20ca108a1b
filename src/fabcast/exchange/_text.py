"""Expressions as text, with no more brackets than the order of operations needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from fabcast.equations import Node

Reference = Callable[[Node], str | None]
"""Name under which an expression is known, None where it has to be written out."""
ATOM = 9


class Form(NamedTuple):
    """How an operation is written; how tightly it binds, and how tightly its arguments must."""

    template: str
    binds: int = ATOM
    needs: tuple[int, ...] = (0, 0, 0)


SUM, PRODUCT, POWER = 2, 3, 5
ARITHMETIC: dict[str, Form] = {
    "add": Form("{} + {}", SUM, (SUM, PRODUCT)),
    "sub": Form("{} - {}", SUM, (SUM, PRODUCT)),
    "mul": Form("{} * {}", PRODUCT, (PRODUCT, POWER)),
    "div": Form("{} / {}", PRODUCT, (PRODUCT, POWER)),
    "gt": Form("{} > {}", 1, (SUM, SUM)),
    "ge": Form("{} >= {}", 1, (SUM, SUM)),
    "lt": Form("{} < {}", 1, (SUM, SUM)),
    "le": Form("{} <= {}", 1, (SUM, SUM)),
    "neg": Form("(-{})", ATOM, (ATOM,)),
}
"""Forms that all languages share."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes expressions in one language."""

    forms: Mapping[str, Form]
    number: Callable[[Node], str]

    def text(self, node: Node, reference: Reference, *, whole: bool = False) -> str:
        """Write an expression; `whole`: spell it out even if it has a name."""
        return self._text(node, reference, whole)[0]

    def _text(self, node: Node, reference: Reference, whole: bool) -> tuple[str, int]:
        name = None if whole else reference(node)
        if name is not None:
            return name, ATOM
        if node.op == "number":
            return self.number(node), ATOM
        form = self.forms[node.op]
        parts = []
        for arg, need in zip(node.args, form.needs, strict=False):
            text, binds = self._text(arg, reference, False)
            parts.append(text if binds >= need else f"({text})")
        return form.template.format(*parts), form.binds
