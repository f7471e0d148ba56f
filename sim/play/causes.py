"""Causes in words, for whoever may know everything: an analyst, after the run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sim.engine.base.log import Event, to_data
from sim.engine.base.setup import Setup
from sim.engine.base.wording import act, sentence, titled, vessel_name
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.incidents import IncidentAwaited
from sim.engine.facts.moves import ActBegun, MoveChosen
from sim.engine.facts.requests import REPLIES
from sim.engine.facts.run import CommandAccepted
from sim.engine.facts.traffic import PhaseBegun
from sim.engine.seat.telling import tell
from sim.model.scenario import KINDS
from sim.play.causes_words import WORDS, thought
from sim.readings import share
from sim.units import clock

Teller = Callable[[Setup, Any], str]


def explained(setup: Setup, event: Event, log: Sequence[Event] = ()) -> str:
    """Say an event with its number and time, hidden truths included.

    With the log it is in, a reply comes with what was on the mind of whoever gave it.
    """
    at = clock(setup.scenario.begins, event.at_ms)
    mind = thought(setup, log, event) if log else ""
    return f"{event.seq} {at} {recounted(setup, event)}{mind}"


def recounted(setup: Setup, event: Event) -> str:
    """Say an event, hidden truths included."""
    return worded(setup, event) or _plain(setup, event)


def worded(setup: Setup, event: Event) -> str:
    """Say an event in a sentence, "" if there is none for it."""
    teller = _TRUTHS.get(type(event.fact))
    text = teller(setup, event.fact) if teller else ""
    if not text and event.audience:
        text = tell(setup, event.audience[0], event)
    return text


def _act(setup: Setup, fact: ActOccurred) -> str:
    doubtful = ", and nobody else can tell" if fact.doubtful else ""
    return f"{act(setup, fact.side, fact.rung, ordered=fact.ordered)}{doubtful}."


def _command(setup: Setup, fact: CommandAccepted) -> str:
    title = setup.moves[fact.subject].title if fact.verb == "choose" else fact.subject
    if fact.verb == "reply":
        title = f"“{REPLIES[fact.form].rstrip('.')}”"
    elif fact.verb == "release":
        bound = setup.seats[title.partition(">")[0]].title
        title = f"{bound} from its word"
    return sentence(f"{setup.seats[fact.seat].title}: {fact.verb} {title}".rstrip())


def _chosen(setup: Setup, fact: MoveChosen) -> str:
    seat, title = setup.seats[fact.seat], setup.moves[fact.move].title
    other = setup.faces[seat.side]
    wants = f"change is wanted by {setup.sides[other].name}: {share(fact.p)} sure" if other else ""
    thought = f"; {wants}" if other else ""
    if fact.q:
        thought += f", {share(fact.q)} that it was meant"
        thought += ", has heard a word of restraint" if fact.contact else ", has heard no word"
    return sentence(f"{seat.title}, choice: {title}{thought}")


def _begun(setup: Setup, fact: ActBegun) -> str:
    by = f" by {vessel_name(setup, fact.vessel)}" if fact.vessel else ""
    return sentence(f"In preparation{by}: {setup.moves[fact.move].title}")


def _awaited(setup: Setup, fact: IncidentAwaited) -> str:
    return f"Some day: {setup.incidents[fact.incident].title} ({fact.origin})."


def _phase(setup: Setup, fact: PhaseBegun) -> str:
    spec = setup.traffic[fact.stream]
    if spec.runs is None:
        return sentence(f"Met at a rate: {spec.title}")
    return f"{spec.runs.title}, {'to be disturbed' if fact.disturbed else 'left alone'}."


_TRUTHS: dict[type, Teller] = {
    ActOccurred: _act,
    CommandAccepted: _command,
    MoveChosen: _chosen,
    ActBegun: _begun,
    IncidentAwaited: _awaited,
    PhaseBegun: _phase,
    **WORDS,
}


def _plain(setup: Setup, event: Event) -> str:
    """Say an event that no seat has words for: its kind and what it names."""
    data: dict[str, Any] = to_data(event)
    envelope = {"n", "at_ms", "cause", "closes", "audience", "alert", "event", "due_ms"}
    named = [
        _named(setup, key, value)
        for key, value in data.items()
        if key not in envelope and value not in ("", None, (), [])
    ]
    return f"{event.fact.kind.replace('_', ' ')} ({', '.join(named)})"


def _named(setup: Setup, key: str, value: object) -> str:
    """Name what a field holds by its title, if that is a thing of the scenario."""
    text, things = str(value), getattr(setup, KINDS.get(key, ""), {})
    return titled(setup, key, text) if text in things else text
