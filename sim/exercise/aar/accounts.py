"""Whose words stand in the report: accounts of talks side by side, and the players' notes."""

from __future__ import annotations

from collections.abc import Iterator

from sim.engine.facts.effects import Told
from sim.engine.facts.injects import InjectGiven, InjectReleased
from sim.engine.facts.run import NoteMade
from sim.engine.facts.talks import ReadoutPublished
from sim.exercise.aar.layout import when, who_knew
from sim.exercise.evidence import Evidence
from sim.exercise.paper.blocks import Block, Heading, Para, lines, table
from sim.exercise.timeline import actor
from sim.model.world import WHITE_CELL
from sim.pages import escape


def accounts(evidence: Evidence) -> Iterator[Block]:
    """Set both sides' accounts of talks side by side, and list what each let the others know."""
    setup = evidence.setup
    yield Heading(2, "Accounts")
    talks: dict[tuple[str, str], dict[str, list[str]]] = {}
    for event in evidence.log:
        fact = event.fact
        if isinstance(fact, ReadoutPublished):
            cells = talks.setdefault((fact.channel, fact.form), {})
            text = f"{evidence.at(event.at_ms)}: “{setup.forms[fact.form].readouts[fact.side]}”"
            cells.setdefault(fact.side, []).append(text)
    if talks:
        spoke = [side for side in setup.sides if any(side in cells for cells in talks.values())]
        rows = [
            [
                escape(f"{setup.channels[channel].name}: {setup.forms[form].title}"),
                *(lines(cells.get(side, [])) or "said nothing" for side in spoke),
            ]
            for (channel, form), cells in talks.items()
        ]
        yield Para("What each side said in public of the same talks:")
        yield table(["talk", *(escape(setup.sides[side].name) for side in spoke)], rows)
    else:
        yield Para("No side gave a public account of a talk.")
    rows = _public(evidence)
    if rows:
        yield Para("What was published or let be known across sides:")
        yield table(["time", "by", "words", "to"], rows)


def _public(evidence: Evidence) -> list[list[str]]:
    """List news, and what a side's act told seats of another side."""
    setup, rows = evidence.setup, []
    for event in evidence.log:
        fact, by = event.fact, ""
        if isinstance(fact, InjectReleased | InjectGiven) and event.audience:
            spec = setup.injects.get(fact.inject)
            across = len({setup.seats[seat].side for seat in event.audience}) > 1
            if not across or (spec is not None and spec.kind not in ("news", "third_party")):
                continue
            given = fact if isinstance(fact, InjectGiven) else None
            by = (spec.sender or spec.title) if spec else (given.sender if given else "") or "news"
            text = given.text if given else (spec.text if spec else "") or ""
        elif isinstance(fact, Told):
            side = actor(setup, evidence.log, event)
            others = {setup.seats[seat].side for seat in event.audience} - {side}
            if not side or not others:
                continue
            by, text = setup.sides[side].name, fact.text
        else:
            continue
        rows.append(
            [when(evidence, event.at_ms), escape(by), escape(text), who_knew(evidence, event)]
        )
    return rows


def notes(evidence: Evidence) -> Iterator[Block]:
    """List what players and the white cell wrote down."""
    yield Heading(2, "Notes of the players")
    titles = {name: seat.title for name, seat in evidence.setup.seats.items()}
    titles[WHITE_CELL] = "White cell"
    rows = [
        [when(evidence, e.at_ms), escape(titles[e.fact.seat]), escape(e.fact.text)]
        for e in evidence.log
        if isinstance(e.fact, NoteMade)
    ]
    nothing = Para("Nobody wrote anything down.")
    yield table(["time", "seat", "note"], rows) if rows else nothing
