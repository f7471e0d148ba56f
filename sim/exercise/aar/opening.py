"""How the report begins: what, when and who; what the numbers are; a question before the answer."""

from __future__ import annotations

from collections.abc import Iterator

from sim.exercise.aar.layout import span
from sim.exercise.evidence import Evidence
from sim.exercise.paper.blocks import Block, Heading, Para, note, table
from sim.loader.sources import sources
from sim.loader.yamltext import Document
from sim.model.parameters import PARAMETER_TABLE
from sim.pages import escape
from sim.readings import share
from sim.units import dtg


def overview(evidence: Evidence) -> Iterator[Block]:
    """Write the overview table: what, when, where, who sat where."""
    setup, scenario, now = evidence.setup, evidence.setup.scenario, evidence.now_ms
    held = [
        f"{escape(spec.title)}: {escape(evidence.occupants.get(seat, ''))}"
        for seat, spec in setup.seats.items()
    ]
    times = f"{dtg(scenario.begins, 0)} to {dtg(scenario.begins, now)}; {span(now)}"
    rows = [
        ["scenario", escape(scenario.title)],
        ["place", escape(scenario.place)],
        ["story time", f"{times}; local {scenario.begins:%Y-%m-%d %H:%M, UTC%z}"],
        ["who held the seats", "<br>".join(held)],
    ]
    if scenario.briefing:
        rows.insert(1, ["in short", escape(scenario.briefing.headline)])
    yield table(["overview", ""], rows)


def unfinished(evidence: Evidence) -> Iterator[Block]:
    """Warn of a run that may go on, and of lines of play that are not shown."""
    if not evidence.ended:
        yield note(
            "This run is not finished.",
            f"It stands at {evidence.at(evidence.now_ms)}. Values, points and shares are those "
            "of that moment, and what is told below is not yet known to every seat: whoever means "
            "to go on with the play should not read on.",
        )
    if evidence.lines > 1:
        yield Para(
            f"Moves were taken back: the record holds {evidence.lines} lines of play. This page "
            "tells the one that was played last."
        )
    if evidence.taken_back:
        yield Para("Some of that was taken back after somebody had heard or seen what came of it.")


def caution(evidence: Evidence) -> Iterator[Block]:
    """Say how much of the numbers is assumed, and what a run does not show."""
    found = sources(Document("record", dict(evidence.scenario)))
    own = len([n for n, row in PARAMETER_TABLE.items() if row.source.startswith("[assumed]")])
    own -= len(set(evidence.scenario.get("parameters") or {}) & set(PARAMETER_TABLE))
    yield note(
        "How to read this.",
        f"{found.counts['assumed']} of the scenario’s {found.total} numbers "
        f"({share(found.assumed_share)}) are assumed: its authors chose them without data behind "
        f"them. Up to {max(own, 0)} more belong to the model itself. Points are weights that "
        "somebody chose. One run shows what can happen under these numbers, not how likely it is, "
        "and nothing here is a forecast of what any state, ship or person would do. Seats are "
        "roles. A good decision may end badly and a bad one well: judge a decision by what was "
        "known when it was taken.",
    )


def question(evidence: Evidence) -> Iterator[Block]:
    """Ask for a guess before the orders are shown: who has guessed learns more."""
    asked = [spec for spec in evidence.setup.scenario.seats if len(spec.orders) > 1]
    if asked:
        yield Heading(2, "Before you read on")
        yield Para("Each of these seats held one of its candidate orders. Which? Mark your guess.")
        rows = [
            [escape(s.title), "<br>".join(f"□ {escape(order.title)}" for order in s.orders)]
            for s in asked
        ]
        yield table(["seat", "one of these was in force"], rows)
