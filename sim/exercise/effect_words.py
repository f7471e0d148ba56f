"""Effects put into words, for people who plan or watch an exercise and may know everything."""

from __future__ import annotations

from collections.abc import Iterable

from sim.engine.base.setup import Setup
from sim.engine.base.wording import act, quoted_text, titled, vessel_name
from sim.engine.facts.channels import POLITICAL
from sim.engine.facts.requests import terms_in_words
from sim.engine.kernel.conditions import in_words
from sim.engine.lines.filling import agreed
from sim.model import effects as e
from sim.model.words import Word
from sim.units import format_bearing, format_distance, format_duration, format_speed


def condition(setup: Setup, when: Word | None) -> str:
    """Say a condition in words, "" for none."""
    return "" if when is None else in_words(setup, when)


def effects(setup: Setup, specs: Iterable[Word]) -> str:
    """Say what effects bring about, in their order."""
    return "; ".join(_effect(setup, spec) for spec in specs)


def seats(setup: Setup, ids: Iterable[str]) -> str:
    """List seats by their titles."""
    return "; ".join(setup.seats[seat].title for seat in ids)


def _effect(setup: Setup, spec: Word) -> str:
    """Say one effect; a plug-in's word stands for itself."""
    return (
        _at_sea(setup, spec)
        or _of_sides(setup, spec)
        or _of_politics(setup, spec)
        or _of_the_story(setup, spec)
        or _nested(setup, spec)
        or spec.word
    )


def _at_sea(setup: Setup, spec: Word) -> str:
    match spec:
        case e.Steer():
            way = [f"course {format_bearing(spec.course)}"] if spec.course is not None else []
            way += [f"turn {format_bearing(spec.turn)}"] if spec.turn is not None else []
            way += [f"speed {format_speed(spec.speed)}"] if spec.speed is not None else []
            return f"{vessel_name(setup, spec.vessel)}: {', '.join(way)}"
        case e.Proceed():
            place = next((p.name for p in setup.scenario.places if p.id == spec.to), "a position")
            return f"{vessel_name(setup, spec.vessel)} makes for {place}"
        case e.Station():
            where = f"{format_bearing(spec.bearing)}, {format_distance(spec.distance)}"
            on = vessel_name(setup, spec.on)
            return f"{vessel_name(setup, spec.vessel)} keeps station on {on}, {where}"
        case e.Leave():
            return f"{vessel_name(setup, spec.vessel)} leaves the scene"
        case e.BeginActivity():
            return f"begins: {titled(setup, 'activity', spec.activity)}"
        case e.CeaseActivity():
            return f"ends: {titled(setup, 'activity', spec.activity)}"
        case e.Harm():
            return f"{vessel_name(setup, spec.vessel)}: {spec.hurt} hurt, {spec.dead} dead"
        case e.Silence():
            return f"{vessel_name(setup, spec.vessel)}: radio out of action"
        case e.Hail():
            by, to = vessel_name(setup, spec.vessel), vessel_name(setup, spec.to)
            said = quoted_text(spec.text or "")
            text = f"{setup.channels[spec.channel].name}: {by} calls {to}{said}"
            branches = (("answered", spec.answered), ("unanswered", spec.unanswered))
            after = [f"if {how}: {effects(setup, then)}" for how, then in branches if then]
            return "; ".join([text, *after])
    return ""


def _of_sides(setup: Setup, spec: Word) -> str:
    match spec:
        case e.Tell():
            return f"told to {seats(setup, spec.seats)}: “{spec.text}”"
        case e.Act():
            return act(setup, spec.side, spec.rung, ordered=spec.ordered)
        case e.SetChannel():
            return f"announced: {setup.channels[spec.channel].name}: {POLITICAL[spec.political]}"
        case e.Instruct():
            order = titled(setup, "move", spec.move) if spec.move else "lifted"
            return f"standing instruction of {setup.seats[spec.seat].title}: {order}"
        case e.PromiseGiven():
            by, to = setup.seats[spec.by].title, setup.seats[spec.to].title
            _, (term, *back) = agreed(setup, spec)
            said = f"{by} is bound to {to}: {terms_in_words(setup, (term,))}"
            return said + (f"; in return: {terms_in_words(setup, tuple(back))}" if back else "")
        case e.Commit():
            side = setup.sides[spec.side].name
            return (
                f"{side} threatens rung {spec.rung} in public" if spec.rung else f"{side} is free"
            )
        case e.Ready():
            return f"{setup.sides[spec.side].name}: readiness {spec.step}"
    return ""


def _of_politics(setup: Setup, spec: Word) -> str:
    match spec:
        case e.Shock():
            return f"{setup.sides[spec.by].name} gives cause to shut lines, weight {spec.weight:g}"
        case e.Establish():
            return f"announced: {setup.channels[spec.channel].name}: to be set up"
        case e.Convene():
            after = format_duration(spec.after)
            return f"announced: {titled(setup, 'meeting', spec.meeting)}, in {after}"
        case e.Postpone():
            return (
                f"put off: {titled(setup, 'meeting', spec.meeting)}, by {format_duration(spec.by)}"
            )
        case e.Cancel():
            return f"called off: {titled(setup, 'meeting', spec.meeting)}"
        case e.Bind():
            bound = ", ".join(service.replace("_", " ") for service in spec.services)
            return f"{titled(setup, 'channel', spec.channel)} bind from now on: {bound}"
    return ""


def _of_the_story(setup: Setup, spec: Word) -> str:
    match spec:
        case e.SetFlag():
            return f"now holds: {titled(setup, 'flag', spec.flag)}"
        case e.ClearFlag():
            return f"no longer holds: {titled(setup, 'flag', spec.flag)}"
        case e.Count():
            return f"{titled(setup, 'counter', spec.counter)} {spec.by:+d}"
        case e.Release():
            return f"releases: {titled(setup, 'inject', spec.inject)}"
        case e.Withdraw():
            return f"withdraws: {titled(setup, 'inject', spec.inject)}"
        case e.End():
            return "the run ends"
    return ""


def _nested(setup: Setup, spec: Word) -> str:
    """Say effects that hold other effects."""
    match spec:
        case e.Toss():
            text = f"with chance {spec.p:g}: {effects(setup, spec.then) or 'nothing'}"
            return _or_else(setup, text, spec.otherwise)
        case e.If():
            text = f"if {condition(setup, spec.when)}: {effects(setup, spec.then) or 'nothing'}"
            return _or_else(setup, text, spec.otherwise)
        case e.Later():
            about = format_duration(round(spec.delay.typical_ms()))
            return f"after about {about}: {effects(setup, spec.effects)}"
    return ""


def _or_else(setup: Setup, text: str, otherwise: Iterable[Word]) -> str:
    rest = effects(setup, otherwise)
    return f"({text}; else: {rest})" if rest else f"({text})"
