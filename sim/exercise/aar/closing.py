"""How the report ends: what was hidden, what really happened, what people make of it, and again."""

from __future__ import annotations

from collections.abc import Iterator

from sim.engine.acts.scores import scores
from sim.engine.base.wording import sentence
from sim.exercise.effect_words import condition
from sim.exercise.evidence import Evidence
from sim.exercise.paper.blocks import Block, Heading, Para, bullets, code, table
from sim.pages import escape

_INTENTS = {
    "status_quo": "content with how things stand",
    "revisionist": "out to change how things stand",
    "": "not drawn",
}


def revealed(evidence: Evidence) -> Iterator[Block]:
    """Reveal the orders and what each side was after."""
    setup, state = evidence.setup, evidence.engine.state
    found = scores(setup, state, evidence.now_ms)
    yield Heading(2, "Orders and intentions, revealed")
    rows = []
    for seat in setup.scenario.seats:
        for order in seat.orders:
            if order.id == state.run.order_cards.get(seat.id):
                value, _ = found[seat.side]["objectives"][f"orders.{seat.id}"]
                result = "met" if value else "not met"
                wanted = condition(setup, order.when)
                in_force = f"<b>{escape(sentence(order.title))}</b> {escape(order.text)}"
                in_force += f"<br><small>Met if: {escape(wanted)}</small>"
                rows.append([escape(seat.title), in_force, result, f"{order.points:g}"])
    if rows:
        yield table(["seat", "orders in force", "result", "worth"], rows)
    else:
        yield Para("No seat held secret orders.")
    after = "; ".join(
        f"{setup.sides[side].name}: {_INTENTS[intent]}"
        for side, intent in state.run.intents.items()
    )
    yield Para(f"What each side was after: {escape(after)}.")


def history(evidence: Evidence) -> Iterator[Block]:
    """List what really happened, once nobody can be led by it any more."""
    brief = evidence.setup.scenario.briefing
    if brief is not None and evidence.ended:
        yield Heading(2, "What is known of the real events")
        yield bullets(f"{escape(s.text)} <small>{escape(s.source)}</small>" for s in brief.history)


def left_out(evidence: Evidence) -> Iterator[Block]:
    """List what the scenario does not hold."""
    brief = evidence.setup.scenario.briefing
    if brief is not None:
        yield Heading(2, "What the scenario leaves out")
        yield bullets(map(escape, brief.left_out))


def improvement(evidence: Evidence) -> Iterator[Block]:
    """Leave room for what people conclude: the program has no opinion of them."""
    yield Heading(2, "Improvement plan, to be filled in")
    heads = ["strength or area for improvement", "corrective action", "who", "begin", "done"]
    yield table(heads, [[""] * len(heads)] * 5, "blank")


def again(evidence: Evidence) -> Iterator[Block]:
    """Say what names this run, and how to have it again."""
    yield Heading(2, "To have it again")
    yield table(
        ["what", "value"],
        [
            ["scenario", f"{code(evidence.setup.scenario.id)}; {code(evidence.scenario_digest)}"],
            ["seed", str(evidence.seed)],
            ["replicate", str(evidence.replicate)],
            ["events", f"{len(evidence.log)}; {code(evidence.digest)}"],
        ],
    )
    yield Para(
        f"{code('channel16 rerun RECORD')} runs the record’s commands again and compares every "
        f"event; {code('channel16 log why RECORD EVENT')} tells the causes of one."
    )
