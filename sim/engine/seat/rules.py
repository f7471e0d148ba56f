"""What a seat may do: its options, and why anything else is refused.

Everything here reads only what the seat knows, so neither an option's presence nor a refusal
can tell it more (law L11).
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.engine.base.geometry import radio_reach_m, range_m
from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.moves import LeaveRequest
from sim.engine.facts.talks import TalkBegun
from sim.engine.kernel.knowledge import Known
from sim.engine.seat import pledges
from sim.engine.seat.breaches import broken_by_move, ended_by
from sim.engine.seat.hearing import NOTE_MOST, not_heard
from sim.engine.seat.menus import allowed, menu_of, terms_of
from sim.engine.seat.questions import question
from sim.engine.seat.reach import (
    board_state,
    callable_channels,
    calling_vessel,
    desks_of,
    talk_with,
    works,
)
from sim.engine.seat.reasons import why_closed
from sim.errors import Refusal, nearest
from sim.model.channels import DESKED, Channel
from sim.model.moves import SIGNS, Move
from sim.readings import distance

_CALLING = ("call", "answer", "decline", "hang", "accept", "refuse", "counter", "reply", "release")
VERBS = ("choose", "pass", *_CALLING, "grant", "deny", "note", "advise")


@dataclass(frozen=True, slots=True)
class Command:
    """What a seat asks for.

    `subject` is a move (choose), channel (call), call (answer, decline, hang), offer (accept,
    refuse, counter), request (reply), promise (release), ``seat:move`` (grant, deny) or kind of
    question (advise; "" for any); `to` a vessel or, on a line, a seat; `form` a form (call) or what
    is replied (reply); `text` what is said or noted; `clauses` what is offered (call, counter);
    `limits` the rungs or metres of the terms that are said, in order, 0 for one that has none,
    where they are not as written (call, reply). `by` is the white cell where it speaks for the
    seat. What the white cell asks for in its own name, `sim.engine.acts.white_cell` says; it alone
    gives `effects`, of an inject that it improvises.
    """

    seat: str
    verb: str
    subject: str = ""
    to: str = ""
    form: str = ""
    text: str = ""
    clauses: tuple[str, ...] = ()
    limits: tuple[float, ...] = ()
    by: str = ""
    effects: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """A move as a seat sees it now: what it is, never what it will bring about.

    `orders_vessel` says whether a vessel of the seat carries it out; `breaks` are the promises of
    the seat's own that it would break, and `ends` what else of its own it would put an end to.
    """

    move: str
    title: str
    direction: str
    sign: str
    lead_ms: int
    spends: str
    read_as: tuple[tuple[str, int], ...]
    free: bool
    orders_vessel: bool
    asks_leave: str
    blocked: str
    breaks: tuple[str, ...] = ()
    ends: str = ""


def options(setup: Setup, known: Known, now_ms: int) -> list[Option]:
    """List every move of a seat in the document's order, with the reason where it is blocked."""
    found = []
    for move in setup.moves_of[known.seat]:
        refusal = move_refusal(setup, known, move, now_ms)
        found.append(
            Option(
                move=move.id,
                title=move.title,
                direction=move.direction,
                sign=SIGNS[move.direction],
                lead_ms=setup.lead_ms[move.id],
                spends=move.spends,
                read_as=tuple(move.read_as.items()),
                free=move.free,
                orders_vessel=move.vessel is not None,
                asks_leave=move.leave.of if asks_leave(known, move) and move.leave else "",
                blocked=refusal.sentence if refusal else "",
                breaks=() if refusal else broken_by_move(setup, known, move, now_ms),
                ends="" if refusal or asks_leave(known, move) else ended_by(setup, known, move),
            )
        )
    return found


def legal(setup: Setup, known: Known, now_ms: int, *, acts_only: bool = False) -> list[str]:
    """List the ids of the moves a seat may choose now, or of those that are no mere words."""
    return allowed(menu_of(setup, known.seat, acts_only=acts_only), known, now_ms)


def asks_leave(known: Known, move: Move) -> bool:
    """Say whether choosing a move now would ask for leave instead of acting."""
    return move.leave is not None and known.moves.leave.get(move.id) is None


def move_refusal(setup: Setup, known: Known, move: Move, now_ms: int) -> Refusal | None:
    """Say why a seat may not choose a move now, or None if it may."""
    code = terms_of(setup, move.id).block(known, now_ms)
    if not code:
        return None
    if code == "not_now" and move.when is not None:
        return Refusal(code, why_closed(setup, known, move.when, now_ms))
    said = setup.once("refusals", lambda _: dict[tuple[str, str], Refusal]())
    if (move.id, code) not in said:
        said[move.id, code] = Refusal(code, _sentence(setup, move, code))
    return said[move.id, code]


def _sentence(setup: Setup, move: Move, code: str) -> str:
    """Say in a sentence what a code means for a move."""
    above = setup.seats[move.leave.of].title if move.leave else ""
    match code:
        case "over":
            return "The run has ended."
        case "under_way":
            return f"“{move.title}” is already in preparation."
        case "done":
            return f"“{move.title}” can be done once only."
        case "gone":
            return f"{setup.vessels[move.vessel or ''].name} has left the scene."
        case "leave_asked":
            return f"{above} has not answered yet."
        case "leave_denied":
            return f"{above} denied leave."
        case "no_window":
            return "No decision is open; wait until something is noticed."
    raise AssertionError(f"nothing is said of “{code}”")


def refusal(setup: Setup, known: Known, command: Command, now_ms: int) -> Refusal | None:
    """Say why a command is refused, or None if it is accepted."""
    said = command.verb, command.subject, command.to, command.form, command.text
    unheard = not_heard(known, said, command.clauses, by=command.by)
    if unheard is not None:
        return unheard
    match command.verb:
        case "choose":
            move = setup.moves.get(command.subject)
            if move is None or command.seat not in move.seats:
                mine = [m.id for m in setup.moves_of[known.seat]]
                hint = nearest(command.subject, mine)
                return Refusal("unknown", f"This seat has no move “{command.subject}”; {hint}")
            return move_refusal(setup, known, move, now_ms)
        case "pass":
            if known.windows.window is not None:
                return None
            return Refusal("no_window", "No decision is open that could be passed.")
        case "call":
            return _call_refusal(setup, known, command, now_ms)
        case "answer" | "decline":
            return _rings(known, command.subject, as_caller=False)
        case "hang" if _talks(known, command.subject):
            return None
        case "hang":
            return _rings(known, command.subject, as_caller=True)
        case "accept" | "refuse" | "counter":
            return _offer_refusal(setup, known, command)
        case "reply":
            return pledges.reply_refusal(setup, known, command)
        case "release":
            return pledges.release_refusal(known, command)
        case "grant" | "deny":
            if LeaveRequest.read(command.subject) in known.moves.asks:
                return None
            return Refusal("no_ask", f"Nobody asks this seat's leave{_asked(setup, command)}.")
        case "note":
            if 0 < len(command.text) <= NOTE_MOST:
                return None
            return Refusal("note_length", f"A note has 1 to {NOTE_MOST} characters.")
        case "advise":
            if question(known, command.subject) is not None:
                return None
            return Refusal("no_question", "Nothing of that kind waits for this seat to decide.")
    return Refusal(
        "unknown", f"There is no command “{command.verb}”; {nearest(command.verb, VERBS)}"
    )


def _asked(setup: Setup, command: Command) -> str:
    """Name what leave would be for, if it is anything."""
    move = setup.moves.get(command.subject.partition(":")[2])
    return f" for “{move.title}”" if move else ""


def _talks(known: Known, call: str) -> bool:
    """Say whether a call of the seat has become a talk, which either may end."""
    event = known.calls.open.get(call)
    return event is not None and isinstance(event.fact, TalkBegun)


def _rings(known: Known, call: str, *, as_caller: bool) -> Refusal | None:
    event = known.calls.open.get(call)
    talking = isinstance(event.fact, TalkBegun) if event else False
    role = (event.fact.caller if as_caller else event.fact.callee) if event else ""
    if event is not None and role == known.seat and not talking:
        return None
    what = "This seat has no open call" if as_caller else "No call rings for this seat"
    return Refusal("no_call", f"{what} of that name.")


def _offer_refusal(setup: Setup, known: Known, command: Command) -> Refusal | None:
    event = known.offers.open.get(command.subject)
    if event is None or event.fact.to != known.seat:
        return Refusal("no_offer", "That offer waits for no answer of this seat.")
    if command.verb != "counter":
        return None
    if event.fact.counter:
        return Refusal("countered", "This is a counter-offer already; accept it or refuse it.")
    return _clauses_refusal(setup, command, needed=True)


def _clauses_refusal(setup: Setup, command: Command, *, needed: bool) -> Refusal | None:
    for clause in command.clauses:
        if clause not in setup.clauses:
            hint = nearest(clause, setup.clauses)
            return Refusal("no_clause", f"There is no clause “{clause}”; {hint}")
    if len(set(command.clauses)) != len(command.clauses):
        return Refusal("no_clause", "A clause stands twice.")
    if needed and not command.clauses:
        hint = nearest("", setup.clauses)
        return Refusal("no_clause", f"Say which clauses are offered; {hint}")
    return None


def _call_refusal(setup: Setup, known: Known, command: Command, now_ms: int) -> Refusal | None:
    channel = setup.channels.get(command.subject)
    usable = callable_channels(setup, known.seat)
    if channel is None or channel.id not in usable:
        hint = nearest(command.subject, usable)
        name = command.subject if channel is None else channel.name
        return Refusal("no_channel", f"This seat cannot call on “{name}”; {hint}")
    if command.form not in channel.forms:
        hint = nearest(command.form, channel.forms)
        return Refusal("no_form", f"{channel.name} does not carry “{command.form}”; {hint}")
    talk = talk_with(known, channel.id, command.to)
    said = pledges.open_refusal(known, command) or engaged(known, channel, talk)
    if said is not None:
        return said
    proposes = setup.forms[command.form].intent == "propose" and bool(setup.clauses)
    refused = _clauses_refusal(setup, command, needed=proposes and channel.kind in DESKED)
    refused = refused or pledges.limits_refusal(setup.forms[command.form], command.limits)
    if refused is not None:
        return refused
    if channel.kind == "radio":
        own = calling_vessel(setup, known)
        if talk is not None:
            speaks = talk.fact.vessel if talk.fact.caller == known.seat else talk.fact.to
            own = speaks if works(known, speaks) else None
        return _hail_refusal(setup, known, own, command.to, now_ms=now_ms)
    desks = desks_of(channel, known.seat)
    if talk is not None:
        return None
    if command.to not in desks:
        hint = nearest(command.to, desks)
        return Refusal("no_desk", f"“{command.to}” is not at the other end; {hint}")
    if board_state(setup, known, channel) == "not_established":
        return Refusal("not_established", f"{channel.name} has not been set up.")
    return None


def engaged(known: Known, channel: Channel, talk: Event | None) -> Refusal | None:
    """Say why a seat can say nothing on a channel, in a talk or to begin one, or None.

    Its own call keeps it from another; on a radio a talk does not.
    """
    if talk is not None:
        return pledges.turn_refusal(known, talk)
    open_calls = [e.fact for e in known.calls.open.values() if e.fact.channel == channel.id]
    if channel.kind == "radio":
        open_calls = [fact for fact in open_calls if not isinstance(fact, TalkBegun)]
    if any(fact.caller == known.seat for fact in open_calls):
        return Refusal("busy", "This seat's own call is still open; hang up first.")
    return None


def _hail_refusal(
    setup: Setup, known: Known, own: str | None, to: str, *, now_ms: int
) -> Refusal | None:
    """Say why a vessel of the seat's own cannot call another, or None if it can."""
    if own is None:
        return Refusal("radio_dead", "No radio of this seat works.")
    mine = setup.seats[known.seat].commands
    if to not in known.vessels.tracks or to in mine or to in known.vessels.lost_ms:
        hint = nearest(to, [v for v in known.vessels.tracks if v not in mine])
        return Refusal("no_vessel", f"No vessel “{to}” is held to call; {hint}")
    reach = radio_reach_m(setup.vessels[own].aerial, setup.vessels[to].aerial)
    away = range_m(known.vessels.tracks[own], known.vessels.tracks[to], now_ms)
    if away > reach:
        said = f"{distance(away)} away, radio reaches {distance(reach)}"
        return Refusal("out_of_reach", f"{setup.vessels[to].name}: {said}.")
    return None
