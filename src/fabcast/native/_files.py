"""Compiled programs on disk: arrays and plain text in one file, never an object that runs when read.

The file begins with the hash of what follows: instructions with one bit changed would do anything.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import numpy as np

from ._kernel import Compiled
from ._shared import Step

_HASH = 32
"""Bytes of the hash."""


def save(file: Path, compiled: Compiled) -> None:
    """Write a compiled program; the file appears whole or not at all.

    Raises
    ------
    OSError
        Where nothing can be written.
    """
    told = asdict(compiled)
    code, data = told.pop("code"), told.pop("data")
    for name in ("dates", "carried"):
        told[name] = sorted(told[name])
    bits, rows = np.frombuffer(code, np.uint8), {f"row_{i}": row for i, row in enumerate(data)}
    text = np.frombuffer(json.dumps(told).encode(), np.uint8)
    held = BytesIO()
    np.savez(held, code=bits, text=text, **rows)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}.", delete=False) as out:
        out.write(sha256(held.getbuffer()).digest() + held.getbuffer())
    Path(out.name).replace(file)


def read(file: Path) -> Compiled | None:
    """Read a compiled program; None where there is none, or not a whole one."""
    try:
        raw = file.read_bytes()
    except OSError:
        return None
    if sha256(raw[_HASH:]).digest() != raw[:_HASH]:
        return None
    with np.load(BytesIO(raw[_HASH:]), allow_pickle=False) as kept:
        told = json.loads(kept["text"].tobytes())
        data = tuple(kept[f"row_{i}"] for i in range(len(kept.files) - 2))
        code = kept["code"].tobytes()
    told["steps"] = tuple(Step(op, tuple(args), value) for op, args, value in told["steps"])
    for name in ("dates", "carried"):
        told[name] = frozenset(told[name])
    for name in ("inputs", "outputs", "references", "numbers", "rows", "literals"):
        told[name] = tuple(told[name])
    return Compiled(code=code, data=data, **told)
