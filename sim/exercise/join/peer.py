"""A client's side of the protocol without sockets: what it says, what it makes of what it hears."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from sim.errors import Refusal
from sim.exercise.protocol import wire
from sim.exercise.protocol.messages import VERSION
from sim.jsontext import json_data
from sim.play.exchange import Ended, Shown, Submit
from sim.play.seat import FeedLine, Sheet


@dataclass(slots=True)
class Peer:
    """One client: it may be cut and come back as often as it likes, and loses nothing.

    Attributes:
        code, name, client: As in a hello.
        seen, seen_ms: How many events of the seat were shown, and when the last of them was.
        welcome: What the host said when it let the client in, {} before and after a cut.
        let_in: Whether it ever did.
        sheet: What the seat may read at any time.
        shown: What the seat was shown last.
        feed: Everything the seat has come to know.
        news: What of it nobody has taken yet.
        clock: Where the host's clocks stand.
        lobby: Seats by title, and whether somebody sits there, before the begin.
        notices: Sentences that nobody has taken yet.
        ended: The end, once it has come.
        gone: Why the host let nobody in, or cut for good, once it has.
        pushes: How many pictures came.
        done_at: How many had come when the host last said that something is done.
    """

    code: str
    client: str
    token: Callable[[], str]
    name: str = ""
    seat: str = ""
    seen: int = 0
    seen_ms: int = 0
    welcome: dict[str, Any] = field(default_factory=dict)
    let_in: bool = False
    sheet: Sheet | None = None
    shown: Shown | None = None
    feed: list[FeedLine] = field(default_factory=list)
    news: list[FeedLine] = field(default_factory=list)
    clock: dict[str, Any] = field(default_factory=dict)
    lobby: list[tuple[str, bool]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    trouble: str = ""
    ended: Ended | None = None
    gone: Refusal | None = None
    pushes: int = 0
    done_at: int = 0
    _n: int = 0
    _open: dict[str, dict[str, Any]] = field(default_factory=dict)
    _came: dict[str | int, Any] = field(default_factory=dict)

    def hello(self) -> str:
        """Say the first frame of a connection."""
        self._n = 0
        return _text(
            kind="hello",
            v=VERSION,
            code=self.code,
            client=self.client,
            name=self.name,
            seat=self.seat,
            seen=self.seen,
            seen_ms=self.seen_ms,
        )

    def again(self) -> list[str]:
        """Say again, after a cut, what the host has not acknowledged."""
        return [self._numbered(**said) for said in self._open.values()]

    def order(self, ask: Submit, because: str = "") -> tuple[str, str]:
        """Give an order of the seat: its id, and the frame that says it."""
        window = self.shown.view.window if self.shown and ask.verb == "choose" else None
        return self._kept(
            kind="order", ask=asdict(ask), window=window.number if window else 0, because=because
        )

    def act(self, what: str, args: dict[str, Any], token: str = "") -> tuple[str, str]:
        """Do what a role may: its id, a new one or that of an earlier try, and the frame."""
        return self._kept(token, kind="act", what=what, args=args)

    def query(self, what: str, args: dict[str, Any]) -> tuple[int, str]:
        """Ask what changes nothing: its number, and the frame that says it."""
        text = self._numbered(kind="query", what=what, args=args)
        return self._n, text

    def sit(self, seat: str) -> str:
        """Look at another seat; the host's welcome says whether one may."""
        self._at("")
        return self._numbered(kind="sit", seat=seat, seen=0)

    @property
    def number(self) -> int:
        """Give the number of what was said last."""
        return self._n

    def alive(self) -> str:
        """Say that the client is there."""
        return self._numbered(kind="alive")

    def came(self, key: str | int) -> bool:
        """Say whether an order, an act or a query was answered."""
        return key in self._came

    def result(self, key: str | int) -> Any:  # noqa: ANN401  # JSON, or a refusal
        """Take the answer: None or data if it was done, a `Refusal`, or a sentence if proposed."""
        self._open.pop(str(key), None)
        return self._came.pop(key)

    def take(self, text: str) -> None:
        """Take in what the host says.

        Raises:
            ValueError: that is not the protocol.
        """
        said = json_data(text)
        match said["kind"]:
            case "welcome":
                self.welcome, self.let_in = said, True
                if said["seat"] != self.seat:
                    self._at(said["seat"])
                self.sheet = wire.back(wire.SHEET, said["sheet"]) if said["sheet"] else None
            case "lobby":
                self.lobby = [(str(title), bool(here)) for title, here in said["seats"]]
            case "shown":
                self._show(said)
            case "clock":
                self.clock = said["clock"]
                if said.get("seat", self.seat) != self.seat:  # it is not open any more
                    self._at("")
            case "done" | "proposed":
                if self._open.pop(said["id"], None):  # it may be said twice, after a cut
                    self.done_at = self.pushes
                self._came[said["id"]] = said.get("text", said.get("data"))
            case "answer":
                self._came[said["re"]] = said["data"]
            case "refused":
                refusal = Refusal(str(said["code"]), str(said["text"]))
                key = said.get("id", said.get("re"))
                if key is None:
                    self.notices.append(refusal.sentence)
                else:
                    self._open.pop(str(key), None)
                    self._came[key] = refusal
            case "notice":
                self.notices.append(str(said["text"]))
            case "bye" if said["code"] == "slowed" and self.let_in:
                pass  # somebody at this address gave wrong codes; the link tries again
            case "bye":
                self.gone = Refusal(str(said["code"]), str(said["text"]))

    def _at(self, seat: str) -> None:
        """Be at another seat, of which nothing is known yet."""
        self.seat, self.seen, self.seen_ms, self.shown = seat, 0, 0, None
        self.feed.clear()
        self.news.clear()

    def _show(self, said: dict[str, Any]) -> None:
        shown = wire.back(wire.SHOWN, said["push"])
        if said["seat"] != self.seat:
            return
        if said["since"] == 0 and self.seen:  # time was taken back: all of it is told anew
            self.feed.clear()
            self.news.clear()
            self.notices.append("Time was taken back; what was ordered or read since is undone.")
        self.feed += shown.news
        self.news += shown.news
        self.seen, self.seen_ms = said["seen"], said["seen_ms"]
        self.shown, self.clock = shown, said["clock"]
        self.trouble = str(said.get("trouble", ""))
        if "ended" in said:
            self.ended = wire.back(wire.ENDED, said["ended"])
        self.pushes += 1

    def _kept(self, token: str = "", **said: Any) -> tuple[str, str]:  # noqa: ANN401  # JSON
        token = token or self.token()
        self._open[token] = {**said, "id": token}
        return token, self._numbered(**self._open[token])

    def _numbered(self, **said: Any) -> str:  # noqa: ANN401  # JSON
        self._n += 1
        return _text(**said, n=self._n)


def _text(**said: Any) -> str:  # noqa: ANN401  # JSON
    return json.dumps(said, separators=(",", ":"), ensure_ascii=False)
