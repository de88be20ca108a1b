"""A chunk as three tidy tables, and back: what SQL reads is what the store keeps.

``quarters`` has a row a scenario, draw and quarter; ``dates`` a row a scenario and draw; ``draws`` a
row a draw, with the inputs. Numbers keep all their bits. The same values give the same bytes of a
file: no times, no names of machines, fixed compression.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from fabcast.errors import BadInput
from fabcast.model import BINDING, QUARTERS

from ._job import Values
from ._place import NEEDS

TABLES = ("quarters", "dates", "draws")
_LEVEL = 1
"""Of zstd: the last bits of a float do not compress, so more effort saves next to nothing."""


def to_files(values: Values, names: Sequence[str], first: int) -> dict[str, bytes]:
    """Write a chunk as Parquet: table to the bytes of its file.

    Parameters
    ----------
    values
        Finished draws.
    names
        Scenarios, in the order of the first axis.
    first
        Index of the first draw.
    """
    flat = {name: a for name, a in values.outcomes.items() if a.ndim == 2}
    long = {name: a for name, a in values.outcomes.items() if a.ndim == 3}
    draws = np.arange(first, first + len(next(iter(values.inputs.values()))), dtype=np.int32)
    made = {"draws": {"draw": draws, **values.inputs}}
    if flat:
        made["dates"] = _keys(names, draws) | {k: v.ravel() for k, v in flat.items()}
    if long:
        made["quarters"] = _keys(names, draws, QUARTERS) | {k: _column(k, v) for k, v in long.items()}
    return {table: _parquet(columns) for table, columns in made.items()}


def from_files(files: Mapping[str, bytes], names: Sequence[str], outcomes: Sequence[str]) -> Values:
    """Read a chunk back, bit for bit.

    Raises
    ------
    BadInput
        If a table lacks a column.
    """
    tables = {table: _read(content) for table, content in files.items()}
    inputs = {k: v for k, v in tables["draws"].items() if k != "draw"}
    count = len(tables["draws"]["draw"])
    found: dict[str, np.ndarray] = {}
    for table, shape in (("dates", (len(names), count)), ("quarters", (len(names), count, len(QUARTERS)))):
        found |= {k: v.reshape(shape) for k, v in tables.get(table, {}).items()}
    missing = [name for name in outcomes if name not in found]
    if missing:
        raise BadInput(f"the stored tables lack the outcome {missing[0]}; run again into another folder")
    return Values({name: found[name] for name in outcomes}, inputs)


def _keys(
    names: Sequence[str], draws: np.ndarray, quarters: Sequence[str] = ()
) -> dict[str, np.ndarray | Any]:
    """Columns that name each row, scenario slowest and quarter fastest."""
    inner = len(quarters) or 1
    keys = {
        "scenario": _words(np.repeat(np.arange(len(names)), len(draws) * inner), names),
        "draw": np.tile(np.repeat(draws, inner), len(names)),
    }
    if quarters:
        keys["quarter"] = _words(np.tile(np.arange(inner), len(names) * len(draws)), quarters)
    return keys


def _column(name: str, values: np.ndarray) -> Any:
    return _words(values.ravel(), BINDING) if name == "binding" else values.ravel()


def _words(codes: np.ndarray, words: Sequence[str]) -> Any:
    """Make a column of words that repeat."""
    return _arrow().DictionaryArray.from_arrays(codes.astype(np.int16), list(words))


def _parquet(columns: Mapping[str, Any]) -> bytes:
    from pyarrow import parquet

    table = _arrow().table(dict(columns))
    words = [name for name in ("scenario", "quarter", "binding") if name in columns]
    numbers = [name for name in columns if table.schema.field(name).type == _arrow().float64()]
    to = io.BytesIO()
    parquet.write_table(
        table,
        to,
        compression="zstd",
        compression_level=_LEVEL,
        use_dictionary=words,
        use_byte_stream_split=numbers,
        row_group_size=1 << 20,
    )
    return to.getvalue()


def _read(content: bytes) -> dict[str, np.ndarray]:
    from pyarrow import parquet

    table = parquet.read_table(io.BytesIO(content))
    return {name: _values(name, table[name]) for name in table.column_names if name not in _NAMES}


_NAMES = {"scenario", "quarter"}


def _values(name: str, column: Any) -> np.ndarray:
    """Give a column as numbers; the binding input as the model's own codes."""
    if name != "binding":
        return np.asarray(column.to_numpy())
    whole = column.combine_chunks()
    words = whole.dictionary.to_pylist()
    codes = np.array([BINDING.index(word) for word in words], dtype=np.int8)
    return np.asarray(codes[whole.indices.to_numpy()])


def _arrow() -> Any:
    try:
        import pyarrow as pa
    except ImportError:
        raise BadInput(NEEDS) from None
    return pa
