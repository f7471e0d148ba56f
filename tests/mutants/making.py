"""Makes the mutant of a sort and a seed: which subject, what is done to it, who is to meet it."""

from __future__ import annotations

import contextlib
import copy
import json
import random
from collections.abc import Callable, Sequence
from typing import Any

from sim.loader.yamltext import parse, write
from tests.mutants import subjects, wrongs
from tests.mutants.mutant import Files, Line, Mutant
from tests.mutants.mutating import ANY, BYTES, SAME, TREES, WRONG, Dice, Tree, enlarged
from tests.mutants.options import odd_options

CHANGES_MOST = 3
MORE: tuple[Line, ...] = (
    ("play", "f.yaml", "--plain", "--seed", "1"),
    ("scenario", "lines", "f.yaml"),
    ("scenario", "coverage", "f.yaml", "-n", "1"),
)
"""What is asked of small scenarios besides, whether or not it can be."""
TYPED = (
    "A", "b", "1", "wait", "wait 5 min", "wait -1 min", "wait NaN", "call 1", "call 99",
    "call x y z", "answer", "hang", "note \x1b[2J", "undo", "options", "view", "log", "save", "é",
    "\udcff", "x" * 5000, "note", "accept", "counter ,", "grant x", "help",
)  # fmt: skip
"""What somebody types who plays in lines."""
Changed = tuple[bytes, str, str]
"""A file that was changed, what is promised of it, and how it was changed."""


def in_bytes(raw: bytes, dice: Dice) -> Changed:
    """Change the bytes of a file a few times."""
    promises, names = [], []
    for _ in range(dice.choice((1, 1, 1, 2, CHANGES_MOST))):
        mutation = dice.choice(BYTES) if dice.random() < 0.98 else enlarged
        raw, promise = mutation(raw, dice)
        promises.append(promise)
        names.append(mutation.__name__)
    *earlier, last = promises
    if any(promise != SAME for promise in earlier):
        last = ANY
    return raw, last, "+".join(names)


def in_yaml(raw: bytes, dice: Dice, breaking: Sequence[Tree], texts: bool = True) -> Changed:
    """Change the tree of a YAML file: somehow, or so that it is wrong for certain."""
    text = raw.decode()
    if texts and dice.random() < 0.1:
        wrong = dice.choice(wrongs.MAPPING)
        return wrong(text, dice).encode(), WRONG, wrong.__name__
    tree = copy.deepcopy(parse(text, "text").data)
    if dice.random() < 0.45:
        break_it = dice.choice(breaking)
        promise = WRONG if break_it(tree, dice) else ANY
        return _as_yaml(tree, dice), promise, break_it.__name__
    names = _anyhow(tree, dice)
    return _as_yaml(tree, dice), ANY, names


def _anyhow(tree: Any, dice: Dice) -> str:
    changes = [dice.choice(TREES) for _ in range(dice.choice((1, 1, 2, CHANGES_MOST)))]
    for change in changes:
        change(tree, dice)
    return "+".join(change.__name__ for change in changes)


def _as_yaml(tree: Any, dice: Dice) -> bytes:
    """Write a tree as YAML, or as JSON, which YAML reads as well."""
    if dice.random() < 0.5:
        with contextlib.suppress(RecursionError):  # a tree may be too deep for the writer
            return write(tree).encode("utf-8", "surrogatepass")
    return json.dumps(tree).encode("utf-8", "surrogatepass")


def in_json_line(raw: bytes, dice: Dice) -> Changed:
    """Change the tree of one line of a record; what the line says of the play is then wrong."""
    lines = raw.decode().splitlines()
    at = 0 if dice.random() < 0.3 else dice.randrange(len(lines))
    tree = json.loads(lines[at])
    before = copy.deepcopy(tree)
    names = _anyhow(tree, dice)
    lines[at] = json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    if tree and dice.random() < 0.1:
        key = json.dumps(dice.choice(sorted(tree)), ensure_ascii=False)
        lines[at] = f"{{{key}:{dice.choice((0, 1, 'null'))},{lines[at][1:]}"
        before, names = {}, f"{names}, a key twice"
    text = "".join(f"{line}\n" for line in lines)
    kept = json.dumps(before, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    promise = ANY if "clock" in before or kept == lines[at] else WRONG
    return text.encode("utf-8", "surrogatepass"), promise, f"line {at + 1}: {names}"


def _of_a_file(
    name: str, changed: Changed, lines: tuple[Line, ...], original: bytes, **more: Any
) -> Mutant:
    raw, promise, how = changed
    files = {**more.pop("files", {}), name: raw}
    before = {**files, name: original} if promise == SAME else {}
    return Mutant(
        sort="",
        seed=0,
        how=how,
        lines=lines,
        files=files,
        promise=promise,
        before=before,
        changed=(name,),
        **more,
    )


def a_scenario(dice: Dice) -> Mutant:
    """Change a scenario; what the check says of it is what every verb makes of it."""
    group = dice.choice((subjects.TINY, subjects.TINY, subjects.SMALL, subjects.LARGE))
    raw = subjects.scenario(dice.choice(group))
    changed = in_bytes(raw, dice) if dice.random() < 0.4 else in_yaml(raw, dice, wrongs.SCENARIO)
    others: list[Line] = [
        ("run", "f.yaml", "--seed", "1"),
        ("run", "f.yaml", "--seed", "1"),
        ("scenario", "show", "f.yaml"),
        ("exercise", "export", "f.yaml", "--msel", "m.csv"),
        ("study", "f.yaml", "-n", "2", "--workers", "1"),
    ]
    how = dice.choice(((), ("--json",), ("--sources",), ("--strict",)))
    check: Line = ("scenario", "check", "f.yaml", *how)
    lines: tuple[Line, ...] = (check, dice.choice(others))
    if group is subjects.TINY and dice.random() < 0.3:
        lines = (*lines, dice.choice(MORE))
    typed = "\n" + "\n".join(dice.choice(TYPED) for _ in range(8)) + "\n"
    strict = "--strict" in how
    return _of_a_file("f.yaml", changed, lines, raw, agree=not strict, typed=typed)


def a_script(dice: Dice) -> Mutant:
    """Change a script file."""
    (name, seat), raw = dice.choice(sorted(subjects.scripts().items()))
    if dice.random() < 0.5:
        changed = in_bytes(raw, dice)
    else:
        changed = in_yaml(raw, dice, wrongs.SCRIPT, texts=False)
    verb = ("run",) if dice.random() < 0.9 else ("play", "--plain")
    line = (*verb, name, "--seed", "1", "--seat", f"{seat}=script:f.yaml")
    return _of_a_file("f.yaml", changed, (line,), raw, typed="\nquit\n")


def a_record(dice: Dice) -> Mutant:
    """Change a record; a line of it that says something else is found out by every verb."""
    is_played = dice.random() < 0.4
    if is_played:
        raw = subjects.played(dice.choice(sorted(subjects.PLAYS)))
    else:
        group = dice.choice((subjects.TINY, subjects.TINY, subjects.SMALL, subjects.LARGE[:2]))
        raw = subjects.record(dice.choice(group))
    changed = in_bytes(raw, dice) if dice.random() < 0.5 else in_json_line(raw, dice)
    verbs: list[Line] = [
        ("rerun", "r.jsonl"),
        ("rerun", "r.jsonl"),
        ("log", "why", "r.jsonl", "3"),
        ("exercise", "report", "r.jsonl", "-o", "x.html"),
    ]
    if is_played:
        verbs += [("play", "--plain", "--resume", "r.jsonl")] * 2
    line = dice.choice(verbs)
    if changed[1] == WRONG and b'{"after":' in raw:
        line = verbs[0]  # it alone reads what was undone
    typed = dice.choice(("", "note x\nquit\n", "undo\nwait\nA\nquit\n"))
    return _of_a_file("r.jsonl", changed, (line,), raw, typed=typed)


def a_study_folder(dice: Dice) -> Mutant:
    """Damage files of a study's folder; going on with it ends in the same table or says no."""
    original = subjects.study_folder()
    files, odd, names = dict(original), {}, []
    shards = [name for name in files if "/shards/" in name]
    promise = ANY
    for _ in range(dice.choice((1, 1, 2))):
        name = dice.choice(shards if dice.random() < 0.5 else sorted(files))
        how = dice.randrange(8)
        if how == 0:
            files.pop(name, None)
            names.append(f"{name} removed")
        elif how == 1:
            odd[name] = dice.choice(("pipe", "loop", "device", "huge", "folder"))
            names.append(f"{name} is a {odd[name]}")
        elif how == 2:
            other = dice.choice(sorted(files))
            files[name], files[other] = files.get(other, b""), files.get(name, b"")
            names.append(f"{name} and {other} exchanged")
        elif how < 5 and name in shards and name in files:
            files[name], promise = _shard(original[name], dice)
            names.append(f"{name}: a cell")
        else:
            files[name], _, what = in_bytes(original[name], dice)
            names.append(f"{name}: {what}")
    if len(names) > 1:
        promise = ANY
    if dice.random() < 0.7:
        line: Line = (*subjects.STUDY, *subjects.ARMS, "--out", "s", "--resume")
    else:
        line = ("study", "s/study.yaml", "--out", "s", "--resume", "--workers", "1")
    how_said = "; ".join(names)
    return Mutant("", 0, how_said, (line,), files, promise=promise, before=original, odd=odd)


def _shard(raw: bytes, dice: Dice) -> tuple[bytes, str]:
    """Change something in the rows of a shard, which its sum must tell."""
    tree = json.loads(raw)
    row = dice.choice(tree["rows"])
    odd = (float("nan"), float("inf"), True, False, None, "1", 10**400, [], {}, 7.5, 0)
    at = dice.randrange(len(row))
    before, row[at] = row[at], dice.choice(odd)
    same = json.dumps(before) == json.dumps(row[at])
    return json.dumps(tree).encode(), ANY if same else "said"


def a_study_file(dice: Dice) -> Mutant:
    """Change the file that states a study."""
    raw = dice.choice(sorted(subjects.studies().items()))[1]
    if dice.random() < 0.3:
        text = f"study: 1\nscenario: {subjects.scenario('late_alert').decode()!r}\nn: 2\n"
        tree = {
            "study": 1,
            "n": 2,
            "scenario": parse(subjects.scenario("one_hail").decode(), "").data,
        }
        raw = write(tree).encode() if dice.random() < 0.8 else text.encode()
    changed = in_bytes(raw, dice) if dice.random() < 0.5 else in_yaml(raw, dice, wrongs.STUDY)
    line = ("study", "f.yaml", "-n", "1", "--workers", "1")
    if changed[2] == "study_of_no_number":
        line = ("study", "f.yaml", "--workers", "1")
    return _of_a_file("f.yaml", changed, (line,), raw)


def some_events(dice: Dice) -> Mutant:
    """Change a list of events that is then exported again."""
    name = dice.choice((*subjects.TINY, *subjects.SMALL, "twenty-nine-minutes"))
    raw, _, how = in_bytes(subjects.events(name), dice)
    line = ("exercise", "export", subjects.scenario_id(name), "--msel", "m.csv")
    return Mutant("", 0, how, (line,), {"m.csv": raw})


def settings(dice: Dice) -> Mutant:
    """Change what a player wants of the screen; the game opens all the same."""
    raw = subjects.SETTINGS
    if dice.random() < 0.5:
        raw, _, how = in_bytes(raw, dice)
    else:
        raw, _, how = in_yaml(raw, dice, (wrongs.too_deep,))
    files: Files = {"home/screen.yaml": raw}
    return Mutant("", 0, how, (("play",),), files, screen=True)


def saves(dice: Dice) -> Mutant:
    """Put damaged records among the saves; the menu opens all the same."""
    files = {"home/good.jsonl": subjects.played("left")}
    names = []
    for n in range(dice.randint(1, 3)):
        raw = subjects.played(dice.choice(sorted(subjects.PLAYS)))
        change = in_bytes if dice.random() < 0.5 else in_json_line
        files[f"home/odd{n}.jsonl"], _, how = change(raw, dice)
        names.append(how)
    odd = {"home/what.jsonl": dice.choice(("pipe", "loop", "device", "huge", "folder"))}
    return Mutant("", 0, "; ".join(names), (("play",),), files, odd=odd, screen=True)


SORTS: dict[str, Callable[[Dice], Mutant]] = {
    "scenario": a_scenario,
    "script": a_script,
    "record": a_record,
    "study folder": a_study_folder,
    "study file": a_study_file,
    "options": odd_options,
    "settings": settings,
    "saves": saves,
    "events": some_events,
}


def mutant(sort: str, seed: int) -> Mutant:
    """Make the mutant of a sort with a seed, the same on every machine."""
    made = SORTS[sort](random.Random(f"{sort}|{seed}"))
    return Mutant(
        sort, seed, made.how, made.lines, files=made.files, promise=made.promise,
        before=made.before, changed=made.changed, odd=made.odd, typed=made.typed,
        agree=made.agree, screen=made.screen,
    )  # fmt: skip
