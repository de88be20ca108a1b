"""Resolved scenarios as one file: a run can be checked when the scenario files are long gone."""

from __future__ import annotations

import io
from collections.abc import Mapping

import numpy as np

from fabcast.model import Path


def paths_file(paths: Mapping[str, Path]) -> bytes:
    """Write resolved scenarios as ``.npz``, no pickles.

    >>> from fabcast import scenario
    >>> path = scenario.resolve("actual")
    >>> back = read_paths(paths_file({"actual": path}))["actual"]
    >>> bool((back.us_gate == path.us_gate).all())
    True
    """
    arrays = {f"{i}/{field}": getattr(p, field) for i, p in enumerate(paths.values()) for field in p.shapes()}
    to = io.BytesIO()
    np.savez_compressed(to, names=np.array(list(paths), dtype=np.str_), **arrays)
    return to.getvalue()


def read_paths(content: bytes) -> dict[str, Path]:
    """Read resolved scenarios, in their order."""
    with np.load(io.BytesIO(content), allow_pickle=False) as found:
        fields = Path.__dataclass_fields__
        return {
            str(name): Path(**{field: found[f"{i}/{field}"] for field in fields})
            for i, name in enumerate(found["names"])
        }
