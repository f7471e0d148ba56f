"""Shards: the rows of a finished chunk in a file that says whose they are, and is whole."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Sequence

from sim.jsontext import json_data
from sim.study.design import CHUNK, Chunk
from sim.study.measures import Measure
from sim.study.run_table import RunRow

_NAME = re.compile(r"(\d{1,9})-(\d{1,9})-(\d{1,9})\.json", re.ASCII)


def name_of(chunk: Chunk) -> str:
    """Name the file of a chunk.

    >>> name_of((0, 100, 20)), chunk_of("0-100-20.json"), chunk_of("notes.json")
    ('0-100-20.json', (0, 100, 20), None)
    """
    return "{}-{}-{}.json".format(*chunk)


def chunk_of(name: str) -> Chunk | None:
    """Give the chunk that a file is named after, None if it is no shard's name."""
    match = _NAME.fullmatch(name)
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def written(key: str, chunk: Chunk, rows: Sequence[RunRow]) -> str:
    """Write the rows of a chunk of a study, with a sum over both."""
    data = {"study": key, "chunk": list(chunk), "rows": [list(row) for row in rows]}
    return json.dumps({**data, "sum": _sum(data)}, separators=(",", ":")) + "\n"


def _sum(data: object) -> str:
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def read(text: str, key: str, chunk: Chunk, measures: Sequence[Measure]) -> list[RunRow]:
    """Read the rows of a chunk back, each cell by the measure that it is of.

    Raises:
        ValueError: damaged, of another study, or of another chunk.
    """
    data = json_data(text)
    if not isinstance(data, dict):
        raise ValueError("is no shard")
    total = data.pop("sum", None)
    if total != _sum(data) or data.get("study") != key or data.get("chunk") != list(chunk):
        raise ValueError("is damaged, or of another study")
    rows = data.get("rows")
    if not isinstance(rows, list) or not 0 < len(rows) == chunk[2] <= CHUNK:
        raise ValueError("has other rows than its name says")
    return [_row(row, measures) for row in rows]


def _row(row: object, measures: Sequence[Measure]) -> RunRow:
    if not isinstance(row, list) or len(row) != len(measures):
        raise ValueError("has not a cell for each measure")
    return tuple(_cell(value, of) for value, of in zip(row, measures, strict=True))


def _cell(value: object, measure: Measure) -> float | None:
    """Read a cell: nothing where the measure may be undefined, else a number of its kind."""
    if value is None and measure.may_lack:
        return None
    if type(value) is float and math.isfinite(value) and _fits(value, measure):
        return value
    raise ValueError(f"{value!r:.40} is no value of {measure.name}")


def _fits(value: float, measure: Measure) -> bool:
    return measure.kind != "rate" or value in (0, 1)
