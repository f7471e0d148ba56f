"""The shadow: a run that is imagined again, in which a seat comes to know just what it does know.

A second engine runs with imagined chance from the begin. Whatever it would tell the seat is held
against what the seat was shown, event by event and in that order. A step that would show something
that was not seen is taken back and tried with other chance; what can wait is then put off.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace
from heapq import heappop, heappush

from sim.engine import Draws, Engine, Setup
from sim.engine.base.log import Event
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.injects import InjectScheduled
from sim.engine.facts.run import IntentDrawn
from sim.engine.facts.windows import WindowLapsed
from sim.engine.kernel.engine import PROCESSES
from sim.engine.kernel.knowledge import Known
from sim.review import imagine_waits as waits
from sim.review.imagine_edits import edit, take_in
from sim.review.imagine_seen import DRAWN, LED, Early, Unseen, is_same, origins
from sim.review.imagine_shows import shows_later
from sim.review.imagine_tries import may_show, tries_of

TRIES = 6
"""So often a step with chance in it is tried before it is put off, or taken as it is."""
NEVER_MS = 2**60
"""When something is due that only what was seen brings about."""
_KEEP = 64
"""Events after which the state is kept again, to go back to."""
_Entry = tuple[int, int, int, int, str, Iterator[tuple[int, str]]]
"""When, at which place among ties, number of the entry; of which interval, what for, and then."""
_IMPOSSIBLE = (AssertionError, LookupError)
"""What the rules raise where something is tried that could not be."""


class Shadow:
    """A run imagined along what a seat was shown."""

    def __init__(self, setup: Setup, known: Known, now_ms: int, draws: Draws) -> None:
        self.setup, self.known, self.now_ms = setup, known, now_ms
        self.seat, self.side = known.seat, known.side
        self.feed: list[Event] = list(known.feed)
        self.seqs: list[int] = []
        """The shadow's number of each event of the feed that was told so far."""
        self.engine = Engine(setup, draws)
        self.engine.guide = self._look
        self.draws = draws
        self._branches = [draws]
        self._end = 0
        self._lenient = False
        self._strays: list[int] = []
        self._agenda: list[_Entry] = []
        self._entries = 0
        self._base = self.engine.state.copy()
        self._edits: list[tuple[int, int, Event | None]] = []
        self._told_only: set[int] = set()
        self._base_events = 0
        self._puts = 0
        self.early = False
        self.ordered = origins(known, self.feed, draws)
        self.intents: dict[str, str] = {}

    def _look(self, event: Event) -> Event:
        """Hold what is about to be told against what the seat was shown."""
        fact, seat, at = event.fact, self.seat, len(self.seqs)
        if type(fact) is IntentDrawn and fact.side in self.intents:
            event = replace(event, fact=replace(fact, intent=self.intents[fact.side]))
        if seat not in event.audience:
            return event
        if at < self._end and self._is_this(self.feed[at], event):
            return self._as_seen(at, event)
        if not self._lenient:
            if any(self._is_this(self.feed[i], event) for i in range(at + 1, self._end)):
                raise Early
            raise Unseen
        self._strays.append(event.seq)
        rest, alert = ([s for s in seats if s != seat] for seats in (event.audience, event.alert))
        return replace(event, audience=tuple(rest), alert=tuple(alert))

    def _is_this(self, seen: Event, event: Event) -> bool:
        """Say whether an event is one that was seen, and the end of the same interval."""
        closes = event.closes if event.closes is not None and self._knows(event.closes) else None
        return closes == self._own(seen.closes) and is_same(seen.fact, event.fact)

    def _own(self, place: int | None) -> int | None:
        """Give the shadow's number of an event of the feed; none for one still to come."""
        return None if place is None or place > len(self.seqs) else self.seqs[place - 1]

    def _as_seen(self, at: int, event: Event) -> Event:
        """Give an event of the shadow with what was seen of it, and as it is believed to be."""
        seen, fact, kind = self.feed[at], event.fact, type(event.fact)
        drawn = DRAWN.get(kind)
        if drawn is not None:
            fact = replace(fact, **{name: getattr(seen.fact, name) for name in drawn})
        if kind is ActOccurred and at in self.ordered:
            fact = replace(fact, ordered=self.ordered[at])
        cause: int | None = event.cause
        if seen.cause is not None:
            cause = self._own(seen.cause)
        elif cause is not None and self._knows(cause):
            cause = None
        others = tuple(s for s in event.alert if s != self.seat)
        self.seqs.append(event.seq)
        return Event(
            event.seq,
            event.at_ms,
            fact=fact,
            cause=cause,
            closes=event.closes,
            audience=event.audience,
            alert=(*others, *seen.alert),
        )

    def _knows(self, seq: int) -> bool:
        """Say whether the seat was told an event of the shadow."""
        at = bisect_left(self.seqs, seq)
        return at < len(self.seqs) and self.seqs[at] == seq

    def chance(self, nth: int) -> Draws:
        """Give the chance of a further try: another branch far from those of whoever asks."""
        while len(self._branches) <= nth:
            own, number = self.draws, len(self._branches)
            branch = own.branch + (number << 32)
            self._branches.append(Draws(own.seed, own.replicate, branch))
        return self._branches[nth]

    def attempt(
        self, step: Callable[[], object], tries: int, *, least: int = 0, whole: bool = True
    ) -> bool:
        """Try a step until nothing unseen comes of it; else leave all as it was.

        Args:
            step: What is done.
            tries: How often, each time with other chance.
            least: How many events of the feed must come of it.
            whole: Whether what the feed tells as its consequence should come of it, if it can.
        """
        engine, shown, events = self.engine, len(self.seqs), len(self.engine.log)
        self.keep(events)
        self.early, scene = False, _Scene(engine)
        for nth in range(tries):
            engine.draws = self.chance(nth)
            try:
                step()
                engine.settle()
            except (Unseen, Early, *_IMPOSSIBLE) as why:
                self.early = isinstance(why, Early)
                self._back(shown, events, scene)
                if self.early:
                    break
                continue
            lacks = whole and nth + 1 < tries and self._lacks(shown)
            if lacks or len(self.seqs) < shown + least:
                self._back(shown, events, scene)
                continue
            self._take(events)
            return True
        engine.draws = self.draws
        return False

    def force(self, step: Callable[[], object]) -> None:
        """Take a step as it comes; what the seat did not see of it, it is not shown.

        If the rules do not allow for it in this state it is not taken.
        """
        shown, events, scene = len(self.seqs), len(self.engine.log), _Scene(self.engine)
        self.keep(events)
        self._lenient, self._strays = True, []
        try:
            step()
            self.engine.settle()
        except _IMPOSSIBLE:
            self._back(shown, events, scene)
        else:
            self._take(events)
            for seq in self._strays:
                self.drop(seq)
        self._lenient = False

    def know(self, event: Event) -> None:
        """Let the seat know of an event as it was shown, though it is not true here."""
        engine = self.engine
        known = replace(
            event,
            seq=engine.state.seq + 1,
            cause=self._own(event.cause),
            closes=self._own(event.closes),
        )
        self._told_only.add(known.seq)
        take_in(engine.state, known, self.seat)
        engine.log.append(known)
        self.seqs.append(known.seq)

    def keep(self, events: int) -> None:
        """Keep the state to go back to, if it was not kept lately."""
        if events - self._base_events > _KEEP:
            self._base, self._base_events = self.engine.state.copy(), events
            self._edits.clear()

    def _lacks(self, shown: int) -> bool:
        """Say whether the feed tells now of a consequence that has not come about."""
        for event in self.feed[len(self.seqs) : self._end]:
            if event.cause is not None and shown < event.cause <= len(self.seqs):
                return True
        return False

    def _back(self, shown: int, events: int, scene: _Scene) -> None:
        """Go back to where a step began: from the state that was kept, along the log."""
        log, engine = self.engine.log, self.engine
        state, edits = self._base.copy(), [e for e in self._edits if e[0] <= events]
        for number in range(self._base_events, events + 1):
            while edits and edits[0][0] == number:
                _, seq, opened = edits.pop(0)
                edit(state, seq, opened)
            if number < events:
                take_in(state, log[number], self.seat if log[number].seq in self._told_only else "")
        engine.go_back(state, events)
        scene.put_back(engine)
        del self.seqs[shown:]

    def _take(self, events: int) -> None:
        engine = self.engine
        engine.draws = self.draws
        for event in engine.log[events:]:
            if event.seq in engine.state.running:
                self._schedule(event)

    def _schedule(self, opened: Event) -> None:
        """Put an interval on the agenda, unless what was seen leads it."""
        fact, found = opened.fact, PROCESSES.get(type(opened.fact))
        if found is None or (isinstance(fact, LED) and self.seat in opened.audience):
            return
        if type(fact) is InjectScheduled and self.seat in self.setup.injects[fact.inject].to:
            opened = self.change(replace(opened, fact=replace(fact, due_ms=NEVER_MS)))
        self._push(opened, iter(found.plan(self.engine, opened)))

    def _push(self, opened: Event, steps: Iterator[tuple[int, str]], after_ms: int = -1) -> None:
        at_ms, tag = next(steps, (0, ""))
        while tag and at_ms <= after_ms:
            at_ms, tag = next(steps, (0, ""))
        if tag and at_ms <= self.now_ms:
            place = opened.seq + PROCESSES[type(opened.fact)].places.get(tag, 0)
            self._entries += 1
            heappush(self._agenda, (at_ms, place, self._entries, opened.seq, tag, steps))

    def next_ms(self) -> int:
        """Give when the next interval wakes, or something else was seen."""
        at = self._agenda[0][0] if self._agenda else NEVER_MS
        shown = len(self.seqs)
        return min(at, self.feed[shown].at_ms) if shown < len(self.feed) else at

    def arrive(self, at_ms: int) -> None:
        """Let the clock stand at an instant, with what was seen then to come."""
        self.engine.now_ms = at_ms
        self._end = len(self.seqs)
        while self._end < len(self.feed) and self.feed[self._end].at_ms <= at_ms:
            self._end += 1

    def seen(self) -> Event | None:
        """Give what the seat is told next at this instant, if anything."""
        shown = len(self.seqs)
        return self.feed[shown] if shown < self._end else None

    def wake(self) -> bool:
        """Wake the next interval that is due at this instant.

        Returns:
            Whether one was; not while something else must be told before any of them.
        """
        waiting: list[_Entry] = []
        woken = False
        while not woken and self._agenda and self._agenda[0][0] <= self.engine.now_ms:
            entry = heappop(self._agenda)
            woken = self._wake(*entry[3:])
            if not woken:
                waiting.append(entry)
        for entry in waiting:
            heappush(self._agenda, entry)
        return woken

    def _wake(self, seq: int, tag: str, steps: Iterator[tuple[int, str]]) -> bool:
        """Wake an interval, unless what it would show comes too early."""
        engine, opened = self.engine, self.engine.state.running.get(seq)
        if opened is None or engine.state.run.ended:
            return True
        process = PROCESSES[type(opened.fact)]

        def step() -> None:
            process.wake(engine, opened, tag)

        tries = tries_of(self.setup, opened, tag, TRIES)
        wanted = self.seen() is not None and may_show(opened, tag) and tries > 1
        if not (wanted and self.attempt(step, tries, least=1)) and not self.attempt(step, tries):
            if self.early and self.seen() is not None:
                return False
            if self._put_off(opened, tag):
                return True
        left = engine.state.running.get(seq)
        if left is not None:
            self._push(left, steps)
        return True

    def _put_off(self, opened: Event, tag: str) -> bool:
        """Let what did not happen now happen later, or not at all; whether it is settled so."""
        fact = opened.fact
        if tag != "lapse" and type(fact) in waits.WAITS:
            self._wait(opened)
            return True
        if tag == "lapse":
            lapsed = WindowLapsed(fact.seat, fact.number)
            self.force(
                lambda: self.engine.emit(
                    lapsed, cause=opened.seq, closes=opened.seq, audience=(fact.seat,)
                )
            )
        elif tag == "sure":  # a run that was to be disturbed, and was not
            self.change(replace(opened, fact=replace(fact, disturbed=False)))
        elif not (tag.startswith(("hazard", "moment")) or tag == "look" or tag.isdigit()):
            self.force(lambda: PROCESSES[type(fact)].wake(self.engine, opened, tag))
        return False

    def _wait(self, opened: Event) -> None:
        """Let what would have been seen by now wait until later than the present, if it is at all.

        What follows from something seen is there. What hangs on something hidden may not be: taken
        for as likely as not at first, it is less likely the more such waits are over by now.
        """
        engine, end, self._puts = self.engine, self.now_ms, self._puts + 1
        sure = opened.cause is not None and self._knows(opened.cause)
        if not sure and not shows_later(self.setup, opened, self.feed[len(self.seqs) :]):
            over = waits.over_by(engine, opened, end)
            there = (1 - over) / (2 - over)
            if not self.draws.happens(there, "imagine.choice", opened.fact.kind, self._puts):
                self.drop(opened.seq)
                return
        later = waits.later(engine, opened, end, self.draws, nth=self._puts)
        if later is None:
            self.drop(opened.seq)
        else:
            self.reschedule(later)

    def change(self, opened: Event) -> Event:
        """Have an interval that is open told otherwise."""
        self._edit(opened.seq, opened)
        return opened

    def _edit(self, seq: int, opened: Event | None) -> None:
        self._edits.append((len(self.engine.log), seq, opened))
        edit(self.engine.state, seq, opened)

    def reschedule(self, opened: Event) -> None:
        """Let an interval wait until another instant."""
        self.change(opened)
        plan = PROCESSES[type(opened.fact)].plan(self.engine, opened)
        self._push(opened, iter(plan), after_ms=self.engine.now_ms)

    def opened_again(self, place: int) -> Event:
        """Give an interval that was seen to be open until now, opened again if it is not."""
        seq, state = self.seqs[place - 1], self.engine.state
        if seq not in state.running:
            self.change(next(e for e in state.known[self.seat].feed if e.seq == seq))
        return state.running[seq]

    def drop(self, seq: int) -> None:
        """Let an interval be as if it had never been opened."""
        if seq in self.engine.state.running:
            self._edit(seq, None)


class _Scene:
    """What the engine keeps between steps of what is watched at sea, so that it can be put back."""

    def __init__(self, engine: Engine) -> None:
        self._kept = dict(engine.scratch)
        if "scene" in self._kept:
            self._kept["scene"] = self._kept["scene"].copy(engine)

    def put_back(self, engine: Engine) -> None:
        """Let all be as it was kept; what was noted of manoeuvres since then is forgotten."""
        engine.scratch.update(self._kept)
        if "scene" in self._kept:
            engine.scratch["scene"] = self._kept["scene"].copy(engine)
