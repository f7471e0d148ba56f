"""Incidents, hints and intents between two sides: what cannot be as it is written, and what can."""

from __future__ import annotations

import pytest

from sim.loader import from_text
from tests.faulty import (
    RIVALS,
    assert_faults,
    cases,
    doc,
    parts,
)

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
    text, _, fault = case.partition("\n=> ")
    return "".join((parts(RIVALS) | parts(f"{text}\n")).values()) + (f"=> {fault}" if fault else "")


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
