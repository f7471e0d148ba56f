"""Calls and channels in the report: what became of each try, how far each channel could be used."""

from __future__ import annotations

from collections.abc import Iterator

from sim.engine.base.wording import quoted_text, sentence
from sim.engine.facts.calls import OUTCOMES
from sim.exercise import chart
from sim.exercise.aar.layout import span, when
from sim.exercise.calls import Call
from sim.exercise.evidence import Evidence
from sim.exercise.paper.blocks import Block, Figure, Heading, Para, lines, table
from sim.pages import escape
from sim.readings import share
from sim.units import MS_PER_MIN

_WIDTHS = (4, 5, 13, 4, 4, 4, 5.5, 6)


def calls(evidence: Evidence) -> Iterator[Block]:
    """Draw every call as a bar, and list what became of each."""
    found = evidence.calls
    yield Heading(2, "Calls")
    if not found:
        yield Para("Nobody tried to call.")
        return
    by_channel = [
        (spec.name, [call for call in found if call.channel == name])
        for name, spec in evidence.setup.channels.items()
    ]
    tried = [pair for pair in by_channel if pair[1]]
    drawn = chart.bars("Calls over time", evidence.axis, tried, evidence.now_ms)
    yield Figure(
        "Each bar is one try: white while leave was asked, grey while it rang "
        "or was on its way, black while two talked. It ends in a full dot (answered, or read at "
        "the end of a relay), a ring (no answer, or lost on the way), a "
        "cross (declined) or a stroke (hung up, cut off, or still open).",
        drawn,
    )
    heads = ["time", "channel", "who to whom, and what for", "asked", "rang", "talked"]
    heads += ["outcome", "decided meanwhile"]
    yield table(heads, [_row(evidence, call) for call in found], widths=_WIDTHS)
    yield Para(
        "<small>Decided meanwhile: how many decisions the two desks took between the wish to "
        "call and the end of the ringing; what came after a decision could not inform it.</small>"
        ""
    )


def _row(evidence: Evidence, call: Call) -> list[str]:
    setup, now = evidence.setup, evidence.now_ms
    stop = call.ended_ms if call.ended_ms is not None else now
    title = setup.forms[call.form].title
    what = sentence(f"{call.caller} to {call.callee}: {title}") + quoted_text(call.text)
    rang = call.rang_ms
    asked = "" if call.asked_ms is None else span((stop if rang is None else rang) - call.asked_ms)
    talked = ""
    if call.talk_ms is not None:
        talked = span((now if call.talked_ms is None else call.talked_ms) - call.talk_ms)
    meanwhile = sum(
        d.seat in call.seats and call.begins_ms < d.at_ms <= stop for d in evidence.decisions
    )
    return [
        when(evidence, call.begins_ms),
        escape(setup.channels[call.channel].name),
        lines([what, *call.words]),
        asked,
        "" if rang is None else span(stop - rang),
        talked,
        _outcome(call),
        str(meanwhile),
    ]


def _outcome(call: Call) -> str:
    """Say how a try ended, and what nobody at the calling end could see."""
    found = [OUTCOMES.get(call.outcome, "still open")]
    if call.cut:
        found.append("the talk was cut off")
    if call.rang_ms is not None and call.may_ms is not None and call.may_ms > call.rang_ms:
        found.append(f"true: nobody there might answer for {span(call.may_ms - call.rang_ms)}")
    if call.desk_ms is not None and call.rang_ms is not None:
        found.append(f"true: at the desk after {span(call.desk_ms - call.rang_ms)}")
    return lines(found)


def channels(evidence: Evidence) -> Iterator[Block]:
    """Write how every channel was tried and how far it could be used."""
    setup, found = evidence.setup, evidence.measures["channels"]
    yield Heading(2, "Channels")
    if not setup.channels:
        yield Para("The scenario has none.")
        return
    rows = []
    for name, spec in setup.channels.items():
        of = found[name]
        wait = of["median_wait_min"]
        rows.append(
            [
                f"{escape(spec.name)}<br><small>{spec.kind}</small>",
                escape(spec.start.replace("_", " ")),
                str(of["tries"]),
                str(of["answered"]),
                "" if wait is None else span(round(wait * MS_PER_MIN)),
                share(of["usable"]),
            ]
        )
    heads = ["channel", "on the board at the begin", "tries", "answered", "median wait"]
    yield table([*heads, "usable"], rows)
    yield Para(
        "<small>Wait: from the first ring to the answer. Usable: share of the time in which the "
        "channel truly worked and was open, whether or not anybody would have answered.</small>"
    )
