"""The papers for those who run an exercise: facilitator guide, handbook, evaluation guides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.exercise.paper.blocks import (
    Block,
    Bullets,
    Grid,
    Heading,
    NewPage,
    Paper,
    Para,
    bullets,
    code,
    lines,
    table,
)
from sim.exercise.paper.source import (
    PaperSource,
    glossary,
    key_to_ratings,
    overview,
    schedule,
    seats_by_cell,
    titled,
)
from sim.exercise.scoring import RatedObjective, RatedTarget, RatedTask
from sim.pages import escape
from sim.units import elapsed

_BEFORE = (
    "Read this guide, the list of events and the briefing of every cell.",
    f"Look the folder over: {code('channel16 exercise check DIR')}.",
    f"On every machine: {code('channel16 exercise ready')}; mend what it names.",
    f"Start the host: {code('channel16 exercise host DIR')}; hand each cell its own code.",
    f"Evaluators and observers have codes too; all join by {code('channel16 exercise join URL')}.",
    f"Lead by {code('channel16 exercise console URL --code CODE')}; open seats to observers there.",
    "Put the briefings face down on the tables; each cell gets its own and no other.",
)
_DURING = (
    "Say STARTEX aloud; nothing before it counts.",
    "Ask, never answer: “whom could you ask?”, “what would change your mind?”.",
    "Let silence stand. Waiting for an answer is part of the exercise.",
    "Hold or skip an inject when a cell has more than it can read; note why.",
    "Stop at once for a real emergency: “no play, no play, no play”. Nothing is lost.",
    "Say ENDEX aloud; let nobody talk across cells before the first round is over.",
)
_AFTER = (
    "Round one: each cell says what it knew and what it meant, the others listen.",
    "Round two: what was true. Show the report only now.",
    "Round three: one thing to keep, one to change, from each cell.",
    "Collect the feedback forms; thank people by role.",
)


def guide(source: PaperSource) -> Paper:
    """Write how to lead the exercise, from the doors to the feedback forms."""
    said = source.said
    blocks: list[Block] = [
        overview(source),
        Para("This paper tells what the cells may not know. Keep it from them."),
        *schedule(source),
        Heading(2, "Before STARTEX"),
        _list(_BEFORE),
        Heading(2, "During the exercise"),
        _list(_DURING, plain=True),
        Heading(2, titled(said["hotwash"])),
        _list(_AFTER, plain=True),
        Heading(2, f"{titled(said['objective'])}s and what to ask"),
        *_questions(source),
        Heading(2, f"{titled(said['msel'])}, in short"),
        _msel(source),
        *_left_out(source),
        *glossary(),
    ]
    return Paper(f"{said['guide']}: {source.exercise.title}", tuple(blocks), _staff(source))


def _list(texts: tuple[str, ...], *, plain: bool = False) -> Bullets:
    return bullets(map(escape, texts) if plain else texts, numbered=not plain)


def _staff(source: PaperSource) -> str:
    return source.exercise.handling or "For those who run the exercise only"


def _questions(source: PaperSource) -> Iterator[Block]:
    for objective in source.exercise.objectives:
        yield Heading(3, escape(objective.title))
        yield bullets(
            f"{escape(source.whose(task))}: {escape(task.text)}"
            for target in objective.targets
            for task in target.tasks
        )


def _msel(source: PaperSource) -> Grid:
    """List the events in short: one line each."""
    rows = [
        (
            escape(row.get("control_no", "")),
            lines(filter(None, (row.get("exercise_time", ""), row.get("scenario_time", "")))),
            escape(row.get("title", "")),
            escape(row.get("to", "")),
        )
        for row in source.msel
    ]
    return table(["number", "when", "what", "to"], rows, widths=(2, 2, 6, 5))


def _left_out(source: PaperSource) -> Iterator[Block]:
    brief = source.folder.scenario.briefing
    if brief is not None:
        yield Heading(2, "What the scenario leaves out")
        yield bullets(map(escape, brief.left_out))


def handbook(source: PaperSource) -> Paper:
    """Write what controllers and evaluators need: roles, every inject whole, how to rate."""
    said, exercise = source.said, source.exercise
    roles = [
        (titled(said["controller"]), lines(exercise.controllers)),
        (titled(said["evaluator"]), lines(exercise.evaluators)),
    ]
    blocks: list[Block] = [
        overview(source),
        Heading(2, "Who does what"),
        table(["role", "held by"], roles, widths=(1, 2)),
        seats_by_cell(source),
        Heading(2, "Rules of communication"),
        bullets(map(escape, _signals(said))),
        Heading(2, f"How the {said['evaluator']} works"),
        bullets(map(escape, _evaluating(said)), numbered=True),
        *key_to_ratings(source),
        NewPage(),
        Heading(2, titled(said["msel"])),
        *_sheets(source),
        *glossary(),
    ]
    return Paper(f"{said['handbook']}: {exercise.title}", tuple(blocks), _staff(source))


def _signals(said: Mapping[str, str]) -> tuple[str, ...]:
    return (
        f"Every message of {said['control']} begins and ends with “exercise, exercise, exercise”.",
        "“No play” means a real emergency: everything stops.",
        f"A {said['player']} who asks what the scenario says is shown the screen, not told.",
        f"{titled(said['control'])} alone changes, holds or adds events, and notes why.",
    )


def _evaluating(said: Mapping[str, str]) -> tuple[str, ...]:
    return (
        f"Sit where you see the cell, and rate only the {said['task']}s of your own sheet.",
        "Write what was said and done, with the time; write reasons apart from facts.",
        "Type 1 for P, 2 for S, 3 for M, 4 for U, a note, and the event; both clocks are added.",
        "Tasks that the log can score are scored; you may overrule that, with a reason.",
        "M is still done. U means not done, whatever the reason.",
        f"Compare notes with the other {said['evaluator']}s before the first paper is shown.",
    )


def _sheets(source: PaperSource) -> Iterator[Block]:
    """Write every event whole, one after the other."""
    for row in source.msel:
        yield Heading(3, escape(f"{row.get('control_no', '')} {row.get('title', '')}".strip()))
        rows = [
            (label, escape(row[key]))
            for label, key in _SHOWN
            if row.get(key) and not (key == "to" and row.get("kind") == "administrative")
        ]
        yield table(["", ""], rows, widths=(1, 5))


_SHOWN = (
    ("exercise time", "exercise_time"),
    ("story time", "scenario_time"),
    ("kind", "inject_type"),
    ("comes", "release"),
    ("waits for", "condition"),
    ("from", "from"),
    ("to", "to"),
    ("text", "description"),
    ("expected", "expected_action"),
    ("changes", "effect"),
    ("controller", "controller"),
    ("watch", "evaluator"),
    ("players do", "player_action"),
    ("evaluation guide", "eeg_reference"),
    ("came", "actual_story_time"),
    ("outcome", "outcome"),
)


def guides(source: PaperSource, *, blank: bool) -> Paper:
    """Write the evaluation guides, one objective a page: to be filled in, or as they were."""
    said, exercise = source.said, source.exercise
    blocks: list[Block] = []
    for number, found in enumerate(source.rated, 1):
        blocks += [NewPage()] if number > 1 else []
        blocks += _guide(source, found, number, blank=blank)
    blocks += [NewPage(), *key_to_ratings(source)]
    done = "" if blank else ", completed"
    return Paper(f"{said['eeg']}{done}: {exercise.title}", tuple(blocks), _staff(source))


def _held_on(source: PaperSource) -> str:
    """Say on which day the run began, by the clock on the wall, "" where nobody looked at it."""
    began = source.evidence.wall_instant(1) if source.evidence else None
    return f"{began:%Y-%m-%d}" if began else ""


def _guide(
    source: PaperSource, found: RatedObjective, number: int, *, blank: bool
) -> Iterator[Block]:
    """Write one objective's guide; its numbers are those of the list of events."""
    said, objective = source.said, found.objective
    yield Heading(2, f"{number} {escape(objective.title)}")
    head = [
        (said["capability"], escape(objective.capability)),
        ("exercise", escape(source.exercise.title)),
        ("place", "" if blank else escape(source.folder.scenario.place)),
        ("date", "" if blank else _held_on(source)),
        (said["evaluator"], "" if blank else escape(", ".join(_named(found)))),
    ]
    yield table(["", ""], head, widths=(1, 3))
    for place, rated in enumerate(found.targets, 1):
        at = f"{number}.{place}"
        yield Heading(3, f"{at} {titled(said['target'])}: {escape(rated.target.text)}")
        if rated.target.sources:
            yield Para(f"<small>Sources: {escape('; '.join(rated.target.sources))}</small>")
        heads = [said["task"], "whose", "what was seen, and why the rating", "rating"]
        rows = [
            _line(source, task, f"{at}.{n}", blank=blank) for n, task in enumerate(rated.tasks, 1)
        ]
        yield table(heads, rows, "blank" if blank else "", widths=(6, 3, 7, 2))
        yield Para(f"Rating of the target: {'P · S · M · U' if blank else shown_rating(rated)}")
    final = "P · S · M · U" if blank else shown_rating(found)
    yield Para(f"<b>Rating of the {escape(said['capability'])}: {final}</b>")


def _named(found: RatedObjective) -> list[str]:
    return sorted({entry.by for task in found.tasks for entry in task.notes})


def shown_rating(found: RatedTask | RatedTarget | RatedObjective) -> str:
    """Write a rating; one that no evaluator confirmed is marked."""
    if found.letter is None:
        return "not rated"
    return found.letter if found.confirmed else f"{found.letter}*"


def _line(
    source: PaperSource, rated: RatedTask, number: str, *, blank: bool
) -> tuple[str, str, str, str]:
    task = rated.task
    text = f"{number} {escape(task.text)}"
    injects = [source.setup.injects[name].title for name in task.injects]
    if injects:
        text += f"<br><small>put to the test by: {escape('; '.join(injects))}</small>"
    if blank:
        hint = "<small>the log scores this</small>" if task.measure is not None else ""
        return text, escape(source.whose(task)), hint, "□ P □ S<br>□ M □ U"
    return text, escape(source.whose(task)), seen(source, rated), shown_rating(rated)


def seen(source: PaperSource, rated: RatedTask) -> str:
    """Write what the log and the evaluators say of a task, for a cell."""
    found = []
    if rated.score is not None:
        found.append(f"<small>{by_the_log(source, rated)}</small>")
    for entry in rated.notes:
        at = f"exercise {elapsed(entry.exercise_ms)}"
        about = source.setup.injects.get(entry.inject) if entry.inject else None
        link = f" on “{about.title}”" if about else ""
        letter = f"{entry.rating}: " if entry.rating else ""
        found.append(escape(f"{letter}{entry.note or 'no note'} ({entry.by}, {at}{link})"))
    if rated.rating.differ:
        found.append("<small>evaluators differ; the worse counts</small>")
    if rated.overridden:
        found.append("<small>the evaluators overrule the log</small>")
    return "<br>".join(found) or "nobody wrote anything"


def by_the_log(source: PaperSource, rated: RatedTask) -> str:
    """Say what the log says of a task, with the event by which it came to be so."""
    score = rated.score
    if score is None:
        return ""
    what = "done" if score.met else "not done"
    if not score.closed:
        what += " so far"
    value = "" if score.value is None else f", {score.value:.2f} of 1"
    since = f", since event {score.event}" if score.event else ""
    return f"by the log: {what}{value}{since}"
