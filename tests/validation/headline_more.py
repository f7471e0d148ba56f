"""The smaller runs of the headline: five causes on and off, and times to contact; kept as well."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

from sim.engine.facts.acts import ActOccurred
from sim.loader import library
from sim.loader.yamltext import parse, read_text
from sim.play.driver import Play
from sim.play.word_counts import first_reply_min
from sim.study.design import Arm, Study
from sim.study.planning import plan
from sim.study.workers import Worker
from sim.units import MS_PER_MIN
from tests.validation.headline_design import GROUNDS, Ground
from tests.validation.headline_runs import KEPT
from tests.validation.worth import FACTORS, cell_of, fired

FILE = KEPT / "headline-more.json"
CAUSES_N, CONTACTS_N = 100, 300
GROUND = GROUNDS[0]

Contact = tuple[float, str]
"""Minutes from the first incident, and what came then: reply, gunfire, or "" for the end."""


def causes(n: int = CAUSES_N) -> dict[str, list[int]]:
    """Give for every subset of the five causes, as digits, whether shots were fired in each run."""
    return {
        "".join(str(int(o)) for o in on): [int(v) for v in fired(cell_of(on), n)]
        for on in product((False, True), repeat=len(FACTORS))
    }


def contacts(ground: Ground, arm: Arm, n: int = CONTACTS_N) -> list[Contact]:
    """Give for each run with an incident how long it took until a reply, or until gunfire."""
    path = library.find(ground.scenario)
    document = parse(read_text(path), library.shown(path))
    worker = Worker(plan(Study(document, (arm,), n=1)))
    found = [contact(worker.play(0, replicate)) for replicate in range(n)]
    return [each for each in found if each is not None]


def contact(play: Play) -> Contact | None:
    """Give when a run's first reply came after its first incident, or gunfire before; else None."""
    engine = play.engine
    least = engine.setup.parameters.r_base
    acts = [e for e in engine.log if isinstance(e.fact, ActOccurred) and e.fact.rung > least]
    if not acts:
        return None
    began = acts[0].at_ms
    reply = first_reply_min(engine)
    shot = next((e.at_ms for e in acts if getattr(e.fact, "rung", 0) >= 8), None)
    shot_min = None if shot is None else (shot - began) / MS_PER_MIN
    if reply is not None and (shot_min is None or reply <= shot_min):
        return round(reply, 3), "reply"
    if shot_min is not None:
        return round(shot_min, 3), "gunfire"
    return round((engine.now_ms - began) / MS_PER_MIN, 3), ""


def bring() -> None:
    """Run all of it and keep it."""
    data = {
        "from": GROUND.made_from(),
        "causes": causes(),
        "contacts": {arm.name: contacts(GROUND, arm) for arm in GROUND.arms},
    }
    FILE.write_text(json.dumps(data, separators=(",", ":")) + "\n", "utf-8")


def kept() -> dict[str, Any]:
    """Read what is kept."""
    found: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return found


if __name__ == "__main__":
    bring()
