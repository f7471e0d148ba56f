"""All lines of play of a tiny scenario, counted without the engine.

It knows only the words the tiny scenarios use and refuses others. It shares with the product
nothing but the reading of durations: a plain dict is the whole state, and every branch of the
tree goes on with a copy.

How time goes on. A *step* is one command or one interval falling due; then its effects, one by
one; then the seats it alerts. Whatever is due now comes before anyone is asked, the interval
with the lowest number first and the run's end last. When nothing is due, the openings of the
instant are served in turn, and when nobody is left to ask, time goes on.
"""

from __future__ import annotations

import copy
import sys
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import Any

import yaml

from sim.units import parse_duration

State = dict[str, Any]
Interval = dict[str, Any]
Option = tuple[str, Any]
"""A name, and what follows: effects of a chance, or a command (seat, verb, subject), or None."""

NO_PART_IN_PLAY = """
    schema_version id title begins place origin minutes sides forms flags
    known_to code direction rung name service length top_speed aerial sight at course speed
    kind side level playable you_are sees text to
"""
PLAYED = """
    horizon seats vessels channels moves injects endings commands authority window
    standing_orders answering seats lead vessel free once when leave effects at to
"""
KNOWN = {*NO_PART_IN_PLAY.split(), *PLAYED.split()}


class World:
    """A scenario as its author wrote it."""

    def __init__(self, path: Path | str) -> None:
        """Read a scenario; refuse what this module does not know how to play."""
        data = yaml.safe_load(Path(path).read_text("utf-8"))
        parts = [part for part in data.values() if isinstance(part, list)]
        unknown = {key for entry in [data, *chain(*parts)] for key in entry} - KNOWN
        if unknown:
            raise ValueError(f"not known here: {', '.join(sorted(unknown))}")
        self.horizon = parse_duration(data["horizon"])
        self.seats = {seat["id"]: seat for seat in data["seats"]}
        self.moves = {move["id"]: move for move in data["moves"]}
        self.channels = {channel["id"]: channel for channel in data.get("channels", [])}
        self.injects: list[dict[str, Any]] = data.get("injects", [])
        self.endings: list[dict[str, Any]] = data["endings"]

    def moves_of(self, seat: str) -> list[str]:
        """List the moves of a seat in the order of the document."""
        return [name for name, move in self.moves.items() if seat in move["seats"]]

    def master_of(self, vessel: str) -> str:
        """Name the seat that commands a vessel."""
        return next(name for name, seat in self.seats.items() if vessel in seat.get("commands", []))


def begin(world: World) -> State:
    """Give the state at the begin: the run is number 1, then the injects in order."""
    state: State = {
        "now": 0,
        "numbers": 0,  # the number of the latest event that opened an interval
        "intervals": [],  # whatever is open: the run, injects, windows, calls, asks, ...
        "flags": set(),
        "done": Counter(),  # how often each move was carried out
        "leave": {},  # "seat:move" -> asked, given or denied
        "effects": [],  # of the step under way, still to be applied
        "alerts": [],  # of the step under way, handled when no effect is left
        "openings": [],  # of the instant under way, in the order of their events
        "queue": [],  # matters waiting to be served
        "served": None,  # the matter somebody is being asked about
        "ended": False,
    }
    open_interval(state, "run", world.horizon)
    for inject in world.injects:
        open_interval(state, "inject", parse_duration(inject["at"]), inject=inject)
    return state


def open_interval(state: State, kind: str, due: int, **what: Any) -> Interval:
    """Open an interval; its number is its place among those due at the same time."""
    state["numbers"] += 1
    here = state["numbers"]
    interval = {"kind": kind, "id": here, "number": here, "due": due, **what}
    state["intervals"].append(interval)
    return interval


def close(state: State, interval: Interval) -> None:
    """Take an interval out, come what may."""
    state["intervals"] = [other for other in state["intervals"] if other["id"] != interval["id"]]


def find(state: State, kind: str, **what: Any) -> Interval | None:
    """Find an open interval by its kind and what else is known of it."""
    for interval in state["intervals"]:
        if interval["kind"] == kind and what.items() <= interval.items():
            return interval
    return None


def opening(state: State, seat: str, interval: Interval) -> None:
    """Note that a seat may decide about a matter when the instant is finished."""
    state["openings"].append((seat, interval["id"]))


def alert(state: State, seat: str) -> None:
    """Alert a seat at the end of the step, at most once."""
    if seat not in state["alerts"]:
        state["alerts"].append(seat)


def holds(state: State, condition: dict[str, Any] | None) -> bool:
    """Say whether a condition holds on the truth."""
    if condition is None:
        return True
    ((word, body),) = condition.items()
    if word == "not":
        return not holds(state, body)
    if word == "flag":
        return body in state["flags"]
    raise ValueError(f"not known here: {word}")


def would_ask(world: World, state: State, seat: str, name: str) -> bool:
    """Say whether choosing a move now would ask for leave."""
    return "leave" in world.moves[name] and f"{seat}:{name}" not in state["leave"]


def legal(world: World, state: State, seat: str, name: str, window: bool) -> bool:
    """Say whether a seat may choose a move, given that it has an open window or not."""
    move = world.moves[name]
    return (
        find(state, "preparation", move=name) is None
        and not (move.get("once") and state["done"][name])
        and state["leave"].get(f"{seat}:{name}") not in {"asked", "denied"}
        and holds(state, move.get("when"))
        and (window or move.get("free", False) or would_ask(world, state, seat, name))
    )


def choose(world: World, state: State, seat: str, name: str) -> None:
    """Do what choosing a move means: ask, prepare, or carry out."""
    move = world.moves[name]
    if would_ask(world, state, seat, name):
        terms, subject = move["leave"], f"{seat}:{name}"
        state["leave"][subject] = "asked"
        due = state["now"] + parse_duration(terms["takes"])
        ask = open_interval(state, "ask", due, by=seat, subject=subject)
        opening(state, terms["of"], ask)
        alert(state, terms["of"])
        return
    window = find(state, "window", seat=seat)
    if window is not None and not move.get("free"):
        close(state, window)
    countermanded = "vessel" in move and find(state, "preparation", vessel=move["vessel"])
    if countermanded:
        close(state, countermanded)
    if "lead" in move:
        due = state["now"] + parse_duration(move["lead"])
        open_interval(state, "preparation", due, move=name, vessel=move.get("vessel"))
    else:
        carry_out(world, state, name)


def carry_out(world: World, state: State, name: str) -> None:
    """Count a move as done; its effects follow within this step."""
    state["done"][name] += 1
    state["effects"] = world.moves[name].get("effects", []) + state["effects"]


def command(world: World, state: State, seat: str, verb: str, subject: str) -> None:
    """Take the step of a command."""
    if verb == "choose":
        choose(world, state, seat, subject)
    elif verb in {"answer", "decline"}:
        settle(state, find(state, "call", subject=subject))
    else:
        leave = {"grant": "given", "deny": "denied"}[verb]
        settle(state, find(state, "ask", subject=subject), leave)


def settle(state: State, matter: Interval | None, leave: str = "") -> None:
    """End a call, or a matter of leave with what was said; who began it is alerted."""
    assert matter is not None
    close(state, matter)
    alert(state, matter["by"])
    if leave:
        state["leave"][matter["subject"]] = leave


def fall_due(world: World, state: State, interval: Interval) -> None:
    """Take the step of an interval whose time has come."""
    kind = interval["kind"]
    if kind in {"run", "end"}:
        state["ended"] = True
    elif kind == "call":
        settle(state, interval)
    elif kind == "ask":
        settle(state, interval, "denied")
    elif kind == "window":
        seat, name = interval["seat"], interval["default"]
        carried = name != "" and legal(world, state, seat, name, window=True)
        close(state, interval)
        if carried:
            choose(world, state, seat, name)
    else:
        close(state, interval)
        if kind == "preparation":
            carry_out(world, state, interval["move"])
        elif kind == "later":
            state["effects"] = list(interval["effects"])
        elif kind == "inject":
            state["effects"] = list(interval["inject"].get("effects", []))
            for seat in interval["inject"].get("to", []):
                alert(state, seat)


def apply(world: World, state: State, effect: dict[str, Any]) -> list[Option]:
    """Apply one effect; where chance decides, do nothing and give the outcomes instead."""
    ((word, body),) = effect.items()
    now = state["now"]
    if word == "set":
        state["flags"].add(body)
    elif word == "clear":
        state["flags"].discard(body)
    elif word == "end":
        open_interval(state, "end", now)
    elif word == "hail" and not body.keys() & {"answered", "unanswered"}:
        caller, called = world.master_of(body["vessel"]), world.master_of(body["to"])
        due = now + parse_duration(world.channels[body["channel"]]["answering"]["tries"])
        subject = f"{caller}>{body['to']}"
        opening(state, called, open_interval(state, "call", due, by=caller, subject=subject))
        alert(state, called)
    elif word == "chance":
        happens, not_so = ("0", body.get("then", [])), ("1", body.get("otherwise", []))
        return [happens] * (body["p"] > 0) + [not_so] * (body["p"] < 1)
    elif word == "later" and isinstance(body["delay"], str):
        due = now + parse_duration(body["delay"])
        open_interval(state, "later", due, effects=body["effects"])
    elif word == "later":
        listed = [delay for delay, p in body["delay"]["choice"] if p > 0]
        return [(delay, [{"later": {**body, "delay": delay}}]) for delay in listed]
    else:
        raise ValueError(f"not known here: {word}")
    return []


def handle_alert(world: World, state: State, seat: str) -> None:
    """Open the window of an alerted seat, or renew the one it has."""
    terms = world.seats[seat].get("window")
    if terms is None or not world.moves_of(seat):
        return
    span, window = parse_duration(terms["span"]), find(state, "window", seat=seat)
    default = ""
    for order in reversed(world.seats[seat].get("standing_orders", [])):
        name = order["move"]
        if holds(state, order.get("when")) and legal(world, state, seat, name, window=True):
            default = name
    if window is None:
        due = state["now"] + span
        opening(state, seat, open_interval(state, "window", due, seat=seat, default=default))
        return
    due = max(window["due"], state["now"] + span // 2)
    if (due, default) != (window["due"], window["default"]):
        state["numbers"] += 1
        window.update(due=due, default=default, number=state["numbers"])
        opening(state, seat, window)


def due_now(state: State) -> Interval | None:
    """Give what happens next at this instant, its end last; an inject waits for its condition."""
    due = [
        interval
        for interval in state["intervals"]
        if interval["due"] <= state["now"]
        and (interval["kind"] != "inject" or holds(state, interval["inject"].get("when")))
    ]
    ends = {"run", "end"}
    return min(due, key=lambda one: (one["kind"] in ends, one["number"]), default=None)


def commands(world: World, state: State, seat: str, matter: int) -> list[tuple[str, str, str]]:
    """List what a seat may do about a matter; nothing once the matter is closed."""
    interval = next((one for one in state["intervals"] if one["id"] == matter), None)
    if interval is None:
        return []
    if interval["kind"] == "window":
        mine = world.moves_of(seat)
        return [(seat, "choose", m) for m in mine if legal(world, state, seat, m, window=True)]
    verbs = ("answer", "decline") if interval["kind"] == "call" else ("grant", "deny")
    return [(seat, verb, interval["subject"]) for verb in verbs]


def next_node(world: World, state: State) -> tuple[str, list[Option]]:
    """Play on to the next node of the tree: its kind and its options."""
    while True:
        if state["effects"]:
            outcomes = apply(world, state, state["effects"].pop(0))
            if len(outcomes) > 1:
                return "chance", outcomes
            for _, what in outcomes:  # a single outcome is no chance
                take(world, state, "chance", what)
        elif state["ended"]:
            return "ending", []
        elif state["alerts"]:
            handle_alert(world, state, state["alerts"].pop(0))
        elif (interval := due_now(state)) is not None:
            fall_due(world, state, interval)
        else:
            found = ask_someone(world, state)
            if found:
                return "decision", [("pass", None), *((" ".join(one), one) for one in found)]


def ask_someone(world: World, state: State) -> list[tuple[str, str, str]]:
    """Serve the next matter and list the commands, or go on in time when none is left."""
    state["queue"] += [matter for matter in state["openings"] if matter != state["served"]]
    state["openings"] = []
    if state["served"] is not None:
        found = commands(world, state, *state["served"])
        if not found:
            state["served"] = None
        return found
    if state["queue"]:
        state["served"] = state["queue"].pop(0)
    else:
        state["now"] = min(one["due"] for one in state["intervals"] if one["due"] > state["now"])
    return []


def take(world: World, state: State, kind: str, what: Any) -> None:
    """Go down one branch."""
    if kind == "chance":
        state["effects"] = what + state["effects"]
    elif what is None:
        state["served"] = None
    else:
        command(world, state, *what)


def count(path: Path | str) -> dict[str, Any]:
    """Count the lines of play of a scenario.

    Returns:
        `lines`; `by_depth`, the sequences cut right after the d-th decision together with the
        lines that have fewer; `endings` and `split` (by the first decision), in lines; `nodes`,
        by kind.
    """
    world = World(path)
    nodes, endings, split = (Counter[str]() for _ in range(3))
    cut, whole = Counter[int](), Counter[int]()  # by the number of decisions so far

    def descend(state: State, decisions: int, first: str) -> None:
        kind, options = next_node(world, state)
        nodes[kind] += 1
        if kind == "ending":
            whole[decisions] += 1
            endings[next(e["id"] for e in world.endings if holds(state, e.get("when")))] += 1
            split[first] += 1
        for name, what in options:
            below = copy.deepcopy(state)
            take(world, below, kind, what)
            if kind == "chance":
                descend(below, decisions, first)
            else:
                cut[decisions + 1] += 1
                descend(below, decisions + 1, first if decisions else name)

    descend(begin(world), 0, "-")
    return {
        "lines": nodes["ending"],
        "by_depth": {d: cut[d] + sum(whole[k] for k in range(d)) for d in sorted(cut)},
        "endings": dict(sorted(endings.items())),
        "nodes": {kind: nodes[kind] for kind in ("chance", "decision", "ending")},
        "split": dict(split),
    }


def text(path: Path | str) -> str:
    """Write the counts of a scenario the way a `.lines` file has them."""
    counts = count(path)
    rows = [("scenario", Path(path).name)]
    rows += [(f"lines {depth}", str(number)) for depth, number in counts["by_depth"].items()]
    for what in ("endings", "nodes"):
        rows.append((what, " ".join(f"{name}={number}" for name, number in counts[what].items())))
    return "".join(f"{label:<10}{value}\n" for label, value in rows)


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(text(argument), end="")
