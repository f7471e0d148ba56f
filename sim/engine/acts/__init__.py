"""Acts: moves, effects, windows, injects, activities, reports, and the ladder they stand on."""

from sim.engine.acts import (  # noqa: F401  # each registers what it brings about
    activities,
    conduct,
    effects,
    endings,
    hours,
    injects,
    ladder,
    leaks,
    leave,
    reports,
    scores,
    turns,
    white_cell,
    windows,
)
