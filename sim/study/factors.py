"""Factors: numbers of a scenario that a study varies, each over a range or a distribution."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from sim.errors import UsageError, quoted
from sim.loader.numbers import OCCUPANT, NumberField, bare, in_unit, number_at, rounded, unit_of
from sim.loader.overrides import apply_sets
from sim.loader.yamltext import parse
from sim.model.chance import Delay, Distribution, Fixed
from sim.study.settings import text_of, unprefixed

_RANGE = re.compile(r"(.+?)\s*\.\.\s*(.+?)(\s+by ratio)?", re.DOTALL)
CAUSES = "causes."
"""What the name of a factor begins with that is no number, but a cause that is there or not."""
_CAUSE = re.compile(re.escape(CAUSES) + r"[a-z][a-z0-9_]{0,59}")
_TAIL = 0.001
"""The share of a distribution without ends that is left out at either."""
_DELAY: TypeAdapter[Distribution] = TypeAdapter(Delay)


@dataclass(frozen=True, slots=True)
class FactorAsked:
    """A factor as it is asked for: the path of a number, and over what, "" for its own range."""

    path: str
    over: str = ""


@dataclass(frozen=True, slots=True)
class Factor:
    """A number that is varied from `low` to `high`, both in `unit`.

    `scale` says how: `linear`, evenly; `ratio`, evenly in its logarithm; `distribution`, as
    `over` says, a distribution of the data language; `switch`, a cause that is there (1) or not
    (0), `off` being what is then set; `whole` numbers are all alike.
    """

    path: str
    low: float
    high: float
    unit: str
    scale: str
    over: str = ""
    whole: bool = False
    off: tuple[str, ...] = ()

    def value(self, share: float) -> float:
        """Give the number that a share in [0, 1] of all chance stays below, in `unit`.

        >>> Factor("parameters.honour", 0, 4, unit="", scale="linear").value(0.25)
        1.0
        """
        if self.scale == "distribution":
            spec = _DELAY.validate_python(parse(self.over, "").data)
            found = in_unit(f"{spec.quantile(min(max(share, _TAIL), 1 - _TAIL))} ms", self.unit)
            return rounded(min(max(found, self.low), self.high))
        if self.whole:
            steps = self.high - self.low + 1
            return self.low + min(math.floor(share * steps), steps - 1)
        if self.scale == "ratio":
            found = self.low * (self.high / self.low) ** share
        else:
            found = self.low + share * (self.high - self.low)
        return min(max(rounded(found), self.low), self.high)

    def settings(self, value: float) -> tuple[str, ...]:
        """Write a value of it as PATH=VALUE; a cause that is there changes nothing."""
        if self.off:
            return () if value else self.off
        number = int(value) if self.whole else value
        return (f"{self.path}={number!r} {self.unit}".strip(),)

    @property
    def name(self) -> str:
        """Name it shortly: the model's own numbers, and causes, by their bare name."""
        return self.path.removeprefix("parameters.").removeprefix(CAUSES)

    @property
    def paths(self) -> tuple[str, ...]:
        """List what it sets, by path."""
        return tuple(text.partition("=")[0] for text in self.off) or (self.path,)

    def as_data(self) -> dict[str, Any]:
        """Describe it for programs; numbers are in its unit."""
        return {
            "path": self.path,
            "low": self.low,
            "high": self.high,
            "unit": self.unit,
            "scale": self.scale,
            "over": self.over or None,
        }

    @property
    def in_words(self) -> str:
        """Say over what it is varied.

        >>> Factor("parameters.honour", 0, 4, unit="", scale="linear").in_words
        '0 to 4'
        """
        if self.off:
            return f"there, or not: {', '.join(self.off)}"
        if self.over:
            return self.over
        ends = f"{self.low:g} to {self.high:g} {self.unit}".strip()
        return f"{ends} by ratio" if self.scale == "ratio" else ends


def parse_factor(text: str) -> FactorAsked:
    """Read ``PATH``, ``PATH=LOW..HIGH`` or ``PATH={WORD: …}``, a distribution.

    Raises:
        UsageError: no path.
    """
    path, sign, over = text.partition("=")
    if not path.strip() or (sign and not over.strip()):
        raise UsageError(f"--factor {text}: expected PATH or PATH=LOW..HIGH")
    return FactorAsked(path.strip(), over.strip())


def factor_of(asked: FactorAsked, data: object) -> Factor:
    """Check a factor against a scenario's data.

    Raises:
        UsageError: its path matches nothing or is of no number, or its range cannot be.
    """
    if asked.path.startswith(CAUSES):
        return _cause(asked, data)
    number = number_at(data, asked.path)
    if not asked.over:
        return _of_model(number)
    if asked.over.startswith("{"):
        return _distributed(number, asked.over)
    match = _RANGE.fullmatch(asked.over)
    if match is None:
        hint = "LOW..HIGH, such as 0.1..0.5, or a distribution of the data language"
        raise UsageError(f"factor {quoted(asked.path)}: {quoted(asked.over)} is no range; {hint}")
    low, high = _ends(number, match[1], match[2])
    scale = "ratio" if match[3] else "linear"
    if scale == "ratio" and low <= 0:
        raise UsageError(f"factor {quoted(asked.path)}: a range by ratio begins above 0")
    unit = unit_of(bare(match[1])) or number.unit
    return Factor(asked.path, low, high, unit, scale=scale, whole=number.whole)


def _cause(asked: FactorAsked, data: object) -> Factor:
    """Read a cause that is there or not: what is set where it is not."""
    body = parse(asked.over, "").data if asked.over.startswith("{") else None
    off = body.get("off") if isinstance(body, dict) and set(body) == {"off"} else None
    if not _CAUSE.fullmatch(asked.path) or not isinstance(off, dict) or not off:
        hint = f"expected {CAUSES}NAME: {{off: {{PATH: VALUE}}}}, what is set where it is not there"
        raise UsageError(f"factor {quoted(asked.path)}: {hint}")
    texts = tuple(f"{path}={text_of(value)}" for path, value in off.items())
    for text in texts:
        try:
            apply_sets(data, [text])
        except UsageError as error:
            what = unprefixed(error.faults[0], text).what
            raise UsageError(f"factor {quoted(asked.path)}: {what}") from None
    return Factor(asked.path, 0, 1, "", scale="switch", over=asked.over, whole=True, off=texts)


def _of_model(number: NumberField) -> Factor:
    """Give the range of docs/model.md; rates and times by their ratio, as presets go."""
    if number.row is None:
        what = f"factor {quoted(number.path)}: docs/model.md has no range for it"
        raise UsageError(f"{what}; give one: --factor {number.path}=LOW..HIGH")
    low, high = _ends(number, number.row.low, number.row.high)
    by_ratio = number.kind in ("rate", "time") and low > 0
    scale = "ratio" if by_ratio else "linear"
    return Factor(number.path, low, high, number.unit, scale=scale, whole=number.whole)


def _ends(number: NumberField, low: str, high: str) -> tuple[float, float]:
    """Read the ends of a range, in the unit of the lower one."""
    unit = unit_of(bare(low)) or number.unit
    try:
        ends = number.read(low, unit), number.read(high, unit)
    except ValueError as error:
        raise UsageError(f"factor {quoted(number.path)}: {error}") from None
    except KeyError:
        raise UsageError(f"factor {quoted(number.path)}: {quoted(low)} is no number") from None
    if ends[0] >= ends[1]:
        what = f"factor {quoted(number.path)}: {low}..{high} is empty"
        raise UsageError(f"{what}; the lower end comes first")
    for end, text in zip(ends, (low, high), strict=True):
        if number.outside(end, unit):
            raise UsageError(_outside(number, text))
    return rounded(ends[0]), rounded(ends[1])


def _outside(number: NumberField, text: str) -> str:
    what = f"factor {quoted(number.path)}: {text} is outside its range ({number.printed_range})"
    return f"{what}; an arm or --set may go there"


def _distributed(number: NumberField, over: str) -> Factor:
    """Read a distribution of durations; it is cut where the number's range ends."""
    document = parse(over, "")
    try:
        spec = _DELAY.validate_python(None if document.faults else document.data)
    except (ValidationError, ValueError) as error:
        what = (
            error.errors(include_url=False)[0]["msg"]
            if isinstance(error, ValidationError)
            else error
        )
        text = str(what).removeprefix("Value error, ")
        raise UsageError(f"factor {quoted(number.path)}: {quoted(over)}: {text}") from None
    if number.kind != "time":
        what = f"factor {quoted(number.path)}: distributions are of times, and this is none"
        raise UsageError(f"{what}; give LOW..HIGH")
    if isinstance(spec, Fixed):
        raise UsageError(f"factor {quoted(number.path)}: {quoted(over)} is one value")
    low, high = (in_unit(f"{spec.quantile(u)} ms", number.unit) for u in (_TAIL, 1 - _TAIL))
    if number.row is not None:
        low = max(low, number.read(number.row.low))
        high = min(high, number.read(number.row.high))
    low, high = rounded(low), rounded(high)
    if low >= high:
        what = f"factor {quoted(number.path)}: {quoted(over)} lies outside its range"
        raise UsageError(f"{what} ({number.printed_range})" if number.row else what)
    return Factor(number.path, low, high, number.unit, scale="distribution", over=over)


def is_of_doctrine(path: str) -> bool:
    """Say whether a factor's path is of the doctrine that holds a seat."""
    parts = path.split(".")
    return len(parts) == 4 and parts[0] == "seats" and parts[2] == OCCUPANT


def seated(spec: str, path: str, value: float) -> str:
    """Give who holds a seat with one number of its doctrine changed.

    >>> seated("firm:chi=2,rho=1", "seats.ccg_scene.occupant.rho", 0.8)
    'firm:chi=2,rho=0.8'
    """
    name, _, rest = spec.partition(":")
    key = path.rpartition(".")[2]
    kept = [part for part in rest.split(",") if part and part.partition("=")[0] != key]
    return f"{name}:{','.join([*kept, f'{key}={value!r}'])}"


def overlapping(factors: Iterable[Factor | FactorAsked]) -> str:
    """Give a path that stands twice, "" if none does."""
    paths = [
        path
        for factor in factors
        for path in (factor.paths if isinstance(factor, Factor) else (factor.path,))
    ]
    return next((path for path in paths if paths.count(path) > 1), "")
