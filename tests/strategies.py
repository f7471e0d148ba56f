"""Generators for property tests: quantities on their grid, and whole valid scenarios."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from sim import units
from sim.errors import ScenarioError
from sim.loader import from_data
from sim.loader.checks.context import CHANGES_MOST
from sim.model.channels import STARTS
from sim.model.conditions import CONDITIONS
from sim.model.effects import EFFECTS
from sim.model.goals import GOALS
from sim.model.scenario import KINDS
from sim.plugins import Registry

Data = dict[str, Any]
DAY_MS = 86_400_000

# Ids and texts that a careless reader or writer of YAML takes for something else.
IDS = ("a", "b1", "no", "yes", "null", "true", "nan", "e5", "boat_2", "id", "of", "word", "end")
AWKWARD = (
    "null", "~", "true", "No", "12", "-3", "0.5", "090", "12:30", "1_000", "0x1f", ".inf", "=",
    "<<", "- a", "a: b", "# no", "{a}", "[a", "'", '"', "\\", "%a", "@", "|", ">", "!a", "&a", "*a",
    "?", " a", "a ", "a\nb", "a\n\n  b\n", "\tb", "é赤🚢", "a\u00a0b", "x " * 99,
)  # fmt: skip


def _grid(least: int, most: int, steps: int) -> st.SearchStrategy[float]:
    """Draw a number that lies on a grid of so many steps to the unit."""
    return st.integers(least * steps, most * steps).map(lambda n: n / steps)


durations_ms = st.integers(0, DAY_MS) | st.integers(0, 4 * 10**15)
distances_m = _grid(0, 10**4, 1000) | _grid(0, 10**9, 1000)
speeds_mps = _grid(0, 1000, 10**6)
bearings_deg = _grid(0, 360, 10**6).filter(lambda degrees: degrees < 360)
turns_deg = _grid(-180, 180, 10**6)
offsets_min = st.integers(-12 * 60, 14 * 60)
rates_per_h = _grid(0, 1000, 10**9)
probabilities = _grid(0, 1, 1000)
rungs = st.integers(0, 10)
intents = st.sampled_from(["status_quo", "revisionist"]) | probabilities.map(lambda p: {"draw": p})
starts = st.sampled_from(sorted(STARTS))
purposes = st.sampled_from(["hail", "ask", "explain", "share", "assure", "propose", "warn"])
deeds = st.sampled_from(["wait", "hang", "answer", "accept", "grant", "map"])
political = st.sampled_from(["open", "suspended", "not_established"])
positions = st.builds(units.Position, _grid(-90, 90, 10**6), _grid(-180, 180, 10**6))
texts = st.sampled_from(AWKWARD) | st.text("abc XYZ.,:-'é", min_size=1, max_size=12)
bearings = bearings_deg.map(units.format_bearing)
turns = turns_deg.map(units.format_bearing)
helms = bearings.map(lambda course: {"course": course}) | turns.map(lambda turn: {"turn": turn})
ranges = _grid(0, 10**5, 1000).map(units.format_distance)


def spans(least_ms: int = 0, most_ms: int = 2 * DAY_MS) -> st.SearchStrategy[str]:
    """Draw a duration as text; minutes are as likely as milliseconds."""
    fine = st.integers(least_ms, most_ms)
    return (fine.map(lambda ms: max(ms - ms % 60_000, least_ms)) | fine).map(units.format_duration)


@st.composite
def delays(draw: st.DrawFn) -> str | Data:
    """Draw a distribution of durations as an author writes it."""
    kind = draw(st.sampled_from(["fixed", "exponential", "lognormal", "uniform", "choice"]))
    values = sorted(draw(st.lists(st.integers(0, DAY_MS), min_size=3, max_size=3, unique=True)))
    low, middle, high = [units.format_duration(ms) for ms in values]
    share = draw(st.integers(0, 50)) / 100
    bodies: dict[str, Any] = {
        "fixed": low,
        "exponential": {"mean": low},
        "lognormal": {"median": low, "sigma": draw(st.integers(1, 50)) / 10},
        "uniform": {"low": low, "high": middle},
        "choice": draw(st.permutations([[low, share], [middle, 0.5], [high, 0.5 - share]])),
    }
    return low if kind == "fixed" and draw(st.booleans()) else {kind: bodies[kind]}


ANSWERING = {"answered": "9.5 per h", "declined": "1 per h", "tries": "2 min"}
Table = dict[str, tuple[str, Callable[["Maker", int], Data]]]
"""What a word needs (kinds of declared ids, a `pair` of vessels, `deep` nesting) and its body."""

ENDS = ["answered", "declined", "rang_out", "withdrawn"]
CONDITION_WORDS: Table = {
    "all": ("deep", lambda m, d: {"of": m.many(m.condition, d, least=1)}),
    "any": ("deep", lambda m, d: {"of": m.many(m.condition, d, least=1)}),
    "not": ("deep", lambda m, d: {"of": m.condition(d)}),
    "flag": ("flag", lambda m, _: m.its("flag")),
    "channel": ("channel", lambda m, _: m.its("channel") | {"political": m.draw(political)}),
    "counter": ("counter", lambda m, _: m.its("counter") | m.bounds()),
    "tally": ("", lambda m, _: {"of": m.draw(st.sampled_from(["hurt", "shots"]))} | m.bounds()),
    "rung": ("", lambda m, _: m.its("side") | m.bounds()),
    "inside": ("gate", lambda m, _: m.its("gate")),
    "entered": ("gate", lambda m, _: m.its("gate")),
    "range": ("pair", lambda m, _: {"of": m.some("pair", 2), "below": m.draw(ranges)}),
    "after": ("", lambda m, _: {"time": m.draw(spans())}),
    "stopped": ("vessel", lambda m, _: m.its("vessel")),
    "present": ("vessel", lambda m, _: m.its("vessel")),
    "radio": ("vessel", lambda m, _: m.its("vessel")),
    "doing": ("activity", lambda m, _: m.its("activity")),
    "done": ("move", lambda m, _: m.its("move") | m.perhaps(times=st.integers(1, 9))),
    "pending": ("move", lambda m, _: m.its("move")),
    "released": ("inject", lambda m, _: m.its("inject")),
    "called": (
        "channel",
        lambda m, _: m.its("channel") | m.its("seat") | {"outcome": m.draw(st.sampled_from(ENDS))},
    ),
}
GOAL_WORDS: Table = {
    "harm": ("", lambda m, _: {"hurt": m.p(), "dead": m.p()}),
    "word_kept": ("side", lambda m, _: m.its("side") | {"of": m.draw(st.integers(1, 9))}),
    "answered": ("side", lambda m, _: m.its("side") | {"of": m.draw(st.integers(1, 9))}),
    "share": ("counter", lambda m, _: m.its("counter") | {"of": m.draw(st.integers(1, 9))}),
    "spell": ("gate", lambda m, _: m.its("gate") | {"of": m.draw(spans())}),
    "first": ("deep", lambda m, d: {"cases": [{"when": m.condition(d), "value": m.p()}]}),
    "parts": ("deep", lambda m, d: {"parts": [{"weight": m.p(), "goal": m.goal(d)}]}),
}
EFFECT_WORDS: Table = {
    "steer": ("vessel", lambda m, _: m.its("vessel") | {"speed": "4.5 kn"} | m.draw(helms)),
    "proceed": ("vessel", lambda m, _: m.its("vessel") | {"speed": "5 kn"} | m.aim()),
    "station": ("pair", lambda m, _: m.station(m.some("pair", 2))),
    "leave": ("vessel", lambda m, _: m.its("vessel")),
    "begin": ("activity", lambda m, _: m.its("activity")),
    "cease": ("activity", lambda m, _: m.its("activity")),
    "set": ("flag", lambda m, _: m.its("flag")),
    "clear": ("flag", lambda m, _: m.its("flag")),
    "count": ("counter", lambda m, _: m.its("counter") | m.perhaps(by=st.integers(-3, 3))),
    "hail": ("pair radio", lambda m, d: m.hail(m.some("pair", 2), d)),
    "tell": ("", lambda m, _: {"seats": m.some("seat", 1), "text": m.draw(texts)}),
    "harm": ("vessel", lambda m, _: m.its("vessel") | m.perhaps(hurt=st.integers(0, 9))),
    "silence": ("vessel", lambda m, _: m.its("vessel")),
    "act": ("", lambda m, _: m.its("side") | {"rung": m.draw(st.integers(0, 10))}),
    "bind": ("rules", lambda m, _: {"channel": m.ids["rules"][0], "services": ["navy"]}),
    "channel": ("channel", lambda m, _: m.its("channel") | {"political": m.draw(political)}),
    "shock": ("", lambda m, _: {"by": m.its("side")["side"], "weight": 1.5}),
    "establish": ("channel", lambda m, _: m.its("channel")),
    "convene": ("meeting", lambda m, _: m.its("meeting") | {"after": m.draw(spans(1000))}),
    "postpone": ("meeting", lambda m, _: m.its("meeting") | {"by": m.draw(spans(1000))}),
    "cancel": ("meeting", lambda m, _: m.its("meeting")),
    "instruct": ("", lambda m, _: m.order()),
    "promise": ("foes channel", lambda m, _: m.bond()),
    "commit": ("", lambda m, _: m.its("side") | {"rung": m.draw(rungs)}),
    "ready": ("", lambda m, _: m.its("side") | {"step": m.draw(st.integers(0, 4))}),
    "release": ("inject", lambda m, _: m.its("inject")),
    "withdraw": ("inject", lambda m, _: m.its("inject")),
    "chance": ("deep", lambda m, d: {"p": m.p(), "then": m.effects(d), "otherwise": m.effects(d)}),
    "later": ("deep", lambda m, d: {"delay": m.draw(delays()), "effects": [m.effect(d)]}),
    "if": ("deep", lambda m, d: {"when": m.condition(d), "then": m.effects(d)}),
    "end": ("", lambda m, _: {}),
}


@dataclass(frozen=True)
class Maker:
    """Draws parts of a scenario that name only the ids which are declared."""

    draw: st.DrawFn
    ids: dict[str, list[str]]
    seats_of: dict[str, list[str]]
    """Which seats may choose a move."""
    home: tuple[int, int]
    """Latitude and longitude of the origin."""

    def p(self) -> float:
        return self.draw(probabilities)

    def its(self, kind: str) -> Data:
        return {kind: self.draw(st.sampled_from(self.ids[kind]))}

    def some(self, kind: str, least: int = 0) -> list[str]:
        one = st.sampled_from(self.ids[kind]) if self.ids[kind] else st.nothing()
        return self.draw(st.lists(one, unique=True, min_size=least))

    def many(self, make: Callable[[int], Data], depth: int, least: int = 0) -> list[Data]:
        return [make(depth) for _ in range(self.draw(st.integers(least, 2)))]

    def perhaps(self, **fields: st.SearchStrategy[Any]) -> Data:
        """Fill some of these fields; the others keep their defaults."""
        return {name: self.draw(made) for name, made in fields.items() if self.draw(st.booleans())}

    def bounds(self) -> Data:
        low = self.draw(st.integers(0, 9))
        return {"at_most": low + 1} | self.perhaps(at_least=st.just(low))

    def bond(self) -> Data:
        """Write a promise of the first seat to the second: nothing above a rung for a while."""
        by, to = self.ids["foes"]
        term = {"refrain": {"rung": self.draw(st.integers(1, 10)), "lasts": self.draw(spans(1000))}}
        return {"by": by, "to": to, **self.its("channel"), "term": term}

    def order(self) -> Data:
        """Write an instruction: a move of the seat that gets it, or none."""
        seat = self.its("seat")
        own = [move for move, seats in self.seats_of.items() if seat["seat"] in seats]
        return seat | (self.perhaps(move=st.sampled_from(own)) if own else {})

    def aim(self) -> Data:
        to = self.its("place")["place"] if self.ids["place"] else ""
        return {"to": to} if to else {"position": self.place()}

    def place(self) -> str:
        """Write a position near the origin, where a mile to the east is off by 0.8 % at most."""
        lat, lon = self.home
        polewards = math.degrees(math.acos(0.992 * math.cos(math.radians(lat)))) - abs(lat)
        reach = min(7.0, polewards)
        north, east = (self.draw(_grid(-1, 1, 10**6)) * reach for _ in range(2))
        return units.format_position(units.Position(round(lat + north, 6), round(lon + east, 6)))

    def station(self, pair: list[str]) -> Data:
        where = {"bearing": self.draw(bearings), "distance": self.draw(ranges), "speed": "9 kn"}
        return {"vessel": pair[0], "on": pair[1]} | where | self.perhaps(avoids=probabilities)

    def kinds(self) -> list[str]:
        """List the kinds of channels, besides radios, that there may be here."""
        desked = ["line", "relay"] if len(self.ids["seat"]) > 1 else []
        return [*desked, *(["rules"] if self.ids["vessel"] else []), "meeting", "public"]

    def terms(self, kind: str) -> Data:
        """Write who is on a channel, and what only channels of its kind have."""
        truth: dict[str, st.SearchStrategy[Any]] = {"political": political}
        if kind == "radio":
            seats = self.draw(st.sampled_from([[], self.ids["seat"]]))
            told = {"answering": ANSWERING} | self.perhaps(readout=delays())
        elif kind == "line":
            seats = self.some("seat", 2)
            hours = {"opens": self.draw(spans(0, DAY_MS // 2)), "closes": "18 h"}
            told = self.perhaps(permission=delays(), readout=delays(), fails=st.just(False))
            told |= self.perhaps(answering=st.just(ANSWERING), hours=st.just(hours))
            told |= self.perhaps(talk=spans(0, DAY_MS))
            truth |= {"access": st.sampled_from(["direct", "appointment"]), "u": probabilities}
            truth |= {} if "fails" in told else {"technical": st.sampled_from(["up", "down"])}
        elif kind == "relay":
            seats, hops = self.some("seat", 2), self.draw(st.integers(1, 3))
            told = {"hops": [self.hop() for _ in range(hops)]} | self.perhaps(permission=delays())
        else:
            seats, told = self.some("seat"), {"binds": ["navy"]} if kind == "rules" else {}
        return told | {"seats": seats} | self.perhaps(truth=st.just(self.perhaps(**truth)))

    def hop(self) -> Data:
        loss = self.perhaps(loss=_grid(0, 1, 100).filter(lambda p: p < 1))
        return {"via": self.draw(texts), "delay": self.draw(delays())} | loss

    def hail(self, pair: list[str], depth: int) -> Data:
        words = self.its("form") | {"answered": self.effects(depth)} | self.perhaps(text=texts)
        return {"vessel": pair[0], "to": pair[1], "channel": self.its("radio")["radio"]} | words

    def word(self, table: Table, registry: Registry[Any], depth: int) -> Data:
        """Write one open word, in its short form where there is one and the draw says so."""
        has = {kind for kind, ids in self.ids.items() if ids} | ({"deep"} if depth > 0 else set())
        fit = [word for word, (needs, _) in table.items() if has.issuperset(needs.split())]
        word = self.draw(st.sampled_from(fit))
        body = table[word][1](self, depth - 1)
        short = registry.get(word).shorthand
        return {word: body[short] if set(body) == {short} and self.draw(st.booleans()) else body}

    def condition(self, depth: int = 2) -> Data:
        return self.word(CONDITION_WORDS, CONDITIONS, depth)

    def goal(self, depth: int = 2) -> Data:
        return self.word(GOAL_WORDS, GOALS, depth)

    def effect(self, depth: int = 2) -> Data:
        return self.word(EFFECT_WORDS, EFFECTS, depth)

    def effects(self, depth: int = 2) -> list[Data]:
        return self.many(self.effect, depth)

    def when(self, depth: int = 2) -> Data:
        return {"when": self.condition(depth)} if self.draw(st.booleans()) else {}

    def titled(self, kind: str, key: str = "title") -> list[Data]:
        return [{"id": each, key: self.draw(texts)} for each in self.ids[kind]]


def _ids(draw: st.DrawFn) -> dict[str, list[str]]:
    """Draw the ids of each kind; some, such as `radio` and `foes`, are kinds only for words."""
    most = dict.fromkeys(KINDS, 2) | {"side": 3, "seat": 4, "vessel": 4, "flag": 4, "move": 4}
    ids: dict[str, list[str]] = {}
    for kind, n in most.items():
        size = draw(st.integers(1 if kind in ("side", "seat", "ending") else 0, n))
        ids[kind] = draw(st.lists(st.sampled_from(IDS), unique=True, min_size=size, max_size=size))
    tables = ids["channel"][1:2] if ids["form"] else ids["channel"][:1]
    return ids | {
        "table": tables,
        "meeting": ids["meeting"] if tables else [],
        "gate": ids["gate"] if ids["vessel"] and ids["place"] else [],
        "activity": ids["activity"] if ids["vessel"] else [],
        "radio": ids["channel"][:1] if ids["form"] else [],
        "rules": ids["channel"][2:] if ids["vessel"] and draw(st.booleans()) else [],
        "form": ids["form"] if ids["channel"] else [],
        "foes": ids["seat"][:2] if min(len(ids["seat"]), len(ids["side"])) > 1 else [],
        "pair": ids["vessel"][:2] if len(ids["vessel"]) > 1 else [],
    }


def _people(m: Maker, asking: Maker, moves: list[Data], said: Data) -> Data:
    """Draw sides, seats and what they did; authority runs up the list of seats."""
    sides = m.titled("side", "name")
    for side in sides:
        aim = {"title": m.draw(texts), "points": -2.5, "goal": m.goal()}
        side["objectives"] = [{"id": each, **aim} for each in m.some("flag")]
        side.update(m.perhaps(intent=intents, prior=probabilities))
        others = [each for each in m.ids["side"] if each != side["id"]]
        side.update(m.perhaps(faces=st.sampled_from(others)) if others else {})
    seats, scripts = m.titled("seat"), []
    free = list(m.ids["vessel"])
    for index, seat in enumerate(seats):
        own = [move["id"] for move in moves if seat["id"] in move["seats"]]
        side = m.ids["side"][index] if seat["id"] in m.ids["foes"] else m.its("side")["side"]
        seat.update({"side": side, "level": "capital"} | m.perhaps(window=_windows()))
        seat.update(m.perhaps(you_are=texts, decision=delays(), sees=st.just("sensors")))
        commands = [vessel for vessel in free if m.draw(st.booleans())]
        free = [vessel for vessel in free if vessel not in commands]
        seat.update({"playable": "you_are" in seat, "commands": commands})
        seat.update(_staff(m, [s["id"] for s in seats[:index] if s["side"] == seat["side"]]))
        seat["standing_orders"] = [{"move": each} | asking.when(1) for each in own[:1]]
        steps = [{"at": "0.5 s", "choose": each} for each in own]
        scripts.append({"seat": seat["id"], "steps": [*steps, *_calls(said, seat["id"])]})
    history = {"seed": 2**63 - 1, "scripts": scripts}
    incidents = _incidents(m, {seat["side"] for seat in seats})
    streams = _streams(m, {seat["side"] for seat in seats})
    people = {"sides": sides, "seats": seats, "incidents": incidents, "streams": streams}
    return people | m.perhaps(history=st.just(history))


def _windows() -> st.SearchStrategy[Data]:
    """Draw a window's terms, some with regular meetings."""
    span = spans(1000).map(lambda text: {"span": text})
    meetings = st.fixed_dictionaries({"span": spans(1000), "between": st.booleans()})
    return span | meetings.map(lambda terms: terms | {"every": "2 d"})


def _staff(m: Maker, kin: list[str]) -> Data:
    """Draw a desk: its clock and hours, and of seats of its side its authority and reports."""
    hours = st.sampled_from([("8 h", "18 h"), ("22 h", "4.5 h"), ("0 h", "1 s")])
    told = hours.map(lambda pair: dict(zip(("opens", "closes"), pair, strict=True)))
    staff = m.perhaps(clock=offsets_min.map(units.format_offset), hours=told)
    if "hours" in staff:
        staff["hours"] |= m.perhaps(weekend=st.booleans(), wakes=rungs)
    if not kin:
        return staff
    share = {"delay": m.draw(delays()), "error": m.p()}
    reports = {"from": m.draw(st.lists(st.sampled_from(kin), unique=True, min_size=1)), **share}
    return staff | m.perhaps(authority=st.sampled_from(kin), reports=st.just(reports))


def _calls(said: Data, seat: str) -> list[Data]:
    """Call every line that a seat is on, in every form it carries."""
    offered = [clause["id"] for clause in said["clauses"]]
    return [
        {"at": "1 s", "call": line["id"], "desk": desk, "form": form["id"]}
        | ({"clauses": offered} if offered and form["intent"] == "propose" else {})
        for line in said["channels"]
        if line["kind"] in ("line", "relay") and seat in line["seats"]
        for desk in [each for each in line["seats"] if each != seat][:1]
        for form in said["forms"]
    ]


SCENES = st.lists(st.sampled_from(("Here", "There", "Near")), max_size=3)


def _incidents(m: Maker, seated: set[str]) -> list[Data]:
    """Draw incidents between two sides, where there are two and one can see what happens."""
    sides = m.ids["side"]
    pairs = [(by, to) for by in sides for to in sides if by != to and to in seated]
    incidents = m.titled("incident") if pairs else []
    for incident in incidents:
        by, against = m.draw(st.sampled_from(pairs))
        read_as = dict.fromkeys(m.some("side"), 6)
        incident.update({"by": by, "against": against, "rungs": [4, 5], "read_as": read_as})
        incident.update(m.perhaps(times=_grid(0, 20, 10), public=st.booleans(), scenes=SCENES))
        incident["effects"] = m.effects(1)
    return incidents


def _streams(m: Maker, seated: set[str]) -> list[Data]:
    """Draw streams of encounters that somebody sees, with everything they may depend on."""
    pairs = [(by, to) for by in m.ids["side"] for to in sorted(seated)]
    streams = m.titled("stream") if pairs else []
    flags = [{"flag": flag, "times": times} for flag in m.ids["flag"] for times in (0, 1.5)]
    for stream in streams:
        by, against = m.draw(st.sampled_from(pairs))
        stream.update({"by": by, "against": against, "rate": "3 per d", "unsafe": m.p()})
        stream["cpa"] = {"median": m.draw(ranges), "sigma": 0.8}
        contact = {"distance": "85 m"} | m.perhaps(avoided=probabilities, dead=probabilities)
        stream.update(m.perhaps(contact=st.just(contact), public=st.booleans(), scenes=SCENES))
        stream.update({"displaced": flags[:2], "read_as": dict.fromkeys(m.some("side"), 6)})
        if by != against:
            agreed = m.its("flag") | {"disturbed": m.p()} if flags else {}
            runs = {"title": m.draw(texts), "every": "6 h", "lasts": "2 h", "disturbed": m.p()}
            stream.update(m.perhaps(runs=st.just(runs | ({"agreed": agreed} if flags else {}))))
        if by != against and flags and stream["unsafe"] <= 0.5:
            stream["campaign"] = m.its("flag") | {"times": 2}
        stream.update({"effects": m.effects(1), "touched": m.effects(1)})
    if len(streams) > 1 and "runs" in streams[0] and "runs" not in streams[1]:
        streams[1].update(m.perhaps(around=st.just(streams[0]["id"])))
    return streams


def _waters(m: Maker, knowing: Data) -> Data:
    """Draw the origin, and places, vessels and gates within the flat sea around it."""
    hull = {"service": "navy", "length": "50 m", "top_speed": "9 kn", "aerial": "9 m"}
    going = {"course": bearings, "speed": st.sampled_from(["0 kn", "4.5 kn", "9 kn"])}
    places, vessels, gates = m.titled("place", "name"), m.titled("vessel", "name"), m.titled("gate")
    for place in places:
        place.update({"at": m.place(), "names": dict.fromkeys(m.some("side"), "X")})
    for vessel in vessels:
        vessel.update(hull | m.its("side") | m.draw(st.fixed_dictionaries(going)))
        vessel.update(
            {"at": m.place(), "sight": m.draw(ranges)} | m.perhaps(number=st.integers(1, 500))
        )
    for gate in gates:
        gate.update(m.its("place") | knowing)
        gate.update({"vessels": m.some("vessel", 1), "range": m.draw(ranges)})
    origin = units.format_position(units.Position(*m.home))
    return {"origin": origin, "places": places, "vessels": vessels, "gates": gates}


def _deeds(m: Maker, asking: Maker) -> Data:
    """Draw moves, whose conditions ask what their seats can know, and activities."""
    moves, activities = m.titled("move"), m.titled("activity")
    for move in moves:
        move.update({"title": "Do it", "code": "A01", "direction": "hold"} | asking.when())
        seats, read_as = m.seats_of[move["id"]], dict.fromkeys(m.some("side"), 3)
        move.update({"seats": seats, "read_as": read_as} | m.perhaps(rung=rungs))
        move.update(m.perhaps(public=st.booleans(), costly=st.booleans(), fit=_grid(-5, 5, 10)))
        move.update(m.perhaps(lead=delays(), free=st.booleans()) | {"effects": m.effects()})
    hazard = {"id": "miss", "rate": "0.7 per h", "effects": m.effects(1)}
    for activity in activities:
        activity.update({"by": m.its("vessel")["vessel"], "lasts": m.draw(spans(1000))})
        activity.update({"ended": m.effects(1)} | m.perhaps(hazards=st.just([hazard])))
    return {"moves": moves, "activities": activities}


ORDERS = ("steer", "proceed", "station", "leave", "hail")
EFFECT_LISTS = ("then", "otherwise", "effects", "answered", "unanswered")


def _of_own_vessels(data: Data) -> Data:
    """Let moves order vessels of their seats' sides only: others come to harm, or cease."""
    sides = {seat["id"]: seat["side"] for seat in data["seats"]}
    by = {activity["id"]: activity["by"] for activity in data["activities"]}
    for move in data["moves"]:
        own = {sides[seat] for seat in move["seats"]}
        foreign = {vessel["id"] for vessel in data["vessels"] if vessel["side"] not in own}
        move["effects"] = [_owned(effect, foreign, by) for effect in move["effects"]]
    return data


def _owned(effect: Data, foreign: set[str], by: dict[str, str]) -> Data:
    ((word, body),) = effect.items()
    named = next(iter(body.values()), None) if isinstance(body, dict) else body
    if word in ORDERS and named in foreign:
        return {"harm": {"vessel": named}}
    if word == "begin" and by[str(named)] in foreign:
        return {"cease": body}
    if not isinstance(body, dict):
        return effect
    inner = {
        key: [_owned(e, foreign, by) for e in body[key]] for key in body if key in EFFECT_LISTS
    }
    return {word: body | inner}


def _hints(m: Maker, asking: Maker) -> list[Data]:
    """Draw hints, which ask what their seat can know and name moves of its own."""
    blind = replace(asking, ids=asking.ids | {"inject": []})
    hints = []
    for each in m.ids["hint"]:
        hint = {"id": each, "text": "Do it.", "do": m.draw(deeds)} | m.its("seat") | blind.when()
        own = [move for move, seats in m.seats_of.items() if hint["seat"] in seats]
        if own and m.draw(st.booleans()):
            del hint["do"]
            hint["choose"] = own
        hints.append(hint | m.perhaps(stuck=spans()))
    return hints


def _said(m: Maker) -> Data:
    """Draw channels of every kind, what can be said on them, and what can be offered."""
    forms, clauses, channels = m.titled("form"), m.titled("clause"), m.titled("channel", "name")
    for form in forms:
        form["intent"] = m.draw(purposes)
        form.update(m.perhaps(rung=rungs, readouts=st.just(dict.fromkeys(m.some("side"), "X"))))
    for clause in clauses:
        clause.update({"effects": m.effects(1)})
        clause.update(m.perhaps(covers=st.just(["navy"])) if m.ids["vessel"] else {})
    for channel in channels:
        radio = channel["id"] in m.ids["radio"]
        kind = "radio" if radio else m.draw(st.sampled_from(m.kinds()))
        kind = "meeting" if channel["id"] in m.ids["table"] else kind
        kind = "rules" if channel["id"] in m.ids["rules"] else kind
        channel.update({"kind": kind, "start": m.draw(starts), "forms": m.ids["form"]})
        channel.update(m.terms(kind) | m.perhaps(note=texts))
    return {"channels": channels, "forms": forms, "clauses": clauses}


def _told(m: Maker, horizon_ms: int) -> Data:
    """Draw injects, endings and meetings."""
    injects, endings = m.titled("inject"), m.titled("ending")
    for inject in injects:
        inject.update({"kind": "news", "at": m.draw(spans(0, horizon_ms)), "to": m.some("seat")})
        inject.update({"text": m.draw(texts), "effects": m.effects()} | m.when())
    for ending in endings:
        ending.update({"text": m.draw(texts), "when": m.condition()})
    del endings[-1]["when"]
    meetings = m.titled("meeting")
    for meeting in meetings:
        meeting.update({"channel": m.ids["table"][0], "at": m.draw(spans(1000, horizon_ms))})
        often = spans(1000 + horizon_ms // CHANGES_MOST)
        meeting.update(m.when() | m.perhaps(leaders=st.booleans(), every=often))
        meeting.update({"effects": m.effects(1), "cancelled": m.effects(1)})
    return {"injects": injects, "endings": endings, "meetings": meetings}


@st.composite
def scenarios(draw: st.DrawFn) -> Data:
    """Draw a small valid scenario as plain data, the way an author would write it."""
    ids = _ids(draw)
    several = st.lists(st.sampled_from(ids["seat"]), unique=True, min_size=1)
    home = draw(st.tuples(st.integers(-80, 80), st.integers(-170, 170)))
    m = Maker(draw, ids, {move: draw(several) for move in ids["move"]}, home)
    horizon_ms = draw(st.integers(1000, 10 * DAY_MS))
    knowing = m.perhaps(known_to=st.just(m.ids["seat"]))
    unknown: dict[str, list[str]] = {"flag": [], "counter": [], "gate": []}
    asking = replace(m, ids=m.ids | {"channel": []} | ({} if knowing else unknown))
    deeds, said = _deeds(m, asking), _said(m)
    data: Data = {
        "schema_version": 1, "id": draw(st.sampled_from(["small", "_tiny", "a-b_c", "null", "12"])),
        "title": draw(texts), "place": draw(texts), "begins": "2025-09-16 08:00+08:00",
        "minutes": draw(st.integers(1, 600)), "horizon": units.format_duration(horizon_ms),
        "flags": [flag | knowing for flag in m.titled("flag")],
        "counters": [counter | knowing | {"most": 9} for counter in m.titled("counter")],
        "hints": _hints(m, asking), "first": draw(st.booleans()),
        "preset": draw(st.sampled_from(["optimist", "middle", "pessimist"])),
        **(deeds | said | _waters(m, knowing) | _told(m, horizon_ms)),
        **_people(m, asking, deeds["moves"], said),
    }  # fmt: skip
    data = _of_own_vessels(data)
    assume(not _is_endless(data))
    return data


def _is_endless(data: Data) -> bool:
    """Say whether an author would be told that something in it has no end."""
    try:
        from_data(data)
    except ScenarioError as error:
        return any("without end" in fault.what for fault in error.faults)
    return False
