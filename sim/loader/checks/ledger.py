"""Cross-checks of channels that begin as the ledger has them: does it know them on that day?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sim.errors import LedgerError, nearest, quoted
from sim.ledger.read import shipped
from sim.loader.checks.context import CheckContext, Complaint, about
from sim.loader.starts import day_of
from sim.model.channels import Channel
from sim.model.scenario import Scenario
from sim.model.words import Way


@about(Channel)
def _known(context: CheckContext, way: Way, channel: Channel) -> Iterator[Complaint]:
    if channel.ledger is None:
        if channel.differs is not None:
            what = "“differs” means nothing without “ledger”"
            yield (*way, "differs"), what, "leave it out"
        return
    names = shipped().channels
    if channel.ledger not in names:
        what = f"the ledger has no channel {quoted(channel.ledger)}"
        yield (*way, "ledger"), what, partial(nearest, channel.ledger, names)
    elif "start" not in channel.model_fields_set:
        try:
            day = day_of(context.scenario)
        except LedgerError as error:
            if context.scenario.ledger_date is None:
                yield (*way, "ledger"), error.faults[0].what, "give “ledger_date” or “start”"
            return
        what = f"the ledger says nothing of “{channel.ledger}” on {day}"
        yield (*way, "ledger"), what, "give “start”"


@about(Scenario)
def _date(context: CheckContext, way: Way, scenario: Scenario) -> Iterator[Complaint]:
    if scenario.ledger_date is None:
        return
    try:
        day_of(scenario)
    except LedgerError as error:
        yield ("ledger_date",), error.faults[0].what, ""
    if all(channel.ledger is None for channel in scenario.channels):
        yield ("ledger_date",), "no channel has “ledger”", "name one, or leave this out"
