"""The report after an exercise with its improvement plan: ratings, causes, words, decisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from sim.engine.kernel.ancestry import chain
from sim.exercise.aar import closing, opening
from sim.exercise.aar.layout import span
from sim.exercise.aar.report import HAPPENED, REVEALED, WEIGHED
from sim.exercise.communications import SeatWords, seat_words
from sim.exercise.evidence import Evidence
from sim.exercise.paper.blocks import (
    Block,
    Heading,
    NewPage,
    Paper,
    Para,
    bullets,
    code,
    lines,
    note,
    paragraphs,
    plain,
    table,
)
from sim.exercise.paper.source import (
    PaperSource,
    glossary,
    key_to_ratings,
    overview,
    seats_by_cell,
    titled,
)
from sim.exercise.paper.staff import seen, shown_rating
from sim.exercise.scoring import RatedObjective, RatedTask
from sim.pages import escape
from sim.play.causes import explained, worded
from sim.play.pledged import promise_ends
from sim.play.story import story

_MODEL = (opening.caution, *WEIGHED, closing.again)
"""What the model says, which is no observation of anybody."""
_CAUSES_MOST = 8
_PROVISIONAL = "A rating with * is proposed from the log alone, which sees whether a thing was done"
_PROVISIONAL += " and not how; it is no rating until an evaluator confirms it."


def after_action(
    source: PaperSource, plan: Sequence[Mapping[str, str]], *, final: bool = False
) -> Paper:
    """Write the report of an exercise that was run; `plan` are the rows of its improvement plan."""
    evidence, said = source.evidence, source.said
    if evidence is None:
        raise AssertionError("a report tells of a run")
    version = "final" if final else "draft"
    blocks: list[Block] = [
        Para(f"Version: <b>{version}</b>. Papers name roles and pseudonyms, never people."),
        *opening.unfinished(evidence),
        *_summary(source, evidence),
        Heading(2, "Overview"),
        overview(source),
        seats_by_cell(source),
        *_ratings(source),
        *key_to_ratings(source),
        *_analysis(source, evidence),
        *_communications(evidence),
        NewPage(),
        *(block for chapter in (*HAPPENED, *REVEALED) for block in chapter(evidence)),
        NewPage(),
        Heading(2, f"Appendix A: {said['improvement']}"),
        *_plan(source, plan, final=final),
        Heading(2, "Appendix B: simulation evidence"),
        note(
            "Simulation.",
            "What follows comes from the model and not from anybody’s observation. It may explain "
            "a course of events; it rates nobody.",
        ),
        *(block for chapter in _MODEL for block in chapter(evidence)),
        *glossary(),
    ]
    title = f"{said['aar']}: {source.exercise.title}"
    return Paper(title, tuple(blocks), source.exercise.handling or "For those who took part")


def _summary(source: PaperSource, evidence: Evidence) -> Iterator[Block]:
    """Sum the exercise up on half a page."""
    setup, said = evidence.setup, source.said
    yield Heading(2, "Executive summary")
    yield from paragraphs(source.exercise.text)
    promises = promise_ends(setup, evidence.log)
    state = evidence.engine.state
    yield bullets(map(escape, story(setup, evidence.log, state, seat="", promises=promises)))
    letters = [found.letter for found in source.rated if found.letter is not None]
    done = sum(int(letter != "U") for letter in letters)
    confirmed = sum(int(found.confirmed) for found in source.rated)
    yield plain(
        f"Of {len(source.rated)} {said['objective']}s {done} were met and "
        f"{len(letters) - done} were not; {confirmed} are rated in full by evaluators."
    )
    for title, those in ((said["strength"], "PS"), (said["area"], "MU")):
        some = [rated for rated in _tasks(source) if (rated.letter or "-") in those]
        texts = [f"{source.whose(rated.task)}: {rated.task.text}" for rated in some]
        if texts:
            yield Heading(3, f"{titled(_plural(title))}, first of all")
            yield bullets(map(escape, list(dict.fromkeys(texts))[:3]))


def _tasks(source: PaperSource) -> Iterator[RatedTask]:
    for objective in source.rated:
        yield from objective.tasks


def areas(source: PaperSource) -> list[dict[str, str]]:
    """List what is to be improved, as rows of an improvement plan."""
    found = []
    for objective in source.rated:
        for rated in objective.tasks:
            own = [e for e in rated.notes if e.kind == "improvement"]
            if rated.letter in ("M", "U") or own:
                text = "; ".join(entry.note for entry in own) or rated.task.text
                whose = source.whose(rated.task)
                found.append(
                    {
                        "area_of": rated.task.id,
                        "capability": objective.objective.capability,
                        "area": f"{whose}: {text}",
                    }
                )
    return found


def unrated(source: PaperSource) -> Iterator[tuple[str, str]]:
    """List what keeps the ratings from being final: each task, and what it lacks."""
    for rated in _tasks(source):
        name = f"{source.whose(rated.task)}: {rated.task.text}"
        if not rated.confirmed:
            yield name, "no evaluator rated it"
        elif rated.overridden and not any(entry.rating and entry.note for entry in rated.notes):
            yield name, "the rating contradicts the log and gives no reason"
        elif rated.rating.differ:
            yield name, "evaluators differ"


def _ratings(source: PaperSource) -> Iterator[Block]:
    said = source.said
    yield Heading(2, "Ratings")
    rows = [
        (
            escape(found.objective.title),
            escape(found.objective.capability),
            f"<b>{shown_rating(found)}</b>",
            _counted(found),
        )
        for found in source.rated
    ]
    heads = [said["objective"], said["capability"], "rating", "tasks"]
    yield table(heads, rows, widths=(8, 4, 2, 4))
    yield Para(f"<small>{escape(_PROVISIONAL)} An objective is rated as its worst task.</small>")


def _counted(found: RatedObjective) -> str:
    letters = [rated.letter or "not rated" for rated in found.tasks]
    return ", ".join(f"{letters.count(each)} {each}" for each in dict.fromkeys(letters))


def _analysis(source: PaperSource, evidence: Evidence) -> Iterator[Block]:
    """Write strengths and areas for improvement by objective, with causes from the log."""
    said = source.said
    yield Heading(2, f"{titled(said['strength'])}s and {_plural(said['area'])}")
    for number, found in enumerate(source.rated, 1):
        yield Heading(3, f"{number}. {escape(found.objective.title)} ({shown_rating(found)})")
        for title, letters in ((said["strength"], "PS"), (said["area"], "MU")):
            some = [rated for rated in found.tasks if (rated.letter or "-") in letters]
            if some:
                yield Heading(4, escape(titled(title)))
            for nth, rated in enumerate(some, 1):
                yield from _task(source, evidence, rated, f"{number}.{nth}")
        open_ = [rated for rated in found.tasks if rated.letter is None]
        if open_:
            listed = "; ".join(rated.task.text for rated in open_)
            yield Para(f"<small>Not rated yet: {escape(listed)}</small>")


def _plural(word: str) -> str:
    """Give the plural of a word for what is to be improved.

    >>> _plural("area for improvement"), _plural("point to improve")
    ('areas for improvement', 'points to improve')
    """
    first, _, rest = word.partition(" ")
    return f"{first}s {rest}".strip()


def _task(
    source: PaperSource, evidence: Evidence, rated: RatedTask, number: str
) -> Iterator[Block]:
    text = f"<b>{number}</b> {escape(source.whose(rated.task))}: {escape(rated.task.text)}"
    yield Para(f"{text} <b>{shown_rating(rated)}</b><br>{seen(source, rated)}")
    if rated.letter in ("M", "U"):
        sources = _sources(source, rated)
        if sources:
            yield Para(f"<small>Reference: {escape(sources)}</small>")
        yield from _causes(source, evidence, rated)


def _sources(source: PaperSource, rated: RatedTask) -> str:
    return "; ".join(
        text
        for objective in source.exercise.objectives
        for target in objective.targets
        if rated.task in target.tasks
        for text in target.sources
    )


def _causes(source: PaperSource, evidence: Evidence, rated: RatedTask) -> Iterator[Block]:
    """Follow the event that decided a task back to where it came from."""
    score = rated.score
    if score is None:
        return
    if not score.event:
        yield Para(
            f"<small>Root cause: none in the log; it {'held' if score.met else 'never came to be'} "
            "from the begin to the end.</small>"
        )
        return
    event = evidence.log[score.event - 1]
    whole = [event, *chain(evidence.log, event)]
    found = [each for each in whole if worded(evidence.setup, each)]
    shown = found if len(found) <= _CAUSES_MOST else [*found[: _CAUSES_MOST - 1], found[-1]]
    texts = [explained(evidence.setup, each, evidence.log) for each in shown]
    yield Para("<small>Root cause, the last first; each line begins with its event:</small>")
    yield bullets(f"<small>{escape(text)}</small>" for text in texts)


def _communications(evidence: Evidence) -> Iterator[Block]:
    """Judge how seats spoke: in numbers, which anybody can check against the talks below."""
    found = seat_words(evidence.setup, evidence.log)
    yield Heading(2, "Communications")
    if not found:
        yield Para("Nobody said anything to anybody.")
        return
    heads = ["seat", "said", "standard phrases", "asked others", "was asked", "promised"]
    yield table(heads, [_spoke(evidence, words) for words in found], widths=(5, 2, 5, 2, 5, 5))
    yield Para(
        "<small>Marker: the word before a message that says what kind it is of (question, warning, "
        "request …), as in the IMO’s Standard Marine Communication Phrases, on which the Code for "
        "Unplanned Encounters at Sea builds. Silent: asked, and nothing was replied in time. "
        "Wait: from being asked to the reply.</small>"
    )


def _spoke(evidence: Evidence, words: SeatWords) -> tuple[str, ...]:
    wait = f"<br>half within {span(round(median(words.waits_ms)))}" if words.waits_ms else ""
    return (
        escape(evidence.setup.seats[words.seat].title),
        str(words.said),
        f"{words.marked} with a marker<br>{words.closed} ended “over” or “out”",
        str(words.asked),
        f"{words.replied} replied, {words.silent} silent{wait}",
        f"{words.promised}: {words.kept} kept under test, {words.broken} broken",
    )


def _plan(
    source: PaperSource, plan: Sequence[Mapping[str, str]], *, final: bool
) -> Iterator[Block]:
    said = source.said
    heads = [
        said["capability"],
        said["area"],
        said["action"],
        "element",
        "owner",
        "begin",
        "done by",
    ]
    rows = [
        (
            escape(row["capability"]),
            escape(row["area"]),
            escape(row["corrective_action"]),
            escape(row["element"]),
            lines(filter(None, (row["owner"], row["contact"]))),
            escape(row["begin"]),
            escape(row["done_by"]),
        )
        for row in plan
    ]
    empty = [("",) * len(heads)] * 3
    yield table(heads, rows or empty, "" if rows else "blank", widths=(5, 6, 6, 4, 4, 3, 3))
    if not final:
        yield Para(
            f"<small>To be completed in {code('improvement.csv')}: an action that begins with a "
            "verb, its element (planning, organisation, equipment, training, exercises), an owner, "
            "a date. The report is final once no action, owner or date is blank.</small>"
        )
