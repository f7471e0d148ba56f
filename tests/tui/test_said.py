"""What play says: sentences that end once, of one thing or many; hints and keys that are of use."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sim.cli import main
from sim.cli.plain import Conversation
from sim.cli.records import header
from sim.cli.starter import Starter
from sim.engine import Setup
from sim.engine.base.log import Event, Fact
from sim.engine.facts.channels import ChannelChanged, RulesBound
from sim.engine.facts.vessels import VesselLeft
from sim.engine.seat.news import feed
from sim.engine.seat.rules import Command, refusal
from sim.engine.seat.telling import tell
from sim.loader import dump, from_data, load
from sim.loader.library import shipped
from sim.loader.yamltext import parse
from sim.play.causes import explained
from sim.play.driver import Play
from sim.play.occupants import occupant
from sim.play.seat import Shown, Wait
from sim.store import LineFile
from tests.tui.piloting import SEED, application, fly, text
from tests.tui.test_lines import seated
from tui.base.text import plain
from tui.cards.call import CallCard
from tui.cards.inbox import Inbox
from tui.panes.ladder import ladder
from tui.panes.minds import minds

TWICE = re.compile(r"[?!…]\.|[?!。]”\.|(?<!\.)\.\.(?!\.)")
SNAKE = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")


def played(scenario: str, seed: int = 1, policy: str = "firm") -> Play:
    """Let policies play a scenario to its end."""
    setup = Setup(load(scenario))
    play = Play(setup, seed, {seat: occupant(setup, seat, policy) for seat in setup.seats})
    play.advance()
    return play


@pytest.mark.parametrize("scenario", shipped())
def test_a_sentence_ends_once_and_names_no_ids(scenario: str) -> None:
    """“What is this meant to be?.” would stand in the news, or `ph_mission` in place of a title."""
    for policy in ("firm", "tit-for-tat"):
        play = played(scenario, policy=policy)
        for seat, known in play.engine.state.known.items():
            for line in feed(play.setup, known):
                assert not TWICE.search(line.text), line.text
                assert not SNAKE.search(line.text), (seat, line.text)


def asking(entry: Any) -> Any:
    """Let every title of a scenario's data be a question."""
    if isinstance(entry, list):
        return [asking(each) for each in entry]
    if not isinstance(entry, dict):
        return entry
    titled = {"title": f"{entry['title']}?"} if isinstance(entry.get("title"), str) else {}
    return {key: asking(value) for key, value in entry.items()} | titled


@pytest.mark.parametrize("scenario", shipped())
def test_what_an_author_ended_is_not_ended_again(scenario: str, tmp_path: Path) -> None:
    """A title that ends as a sentence does would get a full stop, in news, causes or report."""
    data = asking(parse(dump(load(scenario)), scenario).data)
    setup, seed = Setup(from_data(data)), 3
    filled = {seat: occupant(setup, seat, "firm") for seat in setup.seats}
    record, page = tmp_path / "r.jsonl", tmp_path / "r.html"
    head = header(setup.scenario, seed, 0, filled, played=False)
    play = Play(setup, seed, filled, header=head, file=LineFile(record))
    play.advance()
    play.close()

    assert main(["exercise", "report", str(record), "-o", str(page)]) == 0
    events = play.engine.log
    lines = [tell(setup, seat, event) for event in events for seat in event.audience]
    lines += [explained(setup, event) for event in events]
    lines += words_of(page)

    assert sum(int("?" in line) for line in lines) > len(setup.moves)
    assert [line for line in lines if TWICE.search(line)] == []


def words_of(page: Path) -> list[str]:
    """Read a page as its reader does, without what stands there as code."""
    text = re.sub(r"<(style|script|code)\b.*?</\1>", "", page.read_text("utf-8"), flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "\n", text)).split("\n")


@pytest.mark.parametrize("scenario", shipped())
def test_a_report_names_titles(scenario: str, tmp_path: Path) -> None:
    """`ph_mission` would stand where a reader knows only the Philippine mission commander."""
    record, page = tmp_path / "r.jsonl", tmp_path / "r.html"
    assert main(["run", scenario, "--seed", "4", "--record", str(record)]) == 0

    assert main(["exercise", "report", str(record), "-o", str(page)]) == 0

    assert [line for line in words_of(page) if SNAKE.search(line)] == []


def event(fact: Fact) -> Event:
    """Put a fact into an envelope of no more than the fact."""
    return Event(1, 0, fact=fact, cause=None, closes=None, audience=(), alert=())


def test_a_title_of_many_takes_no_verb_of_one() -> None:
    """“Five civil links is suspended” would be announced."""
    setup = Setup(load("eight-measures"))
    seat = next(iter(setup.seats))
    facts = [
        ChannelChanged("civil_five", "suspended"),
        RulesBound("civil_five", ("coast_guard",)),
        VesselLeft(next(iter(setup.vessels))) if setup.vessels else None,
    ]

    for fact in facts:
        if fact is not None:
            said = tell(setup, seat, event(fact))
            assert said
            assert not re.search(r"\b(is|are|has|leaves|binds?)\b", said.split(":", 1)[1]), said


def test_an_act_stands_on_one_rung_everywhere() -> None:
    """The ladder would say 6 and the line below it “gravest act: 3” of the same act."""
    checked = 0
    for scenario in ("twenty-nine-minutes", "handshake", "two-captains"):
        _, seat, shown = seated(scenario)
        while not seat._play.ended:
            for push in seat.handle(Wait()):
                shown = push if isinstance(push, Shown) else shown
            mind = shown.view.mind
            if not mind.provoked:
                continue
            said = plain(minds(seat.sheet, shown, None, width=46, height=9))
            found = re.search(r"gravest act to you: (\d+)", said)
            assert found
            rungs = {act.rung for act in seat._known.beliefs.weighed.values()}
            assert int(found[1]) in rungs
            assert plain(ladder(seat.sheet, shown, 46, 9))
            checked += 1
    assert checked


def test_a_call_that_rings_can_be_answered_from_its_channel(home: Path) -> None:
    """The card of a ringing line would offer nothing but to go back."""
    app = application("two-captains")

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("enter")
        for _ in range(30):
            await pilot.pause()
            if isinstance(app.screen, Inbox):
                break
            await pilot.press("w")
        assert isinstance(app.screen, Inbox)
        channel = next(c.channel for c in app.screen.shown.view.calls if c.incoming)
        await pilot.press("escape")
        rows = [row.channel for row in app.screen.view.board]
        await pilot.press(str(rows.index(channel) + 1))
        await pilot.pause()
        assert isinstance(app.screen, CallCard)
        assert "a answer   r decline   Esc let it ring" in text(app)
        await pilot.press("a")
        await pilot.pause()
        play = next(s for s in app.screen_stack if hasattr(s, "own"))
        said = [s.command.verb for s in play.own._play.said if s.command.seat == play.seat]
        assert said[-1] == "answer"

    fly(app, steps)


def test_a_hint_goes_once_its_key_was_pressed_even_before_its_turn() -> None:
    """“press m” would come up for somebody who has just pressed it."""
    starter = Starter("dawn-approach")
    session = starter.begin("dawn-approach", starter.people, SEED)
    seat = next(iter(session.seats.values()))
    shown = next(push for push in seat.handle(Wait()) if isinstance(push, Shown))
    from sim.play.seat import Guide

    guide = Guide()
    guide.take_in(shown.view, 0.0)
    glances = [hint for hint in shown.view.hints if hint.verb == "map"]
    assert glances, "the first hint asks to look at the chart"

    guide.looked(shown.view, ["map"])

    assert not [h for h in shown.view.hints if h.verb == "map" and h == guide.hint(shown.view, 1e9)]


def test_the_guided_game_keeps_what_comes_later_to_itself(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """`options` in lines would list all that is still to be learned, with what it takes."""
    starter = Starter("dawn-approach")
    talk = Conversation(starter.begin("dawn-approach", starter.people, SEED), None)
    talk.ask(Wait())
    talk.prompt()
    assert talk.shown is not None
    hidden = [option for option in talk.shown.options if option.blocked]
    assert hidden
    capsys.readouterr()

    talk.obey("options")
    for option in hidden:
        talk.obey(option.move)
    talk.prompt()

    said = capsys.readouterr().out
    assert not [option.title for option in hidden if option.title in said]
    talk.session.close()


def test_refusals_name_titles() -> None:
    """A player would be told of `ccg_scene>ph_mission.1` or of `us_state:d05_x`."""
    play = played("twenty-nine-minutes")
    setup, known = play.setup, play.engine.state.known
    seat = next(iter(setup.seats))
    move = next(m for m in setup.moves.values() if m.leave)
    asked = [
        Command(seat, "grant", f"{move.seats[0]}:{move.id}"),
        Command(seat, "accept", "white_house>beijing.1"),
        Command(seat, "answer", "call_3"),
        Command(seat, "hang", "call_3"),
    ]

    for command in asked:
        told = refusal(setup, known[seat], command, 0)
        assert told is not None
        assert not SNAKE.search(told.sentence), told.sentence


def test_no_scenario_promises_a_list_that_nobody_shows() -> None:
    """“The lines that still work are listed below” would stand above nothing."""
    for scenario in shipped():
        loaded = load(scenario)
        for inject in loaded.injects:
            assert not re.search(r"\b(listed|shown|as) (below|above)\b", inject.text or ""), (
                inject.id
            )
