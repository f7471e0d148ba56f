"""Bad input of every sort: each fault is found, at its line and column, with what to do."""

from __future__ import annotations

import copy
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import Fault, ScenarioError, UsageError
from sim.loader import check, from_data, from_text, library, load
from sim.loader.patch import apply_sets
from sim.loader.sources import sources
from sim.loader.yamltext import BYTES_MOST, parse
from sim.model.scenario import KINDS, Scenario

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


def doc(changed: str = "") -> str:
    """Write the scenario with other parts; `move:` holds further keys of its move."""
    other = parts(changed)
    if "move" in other:
        rest = other.pop("move").partition("\n")[2]
        other["moves"] = MOVE + ("" if "direction:" in rest else DIRECTION) + rest
    return "".join((parts(BASE) | other).values())


def cases(blocks: str) -> list[Any]:
    """Read cases, one a block: parts that differ, then the sentences (=>).

    A § stands before each place where a fault is expected, from top to bottom.
    """
    found = []
    for block in blocks.strip("\n").split("\n\n"):
        lines = block.split("\n")
        told = [line[3:] for line in lines if line.startswith("=> ")]
        text = "".join(f"{line}\n" for line in lines if not line.startswith("=> "))
        name = "-".join(re.findall("[a-z]+", told[0] if told else text))[:40]
        found.append(pytest.param(doc(text), told, id=name))
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
    text, places = unmarked(marked)
    assert len(places) == len(sentences), "each § needs its sentence"

    found = [str(fault) for fault in faults_in(text)]

    expected = [
        f"f.yaml:{line}:{column}: {sentence}"
        for (line, column), sentence in zip(places, sentences, strict=True)
    ]
    cut = [
        f"{one[: len(two) - 1]}…" if two.endswith("…") else one
        for one, two in zip(found, expected, strict=False)
    ]
    assert cut + found[len(expected) :] == expected


def test_the_texts_that_the_cases_change_are_valid() -> None:
    """Every other test of this file would find faults for the wrong reason."""
    assert from_text(doc()).id == "small"
    assert from_text(doc("move:\n    free: true\n")).moves[0].free
    assert from_text(RICH).history is not None


def test_a_mark_is_where_it_says() -> None:
    """Every place in this file would be checked against a wrong one."""
    assert unmarked("ab\n c§d\n§") == ("ab\n cd\n", [(2, 3), (3, 1)])


KEYS = """
§tytle: x
=> unknown key “tytle”; did you mean “title”?

sides:
  - {id: red, name: Red, §bse: 40}
=> unknown key “bse”; did you mean “base”?

caps:
  source: ''
  §deth: 20
=> unknown key “deth”; did you mean “death”?

move:
    cue: {text: Smoke, within: 1 nm, §withyn: 1 nm}
=> unknown key “withyn”; did you mean “within”?

move:
    when: {counter: {counter: crates, at_most: 3, §at_leest: 3}}
=> unknown key “at_leest”; did you mean “at_least”?

move:
    effects:
      - act: {side: red, rung: 1}
      - act: {side: red, rung: 1, §shts: true}
=> unknown key “shts”; did you mean “shots”?

move:
    lead: {uniform: {low: 1 min, high: 2 min, §hig: 3 min}}
=> unknown key “hig”; did you mean “high”?

move:
    when: §{flg: agreed}
=> unknown condition “flg”; did you mean “flag”?

move:
    when: {all: [{flag: agreed}, {not: §{flg: agreed}}]}
=> unknown condition “flg”; did you mean “flag”?

move:
    effects: [§{tel: {}}]
=> unknown effect “tel”; did you mean “tell”?

move:
    lead: §{uniforn: {low: 1 min}}
=> unknown distribution “uniforn”; did you mean “uniform”?

sides:
  - id: red
    name: Red
    objectives: [{id: o, title: O, points: 1, goal: §{shar: 1}}]
=> unknown goal “shar”; did you mean “share”?

move:
    when: §{flag: agreed, after: 1 h}
=> expected a condition written as one key, such as “after: …”

move:
    when: §agreed
=> “agreed”: expected a condition written as one key, such as “after: …”

sides:
  - §{id: red, base: 40}
=> the key “name” is missing; add it

move:
    cue: §{text: Smoke, source: ''}
=> the key “within” is missing; add it

move:
    when: {done: §{times: 2}}
=> the key “move” is missing; add it

move:
    when: {not: {counter: {counter: crates, at_most: 3, §at_leest: 3}}}
=> unknown key “at_leest”; did you mean “at_least”?

move:
    effects: [{chance: {p: 1, then: [{act: {side: red, rung: 1, §shts: true}}]}}]
=> unknown key “shts”; did you mean “shots”?

move:
    when: {flag: {§flg: agreed}}
=> unknown key “flg”; did you mean “flag”?

sides:
  - §id: red
=> the key “name” is missing; add it
"""


@pytest.mark.parametrize(("text", "sentences"), cases(KEYS))
def test_unknown_and_missing_keys(text: str, sentences: list[str]) -> None:
    """A mistyped key would be ignored, or its author sent to the wrong line."""
    assert_faults(text, sentences)


def test_a_missing_key_of_the_root_is_put_at_the_beginning() -> None:
    """Something that is nowhere would be looked for at the end."""
    assert_faults("§" + BASE.replace("title: Small\n", ""), ["the key “title” is missing; add it"])


VALUES = """
horizon: §2 hours
=> “2 hours”: expected a duration with its unit (d, h, min, s, ms), such as “6 min”

horizon: §7200
=> “7200”: expected a duration…

horizon: §0 s
=> “0 s”: …

minutes: §0
=> “0”: …

minutes: §1e999
=> “1e999”: expected a whole number from 1 to 600

begins: §2025-09-16 08:00
=> “2025-09-16 08:00”: expected date, time and offset, such as “2025-09-16 08:00+08:00”

origin: §15 N
=> “15 N”: expected a position, such as “15.18 N 118.00 E”

origin: §91 N 0 E
=> “91 N 0 E”: a latitude lies within 90 and a longitude within 180 degrees

schema_version: §2
=> “2”: expected 1

title: §12
=> “12”: expected text

title: §""
=> “”: …

sides: §red
=> “red”: expected a list

sides: §[]
=> expected at least one entry

sides:
  - §red
=> “red”: expected keys and values

sides:
  - {id: §Red Side, name: Red}
=> “Red Side”: expected an id in lower snake case…

parameters: {unsafe: §500 ft}
=> “500 ft”: expected a distance with its unit (nm, km, m, yd), such as “500 yd”

parameters: {unsafe: §-1 m}
=> “-1 m”: a distance cannot be negative

parameters: {hurt_on_contact: §1.5}
=> “1.5”: …

caps: {death: 20, source: §guess}
=> “guess”: expected a source such as…

move:
    lead: §3 minutes
=> “3 minutes”: expected a duration…

move:
    lead: {exponential: {mean: §3 m}}
=> “3 m”: expected a duration…

move:
    lead: {lognormal: {median: 3 min, sigma: §0}}
=> “0”: …

move:
    lead: §{uniform: {low: 3 min, high: 2 min}}
=> the low bound lies above the high bound

move:
    lead: §{choice: [[1 min, 0.5], [2 min, 0.4]]}
=> the probabilities add up to 0.9, not to 1

move:
    effects: [later: {delay: §{choice: [[1 min, 0.6], [2 min, 0.6]]}, effects: [{end: {}}]}]
=> the probabilities add up to 1.2, not to 1

move:
    lead: {choice: [[1 min, §-0.5], [2 min, 1]]}
=> “-0.5”: …

move:
    effects: [steer: {vessel: boat, course: §360 deg}]
=> “360 deg”: a direction lies in [0, 360) degrees

move:
    effects: [steer: {vessel: boat, speed: §9 knots}]
=> “9 knots”: expected a speed with its unit (kn, m/s, km/h), such as “9 kn”

move:
    effects: [steer: {vessel: boat, turn: §190 deg}]
=> “190 deg”: expected a turn of -180 to 180 degrees, such as “30 deg”

move:
    effects: [§steer: {vessel: boat}]
=> give “course”, “turn” or “speed”

move:
    effects:
      - §station: {vessel: boat, on: boat, bearing: 0 deg, distance: 1 nm, speed: 1 kn}
=> a vessel cannot keep station on itself

move:
    when: §{counter: {counter: crates}}
=> give “at_least”, “at_most” or both

move:
    direction: §sideways
=> “sideways”: expected one of deconflict, escalate or hold

forms: []
channels:
  - §{id: vhf, name: VHF, kind: radio}
=> a radio needs “answering”: the rates of answers and refusals

channels:
  - id: line
    name: Line
    kind: line
    seats: [chief, captain]
    forms: [offer]
  - §{id: vhf, name: V, kind: radio, answering: {answered: 9 per h, declined: 1 per h, tries: 1 s}}
=> a radio needs “forms”: what can be said on it

channels:
  - id: vhf
    name: VHF
    kind: radio
    forms: [offer]
    answering: {answered: §9 per m, declined: 1 per h, tries: §-2 min}
=> “9 per m”: expected a rate with its unit (per s, min, h, d), such as “0.7 per h”
=> “-2 min”: a duration cannot be negative

injects:
  - §{id: news, title: News, kind: news, to: [captain], at: 1 h}
=> an inject to seats needs “text”

injects:
  - §{id: news, title: News, kind: news}
=> give “at”, “when” or both, or “by_effect: true”

injects:
  - §{id: news, title: News, kind: news, at: 1 h, until: 30 min}
=> “until” lies before “at”

history: {seed: 1, scripts: [{seat: captain, steps: [§{at: 1 min}]}]}
=> give “choose” (a move) or “call” (a channel), not both

history: {seed: 1, scripts: [{seat: captain, steps: [§{at: 1 min, call: line}]}]}
=> a call needs “form”, and “to” (a vessel) or “desk” (a seat)

history:
  seed: 1
  scripts: [{seat: captain, steps: [§{at: 0 s, call: line, to: boat, desk: chief, form: offer}]}]
=> a call needs “form”, and “to” (a vessel) or “desk” (a seat)

minutes: §true
=> …

moves:
  - {id: hold, code: §A\u0661\u0662, title: Hold, direction: hold, seats: [captain]}
=> “A\u0661\u0662”: expected a code of the moves table, such as “D01”

minutes: §"10"
=> “10”: expected a whole number from 1 to 600

minutes: §10.0
=> “10.0”: expected a whole number from 1 to 600

schema_version: §true
=> “true”: expected 1

horizon: §4000 d
=> “4000 d”: expected 1 s to 3650 d

title: §§!!str 12
=> the tag “tag:yaml.org,2002:str” means nothing here; leave it out…
=> “12”: expected text

place: §null
=> expected text

caps: {death: §true}
=> “true”: expected a number from 0 to 100

caps: {death: §"20"}
=> “20”: expected a number from 0 to 100

caps: {death: §101}
=> “101”: expected a number from 0 to 100

parameters: {follow: §500 ms}
=> “500 ms”: expected 1 s to 3650 d

parameters: {unsafe: §2001 nm}
=> “2001 nm”: expected 0 m to 2000 nm

sides:
  - {id: red, name: Red, base: §.nan}
=> “.nan”: expected a number from 0 to 100

seats:
  - {id: chief, title: Chief, side: red, level: capital, playable: §no}
  - {id: captain, title: C, side: red, level: on_scene, window: {span: 5 min}}
=> “no”: expected true or false

move:
    once: §1
=> “1”: expected true or false

move:
    read_as: §[red]
=> expected keys and values

move:
    lead: §{choice: [[1 min, 0.5], [60 s, 0.5]]}
=> a duration stands twice; give it one probability

move:
    lead: {choice: [§[1 min]]}
=> expected a pair

move:
    effects: [harm: {vessel: boat, hurt: §1001}]
=> “1001”: expected a whole number from 0 to 1000

move:
    effects: [§end: 5]
=> expected keys and values after “end”; keys: none

move:
    effects: [§hail: {channel: §line, vessel: boat, to: boat, form: offer}]
=> a vessel cannot hail itself
=> “line” is no radio; none is declared

move:
    when: §{counter: {counter: crates, at_least: 3, at_most: 2}}
=> “at_least” lies above “at_most”

move:
    when: §{range: {of: [boat, §boat], below: 1 nm, above: 2 nm}}
=> no distance lies under “below” and over “above”
=> “boat” stands twice in this list; keep one

activities:
  - §{id: unloading, title: Unloading, by: boat, lasts: 30 min, reach: 200 m}
=> “reach” needs “on”: the vessel that may be so far away

activities:
  - §{id: unloading, title: Unloading, by: boat, 'on': boat, lasts: 30 min}
=> “by” and “on” are one vessel; leave “on” out
"""


@pytest.mark.parametrize(("text", "sentences"), cases(VALUES))
def test_wrong_values(text: str, sentences: list[str]) -> None:
    """A value that means nothing would get in, or its author sent to the wrong place."""
    assert_faults(text, sentences)


NAMES = """
activities:
  - {id: unloading, title: Unloading, by: §boot, lasts: 9 min}
=> there is no vessel “boot”; did you mean “boat”?

forms: []
channels:
  - {id: line, name: Line, kind: line, seats: [chief, captain], forms: [§offer]}
=> there is no form “offer”; …

move:
    when: {not: {rung: {side: §rod, at_least: 3}}}
=> there is no side “rod”; did you mean “red”?

move:
    effects: [tell: {seats: [captain, §captan], text: Hm}]
=> there is no seat “captan”; did you mean “captain”?

counters:
  - {id: crates, title: Crates, most: 9, known_to: [§zulu]}
=> there is no seat “zulu”; known: captain, chief

move:
    effects: [proceed: {vessel: boat, to: §shoel, speed: 1 kn}]
=> there is no place “shoel”; did you mean “shoal”?

move:
    when: {inside: §rings}
=> there is no gate “rings”; did you mean “ring”?

history:
  seed: 1
  scripts: [{seat: captain, steps: [{at: 1 min, call: §lime, to: boat, form: offer}]}]
=> there is no channel “lime”; did you mean “line”?

channels:
  - {id: line, name: Line, kind: line, seats: [chief, captain], forms: [offer, §offr]}
=> there is no form “offr”; did you mean “offer”?

move:
    effects: [set: §agree]
=> there is no flag “agree”; did you mean “agreed”?

move:
    when:
      all:
        - any:
            - not: {flag: §agree}
=> there is no flag “agree”; did you mean “agreed”?

move:
    effects: [count: {by: 2, counter: §crate}]
=> there is no counter “crate”; did you mean “crates”?

sides:
  - id: red
    name: Red
    objectives: [{id: o, title: O, points: 1, goal: {share: {of: 3, counter: §crate}}}]
=> there is no counter “crate”; did you mean “crates”?

move:
    effects: [begin: §unload]
=> there is no activity “unload”; did you mean “unloading”?

move:
    effects: [later: {delay: 1 min, effects: [release: §new]}]
=> there is no inject “new”; did you mean “news”?

endings:
  - {id: held, title: Held, text: Held., when: {done: {move: §hol}}}
  - {id: quiet, title: Quiet, text: Nothing.}
=> there is no move “hol”; did you mean “hold”?

move:
    read_as: {§rod: 3}
=> there is no side “rod”; did you mean “red”?

move:
    when: {counter: {counter: §crate, at_most: 3}}
=> there is no counter “crate”; did you mean “crates”?

move:
    when:
      counter:
        at_most: 3
        counter: §crate
=> there is no counter “crate”; did you mean “crates”?

move:
    when: {flag: {flag: §agree}}
=> there is no flag “agree”; did you mean “agreed”?
"""


@pytest.mark.parametrize(("text", "sentences"), cases(NAMES))
def test_names_of_nothing(text: str, sentences: list[str]) -> None:
    """A move would test or set something that does not exist."""
    assert_faults(text, sentences)


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
MEETINGS = """\
meetings:
  - {id: talks, title: Talks, channel: line, at: 1 h}
"""


@pytest.mark.parametrize("kind", KINDS)
def test_an_id_stands_once_in_its_kind(kind: str) -> None:
    """Two things would share a name, and references would mean one of them by luck."""
    whole = doc(RIVALS + MEETINGS)
    part = parts(whole)[KINDS[kind]]
    entries = part.partition("\n")[2]
    name = entries.removeprefix("  - {id: ").partition(",")[0]

    found = [str(fault) for fault in faults_in(whole.replace(part, part + entries))]

    # The first entry follows the part once more; its id stands in column 10 of “  - {id: x”.
    line = whole.partition(part)[0].count("\n") + part.count("\n") + 1
    assert f"f.yaml:{line}:10: the {kind} “{name}” stands twice; rename one" in found


INNER_IDS = """
sides:
  - id: red
    name: Red
    objectives:
      - {id: o, title: O, points: 1, goal: {harm: {hurt: 1, dead: 1}}}
      - {id: §o, title: O, points: 1, goal: {harm: {hurt: 1, dead: 1}}}
=> …

activities:
  - id: unloading
    title: Unloading
    by: boat
    lasts: 30 min
    hazards: [{id: h, rate: 1 per h, effects: []}, {id: §h, rate: 1 per h, effects: []}]
=> …

seats:
  - {id: chief, title: Chief, side: red, level: capital}
  - id: captain
    title: Captain
    side: red
    level: on_scene
    window: {span: 5 min}
    orders:
      - {id: a, title: A, text: A, when: {after: 1 h}, points: 3}
      - {id: §a, title: A, text: A, when: {after: 1 h}, points: 3}
=> …
"""


@pytest.mark.parametrize(("text", "sentences"), cases(INNER_IDS))
def test_an_id_stands_once_in_its_entry(text: str, sentences: list[str]) -> None:
    """Two objectives, hazards or orders would be one to the log and to the addresses of draws."""
    assert_faults(text, sentences)


@pytest.mark.parametrize(
    ("authority", "chains"),
    [
        ({"a": "§a"}, ["a → a"]),
        ({"a": "§b", "b": "§a"}, ["a → b → a", "b → a → b"]),
        (
            {"a": "§b", "b": "§c", "c": "§a"},
            ["a → b → c → a", "b → c → a → b", "c → a → b → c"],
        ),
        # d only leads into the circle and is no part of it
        ({"d": "a", "a": "§b", "b": "§a"}, ["a → b → a", "b → a → b"]),
    ],
)
def test_authority_runs_in_no_circle(authority: dict[str, str], chains: list[str]) -> None:
    """Asking for leave would go round for ever."""
    rows = [
        f"  - {{id: {seat}, title: T, side: red, level: capital, authority: {above}}}\n"
        for seat, above in authority.items()
    ]
    others = "moves: []\ncounters: []\nflags: []\nchannels: []\nforms: []\n"

    told = [f"authority runs in a circle: {c}; let one seat answer to nobody" for c in chains]
    assert_faults(doc(f"seats:\n{''.join(rows)}{others}"), told)


def test_reports_run_in_no_circle() -> None:
    """What one seat tells another would come back to it as news, for ever."""
    told = "reports: {delay: 1 h, from: §"
    rows = (
        f"  - {{id: a, title: T, side: red, level: capital, {told}[b]}}}}\n"
        f"  - {{id: b, title: T, side: red, level: capital, {told}[c]}}}}\n"
        f"  - {{id: c, title: T, side: red, level: capital, {told}[a]}}}}\n"
    )
    others = "moves: []\ncounters: []\nflags: []\nchannels: []\nforms: []\n"

    ways = ("a ← b ← c ← a", "b ← c ← a ← b", "c ← a ← b ← c")
    sentences = [f"reports run in a circle: {way}; let one seat see for itself" for way in ways]
    assert_faults(doc(f"seats:\n{rows}{others}"), sentences)


CONTRADICTIONS = """
injects:
  - {id: news, title: News, kind: news, at: §2 h 1 ms}
=> lies after the horizon; the run ends at 2 h

injects:
  - {id: news, title: News, kind: news, at: 1 h, until: §3 h}
=> lies after the horizon; the run ends at 2 h

history:
  seed: 1
  scripts:
    - {seat: captain, steps: [{at: 1 h, choose: hold}, {at: §121 min, choose: hold}]}
=> lies after the horizon; the run ends at 2 h

history:
  seed: 1
  scripts:
    - {seat: captain, steps: [{at: 1 h, choose: hold}, {at: §2 h, choose: hold}]}
=> nobody acts any more at the horizon; put it before the end

activities:
  - {id: unloading, title: U, by: boat, lasts: 5001 s, beat: §{every: 1 s, effects: []}}
=> beats more than 5,000 times; beat less often

activities:
  - id: unloading
    title: Unloading
    by: boat
    lasts: 1 h
    hazards: [{id: h, rate: §501 per h, effects: []}]
=> would strike more than 500 times; lower the rate or the time

places:
  - {id: shoal, name: Shoal, at: §25.1 N 118 E}
=> lies 606 nm from the origin; the flat sea reaches 600 nm; move the origin or the position

vessels:
  - {id: boat, name: Boat, side: red, service: navy, length: 50 m, aerial: 9 m, sight: 6 nm,
     top_speed: 20 kn, at: 15 N 118 E, course: 0 deg, speed: §21 kn}
=> is above the vessel's top speed

seats:
  - {id: chief, title: Chief, side: red, level: capital}
  - {id: captain, title: C, side: red, level: on_scene, authority: chief,
     hours: §{opens: 8 h, closes: 8 h}}
=> the desk never opens: it opens and closes at the same moment; leave “hours” out if it is alwa…

seats:
  - {id: chief, title: Chief, side: red, level: capital}
  - {id: captain, title: C, side: red, level: on_scene, authority: chief,
     hours: {opens: §25 h, closes: 8 h}}
=> lies beyond a day; give a time of the day, at most 24 h

seats:
  - {id: chief, title: Chief, side: red, level: capital}
  - {id: captain, title: C, side: red, level: on_scene, authority: chief,
     window: {span: 2 d, every: §1 d}}
=> the next meeting comes before the span is over, 2 d; lengthen it, or shorten the span

seats:
  - {id: chief, title: Chief, side: red, level: capital}
  - {id: captain, title: C, side: red, level: on_scene, authority: chief,
     window: {span: 1 s, every: §1 s}}
=> would meet more than 5,000 times; meet less often

seats:
  - {id: chief, title: Chief, side: red, level: capital}
  - {id: captain, title: C, side: red, level: on_scene, authority: chief,
     window: {span: 1 d, between: §false}}
=> no windows between meetings, but no meetings; add “every”, or leave it out

seats:
  - {id: chief, title: Chief, side: red, level: capital}
  - {id: captain, title: C, side: red, level: on_scene, authority: chief,
     reports: {from: §[captain], delay: 1 h}}
=> reports run in a circle: captain ← captain; let one seat see for itself

seats:
  - {id: chief, title: Chief, side: red, level: capital, reports: {from: [§capten], delay: 1 h}}
  - {id: captain, title: C, side: red, level: on_scene, authority: chief}
=> there is no seat “capten”; did you mean “captain”?

seats:
  - {id: chief, title: Chief, side: red, level: capital,
     clock: §"+15:00"}
  - {id: captain, title: C, side: red, level: on_scene, authority: chief}
=> “+15:00”: expected an offset from UTC from -12:00 to +14:00, such as “-05:00”

seats:
  - {id: chief, title: Chief, side: red, level: capital,
     reports: {from: [captain], delay: 1 h, error: §1.5}}
  - {id: captain, title: C, side: red, level: on_scene, authority: chief}
=> “1.5”: expected a number from 0 to 1

seats:
  - {id: chief, title: Chief, side: red, level: capital,
     occupant: §{mix: {firm: 0.6, hawkish: 0.6}}}
  - {id: captain, title: C, side: red, level: on_scene, authority: chief}
=> the shares of a mix lie above 0 and add up to 1

seats:
  - {id: chief, title: Chief, side: red, level: capital,
     occupant: §{mix: {firm: most, cautious: 0.4}}}
  - {id: captain, title: C, side: red, level: on_scene, authority: chief}
=> the shares of a mix are numbers

seats:
  - {id: chief, title: Chief, side: red, level: capital,
     occupant: §{mix: {firm: 1}}}
  - {id: captain, title: C, side: red, level: on_scene, authority: chief}
=> expected the name of a policy, or “{mix: {firm: 0.6, hawkish: 0.4}}” with 2 to 10 policies

sides: [{id: red, name: Red}, {id: blue, name: Blue}]
seats:
  - {id: chief, title: Chief, side: blue, level: capital}
  - {id: captain, title: C, side: red, level: on_scene, authority: §chief}
=> “chief” is of another side; name a seat of its own

sides: [{id: red, name: Red}, {id: blue, name: Blue}]
seats:
  - {id: chief, title: Chief, side: blue, level: capital, reports: {from: [§captain], delay: 1 h}}
  - {id: captain, title: C, side: red, level: on_scene}
=> “captain” is of another side; name a seat of its own

seats:
  - {id: chief, title: Chief, side: red, level: capital}
  - §{id: captain, title: C, side: red, level: on_scene, playable: true, window: {span: 1 h}}
=> the playable seat “captain” lacks “you_are”; say who it is

seats:
  - {id: chief, title: C, side: red, level: capital, standing_orders: [{move: §hold}]}
  - {id: captain, title: C, side: red, level: on_scene, window: {span: 5 min}}
=> “hold” is not a move of this seat; it has none

endings:
  - §{id: any, title: Any, text: Any.}
  - {id: quiet, title: Quiet, text: Nothing.}
=> holds always, so later endings never do; put it last

endings:
  - {id: late, title: Late, text: Late., when: §{after: 1 h}}
=> the last ending must hold always; leave its “when” out

move:
    leave: {of: §captain, takes: 3 min, given: 0.5}
=> “captain” has no authority over “captain”; name a seat up its chain of authority

seats:
  - {id: chief, title: Chief, side: red, level: capital, window: {span: 5 min}}
  - {id: captain, title: C, side: red, level: on_scene, authority: chief}
moves:
  - id: hold
    code: A01
    title: Hold
    direction: hold
    seats: [chief]
    leave: {of: §captain, takes: 3 min, given: 0.5}
=> “captain” has no authority over “chief”; name a seat up its chain of authority

move:
    when: {inside: §ring}
=> the seat “captain” cannot know the gate “ring”; add it to that gate's “known_to”

move:
    when: {not: {entered: §ring}}
=> the seat “captain” cannot know the gate “ring”; add it to that gate's “known_to”

flags:
  - {id: agreed, title: Agreed, known_to: [chief]}
move:
    when: {all: [{not: {flag: §agreed}}]}
=> the seat “captain” cannot know the flag “agreed”; add it to that flag's “known_to”

counters:
  - {id: crates, title: Crates, most: 9}
move:
    when: {any: [{counter: {counter: §crates, at_most: 3}}]}
=> the seat “captain” cannot know the counter “crates”; add it to that counter's “known_to”

counters:
  - {id: crates, title: Crates, most: 9, start: §10}
=> the counter starts at 10, outside its bounds; start from 0 to 9

counters:
  - §{id: crates, title: Crates, most: 9, least: 1}
=> the counter starts at 0, outside its bounds; start from 1 to 9

counters:
  - {id: crates, title: Crates, most: -1, least: §0}
=> “least” lies above “most”, -1; swap them

begins: §9999-12-31 23:00 +00:00
=> “9999-12-31 23:00 +00:00”: a begin lies in the years 1900 to 2999

seats:
  - {id: chief, title: Chief, side: red, level: capital, commands: [boat]}
  - {id: captain, title: C, side: red, level: on_scene, window: {span: 5 min}, commands: [§boat]}
=> the seat “chief” commands “boat” already; let one seat command it

seats:
  - {id: chief, title: Chief, side: red, level: capital, occupant: §"script:history"}
  - {id: captain, title: C, side: red, level: on_scene, window: {span: 5 min}}
=> the history has no script of “chief”; add one, or name another occupant

counters:
  - {id: crates, title: Crates, most: 9, known_to: [captain, §captain]}
=> “captain” stands twice in this list; keep one

move:
    when: {range: {of: [boat, §boat], below: 1 nm}}
=> “boat” stands twice in this list; keep one

flags:
  - {id: agreed, title: Agreed}
seats:
  - {id: chief, title: Chief, side: red, level: capital}
  - id: captain
    title: Captain
    side: red
    level: on_scene
    window: {span: 5 min}
    standing_orders: [{move: hold, when: {not: {flag: §agreed}}}]
=> the seat “captain” cannot know the flag “agreed”; add it to that flag's “known_to”

channels:
  - id: vhf
    name: VHF
    kind: radio
    forms: [offer]
    answering: §{answered: 60 per min, declined: 1 per h, tries: 10 min}
=> would settle a try more than 500 times; lower the rates or the time

hints:
  - {id: now, seat: §capten, text: Hold., choose: [§holdd]}
=> there is no seat “capten”; did you mean “captain”?
=> there is no move “holdd”; did you mean “hold”?

hints:
  - {id: now, seat: chief, text: Hold., choose: [§hold]}
=> “hold” is not a move of this seat; it has none

hints:
  - {id: now, seat: captain, text: Wait., do: wait, when: §{flagz: agreed}}
=> unknown condition “flagz”; did you mean “flag”?

hints:
  - {id: now, seat: chief, text: Wait., do: wait, when: {flag: §agreed}}
=> the seat “chief” cannot know the flag “agreed”; add it to that flag's “known_to”

hints:
  - {id: now, seat: captain, text: Wait., do: wait, when: {released: §news}}
=> the seat “captain” is not told of the inject “news”; add it to that inject's “to”

hints:
  - id: now
    seat: captain
    text: Wait.
    do: wait
    when: {called: {seat: §chief, channel: line, outcome: answered}}
=> only “chief” knows how its calls ended; ask a seat for its own calls

hints:
  - §{id: now, seat: captain, text: Wait., do: wait, call: line}
=> give one of “choose” (moves), “call” (a channel) and “do”

hints:
  - §{id: now, seat: captain, text: Wait., do: wait, to: boat}
=> “to” and “form” belong to a “call”

hints:
  - {id: now, seat: captain, text: Ring., call: line, form: §agree, to: §boat}
forms:
  - {id: offer, title: Offer}
=> there is no form “agree”…
=> a line reaches desks, not vessels; leave it out

channels:
  - {id: line, name: Line, kind: line, seats: [chief, captain], forms: [offer]}
  - {id: word, name: Word, kind: public}
hints:
  - {id: now, seat: captain, text: Say., call: §word}
=> “captain” cannot call on “word”; name a line with “forms”, or a radio if it has a vessel

channels:
  - id: vhf
    name: VHF
    kind: radio
    seats: [captain]
    forms: [offer]
    answering: {answered: 1 per h, declined: 1 per h, tries: 10 min}
seats:
  - {id: chief, title: Chief, side: red, level: capital, commands: [boat]}
  - {id: captain, title: C, side: red, level: on_scene, window: {span: 5 min}}
hints:
  - {id: now, seat: chief, text: Hail., call: §vhf, to: §boat}
=> the seat “chief” is not on “vhf”; add it to the channel's “seats”
=> “boat” is the seat's own vessel; call another

hints:
  - {id: now, seat: captain, text: §"A hint that is as long as a paragraph, or nearly so.", do: map}
=> “A hint that is as long as a paragraph, or nearly so.”: is longer than 46 characters

history:
  seed: 1
  scripts:
    - {seat: captain, steps: []}
    - {seat: §captain, steps: []}
=> the seat “captain” has two scripts; put their steps into one

history:
  seed: 1
  scripts: [{seat: chief, steps: [{at: 1 h, choose: §hold}]}]
=> “hold” is not a move of this seat; it has none
"""

AT_SEA = """\
seats:
  - {id: chief, title: Chief, side: red, level: capital}
  - {id: captain, title: C, side: red, level: on_scene, window: {span: 5 min}, commands: [boat]}
  - {id: clerk, title: Clerk, side: red, level: operational}
vessels:
  - {id: boat, name: Boat, side: red, service: navy, length: 50 m, aerial: 9 m, sight: 6 nm,
     top_speed: 20 kn, at: 15 N 118 E, course: 0 deg, speed: 9 kn}
  - {id: tug, name: Tug, side: red, service: navy, length: 50 m, aerial: 9 m, sight: 6 nm,
     top_speed: 20 kn, at: 15 N 118.1 E, course: 0 deg, speed: 9 kn}
channels:
  - {id: line, name: Line, kind: line, seats: [chief, captain], forms: [offer, question]}
  - {id: wire, name: Wire, kind: line, seats: [chief, captain]}
  - {id: press, name: Press, kind: public, forms: [question]}
  - {id: vhf, name: VHF, kind: radio, seats: [captain], forms: [offer],
     answering: {answered: 9 per h, declined: 1 per h, tries: 2 min}}
  - {id: net, name: Net, kind: radio, seats: [chief], forms: [offer, threat],
     answering: {answered: 9 per h, declined: 1 per h, tries: 2 min}}
forms:
  - {id: offer, title: Offer, intent: propose}
  - {id: question, title: Question, intent: ask}
  - {id: threat, title: Threat}
"""
CALLS = """
move:
    effects: [hail: {channel: vhf, vessel: boat, to: tug, form: offer}]

move:
    effects: [hail: {channel: §line, vessel: boat, to: tug, form: offer}]
=> “line” is no radio; known: net, vhf

move:
    effects: [hail: {channel: vhf, vessel: boat, to: tug, form: §threat}]
=> “vhf” does not carry “threat”; known: offer

move:
    effects: [chance: {p: 1, then: [hail: {channel: §net, vessel: boat, to: tug, form: offer}]}]
=> the seat “captain”, which commands “boat”, is not on the channel; add it to the channel's “seats”

history:
  {seed: 1, scripts: [{seat: captain, steps: [{at: 0 s, call: vhf, to: tug, form: offer}]}]}

history:
  seed: 1
  scripts:
    - seat: captain
      steps: [{at: 0 s, call: vhf, to: tug, form: offer, clauses: [calm]}]

history:
  {seed: 1, scripts: [{seat: captain, steps: [{at: 0 s, call: vhf, to: tug, form: §threat}]}]}
=> “vhf” does not carry “threat”; known: offer

history:
  {seed: 1, scripts: [{seat: captain, steps: [{at: 0 s, call: §net, to: tug, form: offer}]}]}
=> the seat “captain” is not on “net”; add it to the channel's “seats”

history:
  {seed: 1, scripts: [{seat: chief, steps: [{at: 0 s, call: §net, to: tug, form: offer}]}]}
=> the seat “chief” commands no vessel to call from; call by a move with a hail

history:
  {seed: 1, scripts: [{seat: captain, steps: [{at: 0 s, call: vhf, to: §boat, form: offer}]}]}
=> “boat” is the seat's own vessel; call another

history:
  {seed: 1, scripts: [{seat: captain, steps: [{at: 0 s, call: vhf, desk: §chief, form: offer}]}]}
=> a radio reaches vessels, not desks; give “to”, a vessel

history:
  seed: 1
  scripts:
    - seat: captain
      steps: [{at: 0 s, call: line, desk: chief, form: offer, clauses: [calm]}]

history:
  {seed: 1, scripts: [{seat: chief, steps: [{at: 0 s, call: line, desk: captain, form: question}]}]}

history:
  {seed: 1, scripts: [{seat: captain, steps: [{at: 0 s, call: line, to: §tug, form: question}]}]}
=> a line reaches desks, not vessels; give “desk”, a seat

history:
  seed: 1
  scripts:
    - seat: captain
      steps: [{at: 0 s, call: line, desk: §captain, form: question}]
=> “captain” is the seat itself; known: chief

history:
  seed: 1
  scripts:
    - seat: captain
      steps: [{at: 0 s, call: line, desk: §clerk, form: question}]
=> the seat “clerk” is not on “line”; known: chief

history:
  {seed: 1, scripts: [{seat: clerk, steps: [{at: 0 s, call: §line, desk: chief, form: question}]}]}
=> the seat “clerk” is not on “line”; add it to the channel's “seats”

history:
  {seed: 1, scripts: [{seat: captain, steps: [{at: 0 s, call: line, desk: chief, form: §threat}]}]}
=> “line” does not carry “threat”; known: offer, question

history:
  seed: 1
  scripts:
    - seat: captain
      steps: [{at: 0 s, call: line, desk: §cheif, form: question}]
=> there is no seat “cheif”; did you mean “chief”?

history:
  seed: 1
  scripts:
    - seat: captain
      steps: [{at: 0 s, call: line, desk: chief, form: question, clauses: §[calm]}]
=> “question” offers nothing; leave them out, or say a form with “intent: propose”

history:
  {seed: 1, scripts: [{seat: captain, steps: [§{at: 0 s, call: line, desk: chief, form: offer}]}]}
=> an offer on a line needs “clauses”; known: calm

history:
  seed: 1
  scripts:
    - seat: captain
      steps: [{at: 0 s, call: line, desk: chief, form: offer, clauses: [calm, §calm]}]
=> “calm” stands twice in this list; keep one

history:
  seed: 1
  scripts:
    - seat: captain
      steps: [{at: 0 s, call: line, desk: chief, form: offer, clauses: [§clam]}]
=> there is no clause “clam”; did you mean “calm”?

history:
  seed: 1
  scripts:
    - seat: captain
      steps: [{at: 0 s, call: §wire, desk: chief, form: question}]
=> “wire” is neither a radio nor a line or relay with “forms”; known: line, net, vhf

history:
  {seed: 1, scripts: [{seat: captain, steps: [{at: 0 s, call: §press, to: tug, form: question}]}]}
=> “press” is neither a radio nor a line or relay with “forms”; known: line, net, vhf
"""


def at_sea(case: str) -> str:
    """Put what a case changes into a scenario with two vessels and five channels."""
    told = [line for line in case.split("\n") if line.startswith("=> ")]
    return "\n".join([AT_SEA + case.partition("\n=> ")[0], *told])


@pytest.mark.parametrize(
    ("text", "sentences"), cases("\n\n".join(map(at_sea, CALLS.strip("\n").split("\n\n"))))
)
def test_calls_that_nobody_can_make(text: str, sentences: list[str]) -> None:
    """A call would fail an assertion in the middle of a run, or never be heard."""
    if sentences:
        assert_faults(text, sentences)
    else:
        assert from_text(text).id == "small"


@pytest.mark.parametrize(("text", "sentences"), cases(CONTRADICTIONS))
def test_contradictions(text: str, sentences: list[str]) -> None:
    """A scenario that cannot happen as written would be run."""
    assert_faults(text, sentences)


CHANNELS = """
channels:
  - {id: line, name: Line, kind: line, forms: [offer], seats: §[captain]}
=> a line with “forms” needs two “seats”; say who is at each end

channels:
  - §{id: line, name: Line, kind: line, forms: [offer]}
=> a line with “forms” needs two “seats”; say who is at each end

channels:
  - {id: line, name: Line, kind: line, seats: [chief, captain], forms: [offer, §ofer]}
=> there is no form “ofer”; did you mean “offer”?

forms:
  - {id: offer, title: Offer}
  - §{id: ask, title: Ask}
=> no channel carries “ask”; add it to the “forms” of one, or take it out

forms:
  - {id: offer, title: Offer, readouts: {red: We talked., §rod: They talked.}}
=> there is no side “rod”; did you mean “red”?

forms:
  - {id: offer, title: Offer, intent: §offer}
=> “offer”: expected one of hail, ask, explain, share, assure, protest, propose, ask_help, warn…

forms:
  - {id: offer, title: Offer, rung: §11}
=> “11”: expected a whole number from 0 to 10

channels:
  - id: line
    name: Line
    kind: line
    seats: [chief, captain]
    forms: [offer]
    hours: {opens: 8 h, closes: §32 h}
=> lies beyond a day; give a time of the day, at most 24 h

channels:
  - id: line
    name: Line
    kind: line
    seats: [chief, captain]
    forms: [offer]
    hours: §{opens: 9 h, closes: 9 h}
=> the desk opens and closes at the same moment; leave “hours” out if it is always staffed

channels:
  - id: line
    name: Line
    kind: line
    seats: [chief, captain]
    forms: [offer]
    hours: {opens: §25 h, closes: 9 h}
=> lies beyond a day; give a time of the day, at most 24 h

channels:
  - id: line
    name: Line
    kind: line
    seats: [chief, captain]
    forms: [offer]
    talk: §25 h
=> is longer than a day; say how long one talk lasts

channels:
  - id: line
    name: Line
    kind: line
    seats: [chief, captain]
    forms: [offer]
    start: §closed
=> “closed”: expected one of not_established, suspended, refused, unanswered, dormant, slow or open

channels:
  - id: line
    name: Line
    kind: line
    seats: [chief, captain]
    forms: [offer]
    truth: {u: §1.1}
=> “1.1”: expected a number from 0 to 1

channels:
  - id: line
    name: Line
    kind: line
    seats: [chief, captain]
    forms: [offer]
    fails: false
    truth: {technical: §down, political: suspended, access: appointment, u: 0.5}
=> a line that never fails cannot be down; leave “fails” out

channels:
  - id: line
    name: Line
    kind: line
    seats: [chief, captain]
    forms: [offer]
    binds: §[navy]
=> “binds” means nothing on a channel of kind “line”; leave it out

channels:
  - id: vhf
    name: VHF
    kind: radio
    forms: [offer]
    answering: {answered: 9 per h, declined: 1 per h, tries: 2 min}
    truth: {political: open, technical: §down, access: §direct, u: §0.5}
    hours: §{opens: 8 h, closes: 17 h}
    permission: §5 min
    readout: 2 h
    talk: 30 s
=> “technical” means nothing on a channel of kind “radio”; leave it out
=> “access” means nothing on a channel of kind “radio”; leave it out
=> “u” means nothing on a channel of kind “radio”; leave it out
=> “hours” means nothing on a channel of kind “radio”; leave it out
=> “permission” means nothing on a channel of kind “radio”; leave it out

channels:
  - id: talks
    name: Talks
    kind: meeting
    forms: [offer]
    answering: §{answered: 9 per h, declined: 1 per h, tries: 2 min}
    talk: §1 h
    permission: §5 min
    readout: §{uniform: {low: 1 h, high: 2 h}}
    hours: §{opens: 8 h, closes: 17 h}
=> “answering” means nothing on a channel of kind “meeting”; leave it out
=> “talk” means nothing on a channel of kind “meeting”; leave it out
=> “permission” means nothing on a channel of kind “meeting”; leave it out
=> “readout” means nothing on a channel of kind “meeting”; leave it out
=> “hours” means nothing on a channel of kind “meeting”; leave it out

forms: []
channels:
  - §{id: cues, name: Rules, kind: rules}
=> the rules “cues” bind nobody; name services in “binds”

forms: []
channels:
  - {id: cues, name: Rules, kind: rules, binds: §[militia, coast_guard]}
=> binds nobody here; known: navy

forms: []
channels:
  - {id: cues, name: Rules, kind: rules, binds: [navy, §marines]}
=> “marines”: expected one of navy, coast_guard, fisheries, militia or civilian

parameters: §{h0: 4 per h, t_max: 6 d}
=> would settle a try more than 500 times; lower “h0”, “hd0” or “t_max”

parameters: §{u_tech: 1 s, d_tech: 1 s}
=> a line would fail or be repaired more than 5,000 times; raise “u_tech” or “d_tech”

move:
    effects: [channel: {channel: §lime, political: open}]
=> there is no channel “lime”; did you mean “line”?

move:
    effects: [channel: {channel: line, political: §shut}]
=> “shut”: expected one of open, suspended or not_established
"""


@pytest.mark.parametrize(("text", "sentences"), cases(CHANNELS))
def test_channels_that_cannot_be_as_written(text: str, sentences: list[str]) -> None:
    """A call would never be answered, or a key be read by nobody."""
    assert_faults(text, sentences)


MINDS = """
sides:
  - {id: red, name: Red, faces: §red}
  - {id: blue, name: Blue, faces: red}
=> a side faces another, not itself; name another side

sides:
  - {id: red, name: Red, faces: §bleu}
  - {id: blue, name: Blue, intent: revisionist, prior: 0.5}
=> there is no side “bleu”; did you mean “blue”?

sides:
  - {id: red, name: Red, intent: §peace}
  - {id: blue, name: Blue, prior: §1.5}
=> “peace”: expected “status_quo”, “revisionist” or “{draw: chance of revisionist}”
=> “1.5”: expected a number from 0 to 1

sides:
  - {id: red, name: Red, intent: §{draw: 1.5}}
  - {id: blue, name: Blue, intent: §{draw: true}}
=> expected “status_quo”, “revisionist” or “{draw: chance of revisionist}”
=> expected “status_quo”, “revisionist” or “{draw: chance of revisionist}”

incidents:
  - {id: bump, title: Bump, by: red, against: §red, rungs: [5]}
=> “by” and “against” are one side; name the side to which it happens

incidents:
  - {id: bump, title: Bump, by: red, against: §bleu, rungs: [5]}
=> there is no side “bleu”; did you mean “blue”?

incidents:
  - {id: bump, title: Bump, by: red, against: blue, rungs: §[]}
=> expected at least one entry

incidents:
  - {id: bump, title: Bump, by: red, against: blue, rungs: [5, §11], read_as: {blue: §-1}}
=> “11”: expected a whole number from 0 to 10
=> “-1”: expected a whole number from 0 to 10

incidents:
  - {id: bump, title: Bump, by: red, against: blue, rungs: [5], seen_by: §[captain, chief]}
=> nobody of “blue” sees it; name a seat of that side

incidents:
  - {id: bump, title: Bump, by: red, against: blue, rungs: [5], seen_by: [captain, §rivel]}
=> there is no seat “rivel”; did you mean “rival”?

sides:
  - {id: red, name: Red}
  - {id: blue, name: Blue}
  - {id: green, name: Green}
incidents:
  - §{id: bump, title: Bump, by: red, against: green, rungs: [5]}
=> nobody of “green” sees it; name a seat of that side

horizon: 3650 d
parameters: {d_rv: 0.06 per d}
incidents:
  - {id: bump, title: Bump, by: red, against: blue, rungs: [5], times: §20}
  - {id: ping, title: Ping, by: blue, against: red, rungs: [5]}
=> would happen more than 5,000 times; lower “times”, or the rates in “parameters”

horizon: 10 d
parameters: {a_true: 25 per h}
incidents:
  - §{id: bump, title: Bump, by: red, against: blue, rungs: [5]}
=> would happen more than 5,000 times; lower “times”, or the rates in “parameters”

incidents:
  - {id: bump, title: Bump, by: red, against: blue, rungs: [5], times: §-1, between: [navy, §army]}
=> “-1”: expected a number from 0 to 20
=> “army”: expected one of navy, coast_guard, fisheries, militia or civilian

incidents:
  - id: bump
    title: Bump
    by: red
    against: blue
    rungs: [5]
    effects:
      - instruct: {seat: captain, move: hold}
      - instruct: {seat: captain}
      - instruct: {seat: rival, move: §hold}
      - commit: {side: §bleu, rung: 3}
      - ready: {side: red, step: §5}
=> “hold” is not a move of this seat; it has none
=> there is no side “bleu”; did you mean “blue”?
=> “5”: expected a whole number from 0 to 4

clauses:
  - {id: calm, title: Calm, effects: [instruct: {seat: §captan, move: hold}]}
=> there is no seat “captan”; did you mean “captain”?

clauses:
  - {id: calm, title: Calm, effects: [instruct: {seat: chief, move: §hold}]}
=> “hold” is not a move of this seat; it has none

moves:
  - {id: hold, code: A01, title: Hold, direction: hold, seats: [captain], fit: §6, public: §1}
=> “6”: expected a number from -5 to 5
=> “1”: expected true or false

preset: §hopeful
=> “hopeful”: expected one of optimist, middle or pessimist

parameters: {calls: §1.2, u: §-0.1, h0: §-1 per h, a_true: §-2 per d}
=> “1.2”: expected a number from 0 to 1
=> “-0.1”: expected a number from 0 to 1
=> “-1 per h”: a rate cannot be negative
=> “-2 per d”: a rate cannot be negative

parameters: {§cals: 0.5}
=> unknown key “cals”; did you mean “calls”?
"""


def among_rivals(case: str) -> str:
    """Put what a case changes into a scenario with two sides and an incident between them."""
    text, _, told = case.partition("\n=> ")
    return "".join((parts(RIVALS) | parts(f"{text}\n")).values()) + (f"=> {told}" if told else "")


@pytest.mark.parametrize(
    ("text", "sentences"), cases("\n\n".join(map(among_rivals, MINDS.strip("\n").split("\n\n"))))
)
def test_rivals_that_cannot_be_as_written(text: str, sentences: list[str]) -> None:
    """A side would wonder about itself, or something happen that nobody can have done or seen."""
    assert_faults(text, sentences)


FINE = """
channels:
  - id: line
    name: Line
    kind: line
    seats: [chief, captain]
    forms: [offer]
    hours: {opens: 22 h, closes: 6 h}
    permission: 1 min
    readout: 1 h
    talk: 1 d
    truth: {technical: down, political: open, access: appointment, u: 0}

channels:
  - id: line
    name: Line
    kind: line
    seats: [chief, rival]
    forms: [offer]
    hours: {opens: 8 h, closes: 24 h}

forms: []
channels:
  - {id: cues, name: Cues, kind: rules, binds: [navy, militia]}

forms: []
vessels: []
gates: []
activities: []
channels:
  - {id: cues, name: Cues, kind: rules, binds: [militia], truth: {political: suspended}}
incidents:
  - {id: bump, title: Bump, by: red, against: blue, rungs: [5], between: [navy, militia],
     seen_by: [rival]}

sides:
  - {id: red, name: Red, intent: {draw: 0.5}, faces: blue, prior: 0}
  - {id: blue, name: Blue, intent: revisionist}

parameters: {calls: 0, u: 1, h0: 0 per h, d_rv: 0 per d}
preset: pessimist
"""


@pytest.mark.parametrize("text", [among_rivals(case) for case in FINE[1:].split("\n\n")])
def test_channels_and_rivals_as_an_author_may_write_them(text: str) -> None:
    """A check would find fault with what can very well be."""
    assert from_text(doc(text)).id == "small"


def test_the_flat_sea_goes_across_the_antimeridian() -> None:
    """A crisis off Fiji could not be written down."""
    here = "origin: 15 N 179.9 E\nplaces:\n  - {id: shoal, name: Shoal, at: 15 N 179.9 W}\n"
    none = "vessels: []\ngates: []\nactivities: []\n"

    assert len(from_text(doc(here + none)).places) == 1


def test_leave_may_come_from_two_steps_up() -> None:
    """An order from the capital to a ship would need the staff between them as its author."""
    text = """\
seats:
  - {id: top, title: Top, side: red, level: capital}
  - {id: chief, title: Chief, side: red, level: operational, authority: top}
  - {id: captain, title: C, side: red, level: on_scene, authority: chief, window: {span: 5 min}}
move:
    leave: {of: top, takes: 3 min, given: 0.5}
"""

    assert from_text(doc(text)).moves[0].leave is not None


SEVERAL = """
horizon: §2 hours
places:
  - {id: shoal, name: Shoal, at: §25.1 N 118 E}
channels:
  - §{id: vhf, name: VHF, kind: radio}
  - {id: line, name: Line, kind: line, seats: [chief, captain], forms: [§offr]}
counters:
  - {id: crates, title: Crates, most: 9, §known_by: [captain]}
flags:
  - {id: agreed, title: Agreed}
  - {id: §agreed, title: Agreed}
moves:
  - {id: go, code: A02, title: Go, direction: hold, seats: [captain], lead: §{choice: [[1 h, 0.9]]}}
  - id: hold
    code: A01
    title: Hold
    direction: hold
    seats: [captain]
    when: {inside: §ring}
    effects: [release: §new, begin: §unload]
§quux: 1
=> “2 hours”: expected a duration with its unit (d, h, min, s, ms), such as “6 min”
=> lies 606 nm from the origin; the flat sea reaches 600 nm; move the origin or the position
=> a radio needs “answering”: the rates of answers and refusals
=> there is no form “offr”; did you mean “offer”?
=> unknown key “known_by”; did you mean “known_to”?
=> the flag “agreed” stands twice; rename one
=> the probabilities add up to 0.9, not to 1
=> the seat “captain” cannot know the gate “ring”; add it to that gate's “known_to”
=> there is no inject “new”; did you mean “news”?
=> there is no activity “unload”; did you mean “unloading”?
=> unknown key “quux”; known: activities, articles, begins, briefing, caps, channels, clauses…

flags:
  - {id: a, title: A, known_to: [§captan]}
  - {id: b, title: A, §name: B}
  - {id: c, title: A, known_to: [§captan]}
  - {id: d, title: A, §name: D}
  - {id: e, title: A, known_to: [§captan]}
=> there is no seat “captan”; did you mean “captain”?
=> unknown key “name”…
=> there is no seat “captan”; did you mean “captain”?
=> unknown key “name”…
=> there is no seat “captan”; did you mean “captain”?

horizon: §2 hours
sides:
  - {id: red, name: Red, §name: Reds}
=> “2 hours”: expected a duration…
=> the key “name” stands twice; keep one

origin: §15 X
channels:
  - {id: line, name: Line, kind: line, seats: [chief, captain], forms: [§offr]}
=> “15 X”: expected a position…
=> there is no form “offr”; did you mean “offer”?

channels:
  - {id: line, name: Line, kind: line, seats: [chief, captain], forms: [§offr]}
endings:
  - {id: quiet, title: Quiet, text: Nothing., §wen: 1}
=> there is no form “offr”; did you mean “offer”?
=> unknown key “wen”; did you mean “when”?

flags:
  - {id: agreed, title: Agreed, §known_by: [captain]}
  - {id: §agreed, title: Agreed}
=> unknown key “known_by”; did you mean “known_to”?
=> the flag “agreed” stands twice; rename one

move:
    vessel: §bot
    §leed: 3 min
    effects:
      - set: §agree
      - tell: {seats: [§captan, chief], text: §""}
      - if: {when: {counter: {counter: §crate, at_least: 1}}, then: [§{sett: agreed}]}
=> there is no vessel “bot”; did you mean “boat”?
=> unknown key “leed”; did you mean “lead”?
=> there is no flag “agree”; did you mean “agreed”?
=> there is no seat “captan”; did you mean “captain”?
=> “”: expected text
=> there is no counter “crate”; did you mean “crates”?
=> unknown effect “sett”; did you mean “set”?

flags: §{}
counters:
  - {id: §A B, title: A, most: 9}
move:
    when: {all: [{flag: agreed}, {counter: {counter: crates, at_least: 1}}]}
=> “A B”: expected an id in lower snake case, such as “ph_mission”
=> expected a list

flags:
  - {id: agreed, title: Agreed, known_to: [§captan]}
move:
    when: {flag: agreed}
=> there is no seat “captan”; did you mean “captain”?

seats:
  - {id: chief, title: Chief, side: red, level: capital}
  - {id: captain, title: C, side: red, level: on_scene, authority: chief, §windw: {span: 5 min}}
move:
    leave: {of: §cheif, takes: 3 min, given: 0.5}
=> unknown key “windw”; did you mean “window”?
=> there is no seat “cheif”; did you mean “chief”?

horizon: §soon
injects:
  - {id: news, title: News, kind: news, at: 9 h, effects: [begin: §unload]}
=> “soon”: expected a duration with its unit (d, h, min, s, ms), such as “6 min”
=> there is no activity “unload”; did you mean “unloading”?

title: Small
move:
    §[a, b]: c
    once: true
    §once: true
=> a key must be a word; put quotes round it
=> the key “once” stands twice; keep one

endings:
  - {id: late, title: Late, text: Late., when: {after: 1 h}}
  - {id: quiet, title: Quiet, text: Nothing., §wen: 1}
=> unknown key “wen”; did you mean “when”?

seats:
  - {id: top, title: Top, side: red, level: capital}
  - {id: chief, title: Chief, side: red, level: §operation, authority: top}
  - {id: captain, title: C, side: red, level: on_scene, authority: chief, window: {span: 5 min}}
move:
    leave: {of: top, takes: 3 min, given: 0.5}
=> “operation”: expected one of on_scene, operational or capital
"""


@pytest.mark.parametrize(("text", "sentences"), cases(SEVERAL))
def test_all_faults_of_a_file_and_no_others_are_reported_at_once(
    text: str, sentences: list[str]
) -> None:
    """An author would repair a fault and meet the next, or look for one that is not there."""
    assert_faults(text, sentences)


def test_a_long_list_of_faults_is_cut_short() -> None:
    """One slip of the indentation would fill the screen, and take half a minute to say so."""
    found = faults_in(doc() + "".join(f"key_{n}: 1\n" for n in range(1000)))

    assert len(found) == 201
    assert [fault.what for fault in found[:2]] == ["unknown key “key_0”", "unknown key “key_1”"]
    assert str(found[200]).endswith(": and 800 more faults; repair the others first")


NOT_YAML = "is not YAML: …"
EMPTY = "is empty; see `channel16 scenario schema`"
NO_KEYS = "expected keys and values; see `channel16 scenario schema`"
DEEP = "is nested deeper than 60; flatten it"
ITSELF = "refers to itself; an alias may not stand inside its own anchor"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: 1\n§\tb: 2\n", NOT_YAML),
        ("a: [1, 2\nb§: 3\n", NOT_YAML),
        ("a: b§: c\n", NOT_YAML),
        ("a: 1\n  b§: 2\n", NOT_YAML),
        ("a: §*b\n", NOT_YAML),
        ("a: §@b\n", NOT_YAML),
        ('a: "\\u§d800"\n', NOT_YAML),
        ('a: "é§\\q"\n', NOT_YAML),
        ("a: 1\n§---\nb: 2\n", NOT_YAML),
        ('a: "b\n\n§', NOT_YAML),
        ("§", EMPTY),
        ("§# nothing but a remark\n", EMPTY),
        ("§hello\n", NO_KEYS),
        ("§- a\n", NO_KEYS),
        ("§null\n", NO_KEYS),
        ("a: §&x [*x]\n", ITSELF),
        ("a: §&x {b: [*x]}\n", ITSELF),
        # The n-th bracket has depth n and stands in column 3 + n; depth 61 is refused.
        (f"a: {'[' * 60}§[{']' * 61}\n", DEEP),
        (f"a: {'[' * 60}§{'[' * 9_940}{']' * 10_000}\n", DEEP),
        (f"{'- ' * 61}§{'- ' * 900}a\n", DEEP),
        (f"{'[' * 61}§{'[' * 9_939}", DEEP),
        ("[a§", NOT_YAML),
    ],
)
def test_text_that_is_not_yaml_or_not_ours(text: str, sentence: str) -> None:
    """A slip in the syntax would be reported elsewhere, or read as something else."""
    assert_faults(text, [sentence])


def test_a_hundred_thousand_brackets_do_not_kill_the_process(tmp_path: Path) -> None:
    """A file of 100 kB would end the program, and whatever it was hosting, without a word."""
    file = tmp_path / "deep.yaml"
    file.write_text("[" * 100_000, "utf-8")
    code = (
        "import resource, sys; from sim.loader import check;"
        "resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); sys.exit(len(check(sys.argv[1])))"
    )
    root = Path(__file__).parents[2]

    done = subprocess.run([sys.executable, "-c", code, file], check=False, cwd=root)

    assert done.returncode == 1


def test_an_alias_bomb_is_stopped() -> None:
    """A few lines would grow to 10^9 values and fill the memory."""
    tens = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]

    found = faults_in("\n".join(["a0: &a0 [x, x, x, x, x, x, x, x, x, x]", *tens]))

    assert [fault.what for fault in found] == ["has more than 100000 values"]
    assert found[0].hint == "look for repeated aliases"


def test_an_alias_may_stand_for_what_is_written_once() -> None:
    """An author would have to repeat himself; the bound must not forbid plain aliases."""
    text = "flags:\n  - {id: agreed, title: &t Agreed}\n  - {id: b, title: *t}\n"

    assert [flag.title for flag in from_text(doc(text)).flags] == ["Agreed", "Agreed"]


ODD = {
    "empty": (b"", 1, "is empty"),
    "binary": (b"\x7fELF\x02\x01\x01\xff\xfe\x00", 1, "is not UTF-8 text"),
    "latin-1": (doc("place: Caña\n").encode("latin-1"), 5, "is not UTF-8 text"),
    "utf-16": (doc().encode("utf-16"), 1, "is not UTF-8 text"),
    "utf-16 without mark": (doc().encode("utf-16-le"), 1, "holds a control character (U+0000)"),
    "nul": (doc("place: a\0b\n").encode(), 5, "holds a control character (U+0000)"),
    "escape": (doc("title: \x1b[2J\n").encode(), 3, "holds a control character (U+001B)"),
    "surrogate": (b"title: \xed\xa0\x80", 1, "is not UTF-8 text"),
}


@pytest.mark.parametrize("name", ODD)
def test_files_that_are_no_text(name: str, tmp_path: Path) -> None:
    """A file in another encoding would be misread or end in a traceback."""
    raw, line, what = ODD[name]
    file = tmp_path / "scenario.yaml"
    file.write_bytes(raw)

    with pytest.raises(ScenarioError) as caught:
        load(file)

    fault = caught.value.faults[0]
    assert (fault.file, fault.line, fault.what) == (str(file), line, what)
    assert fault.hint


@pytest.mark.parametrize("raw", [b"place: a\0b\n", b"place: a\xffb\n"])
def test_a_character_that_may_not_stand_has_its_column(raw: bytes, tmp_path: Path) -> None:
    """An author would search a long line for something that no editor shows."""
    file = tmp_path / "scenario.yaml"
    file.write_bytes(raw)

    with pytest.raises(ScenarioError) as caught:
        load(file)

    assert caught.value.faults[0].column == 9  # “place: a” has eight characters


@pytest.mark.parametrize("name", ["missing.yaml", "folder", "", "a" * 5000, "x\0y", "\udcff"])
def test_places_without_a_scenario(name: str, tmp_path: Path) -> None:
    """A wrong name on the command line would end in a traceback."""
    (tmp_path / "folder").mkdir()

    with pytest.raises(ScenarioError, match=r"\w"):
        load(f"{tmp_path}/{name}")


def test_a_folder_stands_for_its_scenario(tmp_path: Path) -> None:
    """`channel16 play my-crisis/` would not find the file in the folder."""
    (tmp_path / "scenario.yaml").write_text(doc(), "utf-8")

    assert load(tmp_path) == from_text(doc())


@pytest.mark.parametrize(
    "raw",
    [doc().encode("utf-8-sig"), doc().replace("\n", "\r\n").encode(), doc().rstrip().encode()],
    ids=["byte order mark", "carriage returns", "no last line break"],
)
def test_files_of_other_editors_load(raw: bytes, tmp_path: Path) -> None:
    """A scenario saved on another system would be refused."""
    file = tmp_path / "scenario.yaml"
    file.write_bytes(raw)

    assert load(file) == from_text(doc())


def test_a_scenario_has_at_most_two_megabytes(tmp_path: Path) -> None:
    """A huge file would be read whole; one of exactly 2 000 000 bytes must still load."""
    file = tmp_path / "scenario.yaml"
    text = doc().encode() + b"#"
    file.write_bytes(text.ljust(BYTES_MOST, b"x"))
    allowed = load(file)

    file.write_bytes(text.ljust(BYTES_MOST + 1, b"x"))
    with pytest.raises(ScenarioError) as caught:
        load(file)

    assert allowed == from_text(doc())
    assert str(caught.value).startswith(f"{file}:1:1: is larger than 2 MB; ")


def test_where_no_scenario_is_shipped_none_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package without its scenarios would end in a traceback instead of a hint."""
    monkeypatch.setattr(library, "root", lambda: tmp_path / "nowhere")

    assert library.shipped() == []
    with pytest.raises(ScenarioError, match="there is no such scenario; none is declared"):
        load("twenty-nine-minutes")


def test_check_lists_what_an_author_can_repair(tmp_path: Path) -> None:
    """`scenario check` would exit 2 on a syntax error, or 0 on a file it cannot read."""
    file = tmp_path / "scenario.yaml"

    file.write_text(doc(), "utf-8")
    none = check(file)
    file.write_text("a: [", "utf-8")
    syntax = check(file)
    file.write_bytes(b"\xff")
    with pytest.raises(ScenarioError) as unreadable:
        check(file)

    assert none == []
    assert [fault.what[:11] for fault in syntax] == ["is not YAML"]
    assert unreadable.value.faults[0].what == "is not UTF-8 text"


@pytest.mark.parametrize("value", ['"2\\nx"', '"\\e[2J"', "x" * 10_000])
def test_a_fault_is_one_short_printable_line(value: str) -> None:
    """The contract “one line per fault” would break, and a file could write on the terminal."""
    line = str(faults_in(doc(f"horizon: {value}\n"))[0])

    assert line.isprintable()
    assert len(line) < 1000


@pytest.mark.parametrize("escape", ["\\0", "\\a", "\\b", "\\e[2J", "\\x9b2J"])
def test_control_characters_cannot_be_escaped_in(escape: str) -> None:
    """A title could move the cursor, clear the screen or forge a line of the log."""
    assert_faults(doc(f'title: §"a{escape}"\n'), ["…"])


def test_text_with_half_a_character_is_refused() -> None:
    """Text from a command line that is not UTF-8 would end in a traceback."""
    assert_faults("title: §\udcff", ["…"])


@pytest.mark.parametrize("depth", [100, 300])
def test_data_is_no_deeper_than_text_may_be(depth: int) -> None:
    """A record with a deep scenario would be accepted and then break its own saving."""
    condition: dict[str, Any] = {"after": "1 h"}
    for _ in range(depth):
        condition = {"not": condition}
    data = copy.deepcopy(DATA)
    data["endings"].insert(0, {"id": "a", "title": "A", "text": "A", "when": condition})

    with pytest.raises(ScenarioError):
        from_data(data)


@pytest.mark.parametrize("briefing", ["[a]", "{known: [a]}", "{facts: 5}"])
def test_sources_of_a_faulty_scenario_are_counted(briefing: str) -> None:
    """`scenario check --sources` would end in a traceback where `scenario check` gives faults."""
    document = parse(doc(f"briefing: {briefing}\n"), "f.yaml")

    # begins, origin, horizon; 1 of the place, 1 of the window, 7 of the vessel, and 1 each of gate,
    # counter, activity and inject: 3 + 1 + 1 + 7 + 4 = 16
    assert sources(document).counts["untagged"] == 16


DATA = yaml.safe_load(doc()) | {"begins": "2025-09-16 08:00+08:00"}


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("title=Big", ["title"], "Big"),
        ("title='12'", ["title"], "12"),
        (" minutes = 20", ["minutes"], 20),
        ("horizon=90 min", ["horizon"], "90 min"),
        ("channels.line.start=suspended", ["channels", 0, "start"], "suspended"),
        ("channels.0.name=Wire", ["channels", 0, "name"], "Wire"),
        ("seats.captain.window.span=1 min", ["seats", 1, "window", "span"], "1 min"),
        ("seats.captain.occupant=cautious", ["seats", 1, "occupant"], "cautious"),
        ("parameters.unsafe=1 nm", ["parameters", "unsafe"], "1 nm"),
        ("caps.death=20", ["caps", "death"], 20),
        ("forms.offer.source=", ["forms", 0, "source"], None),
        ("articles=[a, 'b, c']", ["articles"], ["a", "b, c"]),
        ("moves.hold.lead={fixed: 1 s}", ["moves", 0, "lead", "fixed"], "1 s"),
    ],
)
def test_a_set_reaches_its_place(text: str, path: list[str | int], expected: object) -> None:
    """An arm of a study would change something else, or nothing."""
    before = copy.deepcopy(DATA)

    changed = apply_sets(DATA, [text])

    for part in path:
        changed = changed[part]
    assert changed == expected
    assert before == DATA


def test_sets_apply_in_order_and_reach_what_one_before_made() -> None:
    """The last of two sets of one path would lose, or a set could not refine another."""
    sets = ["moves.hold.lead={exponential: {mean: 1 s}}", "moves.hold.lead.exponential.mean=2 s"]

    changed = apply_sets(DATA, [*sets, "minutes=20", "minutes=30"])

    assert changed["moves"][0]["lead"] == {"exponential": {"mean": "2 s"}}
    assert changed["minutes"] == 30


def test_no_sets_change_nothing() -> None:
    """The arm `as-is` would be another scenario."""
    assert apply_sets(DATA, []) is DATA


def test_a_set_value_is_checked_like_the_text(tmp_path: Path) -> None:
    """`--set` would let in what a file cannot say."""
    file = tmp_path / "scenario.yaml"
    file.write_text(doc(), "utf-8")

    longer = load(file, ["horizon=3 h"])
    with pytest.raises(ScenarioError) as caught:
        load(file, ["horizon=3 hours"])

    assert longer.horizon == 3 * 3_600_000
    assert caught.value.faults[0].path == "horizon"
    assert caught.value.faults[0].what.startswith("“3 hours”: expected a duration")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("parameters.u=1.5", "“1.5”: expected a number from 0 to 1"),
        ("parameters.calls=-0.1", "“-0.1”: expected a number from 0 to 1"),
        ("parameters.p0=yes", "“yes”: expected a number from 0 to 1"),
        ("parameters.hd0=-1 per h", "“-1 per h”: a rate cannot be negative"),
        ("parameters.a_true=2", "“2”: expected a rate with its unit…"),
        ("parameters.tau_h=0 s", "“0 s”: expected 1 s to 3650 d"),
        ("channels.line.truth.u=2", "“2”: expected a number from 0 to 1"),
        ("sides.red.prior=-1", "“-1”: expected a number from 0 to 1"),
        ("sides.red.intent=no", "“no”: expected “status_quo”, “revisionist” or…"),
        ("sides.red.intent={draw: 1.1}", "expected “status_quo”, “revisionist” or…"),
        ("preset=best", "“best”: expected one of optimist, middle or pessimist"),
    ],
)
def test_a_set_number_lies_within_its_bounds(text: str, what: str, tmp_path: Path) -> None:
    """An arm of a study would run with a chance above 1 or a rate below 0."""
    file = tmp_path / "scenario.yaml"
    file.write_text(doc(), "utf-8")

    with pytest.raises(ScenarioError) as caught:
        load(file, [text])

    found = [fault.what for fault in caught.value.faults]
    assert [f"{found[0][: len(what) - 1]}…" if what.endswith("…") else found[0]] == [what]
    assert len(found) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("horizn=1 h", "“horizn” matches nothing; did you mean “horizon”?"),
        ("seats.captan.occupant=firm", "“captan” matches nothing; did you mean “captain”?"),
        ("seats.captain.ocupant=firm", "“ocupant” matches nothing; did you mean “occupant”?"),
        ("parameters.unsaf=1 nm", "“unsaf” matches nothing; did you mean “unsafe”?"),
        ("seats.2.title=x", "“2” matches nothing"),
        ("seats.-1.title=x", "“-1” matches nothing"),
        ("title.first=x", "“first” matches nothing"),
        ("seats..title=x", "“” matches nothing"),
        ("endings.quiet.zulu=1", "“zulu” matches nothing; known: id, source, text, title, when"),
        ("horizon", "expected PATH=VALUE"),
        ("=1 h", "expected PATH=VALUE"),
        (" =1 h", "expected PATH=VALUE"),
        ("", "expected PATH=VALUE"),
        ("title=[a", "the value is not YAML"),
        ("title=a: b: c", "the value is not YAML"),
        ("title=*a", "the value is not YAML"),
        ("caps={death: 1, death: 2}", "the value the key “death” stands twice"),
    ],
)
def test_sets_that_fit_nothing(text: str, told: str) -> None:
    """A mistyped arm would run as the baseline, or end in a traceback."""
    with pytest.raises(UsageError) as caught:
        apply_sets(DATA, [text])

    assert str(caught.value).startswith(f"--set {text}: {told}")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (DATA, "seats.title=x"),
        ({}, "moves.title=x"),
        (DATA, "seats.².title=x"),
        (DATA, f"seats.{'9' * 5000}.title=x"),
        (DATA, "title=\udcff"),
        ({"briefing": None}, "briefing.headline=x"),
        ({"caps": "low"}, "caps.death=1"),
        ({"seats": [None]}, "seats.0.title=x"),
        ("hello", "title=x"),
        ([], "title=x"),
    ],
)
def test_sets_on_what_cannot_take_them(data: Any, text: str) -> None:
    """`--set` would end in a traceback, or be blamed on the scenario."""
    with pytest.raises(UsageError, match="--set"):
        apply_sets(data, [text])


def test_a_set_changes_one_place_of_what_was_written_once() -> None:
    """An arm would change every place at which an author put the same alias."""
    data = parse("caps: &a {death: 1}\nparameters: *a\n", "f.yaml").data

    changed = apply_sets(data, ["caps.death=2"])

    assert changed == {"caps": {"death": 2}, "parameters": {"death": 1}}
    assert data["caps"] == {"death": 1}


def test_a_set_that_fits_nothing_is_one_short_printable_line() -> None:
    """An argument could write on the terminal, or fill it."""
    with pytest.raises(UsageError) as control:
        apply_sets(DATA, ["title=\x00"])
    with pytest.raises(UsageError) as long:
        apply_sets(DATA, ["x" * 10_000 + "=1"])

    told = "--set title=\\x00: the value holds a control character (U+0000)"
    assert str(control.value) == told
    assert len(str(long.value)) < 1000


def test_the_hint_for_a_list_names_its_ids() -> None:
    """Following the hint would lead to the next refusal."""
    with pytest.raises(UsageError, match="known: captain, chief"):
        apply_sets(DATA, ["seats.titl=x"])


RICH = doc("""\
move:
    when: {any: [{not: {flag: agreed}}, {counter: {counter: crates, at_least: 1}}]}
history: {seed: 1, scripts: [{seat: captain, steps: [{at: 1 h, choose: hold}]}]}
caps: {death: 20}
articles: &a [one, 'two']
""")
TREE = yaml.safe_load(RICH) | {"begins": "2025-09-16 08:00+08:00"}
SCRAPS = [
    ": ", "- ", "{", "}", "[", "]", "'", '"', "\n", "  ", "#", "&a ", "*a", "|", ">", "? ", "!!int",
    "---\n", "%", "null", "-1", "1e999", "~", "[]", "{}", "of", "not", "id", "flag", "at", "when",
    "<<", "\t", "é", "\x00", "\ufeff", "captain", "boat", "hold", "1 h", "15 N 118 E", "2e5 d",
]  # fmt: skip
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(SCRAPS)
WORDS = st.sampled_from(["of", "flag", "not", "id", "seat", "after", "x"])
TWIGS = LEAVES | st.lists(LEAVES, max_size=3) | st.dictionaries(WORDS, LEAVES, max_size=2)
NODES = TWIGS | st.lists(TWIGS, max_size=3) | st.dictionaries(WORDS, TWIGS, max_size=2)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Name a file that the examples of one test write again and again."""
    return tmp_path_factory.mktemp("bytes") / "scenario.yaml"


@st.composite
def cut_and_pasted(draw: st.DrawFn) -> str:
    """Draw the rich text with a few slices taken out, doubled or replaced by scraps."""
    text = RICH
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(start + 40, len(text))))
        text = text[:start] + draw(st.sampled_from([*SCRAPS, "", text[start:end] * 2])) + text[end:]
    return text


def assert_scenario_or_faults_inside(file: Path, raw: bytes) -> None:
    """Load bytes; anything but a scenario or faults that lie inside the file is wrong."""
    file.write_bytes(raw)
    try:
        assert isinstance(load(file), Scenario)
    except ScenarioError as error:
        # One more: the parser puts an unclosed bracket on the line after the last.
        lines = len(raw.decode("utf-8", "replace").splitlines()) + 1
        assert all(1 <= fault.line <= lines and fault.column >= 1 for fault in error.faults)  # noqa: PT017


@given(raw=st.binary(max_size=200) | st.binary(max_size=40).map(lambda raw: RICH.encode() + raw))
def test_any_bytes_are_a_scenario_or_faults(file: Path, raw: bytes) -> None:
    """Some damaged file would end in a traceback, which no user can act on."""
    assert_scenario_or_faults_inside(file, raw)


@given(text=st.text(max_size=100) | st.lists(st.sampled_from(SCRAPS), max_size=20).map("".join))
def test_any_text_is_a_scenario_or_faults(file: Path, text: str) -> None:
    """Some text would end in a traceback, which no author can act on."""
    assert_scenario_or_faults_inside(file, text.encode("utf-8", "surrogatepass"))


@settings(max_examples=200)
@given(text=cut_and_pasted())
def test_damaged_text_is_a_scenario_or_faults(file: Path, text: str) -> None:
    """A slip of the hand in a scenario would end in a traceback."""
    assert_scenario_or_faults_inside(file, text.encode())


@settings(max_examples=200)
@given(data=st.data())
def test_any_value_anywhere_is_a_scenario_or_faults(data: st.DataObject) -> None:
    """A value of the wrong shape, deep inside, would end in a traceback."""
    at = tree = copy.deepcopy(TREE)
    while True:
        key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        if not (isinstance(at[key], dict | list) and at[key]) or data.draw(st.integers(0, 3)) == 0:
            break
        at = at[key]
    at[key] = data.draw(NODES)

    try:
        assert isinstance(from_data(tree), Scenario)
    except ScenarioError as error:
        told = "\n".join(fault.what for fault in error.faults)
        assert not re.search("should|[Ii]nput|valid|regex|None|True", told)
