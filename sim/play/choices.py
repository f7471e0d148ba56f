"""Options and messages as a person reads them: by what each is, the most useful first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sim.engine.seat.rules import Option
from sim.play.sheet import FormSheet

KINDS: dict[str, tuple[str, str]] = {
    "talk": ("TALK, OFFER, GIVE", "v"),
    "manoeuvre": ("MANOEUVRE", "v"),
    "wait": ("WAIT, HOLD", "="),
    "escalate": ("ESCALATE", "^"),
}
"""The kinds of options in the order of the list, each with its heading and its sign.

What deconflicts stands first, so that nobody reads a way up before every way down.
"""


def kind_of(option: Option) -> str:
    """Say of what kind an option is, by what it is: its sign, and whether a vessel does it."""
    if option.sign == "v":
        return "manoeuvre" if option.orders_vessel else "talk"
    return "escalate" if option.sign == "^" else "wait"


def able(options: Iterable[Option]) -> list[Option]:
    """List the options that may be chosen now, by their kinds."""
    return _by_kind(option for option in options if not option.blocked)


def blocked(options: Iterable[Option]) -> list[Option]:
    """List the options that may not be chosen now, by their kinds."""
    return _by_kind(option for option in options if option.blocked)


def _by_kind(options: Iterable[Option]) -> list[Option]:
    order = list(KINDS)
    return sorted(options, key=lambda option: order.index(kind_of(option)))


_TERMS = ("propose", "read_back")
"""Intents of messages that are about terms though they hold none themselves."""
_SHARP = ("protest", "warn", "ultimatum")
"""Intents of messages that ease nothing."""


def by_use(forms: Mapping[str, FormSheet], given: Iterable[str]) -> list[str]:
    """Put messages by use: what asks for terms, what binds oneself, the rest, what threatens.

    The first asks and binds nobody unless it is granted.
    """

    def rank(form: str) -> int:
        spec = forms[form]
        if spec.rung or spec.intent in _SHARP:
            return 5
        if spec.asks:
            return 1 if spec.binds else 0
        return 2 if spec.binds else 3 if spec.intent in _TERMS else 4

    return sorted(given, key=rank)
