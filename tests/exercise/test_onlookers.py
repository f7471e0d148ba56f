"""Observers at a host: which seats are open to them, also after the host was killed."""

from __future__ import annotations

from pathlib import Path

from tests.exercise.rooms import SEATS, Net, opened


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
