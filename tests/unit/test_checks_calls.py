"""Calls of scripts and moves that nobody can make."""

from __future__ import annotations

import pytest

from sim.loader import from_text
from tests.faulty import (
    assert_faults,
    cases,
)

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
    sentences = [line for line in case.split("\n") if line.startswith("=> ")]
    return "\n".join([AT_SEA + case.partition("\n=> ")[0], *sentences])


@pytest.mark.parametrize(
    ("text", "sentences"), cases("\n\n".join(map(at_sea, CALLS.strip("\n").split("\n\n"))))
)
def test_calls_that_nobody_can_make(text: str, sentences: list[str]) -> None:
    """A call would fail an assertion in the middle of a run, or never be heard."""
    if sentences:
        assert_faults(text, sentences)
    else:
        assert from_text(text).id == "small"
