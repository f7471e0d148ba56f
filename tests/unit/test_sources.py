"""Whose word a number is: those who made this judge most of them, and it says so."""

from __future__ import annotations

import json

import pytest

from sim.cli import main
from sim.loader import library
from sim.loader.sources import KINDS, UNTAGGED, kind_of, of_model, sources
from sim.loader.yamltext import Document, parse, read_text
from sim.model.parameters import PARAMETER_TABLE


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("[assumed] a watch at most", "team"),
        ("[expert] Channel 16 design team, 2026: judgement", "team"),
        ("[expert] beat sheet of the design notes, 2026", "team"),
        ("[expert] beat sheet of the\n  design notes, 2026", "team"),
        ("[expert] causal notes, 2025 (prevention against management)", "team"),
        ("[expert] causal notes, 2025, after CSIS Interpret China and others", "outside"),
        ("[expert] three masters of coasters, asked in 2024", "outside"),
        ("[data] channel notes, 2025", "measured"),
        ("[clause] COLREGs rule 8(b)", "rule"),
        ("a number from somewhere", UNTAGGED),
        ("[rumour] somebody said so", UNTAGGED),
    ],
)
def test_a_source_says_whose_word_a_number_is(source: str, kind: str) -> None:
    """What the team has judged would be read as the word of experts."""
    assert kind_of(source) == kind


def test_of_the_model_two_numbers_rest_on_experts_outside() -> None:
    """An expert that nobody named would be invented, or one that is named left out."""
    outside = [name for name, row in PARAMETER_TABLE.items() if kind_of(row.source) == "outside"]
    assert outside == ["alpha", "chi"]
    assert of_model()["team"] == 86
    assert sum(of_model().values()) == len(PARAMETER_TABLE)


@pytest.mark.parametrize("name", library.shipped())
def test_no_number_of_a_scenario_here_is_laid_to_an_expert_outside(name: str) -> None:
    """None cites one: what is marked expert is the judgement of those who wrote it."""
    path = library.find(name)
    found = sources(parse(read_text(path), library.shown(path)))
    assert list(found.kinds) == list(KINDS)
    assert found.kinds["outside"] == 0
    assert found.kinds["team"] == found.counts["expert"] + found.counts["assumed"]
    assert sum(found.kinds.values()) == found.total


def test_an_expert_outside_is_counted_as_such() -> None:
    """The author of another scenario would be told that an expert's word is their own."""
    data = {"a": {"x": 1, "source": "[expert] a captain, 2024"}, "b": {"y": 2, "z": 3}}
    found = sources(Document("x", data))
    assert found.kinds == {"rule": 0, "measured": 0, "outside": 1, "team": 0}
    assert len(found.untagged) == 2


def test_the_count_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """Who checks a scenario would not see how much of it was judged."""
    assert main(["scenario", "check", "two-captains", "--sources"]) == 0
    assert (
        "237 of 240 numbers are the team’s judgement; outside experts 0" in capsys.readouterr().out
    )
    assert main(["scenario", "check", "two-captains", "--sources", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found["kinds"]["team"] == 237
