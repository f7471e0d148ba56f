"""Decisions in the report: each beside what its seat knew and what was true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.engine.facts.channels import POLITICAL
from sim.engine.facts.run import CommandAccepted
from sim.exercise.aar.layout import span, when
from sim.exercise.decisions import Decision
from sim.exercise.evidence import Evidence
from sim.exercise.paper.blocks import Block, Heading, Para, lines, table
from sim.exercise.timeline import words
from sim.pages import escape
from sim.readings import share

_BOARD = {**POLITICAL, "radio_dead": "radio dead", "desk_closed": "closed"}
"""Words of a board that are not written as they are called."""


def decisions(evidence: Evidence) -> Iterator[Block]:
    """List what each seat decided beside what it knew and what was true."""
    setup, made = evidence.setup, evidence.decisions
    yield Heading(2, "Decisions: what was known, what was true")
    yield Para(
        "The column “known to the seat” holds only what the seat could know at that moment: "
        "how likely it thought that the other side wants to change how things stand (<i>p</i>), "
        "how sure it was that an act since its last decision was ordered (<i>q</i>), and words "
        "of its board that differ from the truth. <i>p</i> and <i>q</i> are the model’s, as a "
        "seat’s staff would tell it; a person may have thought otherwise. The last column is the "
        "truth of the same moment, which no seat is shown."
    )
    for seat, spec in setup.seats.items():
        own = [decision for decision in made if decision.seat == seat]
        if own:
            side, who = setup.sides[spec.side].name, evidence.occupants.get(seat, "")
            yield Heading(3, f"{escape(spec.title)} ({escape(side)}; held by {escape(who)})")
            heads = ["time", "window", "decided", "known to the seat", "true"]
            yield table(heads, list(_rows(evidence, own)), widths=(4, 4, 9, 5, 5))
    yield from _other_reasons(evidence)
    if not made:
        yield Para("Nobody decided anything.")


def _other_reasons(evidence: Evidence) -> Iterator[Block]:
    """List reasons given with what is no decision: calls, messages, answers."""
    stands = {decision.seq for decision in evidence.decisions}
    rows = [
        [
            when(evidence, evidence.log[seq - 1].at_ms, seq),
            escape(_whose(evidence, seq)),
            escape(why),
        ]
        for seq, why in sorted(evidence.reasons.items())
        if seq not in stands
    ]
    if rows:
        yield Heading(3, "Reasons given with calls, messages and answers")
        yield table(["time", "order", "the cell’s reason"], rows, widths=(3, 7, 7))


def _whose(evidence: Evidence, seq: int) -> str:
    """Say which order it was: whose, and the first thing that it brought about."""
    order = evidence.log[seq - 1].fact
    assert isinstance(order, CommandAccepted)
    caused = (words(evidence.setup, event) for event in evidence.log if event.cause == seq)
    title = evidence.setup.seats[order.seat].title
    return f"{title}: {next(filter(None, caused), order.verb)}"


def _rows(evidence: Evidence, own: Sequence[Decision]) -> Iterator[list[str]]:
    before: list[tuple[str, str, str]] | None = None
    before_open: tuple[str, ...] | None = None
    for decision in own:
        differs = decision.differences()
        knew, true = _thoughts(evidence, decision)
        if differs and differs == before:
            knew.append("board: as before")
            true.append("channels: as before")
        elif differs:
            for channel, word, truth in differs:
                name = evidence.setup.channels[channel].name
                knew.append(f"{name}: {_BOARD.get(word, word)}")
                true.append(f"{name}: {_BOARD.get(truth, truth)}")
        else:
            true.append("channels: as the board said")
        before = differs
        yield [
            when(evidence, decision.at_ms, decision.seq),
            _window(evidence, decision),
            _decided(decision, before_open, evidence.reasons.get(decision.seq, "")),
            lines(knew),
            lines(true),
        ]
        before_open = decision.open


def _decided(decision: Decision, before: tuple[str, ...] | None, why: str) -> str:
    """Write what was decided and what was open, after the first time as what has changed."""
    if before is None:
        texts = [f"open: {'; '.join(decision.open) or 'nothing'}"]
    else:
        new = [title for title in decision.open if title not in before]
        gone = [title for title in before if title not in decision.open]
        texts = [f"also open: {'; '.join(new)}"] if new else []
        texts += [f"no more open: {'; '.join(gone)}"] if gone else []
        texts = texts or ["open: as before"]
    small = "<br>".join(f"<small>{escape(text)}</small>" for text in texts)
    reason = f"<br>the cell’s reason: “{escape(why)}”" if why else ""
    return f"{escape(decision.what)}{reason}<br>{small}"


def _thoughts(evidence: Evidence, decision: Decision) -> tuple[list[str], list[str]]:
    """Say what the seat thought of the other side and of its act, and how both were."""
    knew, true, setup = decision.knew, decision.true, evidence.setup
    if not knew.other:
        return [], []
    other = setup.sides[knew.other].name
    thought = [f"p = {share(knew.p)} that {other} wants change"]
    so = [{"revisionist": "it does", "status_quo": "it does not"}.get(true.intent, "not drawn")]
    for act, ordered, astray in zip(knew.acts, true.ordered, true.astray, strict=True):
        how = f"q = {share(act.q)} that it was ordered" if act.doubtful else "plainly ordered"
        thought.append(f"an act on rung {act.rung}: {how}")
        was = "ordered" if ordered else "a mishap"
        so.append(f"rung {act.rung}: {was}" + (f"; {astray}" if astray else ""))
    if knew.restrained:
        thought.append("a word of restraint had come")
    return thought, so


def _window(evidence: Evidence, decision: Decision) -> str:
    window = decision.window
    if window is None:
        return "none needed"
    opened, closes = evidence.clock(window.opened_ms), evidence.clock(window.closes_ms)
    taken = span(decision.at_ms - window.opened_ms)
    people = evidence.people_took_ms(decision)
    how = f"after {taken}" if people is None else f"people took {span(people)} (story: {taken})"
    return f"{window.number}: {opened} to {closes}; {how}"
