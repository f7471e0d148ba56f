"""What a seat is shown, a projection of its knowledge, and what it may be sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sim.engine.base.log import Event, worked_out
from sim.engine.base.setup import Setup
from sim.engine.facts.calls import CallAsked, CallBegun
from sim.engine.facts.effects import request_lies
from sim.engine.facts.talks import TalkBegun
from sim.engine.facts.windows import Window
from sim.engine.kernel.knowledge import Known, ignorant, inform
from sim.engine.seat import mind as minds
from sim.engine.seat.feed_lines import FeedLine
from sim.engine.seat.handing import Handed
from sim.engine.seat.hints import HintLine, hints
from sim.engine.seat.news import feed
from sim.engine.seat.reach import board_state, callable_channels, on_channel
from sim.engine.seat.sightings import VesselLine, vessel_line
from sim.engine.seat.words import (
    PromiseLine,
    RequestLine,
    SaidLine,
    promise_lines,
    request_line,
    said_lines,
)
from sim.model.channels import Channel
from sim.model.choice import Mind
from sim.units import clock

FEED_LINES = 40
"""Lines of the feed a view carries; the whole feed is asked for apart."""


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A channel as a seat knows it."""

    channel: str
    name: str
    kind: str
    word: str
    callable: bool
    forms: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class CallLine:
    """An open call of a seat; `incoming` calls come to it; `stage` says how far it has got.

    `other` is a vessel on a radio and a seat on a line; `seat` is the seat in either case.
    """

    call: str
    channel: str
    incoming: bool
    stage: str
    seat: str
    other: str
    form: str
    text: str
    clauses: tuple[str, ...]
    since_ms: int


@dataclass(frozen=True, slots=True)
class OfferLine:
    """An offer that waits for an answer, of this seat if it is `incoming`."""

    offer: str
    incoming: bool
    other: str
    clauses: tuple[str, ...]
    counter: bool
    due_ms: int


@dataclass(frozen=True, slots=True)
class SeatView:
    """Everything one seat is shown."""

    seat: str
    title: str
    side: str
    at_ms: int
    clock: str
    ended: str
    alerts: int
    window: Window | None
    card: str
    own: tuple[VesselLine, ...]
    contacts: tuple[VesselLine, ...]
    board: tuple[BoardLine, ...]
    calls: tuple[CallLine, ...]
    offers: tuple[OfferLine, ...]
    requests: tuple[RequestLine, ...]
    promises: tuple[PromiseLine, ...]
    said: tuple[SaidLine, ...]
    mind: Mind
    intent: str
    pending: tuple[tuple[str, int], ...]
    doing: tuple[tuple[str, int], ...]
    asks: tuple[tuple[str, str], ...]
    counters: tuple[tuple[str, int], ...]
    tallies: tuple[tuple[str, int], ...]
    rungs: tuple[tuple[str, int], ...]
    feed: tuple[FeedLine, ...]
    hints: tuple[HintLine, ...]
    dates: tuple[tuple[str, int], ...]
    """The announced meetings by their day, each with its title."""
    asked: tuple[str, ...]
    """Requests that stand, each with since when and with whom it lies."""
    standing: tuple[str, ...]
    """What else is known to stand: the titles of flags that are set."""


def view(setup: Setup, known: Known, now_ms: int) -> SeatView:
    """Show a seat what it knows, and nothing else."""
    spec = setup.seats[known.seat]
    flag = next((v for v in spec.commands if v in known.vessels.tracks), None)
    own: list[VesselLine] = []
    contacts: list[VesselLine] = []
    for vessel in setup.vessels:
        if vessel in known.vessels.tracks:
            line = vessel_line(setup, known, vessel, flag=flag, now_ms=now_ms)
            (own if line.own else contacts).append(line)
    return SeatView(
        seat=known.seat,
        title=spec.title,
        side=spec.side,
        at_ms=now_ms,
        clock=clock(setup.scenario.begins, now_ms),
        ended=known.run.ended,
        alerts=known.alerts,
        window=known.windows.window,
        card=known.run.order_card,
        own=tuple(own),
        contacts=tuple(contacts),
        board=board(setup, known, now_ms),
        calls=tuple(_call_line(known, event) for event in known.calls.open.values()),
        offers=tuple(_offer_line(known, event) for event in known.offers.open.values()),
        requests=tuple(request_line(setup, known, e, now_ms) for e in known.requests.open.values()),
        promises=promise_lines(setup, known, now_ms),
        said=said_lines(setup, known),
        mind=minds.mind(setup, known, now_ms),
        intent=known.run.intent,
        pending=tuple(known.moves.pending.items()),
        doing=tuple(known.activities.doing.items()),
        asks=tuple(known.moves.asks),
        counters=tuple(known.effects.counters.items()),
        tallies=tuple(known.acts.tallies.items()),
        rungs=tuple(known.acts.rungs.items()),
        feed=feed(setup, known, last=FEED_LINES),
        hints=hints(setup, known, now_ms),
        dates=tuple(
            sorted(
                ((setup.meetings[m].title, at) for m, at in known.meetings.dates_ms.items()),
                key=_day,
            )
        ),
        asked=_asked(setup, known),
        standing=tuple(
            setup.flags[flag].title
            for flag, on in known.effects.flags.items()
            if on and not setup.flags[flag].asked_of
        ),
    )


def _asked(setup: Setup, known: Known) -> tuple[str, ...]:
    """List the requests that stand, the newest first, with their day and where each lies."""
    effects = known.effects
    lines = []
    for flag, on in effects.flags.items():
        lies = request_lies(setup, known.seat, flag) if on else ""
        if lies:
            since_ms = effects.since_ms.get(flag, 0)
            since = clock(setup.scenario.begins, since_ms)
            lines.append((-since_ms, f"{setup.flags[flag].title}: since {since}; {lies}"))
    return tuple(text for _, text in sorted(lines))


def _day(date: tuple[str, int]) -> int:
    return date[1]


def _call_line(known: Known, event: Event) -> CallLine:
    fact = event.fact
    incoming = fact.callee == known.seat
    seat = other = fact.caller if incoming else fact.callee
    if isinstance(fact, CallBegun | TalkBegun) and fact.vessel:
        other = fact.vessel if incoming else fact.to
    stage = "talking" if isinstance(fact, TalkBegun) else "ringing"
    if isinstance(fact, CallAsked):
        stage = "asking leave"
    return CallLine(
        call=fact.call,
        channel=fact.channel,
        incoming=incoming,
        stage=stage,
        seat=seat,
        other=other,
        form=fact.form,
        text=fact.text,
        clauses=fact.clauses,
        since_ms=event.at_ms,
    )


def _offer_line(known: Known, event: Event) -> OfferLine:
    fact = event.fact
    incoming = fact.to == known.seat
    other = fact.by if incoming else fact.to
    return OfferLine(
        fact.offer,
        incoming,
        other=other,
        clauses=fact.clauses,
        counter=fact.counter,
        due_ms=fact.due_ms,
    )


def board(setup: Setup, known: Known, now_ms: int) -> tuple[BoardLine, ...]:
    """List the channels a seat is on, each with the word for what the seat could know of it."""
    usable = callable_channels(setup, known.seat)
    lines = []
    for channel in setup.channels.values():
        if on_channel(channel, known.seat):
            mute = channel.kind == "radio" and _mute(setup, known)
            word = "radio_dead" if mute else board_word(setup, known, channel, now_ms)
            lines.append(
                BoardLine(
                    channel.id,
                    channel.name,
                    kind=channel.kind,
                    word=word,
                    callable=channel.id in usable and word not in ("radio_dead", "not_established"),
                    forms=channel.forms,
                    note=channel.note or "",
                )
            )
    return tuple(lines)


_BELIEVED = {"refused": "declined", "unanswered": "rang_out"}
"""What a start word says of a seat's last try before the run."""


def board_word(setup: Setup, known: Known, channel: Channel, now_ms: int) -> str:
    """Take the first board word that holds of what the seat could know."""
    political = board_state(setup, known, channel)
    if political != "open":
        return political
    last = known.calls.last.get(channel.id) or _BELIEVED.get(channel.start)
    if last == "declined":
        return "refused"
    if last in ("rang_out", "cut"):
        return "unanswered"
    last_ms = known.calls.last_answered_ms.get(channel.id)
    never = last_ms is None and channel.start == "dormant"
    if never or now_ms - (last_ms or 0) >= setup.parameters.dormant:
        return "dormant"
    return "slow" if channel.start == "slow" else "open"


def _mute(setup: Setup, known: Known) -> bool:
    vessels = setup.seats[known.seat].commands
    return bool(vessels) and all(
        known.vessels.silenced.get(v) or known.vessels.gone.get(v) for v in vessels
    )


def redact(log: Iterable[Event], seat: str) -> list[Event]:
    """Make the log a seat may be sent: only its events, numbered anew, without secret fields.

    Numbers, causes and closings count within the redacted log, so that hidden events leave no
    gap; a hidden cause or opening is None.
    """
    return list(Handed([event for event in log if seat in event.audience], seat))


def relearn(setup: Setup, log: Iterable[Event], seat: str) -> Known:
    """Fold a seat's knowledge from a log, redacted or whole."""
    known = ignorant(setup, seat)
    for event in log:
        if seat in event.audience:
            inform({seat: known}, event, (seat,), worked_out(event))
    return known
