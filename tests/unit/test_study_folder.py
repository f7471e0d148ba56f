"""A study's folder: whole after every accident, the same for the same study, and readable alone."""

from __future__ import annotations

import csv
import errno
import hashlib
import json
import os
import re
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


def test_a_study_is_four_files_and_its_shards(tmp_path: Path) -> None:
    """A reader would look for what is not there."""
    pytest.importorskip("pyarrow")
    study(tmp_path / "s", "-n", "120")

    assert sorted(files(tmp_path / "s")) == [
        "report.html",
        "runs.parquet",
        *(f"shards/{arm}-{first}-{n}.json" for arm in (0, 1) for first, n in ((0, 100), (100, 20))),
        "study.yaml",
        "summary.json",
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


@pytest.mark.parametrize("content", [b"[", b"\xff\xfe", b"study: 1\nkey: 3\n", b""])
def test_a_statement_that_cannot_be_read_is_left_alone(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody's file would be overwritten, or answered with a traceback."""
    (tmp_path / "study.yaml").write_bytes(content)

    code = study(tmp_path, "-n", "5", "--resume")

    assert code == 2
    assert capsys.readouterr().err == (
        f"channel16: {tmp_path / 'study.yaml'}: cannot be read as a study's file\n"
    )
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

    assert f"{found.counts['assumed']} of the scenario’s {found.total} numbers" in text
    assert "rest on assumed parameters" in text
    assert "They are no forecast" in text
    assert "seed 1" in text
    assert re.search(r"run table\s*sha256:[0-9a-f]{64}", page.text)
    assert "injects.near.at=12 min" in text


def test_the_report_draws_every_measure_that_can_be_compared(kept: Path, page: Page) -> None:
    """A measure would be left out of sight."""
    summary = json.loads((kept / "summary.json").read_text("utf-8"))
    compared = [row for row in summary["comparisons"] if row["difference"] is not None]

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
