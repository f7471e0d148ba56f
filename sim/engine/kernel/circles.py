"""Circles: what brings itself about again and again, found in the causes of the log.

A beat is caused by its activity, so it comes as often as it likes without a circle. In a circle an
event is among its own kind's causes; it is named by the activities, orders and effects on the way.
A decision ends a chain: people and policies may answer one another for as long as they like.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sim.engine.base.log import FACTS, Event, Fact
from sim.engine.facts.channels import LineChanged
from sim.engine.facts.run import CommandAccepted
from sim.engine.facts.windows import TurnDue
from sim.engine.kernel.state import State
from sim.model.rounds import endless
from sim.units import elapsed

LINKS_MOST = 20_000
"""So far back causes are looked at."""
_SHOWN_MOST = 8
"""Members of a circle that are named."""
_ROUNDS_SHOWN = 3
"""Rounds that are looked through for members, which need not all be in each."""
_ROUNDS_NAMED = 100
"""A circle of so many rounds is what a run is full of, be it ever so slow."""
_SERIES = (TurnDue, LineChanged)
"""What follows its like at a pace whose number of rounds is checked beforehand."""
_SUBJECTS = (
    *("activity", "inject", "meeting", "move", "effect"),
    *("flag", "counter", "gate", "channel", "vessel", "seat"),
)
"""What an event is about, by the name of the field, the most telling first."""

Member = tuple[type, str]


def circle(log: Sequence[Event], state: State, *, least: int = 0, since_ms: int = 0) -> str:
    """Name the circle that the last event came out of; "" if it came out of none.

    Args:
        log: The events so far.
        state: What they add up to.
        least: It is one from so many rounds on, at whatever pace; if 0, once it is endless.
        since_ms: Look no further back than this.
    """
    found: dict[Member, list[Event]] = {}
    for event in _causes(log):
        if event.at_ms < since_ms:
            break
        found.setdefault(_member(event), []).append(event)
    most = max(found.values(), key=len, default=[])
    if not most:
        return ""
    rounds, lasted_ms = len(most) - 1, most[0].at_ms - most[-1].at_ms
    if not (rounds >= least if least else endless(rounds, lasted_ms)):
        return ""
    before = most[min(rounds, _ROUNDS_SHOWN)]
    names = list(dict.fromkeys(_name(event, state) for event in _between(log, most[0], before)))
    shown = [*names[:_SHOWN_MOST], *(["…"] if len(names) > _SHOWN_MOST else []), names[0]]
    since = f"from {elapsed(most[-1].at_ms)} to {elapsed(most[0].at_ms)}"
    return f"{' → '.join(shown)} came round {rounds:,} times {since}"


def _causes(log: Sequence[Event]) -> Iterator[Event]:
    """Yield the last event and its causes, back to a decision, as far as the log goes."""
    first = log[0].seq if log else 0
    event, links = log[-1] if log else None, 0
    while event is not None and not isinstance(event.fact, CommandAccepted) and links < LINKS_MOST:
        if not isinstance(event.fact, _SERIES):
            yield event
        links += 1
        cause = event.cause
        event = None if cause is None or cause < first else log[cause - first]


def loudest(log: Sequence[Event], state: State) -> str:
    """Name the circle behind a run that was stopped, or what most of its events are about."""
    found = circle(log, state, least=_ROUNDS_SHOWN, since_ms=log[-1].at_ms) or circle(
        log, state, least=_ROUNDS_NAMED
    )
    if found:
        return f"{found}; break the circle"
    members = [member for member in map(_member, log) if member[1]] or list(map(_member, log))
    ((member, times),) = Counter(members).most_common(1)
    event = next(event for event in reversed(log) if _member(event) == member)
    most = f"most often {about(event, state)}, {times:,} times"
    return f"{len(log):,} events, {most}; let it happen less often"


def about(event: Event, state: State) -> str:
    """Name an event with what it is about."""
    kind, name = event.fact.kind, _name(event, state)
    return kind if name == kind else f"{kind} of {name}"


def _between(log: Sequence[Event], last: Event, before: Event) -> list[Event]:
    """Give the causes of an event after an earlier one, oldest first, and the event itself."""
    events, first = [last], log[0].seq
    while events[-1].cause is not None and events[-1].cause > before.seq:
        events.append(log[events[-1].cause - first])
    return events[::-1]


def _member(event: Event) -> Member:
    """Tell events of one kind apart by whom or what they are about."""
    return type(event.fact), _subject(event.fact)[1]


def _subject(fact: Fact) -> tuple[str, str]:
    fields = FACTS[type(fact)].fields
    given = ((name, str(getattr(fact, name))) for name in _SUBJECTS if name in fields)
    return next((named for named in given if named[1]), ("", ""))


def _name(event: Event, state: State) -> str:
    """Name what an event is about in the words of the scenario."""
    noun, subject = _subject(event.fact)
    if noun == "vessel":
        task = state.vessels.tasks.get(subject)
        return f"“{subject}” on “{task.target}”" if task and task.target else f"“{subject}”"
    return f"{noun} “{subject}”" if noun else event.fact.kind
