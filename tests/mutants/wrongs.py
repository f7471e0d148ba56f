"""Mutations that break a scenario, a script, a study's file for certain: to be refused, never run.

Each changes a tree in place and says whether it could, or makes another text of a text.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

from sim.model.scenario import Scenario
from tests.mutants.mutating import Dice, Tree, places

_QUANTITY = re.compile(r"\d+(\.\d+)? (kn|nm|m|min|h|d|deg|per h)")
_REFERS = {"side", "seat", "vessel", "channel", "move", "flag", "counter", "activity", "inject"}
"""Keys of a scenario whose value names something that is declared elsewhere."""
_NEEDED = [name for name, field in Scenario.model_fields.items() if field.is_required()]
_WORDS = {"source", "text", "title", "name", "parameters", "differs", "articles", "briefing"}
"""Keys below which texts and names are free, or an odd number may be meant."""


def _entries(tree: Any) -> list[dict[str, Any]]:
    """List the entries that have a name of their own, and the document."""
    found = [holder[key] for holder, key, _ in places(tree)]
    return [tree, *(entry for entry in found if isinstance(entry, dict) and "id" in entry)]


def unknown_key(tree: Any, dice: Dice) -> bool:
    """Write a key that nothing has."""
    dice.choice(_entries(tree))["no_such_key"] = dice.choice((1, "x", None, [], {}))
    return True


def very_many_unknown_keys(tree: Any, dice: Dice) -> bool:
    """Write so many unknown keys that looking for the nearest one of each would take long."""
    dice.choice(_entries(tree)).update({f"key{n}": n for n in range(dice.choice((500, 20_000)))})
    return True


def needed_key(tree: Any, dice: Dice) -> bool:
    """Leave out what every scenario says."""
    return tree.pop(dice.choice(_NEEDED), None) is not None


def no_number(tree: Any, dice: Dice) -> bool:
    """Put what is no number where a quantity stands."""
    found = [
        (holder, key)
        for holder, key, way in places(tree)
        if isinstance(holder[key], str)
        and _QUANTITY.fullmatch(holder[key])
        and not _WORDS & set(way)
    ]
    if not found:
        return False
    holder, key = dice.choice(found)
    unit = holder[key].split(" ", 1)[1]
    odd = (True, [], {"x": 1}, f"NaN {unit}", f"inf {unit}", f"1e999 {unit}", "9 parsec", "")
    holder[key] = copy.deepcopy(dice.choice(odd))
    return True


def to_nothing(tree: Any, dice: Dice) -> bool:
    """Let a reference name what is not declared."""
    found = [
        (holder, key)
        for holder, key, way in places(tree)
        if key in _REFERS and isinstance(holder[key], str) and not _WORDS & set(way)
    ]
    if found:
        holder, key = dice.choice(found)
        holder[key] = "declared_nowhere"
    return bool(found)


def twice(tree: Any, dice: Dice) -> bool:
    """Declare something twice."""
    found = [
        (holder, key)
        for holder, key, way in places(tree)
        if isinstance(holder, list) and isinstance(holder[key], dict) and "id" in holder[key]
    ]
    if found:
        holder, at = dice.choice(found)
        holder.insert(at, copy.deepcopy(holder[at]))
    return bool(found)


def too_deep(tree: Any, dice: Dice) -> bool:
    """Nest a value deeper than any document is."""
    found = list(places(tree))
    if not found:
        return False
    holder, key, _ = dice.choice(found)
    for _ in range(dice.choice((61, 100, 400))):
        holder[key] = [holder[key]]
    return True


def too_long(tree: Any, dice: Dice) -> bool:
    """Write a title without end."""
    tree["title"] = "x" * dice.choice((2001, 100_000))
    return True


def another_version(tree: Any, dice: Dice) -> bool:
    """State a version of the format that does not exist."""
    tree["schema_version"] = dice.choice((0, 2, True, "1", 1.0, None, 10**30, [1]))
    return True


SCENARIO: tuple[Tree, ...] = (
    unknown_key, unknown_key, very_many_unknown_keys, needed_key, no_number, no_number,
    to_nothing, to_nothing, twice, too_deep, too_long, another_version,
)  # fmt: skip


def _step(tree: Any, dice: Dice) -> Any:
    return dice.choice(tree) if isinstance(tree, list) and tree else None


def step_with_an_unknown_key(tree: Any, dice: Dice) -> bool:
    """Write a key that no step has."""
    step = _step(tree, dice)
    if step is not None:
        step["no_such_key"] = dice.choice((1, "x", None, []))
    return step is not None


def step_without_time(tree: Any, dice: Dice) -> bool:
    """Say of a step at no time when, or at a time that is none."""
    step = _step(tree, dice)
    if step is None:
        return False
    step["at"] = dice.choice(("NaN min", "soon", "-1 min", "99999 d", "1e999 h", [], True))
    return True


def step_to_nothing(tree: Any, dice: Dice) -> bool:
    """Let a step choose what is no move."""
    step = _step(tree, dice)
    if step is None or "choose" not in step:
        return False
    step["choose"] = dice.choice(("no_such_move", "", 5, ["n01_hold"], None))
    return True


SCRIPT: tuple[Tree, ...] = (
    step_with_an_unknown_key, step_without_time, step_to_nothing, too_deep,
)  # fmt: skip


def study_with_an_unknown_key(tree: Any, dice: Dice) -> bool:
    """Write a key that no study has."""
    tree["no_such_key"] = dice.choice((1, "x", None, [], {}))
    return True


def study_of_no_number(tree: Any, dice: Dice) -> bool:
    """Ask for runs, a seed or a width that are no numbers."""
    name = dice.choice(("n", "seed", "until_halfwidth"))
    tree[name] = dice.choice((".nan", "NaN", True, -1, "many", [], 1e308, 10**30, -0.5))
    return True


def study_of_nothing(tree: Any, dice: Dice) -> bool:
    """Set what is not there, sit where no seat is, or study no scenario."""
    how = dice.randrange(4)
    if how == 0:
        tree["set"] = {"no.such.path": 1}
    elif how == 1:
        tree["seats"] = {"nobody": "random"}
    elif how == 2:
        tree["scenario"] = dice.choice(("no-such-scenario", 5, [], "", None, True))
    else:
        tree["arms"] = {"a": {"no.such.path": 1}, "b": {}}
    return True


STUDY: tuple[Tree, ...] = (
    study_with_an_unknown_key, study_of_no_number, study_of_nothing, too_deep,
)  # fmt: skip

Text = Callable[[str, Dice], str]
_TAGS = ("!!python/object/apply:os.getcwd []", "!!int x", "!x y", "!!binary YWJj")


def bomb(text: str, dice: Dice) -> str:
    """Let aliases of aliases make millions of values."""
    first, times = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]", range(1, dice.choice((5, 9, 30)))
    rows = (f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in times)
    return "\n".join([first, *rows, text])


def cycle(text: str, dice: Dice) -> str:
    """Let an alias stand inside its own anchor, or before any."""
    return dice.choice(("loop: &l [*l]\n", "loop: &l {a: *l}\n", "loop: *nowhere\n")) + text


def tag(text: str, dice: Dice) -> str:
    """Ask for an object of the machinery's."""
    return f"made: {dice.choice(_TAGS)}\n{text}"


def second(text: str, dice: Dice) -> str:
    """Write a second document into the file."""
    return f"{text}\n---\n{dice.choice((text, 'x', '{}'))}\n"


def key_twice(text: str, dice: Dice) -> str:
    """Write a key of the document twice."""
    keys = re.findall(r"^[a-z_]+(?=:)", text, re.MULTILINE)
    return f"{dice.choice(keys)}: x\n{text}"


def unclosed(text: str, dice: Dice) -> str:
    """Open what is never closed."""
    return f"{text}\nopen: {dice.choice(('[', '{', chr(34), chr(39), '{a: [', '&'))}"


MAPPING: tuple[Text, ...] = (bomb, cycle, tag, second, key_twice, unclosed)
"""Mutations of a text whose document is a mapping."""
