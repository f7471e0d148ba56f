"""A review run: jobs of roll-outs round by round, kept as they come, judged at any time.

Every decision's ways are rolled out ten times in both lenses, then ten times more, and so on;
ways that others surely beat leave, and decisions about which nothing is open any more rest. Who
leaves follows from whole rounds alone, so the result is the same for any number of workers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sim.engine.base.setup import Setup
from sim.errors import RecordError, SimError, UsageError, nearest
from sim.play.record import Record
from sim.play.recorded import begun_again, recorded_occupants, understood
from sim.play.rerun import disagreement
from sim.review.decisions import DecisionPoint, decisions
from sim.review.marks import still_running
from sim.review.patience import PATIENCE_S, OutOfPatienceError, patience
from sim.review.rollouts import LENSES, Lens, Rolled, Roller, summed_up
from sim.study.pool import Pool

ROUND = 10
"""Roll-outs of each way in one job."""
ROLLOUTS, ROLLOUTS_MOST = 50, 10_000
"""Roll-outs of each way, if nothing else is asked for; and the most that may be."""


@dataclass(frozen=True, slots=True)
class Job:
    """Roll-outs to be made: which decision, through which lens, which ways, which branches."""

    seat: str
    number: int
    lens: Lens
    ways: tuple[int, ...]
    first: int
    count: int


class Rolls(dict[int, list[Rolled]]):
    """The place of a way → its roll-outs of a job, in the order of their branches.

    Attributes:
        faults: The place of a way → why it could not be rolled out to its end; it has none.
    """

    def __init__(self, *rolled: Mapping[int, list[Rolled]]) -> None:
        super().__init__(*rolled)
        self.faults: dict[int, str] = {}


@dataclass(frozen=True, slots=True)
class Recorded:
    """A record to be reviewed, as every worker gets it: its whole lines, and whose decisions."""

    lines: tuple[str, ...]
    name: str
    seats: tuple[str, ...] = ()


class Reviewed:
    """The run of a record lived again: its decisions, and what rolls them out."""

    def __init__(self, played: Recorded) -> None:
        """Live it again.

        Raises:
            RecordError: no record, or one that does not re-run to what it says.
        """
        self.record, self.setup = understood(played.lines, played.name)
        held = recorded_occupants(self.setup, self.record)
        line, header = self.record.line, self.record.header
        engine = begun_again(self.setup, self.record, held)
        wrong = disagreement(engine, line)
        if wrong is not None:
            what = f"does not re-run: {wrong.what.partition(chr(10))[0]}"
            raise RecordError([self.record.fault(wrong.event, what, "see channel16 rerun")])
        self.engine, self.held = engine, held
        self.seats = played.seats or reviewable(self.setup, self.record)
        for seat in self.seats:
            if seat not in self.setup.seats:
                hint = nearest(seat, self.setup.seats)
                raise UsageError(f"--seat {seat}: the scenario has no such seat; {hint}")
        again = begun_again(self.setup, self.record, held)
        self.decisions = decisions(again, line.said, engine.log, self.seats)
        self.roller = Roller(self.setup, held, seed=header["seed"], replicate=header["replicate"])

    def roll(self, job: Job) -> Rolls:
        """Do a job."""
        decision = self.decision(job.seat, job.number)
        rolls = Rolls({way: [] for way in job.ways})
        for k in range(job.first, job.first + job.count):
            for way in job.ways:
                if way in rolls.faults:
                    continue
                try:
                    with patience(PATIENCE_S):
                        rolls[way].append(self.roller.roll(decision, job.lens, way, k))
                except (SimError, OutOfPatienceError) as fault:
                    rolls.faults[way], rolls[way] = str(fault), []
        return rolls

    def decision(self, seat: str, number: int) -> DecisionPoint:
        """Give a decision of a seat by its number."""
        return self.decisions[seat][number - 1]

    def came_to(self, seat: str) -> Rolled | None:
        """Say what the run itself came to for a seat's side; None if it has not ended."""
        return summed_up(self.engine, seat) if self.engine.state.run.ended else None


def reviewable(setup: Setup, record: Record) -> tuple[str, ...]:
    """List whose decisions are looked at if nothing is said: those of people, else of players."""
    seats: Mapping[str, str] = record.header["seats"]
    people = tuple(seat for seat, name in seats.items() if name == "person")
    playable = [seat.id for seat in setup.scenario.seats if seat.playable]
    return people or tuple(playable)


def _rolls(played: Recorded) -> Callable[[Job], Rolls]:
    return Reviewed(played).roll


@dataclass(slots=True)
class Race:
    """How far the roll-outs of one decision have come in one lens."""

    decision: DecisionPoint
    lens: Lens
    rolled: list[list[Rolled]]
    running: tuple[int, ...]
    done: int = 0
    faults: dict[int, str] = field(default_factory=dict)

    @property
    def losses(self) -> list[list[float]]:
        """Give the losses of each way."""
        return [[each.loss for each in way] for way in self.rolled]

    def take(self, rolls: Rolls, count: int, most: int) -> None:
        """Take a round in, and let go of the ways that need no more.

        Luck is measured against hindsight's mean of what was done, so that goes on to the end.
        """
        for way in self.running:
            self.rolled[way] += rolls[way]
        self.done += count
        for way, fault in rolls.faults.items():
            self.faults[way], self.rolled[way] = fault, []
        whole = tuple(way for way in self.running if way not in self.faults)
        running = still_running(self.losses, whole) if 0 in whole else ()
        if self.lens == "hindsight" and 0 in whole:
            running = running or (0,)
        self.running = running if self.done < most else ()


@dataclass(slots=True)
class Races:
    """All races of a review."""

    played: Recorded
    reviewed: Reviewed
    rollouts: int = ROLLOUTS
    all: dict[tuple[str, int, Lens], Race] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for seat, found in self.reviewed.decisions.items():
            for each in found:
                for lens in LENSES:
                    rolled: list[list[Rolled]] = [[] for _ in each.ways]
                    race = Race(each, lens, rolled, tuple(range(len(each.ways))))
                    self.all[seat, each.number, lens] = race

    def jobs(self) -> list[Job]:
        """List the jobs of the next round."""
        return [
            Job(seat, number, lens, race.running, first=race.done + 1,
                count=min(ROUND, self.rollouts - race.done))
            for (seat, number, lens), race in self.all.items()
            if race.running
        ]  # fmt: skip

    def unjudged(self, seat: str) -> dict[tuple[int, int], str]:
        """Say which ways of which decisions of a seat are not judged, and why."""
        return {
            (number, way): fault
            for (whose, number, _), race in self.all.items()
            for way, fault in race.faults.items()
            if whose == seat
        }

    def take_kept(self, kept: Mapping[Job, Rolls]) -> None:
        """Take in what was done before, as far as whole rounds of it are there."""
        while found := [(job, kept[job]) for job in self.jobs() if job in kept]:
            for job, rolls in found:
                self.all[job.seat, job.number, job.lens].take(rolls, job.count, self.rollouts)

    def run(
        self,
        workers: int,
        kept: Mapping[Job, Rolls],
        keep: Callable[[Job, Rolls], None],
    ) -> Iterator[tuple[int, int]]:
        """Run all races; yield how many jobs of the round are done, and how many there are.

        Args:
            workers: How many processes roll out.
            kept: Jobs that were done before, with what they gave.
            keep: Is handed every other one as it is done.
        """
        with Pool(_rolls, self.played, workers) as pool:
            while jobs := self.jobs():
                for done, (job, rolls) in enumerate(_all_done(pool, jobs, kept, keep), 1):
                    race = self.all[job.seat, job.number, job.lens]
                    race.take(rolls, job.count, self.rollouts)
                    yield done, len(jobs)


def _all_done(
    pool: Pool[Recorded, Job, Rolls],
    jobs: Iterable[Job],
    kept: Mapping[Job, Rolls],
    keep: Callable[[Job, Rolls], None],
) -> Iterator[tuple[Job, Rolls]]:
    """Do jobs, or take what was kept of them."""
    left = []
    for job in jobs:
        if job in kept:
            yield job, kept[job]
        else:
            left.append(job)
    for job, rolls in pool.do(left):
        if not rolls.faults:
            keep(job, rolls)
        yield job, rolls
