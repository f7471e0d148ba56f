"""A host without sockets: joining, orders and their acknowledgement, roles, cells, a clock."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.cli.joined import no_seat
from sim.cli.plain import Conversation
from sim.cli.records import run_again
from sim.errors import Refusal
from sim.exercise.folder import EVALUATION, JOURNAL, RECORD
from sim.exercise.host.clock import GAP_S, ExerciseClock, Steady
from sim.exercise.host.opening import Opened
from sim.exercise.join.link import Link
from sim.exercise.join.session import RemoteSession
from sim.play.exchange import Submit
from tests.exercise.rooms import SEATS, Client, Net, opened


@pytest.fixture
def host(tmp_path: Path) -> Opened:
    """A host of the quick game."""
    return opened(tmp_path / "host")


def test_it_begins_once_everybody_is_there_and_shows_each_its_own_seat(host: Opened) -> None:
    """Somebody would play alone, or see the other bridge."""
    net = Net(host.room)
    one = net.join(SEATS[0])
    assert host.room.play is None
    assert one.peer.lobby == [
        ("Philippine mission commander", True),
        ("China Coast Guard on-scene commander", False),
    ]

    two = net.join(SEATS[1])

    assert [c.peer.shown.view.seat for c in (one, two)] == list(SEATS)  # type: ignore[union-attr]
    host.close()


def test_an_acknowledged_order_is_in_the_record_and_is_done_once(host: Opened) -> None:
    """Said again after a cut it would be done twice."""
    net = Net(host.room)
    one, _ = net.join(SEATS[0]), net.join(SEATS[1])
    assert one.peer.shown is not None
    move = next(o.move for o in one.peer.shown.options if not o.blocked)
    token, text = one.peer.order(_choose(move), "it is near")

    key, one.key = one.key, "nobody"  # the acknowledgement is lost on its way
    net.deliver(host.room.receive(key, text, net.wall_s))
    record = (Path(host.room.play.recording.file.path)).read_text("utf-8")  # type: ignore[union-attr]
    one.key = key
    net.cut(one)
    net.back(one)

    assert f'"subject":"{move}"' in record
    assert one.peer.came(token)
    assert one.peer.result(token) is None
    assert sum(s.command.subject == move for s in host.room.play.said) == 1  # type: ignore[union-attr]
    host.close()


def _choose(move: str) -> Submit:
    return Submit("choose", move)


def test_a_killed_host_goes_on_and_knows_what_was_done(host: Opened, tmp_path: Path) -> None:
    """After a crash an order that is said again would be done twice, or be lost."""
    net = Net(host.room)
    one, _ = net.join(SEATS[0]), net.join(SEATS[1])
    net.tick(3)
    token, text = one.peer.order(_note("before the crash"))
    key, one.key = one.key, "nobody"
    host.room.receive(key, text, net.wall_s)
    for file in (host.room.play.recording.file, host.room.journal.file):  # type: ignore[union-attr]
        file.close()  # type: ignore[union-attr]  # the locks of a process that is gone
    with (tmp_path / "host" / RECORD).open("a") as record:
        record.write('{"command":"no')  # torn
    with (tmp_path / "host" / JOURNAL).open("a") as journal:
        journal.write('{"wall":"20')

    again = opened(tmp_path / "host")
    net.room = again.room
    net.back(one)
    net.tick(2)

    assert one.peer.came(token)
    texts = [s.command.text for s in again.room.play.said]  # type: ignore[union-attr]
    assert texts.count("before the crash") == 1
    assert not again.close()
    assert run_again(tmp_path / "host" / RECORD).record.line.said


def test_a_command_that_the_journal_lost_is_not_done_twice(host: Opened, tmp_path: Path) -> None:
    """With the power the journal may lose a line whose command the record has."""
    net = Net(host.room)
    one, _ = net.join(SEATS[0]), net.join(SEATS[1])
    net.order(one, "note", text="kept in both")
    token, text = one.peer.order(_note("kept in one"))
    key, one.key = one.key, "nobody"
    host.room.receive(key, text, net.wall_s)
    host.close()
    journal = tmp_path / "host" / JOURNAL
    lines = journal.read_text("utf-8").splitlines(keepends=True)
    journal.write_text("".join(line for line in lines if "kept in one" not in line))

    again = opened(tmp_path / "host")
    net.room = again.room
    net.back(one)

    assert one.peer.came(token)
    texts = [s.command.text for s in again.room.play.said]  # type: ignore[union-attr]
    assert texts.count("kept in one") == 1
    again.close()


def _note(text: str) -> Submit:
    return Submit("note", text=text)


def test_who_has_to_wait_at_the_door_tries_again(host: Opened) -> None:
    """Everybody behind one address would be out for good once all come back at the same moment."""
    client = Net(host.room).join(SEATS[0])
    said = host.door.read(client.peer.hello(), "10.0.0.1", 5.0)
    assert not isinstance(said, Refusal)
    host.door.codes.note("10.0.0.1", 5.0, right=False)
    slowed = host.door.read(client.peer.hello(), "10.0.0.1", 5.1)
    assert isinstance(slowed, Refusal)
    assert slowed.sentence == "A code was wrong; wait 1 s before the next try."
    client.peer.take(json.dumps({"kind": "bye", "code": slowed.code, "text": slowed.sentence}))
    assert client.peer.gone is None
    client.peer.take(json.dumps({"kind": "bye", "code": "code", "text": "No seat has this code."}))
    assert client.peer.gone is not None
    host.close()


class Wire(Link):
    """A link whose frames a net of this process carries."""

    def __init__(self, net: Net, client: Client) -> None:
        super().__init__("ws://here", client.peer)
        self.net, self.client = net, client

    def wait(self, until: Callable[[], bool], most_s: float) -> bool:
        """Look once: nothing comes by itself here."""
        return until()

    def _say(self, text: str) -> None:
        self.net.say(self.client, text)

    @property
    def cut(self) -> bool:
        """Say whether the connection is cut."""
        return not self.client.key


class SlowWire(Wire):
    """A wire on which frames come one by one, and only while somebody waits for them."""

    def __init__(self, net: Net, client: Client) -> None:
        super().__init__(net, client)
        self.on_the_way: list[tuple[str, str]] = []

    def _say(self, text: str) -> None:
        self.net.wall_s += 2.0
        self.on_the_way += self.net.room.tick(self.net.wall_s)  # a picture of just before
        self.on_the_way += self.net.room.receive(self.client.key, text, self.net.wall_s)

    def wait(self, until: Callable[[], bool], most_s: float) -> bool:
        """Hear one frame after another until something is so."""
        while not until() and self.on_the_way:
            self.net.deliver([self.on_the_way.pop(0)])
        return until()


def test_what_came_of_an_order_is_shown_with_its_answer(host: Opened) -> None:
    """A picture that was on its way already would pass for what came of the order."""
    net = Net(host.room)
    one, _ = net.join(SEATS[0]), net.join(SEATS[1])
    seat = RemoteSession(SlowWire(net, one)).seats[SEATS[0]]

    seat.handle(_note("A sail."))

    assert seat.feed()[-1].text == "Note: A sail."
    host.close()


def test_in_lines_an_empty_line_says_what_is_new(
    host: Opened, capsys: pytest.CaptureFixture[str]
) -> None:
    """A player in lines would know nothing of a pause, or of a host that is gone."""
    net = Net(host.room)
    one, _ = net.join(SEATS[0]), net.join(SEATS[1])
    talk = Conversation(RemoteSession(Wire(net, one), patient=True), None)
    talk.obey("")
    net.tick(120.0)
    capsys.readouterr()
    talk.obey("")
    assert "Decision 1 opens" in capsys.readouterr().out
    talk.obey("because it is calm")
    talk.obey("note A sail.")
    assert talk.seat.because == "it is calm"  # type: ignore[attr-defined]  # a note is no order
    one.peer.take(json.dumps({"kind": "bye", "code": "replaced", "text": "You joined elsewhere."}))
    talk.obey("")
    assert capsys.readouterr().out.endswith("! You joined elsewhere.\n")
    talk.obey("help")
    assert "what is new; nothing is waited for" in capsys.readouterr().out
    host.close()


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("white_cell", "exercise console URL"),
        ("observer", "no"),
    ],
)
def test_who_has_no_seat_is_told_what_the_code_is_for(who: str, said: str, host: Opened) -> None:
    """An evaluator would be sent to the console, and from there back to join."""
    assert said in no_seat(Net(host.room).join(who).peer.welcome)
    host.close()


def test_two_in_a_cell_propose_and_approve(host: Opened) -> None:
    """One of several would order for all."""
    net = Net(host.room)
    one, two = net.join(f"cell.{SEATS[0]}", "Ito"), net.join(f"cell.{SEATS[0]}", "Reyes")
    net.join(SEATS[1])
    assert one.peer.shown is not None
    move = next(o.move for o in one.peer.shown.options if not o.blocked)

    first = net.order(one, "choose", "quick", subject=move)
    again = net.order(one, "choose", subject=move)
    said = host.room.play.said  # type: ignore[union-attr]
    before = [s.command.subject for s in said].count(move)
    second = net.order(two, "choose", "and safe", subject=move)

    assert isinstance(first, str)
    assert isinstance(again, str)
    assert "Ito proposes" in two.peer.notices[0]
    assert "(quick)" in two.peer.notices[0]
    assert (before, second) == (0, None)
    assert [s.command.subject for s in said].count(move) == 1
    host.close()


def test_what_would_be_refused_is_not_proposed(host: Opened) -> None:
    """The others would approve what the rules then refuse, and think it were done."""
    net = Net(host.room)
    one, two = net.join(f"cell.{SEATS[0]}", "Ito"), net.join(f"cell.{SEATS[0]}", "Reyes")
    net.join(SEATS[1])

    done = net.order(one, "choose", subject="no_such_move")

    assert isinstance(done, Refusal)
    assert not two.peer.notices
    host.close()


def test_what_a_game_allows_and_an_exercise_does_not_is_refused(host: Opened) -> None:
    """A person would take back what others have seen."""
    net = Net(host.room)
    one, _ = net.join(SEATS[0]), net.join(SEATS[1])

    codes = [net.order(one, verb).code for verb in ("undo", "save", "advise")]  # type: ignore[attr-defined]

    assert codes == ["not_here"] * 3
    host.close()


def test_an_evaluator_sees_all_and_writes_entries(tmp_path: Path, host: Opened) -> None:
    """The evaluation would have nothing to go by."""
    host.close()
    host = opened(tmp_path / "with tasks")
    object.__setattr__(host.room.table, "tasks", ("hail",))
    net = Net(host.room)
    for seat in SEATS:
        net.join(seat)
    judge, watcher = net.join("evaluator", "Okafor"), net.join("observer")

    net.say(judge, judge.peer.sit(SEATS[1]))
    log = net.query(judge, "log", since=0)
    done = net.act(judge, "evaluate", task="hail", rating="M", note="late")
    wrong = net.act(judge, "evaluate", task="hail", rating="Q")
    secret = net.query(watcher, "log", since=0)
    net.say(watcher, watcher.peer.sit(SEATS[1]))

    assert judge.peer.shown.view.seat == SEATS[1]  # type: ignore[union-attr]
    assert isinstance(log, list)
    assert log[0]["n"] == 1
    assert done is None
    assert isinstance(wrong, Refusal)
    entry = json.loads((tmp_path / "with tasks" / EVALUATION).read_text("utf-8"))
    assert (entry["task"], entry["rating"], entry["by"]) == ("hail", "M", "Okafor")
    assert isinstance(secret, Refusal)
    assert watcher.peer.shown is None
    host.close()


def test_the_white_cell_pauses_and_lets_observers_look(host: Opened) -> None:
    """Nobody could stop the clock."""
    net = Net(host.room)
    one, _ = net.join(SEATS[0]), net.join(SEATS[1])
    white, watcher = net.join("white_cell"), net.join("observer")

    net.act(white, "line", line="pause")
    before = host.room.play.engine.now_ms  # type: ignore[union-attr]
    net.tick(10)
    stood = host.room.play.engine.now_ms  # type: ignore[union-attr]
    net.act(white, "line", line="resume")
    net.tick(10)
    jumped = net.act(white, "line", line="pace 50")
    net.act(white, "open", seat=SEATS[0])
    net.say(watcher, watcher.peer.sit(SEATS[0]))

    assert stood == before < host.room.play.engine.now_ms  # type: ignore[union-attr]
    assert isinstance(net.act(one, "line", line="pause"), Refusal)
    assert not isinstance(jumped, Refusal)
    assert host.room.clock.pace(net.wall_s) == 50
    assert watcher.peer.shown is not None
    assert isinstance(net.order(watcher, "note", text="no"), Refusal)
    host.close()


def test_a_clock_that_jumps_takes_nobody_along() -> None:
    """A laptop that slept through lunch would have played the afternoon."""
    clock = ExerciseClock(Steady(2.0))
    clock.go(10.0)

    steps = [clock.now(wall)[0] for wall in (11.0, 9.0, 12.0, 12.0 + GAP_S + 1000, 1018.0)]

    assert steps == [2000, 2000, 4000, 4000, 6000]
