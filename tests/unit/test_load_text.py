"""Text that is no scenario: not YAML, too deep, too large, not text at all, or not there."""

from __future__ import annotations

import copy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sim.errors import ScenarioError
from sim.loader import check, from_data, from_text, library, load
from sim.loader.sources import sources
from sim.loader.yamltext import BYTES_MOST, parse
from tests.faulty import (
    DATA,
    assert_faults,
    doc,
    faults_in,
)

NOT_YAML = "is not YAML: …"
EMPTY = "is empty; see `channel16 scenario schema`"
NO_KEYS = "expected keys and values; see `channel16 scenario schema`"
DEEP = "is nested deeper than 60; flatten it"
ITSELF = "refers to itself; an alias may not stand inside its own anchor"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: 1\n§\tb: 2\n", NOT_YAML),
        ("a: [1, 2\nb§: 3\n", NOT_YAML),
        ("a: b§: c\n", NOT_YAML),
        ("a: 1\n  b§: 2\n", NOT_YAML),
        ("a: §*b\n", NOT_YAML),
        ("a: §@b\n", NOT_YAML),
        ('a: "é\\§q"\n', NOT_YAML),
        ("{a: b§? c}\n", NOT_YAML),
        ("a: b§\t\n", NOT_YAML),
        ("a: 1\n§---\nb: 2\n", NOT_YAML),
        ('a: "b\n\n§', NOT_YAML),
        ("§", EMPTY),
        ("§# nothing but a remark\n", EMPTY),
        ("§hello\n", NO_KEYS),
        ("§- a\n", NO_KEYS),
        ("§null\n", NO_KEYS),
        ("a: §&x [*x]\n", ITSELF),
        ("a: §&x {b: [*x]}\n", ITSELF),
        # The n-th bracket has depth n and stands in column 3 + n; depth 61 is refused.
        (f"a: {'[' * 60}§[{']' * 61}\n", DEEP),
        (f"a: {'[' * 60}§{'[' * 9_940}{']' * 10_000}\n", DEEP),
        (f"{'- ' * 61}§{'- ' * 900}a\n", DEEP),
        (f"{'[' * 61}§{'[' * 9_939}", DEEP),
        ("[a§", NOT_YAML),
    ],
)
def test_text_that_is_not_yaml_or_not_ours(text: str, sentence: str) -> None:
    """A slip in the syntax would be reported elsewhere, or read as something else."""
    assert_faults(text, [sentence])


def test_a_hundred_thousand_brackets_do_not_kill_the_process(tmp_path: Path) -> None:
    """A file of 100 kB would end the program, and whatever it was hosting, without a word."""
    file = tmp_path / "deep.yaml"
    file.write_text("[" * 100_000, "utf-8")
    code = (
        "import resource, sys; from sim.loader import check;"
        "resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); sys.exit(len(check(sys.argv[1])))"
    )
    root = Path(__file__).parents[2]

    done = subprocess.run([sys.executable, "-c", code, file], check=False, cwd=root)

    assert done.returncode == 1


def test_an_alias_bomb_is_stopped() -> None:
    """A few lines would grow to 10^9 values and fill the memory."""
    tens = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]

    found = faults_in("\n".join(["a0: &a0 [x, x, x, x, x, x, x, x, x, x]", *tens]))

    assert [fault.what for fault in found] == ["has more than 100000 values"]
    assert found[0].hint == "look for repeated aliases"


def test_an_alias_may_stand_for_what_is_written_once() -> None:
    """An author would have to repeat himself; the bound must not forbid plain aliases."""
    text = "flags:\n  - {id: agreed, title: &t Agreed}\n  - {id: b, title: *t}\n"

    assert [flag.title for flag in from_text(doc(text)).flags] == ["Agreed", "Agreed"]


ODD = {
    "empty": (b"", 1, "is empty"),
    "binary": (b"\x7fELF\x02\x01\x01\xff\xfe\x00", 1, "is not UTF-8 text"),
    "latin-1": (doc("place: Caña\n").encode("latin-1"), 5, "is not UTF-8 text"),
    "utf-16": (doc().encode("utf-16"), 1, "is not UTF-8 text"),
    "utf-16 without mark": (doc().encode("utf-16-le"), 1, "holds a control character (U+0000)"),
    "nul": (doc("place: a\0b\n").encode(), 5, "holds a control character (U+0000)"),
    "escape": (doc("title: \x1b[2J\n").encode(), 3, "holds a control character (U+001B)"),
    "surrogate": (b"title: \xed\xa0\x80", 1, "is not UTF-8 text"),
}


@pytest.mark.parametrize("name", ODD)
def test_files_that_are_no_text(name: str, tmp_path: Path) -> None:
    """A file in another encoding would be misread or end in a traceback."""
    raw, line, what = ODD[name]
    file = tmp_path / "scenario.yaml"
    file.write_bytes(raw)

    with pytest.raises(ScenarioError) as caught:
        load(file)

    fault = caught.value.faults[0]
    assert (fault.file, fault.line, fault.what) == (str(file), line, what)
    assert fault.hint


@pytest.mark.parametrize("raw", [b"place: a\0b\n", b"place: a\xffb\n"])
def test_a_character_that_may_not_stand_has_its_column(raw: bytes, tmp_path: Path) -> None:
    """An author would search a long line for something that no editor shows."""
    file = tmp_path / "scenario.yaml"
    file.write_bytes(raw)

    with pytest.raises(ScenarioError) as caught:
        load(file)

    assert caught.value.faults[0].column == 9  # “place: a” has eight characters


@pytest.mark.parametrize("name", ["missing.yaml", "folder", "", "a" * 5000, "x\0y", "\udcff"])
def test_places_without_a_scenario(name: str, tmp_path: Path) -> None:
    """A wrong name on the command line would end in a traceback."""
    (tmp_path / "folder").mkdir()

    with pytest.raises(ScenarioError, match=r"\w"):
        load(f"{tmp_path}/{name}")


def test_a_folder_stands_for_its_scenario(tmp_path: Path) -> None:
    """`channel16 play my-crisis/` would not find the file in the folder."""
    (tmp_path / "scenario.yaml").write_text(doc(), "utf-8")

    assert load(tmp_path) == from_text(doc())


@pytest.mark.parametrize(
    "raw",
    [doc().encode("utf-8-sig"), doc().replace("\n", "\r\n").encode(), doc().rstrip().encode()],
    ids=["byte order mark", "carriage returns", "no last line break"],
)
def test_files_of_other_editors_load(raw: bytes, tmp_path: Path) -> None:
    """A scenario saved on another system would be refused."""
    file = tmp_path / "scenario.yaml"
    file.write_bytes(raw)

    assert load(file) == from_text(doc())


def test_a_scenario_has_at_most_two_megabytes(tmp_path: Path) -> None:
    """A huge file would be read whole; one of exactly 2 000 000 bytes must still load."""
    file = tmp_path / "scenario.yaml"
    text = doc().encode() + b"#"
    file.write_bytes(text.ljust(BYTES_MOST, b"x"))
    allowed = load(file)

    file.write_bytes(text.ljust(BYTES_MOST + 1, b"x"))
    with pytest.raises(ScenarioError) as caught:
        load(file)

    assert allowed == from_text(doc())
    assert str(caught.value).startswith(f"{file}:1:1: is larger than 2 MB; ")


def test_where_no_scenario_is_shipped_none_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package without its scenarios would end in a traceback instead of a hint."""
    monkeypatch.setattr(library, "root", lambda: tmp_path / "nowhere")

    assert library.shipped() == []
    with pytest.raises(ScenarioError, match="there is no such scenario; none is declared"):
        load("twenty-nine-minutes")


def test_check_lists_what_an_author_can_repair(tmp_path: Path) -> None:
    """`scenario check` would exit 2 on a syntax error, or 0 on a file it cannot read."""
    file = tmp_path / "scenario.yaml"

    file.write_text(doc(), "utf-8")
    none = check(file)
    file.write_text("a: [", "utf-8")
    syntax = check(file)
    file.write_bytes(b"\xff")
    with pytest.raises(ScenarioError) as unreadable:
        check(file)

    assert none == []
    assert [fault.what[:11] for fault in syntax] == ["is not YAML"]
    assert unreadable.value.faults[0].what == "is not UTF-8 text"


@pytest.mark.parametrize("value", ['"2\\nx"', '"\\e[2J"', "x" * 10_000])
def test_a_fault_is_one_short_printable_line(value: str) -> None:
    """The contract “one line per fault” would break, and a file could write on the terminal."""
    line = str(faults_in(doc(f"horizon: {value}\n"))[0])

    assert line.isprintable()
    assert len(line) < 1000


@pytest.mark.parametrize("escape", ["\\0", "\\a", "\\b", "\\e[2J", "\\x9b2J", "\\ud800"])
def test_control_characters_cannot_be_escaped_in(escape: str) -> None:
    """A title could move the cursor, clear the screen or forge a line of the log."""
    assert_faults(doc(f'title: §"a{escape}"\n'), ["…"])


def test_text_with_half_a_character_is_refused() -> None:
    """Text from a command line that is not UTF-8 would end in a traceback."""
    assert_faults("title: §\udcff", ["…"])


@pytest.mark.parametrize("depth", [100, 300])
def test_data_is_no_deeper_than_text_may_be(depth: int) -> None:
    """A record with a deep scenario would be accepted and then break its own saving."""
    condition: dict[str, Any] = {"after": "1 h"}
    for _ in range(depth):
        condition = {"not": condition}
    data = copy.deepcopy(DATA)
    data["endings"].insert(0, {"id": "a", "title": "A", "text": "A", "when": condition})

    with pytest.raises(ScenarioError):
        from_data(data)


@pytest.mark.parametrize("briefing", ["[a]", "{known: [a]}", "{facts: 5}"])
def test_sources_of_a_faulty_scenario_are_counted(briefing: str) -> None:
    """`scenario check --sources` would end in a traceback where `scenario check` gives faults."""
    document = parse(doc(f"briefing: {briefing}\n"), "f.yaml")

    # begins, origin, horizon; 1 of the place, 1 of the window, 7 of the vessel, and 1 each of gate,
    # counter, activity and inject: 3 + 1 + 1 + 7 + 4 = 16
    assert sources(document).counts["untagged"] == 16
