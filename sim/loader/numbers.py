"""What number stands at a path of a scenario: its type, its unit, and the range it may lie in.

A number has one unit here, that in which its range is given; a bare number is read in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import fsum, isfinite
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from sim.errors import UsageError, nearest, quoted
from sim.loader.overrides import key_at, names_at
from sim.loader.shape import Node
from sim.model.chance import Fixed
from sim.model.doctrines import DoctrineSpec
from sim.model.parameters import PARAMETER_TABLE
from sim.model.parameters.row import ParameterRow
from sim.model.scenario import Scenario
from sim.model.words import Entry
from sim.units import UNIT_SIZES

OCCUPANT = "occupant"
"""The field of a seat below which the numbers of the doctrine that holds it are reached."""
_PART = re.compile(r"(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?:/(\d{1,9}))?\s*(per [a-z]+|[a-z/]*)")
_UNITS = ("min", "nm", "kn", "per h", "deg", "s", "d")
"""Units that are tried to learn of what kind a quantity is."""
_DIGITS = 6
"""Significant digits of a number that is worked out."""


@dataclass(frozen=True)
class NumberField:
    """A number of a scenario, by its path; `row` is what the model says of it, if it is its own."""

    path: str
    adapter: TypeAdapter[Any]
    row: ParameterRow | None = None

    @cached_property
    def unit(self) -> str:
        """Give the unit that a bare number of it has, "" if it has none."""
        if self.row is not None:
            return unit_of(bare(self.row.low))
        return next((unit for unit in _UNITS if self._fits(f"1 {unit}")), "")

    @cached_property
    def whole(self) -> bool:
        """Say whether it is a whole number without a unit."""
        return not self.unit and not self._fits(0.5) and not self._fits(1.5)

    @property
    def kind(self) -> str:
        """Say what it is: rate, time, or number."""
        if self.unit.startswith("per "):
            return "rate"
        return "time" if self.unit in ("d", "h", "min", "s", "ms") else "number"

    @property
    def printed_range(self) -> str:
        """Write the range of docs/model.md, "" if there is none."""
        return f"{self.row.low} to {self.row.high}" if self.row else ""

    def read(self, text: str, unit: str | None = None) -> float:
        """Read a value, as an author writes it, as a number in a unit: its own if none is given.

        Raises:
            ValueError: it is none, or none that the scenario takes.
        """
        unit = self.unit if unit is None else unit
        text = bare(str(text).strip())
        if not unit_of(text) and _PART.fullmatch(text):
            text = f"{text} {unit}".strip()
        found = self._value(text)
        if type(found) is bool or not isinstance(found, int | float | Fixed):
            raise ValueError(f"{quoted(text)} is no number")
        value = in_unit(text, unit)
        if not isfinite(value):
            raise ValueError(f"{quoted(text)} is no number")
        return value

    def text(self, value: float, unit: str | None = None) -> str:
        """Write a number of a unit as an author does."""
        unit = self.unit if unit is None else unit
        return f"{int(value) if self.whole else value!r} {unit}".strip()

    def outside(self, value: float, unit: str | None = None) -> bool:
        """Say whether a number lies outside the range of docs/model.md."""
        if self.row is None:
            return False
        low, high = (in_unit(bare(end), unit or self.unit) for end in (self.row.low, self.row.high))
        slack = 1e-6 * max(abs(low), abs(high))  # rates lie on a grid
        return not low - slack <= value <= high + slack

    def _value(self, text: str) -> Any:
        """Read a value by its field: as a number where the text is a bare one."""
        number = _PART.fullmatch(text)
        bare_number = number is not None and not number[3] and number[2] is None
        given: Any = text
        if bare_number:
            given = int(text) if text.lstrip("-").isdigit() else float(text)
        try:
            return self.adapter.validate_python(given)
        except ValidationError as error:
            what = str(error.errors(include_url=False)[0]["msg"]).removeprefix("Value error, ")
            raise ValueError(f"{quoted(text)}: {what}") from None

    def _fits(self, value: object) -> bool:
        try:
            found = self.adapter.validate_python(value)
        except ValidationError:
            return False
        return type(found) is not bool and isinstance(found, int | float | Fixed)


def rounded(value: float) -> float:
    """Round a number that is worked out, so that its text is short and the same everywhere.

    >>> rounded(2 / 3)
    0.666667
    """
    return float(f"{value:.{_DIGITS}g}")


def bare(text: str) -> str:
    """Take from an end of a range what is said only to readers of the table."""
    return text.removesuffix(" nats").strip()


def unit_of(text: str) -> str:
    """Give the unit that a quantity begins with, "" for a bare number.

    >>> unit_of("1/30 per min"), unit_of("1 h 30 min"), unit_of("0.7")
    ('per min', 'h', '')
    """
    match = _PART.match(" ".join(text.split()))
    return match[3] if match else ""


def in_unit(text: str, unit: str) -> float:
    """Give a quantity that is known to be sound as a number of a unit of its kind.

    >>> in_unit("1 h 30 min", "min"), in_unit("1/30 per min", "per h")
    (90.0, 2.0)
    """
    parts = _PART.findall(" ".join(text.split()))
    sizes = (float(n) / int(of or 1) * (UNIT_SIZES[own] / UNIT_SIZES[unit]) for n, of, own in parts)
    return fsum(sizes)


def number_at(data: object, path: str) -> NumberField:
    """Find the number that a path reaches in a scenario's data.

    Raises:
        UsageError: the path matches nothing, or reaches what is no number.
    """
    parts = path.strip().split(".")
    if len(parts) == 4 and parts[0] == "seats" and parts[2] == OCCUPANT:
        _adapter_at(data, parts[:2])
        return _of_doctrine(path, parts[3])
    found = NumberField(path, _adapter_at(data, parts), _row_of(parts))
    if not any(found._fits(value) for value in (0, 0.5, 1, 2, 5, *(f"1 {u}" for u in _UNITS))):
        raise UsageError(f"{quoted(path)} reaches {quoted(parts[-1])}, which is no number")
    return found


def out_of_range(parameters: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield (name, what is odd) for parameters outside the ranges of docs/model.md.

    Args:
        parameters: Values that are known to be sound, as an author writes them.
    """
    for name, value in parameters.items():
        if name in PARAMETER_TABLE:
            number = number_at({}, f"parameters.{name}")
            if number.outside(number.read(str(value))):
                yield name, f"“{name}” of {value} is outside its range ({number.printed_range})"


def _row_of(parts: list[str]) -> ParameterRow | None:
    is_own = len(parts) == 2 and parts[0] == "parameters"
    return PARAMETER_TABLE.get(parts[1]) if is_own else None


def _of_doctrine(path: str, name: str) -> NumberField:
    known = [field for field in DoctrineSpec.model_fields if field not in ("id", "title", "source")]
    if name not in known:
        raise UsageError(
            f"{quoted(path)}: a doctrine has no {quoted(name)}; {nearest(name, known)}"
        )
    info = DoctrineSpec.model_fields[name]
    adapter = TypeAdapter(_annotated(_without_none(info.annotation), info.metadata))
    return NumberField(path, adapter, PARAMETER_TABLE.get(name))


def _adapter_at(data: object, parts: list[str]) -> TypeAdapter[Any]:
    """Walk down a path, and give the type of what may stand at its end."""
    node, annotation = Node(Scenario, data), Any
    for part in parts:
        node = node.bare()
        key = key_at(node, part)
        if key is None:
            hint = nearest(part, names_at(node))
            raise UsageError(f"{quoted('.'.join(parts))}: {quoted(part)} matches nothing; {hint}")
        annotation = _below(node, key, annotation)
        node = node.enter(key)
    return TypeAdapter(annotation)


def _below(node: Node, key: str | int, annotation: Any) -> Any:
    """Give the type of what stands at a key of a node, of which the type is known too."""
    shape = node.shape
    if isinstance(shape, type) and issubclass(shape, Entry) and key in shape.model_fields:
        info = shape.model_fields[str(key)]
        return _annotated(_without_none(info.annotation), info.metadata)
    while get_origin(annotation) is Annotated:
        annotation = _without_none(get_args(annotation)[0])
    args = get_args(annotation)
    if get_origin(annotation) is tuple and isinstance(key, int):
        return args[0] if len(args) == 2 and args[1] is ... else args[min(key, len(args) - 1)]
    return args[1] if get_origin(annotation) is dict else Any


def _annotated(annotation: Any, metadata: list[Any]) -> Any:
    return Annotated[annotation, *metadata] if metadata else annotation


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, UnionType):
        kept = [each for each in get_args(annotation) if each is not type(None)]
        return kept[0] if len(kept) == 1 else annotation
    return annotation
