"""The data language: what is written is what is read, in every form an author may use."""

from __future__ import annotations

import contextlib
import json
import math
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from sim.errors import ScenarioError
from sim.loader import digest, dump, from_data, from_text
from sim.loader.schema import schema
from sim.loader.yamltext import parse
from sim.model.chance import DISTRIBUTIONS, Delay, Distribution
from sim.model.conditions import CONDITIONS, Condition
from sim.model.effects import EFFECTS, Effect
from sim.model.goals import GOALS, Goal
from sim.model.parameters import PARAMETER_TABLE, Parameters, Preset, effective
from sim.model.scenario import Scenario, canonical
from sim.model.sentences import Shared
from sim.model.terms import TERMS
from sim.model.words import Entry, Word, entries, every, references
from sim.plugins import Registry
from sim.printable import HIDDEN
from tests import strategies as own
from tests.strategies import scenarios

SMALL: dict[str, Any] = {
    "schema_version": 1,
    "id": "small",
    "title": "Small",
    "begins": "2025-09-16 08:00+08:00",
    "place": "Here",
    "origin": "15 N 118 E",
    "horizon": "2 h",
    "minutes": 10,
    "sides": [{"id": "red", "name": "Red"}],
    "seats": [{"id": "captain", "title": "Captain", "side": "red", "level": "on_scene"}],
    "endings": [{"id": "quiet", "title": "Quiet", "text": "Nothing."}],
}
FULL_TEXT = """\
schema_version: 1
id: full
source: "[assumed] every key that an author may write, once"
title: Full
begins: "2025-09-16 08:00+08:00"
place: Here
origin: 15 N 118 E
horizon: 6 h
minutes: 30
first: true
articles: [A fact., Another.]
ledger_date: 2022-11-01
briefing:
  headline: News
  known: [{text: This., source: "[data] a paper"}]
  unknown: [That.]
  decision: What now?
  stakes: Much.
  facts: [{text: A fact.}]
  left_out: [Weather.]
  history: [{text: It went well.}]
preset: pessimist
parameters: {unsafe: 0.5 nm, encounter: 2 nm, sigma_m: 9 m, follow: 30 s, hurt_on_contact: 0.25}
caps: {death: 20, gunfire: 10.5, source: "[expert] a panel"}
places: [{id: shoal, name: Shoal, names: {red: Reef}, at: 15.1 N 118 E}]
sides:
  - id: red
    name: Red
    base: 40
    intent: {draw: 0.25}
    faces: blue
    prior: 0.4
    objectives:
      - id: calm
        title: Calm
        points: 10
        main: true
        goal: {spell: {gate: ring, of: 1 h, kept_out: true}}
      - id: full
        title: Full
        points: -3.5
        goal: {share: {counter: crates, of: 3, power: 0.5}}
      - id: whole
        title: Whole
        points: 5
        goal:
          parts:
            - {weight: 0.3, goal: {harm: {hurt: 0.1, dead: 1}}}
            - {weight: 0.1, goal: {word_kept: {side: blue, of: 2}}}
            - {weight: 0.1, goal: {answered: {side: blue, of: 2}}}
            - {weight: 0.5, goal: {first: [{when: {flag: agreed}, value: 1}]}}
  - {id: blue, name: Blue, intent: revisionist}
seats:
  - {id: chief, title: Chief, side: red, level: capital, sees: reports, decision: 20 min,
     clock: -05:00, hours: {opens: 8 h, closes: 18 h, weekend: false, wakes: 6},
     reports: {from: [captain], delay: 1 h, error: 0.1}, occupant: {mix: {firm: 0.6, hawkish: 0.4}},
     window: {span: 1 d, every: 7 d, between: false}}
  - id: captain
    title: Captain
    side: red
    level: on_scene
    you_are: The captain.
    playable: true
    occupant: cautious
    authority: chief
    commands: [boat]
    sees: sensors
    window: {span: 5 min, source: "[assumed] three medians"}
    decision: {lognormal: {median: 5 min, sigma: 0.7}}
    standing_orders: [{move: hold, when: {not: {present: boat}}}, {move: hold}]
    orders:
      - {id: soft, title: Soft, text: Soft., when: {done: {move: hold, times: 2}}, points: 3}
  - {id: rival, title: Rival, side: blue, level: operational}
vessels:
  - {id: boat, name: Boat, side: red, service: coast_guard, length: 50 m, aerial: 9 m, sight: 6 nm,
     top_speed: 20 kn, at: 15 N 118 E, course: 359.5 deg, speed: 9 kn}
  - {id: fleet, name: Fleet, side: red, service: militia, length: 30 yd, aerial: 9 m, sight: 6 km,
     top_speed: 5 m/s, at: 15 N 118 E, course: 0 deg, speed: 1 km/h, number: 9, spread: 1 nm}
gates:
  - {id: ring, title: Ring, vessels: [boat, fleet], place: shoal, range: 3 nm,
     known_to: [captain], alert: true}
channels:
  - id: vhf
    name: VHF
    kind: radio
    seats: [captain]
    forms: [offer, bind]
    answering: {answered: 9 per h, declined: 0.5 per min, tries: 2 min}
    talk: 30 s
    note: Channel 16.
  - id: line
    name: Line
    kind: line
    ledger: dtl
    differs: An example differs.
    seats: [captain, rival]
    start: slow
    truth: {technical: down, political: suspended, access: direct, u: 0.5}
    forms: [offer]
    permission: {lognormal: {median: 5 min, sigma: 0.7}}
    hours: {opens: 22 h, closes: 6 h 30 min}
    readout: 12 h
    politics: {closer: blue, rank: 2, suspends: 0.5, blocked_by: agreed, cooling: 30 d,
      reopens: 0.5 per d, since: 9 d, builds: 0.5}
  - {id: wire, name: Wire, kind: line, fails: false}
  - {id: relay, name: Relay, kind: relay, hops: [{via: Ministry, delay: 1 h, loss: 0.1}]}
  - {id: cues, name: Cues, kind: rules, binds: [militia, navy]}
  - {id: table, name: Table, kind: meeting, seats: [captain, rival]}
forms: [{id: offer, title: Offer, intent: propose, rung: 1, readouts: {blue: They talked.}}, {
  id: bind, title: Bind, intent: assure, promises: [{refrain: {rung: 4, lasts: 1 h}}, {refrain: {
  move: hold, lasts: 1 h}}, {refrain: {activity: unloading, lasts: 1 h}},
  {call: {channel: line, within: 1 h}}], asks: [{no_closer: {vessel: boat, other: fleet,
  range: 1 km, lasts: 1 h}}, {no_closer: {vessel: boat, place: shoal, range: 1 km, lasts: 1 h}},
  {do: {move: hold, within: 1 h, cost: 2}}]}]
sentences:
  - {says: intent.ask, style: radio, seats: [captain], sides: [blue], adds: true,
     ways: ["{called}?"]}
clauses:
  - {id: calm, title: Calm, covers: [navy],
     effects: [{ready: {side: red, step: 0}}, {bind: {channel: cues, services: [coast_guard]}}]}
counters:
  - {id: crates, title: Crates, start: 2, least: -1, most: 9, known_to: [captain], banked: true}
flags: [{id: agreed, title: Agreed, start: true, known_to: [captain, chief], asked_of: chief,
         waits_for: an hour of quiet}]
activities:
  - id: unloading
    title: Unloading
    by: boat
    on: fleet
    rung: 2
    read_as: {red: 1}
    lasts: 30 min
    reach: 200 m
    keep: {range: {of: [boat, fleet], below: 1 nm, above: 10 m}}
    beat: {every: 1 min, effects: [{count: {counter: crates, by: 2}}]}
    hazards:
      - id: slip
        rate: 0.1 per h
        slower: [{when: {stopped: boat}, times: 0.5}]
        most: 2
        effects: [{harm: {vessel: boat, hurt: 1, dead: 1}}]
    ended: [{tell: {seats: [chief], text: Done., alert: false}}]
    alert: false
moves:
  - id: hold
    code: A01
    title: Hold
    direction: hold
    seats: [captain]
    vessel: boat
    lead: {choice: [[1 min, 0.25], [2 min, 0.75]]}
    spends: patience
    read_as: {red: 3}
    rung: 2
    shots: true
    public: true
    costly: true
    fit: -0.5
    when:
      all:
        - any: [{inside: ring}, {entered: ring}]
        - counter: {counter: crates, at_least: 1, at_most: 9}
    free: true
    once: true
    leave: {of: chief, takes: {exponential: {mean: 9 min}}, given: 0.9}
    cue: {text: Smoke., within: 2 nm}
    effects:
      - steer: {vessel: boat, turn: -30 deg, speed: 3 kn}
      - steer: {vessel: boat, course: 30 deg}
      - proceed: {vessel: boat, to: shoal, speed: 3 kn}
      - proceed: {vessel: boat, position: 15.1 N 118 E, speed: 3 kn}
      - station:
          {vessel: boat, on: fleet, bearing: 90 deg, distance: 500 yd, speed: 9 kn, avoids: 0.5}
      - hail:
          {channel: vhf, vessel: boat, to: fleet, form: offer, text: Hello.,
           answered: [{set: agreed}], unanswered: [{clear: agreed}]}
      - chance: {p: 0.5, then: [{begin: unloading}], otherwise: [{cease: unloading}]}
      - later: {delay: {uniform: {low: 1 s, high: 2 s}}, effects: [{end: {}}]}
      - if: {when: {doing: unloading}, then: [{silence: boat}], otherwise: [{leave: boat}]}
      - act: {side: red, rung: 7, shots: true, ordered: false}
      - channel: {channel: line, political: open}
      - shock: {by: red, weight: 2}
      - establish: line
      - convene: {meeting: talks, after: 1 h}
      - postpone: {meeting: talks, by: 1 h}
      - cancel: talks
      - instruct: {seat: captain, move: hold}
      - commit: {side: red, rung: 6}
      - promise:
          by: captain
          to: rival
          channel: table
          term: {refrain: {moves: [hold], words: "anything but waiting", lasts: 1 h}}
          back: {refrain: {rung: 3, lasts: 1 h}}
      - release: later_news
      - withdraw: later_news
incidents:
  - {id: bump, title: Bump, scenes: [Off the quay], by: red, against: blue, rungs: [4, 5],
     read_as: {blue: 6},
     between: [navy, militia], seen_by: [captain, rival], public: true, times: 0.5,
     effects: [{harm: {vessel: fleet, hurt: 1}}]}
meetings:
  - {id: talks, title: Talks, channel: table, at: 2 h, announced: 1 h, every: 1 h, mode: person,
     leaders: true, when: {channel: {channel: line, political: suspended}}, practises: [line],
     postponed: {when: {flag: agreed}, by: 1 h}, effects: [{set: agreed}],
     cancelled: [{clear: agreed}]}
yardsticks:
  - {id: met, title: Met, contact: [table]}
  - {id: works, title: Works, usable: [line]}
  - {id: agreed_d, title: Agreed, flag: agreed}
  - {id: boxes, title: Boxes, counter: crates}
  - {id: boxed, title: Boxed, when: {flag: agreed}}
  - {id: kept, title: Kept, goal: {word_kept: {side: red, of: 1}}}
streams:
  - {id: tails, title: Tails, scenes: [By night, At noon], by: red, against: blue,
     rate: 3 per d, unsafe: 0.1,
     cpa: {median: 300 m, sigma: 0.8},
     contact: {distance: 85 m, avoided: 0.9, hurt: 0.2, dead: 0.01},
     campaign: {flag: agreed, times: 3}, displaced: [{flag: agreed, times: 2}],
     runs: {title: Run, first: 10 min, every: 1 h, lasts: 30 min, disturbed: 0.7,
       agreed: {flag: agreed, disturbed: 0.1}},
     read_as: {blue: 5}, between: [navy, militia], seen_by: [captain, rival], public: true,
     effects: [{set: agreed}], touched: [{clear: agreed}]}
  - {id: herd, title: Herd, by: red, against: blue, rate: 3 per d, unsafe: 0.1, around: tails,
     cpa: {median: 300 m, sigma: 0.8}}
injects:
  - {id: news, title: News, kind: weather, sender: Office, to: [chief], text: Fog., at: 1 h,
     until: 2 h, when: {tally: {of: hurt, at_least: 0, at_most: 3}}, alert: false,
     effects: [{end: null}]}
  - {id: later_news, title: Later, kind: news, by_effect: true}
hints:
  - {id: do_hold, seat: captain, text: Hold on., choose: [hold], when: {flag: agreed}}
  - {id: ring_them, seat: captain, text: Hail them., call: vhf, to: fleet, form: offer}
  - {id: stuck, seat: captain, text: Look., do: map, stuck: 30 s,
     when: {called: {seat: captain, channel: line, outcome: rang_out, times: 2}}}
endings:
  - id: late
    title: Late
    text: Late.
    when: {any: [{after: 1 h}, {pending: hold}, {released: news}]}
  - {id: high, title: High, text: High., when: {rung: {side: red, at_least: 6, at_most: 9}}}
  - {id: lost, title: Lost, text: Lost., when: {not: {radio: fleet}}}
  - {id: quiet, title: Quiet, text: Nothing.}
history:
  seed: 9223372036854775807
  scripts:
    - seat: captain
      steps:
        - {at: 1 min, choose: hold}
        - {at: 2 min, call: vhf, to: fleet, form: offer}
        - {at: 3 min, call: line, desk: rival, form: offer, clauses: [calm]}
"""
FULL = parse(FULL_TEXT, "full").data

PRESETS: tuple[Preset, Preset] = ("optimist", "pessimist")

CONDITION: TypeAdapter[Any] = TypeAdapter(Condition)
EFFECT: TypeAdapter[Any] = TypeAdapter(Effect)
GOAL: TypeAdapter[Any] = TypeAdapter(Goal)
DELAY: TypeAdapter[Distribution] = TypeAdapter(Delay)

# A generated scenario holds hundreds of draws; that is what it is for.
law = settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def titled(title: str) -> Scenario:
    """Build the small scenario with another title."""
    return from_data(SMALL | {"title": title})


def test_the_full_example_uses_every_word() -> None:
    """A word that no example uses would be dumped and loaded by nobody."""
    known = {*CONDITIONS, *EFFECTS, *GOALS, *DISTRIBUTIONS, *TERMS}

    assert {spec.word for spec in every(Word, from_data(FULL))} == known


def test_the_full_example_uses_every_key() -> None:
    """A key that no example uses would be dumped and loaded by nobody."""
    used: dict[type[Entry], set[str]] = {}
    for _, entry in entries(from_data(FULL)):
        used.setdefault(type(entry), {"source"}).update(entry.model_fields_set)
    del used[Parameters]  # they are many numbers of the same sort
    del used[Shared]  # they are no part of what an author writes

    unused = {cls.__name__: set(cls.model_fields) - keys for cls, keys in used.items()}

    assert {name: keys for name, keys in unused.items() if keys} == {}


def test_generated_scenarios_know_every_word() -> None:
    """A new word would be outside every law that draws scenarios."""
    assert set(own.CONDITION_WORDS) == set(CONDITIONS)
    assert set(own.EFFECT_WORDS) == set(EFFECTS)
    assert set(own.GOAL_WORDS) == set(GOALS)


@law
@given(data=scenarios())
@example(data=FULL)
def test_l14_dumped_data_loads_to_the_same_scenario(data: own.Data) -> None:
    """A record carries this dump: a run could not be repeated from it."""
    scenario = from_data(data)

    again = from_data(json.loads(json.dumps(canonical(scenario))))

    assert again == scenario
    assert canonical(again) == canonical(scenario)
    assert digest(again) == digest(scenario)


@law
@given(data=scenarios())
@example(data=FULL)
def test_l14_dumped_text_loads_to_the_same_scenario(data: own.Data) -> None:
    """A saved scenario would be another one, or could not be read."""
    scenario = from_data(data)

    assert from_text(dump(scenario)) == scenario


@law
@given(data=scenarios())
@example(data=FULL)
def test_text_and_data_mean_the_same(data: own.Data) -> None:
    """The strict reader of scalars would take an author's text for a number, a yes or a no."""
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)

    assert from_text(text) == from_data(data)


PRINTABLE = st.characters(exclude_categories=sorted(HIDDEN)) | st.sampled_from("\n\t")


@given(title=st.text(PRINTABLE, min_size=1, max_size=30))
def test_l14_any_printable_text_survives(title: str) -> None:
    """A title, an order or a report would lose characters or line breaks when saved."""
    assert from_text(dump(titled(title))).title == title


@pytest.mark.parametrize("title", ["1e5", "1E5", "1.5e3", "-2e+1"])
def test_l14_text_like_a_number_survives(title: str) -> None:
    """A saved scenario could not be read: “100000.0”: expected text."""
    assert from_text(dump(titled(title))).title == title


@pytest.mark.parametrize("title", ["a\x85b", "\x85"])
def test_l14_a_next_line_character_survives_or_is_refused(title: str) -> None:
    """A saved scenario would have another text and another digest."""
    with contextlib.suppress(ScenarioError):
        assert from_text(dump(titled(title))).title == title


def test_equal_scenarios_have_equal_digests() -> None:
    """Two arms that are one scenario would be counted as two."""
    one, two = (
        from_data(FULL | {"vessels": [FULL["vessels"][0] | {"course": course}, FULL["vessels"][1]]})
        for course in ("0 deg", "-0 deg")
    )

    assert one == two
    assert digest(one) == digest(two)


def test_the_dump_leaves_defaults_out() -> None:
    """A new default would change the digest of every scenario ever recorded."""
    expected = SMALL | {"begins": "2025-09-16 08:00:00+08:00"}

    assert canonical(from_data(SMALL)) == expected
    assert canonical(from_data(SMALL | {"caps": {"death": 35}, "flags": []})) == expected


def test_another_scenario_has_another_digest() -> None:
    """A record would be accepted for a scenario it was not made with."""
    assert digest(titled("Small")) == digest(from_data(SMALL))
    assert digest(titled("small")) != digest(from_data(SMALL))


@pytest.mark.parametrize(
    ("words", "short", "long"),
    [
        (CONDITION, {"flag": "a"}, {"flag": {"flag": "a"}}),
        (CONDITION, {"inside": "a"}, {"inside": {"gate": "a"}}),
        (CONDITION, {"entered": "a"}, {"entered": {"gate": "a"}}),
        (CONDITION, {"after": "5 min"}, {"after": {"time": "300 s"}}),
        (CONDITION, {"stopped": "a"}, {"stopped": {"vessel": "a"}}),
        (CONDITION, {"present": "a"}, {"present": {"vessel": "a"}}),
        (CONDITION, {"radio": "a"}, {"radio": {"vessel": "a"}}),
        (CONDITION, {"doing": "a"}, {"doing": {"activity": "a"}}),
        (CONDITION, {"pending": "a"}, {"pending": {"move": "a"}}),
        (CONDITION, {"released": "a"}, {"released": {"inject": "a"}}),
        (CONDITION, {"done": "a"}, {"done": {"move": "a", "times": 1}}),
        (CONDITION, {"not": {"flag": "a"}}, {"not": {"of": {"flag": {"flag": "a"}}}}),
        (CONDITION, {"not": {"not": {"radio": "a"}}}, {"not": {"not": {"of": {"radio": "a"}}}}),
        (CONDITION, {"all": [{"flag": "a"}]}, {"all": {"of": [{"flag": {"flag": "a"}}]}}),
        (CONDITION, {"any": [{"flag": "a"}]}, {"any": {"of": [{"flag": {"flag": "a"}}]}}),
        (EFFECT, {"set": "a"}, {"set": {"flag": "a"}}),
        (EFFECT, {"clear": "a"}, {"clear": {"flag": "a"}}),
        (EFFECT, {"begin": "a"}, {"begin": {"activity": "a"}}),
        (EFFECT, {"cease": "a"}, {"cease": {"activity": "a"}}),
        (EFFECT, {"leave": "a"}, {"leave": {"vessel": "a"}}),
        (EFFECT, {"silence": "a"}, {"silence": {"vessel": "a"}}),
        (EFFECT, {"release": "a"}, {"release": {"inject": "a"}}),
        (EFFECT, {"withdraw": "a"}, {"withdraw": {"inject": "a"}}),
        (EFFECT, {"end": {}}, {"end": None}),
        (
            GOAL,
            {"first": [{"when": {"flag": "a"}, "value": 1.0}]},
            {"first": {"cases": [{"when": {"flag": {"flag": "a"}}, "value": 1}]}},
        ),
        (
            GOAL,
            {"parts": [{"weight": 1.0, "goal": {"harm": {"hurt": 0.5, "dead": 1.0}}}]},
            {"parts": {"parts": [{"weight": 1, "goal": {"harm": {"hurt": 0.5, "dead": 1}}}]}},
        ),
        (DELAY, "6 min", {"fixed": {"value": "360 s"}}),
        (DELAY, "6 min", {"fixed": "6 min"}),
        (DELAY, {"choice": [["1 s", 1.0]]}, {"choice": {"of": [["1 s", 1]]}}),
    ],
)  # fmt: skip
def test_short_and_long_forms_are_one(words: TypeAdapter[Any], short: Any, long: Any) -> None:
    """An author's shorthand would mean something else, or not be what is saved."""
    spec = words.validate_python(long)

    assert words.validate_python(short) == spec
    assert words.dump_python(spec, mode="json") == short


@pytest.mark.parametrize(
    "wrong",
    [None, 1, "flag", [], {}, {"flag": "a", "after": "1 h"}, {"flag": None}, {"flag": ["a"]},
     {"not": None}, {"not": [{"flag": "a"}]}, {"all": []}, {"all": {"flag": "a"}}, {"any": "a"},
     {"counter": "a"}, {"range": {"of": ["a"], "below": "1 m"}}, {"range": {"of": ["a", "b"]}},
     {"tally": {"of": "boats", "at_least": 1}}, {"done": {"move": "a", "times": 0}}],
)  # fmt: skip
def test_what_is_no_condition(wrong: object) -> None:
    """A move would be open, or an ending hold, on something that says nothing."""
    with pytest.raises(ValidationError):
        CONDITION.validate_python(wrong)


@pytest.mark.parametrize(
    ("bounds", "admitted"),
    [
        ({"at_least": 2}, [2, 3, 4, 5]),
        ({"at_most": 2}, [0, 1, 2]),
        ({"at_least": 2, "at_most": 4}, [2, 3, 4]),
    ],
)
def test_bounds_include_their_ends(bounds: dict[str, int], admitted: list[int]) -> None:
    """“At least three boats” would need four."""
    counter = CONDITION.validate_python({"counter": {"counter": "a"} | bounds})

    assert [number for number in range(6) if counter.admits(number)] == admitted


def test_every_reference_is_found_where_it_stands() -> None:
    """An id deep inside words would not be checked, and fail in the middle of a run."""
    apart = {"not": {"range": {"of": ["v", "w"], "below": "1 m"}}}
    later = {"delay": "1 s", "effects": [{"tell": {"seats": ["s"], "text": "x"}}]}

    effect = EFFECT.validate_python(
        {"if": {"when": {"all": [{"flag": "f"}, apart]}, "then": [{"later": later}]}}
    )

    assert list(references(effect)) == [
        (("when", "of", 0, "flag"), "flag", "f"),
        (("when", "of", 1, "of", "of", 0), "vessel", "v"),
        (("when", "of", 1, "of", "of", 1), "vessel", "w"),
        (("then", 0, "effects", 0, "seats", 0), "seat", "s"),
    ]


def test_names_used_as_keys_are_references() -> None:
    """`read_as` and `names` could hold a side that there is not."""
    found = list(references(from_data(FULL)))

    assert (("moves", 0, "read_as", "red"), "side", "red") in found
    assert (("places", 0, "names", "red"), "side", "red") in found


def test_a_walk_by_id_names_what_has_an_id_and_counts_the_rest() -> None:
    """A hazard that is moved in its list would draw with another's luck."""
    activity = from_data(FULL).activities[0]

    ways = [way for way, entry in entries(activity, ("here",), by_id=True)]

    assert ("here", "hazards", "slip", "effects", 0) in ways
    assert ("here", "hazards", "slip", "slower", 0, "when") in ways


NUMBERS = Parameters(source="")


def figure(name: str, text: str) -> float:
    """Read an end of a number's range as the parameter would be: in ms, metres, or per hour."""
    number, _, unit = text.removesuffix(" nats").partition(" ")
    share = Fraction(number)  # “1/480 per min”
    if not unit:
        return float(share)
    return float(share) * float(getattr(Parameters.model_validate({name: f"1 {unit}"}), name))


@pytest.mark.parametrize("name", PARAMETER_TABLE)
def test_a_default_lies_within_its_range_and_presets_on_either_side(name: str) -> None:
    """The table of parameters would say what is not so, or a preset mean its opposite."""
    row = PARAMETER_TABLE[name]
    low, high, value = figure(name, row.low), figure(name, row.high), getattr(NUMBERS, name)
    rosy, grim = (getattr(effective(NUMBERS, preset), name) for preset in PRESETS)

    assert low * (1 - 1e-6) <= value <= high * (1 + 1e-6)  # rates lie on a grid
    if row.optimist is None:
        assert rosy == value == grim
    else:
        assert min(rosy, grim) < value < max(rosy, grim)
        assert low <= min(rosy, grim) < max(rosy, grim) <= high


def test_every_number_of_the_model_is_in_the_table() -> None:
    """A number would have no source, or a row stand for nothing."""
    assert set(PARAMETER_TABLE) == set(Parameters.model_fields) - {"source"}
    assert all(row.source and row.meaning for row in PARAMETER_TABLE.values())


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_leaves_alone_what_an_author_has_set(preset: Preset) -> None:
    """An arm that sets one number would be run with another."""
    given = Parameters.model_validate({"x_call": 2.0, "tau_h": "360 min"})

    found = effective(given, preset)

    assert (found.x_call, found.tau_h) == (2.0, 360 * 60_000)
    assert found.honour != given.honour
    assert effective(given, "middle") == given


@pytest.mark.parametrize(
    ("written", "chance", "dumped"),
    [
        ("status_quo", 0.0, None),
        ("revisionist", 1.0, "revisionist"),
        ({"draw": 0.25}, 0.25, {"draw": 0.25}),
        ({"draw": 1}, 1.0, "revisionist"),
        ({"draw": 0}, 0.0, None),
    ],
)
def test_what_a_side_is_after(written: Any, chance: float, dumped: Any) -> None:
    """A side would be drawn otherwise than it was written, or saved as another."""
    scenario = from_data(SMALL | {"sides": [{"id": "red", "name": "Red", "intent": written}]})

    assert scenario.sides[0].intent == chance
    assert canonical(scenario)["sides"][0].get("intent") == dumped


def unbounded(node: Any, path: str = "") -> Iterator[str]:
    """Yield where a schema lets a list, a table or a number grow without end."""
    if isinstance(node, list):
        node = {str(index): item for index, item in enumerate(node)}
    if not isinstance(node, dict):
        return
    needs = {"array": "maxItems", "integer": "maximum", "number": "maximum"}
    if isinstance(node.get("additionalProperties"), dict):
        needs["object"] = "maxProperties"
    need = needs.get(str(node.get("type")))
    if need and need not in node:
        yield path
    for key, inner in node.items():
        yield from unbounded(inner, f"{path}.{key}")


def test_every_list_table_and_number_has_a_bound() -> None:
    """A slip in one of them could make a run that never ends, or fill the memory."""
    found = [path for path in unbounded(schema()) if "Position" not in path]  # text with a range

    assert found == []


def test_an_entry_cannot_be_changed() -> None:
    """A run could change the scenario that the next run starts from."""
    scenario = from_data(SMALL)

    with pytest.raises(ValidationError, match="frozen"):
        scenario.title = "x"  # type: ignore[misc] # mypy sees that it is frozen


SIX_MIN = 360_000
LOGNORMAL = {"lognormal": {"median": "5 min", "sigma": 0.7}}
CHOICE = {"choice": [["1 min", 0.25], ["3 min", 0.5], ["9 min", 0.25], ["1 d", 0]]}


@pytest.mark.parametrize(
    ("written", "u", "expected"),
    [
        ("6 min", 0.01, SIX_MIN),
        ({"exponential": {"mean": "6 min"}}, 0.5, 249_533),  # 360 000 * ln 2 = 249 532.98
        ({"exponential": {"mean": "6 min"}}, 1 - 1 / math.e, SIX_MIN),  # -ln(1/e) = 1
        (LOGNORMAL, 0.5, 300_000),
        (LOGNORMAL, 0.8413447460685429, 604_126),  # one sigma: 300 000 * e^0.7 = 604 125.8
        (LOGNORMAL, 0.15865525393145707, 148_976),  # 300 000 / e^0.7 = 148 975.6
        ({"uniform": {"low": "2 min", "high": "6 min"}}, 0.5, 240_000),
        ({"uniform": {"low": "2 min", "high": "6 min"}}, 0.25, 180_000),  # 2 min + 4 min / 4
        (CHOICE, 0.24, 60_000),
        (CHOICE, 0.25, 180_000),  # a share of 0.25 lies below 3 min
        (CHOICE, 0.74, 180_000),
        (CHOICE, 0.75, 540_000),
    ],
)
def test_quantiles(written: Any, u: float, expected: int) -> None:
    """Waiting times would be drawn from another distribution than was written."""
    assert DELAY.validate_python(written).quantile(u) == expected


@pytest.mark.parametrize(
    ("written", "mean"),
    [
        ("6 min", 360_000.0),
        ({"exponential": {"mean": "6 min"}}, 360_000.0),
        (LOGNORMAL, 300_000 * math.exp(0.7**2 / 2)),
        ({"uniform": {"low": "2 min", "high": "6 min"}}, 240_000.0),
        (CHOICE, 0.25 * 60_000 + 0.5 * 180_000 + 0.25 * 540_000),
    ],
)
def test_means_by_integrating_the_quantile(written: Any, mean: float) -> None:
    """The tail of a waiting time would be too thin or too thick; the median would not show it."""
    distribution = DELAY.validate_python(written)
    steps = 10_000

    # The mean is the integral of the quantile over (0, 1); midpoints err by < 0.1 % here.
    found = math.fsum(distribution.quantile((k + 0.5) / steps) for k in range(steps)) / steps

    assert found == pytest.approx(mean, rel=2e-3)


@given(delay=own.delays(), u=st.floats(0, 1, exclude_min=True, exclude_max=True), v=st.floats(0, 1))
def test_quantiles_never_fall(delay: Any, u: float, v: float) -> None:
    """A larger draw would give a shorter wait, and paired runs would differ the wrong way."""
    distribution = DELAY.validate_python(delay)

    low, high = sorted([u, u + (math.nextafter(1, 0) - u) * v])

    assert 0 <= distribution.quantile(low) <= distribution.quantile(high)


@given(delay=own.delays())
def test_listed_outcomes_are_what_is_drawn(delay: Any) -> None:
    """The exhaustive count of lines would weigh its branches otherwise than runs take them."""
    distribution = DELAY.validate_python(delay)
    listed = distribution.outcomes()
    assume(listed is not None)

    drawn = Counter(distribution.quantile((k + 0.5) / 1000) for k in range(1000))

    # Shares are drawn in hundredths, so a grid of 1000 midpoints meets each exactly.
    assert {value: count / 1000 for value, count in drawn.items()} == pytest.approx(
        dict(listed or ())
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("6 min", ((SIX_MIN, 1.0),)),
        (CHOICE, ((60_000, 0.25), (180_000, 0.5), (540_000, 0.25))),  # never what has no chance
        ({"exponential": {"mean": "6 min"}}, None),
        (LOGNORMAL, None),
        ({"uniform": {"low": "1 s", "high": "2 s"}}, None),
    ],
)
def test_outcomes(written: Any, expected: object) -> None:
    """A delay that can be counted out would be sampled, or the other way round."""
    assert DELAY.validate_python(written).outcomes() == expected


def test_the_median_of_a_choice_in_any_order() -> None:
    """The screen would show a “typical” time that is not the median."""
    choice = DELAY.validate_python({"choice": [["60 min", 0.3], ["1 min", 0.3], ["5 min", 0.4]]})

    # In order: 1 min up to 0.3, 5 min up to 0.7, 60 min up to 1; so 0.5 falls on 5 min.
    assert choice.typical_ms() == 300_000


def test_what_has_no_chance_is_never_drawn() -> None:
    """A run would take a branch that the exhaustive count does not have."""
    tenths = [[f"{n} min", 0.1] for n in range(1, 11)]  # ten times 0.1 adds up to 1 - 2^-53
    choice = DELAY.validate_python({"choice": [*tenths, ["1 d", 0]]})

    assert choice.quantile(math.nextafter(1, 0)) == 600_000


def test_the_schema_says_where_every_definition_is() -> None:
    """An editor would reject the schema, or complete nothing inside a word."""
    made = schema()

    def targets(node: object) -> Iterator[str]:
        if isinstance(node, dict):
            yield from ([node["$ref"]] if isinstance(node.get("$ref"), str) else [])
            node = list(node.values())
        if isinstance(node, list):
            for item in node:
                yield from targets(item)

    named = {target.removeprefix("#/$defs/") for target in targets(made)}
    assert {"condition", "effect", "goal", "distribution", "term"} <= named
    assert named <= set(made["$defs"])


def test_a_default_of_the_schema_could_be_written() -> None:
    """An editor would fill in a number where a quantity with its unit is expected."""

    def defaults(node: object) -> Iterator[tuple[object, object]]:
        if isinstance(node, dict):
            if "default" in node and "string" in node.get("type", ()):
                yield node.get("title"), node["default"]
            node = list(node.values())
        if isinstance(node, list):
            for item in node:
                yield from defaults(item)

    assert [each for each in defaults(schema()) if not isinstance(each[1], str)] == []


@pytest.mark.parametrize(
    "registry", [CONDITIONS, EFFECTS, GOALS, DISTRIBUTIONS], ids=lambda r: r.noun
)
def test_the_schema_offers_every_word(registry: Registry[type[Word]]) -> None:
    """An editor would underline a word that is right."""
    choices = schema()["$defs"][registry.noun]["anyOf"]

    words = [choice["properties"] for choice in choices if choice["type"] == "object"]
    assert {next(iter(properties)) for properties in words} == set(registry)
