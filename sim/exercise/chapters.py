"""The chapters of a report that tell what was done: events, calls, injects, decisions, words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from statistics import median

from sim.engine.base.log import Event
from sim.engine.facts.calls import OUTCOMES
from sim.engine.facts.effects import Told
from sim.engine.facts.injects import InjectReleased
from sim.engine.facts.run import NoteMade
from sim.engine.facts.talks import ReadoutPublished
from sim.exercise import chart, timeline
from sim.exercise.decisions import Decision
from sim.exercise.effect_words import seats
from sim.exercise.evidence import Evidence
from sim.exercise.page import code, lines, span, table
from sim.exercise.timeline import Call, Release

INTENTS = {
    "status_quo": "content with how things stand",
    "revisionist": "out to change how things stand",
    "": "not drawn",
}
WORDS = {"not_established": "not established", "radio_dead": "radio dead", "desk_closed": "closed"}


def happened(played: Evidence, axis: chart.Axis) -> Iterator[str]:
    """Draw the rungs and list what happened, with who knew of it."""
    setup, log = played.setup, played.engine.log
    climbs = timeline.climbs(setup, log)
    acting = {climb.side for climb in climbs if climb.acts} or set(list(setup.sides)[:1])
    both = acting | {setup.faces[side] for side in acting}
    shown = [(setup.sides[climb.side].name, climb) for climb in climbs if climb.side in both]
    yield "<h2>Timeline</h2>"
    yield (
        "<figure><figcaption>Highest rung that each side has reached, by what happened. Dots are "
        "acts: full if somebody ordered them, open if they were mishaps. Two strokes on the axis "
        f"mark quiet time that is folded.</figcaption>\n"
        f"{chart.rungs('Rungs of the sides over time', axis, shown)}</figure>"
    )
    rows = [
        [played.when(event.at_ms), escape(text), _heard(played, event)]
        for event, text in timeline.notable(setup, log)
    ]
    if rows:
        yield table(["time", "what happened", "who knew of it then"], rows)


def _heard(played: Evidence, event: Event) -> str:
    if len(event.audience) == len(played.setup.seats):
        return "everybody"
    return ", ".join(code(seat) for seat in event.audience) or "nobody"


def calls(played: Evidence, axis: chart.Axis, made: Sequence[Decision]) -> Iterator[str]:
    """Draw every call as a bar, and list what became of each."""
    setup, found = played.setup, timeline.calls(played.setup, played.engine.log)
    yield "<h2>Calls</h2>"
    if not found:
        yield "<p>Nobody tried to call.</p>"
        return
    by_channel = [
        (spec.name, [call for call in found if call.channel == name])
        for name, spec in setup.channels.items()
    ]
    tried = [pair for pair in by_channel if pair[1]]
    drawn = chart.bars("Calls over time", axis, tried, played.engine.now_ms)
    yield (
        "<figure><figcaption>Each bar is one try: white while leave was asked, grey while it rang "
        "or was on its way, black while two talked. It ends in a full dot (answered, or read at "
        "the end of a relay), a ring (no answer, or lost on the way), a "
        "cross (declined) or a stroke (hung up, cut off, or still open).</figcaption>\n"
        f"{drawn}</figure>"
    )
    heads = ["time", "channel", "who to whom, and what for", "asked", "rang", "talked"]
    heads += ["outcome", "decided meanwhile"]
    yield table(heads, [_call_row(played, call, made) for call in found])
    yield (
        "<p><small>Decided meanwhile: how many decisions the two desks took between the wish to "
        "call and the end of the ringing; what came after a decision could not inform it.</small>"
        "</p>"
    )


def _call_row(played: Evidence, call: Call, made: Sequence[Decision]) -> list[str]:
    setup, now = played.setup, played.engine.now_ms
    stop = call.ended_ms if call.ended_ms is not None else now
    said = f" “{escape(call.text)}”" if call.text else ""
    what = f"{escape(call.caller)} to {escape(call.callee)}: {escape(setup.forms[call.form].title)}"
    rang = call.rang_ms
    asked = "" if call.asked_ms is None else span((stop if rang is None else rang) - call.asked_ms)
    talked = ""
    if call.talk_ms is not None:
        talked = span((now if call.talked_ms is None else call.talked_ms) - call.talk_ms)
    between = sum(d.seat in call.seats and call.begins_ms < d.at_ms <= stop for d in made)
    return [
        played.when(call.begins_ms),
        escape(setup.channels[call.channel].name),
        f"{what}.{said}",
        asked,
        "" if rang is None else span(stop - rang),
        talked,
        _outcome(call),
        str(between),
    ]


def _outcome(call: Call) -> str:
    """Say how a try ended, and what nobody at the calling end could see."""
    told = [OUTCOMES.get(call.outcome, "still open")]
    if call.cut:
        told.append("the talk was cut off")
    if call.rang_ms is not None and call.may_ms is not None and call.may_ms > call.rang_ms:
        told.append(f"true: nobody there might answer for {span(call.may_ms - call.rang_ms)}")
    if call.desk_ms is not None and call.rang_ms is not None:
        told.append(f"true: at the desk after {span(call.desk_ms - call.rang_ms)}")
    return lines(told)


def injects(played: Evidence, made: Sequence[Decision]) -> Iterator[str]:
    """List every inject, what it brought about at once, and the next decision of who read it."""
    yield "<h2>Injects and what followed</h2>"
    found = timeline.releases(played.setup, played.engine.log)
    rows = [_inject_row(played, release, made) for release in found if release.at_ms is not None]
    if rows:
        yield table(["time", "inject", "what followed"], rows)
    rest = [_unreleased(played, release) for release in found if release.at_ms is None]
    if rest:
        yield f"<p>Not released: {escape('; '.join(rest))}.</p>"
    if not found:
        yield "<p>The scenario has none.</p>"


def _inject_row(played: Evidence, release: Release, made: Sequence[Decision]) -> list[str]:
    setup = played.setup
    spec, at_ms = setup.injects[release.inject], release.at_ms or 0
    to = seats(setup, spec.to) or "nobody; it changed the scene"
    sender = f"{spec.sender}, to" if spec.sender else "To"
    told = [f"<b>{escape(spec.title)}</b>", f"<small>{escape(f'{sender} {to}')}</small>"]
    told += [escape(spec.text)] if spec.text else []
    followed = list(release.followed)
    for seat in spec.to:
        later = (d for d in made if d.seat == seat and d.seq > (release.seq or 0))
        first = next(later, None)
        if first is not None:
            after = span(first.at_ms - at_ms)
            followed.append(f"{setup.seats[seat].title}, {after} later: {first.what}.")
    return [played.when(at_ms), "<br>".join(told), lines(followed) or "nothing that shows"]


def _unreleased(played: Evidence, release: Release) -> str:
    title = played.setup.injects[release.inject].title
    if release.withdrawn_ms is None:
        return f"“{title}” (its moment did not come)"
    return f"“{title}” (withdrawn at {played.at(release.withdrawn_ms)})"


def decisions(played: Evidence, made: Sequence[Decision]) -> Iterator[str]:
    """List what each seat decided beside what it knew and what was true."""
    setup = played.setup
    yield "<h2>Decisions: what was known, what was true</h2>"
    yield (
        "<p>The column “known to the seat” holds only what the seat could know at that moment: "
        "how likely it thought that the other side wants to change how things stand (<i>p</i>), "
        "how sure it was that an act since its last decision was ordered (<i>q</i>), and words "
        "of its board that differ from the truth. <i>p</i> and <i>q</i> are the model’s, as a "
        "seat’s staff would tell it; a person may have thought otherwise. The last column is the "
        "truth of the same moment, which no seat is shown.</p>"
    )
    for seat, spec in setup.seats.items():
        own = [decision for decision in made if decision.seat == seat]
        if own:
            side, who = setup.sides[spec.side].name, played.occupants.get(seat, "")
            yield f"<h3>{escape(spec.title)} ({escape(side)}; held by {escape(who)})</h3>"
            heads = ["time", "window", "decided", "known to the seat", "true"]
            yield table(heads, list(_decision_rows(played, own)))
    if not made:
        yield "<p>Nobody decided anything.</p>"


def _decision_rows(played: Evidence, own: Sequence[Decision]) -> Iterator[list[str]]:
    before: list[tuple[str, str, str]] | None = None
    for decision in own:
        differs = decision.differences()
        knew, true = _thoughts(played, decision)
        if differs and differs == before:
            knew.append("board: as before")
            true.append("channels: as before")
        elif differs:
            names = [played.setup.channels[name].name for name, _, _ in differs]
            knew += [f"{n}: {WORDS.get(w, w)}" for n, (_, w, _) in zip(names, differs, strict=True)]
            true += [f"{n}: {WORDS.get(t, t)}" for n, (_, _, t) in zip(names, differs, strict=True)]
        else:
            true.append("channels: as the board said")
        before = differs
        yield [
            played.when(decision.at_ms),
            _window(played, decision),
            escape(decision.what),
            lines(knew),
            lines(true),
        ]


def _thoughts(played: Evidence, decision: Decision) -> tuple[list[str], list[str]]:
    """Say what the seat thought of the other side and of its act, and how both were."""
    knew, true, setup = decision.knew, decision.true, played.setup
    if not knew.other:
        return [], []
    other = setup.sides[knew.other].name
    known = [f"p = {knew.p:.0%} that {other} wants change"]
    so = [{"revisionist": "it does", "status_quo": "it does not"}.get(true.intent, "not drawn")]
    for act, ordered, astray in zip(knew.acts, true.ordered, true.astray, strict=True):
        how = f"q = {act.q:.0%} that it was ordered" if act.doubtful else "plainly ordered"
        known.append(f"an act on rung {act.rung}: {how}")
        was = "ordered" if ordered else "a mishap"
        so.append(f"rung {act.rung}: {was}" + (f"; {astray}" if astray else ""))
    if knew.restrained:
        known.append("a word of restraint had come")
    return known, so


def _window(played: Evidence, decision: Decision) -> str:
    window = decision.window
    if window is None:
        return "none needed"
    opened, closes = played.clock(window.opened_ms), played.clock(window.closes_ms)
    taken = span(decision.at_ms - window.opened_ms)
    return f"{window.number}: {opened} to {closes}; after {taken}"


def reached(played: Evidence, made: Sequence[Decision]) -> str:
    """Say in a sentence how long answers took and how often something was decided meanwhile."""
    found = timeline.calls(played.setup, played.engine.log)
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


def accounts(played: Evidence) -> Iterator[str]:
    """Set both sides' accounts of talks side by side, and list what each let the others know."""
    setup, log = played.setup, played.engine.log
    yield "<h2>Accounts</h2>"
    sides = list(setup.sides)
    talks: dict[tuple[str, str], dict[str, list[str]]] = {}
    for event in log:
        fact = event.fact
        if isinstance(fact, ReadoutPublished):
            cells = talks.setdefault((fact.channel, fact.form), {})
            text = f"{played.at(event.at_ms)}: “{setup.forms[fact.form].readouts[fact.side]}”"
            cells.setdefault(fact.side, []).append(text)
    if talks:
        spoke = [side for side in sides if any(side in cells for cells in talks.values())]
        rows = [
            [
                escape(f"{setup.channels[channel].name}: {setup.forms[form].title}"),
                *(lines(cells.get(side, [])) or "said nothing" for side in spoke),
            ]
            for (channel, form), cells in talks.items()
        ]
        yield "<p>What each side said in public of the same talks:</p>"
        yield table(["talk", *(escape(setup.sides[side].name) for side in spoke)], rows)
    else:
        yield "<p>No side gave a public account of a talk.</p>"
    rows = _public(played)
    if rows:
        yield "<p>What was published or let be known across sides:</p>"
        yield table(["time", "by", "words", "to"], rows)


def _public(played: Evidence) -> list[list[str]]:
    """List news, and what a side's act told seats of another side."""
    setup, log, rows = played.setup, played.engine.log, []
    for event in log:
        fact, by = event.fact, ""
        if isinstance(fact, InjectReleased) and setup.injects[fact.inject].text:
            spec = setup.injects[fact.inject]
            across = len({setup.seats[seat].side for seat in spec.to}) > 1
            if not across or spec.kind not in ("news", "third_party"):
                continue
            by, text = spec.sender or spec.title, spec.text or ""
        elif isinstance(fact, Told):
            side = timeline.actor(setup, log, event)
            others = {setup.seats[seat].side for seat in event.audience} - {side}
            if not side or not others:
                continue
            by, text = setup.sides[side].name, fact.text
        else:
            continue
        rows.append([played.when(event.at_ms), escape(by), escape(text), _heard(played, event)])
    return rows


def notes(played: Evidence) -> Iterator[str]:
    """List what players wrote down."""
    yield "<h2>Notes of the players</h2>"
    rows = [
        [played.when(e.at_ms), escape(played.setup.seats[e.fact.seat].title), escape(e.fact.text)]
        for e in played.engine.log
        if isinstance(e.fact, NoteMade)
    ]
    yield table(["time", "seat", "note"], rows) if rows else "<p>Nobody wrote anything down.</p>"
