"""Exercises: the list of events before, the report after; and nobody's knowledge mixed up."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import xml.etree.ElementTree as ET
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sim.cli import main
from sim.cli.records import header, run_again
from sim.cli.seats import occupants
from sim.engine import Engine, Setup
from sim.engine.facts.beliefs import ActWeighed
from sim.engine.facts.injects import InjectReleased
from sim.engine.facts.run import CommandAccepted
from sim.engine.facts.talks import TalkBegun
from sim.engine.facts.windows import WindowLapsed
from sim.engine.kernel.ancestry import chain
from sim.engine.kernel.state import evolve, initial
from sim.engine.seat.rules import Command, legal
from sim.engine.seat.views import redact, relearn
from sim.errors import Refusal
from sim.exercise import chart, decisions, effect_words, msel
from sim.exercise.aar.report import report
from sim.exercise.calls import calls
from sim.exercise.evidence import Evidence
from sim.exercise.injects import releases
from sim.exercise.paper.as_html import html
from sim.loader import dump, from_text, library, load
from sim.loader.library import shipped
from sim.model.effects import EFFECTS
from sim.model.scenario import Scenario
from sim.model.words import entries
from sim.play.driver import Play
from sim.play.outcome import measures

ROOT = Path(__file__).resolve().parents[2]
TINY = "_tiny/two_desks.yaml"
SHIPPED = shipped()
HOSTILE = '=HYPERLINK("a,b"), <script>alert(1)</script>\nsecond line'
VOID = {"meta", "br", "wbr"}


@pytest.fixture(scope="module", params=[("twenty-nine-minutes", 1), ("two-captains", 5)])
def record(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep the record of a run at sea, and of one with calls between capitals and doubtful acts."""
    name, seed = request.param
    path = tmp_path_factory.mktemp("run") / "run.jsonl"
    bold = ["--seat", "ph_mission=firm", "--seat", "ccg_scene=hawkish"]
    seats = bold if name == "twenty-nine-minutes" else []
    assert main(["run", name, *seats, "--seed", str(seed), "--record", str(path)]) == 0
    return path


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """Keep the record of a small run."""
    path = tmp_path / "tiny.jsonl"
    assert main(["run", TINY, "--record", str(path)]) == 0
    return path


def replayed(path: Path) -> Engine:
    """Run a record again."""
    return run_again(path).engine


def page(path: Path) -> str:
    """Make the report of a record."""
    out = path.with_name("aar.html")
    assert main(["exercise", "report", str(path), "-o", str(out)]) == 0
    return out.read_text("utf-8")


def refused(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    """Check that a command line is refused in one line; give the line."""
    capsys.readouterr()
    code = main(["exercise", *args])
    out, err = capsys.readouterr()
    assert (code, out, len(err.splitlines())) == (2, "", 1), err
    assert err.startswith("channel16: ")
    return err


def table(scenario: Scenario) -> list[dict[str, str]]:
    """Read a list of events back the way a spreadsheet does."""
    text = msel.text(scenario).encode().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


class Balanced(HTMLParser):
    """Reads HTML and complains of tags that do not match; collects what a page refers to."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.refers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a tag."""
        self.tags[tag] += 1
        self.refers += [name for name, _ in attrs if name in ("src", "href") or name[:2] == "on"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count a tag that closes itself."""
        self.tags[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        """Close a tag."""
        assert self.open.pop() == tag


# The list of events


@pytest.mark.parametrize("name", SHIPPED)
def test_every_inject_and_order_has_its_row(name: str) -> None:
    """A controller would not know of an event that the run will bring."""
    scenario = load(name)
    rows = table(scenario)

    assert tuple(rows[0]) == msel.COLUMNS
    assert [row["event_no"] for row in rows] == [str(n + 1) for n in range(len(rows))]
    assert [rows[0]["inject_type"], rows[-1]["inject_type"]] == ["startex", "endex"]
    kinds = Counter(row["control_no"].partition("-")[0] for row in rows)
    orders = sum(len(seat.orders) for seat in scenario.seats)
    assert (kinds["ORD"], kinds["INJ"], kinds["ADMIN"]) == (orders, len(scenario.injects), 2)
    assert len({row["control_no"] for row in rows}) == len(rows)


@pytest.mark.parametrize("name", SHIPPED)
def test_what_has_a_time_stands_in_its_order(name: str) -> None:
    """A list that jumps about cannot be worked through; ties keep the scenario's order."""
    scenario = load(name)
    at = {f"INJ-{n}": inject.at for n, inject in enumerate(scenario.injects, 1)}
    rows = [row for row in table(scenario) if row["control_no"] in at]

    timed = [at[row["control_no"]] for row in rows if row["wall_time"]]
    assert timed == sorted(timed)
    assert [bool(row["wall_time"]) for row in rows] == sorted(
        (bool(row["wall_time"]) for row in rows), reverse=True
    )


def test_a_row_says_when_from_whom_to_whom_and_what_is_expected() -> None:
    """An empty cell would hide what the scenario does say."""
    rows = {row["remarks"].partition(";")[0]: row for row in table(load("twenty-nine-minutes"))}

    # 08:00 at +08:00 is 00:00 UTC; the inject comes 17 minutes later.
    orders = rows["manila_limits"]
    assert orders["exercise_time"] == "T+17"
    assert orders["wall_time"] == "160017Z SEP 25"
    assert orders["scenario_time"] == "08:17"
    assert (orders["inject_type"], orders["release"]) == ("order", "scheduled")
    assert orders["from"] == "Coast guard command centre, Manila"
    assert orders["to"] == "Philippine mission commander"
    assert orders["description"].startswith("Serve as many boats as you safely can.")
    assert orders["expected_action"].startswith("Philippine mission commander decides within 4 min")
    assert orders["withdrawn_after"] == "T+30"
    waits = rows["trawler_moves"]
    assert (waits["wall_time"], waits["release"]) == ("", "conditional")
    assert waits["condition"] == "in preparation: “Close the supply ship's port bow”"
    overrun = rows["offer_overrun"]
    assert overrun["effect"].startswith("now holds: “arrangement broken”")
    assert overrun["objective"].startswith("Philippines: Two answers given")


def test_an_inject_by_effect_names_what_releases_it() -> None:
    """A controller would wait for a time that it does not have."""
    rows = {row["remarks"].partition(";")[0]: row for row in table(load("handshake"))}

    assert rows["press_film"]["release"] == "by effect"
    assert rows["press_film"]["condition"] == "released by inject “The journalists file”"
    assert rows["press_film"]["exercise_time"] == ""


def test_both_sides_orders_are_listed_and_marked_as_drawn() -> None:
    """A controller of one side would not know what the other may be after."""
    rows = [row for row in table(load("twenty-nine-minutes")) if row["inject_type"] == "orders"]

    sides = {row["objective"].partition(":")[0] for row in rows}
    assert sides == {"Philippines", "China"}
    assert all(row["condition"].startswith("one of 3 is drawn") for row in rows)


def hostile() -> Scenario:
    """Make a scenario whose texts break careless CSV and HTML."""
    text = dump(load(TINY))
    scenario = from_text(text)
    first = scenario.injects[0].model_copy(update={"text": HOSTILE, "sender": '+1, "x"'})
    return scenario.model_copy(
        update={"title": "<script>&", "injects": (first, *scenario.injects[1:])}
    )


def test_cells_with_commas_quotes_and_lines_come_back_whole() -> None:
    """A comma in a text would shift all cells after it; a formula would be run."""
    scenario = hostile()
    raw = msel.text(scenario)

    row = next(row for row in table(scenario) if row["control_no"] == "INJ-1")
    assert row["description"] == f"'{HOSTILE}"
    assert row["from"] == """'+1, "x\""""
    assert None not in row
    assert raw.startswith("\ufeffevent_no,")
    assert raw.endswith("\r\n")
    assert re.sub('"[^"]*"', "", raw).replace("\r\n", "").count("\n") == 0


@pytest.mark.parametrize("name", SHIPPED)
def test_the_same_scenario_gives_the_same_list(name: str, tmp_path: Path) -> None:
    """Two people would plan by two lists."""
    for file in ("one.csv", "two.csv"):
        assert main(["exercise", "export", name, "--msel", str(tmp_path / file)]) == 0
    one, two = ((tmp_path / file).read_bytes() for file in ("one.csv", "two.csv"))

    assert one == two
    assert one.startswith(b"\xef\xbb\xbf")
    assert main(["exercise", "export", name, "--msel", str(tmp_path / "one.csv")]) == 0


def test_every_built_in_effect_has_words() -> None:
    """A controller would read the name of a key instead of what happens."""
    found: dict[str, str] = {}
    for name in library.shipped():
        setup = Setup(load(name))
        for field in ("moves", "activities", "injects", "incidents", "clauses"):
            for _, word in entries(getattr(setup.scenario, field)):
                if type(word) in [EFFECTS.get(known) for known in EFFECTS]:
                    found[word.word] = effect_words.effects(setup, [word])

    assert len(found) >= 15
    assert [word for word, said in found.items() if said in ("", word)] == []


# The list of events, exported again


def listed(path: Path) -> list[dict[str, str]]:
    """Read a list of events from its file."""
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def edited(path: Path, **changes: dict[str, str]) -> None:
    """Write in cells of a list what a planner might: `INJ_1={"status": "Approved"}`."""
    rows = [row | changes.get(row["control_no"].replace("-", "_"), {}) for row in listed(path)]
    put(path, list(rows[0]), [list(row.values()) for row in rows])


def put(path: Path, head: list[str], rows: list[list[str]], delimiter: str = ",") -> None:
    """Save a table the way a spreadsheet program does."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows([head, *rows])
    path.write_text(out.getvalue(), "utf-8")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Export the list of a scenario that stands in a file of its own."""
    (tmp_path / "s.yaml").write_text(dump(load(TINY)), "utf-8")
    return exported(tmp_path / "plan.csv")


def exported(path: Path) -> Path:
    """Export the list of the scenario beside it."""
    assert main(["exercise", "export", str(path.with_name("s.yaml")), "--msel", str(path)]) == 0
    return path


def rewritten(path: Path, *changes: tuple[str, str]) -> None:
    """Change the scenario beside a list."""
    scenario = path.with_name("s.yaml")
    text = scenario.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    scenario.write_text(text, "utf-8")


def by_number(path: Path) -> dict[str, dict[str, str]]:
    """Give the rows of a list by their control numbers."""
    return {row["control_no"]: row for row in listed(path)}


def test_what_planners_wrote_stays(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A list exported again would wipe a week of planning without a word."""
    edited(plan, INJ_1={"status": "Approved", "remarks": "ask Manila"}, INJ_2={"title": "Ours"})
    before = plan.read_bytes()

    exported(plan)

    assert plan.read_bytes() == before
    said = capsys.readouterr().err
    assert said.startswith(
        f"channel16: {plan}: 0 added, 0 changed, 0 gone, {len(listed(plan))} kept;"
    )


NEWER = ("title: A sighting", "title: A vessel")


def test_what_the_scenario_changed_is_brought_up_to_date(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A planner would work by times and texts of yesterday."""
    edited(plan, INJ_1={"status": "Approved", "description": "as we say it"})
    rewritten(plan, NEWER)

    exported(plan)

    row = by_number(plan)["INJ-1"]
    assert (row["status"], row["description"]) == ("Approved", "as we say it")
    assert row["title"] == "A vessel"
    assert row["change"] == "title was “A sighting”"
    assert "0 added, 2 changed, 0 gone" in capsys.readouterr().err, "the row and the begin's digest"


def test_an_edit_that_must_give_way_is_noted(plan: Path) -> None:
    """A planner's words would be lost where the scenario says something new."""
    edited(plan, INJ_1={"title": "A planner's title"})
    rewritten(plan, NEWER)
    exported(plan)
    rewritten(plan, ("title: A vessel", "title: A ship"))

    exported(plan)

    row = by_number(plan)["INJ-1"]
    assert row["title"] == "A ship"
    assert row["change"] == "title was “A vessel”; before: title was “A planner's title”"


def test_what_went_is_marked_and_may_come_back(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A planner's notes on an event would vanish with it."""
    whole = plan.with_name("s.yaml").read_text("utf-8")
    edited(plan, INJ_2={"status": "Approved"})
    rewritten(plan, (whole[whole.index("- id: second") : whole.index("- id: close")], ""))
    exported(plan)
    gone = by_number(plan)["INJ-2"]
    assert "0 added, 1 changed, 1 gone" in capsys.readouterr().err
    exported(plan)
    assert " 0 gone" in capsys.readouterr().err, "it went once"
    plan.with_name("s.yaml").write_text(whole, "utf-8")

    exported(plan)

    back = by_number(plan)["INJ-2"]
    assert (gone["status"], gone["event_no"]) == ("Approved", "")
    assert gone["change"] == "gone: no longer in the scenario"
    assert (back["status"], back["change"]) == ("Approved", "back in the scenario")
    assert back["event_no"] == "3"


def test_an_event_put_before_others_takes_no_number_away(plan: Path) -> None:
    """A planner's approval would move to another event, whose number is now the same."""
    edited(plan, INJ_1={"status": "Approved"}, INJ_2={"status": "Planned"})
    first = (
        "- id: news\n  title: News\n  kind: news\n  to:\n  - watch\n  text: Hear.\n  at: 1 min\n"
    )
    rewritten(plan, ("injects:\n", f"injects:\n{first}"))

    exported(plan)

    rows = {row["title"]: row for row in listed(plan)}
    assert {t: rows[t]["control_no"] for t in ("A sighting", "Again", "News")} == {
        "A sighting": "INJ-1",
        "Again": "INJ-2",
        "News": "INJ-4",
    }
    assert [rows[t]["status"] for t in ("A sighting", "Again", "News")] == [
        "Approved",
        "Planned",
        "Draft",
    ]
    assert list(rows)[:3] == ["Begin: Two desks", "News", "A sighting"]
    assert [row["event_no"] for row in listed(plan)] == ["1", "2", "3", "4", "5", "6"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_are_known_by_their_heads(plan: Path, delimiter: str) -> None:
    """A planner who puts columns in another order, adds some or leaves some out would lose them."""
    rows = listed(plan)
    head = ["Notes", "Control No", "STATUS", "title", "Notes", "written", "change", "scenario-time"]
    cells = [
        [
            "mine",
            r["control_no"],
            "Approved",
            r["title"],
            "too",
            r["written"],
            "",
            r["scenario_time"],
        ]
        for r in rows
    ]
    own = ["our own row", "LOC-1", "Draft", "Lunch", "=1+1", "", "", "12:00"]
    put(plan, head, [*cells[:2], own, *cells[2:]], delimiter)
    rewritten(plan, NEWER)

    exported(plan)

    text = plan.read_text("utf-8-sig")
    found, *lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    assert found == head
    assert lines[2] == own
    assert {line[0] for line in lines} == {"mine", "our own row"}
    assert lines[1][1:5] == ["INJ-1", "Approved", "A vessel", "too"]


def test_a_list_of_an_earlier_version_is_taken_as_it_is(plan: Path) -> None:
    """A list without the column by which edits are known would be refused, or wiped."""
    rows = [{k: v for k, v in r.items() if k not in ("change", "written")} for r in listed(plan)]
    rows[1] |= {"status": "Approved", "title": "A planner's title"}
    rows.append(dict.fromkeys(rows[0], "") | {"control_no": "INJ-9", "title": "Long gone"})
    put(plan, list(rows[0]), [list(row.values()) for row in rows])

    exported(plan)

    found = by_number(plan)
    assert found["INJ-1"]["status"] == "Approved"
    assert found["INJ-1"]["change"] == "title was “A planner's title”"
    assert found["INJ-9"]["change"] == "gone: no longer in the scenario"
    assert all(found[number]["written"] for number in ("INJ-1", "ADMIN-2"))


def test_what_a_spreadsheet_program_changes_by_itself_is_no_change(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every export would report changes that nobody made."""
    edited(plan, INJ_1={"scenario_time": "08:05:00", "title": " A  sighting"})
    rows = listed(plan)
    rows[2], rows[3] = rows[3], rows[2]
    put(plan, list(rows[0]), [list(row.values()) for row in rows])

    exported(plan)

    assert " 0 added, 0 changed, 0 gone" in capsys.readouterr().err
    assert [row["event_no"] for row in listed(plan)] == ["1", "2", "4", "3", "5"]


@pytest.mark.parametrize(
    "text", ["a,b\n1,2\n", 'control_no\n"half', "<!DOCTYPE html>", "\ufeff", "x" * 200_000]
)
def test_what_is_no_list_stays(text: str, plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody's table would be taken for a list and written over."""
    plan.write_text(text, "utf-8")
    scenario = str(plan.with_name("s.yaml"))

    if text == "\ufeff":
        assert main(["exercise", "export", scenario, "--msel", str(plan)]) == 0
    else:
        said = refused(capsys, "export", scenario, "--msel", str(plan))
        assert "is another kind of file and stays" in said
        assert plan.read_text("utf-8") == text


def test_a_row_that_a_planner_copied_is_the_planners_own(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An inject that was split in two would be marked as gone, or written over."""
    rows = listed(plan)
    copy = rows[1] | {"control_no": "INJ-1b", "title": "The second half"}
    put(plan, list(rows[0]), [list(row.values()) for row in [*rows[:2], copy, *rows[2:]]])
    rewritten(plan, NEWER)

    exported(plan)

    found = by_number(plan)
    assert found["INJ-1b"] == copy
    assert found["INJ-1"]["title"] == "A vessel"
    assert " 0 added, 2 changed, 0 gone, 4 kept" in capsys.readouterr().err


def test_the_list_of_another_scenario_stays(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A slip in a file's name would mark a whole list as gone and put another one into it."""
    before = plan.read_bytes()

    said = refused(capsys, "export", "handshake", "--msel", str(plan))

    assert "is the list of the scenario “two_desks” and stays" in said
    assert plan.read_bytes() == before


@pytest.mark.parametrize("suffix", ["doc", "txt", "csv"])
def test_a_report_is_not_written_under_the_name_of_something_else(
    suffix: str, tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A word processor would refuse a page of HTML that is called a document."""
    out = tiny.with_name(f"aar.{suffix}")

    assert "is another kind of file; give .html" in refused(
        capsys, "report", str(tiny), "-o", str(out)
    )
    assert not out.exists()


def test_a_page_that_somebody_edited_stays(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What people wrote into the improvement plan would be lost to the next report."""
    out = tiny.with_name("aar.html")
    text = page(tiny)
    page(tiny)
    out.write_text(text.replace("<td></td>", "<td>train more</td>", 1), "utf-8")
    before = out.read_bytes()

    said = refused(capsys, "report", str(tiny), "-o", str(out))

    assert "was not written here, or edited since, and stays" in said
    assert out.read_bytes() == before


@pytest.mark.parametrize("suffix", ["docx", "html", "csv"])
def test_a_record_is_not_written_under_the_name_of_something_else(
    suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The menu and every program that opens records would pass it over."""
    code = main(["run", TINY, "--record", str(tmp_path / f"r.{suffix}")])

    assert code == 2
    assert "is another kind of file; give .jsonl" in capsys.readouterr().err


def test_a_record_that_somebody_edited_stays(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Lines that somebody marked or changed in a record would be lost to the next run."""
    tiny.write_text(tiny.read_text("utf-8").replace('"ending":"', '"ending":"un'), "utf-8")
    before = tiny.read_bytes()

    code = main(["run", TINY, "--record", str(tiny)])

    assert code == 2
    assert "is not as it was written and stays" in capsys.readouterr().err
    assert tiny.read_bytes() == before


# What a seat knew


def test_what_a_seat_knew_follows_from_its_own_log_alone(record: Path) -> None:
    """Another seat's knowledge, or the truth, would stand in the column of what was known."""
    engine = replayed(record)
    setup, log = engine.setup, engine.log
    made = decisions.decisions(setup, log)

    assert {decision.seat for decision in made}
    for decision in made:
        known = relearn(setup, redact(log[: decision.seq - 1], decision.seat), decision.seat)
        assert decision.knew == decisions.picture(setup, known, decision.at_ms)
        assert decision.window == known.windows.window


def test_two_seats_know_different_things_at_one_moment(record: Path) -> None:
    """The law above would say nothing if all seats knew the same."""
    engine = replayed(record)
    setup, log = engine.setup, engine.log
    made = decisions.decisions(setup, log)
    other = {seat: next(s for s in setup.seats if s != seat) for seat in setup.seats}

    mixed = [
        decisions.picture(setup, relearn(setup, log[: d.seq - 1], other[d.seat]), d.at_ms)
        for d in made
    ]

    assert any(d.knew != picture for d, picture in zip(made, mixed, strict=True))


def test_the_truth_of_an_act_is_that_of_the_log(record: Path) -> None:
    """A mishap would be shown as ordered, or the other way round."""
    engine = replayed(record)
    made = decisions.decisions(engine.setup, engine.log)
    weighed = {
        (e.fact.seat, e.fact.number): chain(engine.log, e)[0].fact.ordered
        for e in engine.log
        if isinstance(e.fact, ActWeighed) and e.fact.number
    }

    shown = [
        (weighed[d.seat, act.number], ordered)
        for d in made
        for act, ordered in zip(d.knew.acts, d.true.ordered, strict=True)
    ]
    assert shown
    assert all(true == shown_as for true, shown_as in shown)


def test_every_decision_of_the_log_is_listed(record: Path) -> None:
    """A reader would count fewer decisions than were taken."""
    engine = replayed(record)
    made = decisions.decisions(engine.setup, engine.log)
    lapsed = sum(isinstance(e.fact, WindowLapsed) for e in engine.log)
    chosen = sum(
        isinstance(e.fact, CommandAccepted) and e.fact.verb in ("choose", "pass")
        for e in engine.log
    )

    assert sum(d.what.startswith("lapsed") for d in made) == lapsed
    assert len(made) >= lapsed + chosen


def test_the_board_is_set_against_the_true_state() -> None:
    """A line that only looks closed, or open, is what a report is for."""
    setup = Setup(load("handshake"))
    play = Play(setup, 1, occupants(setup, {}))
    play.advance()
    made = decisions.decisions(setup, play.engine.log)
    first = next(d for d in made if d.seat == "us_delegation")

    differs = {channel: (word, true) for channel, word, true in first.differences()}
    assert differs
    assert all(word in ("refused", "unanswered") for word, _ in differs.values())
    assert all(dict(first.knew.board)[channel] == word for channel, (word, _) in differs.items())


# The report


def test_a_report_needs_nothing_beside_it(record: Path) -> None:
    """It would be blank on a machine without a network, or run somebody's code."""
    text = page(record)
    reader = Balanced()
    reader.feed(text)

    assert reader.open == []
    assert reader.refers == []
    assert reader.tags["script"] == reader.tags["link"] == reader.tags["img"] == 0
    assert not re.search(r"https?:|@import|url\(", text)
    assert text.startswith("<!DOCTYPE html>")
    assert "@media print" in text
    figures = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    assert len(figures) == 2
    assert all(ET.fromstring(figure).tag == "svg" for figure in figures)


def test_a_report_has_both_sides_in_every_chapter(record: Path) -> None:
    """A page that tells one side's story is no account of what happened."""
    text = page(record)
    setup = replayed(record).setup
    chapters = dict(re.findall(r"<h2>(.*?)</h2>(.*?)(?=<h2>|</body>)", text, re.DOTALL))

    both = [side.name for side in setup.scenario.sides[:2]]
    for title in ("Timeline", "Decisions: what was known, what was true", "Objectives"):
        assert all(name in chapters[title] for name in both), title
    assert all(f"{name}: " in chapters["Orders and intentions, revealed"] for name in both)
    if setup.scenario.id == "two-captains":
        accounts = chapters["Accounts"]
        assert "“The other side has explained itself.”" in accounts
        assert "“Both sides agreed that it was an accident.”" in accounts
    assert "are assumed: its authors chose them without data" in text
    assert list(chapters) == [
        *(["Before you read on"] if any(s.orders for s in setup.scenario.seats) else []),
        "What happened",
        "Key moments",
        "Timeline",
        "Calls",
        "Words that bind",
        "Injects and what followed",
        "Decisions: what was known, what was true",
        "Objectives",
        "Channels",
        "Accounts",
        "Notes of the players",
        "Orders and intentions, revealed",
        "What is known of the real events",
        "What the scenario leaves out",
        "Improvement plan, to be filled in",
        "To have it again",
    ]


def test_the_same_record_gives_the_same_bytes_wherever_it_lies(
    record: Path, tmp_path: Path
) -> None:
    """A report could not be compared with another of the same run."""
    copy = tmp_path / "elsewhere.jsonl"
    copy.write_bytes(record.read_bytes())

    assert page(record) == page(record) == page(copy)
    assert str(tmp_path) not in page(copy)


def test_calls_are_as_many_as_the_log_holds(record: Path) -> None:
    """The chapters of one page would contradict each other."""
    engine = replayed(record)
    found = calls(engine.setup, engine.log)
    of = measures(engine)["channels"]

    ended = [call for call in found if call.outcome]
    assert Counter(c.channel for c in ended) == {n: m["tries"] for n, m in of.items() if m["tries"]}
    answered = Counter(c.channel for c in ended if c.outcome == "answered")
    assert answered == {n: m["answered"] for n, m in of.items() if m["answered"]}
    talks = sum(isinstance(e.fact, TalkBegun) for e in engine.log)
    assert sum(call.talk_ms is not None for call in found) == talks
    for call in found:
        times = (call.asked_ms, call.rang_ms, call.ended_ms, call.talk_ms, call.talked_ms)
        known = [t for t in times if t is not None]
        assert known == sorted(known)


def test_every_inject_is_accounted_for(record: Path) -> None:
    """An inject that never came is as telling as one that did."""
    engine = replayed(record)
    found = releases(engine.setup, engine.log)

    assert sorted(r.inject for r in found) == sorted(engine.setup.injects)
    released = {e.fact.inject: e.at_ms for e in engine.log if isinstance(e.fact, InjectReleased)}
    assert {r.inject: r.at_ms for r in found if r.at_ms is not None} == released


def play_of(scenario: Scenario, *commands: Command) -> Play:
    """Play with a person at the first seat."""
    setup = Setup(scenario)
    rest = dict.fromkeys(setup.seats, "standing-orders")
    filled = occupants(setup, {**rest, next(iter(setup.seats)): "person"})
    play = Play(setup, 3, filled, header=header(scenario, 3, 0, filled, played=True))
    for command in commands:
        assert not isinstance(play.submit(command), Refusal)
    return play


def test_notes_and_titles_are_text_and_never_markup(tmp_path: Path) -> None:
    """A player's note or a title would be run, or break the page."""
    scenario = hostile()
    seat = scenario.seats[0].id
    play = play_of(scenario, Command(seat, "note", text="<b onclick=x> & “so”"))
    while not play.ended:
        play.looked(seat)
        play.advance()
    path = tmp_path / "notes.jsonl"
    path.write_text(play.text(), "utf-8")
    reader = Balanced()

    text = page(path)
    reader.feed(text)

    assert "&lt;b onclick=x&gt; &amp; “so”" in text
    assert (reader.open, reader.refers, reader.tags["script"]) == ([], [], 0)


def test_an_unfinished_record_gives_a_report_that_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Half a run would be read as a whole one, or spoil a play that goes on."""
    scenario = load(TINY)
    play = play_of(scenario, Command(scenario.seats[0].id, "note", text="so far"))
    path = tmp_path / "half.jsonl"
    path.write_text(play.text() + '{"torn', "utf-8")

    text = page(path)

    assert "This run is not finished." in text
    assert "The run has no ending yet." in text
    assert "whoever means to go on with the play should not read on" in text
    assert "What is known of the real events" not in text
    assert capsys.readouterr().err == f"channel16: {path}: is not finished; the report says so\n"


def test_a_record_without_any_event_or_decision_still_reads(tmp_path: Path) -> None:
    """The smallest run would end in a division by nothing."""
    play = play_of(load(TINY))
    head, *_ = play.text().splitlines(keepends=True)
    path = tmp_path / "bare.jsonl"
    path.write_text(head, "utf-8")

    text = page(path)

    assert "This run is not finished." in text


def test_moves_taken_back_are_mentioned() -> None:
    """A reader would take the last line of play for the only one."""
    scenario = load(TINY)
    engine = play_of(scenario).engine
    common = (engine, {}, 1, 0, "sha256:0", {}, "sha256:1")

    assert "the record holds 3 lines of play" in html(report(Evidence(*common, 3)))
    assert "lines of play" not in html(report(Evidence(*common, 1)))


# Figures


def test_the_axis_runs_forward_and_folds_what_is_quiet() -> None:
    """A morning would be a pixel wide beside the two days after it."""
    day, minute = 86_400_000, 60_000
    begins = load(TINY).begins
    axis = chart.Axis([minute * n for n in range(60)], 2 * day, begins)

    places = [axis.x(minute * n) for n in range(0, 2880, 5)]
    assert places == sorted(places)
    assert places[0] == chart.LEFT
    assert axis.x(2 * day) == chart.RIGHT
    assert len(axis.folds()) == 1
    assert axis.x(59 * minute) > 0.9 * chart.RIGHT
    assert chart.Axis([], 1, begins).folds() == []
    assert chart.Axis([], 2 * day, begins).folds() == []


# What is wrong outside


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "there is no such file"),
        (b"", "is empty"),
        (b"not a record\n", "does not begin with a record's header"),
        (b"\xff\xfe\n", "is not UTF-8 text"),
        (b'{"record": 99}\n', "has format 99"),
    ],
)
def test_what_is_no_record_is_refused_in_one_line(
    content: bytes | None, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A traceback, or an empty page."""
    path, out = tmp_path / "r.jsonl", tmp_path / "aar.html"
    if content is not None:
        path.write_bytes(content)

    assert words in refused(capsys, "report", str(path), "-o", str(out))
    assert not out.exists()


def test_a_changed_record_is_refused(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The page would tell what never happened."""
    text = tiny.read_text("utf-8")
    events = [json.loads(line) for line in text.splitlines()]
    late = next(e for e in events if e.get("event") == "inject_released")
    out = str(tiny.with_name("aar.html"))

    tiny.write_text(text.replace(f'"at_ms":{late["at_ms"]}', '"at_ms":1', 1), "utf-8")
    assert "does not re-run" in refused(capsys, "report", str(tiny), "-o", out)
    tiny.write_text(re.sub(r'("digest":"sha256:)[0-9a-f]{4}(\w+","ending)', r"\g<1>0000\2", text))
    assert "its digest does not fit its events" in refused(capsys, "report", str(tiny), "-o", out)
    assert not Path(out).exists()


@pytest.mark.parametrize("verb", ["report", "export"])
def test_a_place_that_cannot_take_the_file_is_refused(
    verb: str, tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A record or a scenario would be written over, or half a file left."""
    where = tiny.parent
    before = tiny.read_bytes()

    def asked(path: Path) -> list[str]:
        return (
            ["report", str(tiny), "-o", str(path)]
            if verb == "report"
            else ["export", TINY, "--msel", str(path)]
        )

    missing = where / "no" / "such" / "file"
    assert "there is no folder" in refused(capsys, *asked(missing))
    assert not (where / "no").exists()
    assert "is no file" in refused(capsys, *asked(where))
    assert "is another kind of file and stays" in refused(capsys, *asked(tiny))
    assert tiny.read_bytes() == before
    assert [path.name for path in where.iterdir()] == [tiny.name]


@pytest.mark.parametrize("verb", ["report", "export"])
def test_a_full_disk_leaves_nothing_half_written(
    verb: str, tiny: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An earlier report would be lost to one that could not be written."""
    out = tiny.with_name("out")
    args = ["report", str(tiny), "-o"] if verb == "report" else ["export", TINY, "--msel"]
    assert main(["exercise", *args, str(out)]) == 0
    if verb == "export":
        out.write_bytes(out.read_bytes().rpartition(b"ADMIN-2")[0].rpartition(b"\n")[0] + b"\n")
    before = out.read_bytes()

    def full(fd: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)

    assert "cannot be written (No space left on device)" in refused(capsys, *args, str(out))
    assert out.read_bytes() == before
    assert sorted(path.name for path in tiny.parent.iterdir()) == ["out", tiny.name]


def test_wrong_use_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """A traceback, or silence."""
    for args in ([], ["export", TINY], ["report", "x"], ["export", "hand", "--msel", "x.csv"]):
        refused(capsys, *args)


def test_a_decision_says_what_was_open_and_then_what_changed(record: Path) -> None:
    """Whoever judges a choice would not see what else could be chosen."""
    again = run_again(record)
    made = decisions.decisions(again.engine.setup, again.engine.log)
    seat = next(d.seat for d in made if d.open)
    own = [d for d in made if d.seat == seat]
    state = initial(again.engine.setup)
    for event in again.engine.log[: own[0].seq - 1]:
        evolve(state, event)
    titles = [
        again.engine.setup.moves[m].title
        for m in legal(again.engine.setup, state.known[seat], own[0].at_ms)
    ]

    assert list(own[0].open) == titles
    text = unescape(page(record))
    assert f"open: {'; '.join(titles)}" in text
    assert "open: as before" in text or "also open: " in text
    assert f"event {own[0].seq}" in text
