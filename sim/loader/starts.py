"""Channels that begin as the ledger has them: their words on a day, and where an author differs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sim.errors import LedgerError, quoted
from sim.ledger.board import asked_day
from sim.ledger.read import shipped
from sim.ledger.states import word_at
from sim.model.channels import BoardWord
from sim.model.scenario import Scenario
from sim.model.words import Way
from sim.units import parse_begin


def word_of(channel: str, day: date) -> BoardWord | None:
    """Give a channel's word on a day, None where the ledger says nothing of it."""
    word = word_at(shipped().channels[channel], day)
    return None if word == "no_record" else word


def with_starts(data: Any) -> Any:
    """Give a document's data with a `start` for each channel that takes it from the ledger.

    What is faulty is left as it is: the check says so. The data itself is not touched.
    """
    if not isinstance(data, dict) or not isinstance(data.get("channels"), list):
        return data
    wanting = [c for c in data["channels"] if isinstance(c, dict) and "ledger" in c]
    if not any("start" not in channel for channel in wanting):
        return data
    try:
        begins = None if "ledger_date" in data else parse_begin(data.get("begins")).date()
        day = asked_day(str(data["ledger_date"] if begins is None else begins))
    except (LedgerError, ValueError):
        return data
    return data | {"channels": [_started(channel, day) for channel in data["channels"]]}


def _started(channel: Any, day: date) -> Any:
    """Give one channel with its start, if it takes it from the ledger and that says one."""
    if not isinstance(channel, dict) or "start" in channel:
        return channel
    name = channel.get("ledger")
    if not isinstance(name, str) or name not in shipped().channels:
        return channel
    word = word_of(name, day)
    return channel | {"start": word} if word else channel


def day_of(scenario: Scenario) -> date:
    """Give the day from which a scenario's channels begin.

    Raises:
        LedgerError: the ledger says nothing of it.
    """
    return asked_day(scenario.ledger_date or scenario.begins.date().isoformat())


def differences(scenario: Scenario) -> Iterator[tuple[Way, str]]:
    """Yield where an author's start is not the ledger's and nothing is said of why."""
    for index, channel in enumerate(scenario.channels):
        if channel.ledger is None or channel.differs is not None:
            continue
        try:
            day = day_of(scenario)
        except LedgerError:
            continue
        word = word_of(channel.ledger, day)
        if word not in (None, channel.start):
            what = (
                f"starts {quoted(channel.start)}; the ledger has “{channel.ledger}” as "
                f"“{word}” on {day}"
            )
            yield ("channels", index, "start"), what
