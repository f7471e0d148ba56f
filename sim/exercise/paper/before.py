"""The papers for those who play: situation manual, briefing of a cell, feedback form."""

from __future__ import annotations

from collections.abc import Iterator

from sim.exercise.paper.blocks import (
    Block,
    Heading,
    Paper,
    Para,
    bullets,
    lines,
    paragraphs,
    plain,
    table,
)
from sim.exercise.paper.source import (
    PaperSource,
    glossary,
    overview,
    schedule,
    seats_by_cell,
    titled,
)
from sim.pages import escape
from sim.play.sheet import brief_of, sheet

_RULES = (
    "This is a safe place to be wrong: roles are judged by what they could know, never people.",
    "Speak to other cells only on the channels of your screen; all else did not happen.",
    "Take the scenario as it is. What it leaves out is left out for everybody.",
    "Decide by what you know and say why: reasons are worth more afterwards than results.",
    "Nothing that is said leaves the room with a name on it. Papers name roles and pseudonyms.",
)
_ARTIFICIAL = (
    "Time in the story runs faster than on the wall and may jump; the screen shows both clocks.",
    "Seats that nobody holds are played by the program, by rules that are the same for all.",
    "Chance is drawn beforehand. One run shows what can happen, not how likely it is.",
    "Numbers of the model are partly assumed; nothing in the exercise is a forecast.",
)
_QUESTIONS = (
    "Whom can you reach, on what, and how long may an answer take?",
    "What would you have to hear to believe that an act was not ordered?",
    "Which of your words bind you, until when, and who on your side knows that?",
    "What do you do while nobody answers?",
    "What may the other side take your next act for?",
)


def manual(source: PaperSource) -> Paper:
    """Write what every participant may read: no orders, no injects, no cell's own aims."""
    exercise, said = source.exercise, source.said
    title = f"{said['manual']}: {exercise.title}"
    blocks = [
        overview(source),
        *schedule(source),
        Heading(2, f"{titled(said['objective'])}s that all share"),
        *_shared(source),
        Heading(2, "Who takes part"),
        seats_by_cell(source),
        Heading(2, "Rules"),
        bullets(map(escape, _RULES)),
        Heading(2, "Assumptions and artificialities"),
        bullets(map(escape, _ARTIFICIAL)),
        *_situation(source),
        Heading(2, "Questions to begin with"),
        bullets(map(escape, _QUESTIONS), numbered=True),
        *glossary(),
    ]
    return Paper(title, tuple(blocks), "For all participants")


def _shared(source: PaperSource) -> Iterator[Block]:
    rows = [
        (escape(objective.title), escape(objective.capability))
        for objective in source.exercise.objectives
        if source.shared(objective)
    ]
    if rows:
        yield table([source.said["objective"], source.said["capability"]], rows, widths=(3, 1))
    yield Para("What each cell is out for stands in its own briefing.")


def _situation(source: PaperSource) -> Iterator[Block]:
    """Write what everybody may know before the begin."""
    yield Heading(2, "Situation")
    brief = brief_of(source.folder.scenario)
    if brief is None:
        yield plain(source.folder.scenario.place)
        return
    yield plain(brief.headline)
    for title, texts in (("Known", brief.known), ("Not known", brief.unknown)):
        yield Heading(3, title)
        yield bullets(map(escape, texts))
    yield Heading(3, "What is at stake")
    yield plain(brief.stakes)
    yield Heading(3, "What is to be decided")
    yield plain(brief.decision)
    yield Heading(3, "Background")
    yield bullets(f"{escape(text)} <small>{escape(by)}</small>" for text, by in brief.facts)


def briefing(source: PaperSource, cell: str) -> Paper:
    """Write what one cell may read, and no other: its seats, orders, channels and aims."""
    exercise, spec = source.exercise, source.exercise.cells[cell]
    blocks: list[Block] = [Para(f"For {escape(spec.title)} only. Do not leave it lying about.")]
    blocks += paragraphs(spec.briefing)
    blocks += _aims(source, cell)
    for seat in spec.seats:
        blocks += _seat(source, seat, spec.briefing)
    title = f"{source.said['sheet']}, {spec.title}: {exercise.title}"
    return Paper(title, tuple(blocks), f"For {spec.title} only")


def _aims(source: PaperSource, cell: str) -> Iterator[Block]:
    rows = []
    for objective in source.exercise.objectives:
        targets = [
            target.text
            for target in objective.targets
            if any(source.cell_of(task) == cell for task in target.tasks)
        ]
        if targets:
            rows.append((escape(objective.title), lines(targets)))
    if rows:
        yield Heading(2, "What this cell is out for")
        yield table([source.said["objective"], source.said["target"]], rows, widths=(1, 1))


def _seat(source: PaperSource, seat: str, above: str) -> Iterator[Block]:
    """Write what the screen of a seat tells it before the begin, if it does not stand above."""
    own = sheet(source.setup, seat)
    yield Heading(2, escape(own.seat_title))
    if own.you_are and own.you_are not in above:
        yield plain(own.you_are)
    if own.orders:
        one = "Your orders" if len(own.orders) == 1 else "Your orders will be one of these"
        yield Heading(3, f"{one}; the screen shows them at STARTEX")
        yield table(
            ["orders", "in words"],
            [(f"<b>{escape(o.title)}</b>", escape(o.text)) for o in own.orders],
            widths=(1, 2),
        )
    rows = [
        (
            escape(channel.name),
            lines(own.seats[desk] for desk in channel.desks) or _WHOM.get(channel.kind, ""),
            escape(channel.note),
        )
        for channel in own.channels.values()
    ]
    if rows:
        yield Heading(3, "Channels")
        yield table(["channel", "reaches", "note"], rows, widths=(2, 2, 3))


_WHOM = {"radio": "whoever is in reach", "public": "everybody"}
_ASKED = (
    "The scenario was believable enough to work with.",
    "The exercise tried what it was meant to try.",
    "I knew what my role could and could not do.",
    "What I could see matched what my role would really see.",
    "The pace left time to think, and no more than in life.",
    "The screen told me what I needed without being asked.",
    "I could say what I wanted to say to the other cells.",
    "What I learnt is of use in my work.",
)
_OPEN = (
    "Strengths you saw (up to three), and where they showed",
    "Areas for improvement you saw (up to three), and what caused them",
    "What you could not have known then, and wish you had",
    "What the exercise should do otherwise next time",
)


def feedback(source: PaperSource) -> Paper:
    """Write the form on which participants say what they make of the exercise; no name on it."""
    cells = [cell.title for cell in source.exercise.cells.values()]
    scale = "1 strongly disagree · 2 disagree · 3 neither · 4 agree · 5 strongly agree"
    blocks: list[Block] = [
        Para("No name, please. It is read by those who run the exercise and then destroyed."),
        table(["my cell", "my role was"], [("<br>".join(f"□ {escape(c)}" for c in cells), "")]),
        Heading(2, "How far do you agree?"),
        Para(f"<small>{scale}</small>"),
        table(
            ["", "1", "2", "3", "4", "5"],
            [(escape(text), *("□",) * 5) for text in _ASKED],
            widths=(15, 1, 1, 1, 1, 1),
        ),
        Heading(2, "In your words"),
    ]
    for text in _OPEN:
        blocks.append(Heading(3, escape(text)))
        blocks.append(table([""], [("",)] * 2, "blank"))
    title = f"{source.said['feedback']}: {source.exercise.title}"
    return Paper(title, tuple(blocks))
