"""Words that bind, as people meet them: on the screen, in lines, at the end, in the reports."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sim.cli import main
from sim.cli.plain import Conversation
from sim.cli.plainview import Page
from sim.engine.facts.judged import PromiseJudged
from sim.engine.facts.promises import PromiseClosed
from sim.engine.facts.requests import RequestAnswered
from sim.play.seat import Look, Shown, Submit, saying, waiting
from tests.bridges import MIN, PEOPLE, SCENARIO, Bridges
from tests.tui.piloting import LARGE, SMALL, application, fly, text
from tui.base.text import plain
from tui.cards.call import CallCard
from tui.cards.curtain import Curtain
from tui.cards.inbox import Inbox
from tui.cards.promises import Promises
from tui.panes import debriefing, ending
from tui.panes.news import news
from tui.panes.promises import promises
from tui.panes.waiting import requested
from tui.screens.play import PlayScreen


@pytest.fixture
def bridges(home: Path) -> Iterator[Bridges]:
    """Seat two people, some minutes after the begin."""
    found = Bridges()
    yield found
    found.session.close()


def in_a_line(shown: str) -> str:
    """Give what is shown as one line, without the frames of cards."""
    return " ".join(shown.replace("|", " ").split())


async def until(pilot: Pilot[Any], seat: str, kind: type) -> Any:  # any screen
    """Go on, each sitting down in turn and answering what rings, until a seat sees a screen."""
    for _ in range(60):
        await pilot.pause()
        app = pilot.app
        play = next(s for s in app.screen_stack if isinstance(s, PlayScreen))
        screen = app.screen
        if isinstance(screen, Curtain):
            await pilot.press("enter")
        elif play.seat == seat and isinstance(screen, kind):
            if not isinstance(screen, Inbox) or screen.item.kind == "request":
                return screen
            await pilot.press("a")
        elif isinstance(screen, Inbox):
            await pilot.press("a" if screen.item.kind == "call" else "escape")
        elif isinstance(screen, PlayScreen):
            await pilot.press("w")
        else:
            await pilot.press("escape")
    raise AssertionError(f"{seat} never sees {kind}")


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_a_request_is_made_countered_and_released_by_keys(size: tuple[int, int]) -> None:
    """A limit could not be chosen, a reply not be given where one stands, or nobody released."""
    north, south = PEOPLE
    app = application(SCENARIO, north, south)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("enter")
        await until(pilot, north, PlayScreen)
        await pilot.press("1", "right")
        await pilot.pause()
        assert isinstance(app.screen, CallCard)
        card = in_a_line(text(app))
        assert "asks them: nothing on rung 5" in card
        assert "< 5 Threat >" in card
        assert "We shall hold back binds us" in card
        assert "Says: “" in card
        assert "Then: “" in card
        await pilot.press("enter")

        panel = await until(pilot, south, Inbox)
        shown = in_a_line(text(app))
        assert panel.size.height <= size[1]
        assert "Captain, North asks:" in shown
        assert "they “" in shown
        assert re.search(r"Reply by \S+( \S+)? +\d", shown)
        for reply in (
            "1 “",
            "2 “",
            "3 “",
            "binds us: nothing on rung 5 (threat) or",
            "binds nobody",
        ):
            assert reply in shown
        assert "1-4 reply Left Right limit Esc later" in shown
        await pilot.press("left", "right", "3")

        await until(pilot, north, PlayScreen)
        await pilot.press("p")
        await pilot.pause()
        assert isinstance(app.screen, Promises)
        assert "> open" in text(app)
        assert "nothing on rung 7 (custody) or above until" in in_a_line(text(app))
        await pilot.press("r")
        await pilot.pause()
        play = app.screen
        assert isinstance(play, PlayScreen)
        (line,) = play.view.promises
        assert (line.whose, line.outcome) == ("theirs", "released")

    fly(app, steps, size)


def test_the_board_of_promises_says_that_there_are_none() -> None:
    """The key would seem to be dead before the first promise."""
    app = application(SCENARIO, PEOPLE[0])

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("enter", "escape", "p")
        await pilot.pause()
        assert "No promise has been made" in text(app)

    fly(app, steps)


@pytest.mark.parametrize("width", [30, 74, 106])
def test_the_board_of_promises_fits(bridges: Bridges, width: int) -> None:
    """Many promises would run out of the card, or the one marked not be seen."""
    for rung in range(6):
        bridges.says("assure", 4.0 + rung)
    view, sheet = bridges.view(bridges.south), bridges.south.sheet

    for cursor in range(6):
        lines = promises(sheet, view, cursor, width=width, height=14)
        rows = plain(lines).split("\n")
        assert len(rows) <= 14
        assert max(map(len, rows)) <= width
        assert any(row.startswith("> >") for row in rows)


@pytest.mark.parametrize("most", [12, 14, 20, 34])
def test_no_reply_is_left_out_for_want_of_rows(bridges: Bridges, most: int) -> None:
    """The third reply would lie below the card, where nobody reads what it binds to."""
    for _ in range(4):
        bridges.says("hail")
    bridges.says("request")
    seat = bridges.south
    shown = next(push for push in seat.handle(Look()) if isinstance(push, Shown))
    (item,) = waiting(shown.view)
    (request,) = shown.view.requests
    how = [term.at for term in request.replies[2].terms], 0

    lines = plain(requested(seat.sheet, shown, item, limits=how, size=(110, most))).split("\n")

    assert len(lines) <= most
    assert "binds us: nothing on rung 5 (threat) or above" in "\n".join(lines)


def test_a_breach_stops_the_clock_and_names_the_promise(bridges: Bridges) -> None:
    """A broken word would pass by unseen, or be told without who, where, when and what."""
    bridges.breaks()

    feed = bridges.south.feed()
    (line,) = [each for each in feed if "Breach" in each.text]
    assert line.alert
    assert line.text.startswith("Breach: Captain, North has broken its word to us, given at ")
    assert (
        " on VHF channel 16, bridge to bridge: nothing on rung 4 (unsafe) or above until "
        in line.text
    )
    by = re.search(r" By this, at (?P<clock>\d\d:\d\d): .+ \(rung 4\)", line.text)
    assert by is not None, line.text
    causes = bridges.south.why(line.number)
    assert [cause.clock for cause in causes][:1] == [by["clock"]], "key l would know of nothing"
    assert "(rung 4)" in causes[0].text
    rows = news(bridges.view(bridges.south).feed, len(feed), 78, 14)
    assert any(role == "alert" and "Breach" in part for row in rows for part, role in row)


def test_the_end_says_who_broke_what_and_when(bridges: Bridges) -> None:
    """The end would be silent on a broken word, and on one kept under test."""
    bridges.breaks()
    bridges.says("request")
    (item,) = [each for each in waiting(bridges.view(bridges.south)) if each.kind == "request"]
    reply = Submit("reply", item.id, form="counter", limits=(9.0,))
    bridges.does(bridges.south, reply)
    bridges.does(bridges.north, Submit("choose", "u01_north_close_pass"))
    bridges.passes(30 * MIN)
    bridges.does(bridges.south, Submit("choose", "n01_south_hold"))
    bridges.ends()
    debrief = bridges.north.debrief()

    broke, kept = (
        "Captain, North broke its word to Captain, South",
        "kept its word to Captain, North",
    )
    assert [promise.state for promise in debrief.words] == ["broken", "kept under test"]
    for shown in (
        plain(ending.happened(debrief, bridges.north.sheet, None, -1, mark=0, width=110)),
        "\n".join(Page(bridges.north.sheet).ending(debrief)),
    ):
        assert broke in in_a_line(shown)
        assert kept in in_a_line(shown)
    accounts = in_a_line(plain(debriefing.accounts(debrief, bridges.north.sheet, 110)))
    for told in ("Your word to Captain, South is", "Breach: Captain, North has broken its"):
        assert told in accounts
    page = in_a_line(plain(debriefing.promises(debrief, 110)))
    assert "2 promised: 1 broken, 1 kept under test." in page
    assert "taken for: Captain, South: broken" in page


def test_the_report_holds_every_word_that_binds(bridges: Bridges, tmp_path: Path) -> None:
    """A trainer would have no dialogue to judge, and not see who knew of a breach when."""
    bridges.breaks()
    bridges.says("request")
    record, page = bridges.session.record, tmp_path / "page.html"
    bridges.session.close()

    assert main(["exercise", "report", record, "-o", str(page)]) == 0

    chapter = page.read_text("utf-8").partition("<h2>Words that bind</h2>")[2].partition("<h2>")[0]
    words = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", chapter)).split())
    assert re.search("” asks: nothing on rung 4 .unsafe. or above for 1 d none yet", words)
    assert "Captain, North to Captain, South on VHF channel 16, bridge to bridge" in words
    assert "broken" in words
    assert "Captain, South: broken, " in words


def test_the_log_explains_a_reply_and_a_breach(
    bridges: Bridges, capsys: pytest.CaptureFixture[str]
) -> None:
    """Causes would end in the names of fields where words were given and broken."""
    bridges.says("request")
    (item,) = waiting(bridges.view(bridges.south))
    bridges.does(bridges.south, Submit("reply", item.id, form="will_not"))
    bridges.breaks()
    numbers = {
        (type(e.fact), getattr(e.fact, "outcome", "")): e.seq for e in bridges.play.engine.log
    }
    record = bridges.session.record
    bridges.session.close()
    capsys.readouterr()

    told = []
    for kind, outcome in (
        (RequestAnswered, ""),
        (PromiseClosed, "broken"),
        (PromiseJudged, "broken"),
    ):
        assert main(["log", "why", record, str(numbers[kind, outcome])]) == 0
        told.append(in_a_line(capsys.readouterr().out))

    assert re.search("Captain, South to Captain, North: “.+” That binds nobody", told[0])
    assert "sure that North wants change; expects it to go to rung" in told[0]
    assert "because " in told[0]
    assert "Captain, South: reply “We will not”." in told[0]
    assert "Captain, North breaks its word to Captain, South: nothing on rung 4" in told[1]
    assert "North acts on rung 4, by order." in told[1]
    assert "Captain, South takes what Captain, North promised at" in told[2]
    assert "sure that this was meant" in told[2]


def conversation(bridges: Bridges, seat: int) -> Conversation:
    """Let somebody play in lines in one of the seats."""
    talk = Conversation(bridges.session, None)
    talk.seat = list(bridges.session.seats.values())[seat]
    talk.page = Page(talk.seat.sheet, talk.width)
    return talk


def test_words_are_said_replied_and_released_in_lines(
    bridges: Bridges, capsys: pytest.CaptureFixture[str]
) -> None:
    """In lines nobody could name a limit, counter, see the promises or release anybody."""
    talk = conversation(bridges, 0)
    talk.ask(Look())
    talk.obey("say 1")
    said = in_a_line(capsys.readouterr().out)
    assert "request We ask you to hold back asks them: nothing on rung 4" in said
    assert "(limit=1 to 10)" in said
    for wrong in ("limit=", "limit=x", "limit=5,6", "limit=2nm", "limit=0", "limit=999"):
        talk.obey(f"call 1 request {wrong}")
        assert not bridges.view(bridges.north).calls, wrong
    talk.obey("call 1 hail limit=5")
    assert "No limit can be named here." in capsys.readouterr().out
    talk.obey("call 1 request limit=5")
    (ring,) = waiting(bridges.view(bridges.south))
    bridges.does(bridges.south, saying(ring, yes=True))
    bridges.passes(MIN)
    capsys.readouterr()

    other = conversation(bridges, 1)
    other.ask(Look())
    other.prompt()
    shown = in_a_line(capsys.readouterr().out)
    assert re.search(
        "reply 1 “[^”]+” .binds you: nothing on rung 5 .threat. or above for 1 d", shown
    )
    assert "reply 3 LIMIT: 6 to 10" in shown
    other.obey("reply 3 5")
    assert "Not accepted: Name for each term another limit" in in_a_line(capsys.readouterr().out)
    for wrong in ("reply", "reply 4", "reply 3 x", "release", "release 1"):
        other.obey(wrong)
    other.obey("reply 3 8")
    capsys.readouterr()

    talk.ask(Look())
    capsys.readouterr()
    talk.obey("promises")
    assert "1 theirs by Captain, South: nothing on rung 8" in in_a_line(capsys.readouterr().out)
    talk.obey("release 1")
    talk.obey("promises")
    assert "released" in capsys.readouterr().out
