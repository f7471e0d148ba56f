"""Join codes: shown once, kept as hashes, worth something for a while, and slow to be guessed.

A code reads ``KELP-7Q3F-9XKD-2MHW``. Its first word says which entry it belongs to, so that one
hash is worked out for each try, whatever the number of codes.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sim.errors import RecordError, Refusal
from sim.jsontext import json_data

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Digits and letters that nobody takes for one another."""
_N, _R, _P = 2**14, 8, 1
"""The cost of scrypt: 16 MB and some 40 ms a try."""
GROUPS = 3
"""Groups of four letters: sixty bits."""
HOURS = 48
"""How long a code is worth something, if nothing else is said."""
SLOW_S, SLOW_MOST_S = 0.25, 30.0
"""The wait after a wrong code, which doubles with each, and how long it gets."""
_FORGET_S = 900.0


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """What is kept of a code: for whom, a salt, the hash, and until when, in UNIX seconds."""

    who: str
    handle: str
    salt: str
    hash: str
    expires_s: int


@dataclass(slots=True)
class CodeBook:
    """The codes of an exercise."""

    entries: dict[str, CodeEntry] = field(default_factory=dict)
    _tries: dict[str, tuple[int, float]] = field(default_factory=dict)

    def wait_s(self, address: str, wall_s: float) -> float:
        """Say how long an address that gave wrong codes has to wait; wall time is monotonic."""
        wrong, since_s = self._tries.get(address, (0, 0.0))
        if not wrong:
            return 0.0
        return max(0.0, since_s + min(SLOW_MOST_S, SLOW_S * 2.0 ** min(wrong, 20)) - wall_s)

    def opened(self, code: str, now_s: float) -> str | Refusal:
        """Say for whom a code is; this takes a while, whether or not there is such a code."""
        handle, _, secret = _normal(code).partition("-")
        entry = self.entries.get(handle)
        salt = entry.salt if entry else "00" * 16
        right = hmac.compare_digest(_hash(secret, salt), entry.hash if entry else "")
        if entry is None or not right:
            return Refusal("code", "No seat has this code.")
        if entry.expires_s <= now_s:
            return Refusal("expired", "This code was good for a while only; ask for a new one.")
        return entry.who

    def note(self, address: str, wall_s: float, *, right: bool) -> None:
        """Remember how an address fared."""
        old = [who for who, (_, s) in self._tries.items() if s + _FORGET_S < wall_s]
        for who in old:
            del self._tries[who]
        wrong = 0 if right else self._tries.get(address, (0, 0.0))[0] + 1
        if wrong:
            self._tries[address] = (wrong, wall_s)
        else:
            self._tries.pop(address, None)

    def lacks(self, whose: Iterable[str], now_s: float) -> list[str]:
        """List for whom there is no code that is still good."""
        good = {entry.who for entry in self.entries.values() if entry.expires_s > now_s}
        return [who for who in whose if who not in good]

    def make(
        self, whose: Iterable[str], until_s: int, draw: Callable[[int], int]
    ) -> dict[str, str]:
        """Make codes in place of earlier ones, to be shown once.

        Args:
            whose: For whom.
            until_s: Until when they are good, in UNIX seconds.
            draw: Draws a number below another from a source that cannot be foreseen.
        """
        made = {}
        for who in whose:
            self.entries = {h: e for h, e in self.entries.items() if e.who != who}
            handle = _drawn(draw)
            while handle in self.entries:
                handle = _drawn(draw)
            secret = "-".join(_drawn(draw) for _ in range(GROUPS))
            salt = "".join(f"{draw(256):02x}" for _ in range(16))
            self.entries[handle] = CodeEntry(
                who, handle, salt=salt, hash=_hash(secret, salt), expires_s=until_s
            )
            made[who] = f"{handle}-{secret}"
        return made

    def text(self) -> str:
        """Write what is kept of the codes."""
        rows = [
            {"who": e.who, "handle": e.handle, "salt": e.salt, "hash": e.hash, "until": e.expires_s}
            for e in self.entries.values()
        ]
        return json.dumps({"codes": 1, "entries": rows}, indent=1) + "\n"


def read_codes(text: str, name: str) -> CodeBook:
    """Read what was kept of codes.

    Raises:
        RecordError: it is no such file.
    """
    try:
        data = json_data(text)
        rows = data["entries"] if data["codes"] == 1 else ()
        entries = [
            CodeEntry(
                str(row["who"]),
                str(row["handle"]),
                salt=bytes.fromhex(row["salt"]).hex(),
                hash=str(row["hash"]),
                expires_s=int(row["until"]),
            )
            for row in rows
        ]
    except (ValueError, KeyError, TypeError):
        hint = "remove it, and the host makes new codes"
        raise RecordError(f"{name}:1:1: is no list of codes; {hint}") from None
    return CodeBook({entry.handle: entry for entry in entries})


def _normal(code: str) -> str:
    """Take a code as it may have been typed: small letters, spaces, dashes of all sorts or none."""
    letters = [c for c in code.upper() if c in _LETTERS]
    joined = "".join(letters)
    return f"{joined[:4]}-{joined[4:]}"


def _drawn(draw: Callable[[int], int]) -> str:
    return "".join(_LETTERS[draw(len(_LETTERS))] for _ in range(4))


def _hash(secret: str, salt: str) -> str:
    letters = "".join(c for c in secret if c in _LETTERS).encode()
    return hashlib.scrypt(letters, salt=bytes.fromhex(salt), n=_N, r=_R, p=_P).hex()
