"""The same tables as Apache Parquet files, in a ZIP archive; for pandas, Polars, DuckDB, R and Spark."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, Any, Final

from kg.exporting.archives import archived
from kg.exporting.columns import Column, Table
from kg.exporting.extracts import Extract
from kg.exporting.tabular import Row, rows, shown, tables_of
from kg.faults import MissingLibrary

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX, TAKES = ".zip", ()

_GROUP: Final = 5000
"""Rows that are held in memory and written as one row group."""


def write(extract: Extract, out: IO[bytes]) -> None:
    """Write a file for each table: days as date32, several values in a cell as a list, the rest as text or number.

    Raises Fault where pyarrow is not installed, ValueError where the parts have no table, OSError where it cannot be
    written.
    """
    tables = tables_of(extract)
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingLibrary("pyarrow", "parquet") from error
    types = {
        "string": pa.string(),
        "uri": pa.string(),
        "date": pa.date32(),
        "boolean": pa.bool_(),
        "integer": pa.int64(),
    }

    def field(column: Column, table: Table) -> pa.Field[Any]:
        kind: pa.DataType = types[column.type]
        return pa.field(column.name, pa.list_(kind) if column.many else kind, nullable=column.name not in table.key)

    with ExitStack() as files:
        content = {table.name: files.enter_context(tempfile.TemporaryFile()) for table in tables}
        schemas = {table.name: pa.schema([field(c, table) for c in shown(table, extract)]) for table in tables}
        held: dict[str, list[Row]] = {table.name: [] for table in tables}
        with ExitStack() as open_writers:
            writers = {
                name: open_writers.enter_context(pq.ParquetWriter(file, schemas[name], compression="zstd"))
                for name, file in content.items()
            }

            def put(name: str) -> None:
                columns = zip(*held[name], strict=True) if held[name] else ([] for _ in schemas[name])
                arrays = [pa.array(list(cells), part.type) for cells, part in zip(columns, schemas[name], strict=True)]
                writers[name].write_table(pa.Table.from_arrays(arrays, schema=schemas[name]))
                held[name].clear()

            for table, row in rows(extract):
                held[table.name].append(row)
                if len(held[table.name]) == _GROUP:
                    put(table.name)
            for name in held:
                put(name)
        archived(((f"{name}.parquet", file) for name, file in content.items()), out)
