"""What an exercise writes, opened by the programs it is meant for: a spreadsheet and a browser."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from pathlib import Path

import pytest

from sim.cli import main
from tests.needs import program

SECONDS_MOST = 120
ALONE = ("--headless", "--disable-gpu", "--no-sandbox", "--proxy-server=127.0.0.1:9")
"""No window, and a proxy that nobody serves: every request to another machine must fail."""

NOT_THE_PAGE = "not an origin"
"""What the browser's log calls the sender of its own requests."""


def ran(folder: Path, *words: str) -> tuple[str, str]:
    """Run a program with a home of its own; give what it wrote to both streams."""
    done = subprocess.run(
        words,
        cwd=folder,
        env={"HOME": str(folder), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS_MOST,
        check=True,
    )
    return done.stdout, done.stderr


def looked_at(folder: Path, browser: str, page: Path) -> tuple[str, str, set[str]]:
    """Open a page; give it as the browser has it, what was complained of, and what it asked for."""
    net = folder / "net.json"
    log = ("--enable-logging=stderr", "--log-level=0", f"--log-net-log={net}")
    own = f"--user-data-dir={folder / 'browser'}"
    dom, complaints = ran(folder, browser, *ALONE, *log, own, "--dump-dom", page.as_uri())
    events = [json.loads(line) for line in map(_event, net.read_text("utf-8").split("\n")) if line]
    asked = [event.get("params", {}) for event in events]
    return (
        dom,
        complaints,
        {p["url"] for p in asked if p.get("initiator", NOT_THE_PAGE) != NOT_THE_PAGE},
    )


def _event(line: str) -> str:
    """Give the event of a line of the browser's log, which is cut off when the browser ends."""
    line = line.rstrip().removesuffix("]}").rstrip(",")
    return line if line.startswith("{") and line.endswith("}") and '"params"' in line else ""


def clock(cell: str) -> str:
    """Write a time of day, which a spreadsheet knows for one, as the table had it."""
    match = re.fullmatch(r"(\d\d):(\d\d):00 ([AP])M", cell)
    if match is None:
        return cell
    return f"{int(match[1]) % 12 + 12 * (match[3] == 'P'):02}:{match[2]}"


def table(path: Path) -> list[list[str]]:
    """Read a table of commas, whatever its quotes and line ends."""
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_a_spreadsheet_opens_the_list_of_events(tmp_path: Path, kind: str) -> None:
    """A planner would see shifted columns, split texts or broken letters."""
    office = program("soffice", "libreoffice")
    written = tmp_path / "msel.csv"
    assert main(["exercise", "export", "twenty-nine-minutes", "--msel", str(written)]) == 0
    back = tmp_path / "back"

    convert = (office, "--headless", "--convert-to")
    ran(tmp_path, *convert, kind, "--infilter=CSV:44,34,76,1,,0,true", str(written))
    same = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true"
    ran(tmp_path, *convert, same, "--outdir", str(back), str(tmp_path / f"msel.{kind}"))

    opened = [[clock(cell) for cell in row] for row in table(back / "msel.csv")]
    assert opened == table(written)


@pytest.mark.slow
def test_a_browser_opens_the_report_without_a_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page would miss parts, ask another machine for them, or fail in the browser."""
    browser = program("chromium", "chromium-browser", "google-chrome")
    monkeypatch.setenv("CHANNEL16_HOME", str(tmp_path))
    record, page = tmp_path / "run.jsonl", tmp_path / "aar.html"
    scenario = ["twenty-nine-minutes", "--seed", "29"]
    assert main(["run", *scenario, "--record", str(record)]) == 0
    assert main(["exercise", "report", str(record), "-o", str(page)]) == 0

    dom, complaints, asked = looked_at(tmp_path, browser, page)

    assert "Twenty-nine minutes" in dom
    assert "CONSOLE" not in complaints
    assert not [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]


@pytest.mark.slow
def test_a_faulty_page_is_noticed(tmp_path: Path) -> None:
    """The test above would pass whatever the page did."""
    browser = program("chromium", "chromium-browser", "google-chrome")
    page = tmp_path / "bad.html"
    page.write_text('<img src="http://elsewhere.invalid/x.png"><script>nope()</script>', "utf-8")

    _, complaints, asked = looked_at(tmp_path, browser, page)

    assert "CONSOLE" in complaints
    assert "http://elsewhere.invalid/x.png" in asked
