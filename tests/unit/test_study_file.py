"""A study stated in a file: what it says is done, and what is wrong in it is told at its place."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main
from sim.cli.study_request import stated as stated_study
from sim.loader import library
from sim.loader.yamltext import parse
from sim.study import design
from sim.study.design import StudyError
from sim.study.planning import plan
from sim.study.settings import as_data, normal, settings_of, text_of, texts_of
from sim.study.statement import planned, read

TINY = "_tiny/late_alert.yaml"
STATED = """\
study: 1
title: Late or not
scenario: _tiny/late_alert.yaml
n: 40
seed: 7
seats: {bridge: random}
set: {horizon: 41 min}
arms:
  as-is: {}
  late:
  - injects.near.at: 12 min
"""
SPOKEN = ["-n", "40", "--seed", "7", "--seat", "bridge=random", "--set", "horizon=41 min"]
DURATION = "expected a duration with its unit (d, h, min, s, ms), such as “6 min”"
ARMS = ["--arm", "as-is", "--arm", "late:injects.near.at='12 min'"]


@pytest.fixture
def stated(tmp_path: Path) -> Path:
    """Give a file that states a study."""
    path = tmp_path / "late.yaml"
    path.write_text(STATED, "utf-8")
    return path


def study(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    """Run a study in this process and read its JSON."""
    code = main(["study", *map(str, arguments), "--workers", "1", "--json"])
    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    return found


def faults(text: str, folder: Path = Path()) -> list[str]:
    """Give what is wrong with a text that states a study, at whichever step it is noticed."""
    document = parse(text, "s.yaml")
    with pytest.raises(StudyError) as caught:
        planned(document, read(document, folder))
    return [str(fault) for fault in caught.value.faults]


def test_a_file_says_the_same_as_a_command_line(
    stated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A study would change its results when it is written down."""
    assert study(capsys, stated) == study(capsys, TINY, *SPOKEN, *ARMS)


@pytest.mark.parametrize(
    ("option", "line"),
    [
        (["-n", "20"], ("n: 40", "n: 20")),
        (["--seed", "8"], ("seed: 7", "seed: 8")),
        (["--seat", "bridge=standing-orders"], ("random", "standing-orders")),
        (["--set", "horizon=45 min"], ("41 min", "45 min")),
        (
            ["--arm", "only"],
            ("arms:\n  as-is: {}\n  late:\n  - injects.near.at: 12 min", "arms: {only: }"),
        ),
        (["--until-halfwidth", "0.5"], ("study: 1", "study: 1\nuntil_halfwidth: 0.5")),
    ],
)
def test_the_command_line_has_the_last_word(
    option: list[str], line: tuple[str, str], stated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody could try a variation without editing the file."""
    varied = study(capsys, stated, *option)

    stated.write_text(STATED.replace(*line), "utf-8")

    assert varied == study(capsys, stated)


TEXTS = """\
study: 1
title: Late or not
text: |
  One paragraph,
  on two lines.

  Another.
scenario: mine.yaml
arms: {as-is: {}, other: {title: "a
    folded
    text"}}
"""


@pytest.mark.parametrize(
    "saved",
    [
        lambda raw: raw.replace(b"\n", b"\r\n"),
        lambda raw: raw.replace(b"\n", b"\r"),
        lambda raw: b"\xef\xbb\xbf" + raw,
        lambda raw: raw.rstrip(b"\n"),
        lambda raw: b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n") + b"\r\n\r\n",
    ],
    ids=["CRLF", "CR", "mark", "no end", "all"],
)
def test_other_ends_of_lines_are_the_same_study(
    saved: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    """A file that went through another system, or Git, would state another study."""
    scenario = library.find(TINY).read_bytes().replace(b"late_alert", b"mine")
    path = tmp_path / "s.yaml"

    def asked(change: Callable[[bytes], bytes]) -> tuple[str, str, str]:
        (tmp_path / "mine.yaml").write_bytes(change(scenario))
        path.write_bytes(change(TEXTS.encode()))
        request = stated_study(str(path))
        return request.study.title, request.study.text, request.plan().key

    assert asked(saved) == asked(lambda raw: raw)


def test_a_file_in_another_encoding_is_called_that(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An author would look for a fault in what is written, not in how it was saved."""
    path = tmp_path / "s.yaml"
    path.write_bytes(STATED.encode("utf-16"))

    assert main(["study", str(path)]) == 2
    assert capsys.readouterr().err == (
        f"channel16: {path}:1:1: is not UTF-8 text; save it as UTF-8\n"
    )


def test_a_scenario_is_still_found_by_its_file(capsys: pytest.CaptureFixture[str]) -> None:
    """Every YAML file would be taken for a study."""
    assert study(capsys, TINY, "-n", "5")["n"] == 5


def test_a_scenario_beside_the_file_is_found(tmp_path: Path) -> None:
    """A folder with a scenario and its studies could not be moved."""
    scenario = library.find(TINY).read_text("utf-8")
    (tmp_path / "mine.yaml").write_text(scenario.replace("late_alert", "mine"), "utf-8")
    document = parse("study: 1\nscenario: mine.yaml\n", "s.yaml")

    assert plan(read(document, tmp_path)).scenario == "mine"


def test_all_faults_of_a_file_are_told_at_once() -> None:
    """An author would repair a file fault by fault, without knowing where."""
    text = """\
study: 1
scenario: _tiny/late_alert.yaml
n: 0
sed: 4
seats: {the_bridge: random}
set: {horizn: 41 min}
arms:
  typo: {injects.near.att: 12 min}
  wrong: {injects.near.at: soon}
  same: {horizon: 40 min}
  number: 3
presets: perhaps
"""

    assert faults(text) == [
        "s.yaml:3:4: “0”: expected a whole number from 1 to 10000000",
        "s.yaml:4:1: unknown key “sed”; did you mean “seed”?",
        "s.yaml:5:9: there is no seat “the_bridge”; did you mean “bridge”?",
        "s.yaml:6:7: “horizn” matches nothing; did you mean “horizon”?",
        "s.yaml:8:10: “att” matches nothing; did you mean “at”?",
        f"s.yaml:9:28: “soon”: {DURATION}",
        "s.yaml:10:3: the arm “same” changes nothing; check its values",
        "s.yaml:11:11: expected PATH: VALUE, or a list of such",
        "s.yaml:12:10: “perhaps”: expected true or false",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("study: 2\nscenario: _tiny/late_alert.yaml", "s.yaml:1:8: “2”: expected 1"),
        ("study: 1", "s.yaml:1:1: the key “scenario” is missing; add it"),
        ("study: 1\nscenario: nowhere", "s.yaml:2:11: “nowhere”: there is no such scenario; "),
        ("study: 1\nscenario: 3", "s.yaml:2:11: “3”: expected the id or path of a scenario"),
        ("study: 1\nscenario: [", "s.yaml:2:12: is not YAML"),
        ("study: 1\nstudy: 1\nscenario: _tiny/late_alert.yaml", "s.yaml:2:1: the key “study” sta"),
        ("study: 1\nscenario: _tiny/late_alert.yaml\narms: []", "s.yaml:3:7: expected NAME: "),
        ("study: 1\nscenario: _tiny/late_alert.yaml\nset: [horizon=3]", "s.yaml:3:7: expected P"),
        ("study: 1\nscenario: _tiny/late_alert.yaml\nset: {a=b: 3}", "s.yaml:3:7: “a=b”: "),
        (
            "study: 1\nscenario: _tiny/late_alert.yaml\nset: {horizon: long}",
            "s.yaml:3:16: “long”: expected a duration",
        ),
        (
            "study: 1\nscenario: _tiny/late_alert.yaml\nuntil_halfwidth: 2",
            "s.yaml:3:18: “2”: expected a number between 0 and 1",
        ),
        (
            "study: 1\nscenario: _tiny/late_alert.yaml\nseats: {bridge: person}",
            "s.yaml:3:9: seat “bridge”: a study has no people; give SEAT=POLICY",
        ),
    ],
)
def test_a_fault_is_told_where_it_stands(text: str, sentence: str) -> None:
    """An author would have to look for it."""
    (only,) = faults(text)

    assert only.startswith(sentence)


def test_a_setting_that_matches_nothing_hides_no_place() -> None:
    """What else is wrong in its arm would be told without a place, and it alone as if typed."""
    text = (
        f"study: 1\nscenario: {TINY}\narms:\n  as-is: {{}}\n  late:\n"
        "    injects.near.att: 12 min\n    injects.near.at: soon\n"
    )

    found = faults(text)

    assert [line.partition(" ")[0] for line in found] == ["s.yaml:6:5:", "s.yaml:7:22:"]


def test_faults_of_the_scenario_keep_their_own_place(tmp_path: Path) -> None:
    """A study would be blamed for what stands in another file."""
    scenario = library.find(TINY).read_text("utf-8").replace("horizon: 40 min", "horizon: 40")
    (tmp_path / "mine.yaml").write_text(scenario, "utf-8")

    (only,) = faults("study: 1\nscenario: mine.yaml", tmp_path)

    assert only.startswith(f"{tmp_path / 'mine.yaml'}:")
    assert "“40”: expected a duration" in only


def test_a_file_is_not_blamed_for_the_command_line(
    stated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fault would be looked for where it does not stand."""
    codes = [
        main(["study", str(stated), *more])
        for more in (["--arm", "late:injects.near.at=soon"], ["--seat", "bridge=nobody"])
    ]

    err = capsys.readouterr().err
    assert codes == [2, 2]
    assert str(stated) not in err
    assert err.count("\n") == 2


def test_a_file_that_is_not_there_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """A mistyped name would be taken for a scenario's id."""
    code = main(["study", "no/such.yaml"])

    assert code == 2
    assert capsys.readouterr().err == (
        "channel16: no/such.yaml:1:1: there is no such file; check the name\n"
    )


@pytest.mark.parametrize(
    "value",
    [
        *("12 kn", "12", "", " a ", "true", "a: b", "# a", "two\nlines", "\u2028\x85\x7f", "😀"),
        *(3, 0.5, 1e-9, 1e22, None, True, [1, ["a"]], {"a": {"b": "c, d"}}),
    ],
)
def test_a_value_in_a_file_is_the_value_on_the_command_line(value: object) -> None:
    """A change would mean something else once it is written down."""
    (setting,) = settings_of({"a.b": value}, ("set",))

    assert as_data(texts_of([setting])) == [{"a.b": value}]
    assert normal(setting.text) == setting.text == f"a.b={text_of(value)}"
    assert "\n" not in setting.text


class TestPresets:
    """Arms under presets; a scenario's title stands in for the preset, which it may not have."""

    @pytest.fixture(autouse=True)
    def _title(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(design, "PRESET_PATH", "title")

    def test_every_arm_runs_under_every_preset(
        self, stated: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A reader would not see how far a finding rests on what is assumed."""
        found = study(capsys, stated, "--presets")

        pairs = {(row["arm"], row["against"]) for row in found["comparisons"]}
        assert list(found["arms"]) == [
            f"{arm}@{preset}"
            for preset in ("optimist", "middle", "pessimist")
            for arm in ("as-is", "late")
        ]
        assert found["baseline"] == "as-is@optimist"
        assert pairs == {
            (f"late@{preset}", f"as-is@{preset}") for preset in ("optimist", "middle", "pessimist")
        }

    def test_a_file_asks_for_presets_and_the_command_line_may_not(
        self, stated: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A long study could not be tried without them."""
        asked = study(capsys, stated, "--presets")
        stated.write_text(STATED + "presets: true\n", "utf-8")

        assert study(capsys, stated) == asked
        assert list(study(capsys, stated, "--no-presets")["arms"]) == ["as-is", "late"]

    def test_each_preset_changes_the_scenario_of_its_arms(self, stated: Path) -> None:
        """Three columns would say the same thing three times."""
        document = parse(STATED + "presets: true\n", "s.yaml")

        made = plan(read(document, stated.parent))

        assert [scenario["title"] for scenario in made.scenarios] == [
            preset for preset in ("optimist", "middle", "pessimist") for _ in range(2)
        ]

    def test_a_row_under_a_preset_can_be_shown(
        self, stated: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """An odd number in a table could not be looked into."""
        code = main(["study", str(stated), "--presets", "--show", "late@middle/3"])

        assert code == 0
        assert "It is near." in capsys.readouterr().out

    def test_an_arm_may_not_choose_its_own_preset(self) -> None:
        """An arm named pessimist would run as an optimist."""
        text = STATED.replace("as-is: {}", "as-is: {title: middle}") + "presets: true\n"

        assert faults(text) == [
            "s.yaml:9:3: the arm “as-is” sets the preset itself; leave either out"
        ]


def test_a_scenario_without_presets_says_so_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nine arms would complain of the same thing."""
    monkeypatch.setattr(design, "PRESET_PATH", "no_such_key")

    (only,) = faults(STATED + "presets: true\n")

    assert only.startswith("s.yaml:12:1: presets: “no_such_key” matches nothing; ")


def test_the_example_of_the_page_can_be_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first thing that an analyst copies would be refused."""
    monkeypatch.setattr(design, "PRESET_PATH", "title")
    page = (Path(__file__).parents[2] / "docs" / "studies.md").read_text("utf-8")
    example = page.partition("```yaml\n")[2].partition("```")[0]

    made = planned(document := parse(example, "s.yaml"), read(document, Path()))

    assert (made.n, len(made.arms)) == (500, 9)


SHIPPED = sorted((library.root() / "_studies").glob("*.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_study_can_be_run(path: Path) -> None:
    """A change of a scenario would break the studies of it, and nobody would notice."""
    request = stated_study(f"_studies/{path.name}")

    made = request.plan()

    assert made.n >= 100
    assert request.study.title
    assert request.study.text
