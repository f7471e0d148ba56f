"""Pieces of sentences that several subjects use."""

from __future__ import annotations

from collections.abc import Sequence

from sim import readings
from sim.engine.base.setup import Setup
from sim.model.scenario import KINDS

_STOPS = (".", "?", "!", "…", "。", "？", "！")  # noqa: RUF001  # stops of other scripts


def sentence(text: str) -> str:
    """End a text with a full stop, unless what an author wrote ends it already.

    >>> sentence("Hold"), sentence("What is this meant to be?"), sentence("“Stop!”")
    ('Hold.', 'What is this meant to be?', '“Stop!”')
    """
    ended = text.rstrip("”’\"')» ").endswith(_STOPS)
    return text if ended else f"{text}."


def titled(setup: Setup, kind: str, key: str) -> str:
    """Name a thing of the scenario by its title, in quotes."""
    entry = getattr(setup, KINDS[kind])[key]
    return f"“{getattr(entry, 'title', None) or entry.name}”"


def vessel_name(setup: Setup, vessel: str) -> str:
    """Name a vessel; a fleet with its number."""
    spec = setup.vessels[vessel]
    return f"{spec.name} ({spec.number})" if spec.number > 1 else spec.name


def closest(setup: Setup, one: str, two: str, apart_m: float) -> str:
    """Say how near two vessels came: no nearer than hulls reach, as positions are of their middles.

    Where hulls were in reach and did not touch, a last turn kept them apart.
    """
    reach_m = setup.hulls_m(one, two)
    return (
        readings.distance(apart_m) if apart_m >= reach_m else f"under {readings.distance(reach_m)}"
    )


def steering(course_deg: float, speed_mps: float) -> str:
    """Say how a vessel moves: its course in degrees true, and its speed in knots."""
    return readings.steering(course_deg, speed_mps, " at ")


def quoted_text(text: str) -> str:
    """Quote what was said, if anything was."""
    return f" “{text}”" if text else ""


def scene_of(scenes: Sequence[str], scene: int) -> str:
    """Give where and how something happened that comes at a rate, "" if that is not told."""
    return scenes[scene] if 0 <= scene < len(scenes) else ""


def people_hurt(hurt: int, dead: int) -> str:
    """Say how many people were hurt and killed."""
    people = [f"{hurt} hurt"] if hurt else []
    people += [f"{dead} dead"] if dead else []
    return ", ".join(people) or "nobody hurt"


def act(setup: Setup, side: str, rung: int, *, ordered: bool) -> str:
    """Say who acts on which rung, and whether somebody ordered it."""
    how = "by order" if ordered else "by mishap"
    return f"{setup.sides[side].name} acts on rung {rung}, {how}"
