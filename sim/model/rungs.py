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
