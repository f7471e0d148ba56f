"""Warnings of what is empty, hidden behind something else, or hardly meant."""

from __future__ import annotations

import pytest

from tests.faulty import SOUND, assert_faults, assert_remarks, cases

HIDDEN = """
endings:
  - {id: deal, title: Deal, text: A deal., when: {flag: agreed}}
  - §{id: again, title: Again, text: Again., when: {flag: agreed}}
  - {id: quiet, title: Quiet, text: Nothing.}
=> warning: the ending “again” is never reached: “deal” comes first and holds whenever it does; put…

endings:
  - {id: deal, title: Deal, text: A deal., when: {any: [{flag: agreed}, {after: 1 h}]}}
  - §{id: near, title: Near, text: Near., when: {all: [{flag: agreed}, {entered: ring}]}}
  - {id: quiet, title: Quiet, text: Nothing.}
=> warning: the ending “near” is never reached: “deal” comes first and holds whenever it does; put…

endings:
  - {id: some, title: Some, text: Some., when: {counter: {counter: crates, at_least: 2}}}
  - §{id: many, title: Many, text: Many., when: {counter: {counter: crates, at_least: 5}}}
  - {id: deal, title: Deal, text: A deal., when: {flag: agreed}}
  - {id: quiet, title: Quiet, text: Nothing.}
=> warning: the ending “many” is never reached: “some” comes first and holds whenever it does; put…

endings:
  - {id: some, title: Some, text: S., when: {counter: {counter: crates, at_least: 2}}}
  - {id: deal, title: Deal, text: A deal., when: {flag: agreed}}
  - §{id: both, title: Both, text: B.,
     when: {any: [{flag: agreed}, {counter: {counter: crates, at_least: 5}}]}}
  - {id: quiet, title: Quiet, text: Nothing.}
=> warning: the ending “both” is never reached: “some” and “deal” come first and one of them holds…

endings:
  - {id: deal, title: Deal, text: A deal., when: {flag: agreed}}
  - {id: none, title: None, text: None., when: {not: {flag: agreed}}}
  - §{id: quiet, title: Quiet, text: Nothing.}
=> warning: the ending “quiet” is never reached: “deal” and “none” come first and one of them holds…

sides:
  - id: red
    name: Red
    objectives:
      - id: crates
        title: Crates
        points: 50
        main: true
        goal:
          first:
            - {when: {counter: {counter: crates, at_least: 1}}, value: 0.2}
            - §{when: {counter: {counter: crates, at_least: 9}}, value: 1}
  - {id: blue, name: Blue}
=> warning: this case never counts: one before it holds whenever it does; put it before that one,…
"""


@pytest.mark.parametrize(("text", "sentences"), cases(HIDDEN, SOUND))
def test_what_is_hidden_behind_an_earlier_one(text: str, sentences: list[str]) -> None:
    """An ending would be written for a case that another always takes."""
    assert_remarks(text, sentences)


IDLE = """
seats:
  - {id: captain, title: C, side: red, level: on_scene, window: {span: 5 min}, commands: [boat]}
  - {id: rival, title: R, side: blue, level: on_scene, window: {span: 5 min}, commands: [cutter]}
  - §{id: watch, title: W, side: red, level: on_scene, playable: true, you_are: The watch.}
briefing:
  headline: H
  known: [{text: K, source: "[assumed] k"}]
  unknown: [U]
  decision: D
  stakes: S
  facts: [{text: F, source: "[assumed] f"}]
  left_out: [L]
  history: [{text: N, source: "[assumed] n"}]
=> warning: the playable seat “watch” has no moves; name it in the “seats” of some, or leave…

seats:
  - {id: captain, title: C, side: red, level: on_scene, window: {span: 5 min}, commands: [boat]}
  - {id: rival, title: R, side: blue, level: on_scene, window: {span: 5 min}, commands: [cutter]}
  - {id: fisher, title: F, side: green, level: on_scene, sees: §sensors}
sides:
  - {id: red, name: Red}
  - {id: blue, name: Blue}
  - {id: green, name: Green}
=> warning: “fisher” sees by sensors, and its side has no vessel; give the side one, or let it…

moves:
  - {id: unload, code: N01, title: Unload, direction: hold, seats: [captain],
     effects: [{begin: unloading}, {count: {counter: crates}}, {set: agreed}]}
  - {id: unload_too, code: N01, title: §Unload, direction: hold, seats: [captain]}
=> warning: “unload_too” has the title of “unload” on the menu of “captain”; say what sets it apart

seats:
  - {id: captain, title: C, side: red, level: on_scene, window: {span: §3 h}, commands: [boat]}
  - {id: rival, title: R, side: blue, level: on_scene, commands: [cutter], decision: §2 d}
=> warning: the window stays open for 3 h, longer than the run (2 h); shorten it, or lengthen…
=> warning: “rival” decides after 2 d, longer than the run (2 h); shorten it, or lengthen “horizon”

seats:
  - {id: captain, title: C, side: red, level: on_scene, window: {span: 3 min}, commands: [boat]}
  - §{id: rival, title: R, side: blue, level: capital, commands: [cutter]}
=> warning: a window of “rival” stays open for 14 d 2 h 24 min, longer than the run (2 h); give its…

moves:
  - {id: unload, code: N01, title: Unload, direction: hold, seats: [captain], lead: §3 h,
     effects: [{begin: unloading}, {count: {counter: crates}}]}
  - {id: agree, code: D28, title: Agree, direction: deconflict, seats: [rival],
     effects: [{later: {delay: §{uniform: {low: 3 h, high: 4 h}}, effects: [{set: agreed}]}}]}
=> warning: the move “unload” takes at least 3 h, longer than the run (2 h); shorten it, or…
=> warning: these come about after at least 3 h, longer than the run (2 h); shorten it, or lengthen…

moves:
  - {id: unload, code: N01, title: Unload, direction: hold, seats: [captain], vessel: boat,
     cue: §{text: the crane turns, within: 3 nm}, effects: [{begin: unloading}, {set: agreed},
       {count: {counter: crates}}]}
=> warning: the cue of “unload” is never seen: it has no “lead”; add it, or leave the cue out

injects:
  - §{id: news, title: News, kind: news, at: 1 h}
=> warning: the inject “news” does nothing: no “to”, “text” or “effects”; give it some, or take…

injects:
  - {id: news, title: News, kind: news, text: §News., at: 1 h}
=> warning: nobody reads the text of “news”; say who in “to”

injects:
  - {id: news, title: News, kind: §end, to: [captain], text: The end., at: 1 h}
=> warning: “news” does not end the run; add the effect “end”

injects:
  - {id: news, title: News, kind: news, to: [captain], text: A boat sails., at: 1 h,
     effects: §[{chance: {p: 0.5, then: [{tell: {seats: [captain], text: It is in.}}],
       otherwise: [{tell: {seats: [captain], text: It is back.}}]}}]}
=> warning: the readers of “news” are told in the same minute how it ended; put the chance into a…

moves:
  - {id: unload, code: N01, title: Unload, direction: hold, seats: [captain],
     effects: [{begin: unloading}, {count: {counter: crates}},
       {chance: {p: §0, then: [{tell: {seats: [rival], text: A.}}]}},
       {chance: {p: 1, then: [{set: agreed}], otherwise: §[{tell: {seats: [rival], text: B.}}]}}]}
=> warning: these effects never come about; give a chance above 0
=> warning: these effects never come about; give a chance under 1

activities:
  - {id: unloading, title: Unloading, by: boat, lasts: 30 min,
     hazards: [{id: fall, rate: §0 per h, effects: [{harm: {vessel: boat, hurt: 1}}]}]}
=> warning: the hazard “fall” never strikes; give a rate above 0

sides:
  - {id: red, name: Red, objectives: §[{id: crates, title: Crates, points: 50,
      goal: {share: {counter: crates, of: §12}}}]}
  - {id: blue, name: Blue}
=> warning: no objective of “red” is its main one; mark it by “main: true”
=> warning: a full score of 12 lies beyond the end of “crates”, 9; give at most 9

briefing:
  headline: H
  known: [§{text: K}]
  unknown: [U]
  decision: D
  stakes: S
  facts: [{text: F, source: "[assumed] f"}]
  left_out: [L]
  history: [{text: N, source: "[assumed] n"}]
=> warning: this statement has no source; say where from: “source: [data] …”
"""


@pytest.mark.parametrize(("text", "sentences"), cases(IDLE, SOUND))
def test_what_is_empty_or_comes_to_nothing(text: str, sentences: list[str]) -> None:
    """A seat, a news item or a delay would be there and do nothing in any run."""
    assert_remarks(text, sentences)


LIKELY = """
seats:
  - {id: captain, title: C, side: red, level: on_scene, window: {span: 5 min}, commands: [§cutter]}
  - {id: rival, title: R, side: blue, level: on_scene, window: {span: 5 min}}
=> warning: “cutter” is of another side than “captain”; name vessels of its own side

vessels:
  - {id: boat, name: Boat, side: red, service: navy, length: 50 m, aerial: 9 m, sight: §10 m,
     top_speed: 20 kn, at: 15 N 118 E, course: 0 deg, speed: 9 kn}
  - {id: cutter, name: Cutter, side: blue, service: navy, length: §2 nm, aerial: §900 m,
     sight: 9 nm, top_speed: §90 kn, at: 15.05 N 118 E, course: 0 deg, speed: 0 kn}
=> warning: “sight” of 10 m is hardly meant; 500 m to 200 nm are likely; see the unit
=> warning: “length” of 2 nm is hardly meant; 2 m to 500 m are likely; see the unit
=> warning: “aerial” of 900 m is hardly meant; 1 m to 100 m are likely; see the unit
=> warning: “top_speed” of 90 kn is hardly meant; 1 kn to 70 kn are likely; see the unit

gates:
  - {id: ring, title: Ring, vessels: [boat], place: shoal, range: §3 m, known_to: [captain, rival]}
=> warning: “range” of 3 m is hardly meant; 20 m to 600 nm are likely; see the unit

vessels:
  - {id: boat, name: Boat, side: red, service: navy, length: 50 m, aerial: 9 m, sight: 6 nm,
     top_speed: 20 kn, at: 15 N 118 E, course: 0 deg, speed: 9 kn}
  - {id: cutter, name: Cutter, side: blue, service: navy, length: 90 m, aerial: 9 m, sight: 9 nm,
     top_speed: 20 kn, at: §15.0005 N 118 E, course: 0 deg, speed: 0 kn}
=> warning: “cutter” lies at the place of “boat”; put them at least 70 m apart

moves:
  - {id: unload, code: §X01, title: Unload, direction: hold, seats: [captain],
     effects: [{begin: unloading}, {count: {counter: crates}},
       {steer: {vessel: boat, speed: §25 kn}}, {proceed: {vessel: boat, to: shoal, speed: §0 kn}}]}
  - {id: agree, code: §D33, title: Agree, direction: deconflict, seats: [rival],
     effects: [{set: agreed}, {station: {vessel: cutter, on: boat, bearing: 0 deg, distance: 1 nm,
       speed: §40 kn}}]}
=> warning: the moves table has no code “X01”; known: D01–D32…
=> warning: 25 kn is more than “boat” makes: 20 kn; at most 20 kn here
=> warning: at 0 kn “boat” never gets there; give it some speed
=> warning: the moves table has no code “D33”; known: D01–D32…
=> warning: 40 kn is more than “cutter” makes: 25 kn; at most 25 kn here
"""


@pytest.mark.parametrize(("text", "sentences"), cases(LIKELY, SOUND))
def test_what_is_hardly_meant(text: str, sentences: list[str]) -> None:
    """A slip in a unit or a code would make a ship blind, or faster than any."""
    assert_remarks(text, sentences)


OTHERS = """
moves:
  - id: unload
    code: N01
    title: Unload
    direction: hold
    seats: [captain]
    vessel: §cutter
    effects:
      - {begin: unloading}
      - {count: {counter: crates}}
      - {if: {when: {after: 1 h}, then: [{steer: {vessel: §cutter, speed: 0 kn}}]}}
      - {hail: {channel: vhf, vessel: §cutter, to: boat, form: hail}}
  - {id: agree, code: D28, title: Agree, direction: deconflict, seats: [rival],
     effects: [{set: agreed}, {begin: §unloading}]}
=> “unload” cannot order “cutter”, a vessel of “blue”; do it once a hail is “answered”, or wait for…
=> “unload” cannot order “cutter”, a vessel of “blue”; do it once…
=> “unload” cannot order “cutter”, a vessel of “blue”; do it once…
=> “agree” cannot order “boat”, a vessel of “red”; do it once…
"""


@pytest.mark.parametrize(("text", "sentences"), cases(OTHERS, SOUND))
def test_a_side_orders_vessels_of_its_own(text: str, sentences: list[str]) -> None:
    """A captain would stop the other side's ship by choosing so."""
    assert_faults(text, sentences)


AGREED = """
moves:
  - {id: unload, code: N01, title: Unload, direction: hold, seats: [captain],
     when: {flag: agreed},
     effects: [{begin: unloading}, {count: {counter: crates}},
       {steer: {vessel: cutter, speed: 0 kn}}]}
  - {id: agree, code: D28, title: Agree, direction: deconflict, seats: [rival],
     effects: [{set: agreed}]}

moves:
  - {id: unload, code: N01, title: Unload, direction: hold, seats: [captain],
     when: {all: [{done: agree}, {after: 10 min}]},
     effects: [{begin: unloading}, {count: {counter: crates}}, {leave: cutter},
       {steer: {vessel: cutter, speed: 0 kn}}]}
  - {id: agree, code: D28, title: Agree, direction: deconflict, seats: [rival],
     effects: [{set: agreed}]}

moves:
  - {id: unload, code: N01, title: Unload, direction: hold, seats: [captain],
     effects: [{begin: unloading}, {count: {counter: crates}}, {set: agreed},
       {hail: {channel: vhf, vessel: boat, to: cutter, form: hail,
          answered: [{later: {delay: 1 min, effects: [{steer: {vessel: cutter, speed: 0 kn}}]}}]}}]}
"""


@pytest.mark.parametrize(("text", "sentences"), cases(AGREED, SOUND))
def test_a_vessel_does_what_its_side_has_agreed_to(text: str, sentences: list[str]) -> None:
    """An arrangement that both sides have accepted could not be carried out by one move."""
    assert_remarks(text, sentences)
