"""Faults of messages that bind: terms that nobody could keep, test or promise."""

from __future__ import annotations

import pytest

from sim.loader.scenario import from_text
from sim.model.terms import TERMS
from sim.model.words import Word, word
from tests.unit.test_load import assert_faults
from tests.unit.test_promises import NONE, WORLD

LINE = "channels:\n  - {id: wire, name: Wire, kind: line, seats: [one, two], forms: [odd]}\n"
RELAY = """channels:
  - {id: wire, name: Wire, kind: relay, seats: [one, two], forms: §[odd], hops: [{via: Office,
     delay: 1 h}]}
"""
CASES = {
    "done and left undone": (
        (
            "",
            ("promises: [{do: {move: n_two, within: 1 h}}, §{refrain: {move: n_two, lasts: 1 h}}]"),
        ),
        "“n_two” is to be done and to be refrained from; keep one of the two",
    ),
    "twice": (
        ("", "promises: [{refrain: {rung: 2, lasts: 1 h}}, §{refrain: {rung: 2, lasts: 1 h}}]"),
        "stands twice; keep one",
    ),
    "nobody's vessel": (
        ("", "asks: [{no_closer: {vessel: §drifter, range: 1 km, lasts: 1 h}}]"),
        (
            "nobody commands “drifter”, so nobody can promise what she does; "
            "name a vessel of a seat's “commands”"
        ),
    ),
    "from itself": (
        ("", "asks: [{no_closer: {vessel: ship, other: §ship, range: 1 km, lasts: 1 h}}]"),
        "a vessel keeps away from itself; name another",
    ),
    "on a line": (
        (
            LINE.replace("forms: [odd]", "forms: [§odd]"),
            "promises: [{no_closer: {range: 1 km, lasts: 1 h}}]",
        ),
        (
            "“odd” keeps no vessel away here: nobody speaks from a vessel; "
            "name its “vessel” and an “other” or a “place”, or carry it by radio"
        ),
    ),
    "asked by relay": (
        (RELAY.replace("§[odd]", "[§odd]"), "asks: [{refrain: {rung: 2, lasts: 1 h}}]"),
        (
            "“odd” asks for a reply, and a relay carries words one way; "
            "let it be said on a line, or promise only"
        ),
    ),
    "nothing held back": (
        ("", "promises: [§{refrain: {rung: 0, lasts: 1 h}}]"),
        "rung 0 is no restraint; give 1 to 10",
    ),
    "no distance": (
        ("", "promises: [§{no_closer: {range: 0 m, lasts: 1 h}}]"),
        "expected a range above 0 m",
    ),
}
DRIFTER = """  - {id: drifter, name: Drifter, side: b, service: navy, length: 30 m,
     top_speed: 10 m/s, aerial: 9 m, sight: 12 nm, at: 15.3 N 118 E, course: 90 deg, speed: 0 m/s}
channels:
"""


def written(channels: str, terms: str) -> str:
    """Write a scenario with one more form, carried by radio unless by channels of its own."""
    text = WORLD.replace("channels:\n", DRIFTER)
    form = f"  - {{id: odd, title: Odd, intent: request, {terms}}}\nmoves:\n"
    text = text.replace("moves:\n", form)
    if channels:
        return text.replace("channels:\n", channels) + NONE
    return text.replace("forms: [hold,", "forms: [odd, hold,") + NONE


@pytest.mark.parametrize("what", CASES)
def test_terms_that_cannot_be(what: str) -> None:
    """A promise would be kept or broken by nothing, or by what its giver has no hand in."""
    (channels, terms), sentence = CASES[what]

    assert_faults(written(channels, terms), [sentence])


def test_what_can_be_is_no_fault() -> None:
    """An author would be refused what the examples above stand beside."""
    assert from_text(written("", "asks: [{refrain: {rung: 2, lasts: 1 h}}]")).id == "promises"


def test_a_kind_of_term_that_nothing_tests_is_a_fault() -> None:
    """A word that somebody adds and forgets to test would end a play in a traceback."""

    @word(TERMS, "hope")
    class Hope(Word):
        """For the best."""

    try:
        text = written("", "promises: [{hope: {}}]").replace("forms: [odd,", "forms: [§odd,")
        what = "“odd” holds a term that nothing tests: “hope”; use another term"
        assert_faults(text, [what])
    finally:
        del TERMS._words["hope"]
