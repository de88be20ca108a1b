"""What a path sets in the equations, by the program's names."""

from __future__ import annotations

import numpy as np

from fabcast.model import IMPORT_CHIPS, PROVIDERS, Path, Structure

from ._stages import STRUCTURE


def of_path(path: Path, name: str) -> np.ndarray:
    """Value of a constant or series of a path: a number, or (quarter,).

    >>> from fabcast.model import neutral_path
    >>> float(of_path(neutral_path(), "enforcement")[0]), float(of_path(neutral_path(), "chip_price.H200"))
    (1.0, 1.0)
    """
    field, _, end = name.partition(".")
    values = np.asarray(getattr(path, field), float)
    if not end:
        return values
    ends = IMPORT_CHIPS if end in IMPORT_CHIPS else PROVIDERS
    return np.asarray(values[..., ends.index(end)])


def of_structure(structure: Structure) -> dict[str, float]:
    """Value of each rival form, by the program's names.

    >>> from fabcast.model import DEFAULT
    >>> of_structure(DEFAULT)["structure.salvage"]
    0.0
    """
    return {f"{STRUCTURE}{name}": float(value) for name, value in structure._asdict().items()}
