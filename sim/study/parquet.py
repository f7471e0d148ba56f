"""The run table as Parquet, with its types, where the extra `study` is installed."""

from __future__ import annotations

from importlib import import_module
from typing import BinaryIO

from sim.study.run_table import RunTable, replay_key


def available() -> bool:
    """Say whether Parquet can be written here."""
    try:
        import_module("pyarrow.parquet")
    except ImportError:
        return False
    return True


def write(file: BinaryIO, table: RunTable, n: int) -> None:
    """Write the columns of the canonical CSV in its order; what is undefined is null."""
    arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    columns: list[list[object]] = [[] for _ in table.names]
    for label, replicate, row in table.rows(n):
        cells = (label, replicate, replay_key(label, replicate), *row)
        for column, cell in zip(columns, cells, strict=True):
            column.append(cell)
    kinds = [arrow.string(), arrow.int64(), arrow.string()]
    kinds += [arrow.float64()] * len(table.measures)
    about = {
        "scenario_digest": table.plan.scenario_digest,
        "seed": str(table.plan.seed),
        "digest": table.digest(n),
    }
    schema = arrow.schema(list(zip(table.names, kinds, strict=True)), metadata=about)
    parquet.write_table(arrow.table(columns, schema=schema), file)
