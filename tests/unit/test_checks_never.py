"""Warnings of what never comes about: each says why, at the place that can be mended."""

from __future__ import annotations

import pytest

from tests.faulty import SOUND, assert_remarks, cases


def test_of_a_sound_scenario_nothing_is_said() -> None:
    """Every case below would begin from a scenario with remarks of its own."""
    assert_remarks(SOUND, [])


NEVER = """
endings:
  - {id: deal, title: Deal, text: A deal., when: {flag: agreed}}
  - {id: late, title: Late, text: Late., when: §{after: 3 h}}
  - {id: quiet, title: Quiet, text: Nothing.}
=> warning: the ending “late” is never reached: the run ends at 2 h; put it earlier, or lengthen…

flags:
  - {id: agreed, title: Agreed, known_to: [captain, rival]}
  - {id: signed, title: Signed, known_to: [captain]}
endings:
  - {id: deal, title: Deal, text: A deal., when: {all: [{flag: agreed}, §{flag: signed}]}}
  - {id: quiet, title: Quiet, text: Nothing.}
=> warning: the ending “deal” is never reached: nothing sets the flag “signed”; let an effect “set”…

flags:
  - {id: agreed, title: Agreed, known_to: [captain, rival]}
  - {id: signed, title: Signed, known_to: [captain]}
  - {id: sealed, title: Sealed, known_to: [captain]}
endings:
  - {id: deal, title: Deal, text: A deal., when: {any: [§{flag: signed}, {flag: sealed}]}}
  - {id: quiet, title: Quiet, text: Nothing.}
=> warning: the ending “deal” is never reached: nothing sets the flag “signed” and nothing sets the…

flags:
  - {id: agreed, title: Agreed, known_to: [captain, rival]}
  - {id: signed, title: Signed, known_to: [captain]}
endings:
  - {id: deal, title: Deal, text: A deal., when: {any: [{flag: agreed}, §{flag: signed}]}}
  - {id: quiet, title: Quiet, text: Nothing.}
=> warning: this never holds: nothing sets the flag “signed”; let an effect “set” it, or take it out

flags:
  - {id: agreed, title: Agreed, known_to: [captain, rival]}
  - {id: signed, title: Signed, known_to: [captain]}
endings:
  - {id: deal, title: Deal, text: A deal., when: {all: [{flag: agreed}, {not: §{flag: signed}}]}}
  - {id: quiet, title: Quiet, text: Nothing.}
=> warning: this always holds: nothing sets the flag “signed”; let an effect “set” it, or take it…

flags:
  - {id: agreed, title: Agreed, known_to: [captain, rival]}
  - {id: open, title: Open, known_to: [captain, rival], start: true}
injects:
  - {id: news, title: News, kind: news, to: [captain, rival], text: N., when: {not: §{flag: open}}}
=> warning: the inject “news” is never released: nothing clears the flag “open”; let an effect…

flags:
  - {id: agreed, title: Agreed, known_to: [captain, rival]}
  - §{id: signed, title: Signed, known_to: [captain]}
=> warning: nothing sets the flag “signed”, and nothing asks for it; let an effect “set” it, or…

flags:
  - §{id: agreed, title: Agreed}
moves:
  - {id: unload, code: N01, title: Unload, direction: hold, seats: [captain],
     effects: [{begin: unloading}, {count: {counter: crates}}, {set: agreed}]}
endings:
  - {id: quiet, title: Quiet, text: Nothing.}
=> note: the flag “agreed” is set, and nothing asks for it; ask for it in a condition, or let seats…

flags:
  - {id: agreed, title: Agreed, known_to: [captain, rival]}
  - §{id: said, title: Said}
moves:
  - {id: unload, code: N01, title: Unload, direction: hold, seats: [captain],
     effects: [{begin: unloading}, {count: {counter: crates}}, {set: agreed}, {set: said}]}
=> note: the flag “said” is set, and nothing asks for it; ask for it in a condition, or let seats…

flags:
  - {id: agreed, title: Agreed, known_to: [captain, rival]}
  - {id: said, title: Said}
moves:
  - {id: unload, code: N01, title: Unload, direction: hold, seats: [captain],
     effects: [{begin: unloading}, {count: {counter: crates}}, {set: agreed}, {set: said}]}
  - {id: agree, code: D28, title: Agree, direction: deconflict, seats: [rival],
     effects: [{set: agreed}]}

seats:
  - {id: captain, title: C, side: red, level: on_scene, window: {span: 5 min}, commands: [boat]}
  - {id: rival, title: R, side: blue, level: on_scene, window: {span: 5 min}, commands: [cutter],
     standing_orders: [§{move: agree, when: {flag: agreed}}]}
=> warning: this standing order is never followed: “flag: agreed” contradicts “not flag: agreed”;…

clauses:
  - §{id: calm, title: Calm}
=> warning: nobody can offer the clause “calm”: no channel carries a form that proposes; add one…

counters:
  - {id: crates, title: Crates, most: 9, known_to: [captain]}
  - §{id: men, title: Men, most: 3, start: 1}
=> warning: nothing moves the counter “men” from 1; let an effect “count” it, or take it out

endings:
  - {id: rich, title: Rich, text: Rich., when: §{counter: {counter: crates, at_least: 10}}}
  - {id: deal, title: Deal, text: A deal., when: {flag: agreed}}
  - {id: quiet, title: Quiet, text: Nothing.}
=> warning: the ending “rich” is never reached: the counter “crates” ends at 9; give a number…

counters:
  - {id: crates, title: Crates, most: 9, start: 2, known_to: [captain]}
endings:
  - {id: poor, title: Poor, text: Poor., when: §{counter: {counter: crates, at_most: 1}}}
  - {id: deal, title: Deal, text: A deal., when: {flag: agreed}}
  - {id: quiet, title: Quiet, text: Nothing.}
=> warning: the ending “poor” is never reached: the counter “crates” stays from 2 to 9; give a…

endings:
  - {id: rich, title: R, text: R.,
     when: {all: [{flag: agreed}, §{counter: {counter: crates, at_most: 9}}]}}
  - {id: quiet, title: Quiet, text: Nothing.}
=> warning: this always holds: …

activities:
  - {id: unloading, title: Unloading, by: boat, lasts: 30 min}
  - §{id: loading, title: Loading, by: boat, lasts: 30 min}
=> warning: nothing begins the activity “loading”; let an effect “begin” it, or take it out

injects:
  - {id: news, title: News, kind: news, to: [captain], text: News., by_effect: §true}
=> warning: nothing releases the inject “news”; let an effect “release” it, or take it out

injects:
  - {id: news, title: N, kind: news, to: [rival], text: N, at: 1 h, when: {not: §{after: 30 min}}}
=> warning: the inject “news” is never released: it contradicts “after: 1 h”; take one of the two…

injects:
  - {id: news, title: N, kind: news, to: [rival], text: N, until: §10 min, when: {after: 20 min}}
=> warning: the inject “news” is never released: it contradicts “after: 20 min”; take one of the…

injects:
  - id: news
    title: News
    kind: news
    to: [captain, rival]
    text: News.
    when: {all: [{flag: agreed}, {any: [{inside: ring}, {after: 1 h}]}, {not: §{flag: agreed}}]}
=> warning: the inject “news” is never released: it contradicts “flag: agreed”; take one of the two…

injects:
  - id: news
    title: News
    kind: news
    to: [captain, rival]
    text: News.
    when: {all: [{flag: agreed}, {not: {any: [{inside: ring}, §{flag: agreed}]}}]}
=> warning: the inject “news” is never released: it contradicts “flag: agreed”; take one of the two…

endings:
  - {id: sunk, title: Sunk, text: Sunk., when: §{tally: {of: dead, at_least: 1}}}
  - {id: deal, title: Deal, text: A deal., when: {flag: agreed}}
  - {id: quiet, title: Quiet, text: Nothing.}
=> warning: the ending “sunk” is never reached: nothing here adds to “dead”; let an effect do so,…

endings:
  - {id: war, title: War, text: War., when: §{rung: {side: red, at_least: 8}}}
  - {id: deal, title: Deal, text: A deal., when: {flag: agreed}}
  - {id: quiet, title: Quiet, text: Nothing.}
=> warning: the ending “war” is never reached: nothing here takes “red” above rung 6

endings:
  - {id: twice, title: Twice, text: T., when: §{done: {move: agree, times: 2}}}
  - {id: deal, title: Deal, text: A deal., when: {flag: agreed}}
  - {id: quiet, title: Quiet, text: Nothing.}
moves:
  - {id: unload, code: N01, title: Unload, direction: hold, seats: [captain],
     effects: [{begin: unloading}, {count: {counter: crates}}]}
  - {id: agree, code: D28, title: Agree, direction: deconflict, seats: [rival], once: true,
     effects: [{set: agreed}]}
=> warning: the ending “twice” is never reached: the move “agree” is done once at most; ask for…

injects:
  - {id: news, title: News, kind: news, to: [captain, rival], text: News., when: §{pending: unload}}
=> warning: the inject “news” is never released: the move “unload” is done at once and never in…

injects:
  - {id: news, title: News, kind: news, to: [captain, rival], text: N., when: {not: §{radio: boat}}}
=> warning: the inject “news” is never released: nothing silences “boat”; let an effect “silence” it

injects:
  - {id: news, title: News, kind: news, to: [captain], text: N., when: {not: §{present: boat}}}
=> warning: the inject “news” is never released: nothing lets “boat” leave; let an effect “leave”…

injects:
  - id: news
    title: News
    kind: news
    to: [captain, rival]
    text: News.
    when: §{channel: {channel: vhf, political: suspended}}
=> warning: the inject “news” is never released: nothing makes the channel “vhf” suspended; let an…

sides:
  - id: red
    name: Red
    objectives:
      - id: crates
        title: Crates
        points: 50
        main: true
        goal: {first: [{when: §{flag: signed}, value: 1}, {when: {flag: agreed}, value: 0.5}]}
  - {id: blue, name: Blue}
flags:
  - {id: agreed, title: Agreed, known_to: [captain, rival]}
  - {id: signed, title: Signed, known_to: [captain]}
=> warning: this case of the objective “crates” never counts: nothing sets the flag “signed”; let…

hints:
  - {id: wait, seat: captain, do: wait, text: wait,
     when: {all: [{after: 1 h}, {not: §{after: 30 min}}]}}
=> warning: the hint “wait” is never shown: it contradicts “after: 1 h”; take one of the two out

yardsticks:
  - {id: days, title: Days until signed, flag: §signed}
flags:
  - {id: agreed, title: Agreed, known_to: [captain, rival]}
  - {id: signed, title: Signed, known_to: [captain]}
=> warning: nothing sets the flag “signed”; let an effect “set” it, or take it out
"""


@pytest.mark.parametrize("late", ["at: 2 h", "when: {after: 2 h}", "at: 1 h, until: 2 h"])
def test_what_is_due_as_the_run_ends_still_happens(late: str) -> None:
    """An inject of the last moment would be called late, and the run releases it."""
    assert_remarks(SOUND.replace("text: News., at: 1 h", f"text: News., {late}"), [])


CASCADES = """
seats:
  - {id: admiral, title: A, side: blue, level: operational}
  - {id: captain, title: C, side: red, level: on_scene, window: {span: 5 min}, commands: [boat]}
  - {id: rival, title: R, side: blue, level: on_scene, window: {span: 5 min}, commands: [cutter],
     authority: admiral}
moves:
  - {id: unload, code: N01, title: Unload, direction: hold, seats: [captain],
     effects: [{begin: unloading}, {count: {counter: crates}}]}
  - id: agree
    code: D28
    title: Agree
    direction: deconflict
    seats: [rival]
    leave: {of: admiral, takes: 5 min, given: §0}
    effects: [{set: agreed}]
endings:
  - {id: deal, title: Deal, text: A deal., when: §{flag: agreed}}
  - {id: quiet, title: Quiet, text: Nothing.}
=> warning: the move “agree” is never open: its leave is never given; give a chance above 0
=> warning: the ending “deal” is never reached: what sets the flag “agreed” never comes about; see…

counters:
  - §{id: crates, title: Crates, most: 9, known_to: [captain]}
activities:
  - §{id: unloading, title: Unloading, by: boat, lasts: 30 min}
moves:
  - {id: unload, code: N01, title: Unload, direction: hold, seats: [captain],
     when: {all: [{not: {after: 9 min}}, §{after: 10 min}]},
     effects: [{begin: unloading}, {count: {counter: crates}}]}
  - {id: agree, code: D28, title: Agree, direction: deconflict, seats: [rival],
     effects: [{set: agreed}]}
injects:
  - {id: news, title: News, kind: news, to: [captain], text: News., when: §{doing: unloading}}
=> warning: what moves the counter “crates” from 0 never comes about; see what that waits for
=> warning: what begins the activity “unloading” never comes about; see what that waits for
=> warning: the move “unload” is never open: it contradicts “not after: 9 min”; take one of the two…
=> warning: the inject “news” is never released: what begins the activity “unloading” never comes…

seats:
  - {id: admiral, title: A, side: blue, level: operational, playable: true, you_are: The admiral.,
     window: {span: 5 min}}
  - {id: captain, title: C, side: red, level: on_scene, window: {span: 5 min}, commands: [boat]}
  - {id: rival, title: R, side: blue, level: on_scene, window: {span: 5 min}, commands: [cutter],
     authority: admiral}
moves:
  - {id: unload, code: N01, title: Unload, direction: hold, seats: [captain],
     effects: [{begin: unloading}, {count: {counter: crates}}]}
  - {id: agree, code: D28, title: Agree, direction: deconflict, seats: [rival],
     leave: {of: admiral, takes: 5 min, given: 0}, effects: [{set: agreed}]}
  - {id: look, code: P05, title: Look, direction: hold, seats: [admiral], lead: 5 min}
"""


@pytest.mark.parametrize(("text", "sentences"), cases(CASCADES, SOUND))
def test_what_follows_from_what_never_comes_about(text: str, sentences: list[str]) -> None:
    """A move that is never open would hide that nothing it was to bring about comes either."""
    assert_remarks(text, sentences)


@pytest.mark.parametrize(("text", "sentences"), cases(NEVER, SOUND))
def test_what_never_comes_about(text: str, sentences: list[str]) -> None:
    """An author would play a hundred times to see an ending that cannot come."""
    assert_remarks(text, sentences)
