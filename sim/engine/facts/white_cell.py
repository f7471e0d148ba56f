"""What the white cell does to the clock, to seats, and to the line of play."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.engine.base.declaring import changes, declare, learns, tells
from sim.engine.base.log import Event, Fact, Group, Reader
from sim.engine.base.setup import Setup
from sim.engine.base.wording import sentence
from sim.engine.facts.run import RunKnown, RunState, SeatTaken
from sim.model.world import WHITE_CELL
from sim.units import format_duration


@dataclass(slots=True)
class WhiteCellState(Group):
    """How the white cell has the clock go, and which seats it has taken over."""

    paused: bool = False
    """Whether it has stopped the clock."""
    pace: float = 1.0
    """Seconds of the story that pass in a second of the room."""
    taken: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Seat it has taken over → who filled it before, and who controlled it."""
    people: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Seat it has given to people since the begin → who filled it before, and who controlled it."""

    def rests(self, seat: str) -> bool:
        """Say whether the one with whom a seat began has to rest: others decide for it."""
        return seat in self.taken or seat in self.people


@dataclass(slots=True)
class ClockPaused(Fact):
    """The white cell stopped the clock."""


declare("clock_paused", ClockPaused)


@changes("white_cell", ClockPaused)
def _paused(white_cell: WhiteCellState, event: Event, fact: ClockPaused) -> None:
    white_cell.paused = True


@tells(ClockPaused)
def _tell_clock_paused(setup: Setup, seat: str, fact: ClockPaused) -> str:
    return "The white cell stops the clock."


@dataclass(slots=True)
class ClockResumed(Fact):
    """The white cell let the clock go on."""


declare("clock_resumed", ClockResumed)


@changes("white_cell", ClockResumed)
def _resumed(white_cell: WhiteCellState, event: Event, fact: ClockResumed) -> None:
    white_cell.paused = False


@tells(ClockResumed)
def _tell_clock_resumed(setup: Setup, seat: str, fact: ClockResumed) -> str:
    return "The white cell lets the clock go on."


@dataclass(slots=True)
class PaceSet(Fact):
    """The white cell set how many seconds of the story pass in a second of the room."""

    pace: float


declare("pace_set", PaceSet)


@changes("white_cell", PaceSet)
def _pace_set(white_cell: WhiteCellState, event: Event, fact: PaceSet) -> None:
    white_cell.pace = fact.pace


@tells(PaceSet)
def _tell_pace_set(setup: Setup, seat: str, fact: PaceSet) -> str:
    story = format_duration(round(fact.pace * 60) * 1000)
    return f"The white cell sets the pace: a minute of the room is {story} of the story."


@dataclass(slots=True)
class ClockJumped(Fact):
    """The white cell moves the clock on, to an instant or until something happens.

    `to_ms` is the instant, or the latest if the jump ends with something; `aim` names that.
    """

    to_ms: int
    aim: str


declare("clock_jumped", ClockJumped, secret=("to_ms", "aim"))


@tells(ClockJumped)
def _tell_clock_jumped(setup: Setup, seat: str, fact: ClockJumped) -> str:
    return "The white cell moves the clock on."


@dataclass(slots=True)
class RolledBack(Fact):
    """The white cell went back to an earlier instant; the line of play it left had `events`."""

    events: int
    left_ms: int
    who: str
    why: str


declare("rolled_back", RolledBack, secret=("events", "left_ms", "who", "why"))


@tells(RolledBack)
def _tell_rolled_back(setup: Setup, seat: str, fact: RolledBack) -> str:
    return "The white cell goes back to this moment: what came after it did not happen."


@dataclass(slots=True)
class SpokenFor(Fact):
    """The command just accepted of a seat was given by the white cell."""

    seat: str


declare("spoken_for", SpokenFor)


@dataclass(slots=True)
class SeatTakenOver(Fact):
    """The white cell has taken a seat over from its occupant, who is named as it sat down."""

    seat: str
    occupant: str
    pace: str


declare("seat_taken_over", SeatTakenOver)


@changes("white_cell", SeatTakenOver)
def _taken_over(white_cell: WhiteCellState, event: Event, fact: SeatTakenOver) -> None:
    white_cell.taken[fact.seat] = fact.occupant, fact.pace


@changes("run", SeatTakenOver)
def _controlled(run: RunState, event: Event, fact: SeatTakenOver) -> None:
    run.control[fact.seat] = "person"


@learns("run", SeatTakenOver)
def _relieved(run: RunKnown, reader: Reader, event: Event, fact: SeatTakenOver) -> None:
    run.control, run.occupant = "person", WHITE_CELL


@tells(SeatTakenOver)
def _tell_seat_taken_over(setup: Setup, seat: str, fact: SeatTakenOver) -> str:
    return sentence(f"The white cell has taken over this seat: {setup.seats[seat].title}")


@dataclass(slots=True)
class SeatGivenBack(Fact):
    """The white cell has given a seat back to its occupant."""

    seat: str
    occupant: str
    pace: str


declare("seat_given_back", SeatGivenBack)


@changes("white_cell", SeatGivenBack)
def _given_back(white_cell: WhiteCellState, event: Event, fact: SeatGivenBack) -> None:
    white_cell.taken.pop(fact.seat, None)


@changes("run", SeatGivenBack)
def _own_again(run: RunState, event: Event, fact: SeatGivenBack) -> None:
    run.control[fact.seat] = fact.pace


@learns("run", SeatGivenBack)
def _sits_again(run: RunKnown, reader: Reader, event: Event, fact: SeatGivenBack) -> None:
    run.control, run.occupant = fact.pace, fact.occupant


@tells(SeatGivenBack)
def _tell_seat_given_back(setup: Setup, seat: str, fact: SeatGivenBack) -> str:
    return sentence(f"The white cell has given this seat back: {setup.seats[seat].title}")


@dataclass(slots=True)
class PeopleSeated(Fact):
    """The white cell has given a seat to people in place of its occupant, who is named."""

    seat: str
    occupant: str
    pace: str


declare("people_seated", PeopleSeated)


@changes("white_cell", PeopleSeated)
def _seated(white_cell: WhiteCellState, event: Event, fact: PeopleSeated) -> None:
    white_cell.people[fact.seat] = fact.occupant, fact.pace


@changes("run", PeopleSeated)
def _by_people(run: RunState, event: Event, fact: PeopleSeated) -> None:
    run.control[fact.seat] = "person"


@learns("run", PeopleSeated)
def _people_sit(run: RunKnown, reader: Reader, event: Event, fact: PeopleSeated) -> None:
    run.control = run.occupant = "person"


@tells(PeopleSeated)
def _tell_people_seated(setup: Setup, seat: str, fact: PeopleSeated) -> str:
    return sentence(f"From now on people decide for this seat: {setup.seats[seat].title}")


@dataclass(slots=True)
class DoctrineSeated(Fact):
    """The white cell has given a seat back from people to the occupant it began with."""

    seat: str
    occupant: str
    pace: str


declare("doctrine_seated", DoctrineSeated)


@changes("white_cell", DoctrineSeated)
def _unseated(white_cell: WhiteCellState, event: Event, fact: DoctrineSeated) -> None:
    white_cell.people.pop(fact.seat, None)


@changes("run", DoctrineSeated)
def _by_doctrine(run: RunState, event: Event, fact: DoctrineSeated) -> None:
    run.control[fact.seat] = fact.pace


@learns("run", DoctrineSeated)
def _doctrine_sits(run: RunKnown, reader: Reader, event: Event, fact: DoctrineSeated) -> None:
    run.control, run.occupant = fact.pace, fact.occupant


@tells(DoctrineSeated)
def _tell_doctrine_seated(setup: Setup, seat: str, fact: DoctrineSeated) -> str:
    return sentence(f"From now on a doctrine decides for this seat: {setup.seats[seat].title}")


@changes("white_cell", SeatTaken)
def _sat_down(white_cell: WhiteCellState, event: Event, fact: SeatTaken) -> None:
    white_cell.taken.pop(fact.seat, None)  # in a roll-out somebody else decides from here on
    white_cell.people.pop(fact.seat, None)


@dataclass(slots=True)
class ExerciseEnded(Fact):
    """The white cell ended the exercise (ENDEX): the run ends with this instant."""

    who: str
    why: str


declare("exercise_ended", ExerciseEnded, secret=("who", "why"))


@tells(ExerciseEnded)
def _tell_exercise_ended(setup: Setup, seat: str, fact: ExerciseEnded) -> str:
    return "The white cell ends the exercise (ENDEX)."
