"""A scenario's channels may begin as the ledger has them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.cli import main
from sim.engine import Setup
from sim.engine.kernel.state import initial
from sim.errors import ScenarioError
from sim.loader import check, digest, dump, from_data, from_text, load, notes
from sim.loader.library import shipped
from sim.model.scenario import canonical

TEXT = """\
schema_version: 1
id: small
title: Small
begins: 2022-11-01 08:00 +08:00
place: Here
origin: 15 N 118 E
horizon: 2 h
minutes: 10
sides: [{id: red, name: Red}]
seats:
- {id: chief, title: Chief, side: red, level: capital}
channels:
- {id: one, name: One, kind: meeting, ledger: mmca}
endings:
- {id: quiet, title: Quiet, text: Nothing.}
"""
CHANNEL = "{id: one, name: One, kind: meeting, ledger: mmca}"


def start(text: str) -> str:
    """Load a text and give the start of its channel."""
    return from_text(text).channels[0].start


def faults_of(text: str) -> list[str]:
    """List the faults of a text, with their lines."""
    with pytest.raises(ScenarioError) as raised:
        from_text(text)
    return [f"{fault.line}: {fault.what}; {fault.hint}" for fault in raised.value.faults]


def test_a_start_is_the_ledgers_on_the_first_day() -> None:
    """The maritime talks were shut on 1 November 2022; the scenario would begin with them open."""
    assert start(TEXT) == "suspended"


@pytest.mark.parametrize(
    ("day", "word"),
    [("2022-08-04", "dormant"), ("2022-08-05", "suspended"), ("2024-04-03", "slow")],
)
def test_a_day_may_be_named(day: str, word: str) -> None:
    """The state would be that of another day."""
    assert start(f"ledger_date: {day}\n{TEXT}") == word


def test_a_stated_start_holds() -> None:
    """An author could not suppose that things were otherwise."""
    assert start(TEXT.replace("mmca}", "mmca, start: open}")) == "open"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (TEXT.replace("mmca", "mmcaa"), "13: the ledger has no channel “mmcaa”; did you mean"),
        (
            TEXT.replace("mmca", "chiefs_vtc").replace("2022-11", "2019-11"),
            "13: the ledger says nothing of “chiefs_vtc” on 2019-11-01; give “start”",
        ),
        (
            TEXT.replace("2022-11", "1997-11"),
            "13: the ledger begins on 1998-01-01; nothing is known of 1997-11-01; give",
        ),
        (f"ledger_date: 2026-11-01\n{TEXT}", "1: the ledger ends on 2025-12-31"),
        (f"ledger_date: 2022-11-31\n{TEXT}", "1: “2022-11-31” is no day"),
        (f"ledger_date: November\n{TEXT}", "1: “November”: expected a day"),
        (
            f"ledger_date: 2022-11-01\n{TEXT.replace(', ledger: mmca', '')}",
            "1: no channel has “ledger”",
        ),
        (TEXT.replace("ledger: mmca", "differs: so"), "13: “differs” means nothing without"),
    ],
)
def test_a_slip_is_told_at_its_line(text: str, fault: str) -> None:
    """An author would not learn why a channel begins as it does."""
    assert any(line.startswith(fault) for line in faults_of(text)), faults_of(text)


def test_the_word_stands_in_what_is_kept() -> None:
    """A record would begin otherwise once the ledger has changed."""
    scenario = from_text(f"ledger_date: 2014-12-01\n{TEXT.replace('mmca', 'mou_roe_2014')}")
    kept = canonical(scenario)

    assert kept["channels"][0]["start"] == scenario.channels[0].start == "open"
    assert digest(from_data(kept)) == digest(from_text(dump(scenario))) == digest(scenario)


def test_the_engine_begins_with_it() -> None:
    """The board would say one thing and the channel do another."""
    setup = Setup(from_text(TEXT))

    assert initial(setup).channels.political["one"] == "suspended"


def test_a_difference_is_noted_and_no_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A deliberate change of history would be refused, or a slip pass unseen."""
    file = tmp_path / "small.yaml"
    file.write_text(TEXT.replace("mmca}", "mmca, start: open}"), "utf-8")

    assert check(file) == []
    assert [note.line for note in notes(file)] == [13]
    assert main(["scenario", "check", str(file), "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == []
    assert "note: " in err
    assert "starts “open”; the ledger has “mmca” as “suspended” on 2022-11-01; say why" in err


@pytest.mark.parametrize("more", ["start: suspended", "start: open, differs: it is supposed"])
def test_where_all_is_said_nothing_is_noted(tmp_path: Path, more: str) -> None:
    """A note that never goes away is not read."""
    file = tmp_path / "small.yaml"
    file.write_text(TEXT.replace("mmca}", f"mmca, {more}}}"), "utf-8")

    assert (check(file), notes(file)) == ([], [])


def test_set_changes_the_day(tmp_path: Path) -> None:
    """An arm of a study could not begin on another day."""
    file = tmp_path / "small.yaml"
    file.write_text(TEXT, "utf-8")

    assert load(file, ["ledger_date=2022-08-04"]).channels[0].start == "dormant"
    assert load(file, ["channels.one.start=open"]).channels[0].start == "open"


def test_the_shipped_scenarios_have_no_notes() -> None:
    """What is shipped would differ from the record without saying why."""
    assert [note for name in shipped() for note in notes(name)] == []
