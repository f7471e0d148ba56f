"""What the menu says: its rows, what each game is about, and what came of it so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.columns import cells, fit, padded
from tui.base.start import MEANING, SIGNS, Chair, Daily, Kept, Poster
from tui.base.text import Line, clip, ends, line, wrap

FOUND, OPEN = SIGNS["+"], SIGNS["-"]
STRONG = "search:20"
"""How a seat is held that looks ahead, as the menu offers it."""
PAGES = {
    "Playing": "who you are, how time goes, what an option says",
    "Keys": "every key of a play",
    "Ladder": "the rungs, from nothing at all to open battle",
    "Channels": "radio, lines, relays, meetings, and how each fails",
    "Promises": "what binds, who releases, what keeping and breaking is worth",
    "Opponents": "how each doctrine decides",
    "Results": "where a score comes from, the three signs, the game of a day",
}
"""The pages to learn from, with what each is about."""
_DAYS_SHOWN, _RESULTS_SHOWN = 10, 12
_TITLE, _NAME = 12, 15
"""Columns of what stands before a fact, and before what a page is about."""


@dataclass(frozen=True, slots=True)
class MenuRow:
    """A row of the menu: what it opens, how it is called, what is said beside it, what was won."""

    key: str
    title: str
    facts: str
    scenario: str = ""
    group: str = ""
    won: str = ""


def menu_rows(
    posters: Sequence[Poster], kept: Sequence[Kept], daily: Daily | None, manual: str
) -> list[MenuRow]:
    """List what can be opened: the play left last, the game of the day, scenarios, the rest."""
    rows = []
    left = next((play for play in kept if not play.ending), None)
    if left is not None:
        seats = f", {len(left.people)} seats" if len(left.people) > 1 else ""
        title, facts = f"Continue: {left.title}", f"seed {left.seed}{seats}"
        rows.append(MenuRow("continue", title, facts, left.scenario, group="TODAY"))
    if daily is not None:
        tried, won = _tried(daily, kept)
        title = f"Daily: {daily.title}"
        rows.append(MenuRow("daily", title, tried, daily.scenario, group="TODAY", won=won))
    for poster in posters:
        found = sum(ending in poster.endings for ending in endings_found(poster.id, kept))
        facts = f"{'guided  ' * poster.guided}{poster.minutes:>2} min "
        count = f"{f'{found}/{len(poster.endings)}':>5} {FOUND if found else OPEN}"
        facts, won = (facts, count) if found else (facts + count, "")
        row = MenuRow(poster.id, poster.title, facts, poster.id, group="SCENARIOS", won=won)
        rows.append(row)
    ended = sum(bool(play.ending) for play in kept)
    games = f"{ended} game{'s' * (ended != 1)}" if ended else "none yet"
    rows.append(MenuRow("records", "Records", games, group="MORE"))
    rows.append(MenuRow("learn", "Learn", manual, group="MORE"))
    return rows


def _tried(daily: Daily, kept: Sequence[Kept]) -> tuple[str, str]:
    """Say what became of the game of a day, and what was won in it."""
    play = next((play for play in kept if play.daily == daily.day), None)
    if play is None or not play.ending:
        return ("one try a day" if play is None else "begun"), ""
    return ("played", "") if play.score is None else ("", f"{play.marks}  {play.score} of 100")


def endings_found(scenario: str, kept: Sequence[Kept]) -> dict[str, None]:
    """Give the endings of a scenario that plays have come to, the first found first."""
    mine = [play for play in reversed(kept) if play.scenario == scenario and play.ending]
    return dict.fromkeys(play.ending for play in mine)


def next_game(
    scenario: str, posters: Sequence[Poster], kept: Sequence[Kept]
) -> tuple[Poster | None, bool]:
    """Give what to play after a guided game, and whether all its seats were played to the end.

    It is the shortest scenario that was never played to an end.
    """
    guide = next((poster for poster in posters if poster.id == scenario and poster.guided), None)
    if guide is None:
        return None, False
    ended = [play for play in kept if play.ending]
    sat = {seat for play in ended if play.scenario == scenario for seat in play.people}
    played = {play.scenario for play in ended}
    new = [poster for poster in posters if not poster.guided and poster.id not in played]
    whole = all(chair.id in sat for chair in guide.seats if chair.playable)
    return min(new, key=lambda poster: poster.minutes, default=None), whole


def listed(rows: Sequence[MenuRow], cursor: int, width: int, *, groups: bool) -> list[Line]:
    """Write the rows, the marked one filled; with room, under the names of their groups."""
    lines: list[Line] = []
    for index, row in enumerate(rows):
        if groups and row.group and (not index or rows[index - 1].group != row.group):
            lines += [*([()] if lines else []), line((f" {row.group}", "head"))]
        marked = index == cursor
        role = "cursor" if marked else ""
        right = line((row.facts, role or "dim"), (row.won, role or "good"), (" ", role))
        room = width - sum(cells(text) for text, _ in right)
        left = line(
            (f" {'>' if marked else ' '} {fit(row.title, max(1, room - 4))}", role or "bold")
        )
        lines.append(ends(left, right, width, role))
    return lines


def in_words(spec: str, words: Mapping[str, str]) -> str:
    """Say in words how a policy decides; shares of a divided staff are not said."""
    name, _, rest = spec.partition(":")
    if name == "script":
        return "Does what was done in history" if rest == "history" else "Follows a script"
    if name == "mix":
        return "A staff divided: " + ", ".join(part.partition("=")[0] for part in rest.split(","))
    if name == "search":
        return words.get(STRONG, "")
    return words.get(name, "")


def short(spec: str) -> str:
    """Name a policy in one word: a seat that looks ahead is called strong.

    >>> short("firm"), short("mix:firm=0.5,cautious=0.5"), short("search:40")
    ('firm', 'mix', 'strong')
    """
    name = spec.partition(":")[0]
    return "strong" if name == "search" else name


def seats(poster: Poster, width: int) -> list[Line]:
    """Write which seats may be taken, and how long each has for a decision."""
    lines = []
    for chair in poster.seats:
        if chair.playable:
            side = poster.sides.get(chair.side, chair.side)
            right = line((f"{side}, {chair.decides} to decide", "dim"))
            room = width - sum(cells(text) for text, _ in right) - 1
            lines.append(ends(line(fit(chair.title, max(8, room))), right, width))
    return lines


def opponents(
    chairs: Sequence[Chair], chosen: Mapping[str, str], words: Mapping[str, str], width: int
) -> list[Line]:
    """Write who decides in seats without a person: each policy once, in words, with its seats."""
    held: dict[str, list[str]] = {}
    for chair in chairs:
        if chair.decides:
            held.setdefault(chosen.get(chair.id, chair.occupant), []).append(chair.title)
    lines: list[Line] = []
    for spec, titles in held.items():
        said = in_words(spec, words)
        name = short(spec) if spec.startswith("search") else spec
        lines += wrap(f"{name}: {said[:1].lower()}{said[1:]}", width, rest="  ")
        if len(held) > 1:
            lines += wrap(", ".join(titles), width, "dim", first="  ", rest="  ")
    return lines


def strip(poster: Poster, found: Mapping[str, None]) -> Line:
    """Draw the endings of a scenario as a strip: those found, those not."""
    marks = [
        (f"{FOUND} ", "good") if each in found else (f"{OPEN} ", "dim") for each in poster.endings
    ]
    count = sum(each in found for each in poster.endings)
    return line(*marks, (f" {count} of {len(poster.endings)}", "bold"))


def results(poster: Poster, kept: Sequence[Kept], width: int) -> list[Line]:
    """Write how often a scenario was played, and its best and last result."""
    ended = [play for play in kept if play.scenario == poster.id and play.ending]
    if not ended:
        return [line(("not played yet", "dim"))]
    scored = [play for play in ended if play.score is not None]
    lines = []
    if scored:
        best = max(scored, key=lambda play: play.score or 0)
        lines += wrap(f"best {result(best)}", width, "good", rest="  ")
    return [*lines, *wrap(f"last {result(ended[0])}", width, rest="  ")]


def result(play: Kept) -> str:
    """Write what a play came to."""
    score = "" if play.score is None else f"{play.score} of 100, "
    back = "; taken back" if play.taken_back else ""
    return f"{score}{play.ending_title}{back}"


def about(
    poster: Poster,
    kept: Sequence[Kept],
    chosen: Mapping[str, str],
    words: Mapping[str, str],
    *,
    width: int,
    airy: bool,
) -> list[Line]:
    """Write what a scenario is about, who plays, and what came of it so far."""
    found = endings_found(poster.id, kept)
    gap: list[Line] = [()] if airy else []
    playable = [chair for chair in poster.seats if chair.playable]
    return [
        *wrap(f"{poster.place}. {poster.date}, {poster.minutes} minutes.", width, "place"),
        *gap,
        *wrap(poster.about, width),
        *gap,
        *_facts("Endings", [strip(poster, found), *_named(poster, found, width - _TITLE)], width),
        *_facts("Results", results(poster, kept, width - _TITLE), width),
        *gap,
        *_facts("Seats", seats(poster, width - _TITLE), width),
        *gap,
        *_facts("Opponents", opponents(playable, chosen, words, width - _TITLE), width),
    ]


def _facts(title: str, lines: list[Line], width: int) -> list[Line]:
    """Put a title before the first of some lines, and as much room before the rest."""
    heads = [title, *[""] * (len(lines) - 1)]
    return [
        clip((*line((padded(head, _TITLE), "head")), *row), width)
        for head, row in zip(heads, lines, strict=True)
    ]


def _named(poster: Poster, found: Mapping[str, None], width: int) -> list[Line]:
    """Name the endings that were found; the others are kept."""
    names = "; ".join(poster.endings[each] for each in found if each in poster.endings)
    return wrap(names, width) if names else []


def of_day(daily: Daily, kept: Sequence[Kept], width: int) -> list[Line]:
    """Write what the game of a day is, and how the last ones went."""
    lines = [
        *wrap(f"{daily.day}: {daily.title}, {daily.seat_title}.", width, "bold"),
        *wrap(
            "The same seat, seed and opponents for everybody who plays today. One try: nothing is "
            "taken back. Afterwards the other side's account of it, and a line to share that "
            "gives nothing away.",
            width,
        ),
        (),
    ]
    today = next((play for play in kept if play.daily == daily.day and play.ending), None)
    if today is not None:
        lines += [*wrap(today.shared, width, "good", rest="  "), *signs_meaning(width), ()]
    days = [play for play in kept if play.daily and play.ending][:_DAYS_SHOWN]
    for play in days:
        score = "" if play.score is None else f"{play.score:>3}"
        left = line(
            (f"{play.daily}  ", "dim"), (f"{padded(play.marks, 4)}{score}  ", "good"), play.title
        )
        lines.append(clip(left, width))
    return lines if days else [*lines, line(("no day played yet", "dim"))]


def to_share(play: Kept, key: str, width: int) -> list[Line]:
    """Write a result that gives nothing of the course away, and which key copies it."""
    score = "" if play.score is None else f"{play.score} of 100  "
    left = line((f" {play.daily}  ", "dim"), (f"{play.marks}  {score}", "good"))
    right = line((key, "press"), (" copies a line to share, which gives nothing away ", "dim"))
    return [clip(ends(left, right, width), width)]


def signs_meaning(width: int) -> list[Line]:
    """Say what the three signs stand for."""
    return wrap(f"{FOUND} reached, {OPEN} not: {', '.join(MEANING)}", width, "dim", rest="  ")


def last_games(kept: Sequence[Kept], width: int, height: int) -> list[Line]:
    """Draw the scores of the last games as bars."""
    ended = [play for play in kept if play.ending][:height]
    if not ended:
        return wrap(
            "No game has ended yet. The first in the list is a guided one: its hint line says "
            "which key comes next.",
            width - 2,
            "dim",
            first=" ",
            rest=" ",
        )
    title = min(20, width // 2)
    room = width - title - 6
    lines = []
    for play in ended:
        drawn = "" if play.score is None else "━" * round(room * play.score / 100)
        score = "" if play.score is None else f"{play.score:>3}"
        name = padded(fit(f" {play.title}", title), title + 1)
        lines.append(ends(line((name, "dim"), (drawn, "good")), line((f"{score} ", "bold")), width))
    return lines


def about_learning(guided: Sequence[Poster], width: int) -> list[Line]:
    """Write what there is to learn from."""
    games = {poster.title: f"the guided game, {poster.minutes} minutes" for poster in guided}
    lines: list[Line] = []
    for name, what in {**games, **PAGES}.items():
        head, *rest = wrap(what, max(20, width - _NAME))
        lines.append((*line((padded(name, _NAME), "bold")), *head))
        lines += [(*line(" " * _NAME), *row) for row in rest]
    signs = f"{FOUND} an ending found, {OPEN} one to be found; scores are from 0 to 100"
    return [*lines, (), *wrap(signs, width, "dim")]


def about_records(kept: Sequence[Kept], width: int) -> list[Line]:
    """Write the last results, and what can be done with them."""
    ended = [play for play in kept if play.ending][:_RESULTS_SHOWN]
    lines = wrap(
        "Every game that ended: read its end again, write its report, or delete it.", width
    )
    lines.append(())
    for play in ended:
        score = "" if play.score is None else f"{play.score}"
        left = line((f"{play.when}  ", "dim"), f"{play.title}, {play.ending_title}")
        lines.append(ends(left, line((f" {score:>3}", "good")), width))
    return lines if ended else [*lines, line(("no game has ended yet", "dim"))]
