"""Logic of conditions: what is said to follow does follow, whatever is the case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.loader.logic import Formula, Joint, Question, clash, formula, implies, joint
from sim.model import conditions as c
from sim.model.endings import Ending

FLAGS, GATES, STATES = ("laid", "agreed"), ("near", "far"), ("open", "suspended", "not_established")


@dataclass(frozen=True)
class Case:
    """One way in which things may stand."""

    flags: frozenset[str]
    crates: int
    minutes: int
    done: int
    apart_m: float | None
    inside: frozenset[str]
    entered: frozenset[str]
    political: str


def _condition(data: object) -> Any:
    return Ending.model_validate({"id": "e", "title": "E", "text": "E.", "when": data}).when


leaves = st.one_of(
    st.sampled_from(FLAGS).map(lambda flag: {"flag": flag}),
    st.sampled_from(GATES).map(lambda gate: {"inside": gate}),
    st.sampled_from(GATES).map(lambda gate: {"entered": gate}),
    st.sampled_from(STATES).map(lambda word: {"channel": {"channel": "vhf", "political": word}}),
    st.integers(0, 4).map(lambda n: {"counter": {"counter": "crates", "at_least": n}}),
    st.integers(0, 4).map(lambda n: {"counter": {"counter": "crates", "at_most": n}}),
    st.tuples(st.integers(0, 2), st.integers(2, 4)).map(
        lambda ends: {"counter": {"counter": "crates", "at_least": ends[0], "at_most": ends[1]}}
    ),
    st.integers(0, 4).map(lambda n: {"after": f"{n} min"}),
    st.integers(1, 3).map(lambda n: {"done": {"move": "go", "times": n}}),
    st.integers(1, 3).map(lambda n: {"range": {"of": ["one", "two"], "below": f"{n} m"}}),
    st.integers(1, 3).map(lambda n: {"range": {"of": ["one", "two"], "above": f"{n} m"}}),
)
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        inner.map(lambda one: {"not": one}),
        st.lists(inner, min_size=1, max_size=3).map(lambda of: {"all": of}),
        st.lists(inner, min_size=1, max_size=3).map(lambda of: {"any": of}),
    ),
    max_leaves=5,
).map(_condition)
ways = st.builds(
    Case,
    flags=st.frozensets(st.sampled_from(FLAGS)),
    crates=st.integers(0, 5),
    minutes=st.integers(0, 5),
    done=st.integers(0, 4),
    apart_m=st.none() | st.floats(0, 5),
    inside=st.frozensets(st.sampled_from(GATES)),
    entered=st.frozensets(st.sampled_from(GATES)),
    political=st.sampled_from(STATES),
).filter(lambda case: case.inside <= case.entered)


def _holds(whole: Formula, case: Case) -> bool:
    if isinstance(whole, Joint):
        return (all if whole.every else any)(_holds(part, case) for part in whole.parts)
    return _answer(whole.word, case) == whole.wanted


def _answer(word: object, case: Case) -> bool:
    match word:
        case c.FlagIs(flag=flag):
            return flag in case.flags
        case c.Inside(gate=gate):
            return gate in case.inside
        case c.Entered(gate=gate):
            return gate in case.entered
        case c.ChannelIs(political=political):
            return case.political == political
        case c.CounterIs():
            return word.admits(case.crates)
        case c.After(time=time):
            return case.minutes * 60_000 >= time
        case c.Done(times=times):
            return case.done >= times
        case c.Range(below=below, above=above):
            apart = case.apart_m
            return (
                apart is not None
                and (below is None or apart <= below)
                and (above is None or apart > above)
            )
    raise AssertionError(word)


def _plain(word: Any, case: Case) -> bool:
    """Say whether a condition holds, without taking it apart."""
    if isinstance(word, c.Not):
        return not _plain(word.of, case)
    if isinstance(word, c.All | c.AnyOf):
        return (all if isinstance(word, c.All) else any)(_plain(of, case) for of in word.of)
    return _answer(word, case)


@given(conditions, ways, st.booleans())
def test_a_condition_taken_apart_says_the_same(one: Any, case: Case, wanted: bool) -> None:
    """A “not” would be lost on the way to the questions."""
    assert _holds(formula(one, wanted=wanted), case) == (_plain(one, case) == wanted)


@given(conditions, conditions, st.lists(ways, min_size=1, max_size=20))
def test_what_is_implied_holds_whenever_the_other_does(
    one: Any, other: Any, cases: list[Case]
) -> None:
    """An ending that can come would be called hidden."""
    follows = implies(formula(one), formula(other))

    assert not follows or all(_plain(other, case) for case in cases if _plain(one, case))


@given(st.lists(conditions, min_size=2, max_size=4), st.lists(ways, min_size=1, max_size=20))
def test_what_contradicts_itself_never_holds(of: list[Any], cases: list[Case]) -> None:
    """A move that may well be open would be called closed for ever."""
    impossible = clash(joint(map(formula, of))) is not None

    assert not impossible or not any(all(_plain(one, case) for one in of) for case in cases)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"flag": "laid"}, {"any": [{"flag": "agreed"}, {"flag": "laid"}]}),
        ({"all": [{"flag": "laid"}, {"flag": "agreed"}]}, {"flag": "agreed"}),
        (
            {"all": [{"flag": "laid"}, {"flag": "agreed"}]},
            {"all": [{"flag": "agreed"}, {"flag": "laid"}]},
        ),
        ({"not": {"any": [{"flag": "laid"}, {"flag": "agreed"}]}}, {"not": {"flag": "agreed"}}),
        (
            {"counter": {"counter": "crates", "at_least": 3}},
            {"not": {"counter": {"counter": "crates", "at_most": 2}}},
        ),
        ({"not": {"after": "2 min"}}, {"not": {"after": "3 min"}}),
        ({"inside": "near"}, {"entered": "near"}),
        (
            {"range": {"of": ["one", "two"], "below": "1 m"}},
            {"range": {"of": ["two", "one"], "below": "2 m"}},
        ),
    ],
)
def test_what_follows_is_seen(one: object, other: object) -> None:
    """Nothing would ever be found: to say “not known” of everything is no mistake."""
    assert implies(formula(_condition(one)), formula(_condition(other)))


@pytest.mark.parametrize(
    "of",
    [
        [{"flag": "laid"}, {"not": {"flag": "laid"}}],
        [{"flag": "laid"}, {"all": [{"flag": "agreed"}, {"not": {"flag": "laid"}}]}],
        [{"flag": "laid"}, {"not": {"any": [{"flag": "laid"}, {"flag": "agreed"}]}}],
        [
            {"not": {"flag": "laid"}},
            {"not": {"flag": "agreed"}},
            {"any": [{"flag": "laid"}, {"flag": "agreed"}]},
        ],
        [{"after": "3 min"}, {"not": {"after": "2 min"}}],
        [{"inside": "near"}, {"not": {"entered": "near"}}],
        [{"channel": {"channel": "vhf", "political": p}} for p in ("open", "suspended")],
        [
            {"range": {"of": ["one", "two"], "below": "1 m"}},
            {"range": {"of": ["one", "two"], "above": "2 m"}},
        ],
    ],
)
def test_what_excludes_each_other_is_seen(of: list[object]) -> None:
    """As above."""
    found = clash(formula(_condition({"all": of})))

    assert found is not None
    assert all(isinstance(question, Question) for question in found)
