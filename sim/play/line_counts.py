"""Every line of play of a small scenario, counted: what perft is to chess.

Every seat decides by hand, at opening instants only: when a window opens or is renewed, when a
call rings at a desk, when a seat's leave is asked. It may then give one command that is legal
at that instant, or pass; after a command that leaves the matter open it is asked again. Chance
is a choice too. Counting runs the scenario once for every line, each time with another list of
choices, the last of which counts up like an odometer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from sim.engine import Engine, Setup, begin, submit
from sim.engine.base.draws import ListedDraws
from sim.engine.base.log import Event, Key
from sim.engine.facts.calls import CallBegun
from sim.engine.facts.moves import LeaveAsked, LeaveRequest
from sim.engine.facts.windows import WindowOpened, WindowRefreshed
from sim.engine.seat.rules import Command, legal
from sim.errors import Refusal, SimError

LINES_MOST = 200_000
"""More lines than this are not counted: the scenario is not small."""


@dataclass(slots=True)
class Lines:
    """How many lines of play there are.

    `by_depth[d]` counts the different ways play can have gone once d decisions have been made,
    or the run has ended before; `nodes` counts distinct positions by kind; `split` counts whole
    lines by the first decision.
    """

    lines: int = 0
    by_depth: dict[int, int] = field(default_factory=dict)
    endings: Counter[str] = field(default_factory=Counter)
    nodes: Counter[str] = field(default_factory=Counter)
    split: Counter[str] = field(default_factory=Counter)


class _Choices(ListedDraws):
    """Chance and decisions taken from one list; `kinds` and `names` say what was asked."""

    def __init__(self, script: list[int]) -> None:
        super().__init__(script)
        self.kinds: list[str] = []
        self.names: list[str] = []

    def _outcome(self, count: int, stream: str, subject: str, index: int) -> int:
        known = len(self.asked)
        outcome = super()._outcome(count, stream, subject, index)
        if len(self.asked) > known:
            self.kinds.append("chance")
            self.names.append(f"{stream} {subject}: {outcome}")
        return outcome

    def decide(self, commands: list[Command | None]) -> Command | None:
        """Take the next decision; None is to pass."""
        place = len(self.asked)
        chosen = commands[self._script[place] if place < len(self._script) else 0]
        self.asked.append(len(commands))
        self.kinds.append("decision")
        self.names.append(_name(chosen))
        return chosen


def _name(command: Command | None) -> str:
    return f"{command.seat} {command.verb} {command.subject}" if command else "pass"


def count(setup: Setup) -> Lines:
    """Count every line of play.

    Raises:
        SimError: a chance whose outcomes cannot be listed, or too many lines.
    """
    result = Lines()
    prefixes: dict[int, set[tuple[int, ...]]] = {}
    whole: Counter[int] = Counter()
    script: list[int] = []
    changed = 0
    while True:
        choices, ending = _play_through(setup, script)
        result.lines += 1
        if result.lines > LINES_MOST:
            raise SimError(
                f"scenario “{setup.scenario.id}” has more than {LINES_MOST} lines of play"
            )
        result.endings[ending] += 1
        result.nodes["ending"] += 1
        for kind in choices.kinds[changed:]:
            result.nodes[kind] += 1
        taken = [*script, *[0] * (len(choices.asked) - len(script))]
        whole[_note_prefixes(prefixes, choices.kinds, taken)] += 1
        first = next(
            (n for k, n in zip(choices.kinds, choices.names, strict=True) if k == "decision"), "-"
        )
        result.split[first] += 1
        while taken and taken[-1] + 1 >= choices.asked[len(taken) - 1]:
            taken.pop()
        if not taken:
            break
        taken[-1] += 1
        script, changed = taken, len(taken)
    for depth in sorted(prefixes):
        ended_before = sum(int(n) for decisions, n in whole.items() if decisions < depth)
        result.by_depth[depth] = len(prefixes[depth]) + ended_before
    return result


def _note_prefixes(
    prefixes: dict[int, set[tuple[int, ...]]], kinds: list[str], taken: list[int]
) -> int:
    """Note the prefix of a line after each of its decisions; give how many it has."""
    depth = 0
    for place, kind in enumerate(kinds):
        if kind == "decision":
            depth += 1
            prefixes.setdefault(depth, set()).add(tuple(taken[: place + 1]))
    return depth


def _play_through(setup: Setup, script: list[int]) -> tuple[_Choices, str]:
    """Play one line to its end."""
    choices = _Choices(script)
    engine = Engine(setup, choices)
    heard = 0
    try:
        begin(engine, dict.fromkeys(setup.seats, ("person", "person")))
        while not engine.state.run.ended:
            new, heard = engine.log[heard:], len(engine.log)
            openings = [o for event in new for o in _openings(event)]
            while openings and not engine.state.run.ended:
                seat, key = openings.pop(0)
                openings += _decide(engine, choices, seat, key)
                heard = len(engine.log)
            at = engine.next_ms()
            if at is None:
                break
            engine.drain_to(at)
    except ValueError as error:
        raise SimError(f"scenario “{setup.scenario.id}”: {error}") from None
    return choices, engine.state.run.ended


def _openings(event: Event) -> Iterator[tuple[str, Key]]:
    """Say which seat may decide because of an event, and about what."""
    fact = event.fact
    if isinstance(fact, WindowOpened | WindowRefreshed):
        yield fact.seat, fact.key
    elif isinstance(fact, CallBegun) and fact.callee in event.audience:
        yield fact.callee, fact.key
    elif isinstance(fact, LeaveAsked):
        yield fact.of, fact.key


def _decide(engine: Engine, choices: _Choices, seat: str, key: Key) -> list[tuple[str, Key]]:
    """Let a seat decide until it passes or the matter is closed; give new openings."""
    new: list[tuple[str, Key]] = []
    while key in engine.state.open and not engine.state.run.ended:
        options = _commands(engine, seat, key)
        chosen = choices.decide(options) if len(options) > 1 else None
        if chosen is None:
            break
        done = submit(engine, chosen)
        assert not isinstance(done, Refusal), f"{chosen} was listed but is refused"
        new += [o for event in done for o in _openings(event) if o != (seat, key)]
    return new


def _commands(engine: Engine, seat: str, key: Key) -> list[Command | None]:
    """List what a seat may do about an open matter; passing comes first."""
    if key[0] == "window":
        known = engine.state.known[seat]
        moves = legal(engine.setup, known, engine.now_ms)
        return [None, *(Command(seat, "choose", move) for move in moves)]
    if key[0] == "call":
        return [None, *(Command(seat, verb, str(key[1])) for verb in ("answer", "decline"))]
    request = LeaveRequest(str(key[1]), str(key[2]))
    return [None, *(Command(seat, verb, request.subject) for verb in ("grant", "deny"))]
