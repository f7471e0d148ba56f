"""Every public name does what is said of it, whatever was or was not loaded before it."""

from __future__ import annotations

import importlib
import json
import pkgutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sim

ROOT = Path(__file__).resolve().parents[2]

# What `sim` gives is looked up when it is used; a type checker knows it as any object.
public: Any = sim


def begun(occupant: str = "") -> Any:
    """Begin a play of a shipped scenario; with an occupant in its first seat, if one is named."""
    setup = public.Setup(public.load("two-captains", ["horizon=2 d"]))
    specs = {name: seat.occupant for name, seat in setup.seats.items()}
    specs |= {next(iter(specs)): occupant} if occupant else {}
    held = {name: public.occupant(setup, name, spec) for name, spec in specs.items()}
    return public.Play(setup, 7, held)


def loads() -> None:
    """A scenario by its id, with changes."""
    assert public.load("two-captains").id == "two-captains"
    assert public.load("two-captains", ["horizon=2 h"]).horizon == 2 * 3_600_000


def is_frozen() -> None:
    """What is loaded is a scenario, which nobody can change."""
    scenario = public.load("two-captains")

    assert isinstance(scenario, public.Scenario)
    with pytest.raises(ValueError, match="frozen"):
        scenario.title = "Another"


def is_laid_out() -> None:
    """Seats and the like are found by id."""
    setup = public.Setup(public.load("two-captains"))

    assert all(vars(setup.seats[seat.id]) == dict(seat) for seat in setup.scenario.seats)


def holds_a_seat() -> None:
    """A policy is known by its name."""
    setup = public.Setup(public.load("two-captains"))

    assert public.occupant(setup, next(iter(setup.seats)), "firm").name == "firm"


def runs_to_its_end() -> None:
    """A play goes on until the run is over."""
    play = begun()

    assert play.advance().why == "ended"
    assert play.ended in play.setup.endings


def asks() -> None:
    """What is accepted gives the events that came of it."""
    play = begun("person")
    seat = next(iter(play.setup.seats))

    events = play.submit(public.Command(seat, "note", text="Fog."))

    assert public.to_data(events[0])["text"] == "Fog."


def refuses() -> None:
    """What may not be done comes back as a code and a sentence."""
    play = begun("person")
    seat = next(iter(play.setup.seats))

    refusal = play.submit(public.Command(seat, "choose", "no_such_move"))

    assert isinstance(refusal, public.Refusal)
    assert refusal.code == "unknown"
    assert refusal.sentence.startswith("This seat has no move “no_such_move”")


def adds_up() -> None:
    """A finished run has an ending, measures and scores."""
    play = begun()
    play.advance()

    found = public.outcome(play.engine)

    assert found.ending == play.ended
    assert found.measures["minutes"] == 2 * 24 * 60
    assert set(found.scores) == set(play.setup.sides)


def becomes_data() -> None:
    """Every event can be written as JSON, and says what it is, when, and why."""
    play = begun()
    play.advance()

    log = [json.loads(json.dumps(public.to_data(event))) for event in play.engine.log]

    assert [entry["n"] for entry in log] == list(range(1, len(log) + 1))
    assert all({"event", "at_ms", "cause"} <= entry.keys() for entry in log)


def says_what_is_wrong() -> None:
    """All faults come in one go, each with what to do."""
    with pytest.raises(public.SimError) as caught:
        public.load("two-captain")

    assert [fault.hint for fault in caught.value.faults] == ["did you mean “two-captains”?"]


USES: dict[str, Callable[[], None]] = {
    "Command": asks,
    "Play": runs_to_its_end,
    "Refusal": refuses,
    "Scenario": is_frozen,
    "Setup": is_laid_out,
    "SimError": says_what_is_wrong,
    "load": loads,
    "occupant": holds_a_seat,
    "outcome": adds_up,
    "to_data": becomes_data,
}
"""How each public name is used, by nothing but public names."""

each_name = pytest.mark.parametrize("name", sim.__all__)


def submodules() -> list[str]:
    """List every module of the package; the last would run the command."""
    found = [module.name for module in pkgutil.walk_packages(sim.__path__, "sim.")]
    return [name for name in found if not name.endswith("__main__")]


def test_every_public_name_is_used_and_described() -> None:
    """A name could be published of which nobody knows whether it works, or what it is for."""
    assert sorted(USES) == sim.__all__
    assert [name for name in sim.__all__ if f"| `{name}` |" not in (sim.__doc__ or "")] == []


@each_name
def test_a_public_name_works_when_it_is_the_first(name: str) -> None:
    """A name would work only after another has loaded what it needs."""
    run = [sys.executable, "-m", "tests.unit.test_public", name]
    done = subprocess.run(run, capture_output=True, text=True, check=False, cwd=ROOT)

    assert done.stderr == ""
    assert done.returncode == 0


@each_name
def test_a_public_name_works_when_everything_is_loaded(name: str) -> None:
    """A module of the name would stand where the name was: `sim.load` was a package once."""
    for module in submodules():
        importlib.import_module(module)

    USES[name]()


if __name__ == "__main__":
    USES[sys.argv[1]]()
