"""What the host's journal tells of a run: both clocks as they went, reasons in report and list."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from sim.cli.exercise import evidence_of
from sim.exercise.aar.report import report
from sim.exercise.evidence import Evidence
from sim.exercise.folder import JOURNAL, RECORD
from sim.exercise.journalled import RanClock, ran_clock
from sim.exercise.msel import begin_key, text
from sim.exercise.msel_executed import executed
from sim.exercise.paper.as_html import html as as_html
from tests.exercise.rooms import SEATS, Net, opened

MIN = 60_000


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Run the quick game at a host: reasons, a pause of five minutes, a jump; give its folder."""
    folder = tmp_path_factory.mktemp("run")
    host = opened(folder)
    net = Net(host.room)
    one, _ = net.join(SEATS[0], "Ito"), net.join(SEATS[1])
    white = net.join("white_cell")
    net.tick(2)
    net.act(white, "line", line=f"improvise A storm; {SEATS[0]}; It blows.")
    net.tick(1)
    assert one.peer.shown is not None
    move = next(option for option in one.peer.shown.options if not option.blocked)
    net.order(one, "choose", "=wrong move", subject="no_such_move")
    net.order(one, "choose", "=it is <near> us", subject=move.move)
    net.order(one, "note", "to keep", text="a note")
    net.act(white, "line", line="pause")
    net.tick(300)
    net.act(white, "line", line="resume")
    net.tick(60)
    net.act(white, "line", line="jump +20 min")
    net.tick(30)
    host.close()
    return folder, move.title


@pytest.fixture(scope="module")
def evidence(run: tuple[Path, str]) -> Evidence:
    """Read the run again."""
    return evidence_of(run[0] / RECORD)


def test_the_clocks_of_a_run_are_those_that_went(evidence: Evidence) -> None:
    """Papers would tell the minute of the plan, where the room had long paused or jumped."""
    ran = evidence.ran
    assert ran is not None

    assert ran.exercise_ms(0) == 0
    assert ran.exercise_ms(20 * MIN) == pytest.approx(60_000, abs=1000)
    assert ran.exercise_ms(21 * MIN) == pytest.approx(63_000, abs=1000)
    jumped = [ran.exercise_ms(minutes * MIN) for minutes in (25, 30, 35, 40)]
    assert max(jumped) - min(jumped) < 2000
    assert "exercise T+1" in as_html(report(evidence))


@pytest.mark.parametrize(
    ("lines", "stood"),
    [
        ([], None),
        (["torn", "7", "[]", '{"story_ms":true,"exercise_ms":0}'], None),
        (
            ['{"story_ms":0,"exercise_ms":0}', '{"story_ms":9,"exercise_ms":3}', "{"],
            ((0, 0), (9, 3)),
        ),
        (
            [
                '{"story_ms":0,"exercise_ms":0}',
                '{"story_ms":90,"exercise_ms":30}',
                '{"story_ms":50,"exercise_ms":31}',
            ],
            ((0, 0), (50, 31)),
        ),
    ],
)
def test_what_was_taken_back_and_what_is_torn_is_no_clock(
    lines: list[str], stood: tuple[tuple[int, int], ...] | None
) -> None:
    """A crash or a step back would bend the clock of the whole report."""
    found = ran_clock(lines)

    assert (found.stood if found else None) == stood


def test_a_host_that_goes_on_keeps_the_clock_of_the_exercise(tmp_path: Path) -> None:
    """After a crash the room's clock would leap to where the plan has the story."""
    host = opened(tmp_path)
    net = Net(host.room)
    for seat in SEATS:
        net.join(seat)
    net.act(net.join("white_cell"), "line", line="pace 600")
    net.tick(10)
    before = host.room.clock.now(net.wall_s)
    host.close()
    again = opened(tmp_path)

    story, exercise = again.room.clock.now(0.0)
    assert abs(exercise - before[1]) < 15_000
    assert story > 60 * MIN
    assert again.room.clock.plan.exercise_ms(story) > 100_000
    again.close()


def test_reasons_stand_beside_their_decisions_and_no_name(
    run: tuple[Path, str], evidence: Evidence
) -> None:
    """What a cell meant would be lost with the journal, or told with who typed it."""
    page = as_html(report(evidence))

    assert "the cell’s reason: “=it is &lt;near&gt; us”" in page
    assert "wrong move" not in page
    assert "Reasons given with calls, messages and answers" in page
    assert "Ito" not in page
    assert "Ito" in (run[0] / JOURNAL).read_text("utf-8")


def test_the_list_of_events_says_what_players_did_why_and_when(
    run: tuple[Path, str], evidence: Evidence
) -> None:
    """Expected action would stand there without what was done."""
    scenario = evidence.setup.scenario
    made = executed(evidence, RanClock(((0, 0),)), begin_key(scenario), ())
    rows = csv.DictReader(io.StringIO(text(scenario, None, made).removeprefix("\ufeff")))
    found = next(row for row in rows if row["title"] == "A storm")

    assert run[1] in found["actual_player_action"]
    assert "(reason: =it is <near> us)" in found["actual_player_action"]
    assert found["actual_exercise_clock"] == "T+0"


def test_without_a_journal_the_clock_is_said_to_be_planned(
    run: tuple[Path, str], tmp_path: Path
) -> None:
    """A minute of the plan would pass for one that went."""
    (tmp_path / RECORD).write_bytes((run[0] / RECORD).read_bytes())
    alone = evidence_of(tmp_path / RECORD)
    planned = RanClock(((0, 0), (72 * 60 * MIN, 90 * MIN)))
    made = executed(alone, planned, begin_key(alone.setup.scenario), ())
    clocks = {row["actual_exercise_clock"] for row in made.cells.values()} - {""}

    assert alone.ran is None
    assert alone.reasons == {}
    assert clocks
    assert all(clock.endswith("(planned)") for clock in clocks)
