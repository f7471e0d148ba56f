"""Questions to the ledger: one channel or one pair, one day, and what a scenario may begin from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sim.errors import LedgerError, UsageError, nearest, quoted
from sim.ledger.dates import partial_date
from sim.ledger.entries import DYADS, FIRST, LAST
from sim.ledger.read import ChannelHistory, Ledger
from sim.ledger.states import ChannelWord, word_at


def chosen(ledger: Ledger, name: str | None) -> list[ChannelHistory]:
    """Give the histories of one channel, of one pair, or of all.

    Raises:
        UsageError: there is no such channel or pair.
    """
    every = list(ledger.channels.values())
    if name is None:
        return every
    if name in ledger.channels:
        return [ledger.channels[name]]
    of_pair = [h for h in every if h.channel.dyad == name]
    if not of_pair:
        hint = nearest(name, [*ledger.channels, *DYADS])
        raise UsageError(f"the ledger has no channel {quoted(name)}; {hint}")
    return of_pair


def asked_day(text: str) -> date:
    """Read a day that the ledger says something of.

    Raises:
        LedgerError: no day, or one outside its years.
    """
    try:
        found = partial_date(text)
    except ValueError as error:
        raise LedgerError(f"{quoted(text)} is no day: {error}") from None
    if found.first != found.last:
        raise LedgerError(f"{quoted(text)} names no day; give one, such as 2022-11-01")
    if found.first < FIRST:
        raise LedgerError(f"the ledger begins on {FIRST}; nothing is known of {found}")
    if found.first > LAST:
        raise LedgerError(f"the ledger ends on {LAST}; nothing is known of {found}")
    return found.first


def words(histories: Iterable[ChannelHistory], day: date) -> dict[str, ChannelWord]:
    """Give the word of each channel on a day."""
    return {history.channel.id: word_at(history, day) for history in histories}
