"""Observers at a host: which seats are open to them, also after the host was killed."""

from __future__ import annotations

import json
from pathlib import Path

from tests.exercise.rooms import SEATS, Net, opened


def test_an_observer_is_sent_of_a_seat_what_its_player_is(tmp_path: Path) -> None:
    """Who looks on would know more than the seat, or another seat than was opened."""
    host = opened(tmp_path / "host")
    net = Net(host.room)
    one, _ = net.join(SEATS[0]), net.join(SEATS[1])
    white, watcher = net.join("white_cell"), net.join("observer")
    before = len(watcher.frames)
    net.say(watcher, watcher.peer.sit(SEATS[0]))
    refused = watcher.frames[before:]
    net.act(white, "open", seat=SEATS[0])
    net.say(watcher, watcher.peer.sit(SEATS[0]))
    net.tick(30)

    pushes = [
        [said["push"] for said in map(json.loads, client.frames) if said["kind"] == "shown"]
        for client in (one, watcher)
    ]
    assert not [text for text in refused if '"push"' in text]
    assert pushes[1][-5:] == pushes[0][-5:]
    assert {said["view"]["seat"] for said in pushes[1]} == {SEATS[0]}
    host.close()


def test_open_seats_are_open_again_after_a_crash(tmp_path: Path) -> None:
    """Observers would sit before an empty list in the midst of an exercise."""
    host = opened(tmp_path / "host")
    net = Net(host.room)
    for seat in SEATS:
        net.join(seat)
    white, watcher = net.join("white_cell"), net.join("observer")
    for seat in SEATS:
        net.act(white, "open", seat=seat)
    net.act(white, "open", seat=SEATS[1], open=False)
    net.act(white, "line", line='note "event":"open","seat":"pla_watch"}')
    net.say(watcher, watcher.peer.sit(SEATS[0]))
    host.close()

    again = opened(tmp_path / "host")
    net.room = again.room
    net.back(watcher)

    assert again.room.open_to == {SEATS[0]}
    assert watcher.peer.shown is not None
    assert list(net.query(watcher, "seats")) == [SEATS[0]]  # type: ignore[call-overload]
    again.close()
