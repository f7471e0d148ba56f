"""The ledger's tables: dates of which parts are missing, and every fault at its file and line."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import LedgerError
from sim.ledger import LAST, Ledger, read, shipped
from sim.ledger.dates import PartialDate, partial_date
from sim.ledger.entries import FIRST
from sim.ledger.read import TABLES

dates = st.dates(FIRST, LAST).flatmap(
    lambda day: st.sampled_from([f"{day}", f"{day:%Y-%m}", f"{day:%Y}"])
).map(partial_date)  # fmt: skip


def tables() -> dict[str, str]:
    """Give the texts of the shipped tables."""
    folder = files("sim.ledger") / "data"
    return {name: (folder / name).read_text("utf-8") for name in TABLES}


def faults(file: str, line: int, old: str, new: str) -> list[str]:
    """Change one line of a table and give what is then said of it."""
    texts = tables()
    lines = texts[file].split("\n")
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    texts[file] = "\n".join(lines)
    with pytest.raises(LedgerError) as caught:
        read(texts)
    return [str(fault) for fault in caught.value.faults]


@given(dates)
def test_a_partial_date_lies_between_its_ends(found: PartialDate) -> None:
    """A row would be drawn outside what its source says."""
    assert found.first <= found.middle <= found.last
    assert partial_date(str(found)) == found


@given(dates, dates)
def test_partial_dates_that_do_not_overlap_keep_their_order(a: PartialDate, b: PartialDate) -> None:
    """An earlier year would come after a later day."""
    if a.last < b.first:
        assert a.middle < b.middle


@pytest.mark.parametrize(
    "text", ["", "22", "2022-13", "2022-02-30", "2022-1-1", "\uff11\uff19\uff19\uff19", "0000"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    """A slip of the pen would become a day."""
    with pytest.raises(ValueError, match=r"expected|no such day"):
        partial_date(text)


def test_the_shipped_ledger_is_read() -> None:
    """Nothing else here would mean anything."""
    ledger = shipped()

    assert isinstance(ledger, Ledger)
    assert sum(len(h.events) for h in ledger.channels.values()) >= 160
    assert all(history.events for history in ledger.channels.values())


def test_every_source_is_used() -> None:
    """A citation without a row would pass for evidence."""
    ledger = shipped()
    used = {e.source for h in ledger.channels.values() for e in h.events}
    used |= {shock.source for shock in ledger.shocks}

    assert set(ledger.sources) - used == set()


def test_an_article_is_cited_by_its_file() -> None:
    """A fact from an article could not be found again."""
    ledger = shipped()
    for history in ledger.channels.values():
        for event in history.events:
            if event.confidence == "article":
                address = ledger.sources[event.source].address
                assert re.fullmatch(r"00\d_[0-9a-f]{16}\.txt", address), event


@pytest.mark.parametrize(
    ("file", "line", "old", "new", "expected"),
    [
        ("events.csv", 2, "1998-01-19", "1998-01-32", "date: “1998-01-32”: there is no such day"),
        ("events.csv", 2, "1998-01-19", "1997-01-19", "lies outside 1998 to 2025"),
        ("events.csv", 3, "1998-04-29", "1998-01-18", "stands after a later day"),
        ("events.csv", 2, "mmca", "mmcb", "there is no channel “mmcb”; did you mean “mmca”?"),
        ("events.csv", 2, "opened", "begun", "event: “begun”: expected one of opened"),
        ("events.csv", 2, "checked", "certain", "confidence: “certain”: expected one of article"),
        ("events.csv", 2, "usindopacom_2021_12_13", "usindopacom", "there is no source"),
        ("events.csv", 2, "usindopacom_2021_12_13", "", "“checked” needs a source"),
        ("events.csv", 2, "opened", "opened,more", "has not 10 cells"),
        ("channels.csv", 2, "us_prc", "us_chn", "dyad: “us_chn”: expected one of us_prc"),
        ("channels.csv", 3, "leader_summit", "presidential_hotline", "stands twice"),
        ("shocks.csv", 2, "us_prc", "us", "dyad: “us”: expected one of"),
        ("sources.csv", 2, "abc_news_2013_12_13", "ABC", "id: “ABC”: is not what may stand here"),
    ],
)
def test_a_fault_is_told_at_its_line(
    file: str, line: int, old: str, new: str, expected: str
) -> None:
    """Whoever adds a row would have to look for what is wrong with it."""
    found = faults(file, line, old, new)

    assert any(text.startswith(f"{file}:{line}:1: ") and expected in text for text in found), found


def test_all_faults_are_told_at_once() -> None:
    """A long table would be repaired line by line."""
    texts = tables()
    texts["events.csv"] = texts["events.csv"].replace(",opened,", ",begun,")

    with pytest.raises(LedgerError) as caught:
        read(texts)

    assert len(caught.value.faults) == tables()["events.csv"].count(",opened,")
