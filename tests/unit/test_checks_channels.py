"""Channels that cannot be as they are written, and those that can."""

from __future__ import annotations

import pytest

from tests.faulty import (
    assert_faults,
    cases,
)

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
=> “offer”: expected one of hail, ask, explain, share, assure, protest, propose, ask_help, request…

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
