"""Records cut, bent, forged and killed: a clear answer, never a traceback, never a wrong "same"."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import random
import re
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sim.cli import main
from sim.cli.records import header
from sim.engine import Setup
from sim.engine.seat.rules import Command
from sim.errors import RecordError
from sim.loader import load
from sim.play import record as rec
from sim.play.driver import Play
from sim.play.occupants import occupant
from sim.store import LineFile, read_lines

ROOT = Path(__file__).resolve().parents[2]
TINY = str(ROOT / "scenarios" / "_tiny" / "one_hail.yaml")
Json = dict[str, Any]


def cli(*args: str, typed: str = "") -> tuple[int, str, str]:
    """Run a command line in this process; give exit code, output and complaints."""
    out, err = io.StringIO(), io.StringIO()
    with (
        mock.patch.object(sys, "stdin", io.StringIO(typed)),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = main(list(args))
    return code, out.getvalue(), err.getvalue()


@cache
def whole() -> bytes:
    """Make a small finished record with notes, an undone line and a policy beside a person."""
    setup = Setup(load(TINY))
    filled = {
        "alpha": occupant(setup, "alpha", "person"),
        "bravo": occupant(setup, "bravo", "random"),
    }
    head = header(setup.scenario, 3, 0, filled, played=True)
    play = Play(setup, 3, filled, header=head)
    play.advance()
    for command in (
        Command("alpha", "note", text="é赤 “first”\u2028"),
        Command("alpha", "choose", "d04_make_way"),
    ):
        play.submit(command)
    play.looked("alpha")
    play.advance(300_000)
    assert play.undo("alpha")
    play.submit(Command("alpha", "choose", "d01_hail"))
    while not play.ended:
        play.looked("alpha")
        play.advance()
    return play.text().encode()


def lines() -> list[str]:
    """Give the lines of the small record."""
    return whole().decode().split("\n")[:-1]


KINDS = ("event", "command", "branch", "ending")


def numbers(kind: str) -> list[int]:
    """List which lines of the small record are of a kind."""
    found = [next((k for k in KINDS if k in json.loads(text)), "header") for text in lines()]
    return [n for n, each in enumerate(found) if each == kind]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """Give the name of a record that a test may write."""
    return tmp_path / "play.jsonl"


def rerun(path: Path, raw: bytes | list[str]) -> tuple[int, str, str]:
    """Write a record and re-run it; what must hold of every answer is checked here."""
    path.write_bytes("".join(f"{t}\n" for t in raw).encode() if isinstance(raw, list) else raw)
    before = path.read_bytes()

    code, out, err = cli("rerun", str(path))

    assert code in (0, 1, 2)
    assert path.read_bytes() == before, "re-running changed the record"
    assert all(line.startswith("channel16: ") for line in err.splitlines()), err
    assert "Traceback" not in err
    if code == 0:
        assert out.startswith("same: ")
    elif code == 1:
        assert re.search("differs|ends as|digest|clock", out), out
        assert err == ""
    else:
        assert out == ""
        assert err != ""
    return code, out, err


def test_the_small_record_is_worth_testing(saved: Path) -> None:
    """The record of all these tests would hold nothing that could break."""
    assert len(numbers("command")) == 4
    assert len(numbers("branch")) == 1
    assert len(numbers("ending")) == 1
    assert len(numbers("event")) > 25

    assert rerun(saved, whole())[0] == 0


def test_a_record_cut_at_any_byte_reads_to_its_last_whole_line(saved: Path) -> None:
    """A crash in the middle of a write would cost the whole play."""
    raw = whole()
    events, total = [], 0
    for text in lines():
        data = json.loads(text)
        total = data["after"] if "branch" in data else total + ("event" in data)
        events.append(total)

    saved.write_bytes(raw)
    for cut in range(len(raw) - 1, -1, -1):
        os.truncate(saved, cut)
        found, size, torn = read_lines(saved)
        whole_lines = raw[:cut].count(b"\n") + raw[cut : cut + 1].count(b"\n")
        assert size == len("".join(f"{t}\n" for t in lines()[:whole_lines]).encode()[:cut])
        assert torn == (size < cut)
        assert found == lines()[:whole_lines]
        if found and not torn:
            record = rec.read(found, "x", torn=torn, size=size)
            assert len(record.line.events) == events[len(found) - 1]
        elif not found:
            with pytest.raises(RecordError, match="is empty"):
                rec.read(found, "x", torn=torn, size=size)


def _cuts() -> list[int]:
    """Cut at every end of a line, one byte before and after it, and here and there between."""
    ends = [n + 1 for n, byte in enumerate(whole()) if byte == 10]
    some = random.Random(16).sample(range(len(whole())), 40)
    return sorted({cut for end in ends for cut in (end - 1, end, end + 1)} | {0, 1, *some})


def test_a_cut_record_re_runs_and_says_so(saved: Path) -> None:
    """`rerun` would call a torn record wrong, or keep quiet about what is missing."""
    raw, head = whole(), len(lines()[0].encode()) + 1

    for cut in _cuts():
        if cut > len(raw):
            continue
        code, _, err = rerun(saved, raw[:cut])
        torn = cut > 0 and raw[cut - 1] != 10 and raw[cut : cut + 1] != b"\n"
        if cut < head - 1:
            assert code == 2, f"cut at {cut}"
            assert len(err.splitlines()) == 1
        else:
            assert code == 0, f"cut at {cut}: {err}"
            assert ("last whole line" in err) == torn, f"cut at {cut}"


def test_a_cut_record_is_gone_on_with(saved: Path) -> None:
    """A play could not be resumed after a crash, or resuming would lose whole lines."""
    raw, head = whole(), len(lines()[0].encode()) + 1

    for cut in [cut for cut in _cuts() if head <= cut <= len(raw)][::5]:
        saved.write_bytes(raw[:cut])

        code, _, err = cli("play", "--plain", "--resume", str(saved), typed="\nnote on\nquit\n")

        assert (code, err) == (0, ""), f"cut at {cut}"
        after, kept = saved.read_bytes(), raw[: raw[:cut].rfind(b"\n") + 1]
        assert after.startswith(kept)
        assert rerun(saved, after)[0] == 0, f"cut at {cut}"


def test_no_bent_event_or_command_passes(saved: Path) -> None:
    """Somebody could change what happened, and `rerun` would still say “same”."""
    dice = random.Random(16)

    for number in [*numbers("event"), *numbers("command")]:
        text = lines()[number]
        for _ in range(3):
            at = dice.randrange(len(text))
            other = dice.choice([c for c in 'a0"}{1:,\\é ' if c != text[at]])
            bent = [*lines()[:number], text[:at] + other + text[at + 1 :], *lines()[number + 1 :]]
            code, out, _ = rerun(saved, bent)
            same = text[:at] + other + text[at + 1 :]
            harmless = _json(same) == json.loads(text)
            assert code != 0 or harmless, f"line {number + 1}: {same} {out}"


def _json(text: str) -> object:
    with contextlib.suppress(ValueError):
        return json.loads(text)
    return None


def test_no_event_can_be_left_out_doubled_or_moved(saved: Path) -> None:
    """A record with its events in another order, or without one, would pass for the same."""
    events = numbers("event")

    for one, two in pairwise(events):
        swapped = lines()
        swapped[one], swapped[two] = swapped[two], swapped[one]
        assert rerun(saved, swapped)[0] != 0
        if one + 1 in numbers("branch"):
            # Without its last event the undone line is as good as cut there.
            continue
        gone = lines()[:one] + lines()[one + 1 :]
        assert rerun(saved, gone)[0] != 0, f"without line {one + 1}"
        doubled = [*lines()[:one], lines()[one], *lines()[one:]]
        assert rerun(saved, doubled)[0] != 0


def test_no_command_can_be_left_out(saved: Path) -> None:
    """Events that no command brought about would pass."""
    for number in numbers("command"):
        assert rerun(saved, lines()[:number] + lines()[number + 1 :])[0] != 0


def test_a_lying_ending_is_found(saved: Path) -> None:
    """A record could claim another ending or another digest than its events have."""
    (at,) = numbers("ending")
    ending = json.loads(lines()[at])

    for key, value in (("ending", "crossed_ahead"), ("ending", ""), ("digest", "sha256:0")):
        lie = json.dumps({**ending, key: value})
        code, out, _ = rerun(saved, [*lines()[:at], lie])
        # An empty ending is no line of a record: a play that has not ended has no such line.
        assert code == (2 if value == "" else 1), out


@pytest.mark.parametrize(
    "foreign",
    [
        "",
        "{}",
        "[]",
        "null",
        "5",
        '"x"',
        "{",
        "not json",
        '{"event":"note_made","n":1}',
        '{"event":"nothing","n":null}',
        '{"branch":1}',
        '{"branch":1,"after":-1}',
        '{"branch":1,"after":1000000000000000000000000000000}',
        '{"branch":1,"after":0.5}',
        '{"ending":"x"}',
        '{"command":"note","seat":"alpha"}',
        '{"command":"note","at_ms":"soon","seat":"alpha"}',
        '{"command":"note","at_ms":5}',
        '{"command":"note","at_ms":5,"seat":"alpha","sudo":"yes"}',
        '{"command":"choose","at_ms":-5,"seat":"alpha","subject":"n01_hold"}',
        '{"command":"choose","at_ms":1000000000000000000000000000000,"seat":"alpha"}',
        '{"command":"choose","at_ms":' + "9" * 5000 + ',"seat":"alpha"}',
        '{"command":"choose","at_ms":5,"seat":"nobody","subject":"n01_hold"}',
        '{"command":"fly","at_ms":60000,"seat":"alpha"}',
        '{"command":"choose","at_ms":60000,"seat":"alpha","subject":["n01_hold"]}',
        '{"a":' * 100_000,
        "[" * 100_000,
    ],
    ids=range(27),
)
def test_a_foreign_line_is_named_or_makes_a_difference(saved: Path, foreign: str) -> None:
    """A line that no play writes would be skipped in silence, or end in a traceback."""
    middle = numbers("command")[1]

    code, _, err = rerun(saved, [*lines()[:middle], foreign, *lines()[middle:]])

    assert code in (1, 2)
    if code == 2:
        assert f"{saved}:{middle + 1}:1: " in err


@pytest.mark.parametrize("value", [6, 0, -1, 10**30, 1.5, "1", None, [], {}])
def test_another_format_is_refused(saved: Path, value: object) -> None:
    """A record of a later program would be read wrongly instead of being refused."""
    head = {**json.loads(lines()[0]), "record": value}

    code, _, err = rerun(saved, [json.dumps(head), *lines()[1:]])

    assert code == 2
    assert "format" in err


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("seats", {}),
        ("seats", []),
        ("seats", {"alpha": "person"}),
        ("seats", {"alpha": "person", "bravo": "random", "charlie": "random"}),
        ("seats", {"alpha": "person", "bravo": "no_such_policy"}),
        ("seats", {"alpha": "person", "bravo": 5}),
        ("seats", {"alpha": "person", "bravo": None}),
        ("seats", {"alpha": "person", "bravo": "random:x=1"}),
        ("seats", {"alpha": "person", "bravo": "script:history"}),
        ("scenario", {}),
        ("scenario", []),
        ("scenario", None),
        ("seed", None),
        ("seed", "3"),
        ("seed", 3.5),
        ("replicate", None),
    ],
)
def test_a_header_that_cannot_be_is_refused(saved: Path, key: str, value: object) -> None:
    """A header with wrong seats, chance or scenario would end in a traceback."""
    head = {**json.loads(lines()[0]), key: value}

    code, _, err = rerun(saved, [json.dumps(rec.signed(head)), *lines()[1:]])

    assert code == 2
    assert "as it was written" not in err


@pytest.mark.parametrize("key", ["record", "scenario", "seats", "seed", "replicate"])
def test_a_header_that_lacks_a_key_is_refused(saved: Path, key: str) -> None:
    """A header cut short by hand would end in a traceback."""
    head = json.loads(lines()[0])
    del head[key]

    assert rerun(saved, [json.dumps(rec.signed(head)), *lines()[1:]])[0] == 2


@pytest.mark.parametrize("seed", [-1, 4, 2**63, 10**30])
def test_another_seed_makes_a_difference(saved: Path, seed: int) -> None:
    """The chance of a record would not matter, or a huge number would end in a traceback."""
    head = {**json.loads(lines()[0]), "seed": seed}

    assert rerun(saved, [json.dumps(rec.signed(head)), *lines()[1:]])[0] == 1


REWRITTEN: dict[str, Callable[[str], str]] = {
    "line ends of another platform": lambda text: text.replace("\n", "\r\n"),
    "line ends of another platform in part": lambda text: text.replace("\n", "\r\n", 7),
    "the last line's end taken away": lambda text: text.removesuffix("\n"),
    "both": lambda text: text.replace("\n", "\r\n").removesuffix("\r\n"),
    "empty lines at the end": lambda text: text + "\n\r\n\n",
    "a byte order mark": lambda text: "\ufeff" + text,
    "spaces, and letters spelt out": lambda text: "".join(
        json.dumps(json.loads(line)) + "\n" for line in text.split("\n")[:-1]
    ),
    "keys in another order": lambda text: "".join(
        json.dumps(dict(reversed(json.loads(line).items()))) + "\n"
        for line in text.split("\n")[:-1]
    ),
}
"""What editors, mail and version control do to a text that goes through them."""


@pytest.mark.parametrize("how", REWRITTEN)
@pytest.mark.parametrize("part", ["whole", "begun"])
def test_a_record_is_what_its_lines_mean(saved: Path, how: str, part: str) -> None:
    """A record that went through mail would be called another, for reasons nobody can see."""
    text = whole().decode() if part == "whole" else "".join(f"{t}\n" for t in lines()[:-6])
    _, told, _ = rerun(saved, text.encode())
    rewritten = REWRITTEN[how](text).encode()

    assert rerun(saved, rewritten) == (0, told, "")
    page = saved.with_suffix(".html")
    assert cli("exercise", "report", str(saved), "-o", str(page))[0] == 0
    code, out, err = cli("play", "--plain", "--resume", str(saved), typed="note on\nwait\nquit\n")
    assert (code, err) == (0, ""), out
    assert saved.read_bytes().startswith(rewritten.rstrip())
    assert rerun(saved, saved.read_bytes())[0] == 0


@pytest.mark.parametrize(
    ("key", "value"),
    [("seed", 4), ("replicate", 1), ("played", False), ("rules", 1), ("scripts", {"alpha": []})],
)
@pytest.mark.parametrize("verb", [["rerun"], ["play", "--plain", "--resume"], ["log", "why"]])
def test_a_header_that_was_changed_is_called_so(
    saved: Path, verb: list[str], key: str, value: object
) -> None:
    """The reader would look for a fault in the program's rules, or in an event."""
    head = json.dumps({**json.loads(lines()[0]), key: value})
    saved.write_text("".join(f"{t}\n" for t in (head, *lines()[1:])), "utf-8")
    before = saved.read_bytes()

    code, _, err = cli(*verb, str(saved), *(["3"] if verb[0] == "log" else []))

    what = "its header is not as it was written; the record was changed"
    assert (code, err) == (2, f"channel16: {saved}:1:1: {what}\n")
    assert saved.read_bytes() == before


@pytest.mark.parametrize("old", [1, 2, 6])
def test_a_record_of_another_format_is_refused_in_one_line(saved: Path, old: int) -> None:
    """Words would be taken for binding that were said when they did not bind."""
    head = {**json.loads(lines()[0]), "record": old}
    saved.write_text("".join(f"{t}\n" for t in (json.dumps(head), *lines()[1:])), "utf-8")

    code, _, err = cli("rerun", str(saved))

    what = f"has format {old}; this program reads formats 3 to 5, in which words bind"
    assert (code, err) == (2, f"channel16: {saved}:1:1: {what}\n")


@pytest.mark.parametrize(
    ("key", "value"), [("ending", "crossed_ahead"), ("digest", "sha256:0"), ("digest", "")]
)
def test_a_record_with_a_lying_ending_is_not_gone_on_with(
    saved: Path, key: str, value: str
) -> None:
    """A game could be won by hand, and the end screen would not say so."""
    lie = json.dumps({**json.loads(lines()[-1]), key: value})
    saved.write_text("".join(f"{t}\n" for t in (*lines()[:-1], lie)), "utf-8")
    before = saved.read_bytes()
    why = cli("log", "why", str(saved), "3")
    code, _, err = cli("play", "--plain", "--resume", str(saved), typed="quit\n")

    assert (code, why[0]) == (2, 2)
    assert len(err.splitlines()) == 1
    assert err.startswith(f"channel16: {saved}:{len(lines())}:1: cannot be gone on with: it")
    assert saved.read_bytes() == before


def test_a_clock_that_was_put_on_is_noticed(saved: Path) -> None:
    """A person's decisions could be skipped by hand, or time turned back."""
    begun = lines()[: numbers("branch")[0]]
    late = [*begun, rec.clock_line(3_500_000)]
    saved.write_text("".join(f"{text}\n" for text in late), "utf-8")

    code, _, err = cli("play", "--plain", "--resume", str(saved), typed="quit\n")

    assert (code, len(err.splitlines())) == (2, 1)
    assert "its clock stands where more had happened" in err
    for ms in (3_500_000, 10**40):
        assert rerun(saved, [*begun, rec.clock_line(ms)])[0] == 1
        assert cli("log", "why", str(saved), "3")[0] == 2
        assert cli("exercise", "report", str(saved), "-o", str(saved.with_name("x.html")))[0] == 2
    assert rerun(saved, [*begun, rec.clock_line(0)])[0] == 2


def test_no_clock_goes_on_after_the_end(saved: Path) -> None:
    """Time would pass in a play that is over."""
    code, _, err = rerun(saved, [*lines(), rec.clock_line(10**9)])

    assert code == 2
    assert err.startswith(f"channel16: {saved}:{len(lines()) + 1}:1: ")


@pytest.mark.parametrize(
    "line",
    [
        '{"clock":true}',
        '{"clock":3500000,"note":1}',
        '{"branch":1,"after":true}',
        '{"branch":true,"after":1}',
        '{"branch":2,"after":1}',
        '{"branch":[[]],"after":1}',
        '{"branch":1,"after":1,"after":1}',
        '{"branch":1,"after":1,"by":"me"}',
        '{"ending":"","digest":""}',
        '{"ending":["as_they_were"],"digest":""}',
        '{"ending":"as_they_were"}',
        '{"command":"note","at_ms":true,"seat":"alpha","text":"x"}',
        '{"command":"note","at_ms":0,"seat":"alpha","text":5}',
        '{"command":"note","at_ms":0,"seat":"alpha","clauses":"x"}',
        f'{{"event":"note","n":{"[" * 90}{"]" * 90}}}',
        '{"nothing":1}',
    ],
)
def test_a_line_that_says_something_else_is_no_line(saved: Path, line: str) -> None:
    """What was changed by hand would be read as if it said 1, or as if it were not there."""
    begun = lines()[: numbers("branch")[0]]

    code, _, err = rerun(saved, [*begun, line])

    assert code == 2
    assert err.startswith(f"channel16: {saved}:{len(begun) + 1}:1: ")
    assert len(err) < len(str(saved)) + 200


def test_a_key_that_stands_twice_in_the_header_is_found(saved: Path) -> None:
    """A record would say one seed to whoever looks at it and another one to the program."""
    head, *rest = lines()

    code, _, err = rerun(saved, [f'{{"seed":4,{head[1:]}', *rest])

    assert code == 2
    assert err.startswith(f"channel16: {saved}:1:1: ")


def test_where_a_record_comes_out_otherwise_is_said(saved: Path) -> None:
    """Whoever looks for what was changed in a record would search thousands of lines."""
    at = next(n for n, text in enumerate(lines()) if '"event":"inject_released"' in text)
    changed = [*lines()]
    changed[at] = re.sub(r'"cause":(\d+)', r'"cause":9\1', changed[at])
    saved.write_text("".join(f"{text}\n" for text in changed), "utf-8")

    for verb in (["log", "why", str(saved), "3"], ["play", "--plain", "--resume", str(saved)]):
        code, _, err = cli(*verb)
        assert (code, len(err.splitlines())) == (2, 1)
        assert err.startswith(f"channel16: {saved}:{at + 1}:1: ")
        assert err.endswith("; see channel16 rerun\n")


def test_time_that_passed_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits, leaves and comes back would find the clock where it was before."""
    monkeypatch.setenv("CHANNEL16_HOME", str(tmp_path))
    begun = "\nwait 20 s\n"
    assert cli("play", TINY, "--plain", "--seed", "1", typed=f"{begun}wait 20 s\nnote x\n")[0] == 0
    (one,) = tmp_path.iterdir()
    assert cli("play", TINY, "--plain", "--seed", "1", typed=f"{begun}quit\n")[0] == 0
    (two,) = set(tmp_path.iterdir()) - {one}

    for _ in range(2):
        assert cli("play", "--plain", "--resume", str(two), typed="quit\n")[0] == 0
    assert cli("play", "--plain", "--resume", str(two), typed="wait 20 s\nnote x\n")[0] == 0

    noted = [line for line in one.read_text("utf-8").splitlines() if '"note' in line]
    assert [line for line in two.read_text("utf-8").splitlines() if '"note' in line] == noted
    assert noted


def _deep(n: int) -> str:
    return '{"not":' * n + '{"flag":"made_way"}' + "}" * n


@pytest.mark.parametrize("n", [50, 450, 900, 100_000])
def test_a_scenario_nested_without_end_is_refused(saved: Path, n: int) -> None:
    """A forged header would crash the program by its depth."""
    head = lines()[0].replace(_deep(1), _deep(n), 1)
    assert head != lines()[0]
    with contextlib.suppress(RecursionError):
        head = json.dumps(rec.signed(json.loads(head)))

    code, out, _ = rerun(saved, [head, *lines()[1:]])

    assert code == 2, out


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n",
        b"\n\n\n",
        b"\0" * 5000 + b"\n",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0",
        b"\xff\xfe" + "{}\n".encode("utf-16-le"),
        b"\x1f\x8b\x08\0\0\0\0\0\n\n",
        b"schema_version: 1\nid: x\n",
        b"{}\n",
        b'{"record":1}\n',
        b"[" * 200_000 + b"\n",
    ],
)
def test_what_is_no_record_is_refused_in_one_line(saved: Path, raw: bytes) -> None:
    """A picture, an archive or a scenario given as a record would end in a traceback."""
    code, _, err = rerun(saved, raw)

    assert code == 2
    assert len(err.splitlines()) == 1
    assert str(saved) in err


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(st.binary(max_size=200), st.integers(0, 10**6), st.integers(0, 300))
@example(b"", 0, 0)
@example(b"\n", 10**6, 0)
def test_any_bytes_are_answered(saved: Path, stuff: bytes, at: int, gone: int) -> None:
    """Some bytes as a record, or in the middle of one, end in a traceback."""
    raw = whole()
    at = min(at, len(raw))

    rerun(saved, stuff)
    code, _, _ = rerun(saved, raw[:at] + stuff + raw[at + gone :])

    if raw[:at] + stuff + raw[at + gone :] == raw:
        assert code == 0


def test_an_undone_line_is_checked_too(saved: Path) -> None:
    """What was undone could be forged; every line of play is re-run."""
    (branch,) = numbers("branch")
    undone = branch - 1
    data = json.loads(lines()[undone])
    assert data["n"] > json.loads(lines()[branch])["after"], "this event is in the first line only"
    bent = rec._dump({**data, "cause": 1})

    code, out, _ = rerun(saved, [*lines()[:undone], bent, *lines()[undone + 1 :]])

    assert code == 1
    assert out.startswith(f"branch 0: differs at event {data['n']}\n")
    assert bent in out


def test_the_first_difference_is_shown(saved: Path) -> None:
    """The reader would look for what differs in the wrong place."""
    at = numbers("event")[6]
    bent = lines()[at].replace('"at_ms":0', '"at_ms":1')
    assert bent != lines()[at]

    code, out, _ = rerun(saved, [*lines()[:at], bent, *lines()[at + 1 :]])

    assert code == 1
    expected = ["branch 0: differs at event 7", f"  recorded {bent}", f"  re-run   {lines()[at]}"]
    assert out.splitlines() == expected


def test_the_first_difference_is_shown_where_a_command_is_refused(saved: Path) -> None:
    """The reader would be sent to an event long after the first that differs."""
    bent, command = lines(), numbers("command")[0]
    bent[2] = bent[2].replace('"person"', '"nobody"', 1)
    bent[command] = bent[command].replace('"note"', '"fly"')
    assert [n for n, text in enumerate(bent) if text != lines()[n]] == [2, command]

    code, out, _ = rerun(saved, bent)

    # Line 3 holds event 2, a seat taken; the first command comes ten events later.
    assert code == 1
    assert out.startswith("branch 0: differs at event 2\n")


def test_a_changed_scenario_text_is_found(saved: Path) -> None:
    """A record could be given other words than were played, under its old digest."""
    head = json.loads(lines()[0])
    head["scenario"]["title"] = "Another game"

    code, _, err = rerun(saved, [json.dumps(rec.signed(head)), *lines()[1:]])

    assert code == 2
    assert "its scenario is not the one that was played" in err


def test_lines_are_canonical_json_and_the_digest_is_theirs() -> None:
    """Digests would differ between platforms, or not be what the contract says they are."""
    for text in lines():
        again = json.dumps(
            json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        assert text == again
    record = rec.read(lines(), "x")
    shown = "".join(f"{event}\n" for event in record.line.events)

    assert record.line.digest == "sha256:" + hashlib.sha256(shown.encode()).hexdigest()


def test_the_header_holds_everything_and_no_clock() -> None:
    """A record could not be re-run on another machine, or would tell of the one it came from."""
    head = json.loads(lines()[0])

    assert set(head) >= {"record", "rules", "scenario", "scenario_digest", "seats", "seed"}
    assert head["seats"] == {"alpha": "person", "bravo": "random"}
    assert str(ROOT) not in lines()[0]
    assert head["scenario_digest"].startswith("sha256:")


def test_a_headless_record_is_not_gone_on_with(saved: Path) -> None:
    """A run without people would be opened as somebody's play."""
    assert cli("run", TINY, "--record", str(saved))[0] == 0
    before = saved.read_bytes()

    code, _, err = cli("play", "--plain", "--resume", str(saved), typed="quit\n")

    assert code == 2
    assert err.startswith("channel16: ")
    assert saved.read_bytes() == before


def test_a_play_that_comes_out_otherwise_is_not_gone_on_with(saved: Path) -> None:
    """A record of other rules would be gone on with, and be spoilt."""
    at = numbers("event")[-1]
    bent = "".join(f"{t}\n" for t in lines()).replace('"cause":1,', '"cause":2,', 1).encode()
    saved.write_bytes(bent)

    code, _, err = cli("play", "--plain", "--resume", str(saved), typed="quit\n")

    assert (code, len(err.splitlines())) == (2, 1), lines()[at]
    assert saved.read_bytes() == bent


def test_a_command_that_never_comes_to_rest_spoils_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of the scenario would cost the whole play: it could not be resumed."""
    monkeypatch.setenv("CHANNEL16_HOME", str(tmp_path))
    with mock.patch("sim.engine.kernel.engine.EVENTS_MOST", 13):  # the hail's own events pass it
        code, _, err = cli("play", TINY, "--plain", "--seed", "1", typed="\nd01_hail\nquit\n")
    assert (code, len(err.splitlines())) == (2, 1)
    assert "does not come to rest" in err
    (saved,) = tmp_path.iterdir()

    assert rerun(saved, saved.read_bytes())[0] == 0
    assert cli("play", "--plain", "--resume", str(saved), typed="quit\n")[0] == 0


class Player:
    """A person at `play --plain` in a process of its own, who can be killed."""

    def __init__(self, home: Path, *args: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *args],
            cwd=ROOT,
            env={**os.environ, "CHANNEL16_HOME": str(home), "PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.seen = b""

    def type(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def until(self, text: str) -> None:
        """Read until something is printed; what never comes ends with the output."""
        assert self.process.stdout is not None
        fd = self.process.stdout.fileno()
        while text.encode() not in self.seen:
            assert select.select([fd], [], [], 30)[0], f"{text!r} is never printed"
            more = os.read(fd, 65536)
            assert more, f"{text!r} is not printed: {self.seen[-500:]!r}"
            self.seen += more

    def end(self, how: signal.Signals) -> int:
        """Send a signal and wait for the end."""
        self.process.send_signal(how)
        rest, complaints = self.process.communicate(timeout=60)
        self.seen += rest
        assert b"Traceback" not in complaints
        return self.process.returncode

    def close(self) -> None:
        """Leave nothing behind, whatever went wrong."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate(timeout=60)


@contextlib.contextmanager
def running(home: Path, *args: str) -> Iterator[Player]:
    """Let somebody play in a process of its own, whose end is not forgotten."""
    player = Player(home, *args)
    try:
        yield player
    finally:
        player.close()


def playing(home: Path, *args: str) -> AbstractContextManager[Player]:
    """Let somebody play in a process of its own."""
    return running(home, "-m", "sim.cli", "play", "--plain", *args)


@pytest.mark.parametrize("seed", range(2))
def test_a_kill_loses_no_acknowledged_command(tmp_path: Path, seed: int) -> None:
    """A command that was acknowledged is gone after kill -9. Kills a play again and again."""
    dice = random.Random(seed)
    acknowledged: list[str] = []
    args: list[str] = [TINY, "--seed", str(seed)]
    for round_ in range(3):
        with playing(tmp_path, *args) as player:
            if round_ == 0:
                player.until("Enter begins")
                player.type("")
            player.until("Decision 1")
            for number in range(dice.randint(1, 12)):
                note = f"round {round_} note {number}."
                player.type(f"note {note}")
                player.until(f"Note: {note}")
                acknowledged.append(note)
            for number in range(dice.randint(0, 5)):
                player.type(f"note perhaps {round_} {number}")
            assert player.end(signal.SIGKILL) == -signal.SIGKILL
        (saved,) = tmp_path.iterdir()
        found, size, torn = read_lines(saved)
        record = rec.read(found, "x", torn=torn, size=size)
        said = [said.command.text for said in record.line.said]
        assert [text for text in said if not text.startswith("perhaps")] == acknowledged
        assert cli("rerun", str(saved))[0] == 0
        args = ["--resume", str(saved)]

    code, out, err = cli("play", "--plain", *args, typed="log\nquit\n")

    assert (code, err) == (0, "")
    assert [note for note in acknowledged if f"Note: {note}" not in out] == []


def test_two_cannot_go_on_with_one_record(tmp_path: Path) -> None:
    """Two terminals on one record write over each other, and both plays are lost."""
    saved = tmp_path / "play.jsonl"
    begun = lines()[: numbers("branch")[0]]
    saved.write_text("".join(f"{text}\n" for text in begun), "utf-8")
    with playing(tmp_path, "--resume", str(saved)) as first:
        first.until("Decision 1")

        code, _, err = cli("play", "--plain", "--resume", str(saved), typed="note mine\nquit\n")

        assert code == 2
        assert len(err.splitlines()) == 1
        first.type("note first")
        first.until("Note: first")
        first.end(signal.SIGINT)
    assert cli("rerun", str(saved))[0] == 0


READS_FIRST = """
import sys
from sim.cli import main, records

read = records.read_lines

def slow(path):
    found = read(path)
    print("read", flush=True)
    sys.stdin.readline()
    return found

records.read_lines = slow
sys.exit(main(["play", "--plain", "--resume", sys.argv[1]]))
"""
"""Goes on with a record, but takes its time after reading it."""


def test_what_another_process_saved_is_never_cut_off(tmp_path: Path) -> None:
    """Whoever reads before it locks cuts off what was acknowledged to somebody else meanwhile."""
    saved = tmp_path / "play.jsonl"
    begun = lines()[: numbers("branch")[0]]
    saved.write_text("".join(f"{text}\n" for text in begun), "utf-8")
    with running(tmp_path, "-c", READS_FIRST, str(saved)) as slow:
        slow.until("read")

        _, out, _ = cli("play", "--plain", "--resume", str(saved), typed="note mine\nquit\n")
        slow.type("")
        slow.type("quit")
        slow.until("Record: ")

    record = saved.read_text("utf-8")
    assert ("Note: mine" in out) <= ('"text":"mine"' in record)
    assert cli("rerun", str(saved))[0] == 0


def test_a_record_in_memory_is_the_record_on_disk(saved: Path) -> None:
    """A headless record would differ from one written command by command."""
    setup = Setup(load(TINY))
    filled = {seat: occupant(setup, seat, "random") for seat in setup.seats}
    head = header(setup.scenario, 3, 0, filled, played=False)
    kept = Play(setup, 3, filled, header=head)
    written = Play(setup, 3, filled, header=head, file=LineFile(saved))

    kept.advance()
    written.advance()
    written.close()

    assert saved.read_text("utf-8") == kept.text()
