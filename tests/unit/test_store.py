"""Files that must survive: whole lines, torn tails, full disks, and replacing all at once."""

from __future__ import annotations

import ast
import errno
import json
import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import store
from sim.errors import RecordError
from sim.jsontext import json_data
from sim.store import LineFile, read_lines, write_whole
from tests.tidy.doc_blocks import ROOT, modules


class Disk:
    """The module `os` with a disk that can be made to fail.

    `faults` names what goes wrong with the next calls, one each: ``full`` writes nothing,
    ``part`` writes a few bytes and fails with the next call, ``slow`` writes one byte of many,
    ``sync`` fails to sync, ``cut`` fails to cut off, anything else is fine.
    """

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.broken = False

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def _next(self, *mine: str) -> str:
        return self.faults.pop(0) if self.faults and self.faults[0] in mine else ""

    def write(self, fd: int, data: bytes) -> int:
        if self.broken:
            self.broken = False
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        match self._next("full", "part", "slow", "fine"):
            case "full":
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            case "part":
                self.broken = True
                return os.write(fd, bytes(data)[:7])
            case "slow":
                return os.write(fd, bytes(data)[:1])
        return os.write(fd, data)

    def fsync(self, fd: int) -> None:
        if self._next("sync"):
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    def ftruncate(self, fd: int, size: int) -> None:
        if self._next("cut"):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        os.ftruncate(fd, size)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    """Put a disk under the store that can be made to fail."""
    made = Disk()
    monkeypatch.setattr(store, "os", made)
    return made


@pytest.fixture
def lines(tmp_path: Path) -> Iterator[LineFile]:
    """Open a new file of lines, and close it in the end."""
    made = LineFile(tmp_path / "play.jsonl")
    yield made
    made.close()


def test_lines_come_back(tmp_path: Path) -> None:
    """A record would not read as it was written; its folders are made."""
    path = tmp_path / "a" / "b" / "play.jsonl"
    file = LineFile(path)

    file.append(["one", "zwei é赤\u2028"], sync=False)
    file.append(["three"], sync=True)
    file.close()

    assert read_lines(path) == (["one", "zwei é赤\u2028", "three"], path.stat().st_size, False)
    assert file.trouble == ""


def test_an_existing_file_is_refused(tmp_path: Path) -> None:
    """A play would be written over."""
    path = tmp_path / "play.jsonl"
    path.write_text("mine\n")

    with pytest.raises(RecordError, match="never replaced"):
        LineFile(path)

    assert path.read_text() == "mine\n"


def test_a_missing_file_is_not_gone_on_with(tmp_path: Path) -> None:
    """Going on with a record that has vanished would begin another, empty one."""
    with pytest.raises(RecordError, match="there is no such file"):
        LineFile(tmp_path / "gone.jsonl", exists=True)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["folder", "file/play.jsonl"])
def test_what_cannot_be_opened_is_an_error_in_one_line(tmp_path: Path, name: str) -> None:
    """A folder, or a file where a folder should be, would end in a traceback."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("")

    with pytest.raises(RecordError) as caught:
        LineFile(tmp_path / name)

    assert "\n" not in str(caught.value)
    assert name in str(caught.value)


def test_a_file_in_place_of_the_folder_is_not_a_played_record(tmp_path: Path) -> None:
    """A player whose CHANNEL16_HOME is a file would look for a record that is not there."""
    (tmp_path / "file").write_text("")

    with pytest.raises(RecordError) as caught:
        LineFile(tmp_path / "file" / "play.jsonl")

    assert "never replaced" not in str(caught.value)


def test_keep_cuts_a_torn_tail_off(tmp_path: Path) -> None:
    """What is gone on with would stand glued to half a line."""
    path = tmp_path / "play.jsonl"
    path.write_bytes("one\nzwei é\n".encode() + b'{"half of \xc3')
    _, size, torn = read_lines(path)

    file = LineFile(path, exists=True)
    assert path.stat().st_size > size, "it is cut before anybody said so"
    file.keep(size)
    file.append(["three"], sync=True)
    file.close()

    assert torn
    assert path.read_bytes() == "one\nzwei é\nthree\n".encode()


def test_a_last_line_without_its_end_gets_it(tmp_path: Path) -> None:
    """Where an editor took the last line's end away, the next line would stand glued to it."""
    path = tmp_path / "play.jsonl"
    path.write_bytes(b'{"one":1}\n{"two":2}')
    _, size, _ = read_lines(path)

    file = LineFile(path, exists=True)
    file.keep(size)
    file.append(['{"three":3}'], sync=True)
    file.close()

    assert path.read_bytes() == b'{"one":1}\n{"two":2}\n{"three":3}\n'


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", ([], 0, False)),
        (b"\n", ([""], 1, False)),
        (b"half", ([], 0, True)),
        (b"one\n", (["one"], 4, False)),
        (b"one\n\xff\xfe", (["one"], 4, True)),
        (b'one\n{"a":1}', (["one", '{"a":1}'], 11, False)),
        (b'one\n{"a":1', (["one"], 4, True)),
        (b"one\n[1]", (["one"], 4, True)),
        (b"one\r\ntwo\x0b\x85\n", None),
        ("a\u2028b\x85c\n".encode(), (["a\u2028b\x85c"], 9, False)),
    ],
)
def test_only_a_line_feed_ends_a_line(tmp_path: Path, raw: bytes, expected: object) -> None:
    """A cut record, or one with a curious character in a note, would fall apart elsewhere."""
    path = tmp_path / "play.jsonl"
    path.write_bytes(raw)

    if expected is None:
        with pytest.raises(RecordError, match=r":2:5: is not UTF-8"):
            read_lines(path)
    else:
        assert read_lines(path) == expected


@pytest.mark.parametrize("name", ["missing", ".", "file/below", "loop", "x" * 300])
def test_what_cannot_be_read_is_an_error_in_one_line(tmp_path: Path, name: str) -> None:
    """`rerun` on a folder, a missing file or a loop of links would end in a traceback."""
    (tmp_path / "file").write_text("")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")

    with pytest.raises(RecordError) as caught:
        read_lines(tmp_path / name)

    assert "\n" not in str(caught.value)


def test_a_huge_record_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of many gigabytes would be read into memory."""
    monkeypatch.setattr(store, "RECORD_BYTES_MOST", 10)
    path = tmp_path / "play.jsonl"
    path.write_bytes(b"0123456789\n")

    with pytest.raises(RecordError, match="is larger than"):
        read_lines(path)


def test_a_record_does_not_outgrow_what_can_be_read(
    lines: LineFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A play would end in a record that no program reads any more."""
    monkeypatch.setattr(store, "RECORD_BYTES_MOST", 10)

    lines.append(["12345678"], sync=True)
    lines.append(["one too many"], sync=True)

    assert "256 MB" in lines.trouble
    assert lines.path.read_text() == "12345678\n"


@pytest.mark.parametrize("fault", ["full", "part", "sync"])
def test_a_full_disk_is_said_and_lines_follow_later(
    disk: Disk, lines: LineFile, fault: str
) -> None:
    """A full disk would lose a command, write it twice, or leave half of it in the file."""
    lines.append(["first"], sync=True)
    disk.faults = [fault]

    lines.append(["second, which is long"], sync=True)
    trouble, between = lines.trouble, lines.path.read_text()
    lines.append(["third"], sync=True)

    assert str(lines.path) in trouble
    assert "cannot be written" in trouble
    assert between == "first\n"
    assert lines.trouble == ""
    assert lines.path.read_text() == "first\nsecond, which is long\nthird\n"


def test_a_disk_that_stays_full(disk: Disk, lines: LineFile) -> None:
    """Trouble would be forgotten, or lines would change their order."""
    disk.faults = ["full"] * 5

    for number in range(5):
        lines.append([f"line {number}"], sync=True)
        assert lines.trouble
    lines.append([], sync=True)

    assert lines.trouble == ""
    assert lines.path.read_text() == "".join(f"line {n}\n" for n in range(5))


def test_half_a_line_that_cannot_be_cut_off(disk: Disk, lines: LineFile) -> None:
    """Bytes of a failed write that stay in the file would spoil what is written next."""
    lines.append(["first"], sync=True)
    disk.faults = ["part", "cut"]

    lines.append(["second, which is long"], sync=True)
    between = read_lines(lines.path)
    lines.append(["third"], sync=True)

    assert between == (["first"], 6, True)
    assert lines.path.read_text() == "first\nsecond, which is long\nthird\n"


def test_a_disk_that_takes_a_byte_at_a_time(disk: Disk, lines: LineFile) -> None:
    """A short write would be taken for a whole one."""
    disk.faults = ["slow"] * 6

    lines.append(["é赤 one"], sync=True)

    assert lines.path.read_text("utf-8") == "é赤 one\n"


def test_closing_twice(lines: LineFile) -> None:
    """Leaving a play twice over would raise, or close a file of somebody else's."""
    lines.append(["x"], sync=True)

    lines.close()
    lines.close()

    assert lines.path.read_text() == "x\n"


FAULTS = st.lists(st.sampled_from(["fine", "full", "part", "slow", "sync", "cut"]), max_size=6)
BATCHES = st.lists(
    st.tuples(st.lists(st.text("aé赤\u2028 ", max_size=9), max_size=3), FAULTS), max_size=8
)


@given(BATCHES)
def test_nothing_is_doubled_or_lost_whatever_the_disk_does(
    tmp_path_factory: pytest.TempPathFactory, batches: list[tuple[list[str], list[str]]]
) -> None:
    """Some order of failures loses a line, writes it twice, or acknowledges what is not there."""
    disk, path = Disk(), tmp_path_factory.mktemp("disk") / "play.jsonl"
    given_so_far: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "os", disk)
        file = LineFile(path)
        for batch, faults in batches:
            disk.faults, disk.broken = list(faults), False
            given_so_far += batch

            file.append(batch, sync=True)

            written, _, torn = read_lines(path)
            if file.trouble:
                assert written == given_so_far[: len(written)]
            else:
                assert (written, torn) == (given_so_far, False)
        disk.faults, disk.broken = [], False
        file.append([], sync=True)
        file.close()

    assert read_lines(path)[0] == given_so_far
    assert file.trouble == ""


def test_write_whole_replaces_at_once(tmp_path: Path) -> None:
    """A record would be seen half written, or something would be left beside it."""
    path = tmp_path / "new" / "play.jsonl"

    write_whole(path, "first, and longer\n")
    write_whole(path, "é\n")

    assert path.read_bytes() == "é\n".encode()
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_write_whole_leaves_the_earlier_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """A full disk would destroy the record that was there, or leave rubbish beside it."""
    path = tmp_path / "play.jsonl"
    path.write_text("earlier\n")

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(*((store.os, "fsync") if step == "fsync" else (Path, "replace")), fail)
    with pytest.raises(RecordError, match="cannot be written"):
        write_whole(path, "later\n")

    assert path.read_text() == "earlier\n"
    assert list(tmp_path.iterdir()) == [path]


def test_write_whole_into_what_is_no_folder(tmp_path: Path) -> None:
    """A wrong folder would end in a traceback."""
    (tmp_path / "file").write_text("")

    with pytest.raises(RecordError, match="cannot be written"):
        write_whole(tmp_path / "file" / "play.jsonl", "x\n")


# What comes from outside


def test_a_mark_at_the_begin_is_no_text(tmp_path: Path) -> None:
    """A file that was saved by a program that marks UTF-8 would not be read."""
    path = tmp_path / "play.jsonl"
    path.write_bytes(b"\xef\xbb\xbfone\n")

    assert read_lines(path) == (["one"], 7, False)
    assert store.read_text(path, 100, "a text") == "one\n"


def test_a_file_may_be_as_large_as_is_said_and_no_larger(tmp_path: Path) -> None:
    """A file that grows while it is read, or one byte too many, would get through."""
    path = tmp_path / "x"
    path.write_bytes(b"12345")

    assert store.read_bytes(path, 5, "a text") == b"12345"
    with pytest.raises(RecordError, match="is larger than 0 kB; a text is not"):
        store.read_bytes(path, 4, "a text")


def test_what_says_nothing_of_its_size_is_bounded_all_the_same() -> None:
    """A file of the system that seems empty and has no end would fill the memory."""
    endless = Path("/proc/self/maps")
    if not endless.exists():
        pytest.skip("needs /proc")

    with pytest.raises(RecordError, match="is larger than"):
        store.read_bytes(endless, 100, "a text")


def test_no_pipe_is_waited_for(tmp_path: Path) -> None:
    """Whoever looks into a folder would hang at the first pipe."""
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(RecordError, match=r"cannot be read \(a pipe or a device\)"):
        store.read_bytes(tmp_path / "pipe", 100, "a text")
    with pytest.raises(RecordError, match=r"cannot be read \(a pipe or a device\)"):
        store.read_ends(tmp_path / "pipe", 10, 10)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize(
    ("text", "place"), [(b"\xff", "1:1"), (b"a\xfe", "1:2"), (b"\n\xc3(", "2:1")]
)
def test_what_is_no_text_is_told_at_its_place(mark: bytes, text: bytes, place: str) -> None:
    """After a byte order mark the place was off, or the complaint ended in a traceback."""
    with pytest.raises(RecordError, match=rf"^f:{place}: is not UTF-8 text; "):
        store.decoded(mark + text, "f")


def test_reading_takes_no_more_room_than_there_is(tmp_path: Path) -> None:
    """A few bytes would take gigabytes, because a file of this sort may have as many."""
    path = tmp_path / "small"
    path.write_bytes(b"small")
    tracemalloc.start()
    try:
        assert store.read_bytes(path, 2**30, "a text") == b"small"
        assert list(store.read_pieces(path, "a text")) == [b"small"]
        assert tracemalloc.get_traced_memory()[1] < 2 * store.PIECE_BYTES
    finally:
        tracemalloc.stop()


def test_a_hole_of_gigabytes_is_not_read_piece_by_piece(tmp_path: Path) -> None:
    """A sum over nothing at all would take minutes."""
    path = tmp_path / "hole"
    with path.open("wb") as file:
        file.truncate(3 * 2**30)

    with pytest.raises(RecordError, match=r"hole:1:1: is larger than 1024 MB; .+ is not$"):
        list(store.read_pieces(path, "a study's file"))


def test_the_ends_of_a_file(tmp_path: Path) -> None:
    """A long record would be read whole to see whether it has an end."""
    path = tmp_path / "play.jsonl"
    path.write_bytes(b"head\n" + b"x" * 1000 + b"\ntail\n")

    assert store.read_ends(path, 100, 5) == (b"head\n", b"tail\n")
    assert store.read_ends(path, 3, 2000)[0] == b"hea"
    assert store.read_ends(path, 3, 2000)[1] == path.read_bytes()


@pytest.mark.parametrize(
    "text", ["NaN", "[Infinity]", "-Infinity", "[" * 102 + "]" * 102, "{", '[{"a": 1, "a": 1}]']
)
def test_data_within_bounds(text: str) -> None:
    """A number that is none, or a list without end, would break whoever goes through it."""
    with pytest.raises(ValueError, match=r"\S"):
        json_data(text)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_sound_data_is_read(data: Any) -> None:
    """What was written would not come back."""
    assert json_data(json.dumps(data)) == data


def test_every_file_is_opened_in_one_place() -> None:
    """A reader of its own would forget pipes, sizes, nesting or marks."""
    shipped = {"sim/ledger/read.py", "sim/native.py", "sim/study/cluster.py"}
    shipped.add("tui/chart/coast.py")
    streams = {"sim/cli/__init__.py"}

    there = {
        path.relative_to(ROOT).as_posix()
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and _opens(node.func)
    }

    assert there - shipped - streams == {"sim/store.py"}


def _opens(called: ast.expr) -> bool:
    """Say whether a call opens a file by itself."""
    if isinstance(called, ast.Attribute):
        by_store = isinstance(called.value, ast.Name) and called.value.id in ("store", "os")
        return called.attr in ("open", "read_text", "read_bytes") and not by_store
    return isinstance(called, ast.Name) and called.id == "open"
