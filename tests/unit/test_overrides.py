"""`--set PATH=VALUE` reaches its place, or says why there is none."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from sim.errors import ScenarioError, UsageError
from sim.loader import load
from sim.loader.overrides import apply_sets
from sim.loader.yamltext import parse
from tests.faulty import (
    DATA,
    doc,
)


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("title=Big", ["title"], "Big"),
        ("title='12'", ["title"], "12"),
        (" minutes = 20", ["minutes"], 20),
        ("horizon=90 min", ["horizon"], "90 min"),
        ("channels.line.start=suspended", ["channels", 0, "start"], "suspended"),
        ("channels.0.name=Wire", ["channels", 0, "name"], "Wire"),
        ("seats.captain.window.span=1 min", ["seats", 1, "window", "span"], "1 min"),
        ("seats.captain.occupant=cautious", ["seats", 1, "occupant"], "cautious"),
        ("parameters.unsafe=1 nm", ["parameters", "unsafe"], "1 nm"),
        ("caps.death=20", ["caps", "death"], 20),
        ("forms.offer.source=", ["forms", 0, "source"], None),
        ("articles=[a, 'b, c']", ["articles"], ["a", "b, c"]),
        ("moves.hold.lead={fixed: 1 s}", ["moves", 0, "lead", "fixed"], "1 s"),
    ],
)
def test_a_set_reaches_its_place(text: str, path: list[str | int], expected: object) -> None:
    """An arm of a study would change something else, or nothing."""
    before = copy.deepcopy(DATA)

    changed = apply_sets(DATA, [text])

    for part in path:
        changed = changed[part]
    assert changed == expected
    assert before == DATA


def test_sets_apply_in_order_and_reach_what_one_before_made() -> None:
    """The last of two sets of one path would lose, or a set could not refine another."""
    sets = ["moves.hold.lead={exponential: {mean: 1 s}}", "moves.hold.lead.exponential.mean=2 s"]

    changed = apply_sets(DATA, [*sets, "minutes=20", "minutes=30"])

    assert changed["moves"][0]["lead"] == {"exponential": {"mean": "2 s"}}
    assert changed["minutes"] == 30


def test_no_sets_change_nothing() -> None:
    """The arm `as-is` would be another scenario."""
    assert apply_sets(DATA, []) is DATA


def test_a_set_value_is_checked_like_the_text(tmp_path: Path) -> None:
    """`--set` would let in what a file cannot say."""
    file = tmp_path / "scenario.yaml"
    file.write_text(doc(), "utf-8")

    longer = load(file, ["horizon=3 h"])
    with pytest.raises(ScenarioError) as caught:
        load(file, ["horizon=3 hours"])

    assert longer.horizon == 3 * 3_600_000
    assert caught.value.faults[0].path == "horizon"
    assert caught.value.faults[0].what.startswith("“3 hours”: expected a duration")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("parameters.u=1.5", "“1.5”: expected a number from 0 to 1"),
        ("parameters.calls=-0.1", "“-0.1”: expected a number from 0 to 1"),
        ("parameters.p0=yes", "“yes”: expected a number from 0 to 1"),
        ("parameters.hd0=-1 per h", "“-1 per h”: a rate cannot be negative"),
        ("parameters.a_true=2", "“2”: expected a rate with its unit…"),
        ("parameters.tau_h=0 s", "“0 s”: expected 1 s to 3650 d"),
        ("channels.line.truth.u=2", "“2”: expected a number from 0 to 1"),
        ("sides.red.prior=-1", "“-1”: expected a number from 0 to 1"),
        ("sides.red.intent=no", "“no”: expected “status_quo”, “revisionist” or…"),
        ("sides.red.intent={draw: 1.1}", "expected “status_quo”, “revisionist” or…"),
        ("preset=best", "“best”: expected one of optimist, middle or pessimist"),
    ],
)
def test_a_set_number_lies_within_its_bounds(text: str, what: str, tmp_path: Path) -> None:
    """An arm of a study would run with a chance above 1 or a rate below 0."""
    file = tmp_path / "scenario.yaml"
    file.write_text(doc(), "utf-8")

    with pytest.raises(ScenarioError) as caught:
        load(file, [text])

    found = [fault.what for fault in caught.value.faults]
    assert [f"{found[0][: len(what) - 1]}…" if what.endswith("…") else found[0]] == [what]
    assert len(found) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("horizn=1 h", "“horizn” matches nothing; did you mean “horizon”?"),
        ("seats.captan.occupant=firm", "“captan” matches nothing; did you mean “captain”?"),
        ("seats.captain.ocupant=firm", "“ocupant” matches nothing; did you mean “occupant”?"),
        ("parameters.unsaf=1 nm", "“unsaf” matches nothing; did you mean “unsafe”?"),
        ("seats.2.title=x", "“2” matches nothing"),
        ("seats.-1.title=x", "“-1” matches nothing"),
        ("title.first=x", "“first” matches nothing"),
        ("seats..title=x", "“” matches nothing"),
        ("endings.quiet.zulu=1", "“zulu” matches nothing; known: id, source, text, title, when"),
        ("horizon", "expected PATH=VALUE"),
        ("=1 h", "expected PATH=VALUE"),
        (" =1 h", "expected PATH=VALUE"),
        ("", "expected PATH=VALUE"),
        ("title=[a", "the value is not YAML"),
        ("title=a: b: c", "the value is not YAML"),
        ("title=*a", "the value is not YAML"),
        ("caps={death: 1, death: 2}", "the value the key “death” stands twice"),
    ],
)
def test_sets_that_fit_nothing(text: str, expected: str) -> None:
    """A mistyped arm would run as the baseline, or end in a traceback."""
    with pytest.raises(UsageError) as caught:
        apply_sets(DATA, [text])

    assert str(caught.value).startswith(f"--set {text}: {expected}")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (DATA, "seats.title=x"),
        ({}, "moves.title=x"),
        (DATA, "seats.².title=x"),
        (DATA, f"seats.{'9' * 5000}.title=x"),
        (DATA, "title=\udcff"),
        ({"briefing": None}, "briefing.headline=x"),
        ({"caps": "low"}, "caps.death=1"),
        ({"seats": [None]}, "seats.0.title=x"),
        ("hello", "title=x"),
        ([], "title=x"),
    ],
)
def test_sets_on_what_cannot_take_them(data: Any, text: str) -> None:
    """`--set` would end in a traceback, or be blamed on the scenario."""
    with pytest.raises(UsageError, match="--set"):
        apply_sets(data, [text])


def test_a_set_changes_one_place_of_what_was_written_once() -> None:
    """An arm would change every place at which an author put the same alias."""
    data = parse("caps: &a {death: 1}\nparameters: *a\n", "f.yaml").data

    changed = apply_sets(data, ["caps.death=2"])

    assert changed == {"caps": {"death": 2}, "parameters": {"death": 1}}
    assert data["caps"] == {"death": 1}


def test_a_set_that_fits_nothing_is_one_short_printable_line() -> None:
    """An argument could write on the terminal, or fill it."""
    with pytest.raises(UsageError) as control:
        apply_sets(DATA, ["title=\x00"])
    with pytest.raises(UsageError) as long:
        apply_sets(DATA, ["x" * 10_000 + "=1"])

    expected = "--set title=\\x00: the value holds a control character (U+0000)"
    assert str(control.value) == expected
    assert len(str(long.value)) < 1000


def test_the_hint_for_a_list_names_its_ids() -> None:
    """Following the hint would lead to the next refusal."""
    with pytest.raises(UsageError, match="known: captain, chief"):
        apply_sets(DATA, ["seats.titl=x"])
