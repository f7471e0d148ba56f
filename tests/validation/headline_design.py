"""The design of the headline study: what is varied, how far, in which scenarios and arms."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from sim.loader import digest, load
from sim.model.parameters import PARAMETER_TABLE, Parameters
from sim.play.record import RULES
from sim.study.design import Arm
from sim.units import (
    format_distance,
    format_duration,
    format_rate,
    parse_distance,
    parse_duration,
    parse_rate,
)

POINTS, SEED = 256, 16
JUDGED = ("[assumed]", "[expert]")
"""Tags of numbers that somebody judged; what was counted or agreed stays as it is."""
_LOG_FROM = 10
"""A range whose ends lie this many times apart is gone through by ratio."""
_NUMBER = re.compile(r"(-?[\d.]+)(?:/([\d.]+))?\s*(.*)")


@dataclass(frozen=True)
class Varied:
    """One number that is varied: its path, its ends in plain units, and how a value is written."""

    path: str
    low: float
    high: float
    write: Callable[[float], str]

    def at(self, share: float) -> float:
        """Give the value at a share of the range; by ratio where the ends lie far apart."""
        if self.low > 0 and self.high >= _LOG_FROM * self.low:
            return math.exp(math.log(self.low) * (1 - share) + math.log(self.high) * share)
        return self.low + share * (self.high - self.low)

    def setting(self, share: float) -> str:
        """Write the setting at a share of the range."""
        return f"{self.path}={self.write(self.at(share))}"


def _read(text: str, unit: str) -> tuple[float, Callable[[float], str]]:
    """Read one end of a range, such as ``1/480 per min``, ``20 m`` or ``1.5 nats``."""
    match = _NUMBER.fullmatch(text)
    assert match is not None, text
    number, unit = float(match[1]) / float(match[2] or 1), match[3] or unit
    if unit in ("", "nats"):
        return number, lambda value: f"{value:.6g}"
    if unit.startswith("per"):
        return parse_rate(f"{number:.12f} {unit}"), format_rate
    if unit in ("m", "yd", "nm"):
        return parse_distance(f"{number:.6f} {unit}"), lambda value: format_distance(round(value))
    return float(parse_duration(f"{number:.6f} {unit}")), lambda ms: format_duration(_coarse(ms))


def _coarse(ms: float) -> int:
    """Round a time to whole minutes, or to seconds where it is short."""
    step = 60_000 if ms >= 600_000 else 1000
    return round(ms / step) * step


def _varied(name: str) -> Varied:
    row = PARAMETER_TABLE[name]
    high_unit = _NUMBER.fullmatch(row.high)
    unit = high_unit[3] if high_unit else ""
    (low, write), (high, _) = _read(row.low, unit), _read(row.high, unit)
    value = Parameters(source="").model_dump(mode="json")[name]
    whole = isinstance(value, int) and not isinstance(value, bool)
    return Varied(f"parameters.{name}", low, high, _whole if whole else write)


def _whole(value: float) -> str:
    return str(round(value))


def varied(radio: str) -> tuple[Varied, ...]:
    """List what is varied: every judged number of the model, and how soon the radio is answered."""
    names = [
        name
        for name, row in PARAMETER_TABLE.items()
        if row.source.startswith(JUDGED) and row.low != row.high
    ]
    answered = Varied(f"channels.{radio}.answering.answered", 0.2, 60.0, format_rate)
    return (*map(_varied, names), answered)


@dataclass(frozen=True)
class Ground:
    """A scenario of the headline: its arms, and the measure whose difference is the worth."""

    scenario: str
    radio: str
    measure: str
    arms: tuple[Arm, ...]

    def made_from(self) -> str:
        """Give the digest of what its counts rest on."""
        said = [digest(load(self.scenario)), RULES, POINTS, SEED, self.arms]
        said += [(f.path, f.setting(0.0), f.setting(1.0)) for f in varied(self.radio)]
        return hashlib.sha256("\n".join(map(repr, said)).encode()).hexdigest()[:16]


def _arms(channels: Mapping[str, tuple[str, ...]]) -> tuple[Arm, ...]:
    return tuple(
        Arm(name, tuple(f"channels.{path}" for path in paths)) for name, paths in channels.items()
    )


_BRIDGE, _STAFF = "bridge_radio.start=suspended", "staff_line.start=suspended"
_VHF = "vhf_bridge_to_bridge.start=suspended"
_OPEN = ("ph_ccg_jcc.start=open", "ph_mfa_hotline_2023.start=open")
_SHUT = ("defense_attaches.start=suspended", "minister_call.start=suspended")
GROUNDS = (
    Ground(
        "two-captains",
        "bridge_radio",
        "uf8",
        _arms({"none": (_BRIDGE, _STAFF), "radio": (_STAFF,), "line": (_BRIDGE,), "all": ()}),
    ),
    Ground(
        "twenty-nine-minutes",
        "vhf_bridge_to_bridge",
        "uf4",
        _arms({"none": (_VHF,), "radio": (), "all": _OPEN}),
    ),
    Ground(
        "second-round",
        "vhf_bridge_to_bridge",
        "uf4",
        _arms({"none": (_VHF, *_SHUT), "radio": _SHUT, "all": ()}),
    ),
)
"""The scenarios of the headline; the first arm of each is what the others are compared with."""


@cache
def shares(points: int = POINTS, seed: int = SEED) -> dict[str, list[list[float]]]:
    """Give for each scenario its points: a Latin hypercube of shares of the ranges."""
    from scipy.stats import qmc

    made = {}
    for number, ground in enumerate(GROUNDS):
        sampler = qmc.LatinHypercube(d=len(varied(ground.radio)), seed=seed + number)
        made[ground.scenario] = [
            [round(float(x), 6) for x in row] for row in sampler.random(points)
        ]
    return made
