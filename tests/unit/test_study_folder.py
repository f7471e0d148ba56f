"""A study's folder: whole after every accident, the same for the same study, and readable alone."""

from __future__ import annotations

import contextlib
import csv
import errno
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from sim import store
from sim.cli import main
from sim.loader import library
from sim.loader.sources import sources
from sim.loader.yamltext import parse, read_text
from sim.study import parquet
from sim.study.folder import _sum
from sim.study.forest_plot import forest

TINY = "_tiny/late_alert.yaml"
ASKED = ["--seat", "bridge=random", "--arm", "as-is", "--arm", "late:injects.near.at=12 min"]


@pytest.fixture
def no_parquet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do as if the extra `study` were not installed."""
    monkeypatch.setattr(parquet, "available", lambda: False)


def study(folder: Path, *arguments: str) -> int:
    """Run a study into a folder."""
    return main(["study", TINY, *ASKED, "--out", str(folder), "--workers", "1", *arguments])


def files(folder: Path) -> dict[str, bytes]:
    """Give all files of a folder by their names."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_study_is_five_files_and_its_shards(tmp_path: Path) -> None:
    """A reader would look for what is not there."""
    pytest.importorskip("pyarrow")
    study(tmp_path / "s", "-n", "120")

    assert sorted(files(tmp_path / "s")) == [
        "report.html",
        "runs.parquet",
        *(f"shards/{arm}-{first}-{n}.json" for arm in (0, 1) for first, n in ((0, 100), (100, 20))),
        "study.yaml",
        "summary.json",
        "sums.txt",
    ]


@pytest.mark.usefixtures("no_parquet")
def test_without_the_extra_the_table_is_csv_and_one_line_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An analyst would miss the table, or not know what to install."""
    code = study(tmp_path / "s", "-n", "20")

    err = capsys.readouterr().err
    text = (tmp_path / "s" / "runs.csv").read_text("utf-8")
    summary = json.loads((tmp_path / "s" / "summary.json").read_text("utf-8"))
    rows = list(csv.DictReader(text.splitlines()))
    assert code == 0
    assert (
        err
        == "channel16: the run table is runs.csv; the extra channel16[study] gives runs.parquet\n"
    )
    assert "sha256:" + hashlib.sha256(text.encode()).hexdigest() == summary["digest"]
    assert [row["key"] for row in rows[:2]] == ["as-is/0", "as-is/1"]
    assert len(rows) == 40


def test_parquet_and_csv_hold_the_same_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is found would depend on what is installed."""
    arrow = pytest.importorskip("pyarrow.parquet")
    study(tmp_path / "s", "-n", "20")
    table = arrow.read_table(tmp_path / "s" / "runs.parquet")
    monkeypatch.setattr(parquet, "available", lambda: False)

    study(tmp_path / "s", "-n", "20", "--resume")

    rows = list(csv.DictReader((tmp_path / "s" / "runs.csv").read_text("utf-8").splitlines()))
    digest = json.loads((tmp_path / "s" / "summary.json").read_text("utf-8"))["digest"]
    assert [
        {name: "" if value is None else str(value) for name, value in row.items()}
        for row in table.to_pylist()
    ] == rows
    assert table.schema.metadata[b"digest"].decode() == digest
    assert not (tmp_path / "s" / "runs.parquet").exists()


@pytest.mark.slow
def test_the_same_study_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two people could not compare what they have; something of a machine would be in it."""
    study(tmp_path / "one", "-n", "200")
    study(tmp_path / "two", "-n", "200", "--workers", "2")
    study(tmp_path / "three", "-n", "100")
    study(tmp_path / "three", "-n", "200", "--resume")
    code = main(["study", str(tmp_path / "one" / "study.yaml"), "--out", str(tmp_path / "four")])

    one = files(tmp_path / "one")
    assert code == 0
    assert one == files(tmp_path / "two") == files(tmp_path / "three") == files(tmp_path / "four")
    assert not any(str(tmp_path).encode() in content for content in one.values())


def test_a_study_goes_on_by_its_own_statement(tmp_path: Path) -> None:
    """Whoever kept the folder and lost the command line could not extend it."""
    folder = tmp_path / "s"
    study(folder, "-n", "100")

    code = main(
        ["study", str(folder / "study.yaml"), "-n", "200", "--out", str(folder), "--resume"]
    )

    assert code == 0
    assert json.loads((folder / "summary.json").read_text("utf-8"))["n"] == 200


@pytest.mark.parametrize("written", [1, 3, 6, 7])
def test_a_full_disk_is_one_line_and_costs_nothing_but_time(
    written: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A disk that fills up during a long study would cost all of it."""
    study(tmp_path / "whole", "-n", "200")
    count = 0

    def full(_: int) -> None:
        nonlocal count
        count += 1
        if count > written:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(store.os, "fsync", full)
        capsys.readouterr()
        code = study(tmp_path / "s", "-n", "200")
    err = capsys.readouterr().err.splitlines()[-1]
    again = study(tmp_path / "s", "-n", "200", "--resume")

    assert (code, again) == (2, 0)
    assert re.fullmatch(r"channel16: \S+: cannot be written \(No space left on device\); .*", err)
    assert files(tmp_path / "s") == files(tmp_path / "whole")


def test_what_a_killed_study_was_writing_aside_is_no_obstacle(tmp_path: Path) -> None:
    """Killed in its first moment, a study could not be begun again in its folder."""
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / ".study.yaml.123.part").write_text("study", "utf-8")

    assert study(tmp_path / "s", "-n", "5") == 0


@pytest.mark.parametrize(
    ("content", "place", "why"),
    [
        (b"study: [\n", "2:1", "is not YAML: "),
        (b"a: \xff\xfe", "1:4", "is not UTF-8 text"),
        (b"study: 1\nkey: 3\n", "2:6", "states no key"),
        (b"study: 1\n", "1:1", "states no key"),
        (b"", "1:1", "is empty"),
    ],
)
def test_a_statement_that_cannot_be_read_is_left_alone(
    content: bytes, place: str, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody's file would be overwritten, or answered with a traceback."""
    (tmp_path / "study.yaml").write_bytes(content)

    code = study(tmp_path, "-n", "5", "--resume")

    assert code == 2
    err = capsys.readouterr().err
    what = f"{tmp_path / 'study.yaml'}:{place}: cannot be read as a study's file ({why}"
    assert err.startswith(f"channel16: {what}")
    assert err.endswith("); mend it, or give another folder\n")
    assert len(err.splitlines()) == 1
    assert files(tmp_path) == {"study.yaml": content}


def test_an_arm_may_be_named_as_its_author_likes(tmp_path: Path) -> None:
    """A comma or a sign in a name would break the table or the page."""
    names = ['a, "b"', "<script>", "c/d"]
    folder = tmp_path / "s"
    stated = {"study": 1, "scenario": TINY, "n": 5, "arms": {name: {} for name in names}}
    (tmp_path / "s.yaml").write_text(json.dumps(stated), "utf-8")

    code = main(["study", str(tmp_path / "s.yaml"), "--out", str(folder), "--workers", "1"])

    assert code == 0
    assert list(json.loads((folder / "summary.json").read_text("utf-8"))["arms"]) == names
    assert "<script" not in (folder / "report.html").read_text("utf-8")


# What is not as it was written


def resumed(folder: Path, capsys: pytest.CaptureFixture[str], n: str = "120") -> list[str]:
    """Go on with a study; give what was complained of, but for the missing extra."""
    capsys.readouterr()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parquet, "available", lambda: False)
        assert study(folder, "-n", n, "--resume") == 0
    return [line for line in capsys.readouterr().err.splitlines() if "extra" not in line]


def shard(folder: Path) -> Path:
    """Give the first shard of a study."""
    return folder / "shards" / "0-0-100.json"


def cell_of(value: object, column: int = 0) -> Callable[[str], str]:
    """Put a value into a cell of a shard whose sum fits."""

    def damage(text: str) -> str:
        rows = json.loads(text)["rows"]
        rows[0][column] = value
        return other(rows=rows)(text)

    return damage


def other(**changes: object) -> Callable[[str], str]:
    """Change what a shard says of itself, its sum fitting."""

    def damage(text: str) -> str:
        data = {**json.loads(text), **changes}
        data.pop("sum")
        total = hashlib.sha256(
            json.dumps(data, sort_keys=True, separators=(",", ":")).encode()
        ).hexdigest()
        return json.dumps({**data, "sum": total})

    return damage


DAMAGES: dict[str, Callable[[str], str]] = {
    "empty": lambda text: "",
    "cut": lambda text: text[: len(text) // 2],
    "zeros": lambda text: "\0" * len(text),
    "a number": lambda text: "3",
    "a list": lambda text: json.dumps(json.loads(text)["rows"]),
    "nested": lambda text: "[" * 100_000,
    "nested a little": lambda text: "[" * 200 + "]" * 200,
    "one digit": lambda text: text.replace("50.0", "51.0", 1),
    "a key twice": lambda text: text.replace("{", '{"sum":"",', 1),
    "no sum": lambda text: text.replace('"sum"', '"total"'),
    "another key": other(study="0123456789abcdef"),
    "another chunk": other(chunk=[1, 0, 100]),
    "no rows": other(rows=[]),
    "rows of no list": other(rows={"0": []}),
    "a row of no list": other(rows=[0.0] * 100),
    "short rows": other(rows=[[0.0]] * 100),
    "nan": cell_of(float("nan")),
    "infinity": cell_of(float("inf")),
    "true": cell_of(value=True),
    "null where it is defined": cell_of(None),
    "text": cell_of("0.0"),
    "whole": cell_of(0),
    "half a rate": cell_of(0.5),
    "huge": cell_of(10**400),
    "a list in a cell": cell_of([0.0]),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_shard_is_said_and_run_again(
    damage: Callable[[str], str], whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It would be taken into the table, or end the study in a traceback."""
    folder = copied(whole, tmp_path)
    shard(folder).write_text(damage(shard(folder).read_text("utf-8")), "utf-8")

    said = resumed(folder, capsys)

    what = "damaged, of another study or of an earlier version; run again"
    assert said == [f"channel16: {shard(folder)}: {what}"]
    assert files(folder) == files(whole)


@pytest.mark.parametrize("kind", ["folder", "pipe", "no text", "link to nothing"])
def test_what_is_no_file_in_place_of_a_shard_is_run_again(
    kind: str, whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A pipe would be waited for without end; a folder would end in a traceback."""
    folder = copied(whole, tmp_path)
    path = shard(folder).with_name("0-100-20.json")
    path.unlink()
    if kind == "folder":
        path.mkdir()
        path = path.with_name("0-0-50.json")
        os.mkfifo(path)
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "no text":
        path.write_bytes(b"\xff\xfe")
    else:
        path.symlink_to("nowhere")

    capsys.readouterr()
    code = study(folder, "-n", "120", "--resume")

    err = capsys.readouterr().err
    if kind == "folder":
        assert code == 2
        assert "cannot be written" in err
    else:
        assert code == 0
        assert "run again" in err
        assert files(folder)["summary.json"] == files(whole)["summary.json"]


def test_a_shard_of_another_study_is_run_again(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows of two studies would be mixed in one table that is neither's."""
    folder = copied(whole, tmp_path)
    study(tmp_path / "two", "-n", "120", "--seed", "2")
    shutil.copy(shard(tmp_path / "two"), shard(folder))

    assert len(resumed(folder, capsys)) == 1
    assert files(folder) == files(whole)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a study with its table as text."""
    folder = tmp_path_factory.mktemp("whole") / "s"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parquet, "available", lambda: False)
        assert study(folder, "-n", "120") == 0
    return folder


def copied(folder: Path, to: Path) -> Path:
    """Copy a study's folder."""
    return Path(shutil.copytree(folder, to / "copy"))


@pytest.mark.parametrize("name", ["report.html", "runs.csv", "summary.json", "study.yaml"])
def test_what_somebody_edited_in_the_folder_stays(
    name: str, whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An analyst's remarks in the report would be lost to the next hundred runs."""
    folder = copied(whole, tmp_path)
    path = folder / name
    text = path.read_text("utf-8")
    edited = f"{text}\ntitle: mine\n" if name == "study.yaml" else f"{text}mine\n"
    path.write_text(edited, "utf-8")

    said = resumed(folder, capsys)

    aside = path.with_name(f"{path.stem}.kept-1{path.suffix}")
    assert said == [
        f"channel16: {path}: is not as it was written; it stays as {aside.name} and is made again"
    ]
    assert aside.read_text("utf-8") == edited
    aside.unlink()
    assert files(folder) == files(whole)


@pytest.mark.parametrize("name", ["report.html", "runs.csv", "summary.json", "study.yaml"])
@pytest.mark.parametrize("how", ["CRLF", "mark", "no end", "ends"])
def test_other_ends_of_lines_are_no_other_study(
    name: str, how: str, whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that went through a program with its own ends of lines could not be gone on with."""
    folder = copied(whole, tmp_path)
    raw = (folder / name).read_bytes()
    changed = {
        "CRLF": raw.replace(b"\n", b"\r\n"),
        "mark": b"\xef\xbb\xbf" + raw,
        "no end": raw.rstrip(b"\n"),
        "ends": raw.rstrip(b"\n") + b"\r\n\n",
    }[how]
    (folder / name).write_bytes(changed)

    assert resumed(folder, capsys) == []
    assert (folder / name).read_bytes() == changed
    code = main(["study", str(folder / "study.yaml"), "--out", str(folder), "--resume"])
    assert code == 0


@pytest.mark.parametrize("name", ["report.html", "runs.csv", "summary.json", "runs.parquet"])
def test_a_hole_of_gigabytes_stays_and_takes_no_memory(
    name: str, whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whether a file is as it was written would be looked up with all of it in memory."""
    folder = copied(whole, tmp_path)
    with (folder / name).open("wb") as file:
        file.truncate(3 * 2**30)

    said = resumed(folder, capsys)

    assert [line.partition(": is not as it was written")[0] for line in said] == [
        f"channel16: {folder / name}"
    ]
    (aside,) = folder.glob("*.kept-1.*")
    assert aside.stat().st_size == 3 * 2**30
    aside.unlink()
    assert files(folder) == files(whole)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_a_sum_is_the_same_in_pieces_of_any_size(size: int) -> None:
    """A file whose line ends fall between two pieces would be taken for an edited one."""
    text = b"\xef\xbb\xbfone\r\n\r\n\rtwo\n\r\nthree\r\r\n\n\r\n"
    pieces = [text[:3], *(text[at : at + size] for at in range(3, len(text), size))]

    assert _sum("summary.json", pieces) == hashlib.sha256(b"one\n\n\rtwo\n\nthree\r").hexdigest()
    assert _sum("runs.parquet", pieces) == hashlib.sha256(text).hexdigest()


def test_a_comment_in_the_statement_stays(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What somebody noted in the statement would be wiped, though the study is the same."""
    folder = copied(whole, tmp_path)
    path = folder / "study.yaml"
    edited = "# asked by the second group\n" + path.read_text("utf-8")
    path.write_text(edited, "utf-8")

    assert resumed(folder, capsys) == []
    assert path.read_text("utf-8") == edited


def test_a_summary_that_is_not_whole_is_not_trusted(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Half a file would say that the study is finished."""
    folder = copied(whole, tmp_path)
    (folder / "summary.json").write_text("{", "utf-8")

    assert study(folder, "-n", "120") == 2
    assert "summary.json is not as it was written; --resume extends it" in capsys.readouterr().err
    assert len(resumed(folder, capsys)) == 1


def test_a_folder_of_an_earlier_version_loses_nothing(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Shards without a sum would be believed, or a report without one written over."""
    folder = copied(whole, tmp_path)
    (folder / "sums.txt").unlink()
    for path in (folder / "shards").iterdir():
        path.write_text(json.dumps(json.loads(path.read_text("utf-8"))["rows"]), "utf-8")
    (folder / "report.html").write_text("an earlier report", "utf-8")

    said = resumed(folder, capsys)

    assert [line.rpartition("; ")[2] for line in said] == [
        "run again",
        "it stays as report.kept-1.html and is made again",
    ]
    assert (folder / "report.kept-1.html").read_text("utf-8") == "an earlier report"


def test_what_was_being_written_aside_is_swept(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every killed study would leave a file behind that nothing ever removes."""
    folder = copied(whole, tmp_path)
    (folder / ".runs.csv.123.part").write_text("half", "utf-8")
    (folder / "shards" / ".0-0-100.json.123.part").write_text("half", "utf-8")

    assert resumed(folder, capsys) == []
    assert files(folder) == files(whole)


# Two at once


def started(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a long study in a process of its own, and wait for its first shard."""
    root = Path(__file__).resolve().parents[2]
    asked = [sys.executable, "-m", "sim.cli", "study", TINY, *ASKED, "--out", str(folder)]
    running = subprocess.Popen(
        [*asked, "-n", "1000000", "--workers", "2", *arguments],
        cwd=root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        # Whoever started the tests in the background has made them deaf to Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    while running.poll() is None and not list((folder / "shards").glob("*.json")):
        pass
    assert running.poll() is None, "the study ended by itself"
    return running


@pytest.mark.parametrize("seed", ["1", "2"])
def test_two_studies_do_not_share_a_folder(
    seed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Their shards would be mixed into a table that is neither's."""
    folder = tmp_path / "s"
    with started(folder) as running:
        code = study(folder, "-n", "100", "--seed", seed, "--resume")
        os.killpg(running.pid, signal.SIGKILL)
        assert running.stderr is not None

    assert code == 2
    assert capsys.readouterr().err == (
        f"channel16: {folder}: another program works here; let it end first\n"
    )
    assert study(folder, "-n", "100", "--resume") == 0, "what is killed holds nothing"


def test_where_no_folder_can_be_locked_a_file_holds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On such a platform two studies would be mixed, or one that was killed would hold for ever."""
    monkeypatch.setattr(store, "fcntl", None)
    folder = tmp_path / "s"
    with store.held(folder):
        code = study(folder, "-n", "5")
    said = capsys.readouterr().err
    left = [path.name for path in folder.iterdir()]
    (folder / ".lock").write_text("12345\n", "ascii")

    stale = study(folder, "-n", "5")
    advice = capsys.readouterr().err
    (folder / ".lock").unlink()

    assert (code, stale, left) == (2, 2, [])
    assert said == advice
    assert advice == (
        f"channel16: {folder}: another program works here, or did when it was killed; if none "
        f"does, remove {folder / '.lock'}, which holds its process id\n"
    )
    assert study(folder, "-n", "5") == 0
    assert not (folder / ".lock").exists()


# Killed


def children(pid: int) -> list[int]:
    """List the processes that a process has started."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parent = path.read_text().rpartition(")")[2].split()[1]
            if int(parent) == pid:
                found.append(int(path.parent.name))
    return found


def runs(pid: int) -> bool:
    """Say whether a process runs; one that is dead and not buried does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.parametrize("by", ["SIGTERM", "SIGKILL", "SIGHUP"])
def test_workers_die_with_their_parent(by: str, tmp_path: Path) -> None:
    """A study that was killed would go on computing for nobody, for hours."""
    if not Path("/proc/self/stat").exists():
        pytest.skip("needs /proc")
    with started(tmp_path / "s") as running:
        workers = children(running.pid)
        running.send_signal(getattr(signal, by))
        running.wait()
        left = workers
        while left:  # a test that hangs here has found workers that stay
            left = [pid for pid in left if runs(pid)]

    assert len(workers) >= 2


@pytest.mark.slow
def test_a_study_that_is_stopped_says_so_in_one_line(tmp_path: Path) -> None:
    """Ctrl-C would print a traceback for each worker, or wait for what nobody wants any more."""
    with started(tmp_path / "s") as running:
        os.killpg(running.pid, signal.SIGINT)
        _, err = running.communicate()

    assert (running.returncode, err) == (130, b"channel16: stopped\n")


class Page(HTMLParser):
    """A page taken apart: its tags with their attributes, and its text."""

    VOID = ("meta", "br", "wbr", "line", "circle")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, Any]]] = []
        self.open: list[str] = []
        self.text = ""
        self.raw = text
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a small study."""
    folder = tmp_path_factory.mktemp("report") / "s"
    study(folder, "-n", "30")
    return folder


@pytest.fixture
def page(kept: Path) -> Page:
    """Give the report of a small study."""
    return Page((kept / "report.html").read_text("utf-8"))


def test_the_report_is_one_page_that_needs_nothing(page: Page) -> None:
    """It would not be readable offline or on paper, or would run something."""
    names = {tag for tag, _ in page.tags}
    attributes = {name for _, attrs in page.tags for name in attrs}

    assert page.open == []
    assert names.isdisjoint({"script", "link", "img", "iframe", "a", "object", "form"})
    assert attributes.isdisjoint({"src", "href", "xlink:href", "onload", "onclick"})
    assert "http" not in page.text
    assert "url(" not in page.text
    assert "@import" not in page.text


def test_the_report_says_what_its_numbers_are(page: Page) -> None:
    """A reader would take a property of the model for a forecast."""
    text = " ".join(page.text.split())
    found = sources(parse(read_text(library.find(TINY)), TINY))

    assert f"{found.kinds['team']} of the scenario’s {found.total} numbers" in text
    assert f"({found.counts['assumed']} of them assumed" in text
    assert "rest on what was judged" in text
    assert "They are no forecast" in text
    assert "seed 1" in text
    assert re.search(r"run table\s*sha256:[0-9a-f]{64}", page.text)
    assert "injects.near.at=12 min" in text


def test_the_report_draws_every_measure_that_can_be_compared(kept: Path, page: Page) -> None:
    """A measure would be left out of sight."""
    summary = json.loads((kept / "summary.json").read_text("utf-8"))
    compared = [
        row
        for row in summary["comparisons"]
        if row["difference"] is not None
        and row["measure"] not in summary["folded"]  # named under the tables
        and "." not in row["measure"]  # endings, moves and injects are listed
    ]

    names = [tag for tag, _ in page.tags]
    assert names.count("svg") == names.count("circle") == len(compared) > 0


def test_the_report_lists_what_the_model_supplies(page: Page) -> None:
    """A scenario that says little would look as if little were assumed."""
    assert "<code>parameters.<wbr>p0</code>" in page.raw
    assert "<code>parameters.<wbr>alpha</code>" not in page.raw, "it is not assumed"


def test_a_dot_is_full_where_the_interval_leaves_zero_out() -> None:
    """A difference that may be none would look like one that is there."""
    drawn = forest("m", [("up", 0.1, 0.2, 0.3), ("unsure", -0.1, 0.2, 0.3), ("down", -2, -1, -0.5)])

    fills = re.findall(r'r="4" fill="(#\w+)"', drawn)
    assert fills == ["#111", "#fff", "#111"]


def test_a_figure_of_nothing_can_be_drawn() -> None:
    """An interval of no width would divide by zero."""
    assert "<circle" in forest("m", [("none", 0.0, 0.0, 0.0)])
