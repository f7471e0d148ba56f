"""Papers: one document, written as a page and for word processors, alike and the same each time."""

from __future__ import annotations

import builtins
import html as text_of
import io
import re
import struct
import sys
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from sim.cli import main
from sim.exercise.paper import blocks as b
from sim.exercise.paper.as_html import html
from sim.exercise.paper.emf import emf
from sim.exercise.paper.packed import untouched

pytest.importorskip("docx", reason="needs the extra “exercise”")
from docx import Document

from sim.exercise.paper.as_docx import docx

DRAWN = '<svg viewBox="0 0 9 9" width="9" height="9"><circle cx="1" cy="1" r="1"/></svg>'
PAPER = b.Paper(
    "A paper & more",
    (
        b.Heading(2, "First <small>part</small>"),
        b.plain("Two lines,\none paragraph <script>"),
        b.bullets(["one", "<b>two</b>"], numbered=True),
        b.bullets(["three"], numbered=True),
        b.table(["head", "long"], [[b.code("a<b"), "x<br>y"], ["c", ""]]),
        b.table(["who", "when"], [["", ""]], "blank"),
        b.note("Mind.", "This & that"),
        b.Figure("A drawing", DRAWN),
        b.NewPage(),
    ),
    handling="For trainers only",
)


def texts(raw: bytes) -> list[str]:
    """Give every text of a word processor's file in its order: paragraphs, then cells."""
    document = Document(io.BytesIO(raw))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    return [p.text for p in document.paragraphs if p.text] + cells


def test_both_ways_hold_the_same_texts() -> None:
    """Two people would read two reports."""
    page = re.sub("<style>.*</style>|<!--.*-->|<title>.*</title>", "", html(PAPER), flags=re.S)
    parted = re.sub("<br>|</(?:th|td|li|p|h\\d)>", "\n", page)
    said = text_of.unescape(re.sub("<[^>]*>", "", parted)).split("\n")

    for text in texts(docx(PAPER)):
        for line in text.split("\n"):
            assert not line or any(line in each for each in said), line


def test_the_same_paper_gives_the_same_bytes_and_is_known_again() -> None:
    """A paper made again would look changed; one that somebody edited would be written over."""
    raw = docx(PAPER)
    assert raw == docx(PAPER)
    assert untouched(raw)
    document = Document(io.BytesIO(raw))
    document.tables[1].cell(1, 0).text = "the watch officer"
    out = io.BytesIO()
    document.save(out)

    assert not untouched(out.getvalue())
    assert not untouched(raw[:-40])
    assert not untouched(b"PK no zip")


def test_numbers_begin_at_one_in_every_list_and_heads_stand_on_every_page() -> None:
    """A list would begin where another ended; the third page of a table would have no heads."""
    document = Document(io.BytesIO(docx(PAPER)))
    lists = [p._p.pPr.numPr.numId.val for p in document.paragraphs if p.style.name == "List Number"]

    assert lists[0] == lists[1] != lists[2]
    assert "w:tblHeader" in document.tables[0].rows[0]._tr.xml
    assert "For trainers only" in document.sections[0].header.paragraphs[0].text


def test_a_drawing_is_kept_as_it_is() -> None:
    """A figure would be a blur on paper."""
    with zipfile.ZipFile(io.BytesIO(docx(PAPER))) as file:
        drawn = {name.rpartition(".")[2]: name for name in file.namelist() if "/media/" in name}
        assert drawn.keys() == {"svg", "emf"}
        assert b"<circle" in file.read(drawn["svg"])
        assert file.read(drawn["emf"]) == emf(DRAWN)
        assert b"svgBlip" in file.read("word/document.xml")


def records(raw: bytes) -> list[tuple[int, bytes]]:
    """Give the records of a metafile, each with its kind."""
    found, at = [], 0
    while at < len(raw):
        kind, size = struct.unpack_from("<II", raw, at)
        assert size >= 8
        assert size % 4 == 0
        found.append((kind, raw[at + 8 : at + size]))
        at += size
    return found


def test_a_metafile_draws_what_the_figure_draws() -> None:
    """A word processor would refuse the file, or show lines where there are none."""
    svg = (
        '<svg width="20" height="10"><title>t</title><line x1="1" y1="2" x2="3" y2="4" '
        'stroke="#111"/><path d="M0 0h4v2" fill="none" stroke="#111" stroke-dasharray="1 1"/>'
        '<rect x="5" y="6" width="2" height="1" fill="#bbb" stroke="#777"/>'
        '<text x="9" y="9" text-anchor="end">Größe</text></svg>'
    )
    raw = emf(svg)
    found = records(raw)
    kinds = Counter(kind for kind, _ in found)

    assert (found[0][0], found[-1][0]) == (1, 14)
    size, count = struct.unpack_from("<II", raw, 48)
    assert (size, count) == (len(raw), len(found))
    assert (kinds[27], kinds[54]) == (4, 4), "a line, and three dashes of six pixels"
    boxes = [struct.unpack("<4i", data) for kind, data in found if kind == 43]
    assert boxes == [(50, 60, 70, 70)]
    assert "Größe".encode("utf-16-le") in next(data for kind, data in found if kind == 84)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep the record of a small run."""
    path = tmp_path_factory.mktemp("run") / "run.jsonl"
    assert main(["run", "_tiny/two_desks.yaml", "--record", str(path)]) == 0
    return path


def test_a_report_that_somebody_edited_stays(
    record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What people wrote into the improvement plan would be lost to the next report."""
    out = record.with_name("aar.docx")
    report = ["exercise", "report", str(record), "-o", str(out)]
    assert [main(report), main(report)] == [0, 0]
    document = Document(str(out))
    document.add_paragraph("train more")
    document.save(str(out))
    before = out.read_bytes()
    capsys.readouterr()

    assert main(report) == 2

    assert "was not written here, or edited since, and stays" in capsys.readouterr().err
    assert out.read_bytes() == before


def test_without_the_extra_it_is_named(
    record: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A trainer would see a traceback in the hour before an exercise."""
    real = builtins.__import__

    def absent(
        name: str,
        globals: Mapping[str, object] | None = None,  # noqa: A002
        locals: Mapping[str, object] | None = None,  # noqa: A002
        fromlist: Sequence[str] = (),
        level: int = 0,
    ) -> object:
        if name.partition(".")[0] == "docx":
            raise ImportError(name)
        return real(name, globals, locals, fromlist, level)

    monkeypatch.delitem(sys.modules, "sim.exercise.paper.as_docx")
    monkeypatch.setattr(builtins, "__import__", absent)
    out = record.with_name("none.docx")

    assert main(["exercise", "report", str(record), "-o", str(out)]) == 2
    assert "install the extra “exercise”" in capsys.readouterr().err
    assert not out.exists()
