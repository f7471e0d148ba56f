"""The ladder of escalation: what its rungs are called, and at which a firebreak is crossed."""

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
FIREBREAKS = {6: "contact", 8: "gunfire"}
"""The rungs at which a firebreak is crossed, and what the firebreak is called."""
