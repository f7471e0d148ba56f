"""Words that bind, in lines: what can be said, what is asked, the replies, the promises."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from sim.columns import wrapped
from sim.play.seat import (
    LimitLine,
    PromiseLine,
    RequestLine,
    Sheet,
    Shown,
    Submit,
    TermLine,
    Wording,
    by_use,
    rung_said,
    sentence,
)
from sim.readings import remaining
from sim.units import clock, parse_distance

Says = Callable[[str, str, str], tuple[TermLine, ...]]
"""Gives the terms of a form: by channel, whom it is for, and form."""
HELP = """\
A letter or number chooses an option.   wait [DURATION]   go on until something changes
call N [FORM] [VESSEL]   call on channel N of the board; else the other side's nearest vessel
call N [FORM] [SEAT] [CLAUSE...]   on a line or relay; an offer names its clauses, else all
call ... limit=VALUE[,VALUE]   with another rung (5) or range (2nm) in each term that has one
say N    what can be said on channel N, and what each form promises or asks
say N FORM ...   the words as “call” would say them; whether they break your word
answer, decline          the call that rings          hang   hang up: your call, or the talk
reply N [LIMIT]          to what you are asked; a counter with another rung or range
promises   what binds you and others                  release N   another from promise N
accept, refuse           the offer that waits         counter CLAUSE...   offer these instead
grant, deny              when your leave is asked     note TEXT   write something down
view  what you hold      log  all you have learned    help   this page
options  list them again, and those that are not open now, with the reason
{}words [WORD]   what the words of the game mean, such as words tension"""
"""What can be typed, with a place for what differs."""
_HOME_HELP = """\
save  where it is saved  quit save and leave          undo   take your last command back
advise [KIND]   what looking ahead would do, and what is risked; it is counted
"""
_HOST_HELP = """\
(an empty line)   what is new; nothing is waited for
because TEXT    why you give your next order          quit   leave; you may come back
"""
AT_HOME = ("undo", "save", "advise")
"""What can be typed in a game at home, and not at a host."""
LIMIT = "limit="
"""How the word of a call begins that names limits."""
_WHOSE = {"mine": "yours", "theirs": "theirs", "heard": "heard of,"}
"""Whose a promise is, in words."""


def help_page(*, hosted: bool) -> str:
    """Say what can be typed."""
    return HELP.format(_HOST_HELP if hosted else _HOME_HELP)


def sayings(sheet: Sheet, call: Submit, forms: Iterable[str], says: Says, width: int) -> list[str]:
    """Write what can be said in a call, each form with what it promises or asks."""
    lines = []
    for form in by_use(sheet.forms, forms):
        spec = sheet.forms[form]
        rung = f" (itself an act on {rung_said(spec.rung)})" if spec.rung else ""
        lines += wrapped(f"{spec.title}{rung}", width, f"   {form:<12} ", rest=" " * 16)
        for term in says(call.subject, call.to, form):
            whose = "binds us" if term.binds_us else "asks them"
            more = f" ({LIMIT}{offered(term)})" if len(term.lines) > 1 else ""
            text = f"{whose}: {term.lines[term.at].text}{more}"
            lines += wrapped(text, width, " " * 16, rest=" " * 18)
    return lines


def ahead(found: Wording | str, width: int) -> list[str]:
    """Write a message as it will be said, after what it does to one's word; or why it is not."""
    if isinstance(found, str):
        return [found]
    lines = []
    for word in found.breaks:
        lines += wrapped(f"BREAKS YOUR WORD: {word}.", width, "   ! ", rest=" " * 5)
    for order in found.undone:
        text = f"WILL BE BROKEN by an order of yours: {order}."
        lines += wrapped(text, width, "   ! ", rest=" " * 5)
    if found.ends:
        lines += wrapped(sentence(found.ends), width, "   ! ", rest=" " * 5)
    for text in found.said:
        lines += wrapped(text, width, "   ", rest=" " * 5)
    return lines


def offered(term: TermLine) -> str:
    """Write the range of the limits that a term can have."""
    rungs = term.kind == "refrain"
    ends = ((f"{line.limit:.0f}" if rungs else line.name.replace(" ", "")) for line in _ends(term))
    first, last = ends
    return f"{first} to {last}"


def _ends(term: TermLine) -> tuple[LimitLine, LimitLine]:
    return term.lines[0], term.lines[-1]


def limits(terms: Sequence[TermLine], words: str) -> tuple[float, ...] | str:
    """Read limits, one for each term that has any; a sentence if they cannot be meant.

    A rung is a number, a range a distance such as 2nm or 500m; a term without a limit has 0.
    """
    given = [word for word in words.replace(",", " ").split() if word]
    open_to = [term for term in terms if len(term.lines) > 1 or term.lines[0].limit]
    if not open_to:
        return "No limit can be named here."
    if len(given) != len(open_to):
        each = " and ".join(offered(term) for term in open_to)
        return f"Name a limit for each term, in order, with a comma between: {each}."
    read = iter(given)
    try:
        return tuple(_limit(term, next(read)) if term in open_to else 0.0 for term in terms)
    except ValueError as error:
        return f"Not understood: {error}."


def _limit(term: TermLine, word: str) -> float:
    """Read a limit.

    Raises:
        ValueError: it is neither a rung nor a distance.
    """
    if term.kind == "no_closer":
        return parse_distance(word)
    if not word.isdecimal() or len(word) > 2:
        raise ValueError(f"expected a rung, {offered(term)}, not “{word}”")
    return float(word)


def asked(sheet: Sheet, request: RequestLine, now_ms: int, width: int) -> list[str]:
    """Write a request that waits: what is asked, and each reply with what it would bind."""
    other = sheet.seats[request.other]
    left = f"until {clock(sheet.begins, request.due_ms)}, {remaining(request.due_ms - now_ms)} left"
    asks, gives = "; ".join(request.asks), "; ".join(request.gives)
    if not request.incoming:
        text = f"you wait for a reply of {other} {left}: {asks or request.said}"
        return wrapped(text, width, "   ", rest=" " * 7)
    back = f"; in return: {gives}" if gives else ""
    said = f"“{request.said}” " if request.said else ""
    verb = "warns, a reply" if request.marker == "warning" else "asks"
    text = f"{other} {verb} {left}: {said}{asks}{back}".rstrip()
    lines = wrapped(text, width, "   ", rest=" " * 7)
    for number, reply in enumerate(request.replies, 1):
        binds = f"  (binds you: {reply.binds})" if reply.binds else "  (binds nobody)"
        back = f"  (in return: {reply.returns})" if reply.returns else ""
        if reply.against:
            binds = f"  (breaks your word, so it cannot be said: {reply.against})"
        limit = ""
        if reply.terms:
            limit = f"  reply {number} LIMIT: {', '.join(offered(t) for t in reply.terms)}"
        lines += wrapped(
            f"“{reply.sentence}”{binds}{back}{limit}",
            width,
            f"     reply {number}  ",
            rest=" " * 14,
        )
    return lines


def reply(shown: Shown, rest: str) -> Submit | str:
    """Read `reply N [LIMIT]` to the first request that waits; a sentence if it has no meaning."""
    waits = [request for request in shown.view.requests if request.incoming]
    if not waits:
        return "Nothing is asked of you."
    word, _, said = rest.strip().partition(" ")
    numbered = enumerate(waits[0].replies, 1)
    found = next((r for n, r in numbered if word.lower() in (str(n), r.reply)), None)
    if found is None:
        return f"reply N: N is 1 to {len(waits[0].replies)}, as they stand above."
    submit = Submit("reply", waits[0].request, form=found.reply)
    if not found.terms and not said:
        return submit
    if not said:
        return replace(submit, limits=tuple(term.lines[term.at].limit for term in found.terms))
    read = limits(found.terms, said.removeprefix(LIMIT))
    return read if isinstance(read, str) else replace(submit, limits=read)


def promises(sheet: Sheet, shown: Shown, width: int) -> list[str]:
    """Write the promises this seat knows of, numbered, and what became of them."""
    lines = []
    for number, line in enumerate(shown.view.promises, 1):
        head = f"  {number:>2}  {_WHOSE[line.whose]} {_between(sheet, line)}: "
        state = line.outcome or f"open, {remaining(line.due_ms - shown.view.at_ms)} left"
        made = f"{clock(sheet.begins, line.made_ms)} on {sheet.channels[line.channel].name}"
        if line.outcome:
            state += f" {clock(sheet.begins, line.closed_ms)}"
        free = f"; {line.beside}" if line.beside else ""
        text = f"{head}{line.text}{free} (given {made}): {state}"
        lines += wrapped(text, width, rest=" " * 7)
    return lines or ["No promise has been made that you know of."]


def _between(sheet: Sheet, line: PromiseLine) -> str:
    if line.whose == "mine":
        return f"to {sheet.seats[line.to]}"
    to = f" to {sheet.seats[line.to]}" if line.whose == "heard" else ""
    return f"by {sheet.seats[line.other]}{to}"


def release(shown: Shown, rest: str) -> Submit | str:
    """Read `release N`, a number of the promises; a sentence if it cannot be meant."""
    found = dict(enumerate(shown.view.promises, 1))
    number = int(rest) if rest.isdecimal() and len(rest) < 4 else 0
    if number not in found:
        return "release N: N is the number of a promise in “promises”."
    return Submit("release", found[number].promise)
