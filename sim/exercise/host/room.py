"""The host without sockets: frames in, frames out; wall time is handed in.

A command is acknowledged once it is on disk. A person is sent nothing but what the seat they sit in
or look at knows; what is sent, its size and its order depend on that and on the clock alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.engine.commands import refused_here
from sim.engine.seat.rules import Command
from sim.errors import Refusal, SimError
from sim.exercise.evaluation import EvaluatorEntry
from sim.exercise.host import lobby, owed, proposals, roles, showing
from sim.exercise.host.clock import ExerciseClock
from sim.exercise.host.disk import SharedFile
from sim.exercise.host.following import Follower
from sim.exercise.host.journal import Journal, settled
from sim.exercise.host.people import Participant, role_of
from sim.exercise.host.table import Table
from sim.exercise.journalled import RanClock, ran_clock
from sim.exercise.protocol.messages import (
    Alive,
    Asking,
    Hello,
    Order,
    Query,
    RoleAct,
    Said,
    Sit,
    frame,
)
from sim.play.driver import Play
from sim.play.seat import SeatSession
from sim.play.white_cell import arrive

Out = list[tuple[str, str]]
"""Frames to be sent: for which connection, and the text."""
PEOPLE_MOST = 200
NOT_HERE = {
    "undo": "Nothing is taken back in an exercise, save by the white cell.",
    "save": "The host keeps the record; there is nothing to save here.",
    "advise": "There is no adviser in an exercise.",
}
"""What a seat of a game may do and one of an exercise may not."""
HELD = "A doctrine decides for this seat, since nobody sat here; ask the white cell for it."


class Room:
    """One hosted play and everybody who has joined it.

    Attributes:
        play: None before the begin (STARTEX).
        people: By connection.
        clock: Both clocks.
        open_to: The seats that the white cell lets observers look at.
        pictures: What was drawn last for each seat.
    """

    def __init__(
        self,
        table: Table,
        journal: Journal,
        *,
        entries: Callable[[EvaluatorEntry], str] | None = None,
    ) -> None:
        """Open the room.

        Args:
            table: What is hosted.
            journal: Where it is written who asked for what.
            entries: Keeps an entry of an evaluator, once; says what is wrong, "" if nothing is.
        """
        self.table, self.journal, self.entries = table, journal, entries
        self.people: dict[str, Participant] = {}
        self.play: Play | None = None
        self.sessions: dict[str, SeatSession] = {}
        self.clock = ExerciseClock(table.plan({}))
        self.open_to: set[str] = set()
        self.proposed = proposals.Proposals()
        self.pictures = showing.Pictures()
        self._done: set[tuple[str, str]] = set()
        self._loose: dict[int, Command] = {}
        self.acted: set[str] = set()
        self._owed = owed.Owed()
        self._beat_s = 0.0
        self._follower, self._over = Follower(table.plan), False

    def resume(self, lines: list[str], wall_s: float) -> None:
        """Go on with a play that was begun before, given the lines of the journal."""
        assert self.table.play is not None
        found = settled(lines, self.table.lines)
        self._done, self.acted, self._loose = found.done, found.acted, found.loose
        self.open_to = lobby.opened(lines)
        arrive(self.table.play)
        self._seat(self.table.play, wall_s, ran_clock(lines))

    def begin(self, wall_s: float, held: tuple[str, ...] | None = None) -> None:
        """Begin the play (STARTEX): people in the seats that are held, doctrines in the others."""
        if self.play is None:
            here = {person.seat for person in self.people.values() if person.holds}
            seats = tuple(seat for seat in self.table.seats if seat in here)
            self._seat(self.table.begin(seats if held is None else held), wall_s)
            self.journal.event("startex")

    def _seat(self, play: Play, wall_s: float, ran: RanClock | None = None) -> None:
        self.play = play
        self.sessions = {seat: SeatSession(play, seat) for seat in self.table.setup.seats}
        self.clock = self._follower.begin(play, wall_s)
        if ran is not None:
            self.clock.exercise_ms = ran.exercise_ms(self.clock.story_ms)
        self.clock.noted = self._note_clock
        self._note_clock(self.clock.story_ms, self.clock.exercise_ms)
        self._over = bool(play.ended)
        for person in self.people.values():
            person.shown = ()

    def _note_clock(self, story_ms: int, exercise_ms: int) -> None:
        self.journal.event("clock", story_ms=story_ms, exercise_ms=exercise_ms)

    @property
    def ended(self) -> bool:
        """Say whether the play is over (ENDEX)."""
        return self.play is not None and bool(self.play.ended)

    def present(self) -> dict[str, str]:
        """Say who sits in each seat now."""
        held = [person for person in self.people.values() if person.holds]
        return {p.seat: ", ".join(o.name for o in held if o.seat == p.seat) for p in held}

    def enter(self, key: str, who: str, hello: Hello, wall_s: float) -> Out:
        """Let somebody in whose code was right; one who comes back takes the earlier place."""
        out: Out = []
        for other in [p for p in self.people.values() if p.client == hello.client and p.who == who]:
            out.append(other.frame(frame("bye", code="replaced", text="You joined elsewhere.")))
            self.leave(other.key, wall_s)
        if len(self.people) >= PEOPLE_MOST:
            text = f"{PEOPLE_MOST} people are here; nobody else can join."
            person = Participant(key, who, role_of(who), client="", name="", seats=())
            return [*out, person.frame(frame("bye", code="full", text=text))]
        seats = self.table.seats_of(who)
        role = role_of(who)
        first = seats[0] if seats and role in ("seat", "cell") else ""
        name, client = hello.name or who, hello.client
        person = Participant(key, who, role, client=client, name=name, seats=seats, seat=first)
        person.seen, person.seen_ms = hello.seen, hello.seen_ms
        if person.may_look(hello.seat, self.open_to):
            person.seat = hello.seat
        self.people[key] = person
        self.journal.event("joined", who=who, name=person.name)
        here = {each.seat for each in self.people.values() if each.holds}
        if self.table.by_itself and here.issuperset(self.table.seats):
            self.begin(wall_s)
        out.append(person.frame(lobby.welcome(self, person)))
        if person.holds and self._by_doctrine(person.seat):
            out.append(person.frame(frame("notice", text=HELD)))
        return [*out, *self.shown(wall_s)]

    def _by_doctrine(self, seat: str) -> bool:
        return self.play is not None and self.play.engine.state.run.control[seat] != "person"

    def leave(self, key: str, wall_s: float) -> Out:
        """Let somebody go whose connection has ended."""
        person = self.people.pop(key, None)
        if person is None:
            return []
        self.journal.event("left", who=person.who, name=person.name)
        self.proposed.forget(person)
        return self.shown(wall_s) if self.play is None else []

    def receive(self, key: str, text: str | bytes, wall_s: float) -> Out:
        """Take a frame of somebody who is here; give what is to be sent."""
        return [*self.answer(key, text, wall_s), *self.shown(wall_s)]

    def answer(self, key: str, text: str | bytes, wall_s: float) -> Out:
        """Take a frame of somebody who is here; give what is answered, before it is `shown`."""
        person = self.people.get(key)
        if person is None:
            return []
        said = person.gate.admit(text, wall_s)
        if isinstance(said, Hello):
            said = Refusal("reordered", "You have joined already.")
        if isinstance(said, Refusal):
            out = [self.refuse(person, said)]
            if person.gate.lost:
                text = "Too many faulty frames."
                out.append(person.frame(frame("bye", code="faulty", text=text)))
                self.leave(key, wall_s)
            return out
        self._go_on(wall_s)
        out = self._answer(person, said, wall_s)
        self._follow(wall_s)
        return out

    def tick(self, wall_s: float) -> Out:
        """Let time go on; give what is to be sent."""
        self._go_on(wall_s)
        return [*self._owed.due(self), *self.shown(wall_s)]

    def farewell(self) -> Out:
        """Say to everybody that the host ends; the exercise is kept."""
        text = "The host has been ended, and keeps everything; join again once it goes on."
        return [p.frame(frame("bye", code="closing", text=text)) for p in self.people.values()]

    def refuse(self, person: Participant, refusal: Refusal, **more: Any) -> tuple[str, str]:  # noqa: ANN401
        """Say to somebody why not, and write it down."""
        self.journal.refusal(person.who, refusal.code, refusal.sentence)
        return person.frame(frame("refused", code=refusal.code, text=refusal.sentence, **more))

    def _answer(self, person: Participant, said: Said, wall_s: float) -> Out:
        match said:
            case Order():
                return self._ordered(person, said, wall_s)
            case Query():
                found = roles.query(self, person, said)
                if isinstance(found, Refusal):
                    return [self.refuse(person, found, re=said.n)]
                return [person.frame(frame("answer", re=said.n, data=found))]
            case RoleAct():
                return self._acts(person, said, wall_s)
            case Sit():
                if not person.may_look(said.seat, self.open_to):
                    refusal = Refusal("wrong_seat", "You may not look at this seat.")
                    return [self.refuse(person, refusal, re=said.n)]
                self.proposed.forget(person)
                person.seat, person.seen, person.shown = said.seat, said.seen, ()
                return [person.frame(lobby.welcome(self, person))]
            case Alive():
                return [person.frame(frame("clock", clock=showing.clock(self, wall_s)))]
        return []

    def _acts(self, person: Participant, said: RoleAct, wall_s: float) -> Out:
        done = roles.act(self, person, said, wall_s)
        if isinstance(done, Refusal):
            return [self.refuse(person, done, id=said.id)]
        return self._owed.put(self, person, said.id, data=done)

    def _ordered(self, person: Participant, said: Order, wall_s: float) -> Out:
        if person.holds and self._is_done(person.seat, said, person.name):
            return self._owed.put(self, person, said.id)
        refusal = self._refused(person, said)
        if refusal is not None:
            return [self.refuse(person, refusal, id=said.id)]
        also = [p for p in self.people.values() if p.holds and p.seat == person.seat]
        if len(also) > 1:  # what would be refused is not shown to the others first
            assert self.play is not None
            refusal = refused_here(self.play.engine, command_of(said.ask, person.seat))
            if refusal is not None:
                return [self.refuse(person, refusal, id=said.id)]
        order = self.proposed.order(person, said, alone=len(also) == 1)
        if order is None:
            self.journal.event("proposed", who=person.who, name=person.name, why=said.because)
            text = lobby.proposal(self, person, said)
            others = [p.frame(frame("notice", text=text)) for p in also if p is not person]
            mine = "Proposed: it is ordered once another of you orders the same."
            return [person.frame(frame("proposed", id=said.id, text=mine)), *others]
        return self._apply(person, order, wall_s)

    def _is_done(self, seat: str, said: Order, name: str) -> bool:
        """Say whether an order is said again that was carried out, perhaps unknown to journals."""
        command = command_of(said.ask, seat)
        at = next((at for at, each in self._loose.items() if each == command), None)
        if at is not None and self.play is not None and (seat, said.id) not in self._done:
            slot = self.play.recording.branch, at
            self.journal.order(said.id, self._loose.pop(at), slot, name=name)
            self._done.add((seat, said.id))
        return (seat, said.id) in self._done

    def _refused(self, person: Participant, said: Order) -> Refusal | None:
        if not person.holds:
            return Refusal("wrong_seat", "Only who sits in a seat gives its orders.")
        if self.play is None:
            return Refusal("not_begun", "The exercise has not begun.")
        if self._by_doctrine(person.seat):
            return Refusal("held", HELD)
        if said.ask.verb in NOT_HERE:
            return Refusal("not_here", NOT_HERE[said.ask.verb])
        window = self.play.engine.state.known[person.seat].windows.window
        if said.window and (window is None or window.number != said.window):
            return Refusal("stale", f"Decision {said.window} is not open any more.")
        return self.unsaved()

    def unsaved(self) -> Refusal | None:
        """Refuse an order while the host cannot write, tried once more: a clock may stand."""
        if owed.written(self):
            return None
        return Refusal("not_saved", f"The host cannot write its record: {self.trouble}")

    @property
    def slot(self) -> tuple[int, int]:
        """Give the line of play, and how many commands it holds; -1 before the begin."""
        return (self.play.recording.branch, len(self.play.said)) if self.play else (0, -1)

    @property
    def files(self) -> list[SharedFile]:
        """List what has to be on disk before anybody is told what came of it: journal, record."""
        record = self.play.recording.file if self.play else None
        return [file for file in (self.journal.file, record) if isinstance(file, SharedFile)]

    @property
    def trouble(self) -> str:
        """Say what keeps the host from writing, "" if nothing does."""
        return (self.play.recording.trouble if self.play else "") or self.journal.trouble

    def _apply(self, person: Participant, order: Order, wall_s: float) -> Out:
        by = {"name": person.name, "who": person.who, "because": order.because}
        done = self.submit(command_of(order.ask, person.seat), order.id, wall_s, **by)
        if isinstance(done, Refusal):
            return [self.refuse(person, done, id=order.id)]
        person.shown = ()
        return self._owed.put(self, person, order.id)

    def submit(
        self,
        command: Command,
        token: str,
        wall_s: float,
        **more: Any,  # noqa: ANN401
    ) -> Refusal | None:
        """Ask for a command of anybody, write down first who asks; say why it is refused, if it is.

        Args:
            command: The command.
            token: Its own id.
            wall_s: Wall time.
            more: By whom and why, for the journal.
        """
        assert self.play is not None
        story, exercise = self.clock.now(wall_s)
        because = {key: value for key, value in more.items() if value}
        because |= {"story_ms": story, "exercise_ms": exercise}
        self.journal.order(token, command, self.slot, **because)
        if unsaved := self.unsaved():
            return unsaved
        try:
            done = self.play.submit(command)
        except SimError as error:
            return Refusal("fault", f"The scenario cannot take that: {error.faults[0].what}")
        if isinstance(done, Refusal):
            return done
        self._done.add((command.seat, token))
        return None

    def _go_on(self, wall_s: float) -> None:
        """Let the story go on to where the clock stands."""
        if self.play is None or self.play.ended:
            return
        due = self.clock.now(wall_s)[0]
        while self.play.engine.now_ms < due and not self.play.ended:
            stop = self.play.advance(due)
            for seat in self.table.setup.seats if stop.why == "notice" else ():
                self.play.looked(seat)
        self._follow(wall_s)

    def _follow(self, wall_s: float) -> None:
        """Let the clock follow what has happened, and write down when the exercise has ended."""
        if self.play is not None:
            self._follower.follow(self.clock, self.play, wall_s)
            if self.ended and not self._over:
                self.journal.event("endex")
            self._over = self.ended

    def shown(self, wall_s: float) -> Out:
        """Show everybody what is new to them, and once a second how the clock stands."""
        beat = wall_s - self._beat_s >= showing.BEAT_S or wall_s < self._beat_s
        if beat:
            self._beat_s = wall_s
            self.clock.beat(wall_s)
        if self.play is None:
            return lobby.waiting(self)
        return showing.show_all(self, wall_s, beat=beat)


def command_of(ask: Asking, seat: str) -> Command:
    """Make the command by which a seat asks for something."""
    return Command(
        seat,
        ask.verb,
        subject=ask.subject,
        to=ask.to,
        form=ask.form,
        text=ask.text,
        clauses=tuple(ask.clauses),
        limits=tuple(ask.limits),
    )
