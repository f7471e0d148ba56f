"""The white cell runs an exercise by commands that are recorded, and seats learn only their own."""

from __future__ import annotations

from functools import cache

import pytest

from sim.cli.records import header
from sim.engine import Setup, fold
from sim.engine.acts.white_refusals import HOLDERS
from sim.engine.base.log import to_line
from sim.engine.seat.news import feed
from sim.engine.seat.rules import Command
from sim.errors import Refusal, ScenarioError
from sim.exercise.injects import releases
from sim.exercise.timeline import notable
from sim.loader import from_text, load
from sim.loader.scenario import dump
from sim.model.world import WHITE_CELL
from sim.play import record as rec
from sim.play.cast import counted
from sim.play.driver import Play
from sim.play.occupants import occupant
from sim.play.recorded import begun_again, recorded_occupants
from sim.play.rerun import disagreement
from sim.play.white_cell import NEXT, give, roll_back

MIN = 60_000
STORM = '[{"set": "warned"}]'


@cache
def setup_of(*sets: str) -> Setup:
    """Load the two desks with changes, once."""
    return Setup(load("_tiny/two_desks.yaml", sets))


def play_of(*sets: str, **seats: str) -> Play:
    """Begin a recorded play; whoever is not named follows standing orders."""
    setup = setup_of(*sets)
    filled = {s: occupant(setup, s, seats.get(s, "standing-orders")) for s in setup.seats}
    return Play(setup, 3, filled, header=header(setup.scenario, 3, 0, filled, played=True))


def white(play: Play, verb: str, subject: str = "", **words: object) -> list[str]:
    """Let the white cell do something; give the kinds of what came of it."""
    done = give(play, Command(WHITE_CELL, verb, subject, **words))  # type: ignore[arg-type]
    assert not isinstance(done, Refusal), done
    return [event.fact.kind for event in done]


def refused(play: Play, verb: str, subject: str = "", **words: object) -> str:
    """Let the white cell try something that leaves no mark; give the sentence of the refusal."""
    before = play.engine.state.copy()
    done = give(play, Command(WHITE_CELL, verb, subject, **words))  # type: ignore[arg-type]
    assert isinstance(done, Refusal), done
    assert play.engine.state == before
    return done.sentence


def go_to(play: Play, minutes: float) -> None:
    """Go on to an instant, stopping for nobody."""
    while not play.ended and play.engine.now_ms < minutes * MIN:
        for seat in play.setup.seats:
            play.looked(seat)
        play.advance(round(minutes * MIN))


def read(play: Play, seat: str = "watch") -> list[str]:
    """Give what a seat has read so far, each with its minute."""
    lines = feed(play.setup, play.engine.state.known[seat])
    return [f"{line.at_ms / MIN:g} {line.text}" for line in lines]


def holds(play: Play) -> rec.Record:
    """Read the record back: every line of it re-runs, and the log is the state."""
    record = rec.read(play.text().split("\n")[:-1], "play")
    filled = recorded_occupants(play.setup, record)
    for line in record.lines:
        assert disagreement(begun_again(play.setup, record, filled), line) is None
    assert record.line.events == [to_line(event) for event in play.engine.log]
    assert fold(play.setup, play.engine.log) == play.engine.state
    again = Play.restore(play.setup, record, filled, None)
    assert again.engine.state == play.engine.state
    assert again.digest() == play.digest()
    return record


def test_an_inject_waits_while_it_is_held_and_comes_when_it_is_not() -> None:
    """A controller could not wait for a cell that is late."""
    play = play_of()
    assert white(play, "hold", "sighting") == ["command_accepted", "inject_held"]
    go_to(play, 20)
    assert not [text for text in read(play) if "vessel" in text]
    white(play, "lift", "sighting")
    assert "20 A vessel in the area." in read(play)
    holds(play)


def test_a_held_condition_is_looked_at_when_the_hold_is_lifted() -> None:
    """An inject would come after a hold though what it waits for does not hold."""
    play = play_of("flags.recalled.known_to=[watch, chief]")
    white(play, "hold", "second")
    effects = '[{"set": "recalled"}]'
    white(play, "improvise", form="Home", effects=effects)
    go_to(play, 45)
    assert white(play, "lift", "second") == ["command_accepted", "inject_rescheduled"]
    assert not [text for text in read(play) if "still there" in text]
    assert "inject_released" in white(play, "release", "second")
    holds(play)


def test_new_words_are_what_the_seat_reads_and_the_scenario_stays() -> None:
    """An edited inject would come in its old words, or the scenario would be another."""
    play = play_of()
    before = dump(play.setup.scenario)
    white(play, "edit", "sighting", form="Two of them", text="Two vessels.", limits=(7.0 * MIN,))
    go_to(play, 10)
    assert "7 Two vessels." in read(play)
    assert not [text for text in read(play, "chief") if "vessels" in text]
    assert dump(play.setup.scenario) == before
    holds(play)


def test_a_condition_that_asks_for_an_edited_inject_is_met() -> None:
    """What waits for an inject would wait for ever once its words are others."""
    play = play_of("injects.second.when={released: sighting}", "injects.second.at=6 min")
    white(play, "edit", "sighting", text="Two vessels.")
    go_to(play, 7)
    assert "6 It is still there." in read(play)


def test_skipped_never_comes_and_withdrawn_is_to_be_disregarded() -> None:
    """An inject that was struck out would come, or one that came in error would stand."""
    play = play_of()
    white(play, "skip", "second")
    go_to(play, 50)
    assert "inject_recalled" in white(play, "withdraw", "sighting", text="Sent in error")
    said = read(play)
    assert not [text for text in said if "still there" in text]
    back = next(text for text in said if "disregard" in text)
    assert back.startswith("50 The white cell takes a message back, disregard it: “A vessel")
    assert back.endswith("Sent in error.")
    holds(play)


def test_the_rest_is_shifted_with_one_inject() -> None:
    """When a cell needs longer, everything after would still come at its old time."""
    play = play_of()
    go_to(play, 10)
    white(play, "shift", "second", limits=(float(15 * MIN),))
    play.advance()
    times = {
        e.fact.inject: e.at_ms // MIN for e in play.engine.log if e.fact.kind == "inject_released"
    }
    assert times == {"sighting": 5, "second": 55, "close": 75}
    holds(play)


def test_an_improvised_inject_comes_when_it_is_due_and_has_effects() -> None:
    """A controller could tell a cell nothing that was not planned."""
    play = play_of()
    white(
        play,
        "improvise",
        form="A storm",
        to="Met office",
        text="A storm is coming.",
        clauses=("watch",),
        limits=(12.0 * MIN,),
        effects=STORM,
    )
    go_to(play, 13)
    assert [t for t in read(play) if t.startswith("12 Met office: A storm is coming.")]
    assert not [text for text in read(play, "chief") if "storm" in text]
    assert play.engine.state.effects.flags["warned"]
    assert "white" not in "".join(to_line(e) for e in play.engine.state.known["chief"].feed)
    holds(play)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({}, "needs a title"),
        ({"form": "T"}, "needs a text or effects"),
        ({"form": "T", "text": "Hear."}, "needs seats"),
        ({"form": "T", "text": "Hear.", "clauses": ("nobody",)}, "no seat “nobody”"),
        ({"form": "T", "text": "H", "clauses": ("watch", "watch")}, "twice"),
        ({"form": "T", "effects": "[{"}, "effects: Invalid JSON"),
        ({"form": "T", "effects": '[{"set": "nix"}]'}, "there is no flag “nix”"),
        ({"form": "T", "effects": '[{"fly": "x"}]'}, "effects.0"),
        ({"form": "T", "effects": '[{"later": {"delay": "1 min", "effects": []}}]'}, "effects"),
        ({"form": "T", "text": "x" * 2001, "clauses": ("watch",)}, "plain text"),
        ({"form": "T", "text": "\udcff", "clauses": ("watch",)}, "plain text"),
        ({"form": "T", "effects": STORM, "limits": (-1.0,)}, "give a later time"),
        ({"form": "T", "effects": STORM, "limits": (1e12,)}, "give an earlier time"),
        ({"form": "T", "effects": STORM, "limits": (float("nan"),)}, "number"),
    ],
)
def test_what_cannot_be_improvised_is_refused_in_words(words: dict[str, object], said: str) -> None:
    """A slip of the facilitator would end the exercise, or leave them guessing."""
    assert said in refused(play_of(), "improvise", **words)


def test_what_makes_no_sense_is_refused_in_words() -> None:
    """Two consoles at once would undo each other without a word."""
    play = play_of()
    assert "did you mean “sighting”" in refused(play, "release", "sightin")
    assert "not been released" in refused(play, "withdraw", "sighting")
    assert "is not held back" in refused(play, "lift", "sighting")
    assert "nobody would read" in refused(play, "edit", "close", text="Over.")
    assert "new title, a new text or a new time" in refused(play, "edit", "sighting")
    assert (
        "it can be withdrawn"
        in (white(play, "release", "sighting"), refused(play, "hold", "sighting"))[1]
    )
    white(play, "withdraw", "sighting")
    assert "withdrawn already" in refused(play, "withdraw", "sighting")
    white(play, "skip", "second")
    assert "released by hand" in refused(play, "hold", "second")
    assert "shift by less" in refused(play, "shift", limits=(1e7,))
    assert "goes already" in refused(play, "resume")
    assert "above 0" in refused(play, "pace", limits=(0.0,))
    assert "no command “fly”" in refused(play, "fly")
    assert "is not taken over" in refused(play, "give_back", "watch")


def test_the_clock_is_paused_paced_and_moved_on_before_everybody() -> None:
    """A cell would not know why nothing happens, or why it is suddenly late."""
    play = play_of()
    white(play, "pause")
    assert play.engine.state.white_cell.paused
    white(play, "resume")
    white(play, "pace", limits=(48.0,))
    white(play, "jump", NEXT)
    assert play.engine.now_ms == 5 * MIN
    white(play, "jump", "second")
    assert play.engine.now_ms == 40 * MIN
    white(play, "jump", limits=(50.0 * MIN,))
    assert play.engine.now_ms == 50 * MIN
    for seat in play.setup.seats:
        said = "\n".join(read(play, seat))
        assert "The white cell stops the clock." in said
        assert "a minute of the room is 48 min of the story" in said
        assert said.count("The white cell moves the clock on.") == 3
    holds(play)


def test_the_white_cell_speaks_for_a_seat_that_nobody_holds_and_for_no_other() -> None:
    """A higher headquarters could not answer, or a player would find words put in their mouth."""
    play = play_of(watch="person")
    go_to(play, 5)
    done = give(play, Command("watch", "pass"))
    assert isinstance(done, Refusal)
    assert "held by a person; take the seat over first" in done.sentence
    assert not isinstance(play.submit(Command("watch", "choose", "d16_recall")), Refusal)
    assert not isinstance(give(play, Command("chief", "grant", "watch:d16_recall")), Refusal)
    assert isinstance(play.submit(Command("chief", "note", text="x", by="chief")), Refusal)
    kinds = [event.fact.kind for event in play.engine.log]
    assert "spoken_for" in kinds
    assert "leave_given" in kinds
    holds(play)


def test_a_seat_that_is_taken_over_obeys_the_white_cell_alone() -> None:
    """Two would decide for one seat."""
    play = play_of(watch="person")
    white(play, "take", "watch")
    go_to(play, 5)
    done = play.submit(Command("watch", "pass"))
    assert isinstance(done, Refusal)
    assert done.sentence == "The white cell has taken over this seat."
    assert not isinstance(give(play, Command("watch", "choose", "v05_warn")), Refusal)
    white(play, "give_back", "watch")
    assert not isinstance(play.submit(Command("watch", "note", text="Back.")), Refusal)
    holds(play)


@pytest.mark.parametrize("who", ["random", "standing-orders"])
def test_what_fills_a_seat_rests_while_it_is_taken_over(who: str) -> None:
    """A doctrine would act beside the white cell, or not at all once the seat is its own again."""
    play = play_of(watch=who)
    white(play, "take", "watch")
    go_to(play, 30)
    assert not [s for s in play.said if s.command.seat == "watch"]
    white(play, "give_back", "watch")
    play.advance()
    holds(play)


def test_a_seat_is_given_to_people_and_back_to_its_doctrine() -> None:
    """A cell that came late could never decide, or a doctrine would decide beside it."""
    play = play_of(watch="random")
    white(play, "seat", "watch", form="person")
    assert "held by people already" in refused(play, "seat", "watch", form="person")
    go_to(play, 5)
    assert not [s for s in play.said if s.command.seat == "watch"]
    assert not isinstance(play.submit(Command("watch", "choose", "v05_warn")), Refusal)
    white(play, "take", "watch")
    assert "give it back first" in refused(play, "seat", "watch", form="doctrine")
    white(play, "give_back", "watch")
    assert not isinstance(play.submit(Command("watch", "note", text="Ours.")), Refusal)
    again = holds(play)  # in the midst of an instant at which people spoke
    setup = play.setup
    gone_on = Play.restore(setup, again, recorded_occupants(setup, again), None)
    assert gone_on.said == play.said
    go_to(play, 20)
    white(play, "seat", "watch", form="doctrine")
    assert "held by a doctrine already" in refused(play, "seat", "watch", form="doctrine")
    assert "did you mean “watch”" in refused(play, "seat", "wtch", form="person")
    assert "person or doctrine" in refused(play, "seat", "watch", form="both")
    play.advance()
    holds(play)


def test_what_people_did_is_no_step_of_the_script_that_goes_on_after_them() -> None:
    """It would leave out as many steps as they gave commands."""
    to = {holder: Command(WHITE_CELL, "seat", "watch", form=holder) for holder in HOLDERS}
    note = Command("watch", "note", text="x")
    said = [note, to["person"], note, note, to["doctrine"], note]
    assert counted(rec.Said(0, command) for command in said) == {"watch": 2}


def test_a_seat_of_people_has_no_doctrine_to_go_back_to() -> None:
    """A seat would be left to nobody."""
    assert "take the seat over" in refused(
        play_of(watch="person"), "seat", "watch", form="doctrine"
    )


def test_the_white_cell_ends_the_exercise_and_everybody_knows_when() -> None:
    """An exercise would run until its horizon, whatever the room has time for."""
    play = play_of(watch="person")
    go_to(play, 7)
    kinds = white(play, "end", to="Ada", text="out of time")
    assert kinds[:2] == ["command_accepted", "exercise_ended"]
    assert kinds[-1] == "run_ended"
    assert play.ended
    assert read(play)[-2] == "7 The white cell ends the exercise (ENDEX)."
    assert "Ada" not in "\n".join(read(play))
    told = notable(play.setup, play.engine.log)
    assert [text for _, text in told][-2] == "The white cell ends the exercise (ENDEX)."
    holds(play)


def test_going_back_keeps_the_line_that_is_left_and_says_who_and_why() -> None:
    """Somebody could make a bad day undone, and no one would know."""
    play = play_of(watch="person")
    go_to(play, 6)
    play.submit(Command("watch", "choose", "v05_warn"))
    go_to(play, 20)
    left = [to_line(event) for event in play.engine.log]
    done = roll_back(play, 5 * MIN, "Ada", "wrong text")
    assert not isinstance(done, Refusal)
    assert play.engine.now_ms == 5 * MIN - 1
    assert not [text for text in read(play) if "vessel" in text]
    go_to(play, 6)
    assert "5 A vessel in the area." in read(play)
    record = holds(play)
    assert record.lines[0].events == left
    assert record.taken_back
    rolled = next(e.fact for e in play.engine.log if e.fact.kind == "rolled_back")
    assert (rolled.events, rolled.left_ms) == (len(left), 20 * MIN)
    assert (rolled.who, rolled.why) == ("Ada", "wrong text")
    assert "Ada" not in "".join(read(play))


def test_going_back_needs_a_reason_and_a_time_that_was() -> None:
    """The record would hold a branch that nobody answers for."""
    play = play_of()
    go_to(play, 20)
    for at_ms, why in ((5 * MIN, ""), (0, "x"), (1, "x"), (30 * MIN, "x"), (-5, "x")):
        before = list(play.engine.log)
        assert isinstance(roll_back(play, at_ms, "Ada", why), Refusal)
        assert play.engine.log == before
    done = give(play, Command(WHITE_CELL, "roll_back", text="x", limits=(1.0, 1.0)))
    assert isinstance(done, Refusal)


def test_an_exercise_that_has_ended_can_be_rolled_back() -> None:
    """An ending by a slip would be the end of the day."""
    play = play_of()
    play.advance()
    assert play.ended
    assert not isinstance(roll_back(play, 50 * MIN, "Ada", "one more try"), Refusal)
    assert not play.ended
    white(play, "hold", "close")
    play.advance()
    assert play.engine.now_ms == 120 * MIN
    assert len(holds(play).lines) == 2


def test_no_seat_is_called_white_cell() -> None:
    """A scenario could take the white cell's place in the record."""
    text = dump(setup_of().scenario).replace("id: chief", "id: white_cell")
    text = text.replace("authority: chief", "authority: white_cell").replace(
        "of: chief", "of: white_cell"
    )
    with pytest.raises(ScenarioError, match="actor that runs an exercise"):
        from_text(text.replace("- chief", "- white_cell"))


def test_the_report_says_what_the_white_cell_did_to_injects() -> None:
    """A report would show words that nobody read, and leave out what was improvised."""
    play = play_of()
    white(play, "edit", "sighting", text="Two vessels.")
    white(play, "improvise", form="A storm", text="Storm.", clauses=("watch",), effects=STORM)
    white(play, "skip", "second")
    play.advance()
    found = {each.title: each for each in releases(play.setup, play.engine.log)}
    assert (found["A sighting"].text, found["A sighting"].white) == ("Two vessels.", "edited")
    assert found["A storm"].white == "improvised"
    assert found["A storm"].at_ms == 0
    assert found["A storm"].followed
    assert found["Again"].at_ms is None
    assert found["Again"].withdrawn_ms == 0
