"""The vocabulary of the log, a module a subject: what can have happened, and what it means.

Each module declares its facts, and beside each what it changes, what a seat learns of it and how it
is said; and the groups of the state and of what seats know in which its subject is kept.
"""

from sim.engine.facts import (  # noqa: F401  # every subject declares its facts
    activities,
    acts,
    beliefs,
    calls,
    channels,
    effects,
    encounters,
    incidents,
    injects,
    meetings,
    moves,
    offers,
    places,
    promises,
    relays,
    reports,
    requests,
    run,
    sayings,
    suspension,
    talks,
    traffic,
    vessels,
    white_cell,
    windows,
)
