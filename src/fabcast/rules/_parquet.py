"""Parquet files read in batches; what is torn, or unpacks to more than it should, is refused."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fabcast.errors import BadInput
from fabcast.facts import check_plain
from fabcast.rules._case import refuse_unknown

__all__ = ["read_parquet"]

LARGEST_GROUP = 4_000_000_000
"""Bytes that a row group may unpack to: it is held in memory, and a small file can claim any size."""


def read_parquet(path: Path, rows: int) -> Iterator[tuple[int, dict[str, list[Any]]]]:
    """Yield (number of rows, cells by column) of at most `rows` rows at a time.

    Raises
    ------
    BadInput
        The file cannot be read, has a column that no rule knows, or unpacks to too much.
    """
    parquet = _pyarrow()
    check_plain(path)
    try:
        file = parquet.ParquetFile(path)
    except Exception as error:  # the library raises many kinds
        raise BadInput(f"{path}: no Parquet file ({_first_line(error)}).") from None
    try:
        refuse_unknown(file.schema_arrow.names)
    except BadInput as error:
        raise BadInput(f"{path}: {error}") from None
    _refuse_bomb(path, file.metadata)
    yield from _batches(path, file.iter_batches(rows))


def _refuse_bomb(path: Path, metadata: Any) -> None:
    for index in range(metadata.num_row_groups):
        size = metadata.row_group(index).total_byte_size
        if size > LARGEST_GROUP:
            raise BadInput(
                f"{path}: row group {index + 1} unpacks to {size} bytes, more than {LARGEST_GROUP}; "
                "write it in smaller row groups."
            )


def _batches(path: Path, batches: Iterator[Any]) -> Iterator[tuple[int, dict[str, list[Any]]]]:
    """Read batch by batch; text that is not UTF-8 shows only once its cells are taken out."""
    while True:
        try:
            batch = next(batches, None)
            cells = {} if batch is None else {n: batch.column(n).to_pylist() for n in batch.schema.names}
        except Exception as error:  # the library raises many kinds
            raise BadInput(f"{path}: damaged inside ({_first_line(error)}); write it anew.") from None
        if batch is None:
            return
        yield batch.num_rows, cells


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _pyarrow() -> Any:
    try:
        import pyarrow.parquet
    except ImportError:
        raise BadInput(
            "Parquet files need the package pyarrow, which is not installed; "
            "install fabcast[parquet], or give a .csv file."
        ) from None
    return pyarrow.parquet
