"""The ladder of escalation: what its rungs are called."""

RUNGS = (
    "Routine",
    "Words",
    "Penalty",
    "Presence",
    "Unsafe",
    "Threat",
    "Force",
    "Custody",
    "Fire",
    "Clash",
    "War",
)
"""What the rungs are called, in one word each; a rung is a place in this list."""
SPOKEN_OF = (
    "anything at all",
    "any hostile word or act",
    "penalties and anything graver",
    "shadowing, shows of presence and anything graver",
    "unsafe manoeuvres and anything graver",
    "threats of force and anything graver",
    "force of any kind",
    "seizing people or vessels and anything graver",
    "fire of any kind, warning shots included",
    "fire that is meant to hit and anything graver",
    "open battle",
)
"""What people call a rung and all above it when they speak of holding back from it."""
DONE = (
    "has done something routine",
    "has used hostile words",
    "has set a penalty",
    "has shown presence",
    "has acted unsafely",
    "has threatened force",
    "has used force",
    "has seized people or a vessel",
    "has opened fire",
    "has fired to hit",
    "has gone into open battle",
)
"""What somebody has done by an act on each rung, where the act may not be named."""
PRESENCE, CLOSE_PASS, COLLISION = 3, 4, 6
"""The rungs of a meeting at sea, of one inside the unsafe distance, and of hulls that touch."""


def rung_name(rung: int) -> str:
    """Name a rung by its number and its word.

    >>> rung_name(4)
    '4 Unsafe'
    """
    return f"{rung} {RUNGS[rung]}"


def rung_said(rung: int) -> str:
    """Name a rung within a sentence.

    >>> rung_said(4)
    'rung 4 (unsafe)'
    """
    return f"rung {rung} ({RUNGS[rung].lower()})"


def done_on(rung: int) -> str:
    """Say what somebody has done by an act that is not named, by its rung.

    >>> done_on(4)
    'has acted unsafely (rung 4)'
    """
    return f"{DONE[rung]} (rung {rung})"
