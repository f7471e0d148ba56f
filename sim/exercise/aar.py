"""The report after an exercise: one page of HTML for screen and paper that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from sim.engine.acts.ladder import cap, scores
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.injects import InjectReleased
from sim.exercise import chapters, chart, decisions, effect_words, timeline
from sim.exercise.evidence import Evidence
from sim.exercise.page import code, note, page, span, table
from sim.loader.sources import sources
from sim.loader.yamltext import Document
from sim.model.parameters import PARAMETER_TABLE
from sim.play.outcome import measures
from sim.units import MS_PER_MIN, dtg

__all__ = ["Evidence", "report"]


def report(played: Evidence) -> str:
    """Write the report of one line of play; the same record gives the same bytes."""
    made = decisions.decisions(played.setup, played.engine.log)
    axis = _axis(played, made)
    title = f"After-action report: {played.setup.scenario.title}"
    return page(
        title,
        [
            f"<h1>{escape(title)}</h1>",
            *_overview(played),
            *_unfinished(played),
            *_caution(played),
            *_question(played),
            *_ending(played, made),
            *chapters.happened(played, axis),
            *chapters.calls(played, axis, made),
            *chapters.injects(played, made),
            *chapters.decisions(played, made),
            *_objectives(played),
            *_channels(played),
            *chapters.accounts(played),
            *chapters.notes(played),
            *_revealed(played),
            *_left_out(played),
            *_improvement(),
            *_again(played),
        ],
    )


def _axis(played: Evidence, made: list[decisions.Decision]) -> chart.Axis:
    """Lay the axis of both figures over everything that happened."""
    log, setup = played.engine.log, played.setup
    marks = [d.at_ms for d in made]
    marks += [e.at_ms for e in log if isinstance(e.fact, ActOccurred | InjectReleased)]
    for call in timeline.calls(setup, log):
        told = (call.begins_ms, call.rang_ms, call.ended_ms, call.talked_ms)
        marks += [at_ms for at_ms in told if at_ms is not None]
    return chart.Axis(marks, max(played.engine.now_ms, 1), setup.scenario.begins)


def _overview(played: Evidence) -> Iterator[str]:
    """Write the overview table: what, when, where, who sat where."""
    setup, scenario, now = played.setup, played.setup.scenario, played.engine.now_ms
    held = [
        f"{code(seat)} {escape(spec.title)}: {escape(played.occupants.get(seat, ''))}"
        for seat, spec in setup.seats.items()
    ]
    times = f"{dtg(scenario.begins, 0)} to {dtg(scenario.begins, now)}; {span(now)}"
    rows = [
        ["scenario", f"{escape(scenario.title)} ({code(scenario.id)})"],
        ["place", escape(scenario.place)],
        ["story time", f"{times}; local {scenario.begins:%Y-%m-%d %H:%M, UTC%z}"],
        ["who held the seats", "<br>".join(held)],
    ]
    if scenario.briefing:
        rows.insert(1, ["in short", escape(scenario.briefing.headline)])
    yield table(["overview", ""], rows)


def _unfinished(played: Evidence) -> Iterator[str]:
    if not played.ended:
        yield note(
            "This run is not finished.",
            f"It stands at {played.at(played.engine.now_ms)}. Values, points and shares are those "
            "of that moment, and what is told below is not yet known to every seat: whoever means "
            "to go on with the play should not read on.",
        )
    if played.lines > 1:
        yield (
            f"<p>Moves were taken back: the record holds {played.lines} lines of play. This page "
            "tells the one that was played last.</p>"
        )


def _caution(played: Evidence) -> Iterator[str]:
    found = sources(Document("record", dict(played.scenario)))
    own = len([n for n, dial in PARAMETER_TABLE.items() if dial.source.startswith("[assumed]")])
    own -= len(set(played.scenario.get("parameters") or {}) & set(PARAMETER_TABLE))
    yield note(
        "How to read this.",
        f"{found.counts['assumed']} of the scenario’s {found.total} numbers "
        f"({found.assumed_share:.0%}) are assumed: its authors chose them without data behind "
        f"them. Up to {max(own, 0)} more belong to the model itself. Points are weights that "
        "somebody chose. One run shows what can happen under these numbers, not how likely it is, "
        "and nothing here is a forecast of what any state, ship or person would do. Seats are "
        "roles. A good decision may end badly and a bad one well: judge a decision by what was "
        "known when it was taken.",
    )


def _question(played: Evidence) -> Iterator[str]:
    """Ask for a guess before the orders are shown: who has guessed learns more."""
    asked = [spec for spec in played.setup.scenario.seats if len(spec.orders) > 1]
    if asked:
        yield "<h2>Before you read on</h2>"
        yield "<p>Each of these seats held one of its candidate orders. Which? Mark your guess.</p>"
        rows = [
            [escape(s.title), "<br>".join(f"□ {escape(card.title)}" for card in s.orders)]
            for s in asked
        ]
        yield table(["seat", "one of these was in force"], rows)


def _ending(played: Evidence, made: list[decisions.Decision]) -> Iterator[str]:
    """Name the ending, and sum up what happened to people, hulls and calls."""
    setup, found = played.setup, measures(played.engine)
    yield "<h2>What happened</h2>"
    if played.ended:
        spec = setup.endings[played.engine.state.run.ended]
        yield f"<p><b>{escape(spec.title)}.</b> {escape(spec.text)}</p>"
    else:
        yield "<p><b>Not finished.</b> The run has no ending yet.</p>"
    peaks = "; ".join(
        f"{setup.sides[side].name} {rung}" for side, rung in found["peak_rung"].items()
    )
    yield (
        f"<p>Hurt {found['hurt']}, dead {found['dead']}, hulls touched {found['collisions']}, "
        f"close passes that were sought {found['passes']}, shots {found['shots']}. Highest rung: "
        f"{escape(peaks)}. {escape(chapters.reached(played, made))}</p>"
    )


def _objectives(played: Evidence) -> Iterator[str]:
    """Write what each side wanted and got."""
    setup, state, now = played.setup, played.engine.state, played.engine.now_ms
    found = scores(setup, state, now)
    yield "<h2>Objectives</h2>"
    for side in setup.scenario.sides:
        earned = found[side.id]["objectives"]
        rows = [["where the side starts from", "", f"{side.base:g}", ""]]
        for objective in side.objectives:
            value, points = earned[objective.id]
            title = f"<b>{escape(objective.title)}</b>" if objective.main else objective.title
            title = title if objective.main else escape(title)
            rows.append([title, f"{value:.2f}", f"{points or 0.0:+.1f}", f"{objective.points:+g}"])
        for seat in setup.scenario.seats:
            if f"orders.{seat.id}" in earned:
                value, points = earned[f"orders.{seat.id}"]
                card = next(o for o in seat.orders if o.id == state.run.order_cards[seat.id])
                title = escape(f"Orders of {seat.title}: {card.title}")
                rows.append([title, f"{value:.2f}", f"{points or 0.0:+.1f}", f"{card.points:+g}"])
        total = f"<b>{found[side.id]['score']:.1f}</b>"
        rows.append(["<b>score, of 100</b>", "", total, ""])
        yield f"<h3>{escape(side.name)}</h3>"
        yield table(["objective", "value, 0 to 1", "points", "points if fully reached"], rows)
    most = cap(setup, state)
    if most < 100:
        yield (
            f"<p>Somebody died or a gun was fired: no side can score more than {most:g}, whoever "
            "was at fault.</p>"
        )


def _channels(played: Evidence) -> Iterator[str]:
    """Write how every channel was tried and how far it could be used."""
    setup, found = played.setup, measures(played.engine)["channels"]
    yield "<h2>Channels</h2>"
    if not setup.channels:
        yield "<p>The scenario has none.</p>"
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
                f"{of['usable']:.0%}",
            ]
        )
    heads = ["channel", "on the board at the begin", "tries", "answered", "median wait"]
    yield table([*heads, "usable"], rows)
    yield (
        "<p><small>Wait: from the first ring to the answer. Usable: share of the time in which the "
        "channel truly worked and was open, whether or not anybody would have answered.</small></p>"
    )


def _revealed(played: Evidence) -> Iterator[str]:
    """Reveal the orders and what each side was after."""
    setup, state = played.setup, played.engine.state
    found = scores(setup, state, played.engine.now_ms)
    yield "<h2>Orders and intentions, revealed</h2>"
    rows = []
    for seat in setup.scenario.seats:
        for card in seat.orders:
            if card.id == state.run.order_cards.get(seat.id):
                value, _ = found[seat.side]["objectives"][f"orders.{seat.id}"]
                met = "met" if value else "not met"
                wanted = effect_words.condition(setup, card.when)
                told = f"<b>{escape(card.title)}.</b> {escape(card.text)}"
                told += f"<br><small>Met if: {escape(wanted)}</small>"
                rows.append([escape(seat.title), told, met, f"{card.points:g}"])
    if rows:
        yield table(["seat", "orders in force", "result", "worth"], rows)
    else:
        yield "<p>No seat held secret orders.</p>"
    after = "; ".join(
        f"{setup.sides[side].name}: {chapters.INTENTS[intent]}"
        for side, intent in state.run.intents.items()
    )
    yield f"<p>What each side was after: {escape(after)}.</p>"


def _left_out(played: Evidence) -> Iterator[str]:
    brief = played.setup.scenario.briefing
    if brief is None:
        return
    if played.ended:
        yield "<h2>What is known of the real events</h2>"
        told = "".join(
            f"<li>{escape(s.text)} <small>{escape(s.source)}</small></li>" for s in brief.history
        )
        yield f"<ul>{told}</ul>"
    yield "<h2>What the scenario leaves out</h2>"
    yield f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in brief.left_out)}</ul>"


def _improvement() -> Iterator[str]:
    """Leave room for what people conclude: the program has no opinion of them."""
    yield "<h2>Improvement plan, to be filled in</h2>"
    heads = ["strength or area for improvement", "corrective action", "who", "begin", "done"]
    yield table(heads, [[""] * len(heads)] * 5, "blank")


def _again(played: Evidence) -> Iterator[str]:
    """Say what names this run, and how to have it again."""
    yield "<h2>To have it again</h2>"
    yield table(
        ["what", "value"],
        [
            ["scenario", code(played.scenario_digest)],
            ["seed", str(played.seed)],
            ["replicate", str(played.replicate)],
            ["events", f"{len(played.engine.log)}; {code(played.digest)}"],
        ],
    )
    yield (
        f"<p>{code('channel16 rerun RECORD')} runs the record’s commands again and compares every "
        f"event; {code('channel16 log why RECORD EVENT')} tells the causes of one.</p>"
    )
