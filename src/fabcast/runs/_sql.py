"""SQL over all runs of a store, in place: nothing is loaded or copied first."""

from __future__ import annotations

from typing import Any, NamedTuple

from fabcast.errors import BadInput

from ._place import Place
from ._store import StoredRun, stored_runs
from ._tables import TABLES

NEEDS = "SQL needs a package that is not installed; get it with: pip install 'fabcast[store]'"


class Answer(NamedTuple):
    """Rows of a query."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def query(url: str, sql: str) -> Answer:
    """Ask a store.

    Parameters
    ----------
    url
        The store.
    sql
        A query in DuckDB's SQL over the views ``quarters``, ``dates``, ``draws`` (their column `run` is
        the id) and ``runs`` (a row a run).

    Raises
    ------
    BadInput
        The query is refused; the engine's own first line says why.
    """
    try:
        import duckdb
    except ImportError:
        raise BadInput(NEEDS) from None
    with connect(url) as connection:
        try:
            found = connection.sql(sql)
            if found is None:
                raise BadInput("the SQL asks for nothing; write a SELECT")
            return Answer(tuple(found.columns), found.fetchall())
        except duckdb.Error as error:
            raise BadInput(f"SQL: {(str(error).splitlines() or ['unknown reason'])[0]}") from None


def connect(url: str) -> Any:
    """Open DuckDB in memory with views over a store.

    Returns
    -------
    duckdb.DuckDBPyConnection
        Close it after use.
    """
    try:
        import duckdb
    except ImportError:
        raise BadInput(NEEDS) from None
    runs = stored_runs(url)
    connection = duckdb.connect()
    place = Place(url)
    if not place.local:
        connection.register_filesystem(place.filesystem)
    for table in TABLES:
        if any(run.place.names(table) for run in runs):
            connection.execute(_view(place, table))
    connection.execute(
        "CREATE TABLE runs (run VARCHAR, scenarios VARCHAR[], draws BIGINT, seed BIGINT, "
        "basis VARCHAR, structure VARCHAR, fabcast VARCHAR, chunks_done BIGINT, chunks BIGINT)"
    )
    connection.executemany("INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", [_row(run) for run in runs])
    return connection


def _view(place: Place, table: str) -> str:
    where = f"{place.path if place.local else place.url}/*/{table}/*.parquet".replace("'", "''")
    return (  # the address is quoted above, and a user may ask SQL of a store anyway
        f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{where}', hive_partitioning = true, "  # noqa: S608
        "hive_types = {'run': VARCHAR}, union_by_name = true)"
    )


def _row(run: StoredRun) -> list[Any]:
    told = run.record
    return [
        told["id"],
        list(run.names),
        told["draws"],
        told["seed"],
        told["basis"],
        told["structure"],
        told["fabcast"],
        len(run.done()),
        len(run.chunks),
    ]
