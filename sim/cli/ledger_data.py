"""The ledger as data for programs: dates as text, no path, no clock; what is not known is null."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sim.ledger.board import words
from sim.ledger.entries import DYADS, FIRST, LAST, EventRow
from sim.ledger.read import ChannelHistory, Ledger
from sim.ledger.states import (
    Freeze,
    answered,
    freezes,
    intervals,
    reopenings,
    tries,
    yearly,
)
from sim.study.estimate import Estimate, mean, rate


def available(histories: Sequence[ChannelHistory]) -> Estimate:
    """Estimate the share of days on which channels were not shut, from the yearly shares."""
    return mean([usable / there for usable, there in yearly(histories).values()], (0, 1))


def reached(histories: Sequence[ChannelHistory]) -> Estimate:
    """Estimate the share of recorded tries and planned meetings that came about."""
    return rate([float(answered(e)) for h in histories for e in tries(h)])


def suspensions(ledger: Ledger, ids: Container[str]) -> list[list[Freeze]]:
    """List, of each time that channels were shut for one cause, those that are asked for."""
    groups = [[f for f in group if f.channel in ids] for group in reopenings(ledger)]
    return [group for group in groups if group]


def data(ledger: Ledger, histories: Sequence[ChannelHistory], day: date | None) -> dict[str, Any]:
    """Give all that the verb prints."""
    ids = {history.channel.id for history in histories}
    dyads = [dyad for dyad in DYADS if any(h.channel.dyad == dyad for h in histories)]
    found: dict[str, Any] = {
        "from": FIRST.isoformat(),
        "to": LAST.isoformat(),
        "pairs": [
            _pair(dyad, [h for h in ledger.channels.values() if h.channel.dyad == dyad])
            for dyad in dyads
        ],
        "channels": [_channel(ledger, history) for history in histories],
        "reopenings": [
            {"pair": group[0].dyad, "cause": group[0].cause, "freezes": [*map(_freeze, group)]}
            for group in suspensions(ledger, ids)
        ],
    }
    if day is not None:
        found["board"] = {"at": day.isoformat(), "words": words(histories, day)}
    return found


def _pair(dyad: str, histories: Sequence[ChannelHistory]) -> dict[str, Any]:
    return {
        "id": dyad,
        "title": DYADS[dyad],
        "available": asdict(available(histories)),
        "reached": asdict(reached(histories)),
    }


def _channel(ledger: Ledger, history: ChannelHistory) -> dict[str, Any]:
    channel = history.channel
    return {
        "id": channel.id,
        "name": channel.name,
        "pair": channel.dyad,
        "kind": channel.kind,
        "rank": channel.rank,
        "since": None if channel.since is None else str(channel.since),
        "available": asdict(available([history])),
        "reached": asdict(reached([history])),
        "intervals": [
            {"begin": i.begin.isoformat(), "end": i.end.isoformat(), "word": i.word}
            for i in intervals(history)
        ],
        "freezes": [_freeze(f) for f in freezes(history)],
        "events": [_event(ledger, event) for event in history.events],
    }


def _freeze(freeze: Freeze) -> dict[str, Any]:
    return {
        "channel": freeze.channel,
        "rank": freeze.rank,
        "begin": freeze.begin.isoformat(),
        "end": freeze.end.isoformat() if freeze.end else None,
        "days": freeze.days,
        "still_running": freeze.end is None,
        "cause": freeze.cause,
        "begin_derived": freeze.derived,
    }


def _event(ledger: Ledger, event: EventRow) -> dict[str, Any]:
    return {
        "date": str(event.date),
        "day": event.day.isoformat(),
        "doubt": event.doubt or None,
        "event": event.event,
        "by": event.by,
        "to": event.to,
        "cause": event.cause,
        "what": event.what,
        "confidence": event.confidence,
        "source": ledger.sources[event.source].model_dump() if event.source else None,
    }
