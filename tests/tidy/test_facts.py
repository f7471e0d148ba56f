"""One fact, one place: a fact is declared with all it means, and nothing else need know of it."""

from __future__ import annotations

import ast
import dataclasses
import importlib.util
import itertools
import sys
import typing
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from sim.engine import Draws, Engine, Setup, begin, fold
from sim.engine.base.log import FACTS, Group
from sim.engine.kernel.knowledge import Known
from sim.engine.kernel.state import State
from sim.engine.seat.news import feed
from sim.engine.seat.views import redact, relearn
from sim.loader import load
from tests.tidy.doc_blocks import ROOT, event_table

NEW = '''
"""Flares: lights that a vessel shows."""

from dataclasses import dataclass

from sim.engine.base.declaring import add, changes, declare, learns, tells
from sim.engine.base.log import Event, Fact, Reader
from sim.engine.base.setup import Setup
from sim.engine.facts.acts import ActsKnown, ActsState


@dataclass(slots=True)
class FlareSeen(Fact):
    """Somebody fired a flare of a colour; nobody knows why."""

    colour: str
    why: str


declare("flare_seen", FlareSeen, secret=("why",))


@changes("acts", FlareSeen)
def _fired(acts: ActsState, event: Event, fact: FlareSeen) -> None:
    add(acts.tallies, "flares", 1)


@learns("acts", FlareSeen)
def _seen(acts: ActsKnown, reader: Reader, event: Event, fact: FlareSeen) -> None:
    add(acts.tallies, "flares", 1)


@tells(FlareSeen)
def _tell(setup: Setup, seat: str, fact: FlareSeen) -> str:
    return f"a {fact.colour} flare."
'''


@pytest.fixture
def flares(tmp_path: Path) -> Iterator[ModuleType]:
    """Give a module outside the tree that declares a fact, and take it back afterwards."""
    path = tmp_path / "flares.py"
    path.write_text(NEW, "utf-8")
    spec = importlib.util.spec_from_file_location("flares", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["flares"] = module
    before = dict(FACTS)
    spec.loader.exec_module(module)
    yield module
    FACTS.clear()
    FACTS.update(before)
    del sys.modules["flares"]


def test_a_new_fact_touches_one_file(flares: ModuleType) -> None:
    """A fact added in one module would not be folded, learnt, told, redacted or documented."""
    setup = Setup(load("_tiny/two_desks.yaml"))
    seat, other = list(setup.seats)[:2]
    engine = Engine(setup, Draws(1))
    begin(engine, dict.fromkeys(setup.seats, ("none", "none")))

    engine.emit(flares.FlareSeen("red", "distress"), cause=1, audience=(seat,), alert=(seat,))

    known = engine.state.known[seat]
    assert engine.state.acts.tallies["flares"] == known.acts.tallies["flares"] == 1
    assert "flares" not in engine.state.known[other].acts.tallies
    assert fold(setup, engine.log) == engine.state
    assert feed(setup, known)[-1].text == "A red flare."
    sent = redact(engine.log, seat)
    assert (sent[-1].fact.colour, sent[-1].fact.why) == ("red", "")
    assert relearn(setup, sent, seat).acts == known.acts
    assert "| `flare_seen` |  | colour, *why* | Somebody fired a flare" in event_table()


def _functions() -> Iterator[tuple[str, str, object]]:
    for declared in FACTS.values():
        for group, change in declared.changes.items():
            yield "State", group, change
        for group, learn in declared.learns.items():
            yield "Known", group, learn


def test_whatever_changes_a_group_is_written_for_that_group() -> None:
    """A name that says one group and a function that expects another would meet in a run only."""
    groups = {"State": typing.get_type_hints(State), "Known": typing.get_type_hints(Known)}

    for whole, group, function in _functions():
        first = next(iter(typing.get_type_hints(function).values()))
        assert first is groups[whole][group], f"{whole}.{group}: {function}"


@pytest.mark.parametrize("whole", [State, Known])
def test_every_field_of_a_group_is_explained(whole: type) -> None:
    """A reader would guess what a key means and in which unit a number is."""
    for name, cls in typing.get_type_hints(whole).items():
        if not (isinstance(cls, type) and issubclass(cls, Group)):
            continue
        path = Path(sys.modules[cls.__module__].__file__ or "")
        body = next(
            node.body
            for node in ast.parse(path.read_text("utf-8")).body
            if isinstance(node, ast.ClassDef) and node.name == cls.__name__
        )
        said = {
            ast.unparse(field.target)
            for field, text in itertools.pairwise(body)
            if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr)
        }
        assert said == {field.name for field in dataclasses.fields(cls)}, f"{whole.__name__}.{name}"


def _writes(tree: ast.Module) -> Iterator[str]:
    """Give each place that writes to a field of a fact or an event by its usual names."""
    names = ("fact", "event", "opened", "act")
    for node in ast.walk(tree):
        targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            for target in targets:
                root = target
                while isinstance(root, ast.Attribute | ast.Subscript):
                    root = root.value
                if root is not target and isinstance(root, ast.Name) and root.id in names:
                    yield f"{node.lineno}: {ast.unparse(node)}"


def test_nobody_writes_to_what_has_happened() -> None:
    """Facts are not frozen at run time, so a stray write would change the past."""
    found = [
        f"{path.relative_to(ROOT)}:{place}"
        for path in (ROOT / "sim").rglob("*.py")
        for place in _writes(ast.parse(path.read_text("utf-8")))
    ]

    assert found == []
    assert list(_writes(ast.parse("fact.rung = 3\nopened.fact.clauses += (1,)\nx = fact.rung\n")))


_MUTATORS = {
    "append",
    "clear",
    "extend",
    "insert",
    "pop",
    "popitem",
    "remove",
    "setdefault",
    "update",
}
_FOLDS = (
    *("sim/engine/facts/", "sim/engine/kernel/state.py", "sim/engine/kernel/knowledge.py"),
    "sim/review/imagine_edits.py",  # writes states that are imagined, to which no log leads
)


def _within_state(node: ast.expr) -> bool:
    """Say whether an expression reaches into a state or into what a seat knows."""
    inside = False
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
        name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
        inside = inside or name in ("state", "known")
    return inside


def _written_state(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        places: list[ast.expr] = []
        if isinstance(node, ast.Assign | ast.Delete):
            places = node.targets
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            places = [node.target]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            places = [node.func] if node.func.attr in _MUTATORS else []
        yield from (f"{node.lineno}: {ast.unparse(node)}" for p in places if _within_state(p))


def test_only_the_fold_writes_the_state() -> None:
    """A value put there by another hand would be lost by a fork, an undo or a resume."""
    found = [
        f"{path.relative_to(ROOT)}:{place}"
        for path in (ROOT / "sim").rglob("*.py")
        if not path.relative_to(ROOT).as_posix().startswith(_FOLDS)
        for place in _written_state(ast.parse(path.read_text("utf-8")))
    ]

    assert found == []
    planted = "engine.state.acts.tallies['x'] = 1\nknown.feed.append(event)\nself.state = state\n"
    assert len(list(_written_state(ast.parse(planted)))) == 2
