"""Documents with faults: a small scenario to change, and its faults beside what is expected."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from sim.errors import Fault, ScenarioError
from sim.loader import from_text
from sim.loader.scenario import examine_text

BASE = """\
schema_version: 1
id: small
title: Small
begins: 2025-09-16 08:00 +08:00
place: Here
origin: 15 N 118 E
horizon: 2 h
minutes: 10
places:
  - {id: shoal, name: Shoal, at: 15.1 N 118 E}
sides:
  - {id: red, name: Red}
seats:
  - {id: chief, title: Chief, side: red, level: capital}
  - {id: captain, title: C, side: red, level: on_scene, authority: chief, window: {span: 5 min}}
vessels:
  - {id: boat, name: Boat, side: red, service: navy, length: 50 m, aerial: 9 m, sight: 6 nm,
     top_speed: 20 kn, at: 15 N 118 E, course: 0 deg, speed: 9 kn}
gates:
  - {id: ring, title: Ring, vessels: [boat], place: shoal, range: 3 nm}
channels:
  - {id: line, name: Line, kind: line, seats: [chief, captain], forms: [offer]}
forms:
  - {id: offer, title: Offer}
clauses:
  - {id: calm, title: Calm}
counters:
  - {id: crates, title: Crates, most: 9, known_to: [captain]}
flags:
  - {id: agreed, title: Agreed, known_to: [captain]}
activities:
  - {id: unloading, title: Unloading, by: boat, lasts: 30 min}
moves:
  - {id: hold, code: A01, title: Hold, direction: hold, seats: [captain]}
injects:
  - {id: news, title: News, kind: news, at: 1 h}
endings:
  - {id: quiet, title: Quiet, text: Nothing.}
"""
MOVE = """\
moves:
  - id: hold
    code: A01
    title: Hold
    seats: [captain]
"""
DIRECTION = "    direction: hold\n"


def parts(text: str) -> dict[str, str]:
    """Cut a text before each key of the root."""
    cut = re.split(r"^(?=§?\w)", text, flags=re.MULTILINE)
    return {part.strip("§").partition(":")[0]: part for part in cut if part}


def doc(changed: str = "", base: str = BASE) -> str:
    """Write a scenario with other parts; `move:` holds further keys of its move."""
    other = parts(changed)
    if "move" in other:
        rest = other.pop("move").partition("\n")[2]
        other["moves"] = MOVE + ("" if "direction:" in rest else DIRECTION) + rest
    return "".join((parts(base) | other).values())


def cases(blocks: str, base: str = BASE) -> list[Any]:
    """Read cases, one a block: parts that differ, then the sentences (=>).

    A § stands before each place where a fault is expected, from top to bottom.
    """
    found = []
    for block in blocks.strip("\n").split("\n\n"):
        lines = block.split("\n")
        sentences = [line[3:] for line in lines if line.startswith("=> ")]
        text = "".join(f"{line}\n" for line in lines if not line.startswith("=> "))
        name = "-".join(re.findall("[a-z]+", sentences[0] if sentences else text))[:40]
        found.append(pytest.param(doc(text, base), sentences, id=name))
    return found


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Take out each § and list the line and column it stood before."""
    places = []
    while "§" in text:
        before, _, after = text.partition("§")
        places.append((before.count("\n") + 1, len(before) - before.rfind("\n")))
        text = before + after
    return text, places


def faults_in(text: str) -> list[Fault]:
    """List the faults of a text from top to bottom."""
    with pytest.raises(ScenarioError) as caught:
        from_text(text, "f.yaml")
    return sorted(caught.value.faults, key=lambda fault: (fault.line, fault.column))


def assert_faults(marked: str, sentences: list[str]) -> None:
    """Compare all faults of a text, place and sentence; after a “…” at the end comes anything."""
    assert_found(marked, sentences, faults_in(unmarked(marked)[0]))


def assert_remarks(marked: str, sentences: list[str]) -> None:
    """Compare all warnings and notes of a text without faults, as above."""
    found = examine_text(unmarked(marked)[0], "f.yaml")
    assert [str(fault) for fault in found if fault.level == "fault"] == []

    assert_found(marked, sentences, sorted(found, key=lambda each: (each.line, each.column)))


def assert_found(marked: str, sentences: list[str], listed: list[Fault]) -> None:
    """Compare what was found with what was expected where a § stands."""
    _, places = unmarked(marked)
    assert len(places) == len(sentences), "each § needs its sentence"
    found = [str(each) for each in listed]
    expected = [
        f"f.yaml:{line}:{column}: {sentence}"
        for (line, column), sentence in zip(places, sentences, strict=True)
    ]
    cut = [
        f"{one[: len(two) - 1]}…" if two.endswith("…") else one
        for one, two in zip(found, expected, strict=False)
    ]
    assert cut + found[len(expected) :] == expected


RIVALS = """\
sides:
  - {id: red, name: Red}
  - {id: blue, name: Blue}
seats:
  - {id: chief, title: Chief, side: red, level: capital}
  - {id: captain, title: C, side: red, level: on_scene, authority: chief, window: {span: 5 min}}
  - {id: rival, title: Rival, side: blue, level: on_scene}
incidents:
  - {id: bump, title: Bump, by: red, against: blue, rungs: [5]}
streams:
  - {id: tails, title: Tails, by: red, against: blue, rate: 1 per d, unsafe: 0.1,
     cpa: {median: 300 m, sigma: 0.8}}
hints:
  - {id: patience, seat: captain, text: Wait., do: wait}
"""


SOUND = """\
schema_version: 1
id: sound
title: Sound
begins: 2025-09-16 08:00 +08:00
place: Here
origin: 15 N 118 E
horizon: 2 h
minutes: 10
places:
  - {id: shoal, name: Shoal, at: 15.1 N 118 E}
sides:
  - {id: red, name: Red, objectives: [{id: crates, title: Crates, points: 50, main: true,
      goal: {share: {counter: crates, of: 9}}}]}
  - {id: blue, name: Blue}
seats:
  - {id: captain, title: C, side: red, level: on_scene, window: {span: 5 min}, commands: [boat],
     sees: sensors}
  - {id: rival, title: R, side: blue, level: on_scene, window: {span: 5 min}, commands: [cutter],
     sees: sensors}
vessels:
  - {id: boat, name: Boat, side: red, service: navy, length: 50 m, aerial: 9 m, sight: 6 nm,
     top_speed: 20 kn, at: 15 N 118 E, course: 0 deg, speed: 9 kn}
  - {id: cutter, name: Cutter, side: blue, service: coast_guard, length: 90 m, aerial: 20 m,
     sight: 12 nm, top_speed: 25 kn, at: 15.05 N 118 E, course: 0 deg, speed: 0 kn}
gates:
  - {id: ring, title: Ring, vessels: [boat], place: shoal, range: 3 nm, known_to: [captain, rival]}
channels:
  - {id: vhf, name: VHF, kind: radio, forms: [hail],
     answering: {answered: 6 per h, declined: 1 per h, tries: 5 min}}
forms:
  - {id: hail, title: Hail}
counters:
  - {id: crates, title: Crates, most: 9, known_to: [captain]}
flags:
  - {id: agreed, title: Agreed, known_to: [captain, rival]}
activities:
  - {id: unloading, title: Unloading, by: boat, lasts: 30 min}
moves:
  - id: unload
    code: N01
    title: Unload
    direction: hold
    seats: [captain]
    vessel: boat
    effects: [{begin: unloading}, {count: {counter: crates}}]
  - id: agree
    code: D28
    title: Agree
    direction: deconflict
    seats: [rival]
    lead: 5 min
    when: {not: {flag: agreed}}
    effects: [{set: agreed}]
injects:
  - {id: news, title: News, kind: news, to: [captain, rival], text: News., at: 1 h}
endings:
  - {id: deal, title: Deal, text: A deal., when: {flag: agreed}}
  - {id: quiet, title: Quiet, text: Nothing.}
"""
"""A scenario of which nothing is to be said."""


RICH = doc("""\
move:
    when: {any: [{not: {flag: agreed}}, {counter: {counter: crates, at_least: 1}}]}
history: {seed: 1, scripts: [{seat: captain, steps: [{at: 1 h, choose: hold}]}]}
caps: {death: 20}
articles: &a [one, 'two']
""")

DATA = yaml.safe_load(doc()) | {"begins": "2025-09-16 08:00+08:00"}
