"""Judges what came of a mutant: the contract of the command, and what its mutation promised."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from tests.mutants.driving import SECONDS_MOST
from tests.mutants.mutant import Done, Mutant, Outcome
from tests.mutants.mutating import SAME, WRONG

OK, NO, BAD = 0, 1, 2
LINES_MOST = 250
"""Lines of complaint: two hundred faults, and what else is said."""
LINE_MOST = 1000
"""Characters of a complaint."""
_PLACE = re.compile(r"[^:]+:\d+:\d+: ")
_ADVICE = (
    "; ", "expected ", "is longer than", "is missing", "unknown", "holds a control",
    "cannot be", "needs ", "lies in", "give “",
)  # fmt: skip
_ALSO = {"lines", "coverage", "play"}
"""Verbs that may refuse what is no fault of a file: a scenario too large to be counted, say."""
_ENDLESS = "does not come to rest"
"""What only a run can find, and says in one line."""


def complaints(mutant: Mutant, outcome: Outcome) -> list[str]:
    """List what is wrong with what a mutant met; nothing is as it should be."""
    if outcome.hung:
        return [f"takes more than {SECONDS_MOST} s, or ended the process"]
    found: list[str] = []
    for line, done in zip(mutant.lines, outcome.done, strict=True):
        shown = " ".join(line)[:200]
        of_a_file = bool(mutant.changed) and ("--resume" in line or not _ALSO & {*line[:2]})
        found += [f"{shown}: {what}" for what in _of_one(done, of_a_file=of_a_file)]
    return [
        *found,
        *_promised(mutant, outcome),
        *_agreed(mutant, outcome),
        *_study(mutant, outcome),
    ]


def _of_one(done: Done, *, of_a_file: bool) -> Iterator[str]:
    """Judge one command line by the contract that holds for all."""
    if done.raised:
        yield f"raised {done.raised[-600:]}"
        return
    if "Traceback" in done.out + done.err:
        yield f"traceback: {(done.out + done.err)[-600:]}"
    if done.code not in (OK, NO, BAD):
        yield f"exit code {done.code}"
    if done.code == NO and not done.out.strip():
        yield "says no, and not what to"
    lines = done.err.splitlines()
    if done.code == BAD and not lines:
        yield "exit code 2 without a word"
    if len(lines) > LINES_MOST:
        yield f"{len(lines)} lines of complaint"
    for each in lines:
        if not each.startswith("channel16: "):
            yield f"a complaint that is none: {each[:200]!r}"
        elif len(each) > LINE_MOST:
            yield f"a complaint of {len(each)} characters: {each[:200]!r}"
        elif not each.isprintable():
            yield f"a complaint that drives terminals: {each[:200]!r}"
    if done.code == BAD and of_a_file and lines and not any(map(_is_clear, lines)):
        yield f"no place, or nothing to do: {lines[0][:300]!r}"


def _is_clear(line: str) -> bool:
    text = line.removeprefix("channel16: ")
    return bool(_PLACE.match(text)) and any(sign in text for sign in _ADVICE)


def _promised(mutant: Mutant, outcome: Outcome) -> Iterator[str]:
    """Judge by what the mutation promised."""
    if mutant.promise == WRONG and not mutant.screen:
        for line, done in zip(mutant.lines, outcome.done, strict=True):
            if done.code == OK:
                yield f"{' '.join(line)[:200]}: accepted in silence ({done.err[:200]!r})"
    if mutant.promise == SAME:
        for line, done, before in zip(mutant.lines, outcome.done, outcome.before, strict=True):
            if (done.code, done.out) != (before.code, before.out):
                what = f"{done.code} {done.err[:300]!r}"
                yield f"{' '.join(line)[:200]}: means something else: {what}"


def _agreed(mutant: Mutant, outcome: Outcome) -> Iterator[str]:
    """A scenario that passes the check runs, and one that does not is run by nothing."""
    if not mutant.agree or any(done.raised for done in outcome.done):
        return
    first, second = outcome.done[:2]
    passed = first.code == OK
    if passed != (second.code == OK) and not (passed and _ENDLESS in second.err):
        what = f"{second.code} {second.err[:300]!r}"
        yield f"{' '.join(mutant.lines[1])[:200]}: the check says {first.code}, this {what}"


def _study(mutant: Mutant, outcome: Outcome) -> Iterator[str]:
    """A study's folder that was damaged ends in the same table, or is left alone."""
    if mutant.sort != "study folder" or not outcome.done or outcome.done[0].code != OK:
        return
    name = "s/summary.json"
    now, before = (_digest(files.get(name, b"")) for files in (outcome.left, mutant.before))
    if now != before:
        yield f"another table: {now}, not {before}"
    if mutant.promise == "said" and not outcome.done[0].err:
        yield "a damage that nobody is told of"


def _digest(raw: bytes) -> str:
    try:
        return str(json.loads(raw)["digest"])
    except (ValueError, KeyError, TypeError):
        return "none"
