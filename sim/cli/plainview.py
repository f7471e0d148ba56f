"""What play in lines prints: news, picture, options, and the end; text from one seat's view."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sim.cli import plainend, plainwords
from sim.cli.plainwords import LIMIT, Says
from sim.cli.scenario import briefing_lines
from sim.columns import cells, padded, wrapped
from sim.play.seat import (
    DUTIES,
    KINDS,
    BoardLine,
    CallLine,
    Debrief,
    FeedLine,
    HintLine,
    OfferLine,
    Option,
    Sheet,
    Shown,
    Submit,
    VesselLine,
    able,
    blocked,
    kind_of,
    rung_name,
    rung_said,
    sentence,
    threats,
    within_hail,
)
from sim.readings import approach, bearing, distance, lead, remaining, share, steering, until
from sim.units import clock, so_far

WIDTH = 78
"""Columns of a line where nobody has said how wide the terminal is."""
LOOKS = {"map": "view", "vessels": "view", "orders": "view", "channels": "view"}
"""What shows in lines what a hint asks to look at."""


class Page:
    """Writes one seat's side of a play as lines of text."""

    def __init__(self, sheet: Sheet, width: int = WIDTH) -> None:
        self.sheet, self.width = sheet, width

    def who(self) -> list[str]:
        """Say who the player is and which orders may be in the envelope."""
        you = f"{sentence(f'You are: {self.sheet.seat_title}')} {self.sheet.you_are}"
        lines = ["", *wrapped(you, self.width), ""]
        if self.sheet.orders:
            lines.append("One of these orders is yours; you learn which when play begins:")
            for order in self.sheet.orders:
                lines += wrapped(f"  {order.title}: {order.text}", self.width, rest="    ")
            lines.append("")
        return lines

    def introduction(self, seed: int) -> list[str]:
        """Write the briefing, who the player is, and how to go on."""
        sheet = self.sheet
        lines = [f"{sentence(sheet.title)} {sheet.place}, {sheet.begins:%d %B %Y %H:%M}."]
        for line in briefing_lines(sheet.brief) if sheet.brief else ():
            rest = "    " if line.startswith("  -") else ""
            lines += wrapped(line, self.width, rest=rest) or [""]
        return [*lines, *self.who(), f"Seed {seed}. Enter begins; help explains."]

    def feed_line(self, line: FeedLine) -> str:
        """Write a line of the feed; what calls for attention is marked with “!”."""
        mark = "!" if line.alert else " "
        first = f"{line.clock:>9} {mark} "
        return "\n".join(wrapped(line.text, self.width, first, rest=" " * 12) or [first.rstrip()])

    def news(self, shown: Shown) -> list[str]:
        """Write what is new, then where things stand."""
        return [self.feed_line(line) for line in shown.news]

    def picture(self, shown: Shown) -> list[str]:
        """Write everything the seat holds."""
        view = shown.view
        now = so_far(self.sheet.begins, view.at_ms)
        lines = [f"{view.clock} {now}  {view.title}"]
        if view.card:
            held = next(order for order in self.sheet.orders if order.id == view.card)
            lines += wrapped(f"{sentence(f'Orders: {held.title}')} {held.text}", self.width)
        lines += [" Own", *(self._vessel(v, None) for v in view.own)]
        lines += [" Contacts", *(self._vessel(v, n) for n, v in enumerate(view.contacts, 1))]
        lines.append(" Channels")
        for number, line in enumerate(view.board, 1):
            mark = "*" if line.callable else " "
            word = padded(line.word.replace("_", " "), 15)
            lines.append(f"  {number:>2}{mark} {word} {line.name}")
        for counter, value in view.counters:
            spec = self.sheet.counters[counter]
            lines.append(f"  {spec.title}: {spec.reading(value)}")
        for title, at_ms in view.dates:
            day = self.sheet.begins + timedelta(milliseconds=at_ms)
            lines.append(f"  {day:%d %b %Y}: {title}")
        lines += [f"  Asked: {request}" for request in view.asked]
        lines += [f"  Stands: {title}" for title in view.standing]
        for activity, since in view.doing:
            at = clock(self.sheet.begins, since)
            lines.append(f"  under way since {at}: {shown.names[f'activity:{activity}']}")
        for side, rung in view.rungs:
            lines.append(f"  {self.sheet.sides[side]}: highest {rung_said(rung)}")
        mind, other = view.mind, self.sheet.faces
        if other:
            felt = f"Tension {share(mind.tension)}, pressure at home {share(mind.pressure)}"
            lines.append(f"  {felt}")
            lines.append(f"  Change is wanted by {self.sheet.sides[other]}: {share(mind.p)} sure")
        if self.sheet.clauses:
            lines.append(f"  Clauses of offers: {', '.join(self.sheet.clauses)}")
        return lines

    def _vessel(self, line: VesselLine, number: int | None) -> str:
        tag = f"{number:>2}" if number else "  "
        steer = padded(steering(line.course_deg, line.speed_mps), 11)
        text = f"  {tag} {padded(line.name, 32)} {steer}"
        if line.range_m is not None and line.bearing_deg is not None:
            text += f" {distance(line.range_m):>8} at {bearing(line.bearing_deg)}"
        if line.lost_ms is not None:
            return f"{text}  last seen {clock(self.sheet.begins, line.lost_ms)}"
        if line.cpa_m is not None and line.tcpa_ms:
            text += f"  {approach(line.cpa_m, line.tcpa_ms)}"
        elif line.steady:
            text += "  steady"
        return text if line.duty == "none" else f"{text} ({DUTIES[line.duty]})"

    def status(self, shown: Shown) -> list[str]:
        """Write where things stand: time, what is banked, calls, preparations, the decision."""
        view = shown.view
        begins = self.sheet.begins
        banked = [
            f"{self.sheet.counters[c].title} {n}/{self.sheet.counters[c].most}"
            for c, n in view.counters
            if self.sheet.counters[c].banked
        ]
        head = "-- " + "  ".join([view.clock, so_far(begins, view.at_ms), *banked]) + " "
        lines = ["", head + "-" * max(0, min(20, self.width - cells(head)))]
        lines += self._threats(shown)
        lines += [self._call_line(shown, call) for call in view.calls]
        for request in view.requests:
            lines += plainwords.asked(self.sheet, request, view.at_ms, self.width)
        lines += [self._offer_line(offer) for offer in view.offers]
        for seat, move in view.asks:
            asker, title = self.sheet.seats[seat], self.sheet.moves[move]
            lines.append(f"   {asker} asks leave: {title} (grant or deny)")
        for move, since in view.pending:
            at = clock(begins, since)
            lines.append(f"   in preparation since {at}: {self.sheet.moves[move]}")
        if view.window is not None:
            left = remaining(view.window.closes_ms - view.at_ms)
            default = view.window.default
            otherwise = self.sheet.moves[default] if default else "nothing is done"
            if any(o.breaks for o in shown.options if o.move == default):
                otherwise += " (BREAKS YOUR WORD)"
            lines.append(f"Decision {view.window.number}: {left} left; otherwise: {otherwise}")
        return lines

    def _threats(self, shown: Shown) -> list[str]:
        """Write who will come too near, how near and in how long, the gravest first."""
        return [
            f"   {threat.word}: {threat.name}, {distance(threat.cpa_m)} {until(threat.tcpa_ms)}"
            for threat in threats(shown.view, self.sheet.unsafe_m)
        ]

    def _call_line(self, shown: Shown, call: CallLine) -> str:
        channel = self.sheet.channels[call.channel].name
        other = shown.names.get(f"caller:{call.other}") or self.sheet.seats[call.other]
        if call.stage == "talking":
            return f"   {channel}: talking with {other}, call to say more, hang to end it"
        if call.incoming:
            form = self.sheet.forms[call.form].title
            return f"   {other} rings ({form}): answer or decline"
        stage = "leave to call is asked" if call.stage == "asking leave" else "you are calling"
        return f"   {other}: {stage}, hang to stop"

    def _offer_line(self, offer: OfferLine) -> str:
        until = clock(self.sheet.begins, offer.due_ms)
        other = self.sheet.seats[offer.other]
        clauses = "; ".join(self.sheet.clauses[c] for c in offer.clauses)
        if not offer.incoming:
            return f"   your offer waits for {other} until {until}: {clauses}"
        verbs = "accept or refuse" if offer.counter else "accept, refuse or counter CLAUSE..."
        return f"   {other} offers until {until}: {clauses} ({verbs})"

    def menu(self, shown: Shown) -> list[str]:
        """Write what may be chosen now by kinds, each with its letter."""
        lines: list[str] = []
        kind = ""
        for letter, option in self._open(shown):
            if kind_of(option) != kind:
                kind = kind_of(option)
                lines.append(f"  {' '.join(KINDS[kind])}")
            lines += self._option(letter, option)
        return lines

    def blocked(self, shown: Shown) -> list[str]:
        """Write what may not be chosen now, with the reason; a guided game keeps it to itself."""
        return [
            line
            for o in blocked(shown.options)
            if not self.sheet.guided
            for line in wrapped(f"   -{o.sign} {o.title}: {o.blocked}", self.width, rest=" " * 7)
        ]

    def _open(self, shown: Shown) -> list[tuple[str, Option]]:
        """Give the options that are not blocked, each with its letter."""
        return [(_letter(i), option) for i, option in enumerate(able(shown.options))]

    def _option(self, letter: str, option: Option) -> list[str]:
        reads = ", ".join(f"{side} {rung_name(rung)}" for side, rung in option.read_as)
        title = option.title
        if option.asks_leave:
            title += f" [asks leave of {self.sheet.seats[option.asks_leave]}]"
        facts = [lead(option.lead_ms)] if not option.asks_leave else []
        facts += [f"spends {option.spends}"] if option.spends else []
        facts += [f"read as {reads}"] if reads else []
        facts += [f"BREAKS YOUR WORD: {word}" for word in option.breaks]
        facts += [option.ends] if option.ends else []
        free = "+" if option.free or option.asks_leave else " "
        head = f"{letter:>3}{free}{option.sign} "
        return wrapped(f"{title}  ({'; '.join(facts)})", self.width, head, rest=" " * 7)

    def option(self, shown: Shown, word: str) -> Option | None:
        """Find the option a letter, number or move id means."""
        for number, (letter, option) in enumerate(self._open(shown), 1):
            if word.lower() in (letter, str(number), option.move):
                return option
        return None if self.sheet.guided else _named(shown, word)

    def hint(self, shown: Shown, hint: HintLine) -> str:
        """Write what a hint asks to type; a/b means one of them."""
        if hint.verb == "choose":
            letters = [x for x, option in self._open(shown) if option.move in hint.subjects]
            return "/".join(letters)
        if hint.verb == "call":
            board = [line.channel for line in shown.view.board]
            number = board.index(hint.subjects[0]) + 1
            return f"call {number} {hint.form} {hint.to}"
        return LOOKS.get(hint.verb, hint.verb)

    def theirs(self, debrief: Debrief) -> list[str]:
        """Write the other bridge's account of the same morning."""
        others = [a for a in debrief.accounts if a.seat != self.sheet.seat]
        facing = [a for a in others if a.side == self.sheet.faces]
        return [
            text
            for account in (facing or others)[:1]
            for text in ("", f"As seen by {account.title}", *map(self.feed_line, account.main))
        ]

    def across(self, debrief: Debrief, seed: int) -> list[str]:
        """Offer the other bridge at the end of a guided game."""
        others = [a.seat for a in debrief.accounts if a.seat != self.sheet.seat]
        if not others or not self.sheet.guided:
            return []
        name = self.sheet.scenario
        command = f"channel16 play {name} --plain --seat {others[0]} --seed {seed}"
        return ["", "Now sit on the other bridge:", f"  {command}"]

    def call(self, shown: Shown, words: list[str], says: Says) -> Submit | str:
        """Read `call N [FORM] [VESSEL] [limit=VALUE]`; a sentence if it cannot be meant."""
        channel = self._channel(shown, words)
        if isinstance(channel, str):
            return channel
        given = [word for word in words[1:] if word.startswith(LIMIT)]
        rest = [word for word in words[1:] if word not in given]
        form = rest[0] if rest else channel.forms[0]
        found = self._called(shown, channel.channel, form, rest[1:])
        if isinstance(found, str) or not given or form not in self.sheet.forms:
            return found
        terms = says(found.subject, found.to, form)
        limits = plainwords.limits(terms, " ".join(word.removeprefix(LIMIT) for word in given))
        return limits if isinstance(limits, str) else replace(found, limits=limits)

    def say(self, shown: Shown, words: list[str], says: Says) -> list[str]:
        """Write what can be said on channel N, to whom a call without a name would go."""
        channel = self._channel(shown, words)
        if isinstance(channel, str):
            return [channel]
        found = self._called(shown, channel.channel, channel.forms[0], [])
        if isinstance(found, str):
            return [found]
        return plainwords.sayings(self.sheet, found, channel.forms, says=says, width=self.width)

    def _channel(self, shown: Shown, words: list[str]) -> BoardLine | str:
        """Find the channel whose number is named first; a sentence if nothing is said there."""
        board = shown.view.board
        numbers = [str(n) for n in range(1, len(board) + 1)]
        if not words or words[0] not in numbers:
            return "call N: N is the number of a channel in “view”; those marked * can be called."
        channel = board[int(words[0]) - 1]
        if not channel.callable:
            return f"{channel.name} cannot be called from here ({channel.word.replace('_', ' ')})."
        if not channel.forms:
            return f"{channel.name} carries no form of words; nothing can be said on it."
        return channel

    def _called(self, shown: Shown, channel: str, form: str, rest: list[str]) -> Submit | str:
        """Read whom a call is for: a desk, a vessel, whom one talks with, else the nearest."""
        talks = [c.other for c in shown.view.calls if c.channel == channel and c.stage == "talking"]
        if self.sheet.channels[channel].desks:
            return self._ring_line(channel, form, rest, talks)
        near = within_hail(shown.view, self.sheet.faces)
        if rest:
            numbered = enumerate(shown.view.contacts, 1)
            named = [v.vessel for n, v in numbered if rest[0] in (str(n), v.vessel)]
            to = named[0] if named else rest[0]
        elif talks:
            to = talks[0]
        elif near:
            to = near[0].vessel
        else:
            return "No vessel is held to call."
        return Submit("call", channel, to=to, form=form)

    def _ring_line(self, channel: str, form: str, rest: list[str], talks: list[str]) -> Submit:
        """Read the rest of a call on a line: the desk if there are several, and clauses."""
        desks = self.sheet.channels[channel].desks
        to = next((word for word in rest if word in desks), "") or (*talks, *desks)[0]
        clauses = tuple(word for word in rest if word != to)
        known = self.sheet.forms.get(form)
        if not clauses and known is not None and known.intent == "propose":
            clauses = tuple(self.sheet.clauses)
        return Submit("call", channel, to=to, form=form, clauses=clauses)

    def ending(self, debrief: Debrief) -> list[str]:
        """Write the end: what happened, scores, orders, promises, key moments, and history."""
        return plainend.ending(self.sheet, debrief, self.width)


def _named(shown: Shown, word: str) -> Option | None:
    """Find the option of a move by its id, open or not."""
    return next((option for option in shown.options if option.move == word), None)


def _letter(index: int) -> str:
    """Give a, b, … z, aa, ab, … by position."""
    return chr(97 + index) if index < 26 else _letter(index // 26 - 1) + _letter(index % 26)
