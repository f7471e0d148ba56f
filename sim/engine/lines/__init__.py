"""Lines of communication: channels, calls, talks, offers, relays, meetings."""

from sim.engine.lines import (  # noqa: F401  # each registers what it brings about
    calls,
    channels,
    deals,
    meetings,
    parting,
    relays,
    suspension,
    talks,
)
