"""Text that begins like a formula: no program runs it, and it comes back as it was."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.cli import main
from sim.exercise.adjustments import kept
from sim.exercise.folder import opened
from sim.exercise.improvement import COLUMNS, plan_text, read_plan
from sim.exercise.msel_import import table_of
from sim.printable import cell, cell_text, shown

TINY = "_tiny/two_desks.yaml"
BEGINS = ("=", "+", "-", "@", "'=", "\uff1d")


def exercise(folder: Path, begin: str) -> Path:
    """Make an exercise with an inject whose title and text begin so."""
    assert main(["exercise", "new", TINY, str(folder)]) == 0
    file = folder / "scenario" / "scenario.yaml"
    first = opened(folder).scenario.injects[0]
    text = file.read_text("utf-8")
    for old in filter(None, (first.title, first.text)):
        new = begin + "SUM(1; 2) & more"
        text = text.replace(old, '"' + new + '"', 1) if old in text else text
    file.write_text(text, "utf-8")
    assert opened(folder).scenario.injects[0].title.startswith(begin)
    return folder


def cells_of(file: Path) -> list[list[str]]:
    """Read what a program would find in a file, cell by cell."""
    if file.suffix == ".csv":
        return table_of(file.read_text("utf-8"))
    from openpyxl import load_workbook  # type: ignore[import-untyped]

    sheet = load_workbook(io.BytesIO(file.read_bytes())).worksheets[0]
    assert not any(each.data_type == "f" for row in sheet.iter_rows() for each in row)
    return [[str(each.value or "") for each in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize("begin", BEGINS)
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_title_like_a_formula_goes_out_as_text_and_comes_back(
    tmp_path: Path, suffix: str, begin: str
) -> None:
    """A laptop would run what a planner wrote as a title, or the title would be refused."""
    if suffix == ".xlsx":
        pytest.importorskip("openpyxl")
    folder, file = exercise(tmp_path / "ex", begin), tmp_path / f"list{suffix}"
    assert main(["exercise", "export", str(folder), "--msel", str(file)]) == 0

    cells = [text for row in cells_of(file) for text in row]
    assert f"'{begin}SUM(1; 2) & more" in cells
    assert not [text for text in cells if text.lstrip().startswith(("=", "+", "-", "@"))]
    assert main(["exercise", "import", str(folder), str(file)]) == 0
    assert kept(folder) == []


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_planners_may_type_such_text_but_no_formula(
    tmp_path: Path, suffix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a formula comes to would be another thing on every machine."""
    pytest.importorskip("openpyxl")
    folder, file = tmp_path / "ex", tmp_path / f"list{suffix}"
    assert main(["exercise", "new", TINY, str(folder)]) == 0
    assert main(["exercise", "export", str(folder), "--msel", str(file)]) == 0

    typed(file, "=not a sum", as_text=True)
    assert main(["exercise", "import", str(folder), str(file)]) == 0
    (taken,) = kept(folder)
    typed(file, "=1+1", as_text=False)
    capsys.readouterr()

    assert taken.title == "=not a sum"
    assert main(["exercise", "import", str(folder), str(file)]) == 1
    assert "the cell “title” holds a formula" in capsys.readouterr().err


def typed(file: Path, title: str, *, as_text: bool) -> None:
    """Type a title into the row of the first inject: as text, or as a formula."""
    if file.suffix == ".csv":
        rows = table_of(file.read_text("utf-8"))
        at, row = rows[0].index("title"), next(row for row in rows if "INJ-1" in row)
        row[at] = f"'{title}" if as_text else title
        lines = (",".join('"' + text.replace('"', '""') + '"' for text in row) for row in rows)
        file.write_text("\n".join(lines), "utf-8")
        return
    from openpyxl import load_workbook

    book = load_workbook(file)
    sheet = book.worksheets[0]
    heads = [each.value for each in sheet[1]]
    row = next(row for row in sheet.iter_rows() if "INJ-1" in [each.value for each in row])
    row[heads.index("title")].value = title
    row[heads.index("title")].data_type = "s" if as_text else "f"
    book.save(file)


@given(st.text())
def test_whatever_goes_through_a_cell_comes_back(text: str) -> None:
    """Each export and import would take a letter away, or add one."""
    assert cell_text(cell(text)) == shown(text)


def test_an_improvement_plan_keeps_what_begins_with_a_dash() -> None:
    """An action would grow an apostrophe each time papers are made."""
    row = dict.fromkeys(COLUMNS, "") | {"corrective_action": "- call first"}
    once = read_plan(plan_text([row]), "plan")[0]
    twice = read_plan(plan_text(once), "plan")[0]

    assert "'- call first" in plan_text([row])
    assert [each["corrective_action"] for each in (*once, *twice)] == ["- call first"] * 2
