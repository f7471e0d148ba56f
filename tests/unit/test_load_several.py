"""Many faults in one document: all of them are found at once, and no others."""

from __future__ import annotations

import pytest

from tests.faulty import (
    assert_faults,
    cases,
    doc,
    faults_in,
)

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
