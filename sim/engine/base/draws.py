"""Addressed draws: a number in (0, 1) for every (seed, replicate, branch, stream, subject, index).

There is no generator and no position: nobody's draw moves when somebody else draws more, a
fork needs nothing copied, and two arms of a study meet the same luck. A stream is the name of
one modelled cause of chance, the subject the thing it happens to, the index counts within it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from typing import Any, Final

from sim.model.chance import Distribution

STREAMS: Final[dict[str, str]] = {
    "approach.contact": "whether two hulls touch in a close pass; subject: the pair",
    "approach.hurt": "whether somebody is hurt when hulls touch; subject: the vessel",
    "activity.hazard": "when a hazard of an activity may strike; subject: activity.hazard",
    "activity.thin": "whether a hazard's candidate moment counts; subject: activity.hazard",
    "call.moment": "when a try on a channel may be settled; subject: caller.channel.vessel",
    "call.thin": "whether that moment counts as answer, refusal or neither; subject: as before",
    "call.permission": "how long a caller's own permission takes; subject: as before",
    "call.appointment": "how long a call by appointment takes to come; subject: as before",
    "call.authority": "whether whoever is rung may answer at once; subject: as before",
    "call.referral": "how long asking above takes; subject: as before",
    "talk.claims": "whether a culprit calls an act an accident; subject: listener.act",
    "talk.readout": "how long a public account of a talk takes; subject: side.call",
    "talk.leak": "whether a talk leaks; subject: caller.channel.called seat",
    "relay.delay": "how long a hop of a relay takes; subject: as before",
    "relay.loss": "whether a hop loses what it is given; subject: as before",
    "offer.answer": "how a policy's side answers an offer; subject: by.to, by relay by.to.channel",
    "line.state": "how long a line works or is down; subject: the channel",
    "incident.wait": "when the next incident comes; subject: incident.origin",
    "incident.rung": "on which rung it is; subject: incident.origin",
    "incident.scene": "where and how it is seen to happen; subject: as before",
    "politics.shuts": "whether a side shuts a channel as a punishment; subject: the channel",
    "politics.moment": "when a channel that is shut may reopen; subject: channel.freeze",
    "politics.thin": "whether that moment counts; subject: as before",
    "politics.builds": "whether an announced channel comes to exist; subject: the channel",
    "politics.built": "how long that takes; subject: the channel",
    "encounter.moment": "when a stream may meet unsafely; subject: stream.phase",
    "encounter.thin": "whether that moment counts, and as a mishap or by order; subject: as before",
    "encounter.cpa": "the closest approach of an unsafe meeting; subject: as before",
    "encounter.scene": "where and how it is seen to happen; subject: as before",
    "encounter.contact": "whether those who meet unsafely touch; subject: as before",
    "encounter.hurt": "whether somebody is hurt by that; subject: as before",
    "encounter.dead": "whether somebody is killed by that; subject: as before",
    "encounter.routine": "how many routine meetings a phase had; subject: the stream",
    "encounter.disturbed": "whether a run is disturbed; subject: the stream",
    "encounter.sure": "when in a disturbed run the sure meeting is; subject: the stream",
    "side.intent": "what a side is after; subject: the side",
    "effect.chance": "which branch of a `chance` is taken; subject: the effect's address",
    "effect.delay": "how long a `later` takes; subject: the effect's address",
    "move.lead": "how long a move takes to carry out; subject: the move",
    "leave.delay": "how long leave takes to come; subject: seat.move",
    "leave.given": "whether leave is given; subject: seat.move",
    "report.delay": "how long a report takes; subject: from>to.side.what, what was done",
    "report.wrong": "whether its account is wrong; subject: as before",
    "staff.adviser": "whose advice prevails in a staff of a mix; subject: the seat",
    "seat.orders": "which candidate order a seat holds; subject: the seat",
    "policy.words": "what a doctrine says of what would bind; subject: seat.channel",
    "policy.claims": "whether a doctrine lies of what it ordered; subject: seat.question",
    "policy.bluff": "whether a revisionist says what it need not keep; subject: seat.words",
    "talk.words": "in which of its sentences something is said; subject: caller.channel.called",
    "talk.turn": "how long a reply takes in a talk; subject: caller.channel.called",
    "talk.authority": "whether whoever is asked may bind itself at once; subject: as before",
    "talk.stand_by": "how long a reply takes that is put off; subject: as before",
    "split.entrance": "in which order states are gone on from; subject: the level",
    "split.made": "which decisions are made to fall; subject: the level",
    "window.decide": "when a policy decides within a window; subject: the seat",
    "policy.random": "what the policy `random` picks; subject: the seat",
    "policy.rung": "on which rung a doctrine acts; subject: the seat",
    "policy.move": "which move on that rung it takes; subject: the seat",
    "policy.call": "whether a doctrine tries a channel; subject: seat.channel",
    "policy.word": "which of its own words a doctrine says; subject: the seat",
    "imagine.intent": "what a side is imagined to be after; subject: the side",
    "imagine.ordered": "whether a doubtful act is imagined as ordered; subject: what was weighed",
    "imagine.wait": "until when what has waited is imagined to wait; subject: the wait",
    "imagine.line": "whether a line is imagined to work, and until when; subject: the channel",
    "imagine.choice": "whether a hidden choice fits what is seen later; subject: the seat",
}
"""Every stream with the sentence that documents it. A name that disappears changes results."""
STEERED = "policy.rung"
"""The stream that is steered where a run is split."""
RARE_MOST = 0.1
"""A decision that is likelier than this falls as it falls: to forgo it would save nothing."""
IDLE = frozenset({"talk.words"})
"""Streams on which nothing depends that anybody does; they make no line of play another."""

_UNIT: Final = 2.0**-53


class Draws:
    """All chance of one run."""

    def __init__(self, seed: int, replicate: int = 0, branch: int = 0) -> None:
        self.seed = seed
        self.replicate = replicate
        self.branch = branch
        address = f"{seed}|{replicate}|{branch}".encode()
        key = blake2b(address, digest_size=32, person=b"channel16").digest()
        self._keyed = blake2b(digest_size=8, key=key)
        self._of: dict[str, Any] = {}
        """Stream → what every draw of it begins with, taken in once."""

    def uniform(self, stream: str, subject: str, index: int) -> float:
        """Draw a number in the open interval (0, 1)."""
        of = self._of.get(stream)
        if of is None:
            assert stream in STREAMS, f"the stream “{stream}” is not registered"
            of = self._of[stream] = self._keyed.copy()
            of.update(f"{stream}|".encode())
        draw = of.copy()  # taking key and stream in again would cost as much as the draw
        draw.update(f"{subject}|{index}".encode())
        return ((int.from_bytes(draw.digest(), "big") >> 11) + 0.5) * _UNIT

    def happens(self, p: float, stream: str, subject: str, index: int) -> bool:
        """Say whether something of probability p happens; certainties need no draw."""
        if p <= 0 or p >= 1:
            return p >= 1
        return self.uniform(stream, subject, index) < p

    def pick(self, count: int, stream: str, subject: str, index: int) -> int:
        """Pick one of `count` alike things by its position."""
        return 0 if count == 1 else int(self.uniform(stream, subject, index) * count)

    def delay(self, dist: Distribution, stream: str, subject: str, index: int) -> int:
        """Draw a duration in ms from a distribution."""
        listed = dist.outcomes()
        if listed is not None and len(listed) == 1:
            return listed[0][0]
        return dist.quantile(self.uniform(stream, subject, index))


class KeptDraws(Draws):
    """Chance of a run that is forked: what was drawn before the fork stays, the rest is fresh.

    What nobody has asked for by then is independent of the run so far, so that runs that go on
    from one state with branches of their own are independent given that state; and what was
    asked ahead of its time, such as when a wait ends, is not drawn a second time.
    """

    def __init__(
        self,
        seed: int,
        replicate: int,
        branch: int,
        before: Mapping[tuple[str, str, int], float] | None = None,
    ) -> None:
        super().__init__(seed, replicate, branch)
        self.asked: dict[tuple[str, str, int], float] = dict(before or {})

    def uniform(self, stream: str, subject: str, index: int) -> float:
        address = (stream, subject, index)
        found = self.asked.get(address)
        if found is None:
            found = self.asked[address] = super().uniform(stream, subject, index)
        return found


class SteeredDraws(KeptDraws):
    """Chance of a run that is split: where a rare decision might fall, it does not, or once does.

    A decision for which `reckon` expects the rare with chance q falls below 1 - q, and what it
    would have been is kept: `forgone` has each with its chance and that of all before it to come
    so far; `weight` is the chance that none has fallen so. One decision may be `made` to fall
    above 1 - q instead; from then on chance is as ever. Nothing rests on what q is right for: the
    two parts of a uniform number, each with its weight, are the whole.
    """

    def __init__(
        self,
        address: tuple[int, int, int],
        before: Mapping[tuple[str, str, int], float] | None = None,
        weight: float = 1.0,
        made: tuple[str, int] | None = None,
    ) -> None:
        super().__init__(*address, before)
        self.weight, self.made = weight, made
        self.forgone: list[tuple[str, int, float]] = []
        self.reckon: Callable[[str], float] | None = None

    def uniform(self, stream: str, subject: str, index: int) -> float:
        fresh = (stream, subject, index) not in self.asked
        u = super().uniform(stream, subject, index)
        if not fresh or stream != STEERED or self.reckon is None:
            return u
        q = self.reckon(subject)
        if q > RARE_MOST:
            return u
        if (subject, index) == self.made:
            self.reckon, u = None, 1 - q * (1 - u)
        else:
            self.forgone.append((subject, index, self.weight * q))
            self.weight *= 1 - q
            u *= 1 - q
        self.asked[stream, subject, index] = u
        return u


class ListedDraws(Draws):
    """Chance taken from a list of outcomes instead of drawn, to count every line of play.

    The first draw at a new address takes the next outcome of the script, or outcome 0 beyond
    its end; `asked` records each address's number of outcomes. The same address asked again
    gives the same outcome.
    """

    def __init__(self, script: Sequence[int]) -> None:
        super().__init__(0)
        self._script = script
        self._taken: dict[tuple[str, str, int], int] = {}
        self.asked: list[int] = []

    def _outcome(self, count: int, stream: str, subject: str, index: int) -> int:
        address = (stream, subject, index)
        if address not in self._taken:
            place = len(self.asked)
            self._taken[address] = self._script[place] if place < len(self._script) else 0
            self.asked.append(count)
        return self._taken[address]

    def uniform(self, stream: str, subject: str, index: int) -> float:
        if stream in IDLE:
            return 0.5
        raise ValueError(
            f"the draw “{stream}” for “{subject}” has no listed outcomes; lines of play can be "
            "counted only where every chance is a `chance`, a `choice` or a fixed delay"
        )

    def happens(self, p: float, stream: str, subject: str, index: int) -> bool:
        if p <= 0 or p >= 1:
            return p >= 1
        return self._outcome(2, stream, subject, index) == 0

    def pick(self, count: int, stream: str, subject: str, index: int) -> int:
        return 0 if count == 1 else self._outcome(count, stream, subject, index)

    def delay(self, dist: Distribution, stream: str, subject: str, index: int) -> int:
        listed = dist.outcomes()
        if listed is None:
            return round(self.uniform(stream, subject, index))
        if len(listed) == 1:
            return listed[0][0]
        return listed[self._outcome(len(listed), stream, subject, index)][0]
