"""Bad input about relays, clauses and rules: each fault at its line and column."""

from __future__ import annotations

import pytest

from sim.loader import from_text
from tests.faulty import assert_faults, cases, doc

FAULTY = """
channels:
  - §{id: line, name: Relay, kind: relay, seats: [chief, captain], forms: [offer]}
=> the relay “line” has no “hops”; name one to three offices it goes through

channels:
  - id: line
    name: Relay
    kind: relay
    forms: [offer]
    seats: §[captain]
    hops: [{via: Ministry, delay: 1 h}]
=> a relay with “forms” needs two “seats”; say who is at each end

channels:
  - id: line
    name: Relay
    kind: relay
    seats: [chief, captain]
    forms: [offer]
    hops: [{via: Ministry, delay: 1 h, loss: §1.5}, {via: Bureau, delay: 1 h, loss: §-0.1}]
=> “1.5”: expected a number from 0 to 1
=> “-0.1”: expected a number from 0 to 1

channels:
  - id: line
    name: Relay
    kind: relay
    seats: [chief, captain]
    forms: [offer]
    hops: [{via: Ministry, delay: 1 h}, {via: Bureau, delay: 1 h, loss: §1}]
=> loses everything, so nothing ever arrives; give a chance under 1

channels:
  - id: line
    name: Relay
    kind: relay
    seats: [chief, captain]
    forms: [offer]
    hops: §[{via: A, delay: 1 h}, {via: B, delay: 1 h}, {via: C, delay: 1 h}, {via: D, delay: 1 h}]
=> expected at most 3 entries…

channels:
  - {id: line, name: Line, kind: line, seats: [chief, captain], forms: [offer],
     hops: §[{via: Ministry, delay: 1 h}]}
=> “hops” means nothing on a channel of kind “line”; leave it out

forms:
  - {id: offer, title: Offer}
  - §{id: ask, title: Ask}
channels:
  - id: line
    name: Relay
    kind: relay
    seats: [chief, captain]
    forms: [offer]
    hops: [{via: Ministry, delay: 1 h}]
=> no channel carries “ask”; add it to the “forms” of one, or take it out

channels:
  - id: line
    name: Relay
    kind: relay
    seats: [chief, captain]
    forms: [offer]
    hours: §{opens: 8 h, closes: 17 h}
    hops: [{via: Ministry, delay: 1 h}]
=> “hours” means nothing on a channel of kind “relay”; leave it out

clauses:
  - {id: calm, title: Calm, covers: §[militia]}
=> covers nobody here; known: navy

clauses:
  - {id: calm, title: Calm, covers: [§marines]}
=> “marines”: expected one of navy, coast_guard, fisheries, militia or civilian

clauses:
  - {id: calm, title: Calm, effects: [bind: {channel: §line, services: [navy]}]}
=> “line” is no set of rules; none is declared

clauses:
  - {id: calm, title: Calm, effects: [bind: {channel: cues, services: §[fisheries, militia]}]}
channels:
  - {id: line, name: Line, kind: line, seats: [chief, captain], forms: [offer]}
  - {id: cues, name: Rules, kind: rules, binds: [navy]}
=> binds nobody here; known: navy

clauses:
  - {id: calm, title: Calm, effects: [bind: {channel: §quos, services: [navy]}]}
channels:
  - {id: line, name: Line, kind: line, seats: [chief, captain], forms: [offer]}
  - {id: cues, name: Rules, kind: rules, binds: [navy]}
=> there is no channel “quos”…

parameters: {leak: §2}
=> “2”: expected a number from 0 to 1
"""


@pytest.mark.parametrize(("text", "sentences"), cases(FAULTY))
def test_what_cannot_go_by_relay_or_be_agreed(text: str, sentences: list[str]) -> None:
    """A message would go nowhere, or a deal bind nobody, without a word to its author."""
    assert_faults(text, sentences)


def test_a_relay_and_a_clause_as_they_are_meant() -> None:
    """What the documents say may be written would be refused."""
    text = doc(
        """\
channels:
  - {id: line, name: Relay, kind: relay, seats: [chief, captain], forms: [offer], permission: 1 h,
     hops: [{via: Ministry, delay: {lognormal: {median: 3 h, sigma: 1}}, loss: 0.1}]}
  - {id: cues, name: Rules, kind: rules, binds: [navy]}
clauses:
  - {id: calm, title: Calm, covers: [navy],
     effects: [bind: {channel: cues, services: [navy, coast_guard]}]}
"""
    )
    scenario = from_text(text)
    assert scenario.channels[0].hops[0].loss == 0.1
    assert scenario.clauses[0].terms == "Calm (covers navy)"
