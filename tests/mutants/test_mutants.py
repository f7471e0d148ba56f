"""Thousands of damaged inputs through the real command: no traceback, no hang, nothing in silence.

A mutant follows from its sort and its seed; `python -m tests.mutants SORT SEED` shows one.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.mutants.driving import Driver, drive
from tests.mutants.judging import complaints
from tests.mutants.making import SORTS, mutant
from tests.mutants.mutant import Done, Mutant, Outcome

SEEDS = {
    "scenario": range(50), "script": range(15), "record": range(40), "study folder": range(15),
    "study file": range(15), "options": range(50), "settings": range(4), "saves": range(3),
    "events": range(8),
}  # fmt: skip
"""The seeds of each sort that every run of the tests drives."""
LONG = {
    "scenario": range(1000, 2300), "script": range(1000, 1500), "record": range(1000, 2100),
    "study folder": range(1000, 1500), "study file": range(1000, 1500),
    "options": range(1000, 1900), "settings": range(1000, 1100), "saves": range(1000, 1050),
    "events": range(1000, 1150),
}  # fmt: skip
"""Those of the long run: five thousand and more."""


def found(sort: str, seeds: range) -> Iterator[str]:
    """Drive mutants of a sort; yield what is wrong, and which mutant shows it."""
    for each, outcome in drive(mutant(sort, seed) for seed in seeds):
        for what in complaints(each, outcome):
            yield f"{each.name} ({each.how}): {what}"


@pytest.mark.slow
@pytest.mark.parametrize("sort", SEEDS)
def test_no_damaged_input_breaks_the_command(sort: str) -> None:
    """A traceback, a hang, a shrug, or a run of what was broken: some damage would end in it."""
    assert not list(found(sort, SEEDS[sort]))


@pytest.mark.long
def test_no_damaged_input_ever_breaks_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    """The same for thousands more; the count and the result are printed."""
    wrong: list[str] = []
    count = 0
    for sort, seeds in LONG.items():
        here = list(found(sort, seeds))
        count, wrong = count + len(seeds), wrong + here
        with capsys.disabled():
            said = "".join(f"\n    {line}" for line in here)
            print(f"\n{sort}: {len(seeds)} mutants, {len(here)} faults{said}", flush=True)
    with capsys.disabled():
        print(f"\n{count} mutants, {len(wrong)} faults")

    assert count >= 5000
    assert not wrong


def test_a_mutant_follows_from_its_sort_and_seed() -> None:
    """A failure could not be seen again."""
    for sort in SORTS:
        assert mutant(sort, 7) == mutant(sort, 7)
        assert len({mutant(sort, seed).how for seed in range(20)}) > 1 or sort == "options"


OF_A_FILE = Mutant("record", 0, "", (("rerun", "r"),), changed=("r",))
BROKEN = Mutant("record", 0, "", (("rerun", "r"),), promise="wrong")
UNCHANGED = Mutant("record", 0, "", (("rerun", "r"),), promise="same")
CHECKED = Mutant("scenario", 0, "", (("scenario", "check"), ("run",)), agree=True)
CLEAR = "channel16: r:1:1: is not YAML; check quotes\n"


@pytest.mark.parametrize(
    ("which", "done", "sign"),
    [
        (BROKEN, [Done(0, "same", "")], "accepted in silence"),
        (UNCHANGED, [Done(1, "differs", "")], "means something else"),
        (OF_A_FILE, [Done(-1, "", "", "Traceback")], "raised"),
        (OF_A_FILE, [Done(2, "", "Traceback (most recent call last):\n")], "traceback"),
        (OF_A_FILE, [Done(2, "", "")], "without a word"),
        (OF_A_FILE, [Done(2, "", "channel16: bad\n")], "no place"),
        (OF_A_FILE, [Done(2, "", "bad\n")], "a complaint that is none"),
        (OF_A_FILE, [Done(2, "", f"{CLEAR}channel16: \x1b[2J\n")], "drives terminals"),
        (OF_A_FILE, [Done(2, "", CLEAR * 300)], "lines of complaint"),
        (OF_A_FILE, [Done(2, "", f"channel16: r:1:1: {'x' * 5000}; no\n")], "characters"),
        (OF_A_FILE, [Done(1, "", "")], "not what to"),
        (OF_A_FILE, [Done(3, "", "")], "exit code 3"),
        (CHECKED, [Done(0, "", ""), Done(2, "", CLEAR)], "the check says 0"),
        (CHECKED, [Done(1, "x", ""), Done(0, "", "")], "the check says 1"),
    ],
)
def test_the_judge_notices(which: Mutant, done: list[Done], sign: str) -> None:
    """Whatever the command did, the judge would be content."""
    outcome = Outcome(tuple(done), tuple(Done(0, "same", "") for _ in done))

    assert any(sign in what for what in complaints(which, outcome))


def test_the_judge_is_content_with_what_is_right() -> None:
    """What is as it should be would be called wrong."""
    assert not complaints(OF_A_FILE, Outcome((Done(2, "", CLEAR),)))
    assert not complaints(BROKEN, Outcome((Done(1, "differs", ""),)))
    same = (Done(0, "same", ""),)
    assert not complaints(UNCHANGED, Outcome(same, same))


SLEEPS = Mutant(
    "options",
    0,
    "",
    (("play", "_tiny/one_hail.yaml", "--plain", "--unsaved", "--pace", "0.0001"),),
    typed="\nwait\n",
)
COMPUTES = Mutant("options", 0, "", (("study", "dawn-approach", "-n", "100000", "--workers", "1"),))


@pytest.mark.slow
def test_a_hang_is_seen() -> None:
    """What waits or computes without end would stop the tests instead of failing one."""
    with Driver(wait_s=0.5) as driver:
        assert complaints(SLEEPS, driver.drive(SLEEPS))
    with Driver(seconds=1) as driver:
        assert complaints(COMPUTES, driver.drive(COMPUTES))
        assert not driver.drive(Mutant("options", 0, "", (("--version",),))).hung
