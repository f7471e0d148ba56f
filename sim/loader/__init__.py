"""Text to checked scenarios: every fault at once, with line, column and the nearest name."""

from sim.loader.scenario import check, digest, dump, examine, from_data, from_text, load, notes

__all__ = ["check", "digest", "dump", "examine", "from_data", "from_text", "load", "notes"]
