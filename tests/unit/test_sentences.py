"""What is said is a sentence: of the common library or an author's own, the same everywhere."""

from __future__ import annotations

import html
import itertools
import json
from collections.abc import Iterable

import pytest

from sim.engine import Draws, Engine, Setup, begin, submit
from sim.engine.base.log import Event, to_line
from sim.engine.facts.calls import CallBegun
from sim.engine.facts.promises import PromiseMade
from sim.engine.facts.relays import RelayArrived
from sim.engine.facts.requests import ReplyPutOff, RequestAnswered, RequestMade
from sim.engine.facts.sayings import PromiseSaid, Utterance
from sim.engine.facts.talks import TalkBegun
from sim.engine.facts.terms import Bound
from sim.engine.seat import sayings
from sim.engine.seat.news import feed
from sim.engine.seat.rules import Command
from sim.engine.seat.telling import tell
from sim.engine.seat.views import view
from sim.exercise.aar.report import report
from sim.exercise.evidence import Evidence
from sim.exercise.paper.as_html import html as as_html
from sim.loader import digest, dump, from_data, from_text, load
from sim.loader.messages import messages
from sim.model.channels import MARKERS
from sim.model.scenario import canonical
from sim.model.sentences import HOW, MARKED, Phrasebook, Slot, filled_in, parts
from sim.model.sentences import sayings as all_sayings
from sim.model.terms import TERMS
from sim.play.driver import Play
from sim.play.occupants import occupant
from tests.faulty import assert_faults, cases

SCENE = "two-captains"
OFTEN = ("parameters.a_true=0.5 per d", "horizon=12 d")
QUIET = ("incidents.north_near_miss.times=0", "incidents.south_near_miss.times=0")
STYLES = ("radio", "line")
COMMON = Phrasebook(messages())
EVERYTHING = list(itertools.product(all_sayings(), STYLES))
TERM_OF = {
    "refrain": (Bound("refrain", rung=4), Bound("refrain", what="h01_south_threaten")),
    "no_closer": (
        Bound("no_closer", vessel="south_destroyer", other="north_destroyer", range_m=926.0),
    ),
    "do": (Bound("do", what="d05_south_open"),),
    "call": (Bound("call", what="bridge_radio"),),
}


def own(*entries: dict[str, object], sets: Iterable[str] = OFTEN) -> Setup:
    """Load the scene with sentences of its own."""
    return Setup(from_data({**canonical(load(SCENE, sets)), "sentences": list(entries)}))


def played(setup: Setup, seed: int = 1, policy: str = "") -> Play:
    """Play a scene to its end, with its own policies or with one in every seat."""
    filled = {s: occupant(setup, s, policy or spec.occupant) for s, spec in setup.seats.items()}
    play = Play(setup, seed, filled)
    play.advance()
    return play


def facts(log: Iterable[Event], kind: type) -> list[Event]:
    """List the events of a kind."""
    return [event for event in log if isinstance(event.fact, kind)]


# The common library


@pytest.mark.parametrize(
    ("says", "style"), EVERYTHING, ids=[f"{says}-{style}" for says, style in EVERYTHING]
)
def test_everything_can_be_said_in_three_ways(says: str, style: str) -> None:
    """Two people would say one thing in the same words, or one of them nothing at all."""
    ways = COMMON.ways(says, style, "", "")

    assert len(set(ways)) >= 3
    slots = all_sayings()[says]
    for way in ways:
        assert {part.name for part in way if isinstance(part, Slot)} <= set(slots)
        said = filled_in(way, {slot: f"the {slot}" for slot in slots})
        assert said == said.strip()
        assert "{" not in said
        assert "  " not in said
        assert said[0].isupper()
        assert said[-1] in ".?" or (
            says.startswith("frame.") and said.lower().endswith("the words")
        )


def test_the_library_says_no_more_than_can_be_said() -> None:
    """A sentence would stand there that nobody ever says."""
    assert {entry.says for entry in messages()} == set(all_sayings())
    assert set(MARKERS.values()) <= set(MARKED)
    assert len(MARKED) == 11
    assert {kind for kind in TERMS if "." not in kind} == set(TERM_OF)


@pytest.mark.parametrize("channel", ["bridge_radio", "staff_line"])
@pytest.mark.parametrize(("kind", "how"), list(itertools.product(TERM_OF, HOW)))
def test_every_term_is_said_without_a_gap(channel: str, kind: str, how: str) -> None:
    """A promise would be heard with a hole where its range stands."""
    setup = Setup(load(SCENE))
    who = sayings.voice(
        setup,
        channel,
        "south_captain",
        "north_captain",
        vessel="south_destroyer" if channel == "bridge_radio" else "",
        other="north_destroyer" if channel == "bridge_radio" else "",
    )
    for term in TERM_OF[kind]:
        bound = term._replace(lasts_ms=86_400_000)
        said = sayings.terms_said(setup, who, [bound], how=how, now_ms=0)
        heard = {
            sayings.utterance(setup, who, frame, marker=marker, said=said, u=(n + 0.5) / 60)
            for frame, marker, n in itertools.product(("turn", "last"), MARKED, range(60))
        }
        assert len(heard) >= 3 * 3 * len(MARKED)
        for text in heard:
            assert not set("{}") & set(text), text
            assert "  " not in text, text
            assert " ." not in text, text
            assert "‘’" not in text, text
            if channel == "bridge_radio":
                assert text.startswith("Northern destroyer, ")
                assert not any(c.isdigit() for c in text), text


@pytest.mark.parametrize("rung", range(1, 11))
def test_a_rung_is_said_in_words(rung: int) -> None:
    """An officer would speak of rungs, which no officer does."""
    setup = Setup(load(SCENE))
    who = sayings.voice(setup, "staff_line", "south_captain", "north_captain")
    said = sayings.terms_said(setup, who, [Bound("refrain", rung)], how="asked", now_ms=0)
    text = sayings.utterance(setup, who, "turn", marker="request", said=said, u=0.1)
    assert "rung" not in text
    assert str(rung) not in text


# An author's own

FAULTS = """
sentences:
  - {says: §intent.asks, ways: [Well.]}
=> nobody says “intent.asks”; did you mean “intent.ask”?

sentences:
  - says: intent.ask
    ways: ["What now, {called}?", §"{callee}, what now?"]
=> “intent.ask” has no slot “callee”; did you mean “caller”?

sentences:
  - says: refrain.asked
    ways: [§"Hold back until {until}."]
=> “refrain.asked” has no slot “until”; known: called, caller, span, what

sentences:
  - says: intent.ask
    ways: [§"What now, {called?"]
=> a brace has no twin; write {{ and }} where braces are meant

sentences:
  - says: intent.ask
    ways: [§"What now, {called!r}?"]
=> a slot is no more than a name; write it such as {caller}

sentences:
  - says: frame.opening
    ways: [§"This is {caller}."]
=> leaves out what is said; put the slot {words} where it stands

sentences:
  - {says: intent.ask, sides: [red], seats: [§captain], ways: [Well.]}
=> the seat “captain” is of the side “red”, which stands here too; leave one of them out

sentences:
  - {says: intent.ask, seats: [§captains], ways: [Well.]}
=> there is no seat “captains”; did you mean “captain”?

sentences:
  - {says: intent.ask, style: §shout, ways: [Well.]}
=> “shout”: expected one of radio or line

sentences:
  - {says: intent.ask, ways: §[]}
=> expected at least one entry
"""


@pytest.mark.parametrize(("marked", "sentences"), cases(FAULTS))
def test_sentences_that_cannot_be_said(marked: str, sentences: list[str]) -> None:
    """An author's slip would be heard as a gap in the middle of a talk."""
    assert_faults(marked, sentences)


def test_braces_that_are_meant_are_said() -> None:
    """What an author writes in braces on purpose would be a slot."""
    assert filled_in(parts("{{{caller}}}"), {"caller": "one"}) == "{one}"


def test_the_nearest_people_come_first() -> None:
    """A seat's own words, its side's, its scenario's and the common ones would be mixed."""
    says = "intent.ask"
    setup = own(
        {"says": says, "ways": ["Anybody?"]},
        {"says": says, "sides": ["south"], "ways": ["Our side?"]},
        {"says": says, "seats": ["south_captain"], "style": "radio", "ways": ["I?"]},
        {"says": "intent.hail", "sides": ["south"], "adds": True, "ways": ["Hear us."]},
    )

    def texts(style: str, seat: str, side: str, what: str = says) -> set[str]:
        return {str(way[0]) for way in setup.phrases.ways(what, style, seat, side)}

    assert texts("radio", "south_captain", "south") == {"I?"}
    assert texts("line", "south_captain", "south") == {"Our side?"}
    assert texts("line", "north_captain", "north") == {"Anybody?"}
    added = texts("line", "south_captain", "south", "intent.hail")
    assert added == texts("line", "north_captain", "north", "intent.hail") | {"Hear us."}
    assert len(added) == 4


def test_a_seats_own_words_are_heard_from_that_seat_alone() -> None:
    """A captain would speak with the words of the other bridge."""
    setup = own(
        {"says": "refrain.asked", "seats": ["north_captain"], "ways": ["Be still for {span}."]}
    )
    made = [e for e in facts(played(setup).engine.log, RequestMade) if e.fact.asks]

    assert {event.fact.by for event in made} == {"north_captain", "south_captain"}
    for event in made:
        assert ("Be still for " in event.fact.text) == (event.fact.by == "north_captain")


def test_an_authors_free_text_wins() -> None:
    """A move's own words would be replaced by the library's."""
    setup = Setup(load("handshake"))
    log = played(setup, 3).engine.log
    written = {event.fact.text: event for event in facts(log, CallBegun) if event.fact.effect}
    assert written
    for text, event in written.items():
        spec = setup.effect_at[event.fact.effect]
        assert spec.text is None or text == spec.text


# The same words everywhere


@pytest.mark.slow
def test_the_words_of_a_talk_are_the_same_everywhere() -> None:
    """The news, the log, the page and the seat that is asked would each tell another talk."""
    data = canonical(load(SCENE, OFTEN))
    for channel, first in zip(data["channels"], ("request", "assure"), strict=True):
        channel["forms"] = sorted(channel["forms"], key=lambda form: form != first)
    setup = Setup(from_data(data))
    play = played(setup, policy="cautious")
    log = play.engine.log
    said = [e for e in log if isinstance(e.fact, Utterance | CallBegun | TalkBegun) and e.fact.text]
    kinds = {type(event.fact) for event in said}
    assert kinds == {CallBegun, TalkBegun, RequestMade, ReplyPutOff, RequestAnswered, PromiseSaid}

    page = html.unescape(
        as_html(report(Evidence(play.engine, {}, 1, 0, "sha256:0", {}, "sha256:1")))
    )
    lines = {event.seq: to_line(event) for event in log}
    for event in said:
        late = isinstance(event.fact, ReplyPutOff)
        text = event.fact.said if late else event.fact.text
        if isinstance(event.fact, CallBegun) and not event.fact.vessel:
            continue  # a line that rings says nothing yet
        assert json.loads(lines[event.seq])["said" if late else "text"] == text
        assert f"“{text}”" in page
        if isinstance(event.fact, TalkBegun) and event.fact.vessel:
            continue  # it was heard as it was called out
        if type(event.fact) is RequestMade and not event.fact.asks:
            continue  # a question or a warning was told as it was said
        for seat in event.audience:
            assert f"“{text}”" in tell(setup, seat, event)
            news = [line.text for line in feed(setup, play.engine.state.known[seat])]
            assert any(f"“{text}”" in line for line in news)


def _asked(setup: Setup, seed: int) -> Engine:
    """Run until one captain has asked the other on the radio for something."""
    engine = Engine(setup, Draws(seed))
    begin(engine, dict.fromkeys(setup.seats, ("person", "person")))
    north, south = setup.seats
    submit(engine, Command(north, "call", "bridge_radio", "south_destroyer", "request"))
    (call,) = engine.state.known[south].calls.open
    submit(engine, Command(south, "answer", call))
    while not facts(engine.log, RequestMade):
        engine.drain_to(engine.next_ms() or 0)
    return engine


@pytest.mark.parametrize("reply", ["will", "will_not"])
@pytest.mark.parametrize("seed", range(4))
def test_a_reply_is_said_as_it_was_shown(reply: str, seed: int) -> None:
    """Whoever is asked would choose one sentence and say another."""
    setup = Setup(load(SCENE, QUIET))
    engine = _asked(setup, seed)
    _, south = setup.seats
    known = engine.state.known[south]
    (shown,) = view(setup, known, engine.now_ms).requests
    submit(engine, Command(south, "reply", shown.request, form=reply))

    (asked,), (answered,) = (facts(engine.log, k) for k in (RequestMade, RequestAnswered))
    assert shown.said == asked.fact.text
    assert [r.sentence for r in shown.replies if r.reply == reply] == [answered.fact.text]


@pytest.mark.parametrize("gives", [False, True])
@pytest.mark.parametrize("reply", ["will", "counter"])
def test_what_comes_in_return_is_shown_with_the_reply(reply: str, gives: bool) -> None:
    """Whoever names another limit would believe the other bound as well."""
    data = canonical(load(SCENE, QUIET))
    (request_form,) = (form for form in data["forms"] if form["id"] == "request")
    if gives:
        request_form["promises"] = request_form["asks"]
    setup = Setup(from_data(data))
    engine = _asked(setup, 1)
    north, south = setup.seats
    (request,) = view(setup, engine.state.known[south], engine.now_ms).requests
    (shown,) = (each for each in request.replies if each.reply == reply)
    limits = tuple(term.lines[term.at].limit for term in shown.terms)
    submit(engine, Command(south, "reply", request.request, form=reply, limits=limits))

    made = [event.fact.by for event in facts(engine.log, PromiseMade)]
    assert south in made
    assert bool(shown.returns) == gives
    assert (north in made) == (gives and reply == "will")


def test_silence_has_no_words() -> None:
    """Nobody's silence would be quoted."""
    setup = Setup(load(SCENE, OFTEN))
    (event, *_) = facts(played(setup).engine.log, RequestMade)
    assert sayings.replied(setup, event.fact, "silence", event.fact.asks, event.at_ms) == ""


def test_the_common_library_is_no_part_of_a_scenario() -> None:
    """Every record would carry it, and a comma set right would make every scenario another."""
    assert "sentences" not in canonical(load("second-round"))
    scenario = load(SCENE)
    assert from_text(dump(scenario)) == scenario
    mine = own({"says": "intent.ask", "ways": ["Well?"]}, sets=()).scenario
    assert len(canonical(mine)["sentences"]) == 1
    assert digest(mine) != digest(scenario)


def test_a_letter_says_what_it_promises() -> None:
    """A promise that comes by relay would bind without having been said."""
    relay = {
        "id": "relay",
        "name": "Relay",
        "kind": "relay",
        "seats": ["north_captain", "south_captain"],
        "forms": ["assure"],
        "hops": [{"via": "Ministry", "delay": "40 min"}],
    }
    data = canonical(load(SCENE, QUIET))
    setup = Setup(from_data({**data, "channels": [*data["channels"], relay]}))
    for seed in range(6):
        engine = Engine(setup, Draws(seed))
        begin(engine, dict.fromkeys(setup.seats, ("person", "person")))
        north, south = setup.seats
        submit(engine, Command(north, "call", "relay", south, "assure"))
        while not facts(engine.log, RelayArrived):
            engine.drain_to(engine.next_ms() or 0)

        (arrived,) = facts(engine.log, RelayArrived)
        assert "unsafe manoeuvres and anything graver" in arrived.fact.text
        assert "1 day" in arrived.fact.text
        assert f"“{arrived.fact.text}”" in tell(setup, south, arrived)
