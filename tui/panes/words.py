"""Words of the model as the screen says them, each with its sign and its look: no bare colour."""

from __future__ import annotations

SignedWord = tuple[str, str, str]
"""A sign, a word, and the role that gives it its look."""

CHANNELS: dict[str, SignedWord] = {
    "open": ("+", "open", "good"),
    "slow": ("~", "slow", "warn"),
    "dormant": (".", "dormant", "dim"),
    "unanswered": ("!", "unanswered", "warn"),
    "refused": ("x", "refused", "bad"),
    "suspended": ("x", "suspended", "bad"),
    "not_established": ("-", "not set up", "dim"),
    "radio_dead": ("x", "radio dead", "bad"),
}
"""How a channel stands, as far as a seat can know."""

CALLS: dict[str, SignedWord] = {
    "answered": ("+", "answered", "good"),
    "declined": ("x", "declined", "bad"),
    "rang_out": ("!", "no answer", "warn"),
    "cut": ("x", "cut off", "bad"),
    "withdrawn": (".", "hung up", "dim"),
    "arrived": ("+", "read there", "good"),
    "lost": ("x", "lost", "bad"),
}
"""What came of a try on a channel."""

DIRECTIONS: dict[str, SignedWord] = {
    "v": ("v", "deconflicts", "good"),
    "^": ("^", "escalates", "bad"),
    "=": ("=", "holds", "dim"),
}
"""What an option is, by its sign."""

THREATS: dict[int, SignedWord] = {
    3: ("!!", "danger", "bad"),
    2: ("! ", "near", "warn"),
    1: (". ", "ahead", "dim"),
}
"""How grave it is that somebody comes too near, by its grade."""

MEANT = {
    "revisionist": "It meant to change how things stand.",
    "status_quo": "It meant to keep how things stand.",
}
"""What a side was after, said to everybody at the end."""

WANTS = {
    "revisionist": "Your side wants to change how things stand.",
    "status_quo": "Your side wants to keep how things stand.",
}
"""What a side is after, said to its own seats."""

PROMISES: dict[str, SignedWord] = {
    "": (">", "open", "warn"),
    "kept": ("+", "kept", "good"),
    "broken": ("x", "broken", "bad"),
    "never put to the test": (".", "untested", "dim"),
    "released": ("-", "released", "dim"),
    "void": ("-", "void", "dim"),
}
"""How a promise stands, as far as a seat knows."""
