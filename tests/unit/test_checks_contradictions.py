"""What is well-formed and cannot be: seats, moves, injects, endings that contradict each other."""

from __future__ import annotations

import pytest

from tests.faulty import (
    assert_faults,
    cases,
)

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
  scripts:
    - {seat: captain, steps: [{at: 1 h, choose: hold}, {at: §2 h, choose: hold}]}
=> nobody acts any more at the horizon; put it before the end

history:
  seed: 1
  scripts: [{seat: chief, steps: [{at: 1 h, choose: §hold}]}]
=> “hold” is not a move of this seat; it has none
"""


@pytest.mark.parametrize(("text", "sentences"), cases(CONTRADICTIONS))
def test_contradictions(text: str, sentences: list[str]) -> None:
    """A scenario that cannot happen as written would be run."""
    assert_faults(text, sentences)
