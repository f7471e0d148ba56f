"""Streams of encounters: what they bring about, who learns of it, and what they cost."""

from __future__ import annotations

from typing import Any

import pytest

from sim.engine import Draws, Engine, Setup, begin
from sim.engine.base.log import Event
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.beliefs import ActWeighed
from sim.engine.facts.traffic import (
    EncounterContact,
    PaceChanged,
    PhaseAwaited,
    PhaseBegun,
    PhaseEnded,
    UnsafeEncounter,
)
from sim.engine.kernel.ancestry import force_class
from sim.engine.kernel.engine import SETTLERS
from sim.engine.seat.telling import tell
from sim.exercise.timeline import notable
from sim.loader import load
from sim.play.causes import explained
from sim.play.outcome import measures
from sim.study.measures import measured, measures_of
from tests.laws.worlds import PATROLS

DAY = 86_400_000
ALONE = ("streams.supply.runs.disturbed=0",)
"""Nothing happens round the supply ship."""
TOUCHING = (
    "streams.intercepts.unsafe=0.1",
    "streams.intercepts.cpa.median=1 m",
    "streams.intercepts.contact.avoided=0",
)
"""Whoever is intercepted unsafely is nearly always touched."""
NEW = (PhaseAwaited, PhaseBegun, PaceChanged, PhaseEnded, UnsafeEncounter)


def engine_of(*sets: str, seed: int = 1, name: str = PATROLS) -> Engine:
    """Play a run in which nobody decides."""
    setup = Setup(load(name, sets))
    engine = Engine(setup, Draws(seed))
    begin(engine, dict.fromkeys(setup.seats, ("none", "none")))
    engine.drain_to(setup.scenario.horizon)
    return engine


def facts(engine: Engine, kind: type, stream: str = "") -> list[Event]:
    """List the events of a kind, perhaps of one stream."""
    found = [e for e in engine.log if isinstance(e.fact, kind)]
    return [e for e in found if not stream or e.fact.stream == stream]


def after(engine: Engine, event: Event, kind: type) -> list[Any]:
    """List the facts of a kind that an event caused."""
    return [e.fact for e in engine.log if e.cause == event.seq and isinstance(e.fact, kind)]


def test_an_unsafe_meeting_is_a_doubtful_act_of_whoever_seeks_it() -> None:
    """Minds would not notice it, or would know more than can be seen."""
    engine = engine_of("flags.a_campaign.start=true")

    met = facts(engine, UnsafeEncounter, "intercepts")
    acts = [act for event in met for act in after(engine, event, ActOccurred)]

    assert len(acts) == len(met) > 20
    assert {(a.side, a.what, a.doubtful) for a in acts} == {("a", "intercepts", True)}
    assert [a.ordered for a in acts] == [e.fact.ordered for e in met]
    assert {a.ordered for a in acts} == {True, False}
    by = {e.seq for e in facts(engine, ActOccurred) if e.fact.what == "intercepts"}
    weighed = {(e.fact.seat, e.fact.rung) for e in facts(engine, ActWeighed) if e.cause in by}
    assert weighed == {("a_desk", 3), ("b_desk", 5)}, "read otherwise than declared"


def test_whether_it_was_ordered_cannot_be_seen() -> None:
    """An observer could tell a campaign from mishaps by a single meeting."""
    engine = engine_of("flags.a_campaign.start=true")
    told: dict[bool, set[str]] = {True: set(), False: set()}
    for event in facts(engine, UnsafeEncounter, "intercepts"):
        line = tell(engine.setup, "b_desk", event).replace(str(round(event.fact.cpa_m)), "…")
        told[event.fact.ordered].add(line)

    far = "Intercepts of B's aircraft: unsafe, … m at the closest."
    near = "Intercepts of B's aircraft: unsafe, … m at the closest; a near collision."
    assert far in told[True] & told[False]
    assert told[True] | told[False] <= {far, near}, "only how near it was is told"


def test_rules_between_the_services_that_met_speak_for_an_accident() -> None:
    """Agreed rules would help nobody in the air."""
    engine = engine_of("streams.supply.contact.avoided=1")
    of = {e.seq: e.fact for e in facts(engine, ActOccurred)}
    words = {(of[e.cause or 0].what, e.fact.words) for e in facts(engine, ActWeighed)
             if e.fact.seat == "b_desk"}  # fmt: skip

    assert words == {
        ("intercepts", 0.5),
        ("intercepts.contact", 0.5),
        ("supply", 0.0),
        ("militia", 0.0),
    }


def test_contact_is_an_accident_with_people_in_it() -> None:
    """A death in the air would be meant, or count nowhere."""
    engine = engine_of(*ALONE, *TOUCHING, "streams.intercepts.contact.dead=1")
    hit = facts(engine, EncounterContact, "intercepts")
    acts = [e for e in facts(engine, ActOccurred) if e.fact.what == "intercepts.contact"]

    assert len(hit) == len(acts) > 10
    assert {(e.fact.rung, e.fact.ordered, e.fact.doubtful) for e in acts} == {(6, False, True)}
    assert {force_class(engine.log, e, engine.state) for e in acts} == {"accidental"}
    assert engine.state.acts.tallies["dead"] == sum(e.fact.dead for e in hit) == len(hit)
    assert engine.state.known["b_desk"].acts.tallies["dead"] == len(hit)
    # Each contact within A counts as one too; B does not see those.
    own = len(facts(engine, EncounterContact, "sisters"))
    assert engine.state.acts.tallies["collisions"] == len(hit) + own
    assert engine.state.known["b_desk"].acts.tallies["collisions"] == len(hit)
    assert engine.state.effects.counters["scrapes"] == min(9, len(hit))
    assert {e.fact.rung for e in facts(engine, ActWeighed) if e.cause in {a.seq for a in acts}
            } == {6}, "what is declared of a close pass would hold of a contact"  # fmt: skip


def test_sister_services_do_nothing_to_anybody() -> None:
    """A collision within one side would be an act of it, against the other."""
    engine = engine_of(*ALONE, "streams.intercepts.rate=0 per d")

    met = facts(engine, UnsafeEncounter, "sisters")
    hit = facts(engine, EncounterContact, "sisters")

    assert met
    assert hit
    assert not facts(engine, ActOccurred)
    assert engine.state.acts.rungs == {}
    assert {e.audience for e in (*met, *hit)} == {("a_desk", "a_chief")}
    assert {e.alert for e in hit} == {("a_desk",)}, "those who may act at home are called"
    assert not any(e.fact.ordered for e in met)


def test_a_run_is_known_and_what_awaits_it_is_not() -> None:
    """A seat would know beforehand which supply run will be disturbed."""
    engine = engine_of(seed=2)
    begun = facts(engine, PhaseBegun, "supply")
    told = {tell(engine.setup, "b_desk", event) for event in begun}

    assert {e.fact.disturbed for e in begun} == {True, False}
    assert told == {"Begins: Supply run."}
    assert {explained(engine.setup, e).partition(" Supply")[2] for e in begun} == {
        " run, to be disturbed.",
        " run, left alone.",
    }


def test_a_disturbed_run_is_disturbed_by_order() -> None:
    """The one meeting that makes it so would be a mishap."""
    engine = engine_of("streams.supply.unsafe=0", "streams.supply.runs.disturbed=1")

    met = facts(engine, UnsafeEncounter, "supply")

    assert [e.fact.ordered for e in met] == [True] * 4
    assert len({e.at_ms % (20 * DAY) for e in met}) == 4, "not at moments that are drawn"


def test_who_shares_the_runs_of_another_stream_shares_their_luck() -> None:
    """A run would be disturbed by the militia and left alone by the coast guard."""
    sets = ("streams.militia.unsafe=0.9",)
    for seed in range(1, 6):
        engine = engine_of(*sets, seed=seed)
        owned, shared = (facts(engine, PhaseBegun, s) for s in ("supply", "militia"))
        assert [(e.at_ms, e.fact.disturbed) for e in owned] == [
            (e.at_ms, e.fact.disturbed) for e in shared
        ]
        assert {e.audience for e in shared} == {()}, "a run is told of once"
        met = [e.at_ms for e in facts(engine, UnsafeEncounter, "militia")]
        for run in shared:
            inside = any(run.at_ms < t < run.at_ms + 1.5 * DAY for t in met)
            assert inside == run.fact.disturbed


def test_a_change_of_pace_is_noted_once() -> None:
    """Flags that leave the rate alone would fill the log, or those that change it be missed."""
    engine = engine_of(*ALONE)  # `elsewhere_quiet` is cleared on the fortieth day
    (changed,) = facts(engine, PaceChanged)

    assert (changed.at_ms, changed.fact.stream) == (40 * DAY, "intercepts")
    assert changed.fact.per_h == pytest.approx(8 / 24 * 0.99)
    means = [e.fact.mean for e in facts(engine, PhaseEnded, "intercepts")]
    # 8 a day, half as many again until day 40; in thirds of 30, 30 and 10 days.
    assert means == pytest.approx([0.99 * 360, 0.99 * (120 + 160), 0.99 * 80], rel=1e-6)


def test_streams_are_measured_where_there_are_any() -> None:
    """A study could not count them, or others would get columns of noughts."""
    engine = engine_of()
    found = measured(engine)
    streams = measures(engine)["streams"]

    assert found["unsafe_met"] == sum(each["unsafe"] for each in streams.values()) > 0
    assert found["routine_met"] == sum(each["routine"] for each in streams.values()) > 0
    assert (streams["supply"]["runs"], streams["intercepts"]["runs"]) == (4, 0)
    assert list(found) == [m.name for m in measures_of(engine.setup)]
    bare = engine_of(name="_tiny/one_hail.yaml")
    assert "streams" not in measures(bare)
    assert not [name for name in measured(bare) if name.endswith("_met")]


def test_without_streams_nothing_is_paid() -> None:
    """Every run of every other scenario would carry what it does not use."""
    engine = engine_of(name="_tiny/one_hail.yaml")
    _, kinds = SETTLERS["traffic"]

    assert not [e for e in engine.log if isinstance(e.fact, NEW)]
    assert kinds is not None
    assert not kinds(engine.setup)
    assert engine.state.traffic.routine == {}


def test_after_the_run_it_is_said_whether_it_was_meant() -> None:
    """A page about a record would keep the truth back."""
    engine = engine_of("flags.a_campaign.start=true")
    lines = [text for e, text in notable(engine.setup, engine.log)
             if isinstance(e.fact, UnsafeEncounter)]  # fmt: skip

    assert {line.rpartition("True: ")[2] for line in lines} == {"by order.", "a mishap."}
