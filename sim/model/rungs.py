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
PRESENCE, CLOSE_PASS, COLLISION = 3, 4, 6
"""The rungs of a meeting at sea, of one inside the unsafe distance, and of hulls that touch."""
