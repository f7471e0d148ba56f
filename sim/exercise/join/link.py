"""The socket of a client: a thread of its own keeps it open and comes back after a cut."""

from __future__ import annotations

import contextlib
import logging
import ssl
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI
from websockets.sync.client import ClientConnection, connect

from sim.errors import Refusal, UsageError
from sim.exercise.join.peer import Peer
from sim.play.exchange import Submit

_K = TypeVar("_K", str, int)
OPEN_S, CLOSE_S, AGAIN_S = 5.0, 1.0, 0.5
"""How long a connection may take to open and to close; how soon the next try comes."""
FRAME_BYTES = 8_000_000
"""A picture or the truth at the end is far smaller."""
PATIENCE_S = 10.0
"""How long an order waits for a host that is gone before its person is told."""
QUERY_S = 3.0
_QUIET = logging.getLogger(__name__)
"""Takes what the library complains of: a line of it on the screen would be read as the game's."""
_QUIET.addHandler(logging.NullHandler())
_QUIET.propagate = False
_NO_HOST = (OSError, InvalidHandshake, TimeoutError, ConnectionClosed)
"""What comes of a try where no host answers, or one that ends while it does."""
_CUT = Refusal("cut", "The host cannot be reached; the order is sent again once it can.")


class Link:
    """Speaks for a peer with its host; calls come from any thread."""

    def __init__(
        self, url: str, peer: Peer, *, trust: Path | None = None, own: bool = False
    ) -> None:
        """Make a link; `connect` opens it.

        Args:
            url: Such as ``ws://127.0.0.1:8016``.
            peer: The client.
            trust: A certificate to be trusted in place of those of the system.
            own: Whether that is the very file of a host on this machine, so that the name in it
                does not matter.
        """
        self.url, self.peer = f"{url.rstrip('/')}/join", peer
        self._trust, self._own = trust, own
        self._changed = threading.Condition()
        self._saying = threading.Lock()
        self._socket: ClientConnection | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="channel16-link", daemon=True)

    @property
    def cut(self) -> bool:
        """Say whether the host cannot be reached now."""
        return self._socket is None and not self._closed

    def connect(self) -> None:
        """Connect and be let in.

        Raises:
            UsageError: there is no host, or it lets nobody in with this code.
        """
        try:
            self._connect()
        except (*_NO_HOST, InvalidURI, ValueError) as error:
            raise UsageError(f"{self.url}: no host answers there ({_why(error)})") from None
        self._thread.start()
        self.wait(lambda: bool(self.peer.welcome) or self.peer.gone is not None, OPEN_S + 30)
        if self.peer.gone is not None or not self.peer.welcome:
            self.close()
            gone = self.peer.gone
            raise UsageError(gone.sentence if gone else f"{self.url}: the host says nothing")

    def close(self) -> None:
        """Leave the host."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._socket is not None:
            with contextlib.suppress(OSError, ConnectionClosed):
                self._socket.close()

    def wait(self, until: Callable[[], bool], most_s: float) -> bool:
        """Wait until something is so, at most for so long; say whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: until() or self._closed, most_s) and until()

    def order(self, ask: Submit, because: str = "") -> Any:  # noqa: ANN401
        """Give an order and wait for the answer: None, a `Refusal`, or a sentence if proposed."""
        found = self._asked(lambda: self.peer.order(ask, because), PATIENCE_S)
        if found is None:  # what came of it is shown right after
            self.wait(lambda: self.peer.pushes > self.peer.done_at or self.cut, 1.0)
        return found

    def act(self, what: str, **args: Any) -> Any:  # noqa: ANN401
        """Do what the role may and wait for the answer: data, or a `Refusal`."""
        return self._asked(lambda: self.peer.act(what, args), PATIENCE_S)

    def post(self, what: str, args: dict[str, Any], token: str = "") -> str:
        """Do what the role may without waiting; give its id, by which `Peer.came` knows it."""
        return self._said(lambda: self.peer.act(what, args, token))

    def query(self, what: str, **args: Any) -> Any:  # noqa: ANN401
        """Ask and wait for the answer: data, or a `Refusal`."""
        return self._asked(lambda: self.peer.query(what, args), QUERY_S)

    def sit(self, seat: str) -> Refusal | None:
        """Look at another seat, and wait until it is shown; say why not, if it is not."""
        peer = self.peer

        def asked() -> tuple[int, str]:
            text = peer.sit(seat)
            return peer.number, text

        def shown() -> bool:
            return peer.seat == seat and peer.shown is not None

        number = self._said(asked)
        self.wait(lambda: shown() or peer.came(number) or peer.gone is not None, QUERY_S)
        with self._changed:
            refused = peer.result(number) if peer.came(number) else peer.gone or _CUT
        return None if shown() else refused

    def _asked(self, make: Callable[[], tuple[_K, str]], most_s: float) -> Any:  # noqa: ANN401
        key = self._said(make)
        if not self.wait(lambda: self.peer.came(key) or self.peer.gone is not None, most_s):
            return _CUT
        with self._changed:
            if self.peer.came(key):
                return self.peer.result(key)
            return self.peer.gone or _CUT

    def _said(self, make: Callable[[], tuple[_K, str]]) -> _K:
        """Number a frame and send it in one go: frames of several threads keep their order."""
        with self._saying:
            with self._changed:
                key, text = make()
            self._say(text)
        return key

    def _say(self, text: str) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError, ConnectionClosed):
                self._socket.send(text)

    def _connect(self) -> None:
        context = None
        if self.url.startswith("wss:"):
            context = ssl.create_default_context(cafile=self._trust)
            if self._own:
                context.check_hostname = False
                context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        opening = connect(
            self.url,
            open_timeout=OPEN_S,
            close_timeout=CLOSE_S,
            max_size=FRAME_BYTES,
            compression=None,
            ssl=context,
            proxy=None,
            logger=_QUIET,
        )
        with self._saying:
            with self._changed:
                self.peer.welcome = {}
                hello = self.peer.hello()
            self._socket = opening.__enter__()  # it is closed by whichever side leaves
            self._socket.send(hello)

    def _run(self) -> None:
        while not self._closed and self.peer.gone is None:
            with contextlib.suppress(ConnectionClosed, OSError, ValueError, KeyError):
                self._hear()
            with self._changed:
                self._socket = None
                self._changed.notify_all()
            while not self._closed and self.peer.gone is None and self._socket is None:
                time.sleep(AGAIN_S)
                with contextlib.suppress(*_NO_HOST):
                    self._connect()

    def _hear(self) -> None:
        """Take in what the host says until the connection ends."""
        assert self._socket is not None
        for text in self._socket:
            with self._changed:
                let_in = bool(self.peer.welcome)
                self.peer.take(str(text))
                self._changed.notify_all()
            if self.peer.welcome and not let_in:
                self._say_again()

    def _say_again(self) -> None:
        """Say again, after a cut, what was not acknowledged."""
        with self._saying:
            with self._changed:
                again = self.peer.again()
            for said in again:
                self._say(said)


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
