"""The run table as Parquet, with its types, where the extra `study` is installed."""

from __future__ import annotations

from importlib import import_module
from typing import Any, BinaryIO

from sim.errors import UsageError
from sim.study.run_table import RunTable


def available() -> bool:
    """Say whether Parquet can be written here."""
    try:
        import_module("pyarrow.parquet")
    except ImportError:
        return False
    return True


def write(file: BinaryIO, table: RunTable, n: int) -> None:
    """Write the columns of the canonical CSV in its order; what is undefined is null."""
    import_module("pyarrow.parquet").write_table(arrow_table(table, n), file)


def arrow_table(table: RunTable, n: int) -> Any:  # noqa: ANN401  # pyarrow is an extra
    """Give the columns of the canonical CSV in its order as an Arrow table.

    Raises:
        UsageError: the extra with pyarrow is not installed.
    """
    try:
        arrow = import_module("pyarrow")
    except ImportError:
        what = "an Arrow table needs pyarrow; install the extra channel16[study]"
        raise UsageError(what) from None
    columns: list[list[object]] = [[] for _ in table.names]
    for row in table.rows(n):
        for column, cell in zip(columns, row, strict=True):
            column.append(cell)
    kinds = {"arm": arrow.string(), "point": arrow.int64(), "replicate": arrow.int64()}
    kinds |= {"key": arrow.string()}
    about = {
        "scenario_digest": table.plan.scenario_digest,
        "seed": str(table.plan.seed),
        "digest": table.digest(n),
    }
    fields = [(name, kinds.get(name, arrow.float64())) for name in table.names]
    return arrow.table(columns, schema=arrow.schema(fields, metadata=about))
