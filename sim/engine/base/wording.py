"""Pieces of sentences that several subjects use."""

from __future__ import annotations

import re

from sim.engine.base.setup import Setup
from sim.model.scenario import KINDS
from sim.units import MPS_PER_KN

_CLOSED_TWICE = re.compile(r"([?!…])\.(?!\.)")


def closed_once(sentence: str) -> str:
    """Take out the full stop after a title that closes the sentence itself.

    >>> closed_once("Ordered: Is she yours?.")
    'Ordered: Is she yours?'
    """
    return _CLOSED_TWICE.sub(r"\1", sentence)


def titled(setup: Setup, kind: str, key: str) -> str:
    """Name a thing of the scenario by its title, in quotes."""
    entry = getattr(setup, KINDS[kind])[key]
    return f"“{getattr(entry, 'title', None) or entry.name}”"


def vessel_name(setup: Setup, vessel: str) -> str:
    """Name a vessel; a fleet with its number."""
    spec = setup.vessels[vessel]
    return f"{spec.name} ({spec.number})" if spec.number > 1 else spec.name


def steering(course_deg: float, speed_mps: float) -> str:
    """Say how a vessel moves: its course in degrees true, and its speed in knots."""
    if speed_mps == 0:
        return "stopped"
    return f"{round(course_deg) % 360:03d}° at {speed_mps / MPS_PER_KN:.0f} kn"


def quoted_text(text: str) -> str:
    """Quote what was said, if anything was."""
    return f" “{text}”" if text else ""


def people_hurt(hurt: int, dead: int) -> str:
    """Say how many people were hurt and killed."""
    people = [f"{hurt} hurt"] if hurt else []
    people += [f"{dead} dead"] if dead else []
    return ", ".join(people) or "nobody hurt"
