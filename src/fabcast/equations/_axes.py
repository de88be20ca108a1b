"""Names of the single numbers in an array, read from the axes that its annotation states."""

from __future__ import annotations

from itertools import product
from typing import Any, get_type_hints

from fabcast.model import IMPORT_CHIPS, LEDGERS, PROVIDERS, TOOL_CLASSES

_LABELS: dict[str, tuple[str, ...]] = {
    "tool": TOOL_CLASSES,
    "other_tool": TOOL_CLASSES[1:],
    "provider": PROVIDERS,
    "chip": IMPORT_CHIPS,
    "ledger": (*LEDGERS, "US"),
    "option": LEDGERS,
    "node": ("n7", "n5"),
    "basis": ("arithmetic", "bandwidth"),
}


def labels(axis: str, length: int) -> tuple[str, ...]:
    """Names along an axis; numbered where the axis has no names.

    >>> labels("stage", 2), labels("ledger", 4)[-1]
    (('stage_1', 'stage_2'), 'offshore')
    """
    known = _LABELS.get(axis, ())
    return known[:length] if len(known) >= length else tuple(f"{axis}_{i + 1}" for i in range(length))


def names_of(tree: Any, prefix: str = "") -> list[list[str]]:
    """Names of all single numbers of a tree of named tuples, one list a leaf, in the tree's own order.

    The draw axis, which comes last, has no part in the names; what the path does not have is left out.
    """
    if not hasattr(tree, "_fields"):
        raise TypeError(f"{type(tree).__name__} has no named fields")
    hints = get_type_hints(type(tree))
    found = []
    for field in tree._fields:
        value, name = getattr(tree, field), f"{prefix}{field}"
        if value is None:
            continue
        if hasattr(value, "_fields"):
            found.extend(names_of(value, f"{name}."))
        else:
            found.append(_of_array(name, value.shape[:-1], getattr(hints[field], "dim_str", "")))
    return found


def _of_array(name: str, shape: tuple[int, ...], axes: str) -> list[str]:
    stated = [a for a in axes.split() if a not in {"draw", "*draw"}]
    if len(stated) != len(shape):
        stated = [f"row{i + 1 if i else ''}" for i in range(len(shape))]
    per_axis = [labels(axis, length) for axis, length in zip(stated, shape, strict=True)]
    return [".".join((name, *place)) for place in product(*per_axis)]
