"""What happens at sea: vessels, their encounters, sensors, places, traffic."""

from sim.engine.sea import (  # noqa: F401  # each registers what it brings about
    encounters,
    forecast,
    gates,
    incidents,
    ranges,
    sensors,
    traffic,
    vessels,
    watch,
)
