"""What can happen: deterministic, without clock, files or dice of its own.

The order of these imports is the order in which watchers look at what a step has changed.
"""

from sim.engine import changes, lessons, narrate_words  # noqa: F401, I001  # what facts change, what seats learn, how it is told
from sim.engine import changes_streams, narrate_streams  # noqa: F401  # the same of streams of encounters
from sim.engine import changes_relays, narrate_relays  # noqa: F401  # the same of relays, leaks and deals
from sim.engine import scene  # noqa: F401  # looks first at what vessels have done
from sim.engine import sensors, gates, ranges, encounters  # noqa: F401  # watch the scene, in this order
from sim.engine import activities, injects, windows, encounter_streams  # noqa: F401  # then look at conditions
from sim.engine.commands import begin, submit
from sim.engine.engine import Engine
from sim.engine.setup import Setup
from sim.engine.state import State, evolve, fold, initial
from sim.engine.streams import Streams

__all__ = ["Engine", "Setup", "State", "Streams", "begin", "evolve", "fold", "initial", "submit"]
