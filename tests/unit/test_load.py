"""Keys and values of every sort: each fault is found, at its line and column, with what to do."""

from __future__ import annotations

import pytest

from sim.loader import from_text
from tests.faulty import (
    BASE,
    RICH,
    assert_faults,
    cases,
    doc,
    unmarked,
)


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
