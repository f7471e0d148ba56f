"""An exercise's papers: from folder, run and ratings; nobody's orders on another's table."""

from __future__ import annotations

import html
import io
import re
import subprocess
from pathlib import Path

import pytest

from sim.cli import main
from sim.cli.records import run_again
from sim.engine.acts.scores import scores
from sim.engine.facts.effects import FlagSet
from sim.exercise.communications import is_closed, marker, seat_words
from sim.exercise.folder import ExerciseFolder, opened
from sim.exercise.improvement import COLUMNS, brought_up_to_date, read_plan
from sim.exercise.plan import CriticalTask
from sim.exercise.scoring import task_scores
from sim.play.word_counts import replies
from tests.needs import program

NAME = "handshake"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> ExerciseFolder:
    """Make an exercise that was run, with its papers as pages."""
    path = tmp_path_factory.mktemp("made") / "exercise"
    assert main(["exercise", "new", NAME, str(path)]) == 0
    assert main(["exercise", "documents", str(path), "--format", "html"]) == 0
    before = path / "before"
    (path / "documents").rename(before)
    seats = ["--seat", "us_captain=firm", "--seat", "pla_captain=hawkish"]
    run = ["run", str(path / "scenario" / "scenario.yaml"), *seats, "--seed", "3"]
    assert main([*run, "--record", str(path / "record.jsonl")]) == 0
    assert main(["exercise", "documents", str(path), "--format", "html"]) == 0
    return opened(path)


def text_of(path: Path) -> str:
    """Give the words of a page."""
    page = re.sub("<style>.*?</style>|<!--.*?-->", "", path.read_text("utf-8"), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub("<[^>]*>", " ", page)).split())


def typed(monkeypatch: pytest.MonkeyPatch, folder: ExerciseFolder, *lines: str, by: str) -> int:
    """Type lines as an evaluator."""
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    return main(["exercise", "evaluate", str(folder.path), "--by", by])


def test_each_cell_reads_its_own_orders_and_no_others(folder: ExerciseFolder) -> None:
    """A cell would know what the other is ordered to do, and the exercise be over."""
    orders = {s.id: [" ".join(o.text.split()) for o in s.orders] for s in folder.scenario.seats}
    manual = text_of(folder.path / "documents" / "situation-manual.html")
    assert not [text for texts in orders.values() for text in texts if text in manual]
    for cell, spec in folder.exercise.cells.items():
        page = text_of(folder.path / "documents" / f"briefing-{cell}.html")
        for seat, texts in orders.items():
            assert all((text in page) == (seat in spec.seats) for text in texts), (cell, seat)
        others = [o.title for o in folder.exercise.objectives if o.id.startswith(_other(cell))]
        assert others
        assert not [title for title in others if title in page]


def _other(cell: str) -> str:
    return "prc_" if cell == "us" else "us_"


def test_what_players_read_does_not_depend_on_what_happened(folder: ExerciseFolder) -> None:
    """A briefing printed late would tell how the exercise went."""
    made = sorted(path.name for path in (folder.path / "before").iterdir())
    assert "after-action-report.html" not in made
    for name in made:
        now = (folder.path / "documents" / name).read_bytes()
        assert now == (folder.path / "before" / name).read_bytes(), name


def test_scores_are_those_of_the_run(folder: ExerciseFolder) -> None:
    """The papers would tell another exercise than the screen."""
    engine = run_again(folder.record).engine
    found = task_scores(engine.setup, engine.log, folder.tasks())
    earned = scores(engine.setup, engine.state, engine.now_ms)
    checked = 0
    for side in engine.setup.scenario.sides:
        for objective in side.objectives:
            score = found.get(f"{side.id}_{objective.id}")
            if score is not None:
                assert score.value == earned[side.id]["objectives"][objective.id][0]
                assert score.closed
                checked += 1
    assert checked >= 10


def test_a_task_with_a_time_is_looked_at_then(folder: ExerciseFolder) -> None:
    """What came an hour late would count as done; the paper would name the wrong event."""
    engine = run_again(folder.record).engine
    flag = next(e for e in engine.log if isinstance(e.fact, FlagSet) and e.at_ms > 0)
    tasks = [
        CriticalTask.model_validate(
            {
                "id": name,
                "text": "t",
                "cell": "us",
                "measure": {"when": {"flag": flag.fact.flag}, "by": f"{by // 1000} s"},
            }
        )
        for name, by in (("early", flag.at_ms - 1000), ("late", flag.at_ms + 1000))
    ]

    found = task_scores(engine.setup, engine.log, tasks)

    assert (found["early"].met, found["late"].met) == (False, True)
    assert (found["early"].event, found["late"].event) == (0, flag.seq)
    half = task_scores(engine.setup, engine.log[: flag.seq - 1], tasks)
    assert not half["late"].closed


def test_words_are_counted_and_phrases_known(folder: ExerciseFolder) -> None:
    """Praise or blame for how people spoke would rest on nothing."""
    engine = run_again(folder.record).engine
    found = seat_words(engine.setup, engine.log)

    assert sum(words.replied for words in found) == replies(engine)
    assert sum(words.marked for words in found) > 0
    assert all(words.marked <= words.said >= words.closed for words in found)
    assert marker("Ship one, this is two. Warning. Keep clear. Over.") == "Warning"
    assert marker("A question of honour; no warning here") == ""
    assert is_closed("Keep clear. Over.")
    assert not is_closed("It is over now, he said")


def test_papers_name_titles_and_never_ids(folder: ExerciseFolder) -> None:
    """A minister would read the names of variables."""
    ids = [s.id for s in folder.scenario.seats] + [m.id for m in folder.scenario.moves]
    ids += [i.id for i in folder.scenario.injects] + [task.id for task in folder.tasks()]
    ids = [name for name in ids if "_" in name]
    assert len(ids) > 40
    for path in (folder.path / "documents").iterdir():
        words = set(re.findall(r"[a-z]+(?:_[a-z0-9]+)+", text_of(path)))
        assert not words & set(ids), path.name


def test_a_final_report_lacks_nothing(
    folder: ExerciseFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A plan without owners would be called final and forgotten."""
    out = folder.path / "final.html"
    final = ["exercise", "report", str(folder.path), "-o", str(out), "--final"]
    tasks = list(folder.tasks())
    assert typed(monkeypatch, folder, "1 1 at once @INJ-2", "T+30 2 m late", "x", by="E1") == 0
    capsys.readouterr()
    assert main(final) == 2
    said = capsys.readouterr().err
    assert "improvement.csv:2:1: “corrective_action”, “owner”, “done_by” blank" in said
    assert "no evaluator rated it" in said
    assert not out.exists()

    rest = [f"{number} 2 seen" for number in range(3, len(tasks) + 1)]
    assert typed(monkeypatch, folder, *rest, by="E1") == 0
    capsys.readouterr()
    plan = folder.path / "improvement.csv"
    rows, faults = read_plan(plan.read_text("utf-8"), "plan")
    assert (len(rows) > 0, faults) == (True, [])
    filled = plan.read_text("utf-8").replace(
        ",,,,,,", ",Drill it,training,Watch officer,,,2027-01-31"
    )
    plan.write_text(filled, "utf-8")

    assert main(final) == 0, capsys.readouterr().err

    page = text_of(out)
    assert "Version: final" in page
    assert "Drill it" in page
    assert "late (E1, exercise" in page
    assert "Appendix B: simulation evidence" in page


def test_words_of_nato_take_the_place_of_others(folder: ExerciseFolder, tmp_path: Path) -> None:
    """A staff would have to translate every paper."""
    path = tmp_path / "nato"
    assert main(["exercise", "new", NAME, str(path), "--vocabulary", "nato"]) == 0
    assert main(["exercise", "documents", str(path), "--format", "html"]) == 0

    guide = text_of(path / "documents" / "facilitator-guide.html")
    assert "EXCON instructions" in guide
    assert "Main events list (MEL/MIL)" in guide
    assert "Master scenario events list" not in guide


def test_what_people_wrote_into_the_plan_stays() -> None:
    """A week of agreeing on owners would be lost to the next draft."""
    row = dict.fromkeys(COLUMNS, "")
    areas = [{"area_of": "a", "capability": "C", "area": "new words"}]
    there = [
        {**row, "area_of": "a", "area": "old words", "owner": "Watch officer"},
        {**row, "area_of": "gone", "area": "no longer wanting"},
        {**row, "area_of": "kept", "area": "worked on", "owner": "Staff"},
        {**row, "area": "our own"},
    ]

    found = brought_up_to_date(areas, there)

    assert [(r["area"], r["owner"]) for r in found] == [
        ("new words", "Watch officer"),
        ("worked on", "Staff"),
        ("our own", ""),
    ]


def test_a_paper_that_somebody_edited_stays_and_the_others_are_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A facilitator's own notes would be lost, or every other paper be out of date for them."""
    path = tmp_path / "exercise"
    assert main(["exercise", "new", NAME, str(path)]) == 0
    documents = ["exercise", "documents", str(path), "--format", "html"]
    assert main(documents) == 0
    own, other = path / "documents" / "handbook.html", path / "documents" / "facilitator-guide.html"
    own.write_text("my own", "utf-8")
    plan = path / "exercise.yaml"
    plan.write_text(plan.read_text("utf-8").replace("Handshake", "Our exercise"), "utf-8")
    capsys.readouterr()

    assert main(documents) == 1

    assert "handbook.html: is another kind of file and stays" in capsys.readouterr().err
    assert own.read_text("utf-8") == "my own"
    assert "Our exercise" in text_of(other)
    assert not (path / "improvement.csv").exists(), "nothing was run yet"
    assert main([*documents, "--final"]) == 2
    assert main(["exercise", "evaluate", str(path), "--by", "=1"]) == 2
    assert not (path / "evaluation.jsonl").exists()


@pytest.mark.slow
def test_a_word_processor_opens_every_paper(folder: ExerciseFolder, tmp_path: Path) -> None:
    """Whoever got a paper by mail would be told that it is damaged."""
    pytest.importorskip("docx", reason="needs the extra “exercise”")
    office = program("soffice", "libreoffice")
    assert main(["exercise", "documents", str(folder.path), "--format", "docx"]) == 0
    made = sorted((folder.path / "documents").glob("*.docx"))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = [office, home, "--headless", "--convert-to", "txt:Text", "--outdir", str(tmp_path)]

    subprocess.run([*command, *map(str, made)], timeout=280, check=True, capture_output=True)

    assert len(made) >= 9
    for path in made:
        said = (tmp_path / f"{path.stem}.txt").read_text("utf-8-sig")
        title = re.search("<h1>(.*?)</h1>", path.with_suffix(".html").read_text("utf-8"))
        assert title is not None
        assert html.unescape(title[1]) in said, path.name
