"""How the run came out: the ending, and what each side wanted and got."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from sim.engine.acts.scores import cap, scores
from sim.engine.base.wording import sentence
from sim.exercise.aar.layout import span
from sim.exercise.evidence import Evidence
from sim.exercise.paper.blocks import Block, Heading, Para, bullets, table
from sim.pages import escape
from sim.play.outcome import account
from sim.play.pledged import promise_ends
from sim.play.story import story


def ending(evidence: Evidence) -> Iterator[Block]:
    """Name the ending, and sum up what happened to people, hulls and calls."""
    setup, found = evidence.setup, evidence.measures
    yield Heading(2, "What happened")
    if evidence.ended:
        spec = setup.endings[evidence.engine.state.run.ended]
        yield Para(f"<b>{escape(sentence(spec.title))}</b> {escape(spec.text)}")
    else:
        yield Para("<b>Not finished.</b> The run has no ending yet.")
    lines = story(
        setup,
        evidence.log,
        evidence.engine.state,
        seat="",
        promises=promise_ends(setup, evidence.log),
    )
    yield bullets(map(escape, lines))
    peaks = "; ".join(
        f"{setup.sides[side].name} {rung}" for side, rung in found["peak_rung"].items()
    )
    yield Para(
        f"Hurt {found['hurt']}, dead {found['dead']}, hulls touched {found['collisions']}, "
        f"close passes that were sought {found['passes']}, shots {found['shots']}. Highest rung: "
        f"{escape(peaks)}. {escape(_in_touch(evidence))}"
    )


def _in_touch(evidence: Evidence) -> str:
    """Say in a sentence how long answers took and how often something was decided meanwhile."""
    found, made = evidence.calls, evidence.decisions
    waits = [
        call.ended_ms - call.begins_ms
        for call in found
        if call.outcome == "answered" and call.ended_ms is not None
    ]
    if not found:
        return "Nobody tried to call."
    text = f"{len(waits)} of {len(found)} tries were answered"
    wait = (
        f", half of them within {span(round(median(waits)))} of the wish to call" if waits else ""
    )
    lapsed = sum(decision.what.startswith("lapsed") for decision in made)
    return f"{text}{wait}. Decisions of all seats: {len(made)}, of which {lapsed} lapsed."


def objectives(evidence: Evidence) -> Iterator[Block]:
    """Write what each side wanted and got."""
    setup, state = evidence.setup, evidence.engine.state
    found = scores(setup, state, evidence.now_ms)
    yield Heading(2, "Objectives")
    for side in setup.scenario.sides:
        rows = []
        for line in account(evidence.engine, side.id, digits=1):
            title = f"<b>{escape(line.title)}</b>" if line.main else escape(line.title)
            value = "" if line.value is None else f"{line.value:.2f}"
            full = "" if line.full is None else f"{line.full:+g}"
            rows.append([title, value, f"{line.points:+.1f}", full])
        total = f"<b>{found[side.id]['score']:.1f}</b>"
        rows.append(["<b>score, of 100</b>", "", total, ""])
        yield Heading(3, f"{escape(side.name)}")
        yield table(["objective", "value, 0 to 1", "points", "points if fully reached"], rows)
    most = cap(setup, state)
    if most < 100:
        yield Para(
            f"Somebody died or a gun was fired: no side can score more than {most:g}, whoever "
            "was at fault."
        )
