"""What the screen writes, as lines: presenters from a view alone, without a terminal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sim.cli.plainview import Page
from sim.cli.starter import Starter
from sim.columns import cells, fit
from sim.engine.seat.mind import mind
from sim.play.seat import (
    MOMENTS,
    NO_FORECAST,
    CallLine,
    Ended,
    OfferLine,
    SeatSession,
    Session,
    Shown,
    Submit,
    Wait,
    Window,
    waiting,
)
from sim.readings import share
from tests.tui.piloting import SCENARIOS, SEED
from tui.base import keymap
from tui.base.keytable import TABLE
from tui.base.pane import ROLES
from tui.base.roles import STYLES
from tui.base.text import Line, clip, ends, length, line, pad, plain, rule, simple, wrap
from tui.chart.window import ZOOMS
from tui.panes import debriefing, decision, ending
from tui.panes.agenda import agenda
from tui.panes.board import board, board_word
from tui.panes.briefing import briefing
from tui.panes.ladder import ladder
from tui.panes.minds import minds
from tui.panes.moments import moments
from tui.panes.news import news
from tui.panes.price import nearest, price
from tui.panes.scores import scores
from tui.panes.sea import sea
from tui.panes.status import status
from tui.panes.vessels import vessels
from tui.panes.waiting import asked
from tui.panes.words import CHANNELS


def seated(scenario: str = "twenty-nine-minutes") -> tuple[Session, SeatSession, Shown]:
    """Begin a play and see the first notice."""
    starter = Starter(scenario)
    session = starter.begin(scenario, starter.people, SEED)
    found = next(iter(session.seats.values()))
    shown = found.handle(Wait())[0]
    assert isinstance(shown, Shown)
    return session, found, shown


def finished(scenario: str) -> SeatSession:
    """Let a play run to its end."""
    _, found, _ = seated(scenario)
    while not any(isinstance(push, Ended) for push in found.handle(Wait())):
        pass
    return found


def widths(lines: list[Line]) -> int:
    """Give the width of the widest line."""
    return max(length(row) for row in lines)


@pytest.mark.parametrize("text", ["", "a", "漢字 and more", "Bajo de Masinloc", "éé́é"])
@pytest.mark.parametrize("width", [0, 1, 2, 5, 80])
def test_a_text_is_cut_to_its_columns(text: str, width: int) -> None:
    """A wide sign would push everything right of it out of its column."""
    assert cells(fit(text, width)) <= width
    assert length(clip(line(text, (text, "x")), width)) <= width
    assert length(pad(line(text), width)) == width
    assert length(ends(line(text), line("ab"), width)) <= width
    assert length(rule(text, width)) <= width
    assert cells(simple(text)) == cells(text)
    assert simple(text).isascii()


def test_every_style_of_the_chart_has_a_look() -> None:
    """A part of the chart would be drawn like plain text."""
    assert set(STYLES) <= set(ROLES)


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize(("width", "height"), [(34, 8), (12, 3), (80, 1), (46, 20)])
def test_every_part_keeps_to_its_room(scenario: str, width: int, height: int) -> None:
    """A long name or a small pane would spill over its neighbour."""
    _, found, shown = seated(scenario)
    sheet = found.sheet
    parts = [
        board(sheet, shown, width, height),
        ladder(sheet, shown, width, height),
        minds(sheet, shown, None, width, height),
        vessels(sheet, shown, width, height),
        agenda(sheet, shown, width, height),
        news(shown.view.feed, 4, width, height),
        [status(sheet, shown, 2**63 - 1, "x60 paused", width)],
    ]
    for lines in parts:
        assert len(lines) <= height
        assert widths(lines or [()]) <= width


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize(("width", "height"), [(80, 9), (80, 3), (140, 30)])
def test_the_marked_option_is_in_sight(scenario: str, width: int, height: int) -> None:
    """A player would choose what cannot be seen."""
    _, found, shown = seated(scenario)

    letters = decision.lettered(decision.listed(shown), {})
    for cursor, option in enumerate(decision.listed(shown)):
        at = decision.ListAt(letters, cursor, unfolded=True)
        lines = decision.decision(found.sheet, shown, at, (width, height))

        assert len(lines) <= height
        assert widths(lines) <= width
        assert f"{option.sign} {option.title[:30]}" in plain(lines)


@pytest.mark.parametrize("word", sorted(CHANNELS))
def test_a_board_word_has_sign_word_and_look(word: str) -> None:
    """Somebody who does not see colours would not know the state of a line."""
    _, _, shown = seated()
    row = replace(shown.view.board[0], word=word, callable=True)

    sign, said, role = board_word(row, None)

    assert sign.strip()
    assert said.strip()
    assert role in ROLES


def test_what_goes_on_with_a_channel_stands_on_the_board() -> None:
    """A player would ring a line that is in use, or miss that one rings."""
    _, found, shown = seated()
    row = shown.view.board[0]
    call = CallLine(
        "c",
        row.channel,
        False,
        "ringing",
        seat="ccg_scene",
        other="ccg_5201",
        form=row.forms[0],
        text="",
        clauses=(),
        since_ms=0,
    )

    said = [
        board_word(row, one)[:2]
        for one in (
            call,
            replace(call, stage="asking leave"),
            replace(call, stage="talking"),
            replace(call, incoming=True),
        )
    ]

    assert said == [(">", "calling"), (">", "asks leave"), ("*", "in use"), ("<", "rings here")]
    assert found.sheet.channels[row.channel].name == row.name


def test_what_waits_is_told_with_what_hangs_on_it() -> None:
    """A call, an offer or a request for leave would be answered blindly."""
    _, found, shown = seated("two-captains")
    sheet = found.sheet
    clause = next(iter(sheet.clauses))
    other = next(seat for seat in sheet.seats if seat != shown.view.seat)
    channel = next(iter(sheet.channels))
    view = replace(
        shown.view,
        calls=(
            CallLine(
                "k",
                channel,
                True,
                "ringing",
                seat=other,
                other=other,
                form="ask",
                text="why?",
                clauses=(clause,),
                since_ms=0,
            ),
        ),
        offers=(OfferLine("o", True, other, (clause,), False, 600_000),),
        asks=((other, next(iter(sheet.moves))),),
    )
    shown = replace(shown, view=view)

    items = waiting(view)
    texts = [plain(asked(sheet, shown, item, 60)) for item in items]

    assert [(m.kind, m.yes, m.no) for m in items] == [
        ("call", "answer", "decline"),
        ("offer", "accept", "refuse"),
        ("leave", "grant", "deny"),
    ]
    assert "“why?”" in texts[0]
    assert sheet.clauses[clause] in texts[1]
    assert sheet.seats[other] in texts[2]


def test_the_price_of_waiting_is_the_nearest_that_closes() -> None:
    """A player would wait without seeing what comes nearer meanwhile."""
    _, _, shown = seated()

    row, now_m, then_m = nearest(shown.view, 0.0) or pytest.fail("nothing closes")

    assert row.name == "CCG 5201"
    # Both steam at each other at about 17 kn, 525 m a minute.
    assert 400 < now_m - then_m < 550
    assert price(replace(shown.view, own=()), 0.0) == ""


def test_a_decision_tells_its_time_and_its_default() -> None:
    """A player would not know what silence does."""
    _, found, shown = seated()
    view = replace(shown.view, at_ms=60_000, window=Window(7, 0, 240_000, "n01_hold_course"))

    def head(**changes: Any) -> str:
        now = replace(shown, view=replace(view, **changes))
        return plain(decision.head(found.sheet, now, 80))

    assert "DECISION 7  3:00 [############....]" in head()
    assert "else: Hold for the shoal at nine knots" in head()
    assert "nothing is done" in head(window=Window(7, 0, 9, ""))
    assert "no decision is open" in head(window=None)
    broken = tuple(replace(option, breaks=("a word",)) for option in shown.options)
    assert "nine knots (breaks your word)" in plain(
        decision.head(found.sheet, replace(shown, view=view, options=broken), 80)
    )


def test_a_sheet_keeps_what_a_seat_may_not_know() -> None:
    """Others' moves and counters, or what history did, would be told before the end."""
    _, found, shown = seated()
    sheet = found.sheet

    assert {"p01_shadow", "f01_jets_low"}.isdisjoint(sheet.moves)
    assert "n01_hold_course" in sheet.moves
    assert set(sheet.counters) == {counter for counter, _ in shown.view.counters}
    assert set(sheet.channels) == {row.channel for row in shown.view.board}
    assert "09:14" not in plain(briefing(sheet, 80))
    assert "The briefing" not in plain(briefing(replace(sheet, brief=None, orders=()), 80))


def test_the_truth_is_kept_until_the_end() -> None:
    """A screen with a fault would betray the other side's orders."""
    _, found, _ = seated()

    with pytest.raises(AssertionError, match="until the end"):
        found.debrief()


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("width", [78, 110, 138])
def test_the_pages_of_the_end_say_everything(scenario: str, width: int) -> None:
    """A player would not learn how it ended, for whom, under which orders, or what really was."""
    found = finished(scenario)
    debrief = found.debrief()
    asked = ending.other_orders(debrief, found.sheet, (found.seat,))
    pages = [
        ending.happened(debrief, found.sheet, asked, -1, mark=0, width=width),
        moments(debrief, 0, marked=True, width=width)[0],
        debriefing.deeds(debrief, width),
        debriefing.accounts(debrief, found.sheet, width),
        scores(debrief, width),
        debriefing.orders(debrief, width),
        debriefing.calls(debrief, width),
        debriefing.promises(debrief, width),
        debriefing.history(debrief, width),
    ]

    assert len(pages) == len(ending.PAGES)
    for lines in pages:
        assert widths(lines) <= width
    assert debrief.outcome.title in plain(pages[0])
    assert NO_FORECAST in " ".join(plain(pages[4]).split())
    for side in debrief.sides:
        assert f"{side.score:.0f} of 100" in plain(pages[4])


def test_orders_are_guessed_before_they_are_shown() -> None:
    """The truth would stand beside the question."""
    found = finished("twenty-nine-minutes")
    debrief, sheet = found.debrief(), found.sheet
    asked = ending.other_orders(debrief, sheet, ("ph_mission",))
    assert asked is not None
    drawn = next(i for i, order in enumerate(asked.candidates) if order.id == asked.drawn)

    before = plain(ending.happened(debrief, sheet, asked, -1, mark=0, width=78))
    right = plain(ending.happened(debrief, sheet, asked, drawn, mark=0, width=78))
    wrong = plain(
        ending.happened(
            debrief, sheet, asked, (drawn + 1) % len(asked.candidates), mark=0, width=78
        )
    )

    assert asked.seat == "ccg_scene"
    assert " held: " not in before
    assert MOMENTS not in before
    assert debrief.thought.split()[0] not in before
    assert "Your guess of their orders was right." in right
    assert "Your guess of their orders was wrong (" in " ".join(wrong.split())
    for shown in (right, wrong):
        assert asked.candidates[drawn].title in " ".join(shown.split())
        assert debrief.thought.split(".")[0] in " ".join(shown.split())


def test_what_the_staff_thought_of_the_other_side_is_marked() -> None:
    """A player would not learn whether the other side was what it had been taken for."""
    found = finished("twenty-nine-minutes")
    debrief, play = found.debrief(), found._play
    p = mind(play.setup, play.engine.state.known[found.seat], play.engine.now_ms).p
    assert f"Your staff was {share(p)} sure at last" in debrief.thought
    other = play.setup.faces[play.setup.seats[found.seat].side]
    wants = play.engine.state.run.intents[other] == "revisionist"
    assert debrief.thought.endswith("right." if (p > 0.5) == wants else "wrong.")
    assert ("It did:" in debrief.thought) == wants
    in_lines = " ".join("\n".join(Page(found.sheet).ending(debrief)).split())
    assert debrief.thought in in_lines


def test_a_line_of_the_log_knows_what_it_came_of() -> None:
    """A player could not follow why something was done."""
    _, found, _ = seated()
    found.handle(Submit("choose", "n01_hold_course"))
    line_ = next(item for item in found.feed() if item.text.endswith("Carried out at once."))

    causes = [item.text for item in found.why(line_.number)]

    assert line_.text.startswith("Ordered: Hold")
    assert causes[0].startswith("Decision 1 opens")


def test_each_command_is_in_footer_palette_and_help_from_one_table() -> None:
    """A key in the help would do nothing, or one that works would stand nowhere."""
    table = TABLE

    assert len({command.id for command in table}) == len(table)
    for command in table:
        for where in command.where:
            here = next(c for c in keymap.of(where, table) if c.id == command.id)
            assert keymap.find(here.keys[0], where, table) == here
            assert command.help in plain(keymap.page(where, table))
    assert keymap.remapped(None) == (table, [])


@pytest.mark.parametrize("width", [80, 40, 12])
def test_the_footer_fits_and_always_names_help(width: int) -> None:
    """The footer would be cut where it matters."""
    names = [command.id for command in keymap.of("play", TABLE)]

    row = keymap.footer("play", TABLE, names, width)

    assert length(row) <= width
    assert "Help" in plain([row])


@pytest.mark.parametrize(
    ("keys", "complaint"),
    [
        ({"wait": "d"}, "d is both"),
        ({"weit": "d"}, "no command “weit”"),
        (["wait"], "names no commands"),
        ({"wait": 3}, "3 is both"),
    ],
)
def test_keys_that_cannot_be_taken_are_told(keys: object, complaint: str) -> None:
    """Two commands on one key: one of them would be lost without a word."""
    table, wrong = keymap.remapped(keys)

    assert table == TABLE
    assert complaint in wrong[0]


def test_wrapping_keeps_every_word() -> None:
    """News would lose words at the edge."""
    text = "one two three " * 10

    assert " ".join(plain(wrap(text, 20)).split()) == text.strip()


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_no_label_runs_into_what_stands_beside_the_chart(scenario: str) -> None:
    """“PCG ship +1” and the channel 7 beside it would be read as “+17”."""
    _, seat, shown = seated(scenario)

    for width in range(40, 140):
        for zoom in range(len(ZOOMS)):
            drawn = sea(seat.sheet, shown, zoom, width=width, height=12, simple=False)
            assert max(map(length, drawn[1:])) < width
