"""The plays on disk: what lists show of them, and that nothing odd beside them spoils that."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main, posters, shelf
from sim.cli.starter import Starter
from sim.errors import UsageError
from sim.loader.library import shipped
from sim.play.seat import Ended, Refused, Session, Undo, Wait

GAME, SEAT = "two-captains", "north_captain"
DAY = date(2026, 3, 1)


@pytest.fixture
def saves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an empty folder of saved plays."""
    monkeypatch.setenv("CHANNEL16_HOME", str(tmp_path))
    return tmp_path


def starter() -> Starter:
    """Make a starter of a day that does not move."""
    return Starter(today=lambda: DAY)


def ended(session: Session) -> Session:
    """Wait until a play is over."""
    (seat,) = session.seats.values()
    while not any(isinstance(push, Ended) for push in seat.handle(Wait())):
        pass
    session.close()
    return session


def ending(path: Path, **more: Any) -> None:
    """Let a record end as if it had been played on."""
    line = json.dumps({"digest": "x", "ending": "fire", **more})
    path.write_text(f"{path.read_text('utf-8')}{line}\n", "utf-8")


# What lists show


def test_a_game_that_ended_is_kept_with_its_score(saves: Path) -> None:
    """Once finished a game would be gone, or nobody could tell how it went."""
    begun = starter()
    ended(begun.begin(GAME, (SEAT,), 3))
    first = begun.kept()
    (again,) = starter().kept()

    assert [again] == first
    assert (again.scenario, again.seed, again.people) == (GAME, 3, (SEAT,))
    assert again.seats == ("Captain, North",)
    assert again.policies == {"south_captain": "firm"}
    assert again.ending in {ending.id for ending in begun._setup(GAME).scenario.endings}
    assert again.ending_title
    assert again.score is not None
    assert 0 <= again.score <= 100
    assert len(again.signs) == len(again.marks) == 3
    assert f"{again.score} of 100" in again.shared
    assert again.ending_title not in again.shared


def test_a_score_that_was_lost_comes_back_when_the_end_is_read_again(saves: Path) -> None:
    """A kill at the end, or a file deleted, would leave a game without its score for ever."""
    ended(starter().begin(GAME, (SEAT,), 3))
    (lost,) = starter().kept()
    assert lost.score is None

    begun = starter()
    before = Path(lost.record).stat().st_mtime_ns
    session = begun.resume(lost.record)
    assert isinstance(session.seats[SEAT].handle(Wait())[-1], Ended)
    session.close()

    assert begun.kept()[0].score is not None
    assert starter().kept()[0].score == begun.kept()[0].score
    assert Path(lost.record).stat().st_mtime_ns == before


def test_what_was_taken_back_is_said(saves: Path) -> None:
    """A result that undo has helped would stand among the others."""
    begun = starter()
    begun.begin(GAME, (SEAT,), 3).close()
    ending(saves / "two-captains-seed3-1.jsonl", taken_back=True)

    assert starter().kept()[0].taken_back


def test_the_play_left_last_comes_first(saves: Path) -> None:
    """“Continue” would go on with another one."""
    begun = starter()
    for seed in (1, 2, 3):
        begun.begin(GAME, (SEAT,), seed).close()
        os.utime(saves / f"two-captains-seed{seed}-1.jsonl", (seed, seed))
    os.utime(saves / "two-captains-seed2-1.jsonl", (9, 9))

    assert [play.seed for play in starter().kept()] == [2, 3, 1]
    ending(saves / "two-captains-seed2-1.jsonl")
    os.utime(saves / "two-captains-seed2-1.jsonl", (9, 9))
    found = shelf.unfinished(starter().kept())
    assert found is not None
    assert found.seed == 3


# What lies beside them


def mangled(change: Callable[[dict[str, Any]], object]) -> Callable[[Path], object]:
    """Change what is remembered of the first record."""

    def write(path: Path) -> None:
        data = json.loads(path.read_text("utf-8"))
        change(next(iter(data.values())))
        path.write_text(json.dumps(data), "utf-8")

    return write


def replaced(path: Path, how: Callable[[Path], object]) -> None:
    """Put something else in the place of what is remembered."""
    path.unlink()
    how(path)


BESIDE: dict[str, Callable[[Path], object]] = {
    "gone": lambda path: path.unlink(),
    "empty": lambda path: path.write_text(""),
    "half": lambda path: path.write_text(path.read_text("utf-8")[:-30]),
    "no text": lambda path: path.write_bytes(b"\xff\xfe\x00"),
    "a list": lambda path: path.write_text("[1, 2]"),
    "numbers": lambda path: path.write_text('{"two-captains-seed3-1.jsonl": 3}'),
    "nested": lambda path: path.write_text("[" * 100_000),
    "huge": lambda path: os.truncate(path, 3 * 2**30),
    "a folder": lambda path: replaced(path, Path.mkdir),
    "a pipe": lambda path: replaced(path, os.mkfifo),
    "a device": lambda path: replaced(path, lambda where: where.symlink_to("/dev/zero")),
    "no play": mangled(lambda row: row.pop("play")),
    "no stamp": mangled(lambda row: row.pop("stamp")),
    "another stamp": mangled(lambda row: row.update(stamp=[1, 2])),
    "seed of text": mangled(lambda row: row["play"].update(seed="7")),
    "score of truth": mangled(lambda row: row["play"].update(score=True)),
    "a list of numbers": mangled(lambda row: row["play"].update(people=[1])),
    "policies in a list": mangled(lambda row: row["play"].update(policies=[])),
    "a key more": mangled(lambda row: row["play"].update(more=1)),
    "a key less": mangled(lambda row: row["play"].pop("title")),
}


@pytest.mark.parametrize("spoil", BESIDE.values(), ids=BESIDE)
def test_whatever_is_remembered_the_record_counts(
    spoil: Callable[[Path], object], saves: Path
) -> None:
    """The menu would end in a traceback, or show what somebody wrote there."""
    begun = starter()
    ended(begun.begin(GAME, (SEAT,), 3))
    (good,) = begun.kept()
    spoil(saves / shelf.FILE)

    (found,) = starter().kept()

    assert (found.title, found.seed, found.ending) == (good.title, 3, good.ending)
    assert found.people == (SEAT,)
    assert type(found.score) in (int, type(None))
    assert starter().kept() == [found]


def test_a_scenario_that_says_strange_things_is_listed(saves: Path) -> None:
    """A record written elsewhere would keep all others from being shown."""
    head = {"record": 3, "seed": 1, "played": True, "seats": {"a": "person", "b": None}}
    for name, scenario in {
        "lists": {"id": ["x"], "endings": 3, "seats": [1, {"id": "a"}]},
        "empty": {},
        "long": {"id": "x" * 9999, "endings": [{"id": "e", "title": {"t": 1}}]},
    }.items():
        lines = [json.dumps({**head, "scenario": scenario}), '{"ending": "e", "digest": 3}']
        (saves / f"{name}.jsonl").write_text("\n".join(lines), "utf-8")

    found = starter().kept()

    assert len(found) == 3
    assert all(len(play.scenario) < 300 and play.ending == "e" for play in found)
    assert starter().kept() == found


NAMES = (b"\xff\xfe", b"two\nlines", b"\x1b[31m", b"a" * 240, "\u202eünï".encode(), b"-x", b" ")
"""Names of files that no program would give, each of which a disk can hold."""


def test_a_record_under_any_name_is_listed(saves: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that is no text would end the menu in a traceback, or drive the terminal."""
    begun = starter()
    record = Path(ended(begun.begin(GAME, (SEAT,), 3)).record)
    folder = os.fsencode(saves)
    for name in NAMES:
        Path(os.fsdecode(folder + b"/" + name + b".jsonl")).write_bytes(record.read_bytes())

    for _ in range(2):
        assert {play.ending for play in starter().kept()} == {begun.kept()[0].ending}
        assert len(starter().kept()) == len(NAMES) + 1
    assert (saves / shelf.FILE).is_file()
    assert main(["records"]) == 0
    assert "\x1b" not in capsys.readouterr().out
    assert main(["records", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == len(NAMES) + 1


def test_what_a_record_says_is_shown_within_bounds(saves: Path) -> None:
    """A seed of a thousand digits, or half a letter in a seat's name, would spoil the list."""
    head = {"record": 3, "played": True, "scenario": {"id": "x", "title": "X"}}
    for name, seed, seat in (
        ("long", 10**4000, "a"),
        ("half", 1, "\ud800"),
        ("wide", 1, "n" * 9999),
    ):
        text = json.dumps({**head, "seed": seed, "seats": {seat: "person"}})
        (saves / f"{name}.jsonl").write_text(text, "utf-8")

    found = {Path(play.record).stem: play for play in starter().kept()}

    assert "long" not in found
    assert found["half"].seats == (r"\ud800",)
    assert len(found["wide"].seats[0]) < 300
    assert starter().kept() == list(found.values())


# The game of a day


def test_a_day_gives_the_same_game_to_everybody() -> None:
    """Two people could not compare, or one scenario would come every day."""
    week = [posters.of_day(date(2026, 1, 1 + day)) for day in range(28)]

    assert week == [posters.of_day(date(2026, 1, 1 + day)) for day in range(28)]
    assert all(found is not None and not found[0].guided for found in week)
    assert len({found[0].id for found in week if found}) == len(shipped()) - 1
    assert len({found[2] for found in week if found}) == len(week)
    poster, seat, seed = posters.of_day(DAY) or (None, "", 0)
    assert poster is not None
    assert (poster.id, seat, seed) == ("the-reboot", "washington", 1_087_225_107)


def test_a_day_has_one_try_and_nothing_is_taken_back(saves: Path) -> None:
    """Somebody would try until it goes well, and share that."""
    begun = starter()
    session = begun.of_day()
    (seat,) = session.seats.values()
    (pushed,) = seat.handle(Undo())
    assert isinstance(pushed, Refused)
    assert "nothing is taken back" in pushed.refusal.sentence
    assert session.no_undo
    daily = begun.daily()
    assert daily is not None
    with pytest.raises(UsageError, match="one try"):
        begun.begin(daily.scenario, (daily.seat,), daily.seed, daily.day)
    session.close()

    again = starter().of_day()
    assert (again.record, again.no_undo) == (session.record, True)
    ended(again)
    (kept,) = starter().kept()
    assert kept.daily == DAY.isoformat()
    with pytest.raises(UsageError, match="tomorrow"):
        starter().delete(kept.record)
    Starter(today=lambda: date(2026, 3, 2)).delete(kept.record)
    assert starter().kept() == []


def test_an_ordinary_play_takes_back(saves: Path) -> None:
    """The flag of a day would hold for every play."""
    assert not starter().begin(GAME, (SEAT,), 3).no_undo


# The verbs


def test_records_are_listed_in_lines(saves: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who has no screen would not find a game again."""
    assert main(["records"]) == 0
    assert "channel16 play" in capsys.readouterr().out
    begun = starter()
    session = ended(begun.begin(GAME, (SEAT,), 3))
    begun.kept()

    assert main(["records"]) == 0
    out = capsys.readouterr().out
    assert session.record in out
    assert begun.kept()[0].ending_title in out
    assert main(["records", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["seed"], row["score"]) == (3, begun.kept()[0].score)


def test_a_daily_game_takes_nothing_else(saves: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A seed of one's own would be shared as the day's."""
    for words in (["--seed", "1"], ["two-captains"], ["--unsaved"], ["--resume", "x"]):
        assert main(["play", "--daily", *words]) == 2
        assert "same game for everybody" in capsys.readouterr().err


def test_a_day_is_played_in_lines_once(
    saves: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In lines there would be no other account and nothing to share, or a second try."""
    monkeypatch.setitem(Starter.__init__.__kwdefaults__, "today", lambda: DAY)  # type: ignore[index]
    for _ in range(2):
        monkeypatch.setattr("sys.stdin", io.StringIO("wait\n" * 400))
        assert main(["play", "--daily", "--plain"]) == 0
        out = capsys.readouterr().out
        assert "As seen by Chinese delegation and desk" in out
        assert out.rstrip().splitlines()[-1] == starter().kept()[0].shared
    assert len(starter().kept()) == 1
