"""What people wrote is text wherever it goes: no terminal, page or spreadsheet obeys it."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
import unicodedata
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.cli import main
from sim.errors import Fault, ScenarioError, quoted
from sim.exercise.chart import bars
from sim.loader import check, dump, from_data, load
from sim.loader.yamltext import parse
from sim.pages import escape
from sim.printable import HIDDEN, cell, csv_line, hidden, json_text, on_one_line, shown
from tests.tidy.doc_blocks import ROOT, modules

TINY = "_tiny/one_hail.yaml"
ODD = {
    "escape sequence": "\x1b[31m",
    "C1 sequence": "\x9b2J",
    "turned round": "\u202e",
    "isolated": "\u2066",
    "no width": "\u200b",
    "tag": "\U000e0041",
    "private": "\ue000",
    "private plane": "\U0010fffd",
    "half a pair": "\ud800",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "deleted": "\x7f",
    "zero": "\0",
}
odd = pytest.mark.parametrize("char", ODD.values(), ids=ODD)
texts = st.text(
    st.one_of(st.sampled_from("\x1b\x9b\u202e\u2028\ue000\ud800\x00 \t\n\r=+-@"), st.characters())
)


FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
JOINED = {
    "a family": FAMILY,
    "a hand and a skin": "\U0001f9d1\U0001f3fd\u200d\U0001f692",
    "shown as a picture": "\u2764\ufe0f\u200d\U0001f525",
}
PICTURE = r"[\U0001f000-\U0001faff\u2190-\u2bff]"
BETWEEN_PICTURES = re.compile(rf"(?<={PICTURE})(\ufe0f?)\u200d(?={PICTURE})")


def raw(text: str, kept: str = "\n\t") -> list[str]:
    """List what of a text would be obeyed instead of read."""
    text = BETWEEN_PICTURES.sub("", text)
    return [c for c in text if unicodedata.category(c) in HIDDEN and c not in kept]


@pytest.mark.parametrize("text", JOINED.values(), ids=JOINED)
def test_what_joins_pictures_is_text(text: str) -> None:
    """A title with a picture of people would be refused, or shown with an escape in it."""
    text = f"让路{text}并且"
    assert hidden(text) == ""
    assert (shown(text), on_one_line(text), cell(text), escape(text)) == (text,) * 4
    moved = {"id": "d", "code": "D04", "title": text, "direction": "hold", "seats": []}
    tiny = load(TINY).model_dump(mode="json", exclude_defaults=True)
    tiny["moves"] = [*tiny["moves"], moved | {"seats": tiny["moves"][0]["seats"]}]
    assert from_data(tiny).moves[-1].title == text


@pytest.mark.parametrize(
    "text", ["A\u200dlpha", "\u200d", FAMILY[:2], f"\u200d{FAMILY[0]}", f"{FAMILY[0]}\u200d\u200d"]
)
def test_what_joins_anything_else_is_hidden(text: str) -> None:
    """Two names would look alike and be different."""
    assert hidden(text) == "\u200d"
    assert "\\u200d" in shown(text)


@given(texts)
def test_nothing_hidden_gets_out(text: str) -> None:
    """Somebody's words would drive a terminal, or turn round what stands after them."""
    assert raw(shown(text)) == []
    assert raw(on_one_line(text), "") == []
    assert raw(escape(text)) == []
    assert raw(json_text({text: [text]})) == []
    assert raw(cell(text)) == []
    assert raw(str(Fault("f", 1, 1, text, text)), "") == []
    assert raw(quoted(text), "") == []


@given(texts)
def test_what_can_be_read_stays_as_it_is(text: str) -> None:
    """A language, an emoji or a sign that is merely unusual would be spelled out."""
    plain = "".join(c for c in text if not hidden(c))

    assert shown(plain) == plain


@given(texts)
def test_data_stays_data(text: str) -> None:
    """A program would read other words than were written."""
    assert json.loads(json_text({text: [text]}, indent=2)) == {text: [text]}


@given(st.lists(texts, min_size=1))
def test_a_line_of_a_table_comes_back_as_its_cells(cells: list[str]) -> None:
    """A comma, a quote or a line break would shift what follows."""
    written = [cell(text) for text in cells]

    (read,) = csv.reader(io.StringIO(csv_line(written, end="\r\n"), newline=""))

    assert read == written


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", " =", "\n=", "\uff1d", "\n@"])
def test_no_cell_is_a_formula(begin: str) -> None:
    """A spreadsheet program would compute what somebody wrote into a text."""
    assert cell(f"{begin}1").startswith("'")


@odd
def test_a_name_that_hides_something_is_refused(char: str) -> None:
    """A vessel's name would turn round a line of the log, or clear the screen."""
    data = parse(dump(load(TINY)), "x").data
    data["vessels"][0]["name"] = f"Al{char}pha"

    with pytest.raises(ScenarioError, match=r"holds a control character \(U\+[0-9A-F]{4,6}\)"):
        from_data(data)


def test_a_name_that_hides_something_is_told_with_its_place(tmp_path: Path) -> None:
    """An author would look for what nobody can see."""
    path = tmp_path / "s.yaml"
    path.write_text(
        dump(load(TINY)).replace("title: One hail", "title: One \u202ehail", 1), "utf-8"
    )

    (fault,) = check(path)

    assert (fault.what, fault.line) == ("“One \\u202ehail”: holds a control character (U+202E)", 3)


def test_a_figure_is_well_formed_whatever_its_labels_hold() -> None:
    """A browser would show an error in place of the page."""
    from sim.engine import Setup
    from sim.exercise.chart import Axis

    axis = Axis([0], 1000, Setup(load(TINY)).scenario.begins)
    drawn = bars("\x1b]0;x\x07<&", axis, [("\x9b<\u202e&", [])], 1000)

    assert ElementTree.fromstring(drawn).tag == "svg"
    assert raw(drawn) == []


@pytest.fixture
def noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the record of a play in which somebody noted down what terminals obey."""
    home = tmp_path / "home"
    monkeypatch.setenv("CHANNEL16_HOME", str(home))
    typed = io.StringIO("\nnote a \x1b]0;t\x07 \x9b31m \u202e b\nquit\n")
    monkeypatch.setattr("sys.stdin", typed)
    assert main(["play", TINY, "--plain", "--seed", "1"]) == 0
    (path,) = home.iterdir()
    return path


def test_a_note_drives_nobodys_terminal(noted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever asks a record why would have their terminal driven by its player."""
    capsys.readouterr()
    events = [json.loads(line) for line in noted.read_text("utf-8").split("\n") if line]
    (number,) = [str(e["n"]) for e in events if e.get("event") == "note_made"]
    page = noted.with_name("aar.html")

    assert main(["log", "why", str(noted), number]) == 0
    told = capsys.readouterr().out
    assert main(["log", "why", str(noted), number, "--json"]) == 0
    data = capsys.readouterr().out
    assert main(["exercise", "report", str(noted), "-o", str(page)]) == 0

    assert "a \\x1b]0;t\\x07 \\x9b31m \\u202e b" in told
    assert raw(told) == []
    assert raw(data) == []
    assert json.loads(data)[0]["text"] == "a \x1b]0;t\x07 \x9b31m \u202e b"
    assert raw(page.read_text("utf-8")) == []


def test_a_record_that_differs_drives_nobodys_terminal(
    noted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line in which a record differs would be printed as it stands in the file."""
    text = noted.read_text("utf-8")
    noted.write_text(text.replace('"seat":"alpha","text":"a', '"seat":"alpha","text":"\u202e', 1))
    capsys.readouterr()

    code = main(["rerun", str(noted)])

    assert code == 1
    assert raw(capsys.readouterr().out) == []


def imported(path: Path) -> set[str]:
    """List the modules that a module imports from the standard library's root."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


@pytest.mark.parametrize(
    ("module", "allowed"),
    [
        ("html", ["sim/pages.py"]),
        (
            "csv",
            [
                "sim/cli/exercise_papers.py",
                "sim/exercise/improvement.py",
                "sim/exercise/msel_import.py",
                "sim/exercise/msel_merge.py",
                "sim/ledger/read.py",
                "sim/printable.py",
                "sim/study/design.py",
            ],
        ),
    ],
)
def test_exports_go_through_one_place(module: str, allowed: list[str]) -> None:
    """An exporter of its own would forget what the one place knows."""
    there = [p.relative_to(ROOT).as_posix() for p in modules() if module in imported(p)]

    assert sorted(there) == allowed
