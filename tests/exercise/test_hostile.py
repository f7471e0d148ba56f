"""Peers that mean harm, cuts at any moment, and what leaves the host in bytes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.errors import Refusal
from sim.exercise.folder import JOURNAL, RECORD
from sim.exercise.host.door import Door
from sim.exercise.host.journal import Settled, settled
from sim.exercise.protocol.codes import SLOW_S, CodeBook, read_codes
from sim.exercise.protocol.gate import BURST, WRONG_MOST
from sim.exercise.protocol.messages import FRAME_BYTES_MOST, VERSION
from sim.play.exchange import Submit
from tests.exercise.rooms import SEATS, Client, Net, opened

ORDER = {"kind": "order", "n": 1, "id": "abcdefgh", "ask": {"verb": "note", "text": "x"}}
WRONG = {
    "oversized": ("oversized", "x" * (FRAME_BYTES_MOST + 1)),
    "no JSON": ("malformed", "{"),
    "bytes": ("malformed", b"\x00\xff"),
    "no object": ("malformed", "[1]"),
    "deep": ("malformed", "[" * 5000),
    "a key twice": ("malformed", '{"kind":"alive","n":1,"n":2}'),
    "unknown kind": ("malformed", '{"kind":"shutdown","n":1}'),
    "unknown key": ("malformed", json.dumps({**ORDER, "seat": SEATS[1]})),
    "a number as text": ("malformed", json.dumps({**ORDER, "n": "1"})),
    "half a character": ("malformed", json.dumps({**ORDER, "because": "\ud800"})),
    "no number": ("malformed", '{"kind":"alive","n":NaN}'),
    "out of order": ("reordered", json.dumps({**ORDER, "n": 5})),
    "said before": ("replayed", json.dumps({**ORDER, "n": 0})),
    "hello again": (
        "reordered",
        json.dumps({"kind": "hello", "v": VERSION, "code": "x", "client": "abcdefgh"}),
    ),
    "another seat": ("wrong_seat", json.dumps({"kind": "sit", "n": 1, "seat": SEATS[1]})),
    "a path": ("wrong_seat", json.dumps({"kind": "sit", "n": 1, "seat": "../../codes.json"})),
    "not its role": (
        "wrong_role",
        json.dumps(
            {"kind": "act", "n": 1, "id": "abcdefgh", "what": "line", "args": {"line": "pause"}}
        ),
    ),
    "a secret question": (
        "unknown",
        json.dumps({"kind": "query", "n": 1, "what": "log", "args": {"since": 0}}),
    ),
    "the truth too early": ("not_ended", json.dumps({"kind": "query", "n": 1, "what": "debrief"})),
    "nonsense asked": (
        "malformed",
        json.dumps({"kind": "query", "n": 1, "what": "why", "args": {"number": -3}}),
    ),
    "an old decision": (
        "stale",
        json.dumps({**ORDER, "window": 99, "ask": {"verb": "choose", "subject": "x"}}),
    ),
}


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory) -> Net:
    """A host whose play has begun."""
    host = opened(tmp_path_factory.mktemp("hostile") / "host")
    made = Net(host.room)
    for seat in SEATS:
        made.join(seat)
    return made


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_refused_with_a_reason_and_written_down(net: Net, what: str) -> None:
    """It would be done, or end the host, or leave no trace."""
    code, text = WRONG[what]
    client, said = net.clients[0], len(net.room.play.said)  # type: ignore[union-attr]
    net.cut(client)
    net.back(client)
    before = len(client.frames)

    net.say(client, text)

    answers = [json.loads(frame) for frame in client.frames[before:]]
    assert code in [a.get("code") for a in answers if a["kind"] == "refused"]
    assert len(net.room.play.said) == said  # type: ignore[union-attr]
    journal = Path(net.room.journal.file.path).read_text("utf-8")  # type: ignore[union-attr]
    assert f'"refused":"{code}"' in journal


def test_a_peer_that_floods_is_held_back_and_then_cut(net: Net) -> None:
    """One client would take the host from all others."""
    client = net.join(SEATS[0], "flood")

    for n in range(int(BURST) + WRONG_MOST + 5):
        net.say(client, json.dumps({"kind": "alive", "n": n + 1}))

    kinds = [json.loads(frame) for frame in client.frames]
    assert any(k.get("code") == "flooding" for k in kinds)
    assert kinds[-1]["kind"] == "bye"
    assert client.key not in net.room.people


def test_codes_are_hashed_expire_and_are_slow_to_be_guessed() -> None:
    """Who reads the file, or guesses, would sit in any seat."""
    book, drawn = CodeBook(), iter(range(10**6))
    code = book.make(["a_seat"], 1000, lambda below: next(drawn) % below)["a_seat"]
    door = Door(read_codes(book.text(), "codes.json"))
    hello = json.dumps({"kind": "hello", "v": VERSION, "code": code, "client": "abcdefgh"})

    assert code.split("-")[1] not in book.text()
    assert door.codes.opened(code.lower().replace("-", " "), 999.0) == "a_seat"
    assert isinstance(door.codes.opened(code, 1000.0), Refusal)
    assert isinstance(door.codes.opened(code[:-1] + "2", 0.0), Refusal)
    for _ in range(3):
        door.codes.note("10.0.0.1", 5.0, right=False)
    slowed = door.read(hello, "10.0.0.1", 5.1)
    assert isinstance(slowed, Refusal)
    assert slowed.code == "slowed"
    assert door.codes.wait_s("10.0.0.1", 5.0) == 8 * SLOW_S
    assert not isinstance(door.read(hello, "10.0.0.2", 5.1), Refusal)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["note", "cut", "lost", "back", "again", "time", "kill"]), st.integers(0, 1)
    ),
    min_size=3,
    max_size=14,
)


@given(STEPS)
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_acknowledged_order_is_lost_and_none_is_done_twice(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    """Whatever is cut, said again or killed, and in whichever order."""
    folder = tmp_path_factory.mktemp("storm") / "host"
    host = opened(folder)
    net = Net(host.room)
    clients = [net.join(seat) for seat in SEATS]
    given_, done = dict[str, str](), set[str]()

    def note(client: Client, *, lost: bool) -> None:
        text = f"note {len(given_)}"
        token, frame = client.peer.order(Submit("note", text=text))
        given_[token] = text
        key = client.key
        if lost:
            client.key = "nowhere"
        net.deliver(net.room.receive(key, frame, net.wall_s))
        client.key = key

    for what, which in steps:
        client = clients[which]
        if what in ("note", "lost"):
            note(client, lost=what == "lost")
        elif what == "cut":
            net.cut(client)
        elif what == "back":
            net.back(client)
        elif what == "again" and given_:
            for text in client.peer.again():
                net.say(client, text)
        elif what == "time":
            net.tick(2)
        elif what == "kill":
            for file in (net.room.play.recording.file, net.room.journal.file):  # type: ignore[union-attr]
                file.close()  # type: ignore[union-attr]
            host = opened(folder)
            net.room = host.room
            for each in clients:
                each.key = "nowhere"
        done |= {t for c in clients for t in given_ if c.peer.came(t)}
    acknowledged = {given_[token] for token in done}
    for client in clients:
        net.cut(client)
        net.back(client)
    said = [s.command.text for s in net.room.play.said if s.command.verb == "note"]  # type: ignore[union-attr]
    host.close()

    assert acknowledged <= set(said)
    assert sorted(said) == sorted(given_.values())
    lines = (folder / JOURNAL).read_text("utf-8").splitlines()
    assert settled(lines, []) == Settled()
    assert (folder / RECORD).is_file()


def test_two_worlds_that_differ_in_what_is_hidden_send_the_same_bytes(tmp_path: Path) -> None:
    """A frame, its size or its order would tell what the seat may not know."""
    sent = []
    for world in range(2):
        host = opened(tmp_path / f"world {world}")
        net = Net(host.room)
        one, two = net.join(SEATS[0]), net.join(SEATS[1])
        white = net.join("white_cell")
        for step in range(4):
            net.tick(2)
            if world:  # notes, refusals, questions and cuts of the other seat are nobody else's
                net.order(two, "note", text=f"we lie {step}")
                net.order(two, "choose", subject="no such move")
                net.query(two, "why", number=1)
                net.query(white, "console")
                net.say(two, "{")
        sent.append(list(one.frames))
        assert "seed" not in "".join(one.frames)
        host.close()

    assert sent[0] == sent[1]
