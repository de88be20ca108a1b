"""Rows by quarter as formulas of time, where they are as simple as that: a step, a slope, a ramp."""

from __future__ import annotations

import numpy as np

_MOST_STEPS = 6
_EXACT = 1e-13


def formula(row: np.ndarray, time: np.ndarray) -> str | None:
    """Write a row as an equation of TIME; None where it takes a table.

    The equation gives the row to 13 digits: it is worked out and compared.

    >>> import numpy as np
    >>> time = np.arange(2014.0, 2019.0, 0.25)
    >>> formula(np.where(time >= 2015, 2.0, 0.5), time)
    'IF TIME < 2015.0 THEN 0.5 ELSE 2.0'
    >>> formula(np.maximum(time - 2014.6, 0.0), time)
    'MAX(0, TIME - 2014.6)'
    """
    values = np.asarray(row, float)
    return _steps(values, time) or _ramp(values, time)


def _steps(row: np.ndarray, time: np.ndarray) -> str | None:
    """Value that changes at a few dates."""
    changes = np.flatnonzero(np.diff(row)) + 1
    if len(changes) > _MOST_STEPS:
        return None
    text = _word(row[-1])
    for i in changes[::-1]:
        inner = f"({text})" if text.startswith("IF") else text
        text = f"IF TIME < {float(time[i])!r} THEN {_word(row[i - 1])} ELSE {inner}"
    return text


def _word(value: float) -> str:
    text = repr(float(value))
    return f"({text})" if value < 0 else text


def _ramp(row: np.ndarray, time: np.ndarray) -> str | None:
    """Value that is still, moves evenly, and is still again; either rest may be missing."""
    steps = np.diff(row)
    moving = np.flatnonzero(steps)
    inside = moving[1:-1] if len(moving) > 4 else moving
    if len(inside) < 2:
        return None
    i = inside[len(inside) // 2]
    slope = float(f"{steps[i] / (time[i + 1] - time[i]):.15g}")
    zero = float(f"{time[i] - row[i] / slope:.15g}")
    line = slope * (time - zero)
    floor, ceiling = min(row[0], row[-1]), max(row[0], row[-1])
    since = f"TIME - {zero!r}" if zero > 0 else f"TIME + {-zero!r}"
    text = f"{_word(slope)} * ({since})" if slope != 1.0 else since
    for bounded, found in (
        (line, text),
        (np.maximum(line, floor), f"MAX({_bare(floor)}, {text})"),
        (np.minimum(line, ceiling), f"MIN({_bare(ceiling)}, {text})"),
        (np.clip(line, floor, ceiling), f"MIN({_bare(ceiling)}, MAX({_bare(floor)}, {text}))"),
    ):
        if np.allclose(bounded, row, rtol=_EXACT, atol=_EXACT):
            return found
    return None


def _bare(value: float) -> str:
    return _word(value) if value else "0"
