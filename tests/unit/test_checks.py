"""Names and ids: what is declared once may be named, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.loader import checks, from_text
from sim.loader.yamltext import parse
from sim.model.scenario import KINDS, Scenario
from tests.faulty import (
    RIVALS,
    assert_faults,
    cases,
    doc,
    faults_in,
    parts,
)

NAMES = """
activities:
  - {id: unloading, title: Unloading, by: §boot, lasts: 9 min}
=> there is no vessel “boot”; did you mean “boat”?

forms: []
channels:
  - {id: line, name: Line, kind: line, seats: [chief, captain], forms: [§offer]}
=> there is no form “offer”; …

move:
    when: {not: {rung: {side: §rod, at_least: 3}}}
=> there is no side “rod”; did you mean “red”?

move:
    effects: [tell: {seats: [captain, §captan], text: Hm}]
=> there is no seat “captan”; did you mean “captain”?

counters:
  - {id: crates, title: Crates, most: 9, known_to: [§zulu]}
=> there is no seat “zulu”; known: captain, chief

move:
    effects: [proceed: {vessel: boat, to: §shoel, speed: 1 kn}]
=> there is no place “shoel”; did you mean “shoal”?

move:
    when: {inside: §rings}
=> there is no gate “rings”; did you mean “ring”?

history:
  seed: 1
  scripts: [{seat: captain, steps: [{at: 1 min, call: §lime, to: boat, form: offer}]}]
=> there is no channel “lime”; did you mean “line”?

channels:
  - {id: line, name: Line, kind: line, seats: [chief, captain], forms: [offer, §offr]}
=> there is no form “offr”; did you mean “offer”?

move:
    effects: [set: §agree]
=> there is no flag “agree”; did you mean “agreed”?

move:
    when:
      all:
        - any:
            - not: {flag: §agree}
=> there is no flag “agree”; did you mean “agreed”?

move:
    effects: [count: {by: 2, counter: §crate}]
=> there is no counter “crate”; did you mean “crates”?

sides:
  - id: red
    name: Red
    objectives: [{id: o, title: O, points: 1, goal: {share: {of: 3, counter: §crate}}}]
=> there is no counter “crate”; did you mean “crates”?

move:
    effects: [begin: §unload]
=> there is no activity “unload”; did you mean “unloading”?

move:
    effects: [later: {delay: 1 min, effects: [release: §new]}]
=> there is no inject “new”; did you mean “news”?

endings:
  - {id: held, title: Held, text: Held., when: {done: {move: §hol}}}
  - {id: quiet, title: Quiet, text: Nothing.}
=> there is no move “hol”; did you mean “hold”?

move:
    read_as: {§rod: 3}
=> there is no side “rod”; did you mean “red”?

move:
    when: {counter: {counter: §crate, at_most: 3}}
=> there is no counter “crate”; did you mean “crates”?

move:
    when:
      counter:
        at_most: 3
        counter: §crate
=> there is no counter “crate”; did you mean “crates”?

move:
    when: {flag: {flag: §agree}}
=> there is no flag “agree”; did you mean “agreed”?
"""


@pytest.mark.parametrize(("text", "sentences"), cases(NAMES))
def test_names_of_nothing(text: str, sentences: list[str]) -> None:
    """A move would test or set something that does not exist."""
    assert_faults(text, sentences)


MEETINGS = """\
meetings:
  - {id: talks, title: Talks, channel: line, at: 1 h}
"""


@pytest.mark.parametrize("kind", KINDS)
def test_an_id_stands_once_in_its_kind(kind: str) -> None:
    """Two things would share a name, and references would mean one of them by luck."""
    whole = doc(RIVALS + MEETINGS)
    part = parts(whole)[KINDS[kind]]
    entries = part.partition("\n")[2]
    name = entries.removeprefix("  - {id: ").partition(",")[0]

    found = [str(fault) for fault in faults_in(whole.replace(part, part + entries))]

    # The first entry follows the part once more; its id stands in column 10 of “  - {id: x”.
    line = whole.partition(part)[0].count("\n") + part.count("\n") + 1
    assert f"f.yaml:{line}:10: the {kind} “{name}” stands twice; rename one" in found


INNER_IDS = """
sides:
  - id: red
    name: Red
    objectives:
      - {id: o, title: O, points: 1, goal: {harm: {hurt: 1, dead: 1}}}
      - {id: §o, title: O, points: 1, goal: {harm: {hurt: 1, dead: 1}}}
=> …

activities:
  - id: unloading
    title: Unloading
    by: boat
    lasts: 30 min
    hazards: [{id: h, rate: 1 per h, effects: []}, {id: §h, rate: 1 per h, effects: []}]
=> …

seats:
  - {id: chief, title: Chief, side: red, level: capital}
  - id: captain
    title: Captain
    side: red
    level: on_scene
    window: {span: 5 min}
    orders:
      - {id: a, title: A, text: A, when: {after: 1 h}, points: 3}
      - {id: §a, title: A, text: A, when: {after: 1 h}, points: 3}
=> …
"""


@pytest.mark.parametrize(("text", "sentences"), cases(INNER_IDS))
def test_an_id_stands_once_in_its_entry(text: str, sentences: list[str]) -> None:
    """Two objectives, hazards or orders would be one to the log and to the addresses of draws."""
    assert_faults(text, sentences)


@pytest.mark.parametrize(
    ("authority", "chains"),
    [
        ({"a": "§a"}, ["a → a"]),
        ({"a": "§b", "b": "§a"}, ["a → b → a", "b → a → b"]),
        (
            {"a": "§b", "b": "§c", "c": "§a"},
            ["a → b → c → a", "b → c → a → b", "c → a → b → c"],
        ),
        # d only leads into the circle and is no part of it
        ({"d": "a", "a": "§b", "b": "§a"}, ["a → b → a", "b → a → b"]),
    ],
)
def test_authority_runs_in_no_circle(authority: dict[str, str], chains: list[str]) -> None:
    """Asking for leave would go round for ever."""
    rows = [
        f"  - {{id: {seat}, title: T, side: red, level: capital, authority: {above}}}\n"
        for seat, above in authority.items()
    ]
    others = "moves: []\ncounters: []\nflags: []\nchannels: []\nforms: []\n"

    sentences = [f"authority runs in a circle: {c}; let one seat answer to nobody" for c in chains]
    assert_faults(doc(f"seats:\n{''.join(rows)}{others}"), sentences)


def test_reports_run_in_no_circle() -> None:
    """What one seat tells another would come back to it as news, for ever."""
    terms = "reports: {delay: 1 h, from: §"
    rows = (
        f"  - {{id: a, title: T, side: red, level: capital, {terms}[b]}}}}\n"
        f"  - {{id: b, title: T, side: red, level: capital, {terms}[c]}}}}\n"
        f"  - {{id: c, title: T, side: red, level: capital, {terms}[a]}}}}\n"
    )
    others = "moves: []\ncounters: []\nflags: []\nchannels: []\nforms: []\n"

    ways = ("a ← b ← c ← a", "b ← c ← a ← b", "c ← a ← b ← c")
    sentences = [f"reports run in a circle: {way}; let one seat see for itself" for way in ways]
    assert_faults(doc(f"seats:\n{rows}{others}"), sentences)


def test_the_flat_sea_goes_across_the_antimeridian() -> None:
    """A crisis off Fiji could not be written down."""
    here = "origin: 15 N 179.9 E\nplaces:\n  - {id: shoal, name: Shoal, at: 15 N 179.9 W}\n"
    none = "vessels: []\ngates: []\nactivities: []\n"

    assert len(from_text(doc(here + none)).places) == 1


def test_leave_may_come_from_two_steps_up() -> None:
    """An order from the capital to a ship would need the staff between them as its author."""
    text = """\
seats:
  - {id: top, title: Top, side: red, level: capital}
  - {id: chief, title: Chief, side: red, level: operational, authority: top}
  - {id: captain, title: C, side: red, level: on_scene, authority: chief, window: {span: 5 min}}
move:
    leave: {of: top, takes: 3 min, given: 0.5}
"""

    assert from_text(doc(text)).moves[0].leave is not None


def test_every_module_of_checks_is_made_use_of() -> None:
    """A whole subject would go unchecked, and nobody would be told."""
    stems = {path.stem for path in Path(checks.__file__).parent.glob("*.py")}
    used = {module.__name__.rpartition(".")[2] for module in checks.MODULES}

    assert stems - {"__init__", "context"} == used


def test_a_scenario_with_faults_is_checked_and_not_changed() -> None:
    """What is built must stay as it was built, faulty or not: nothing writes into a model."""
    data = parse(doc("move:\n    when: {flag: agree}\n"), "f").data
    scenario = Scenario.model_validate(data)
    before = scenario.model_copy(deep=True)

    assert [what for _, what, _ in checks.complaints(scenario)] == ["there is no flag “agree”"]
    assert scenario == before
