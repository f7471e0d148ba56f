"""`channel16 exercise join`: a seat at a host, on the player's own screen or in lines."""

from __future__ import annotations

import argparse
import secrets
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli import OK, STOPPED, exercise_evaluate, say
from sim.cli.exercise_host import NEEDS
from sim.cli.joined import begun, no_seat
from sim.cli.play import on_terminal
from sim.errors import UsageError

if TYPE_CHECKING:
    from sim.exercise.join.link import Link
    from tui.base.start import Opening, PlayStarter


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("url", metavar="URL", help="such as ws://127.0.0.1:8017")
    parser.add_argument("--code", default="", help="the join code; it is asked for if not given")
    parser.add_argument("--name", default="", help="a pseudonym")
    parser.add_argument("--seat", default="", help="which seat of the cell")
    parser.add_argument("--trust", type=Path, metavar="CERT", help="the host's own certificate")
    parser.add_argument("--plain", action="store_true", help="in lines, one command a line")


def main(args: argparse.Namespace) -> int:
    """Join a host and stay until the end, or until the player leaves."""
    try:
        import websockets  # noqa: F401  # says which extra lacks
    except ModuleNotFoundError as missing:
        raise UsageError(NEEDS.format(missing.name)) from None
    lines = args.plain or not on_terminal()
    if not args.code and not lines:
        from tui.app import run

        link_to(args)  # a faulty address is told before the screen opens
        given = partial(link_with, args.url, name=args.name, seat=args.seat, trust=args.trust)
        return ask_on_the_screen(given, run)
    if not args.code:
        raise UsageError("in lines the code is given: --code CODE")
    link = link_to(args)
    try:
        link.connect()
        evaluates = link.peer.welcome.get("role") == "evaluator"
        if lines and not link.peer.seat and not evaluates:
            raise UsageError(no_seat(link.peer.welcome))
        _wait_for_the_begin(link)
        if lines and evaluates:
            for text in exercise_evaluate.converse(link, sys.stdin):
                say(text)
            return OK
        return _in_lines(link) if lines else _on_the_screen(link)
    except KeyboardInterrupt:
        return STOPPED
    finally:
        link.close()


def link_to(args: argparse.Namespace) -> Link:
    """Make the link that is asked for; it is not connected yet."""
    return link_with(args.url, args.code, name=args.name, seat=args.seat, trust=args.trust)


def link_with(
    url: str,
    code: str,
    *,
    name: str = "",
    seat: str = "",
    trust: Path | None = None,
    own: bool = False,
) -> Link:
    """Make a link with a code; `own` trusts the certificate whatever name it bears."""
    from sim.exercise.join.link import Link
    from sim.exercise.join.peer import Peer

    if not url.startswith(("ws://", "wss://")):
        raise UsageError(f"{url}: expected an address such as ws://127.0.0.1:8017")
    peer = Peer(code, secrets.token_urlsafe(12), _token, name=name, seat=seat)
    return Link(url, peer, trust=trust, own=own)


def ask_on_the_screen(
    link: Callable[[str], Link], run: Callable[[PlayStarter, Opening], int]
) -> int:
    """Open the screen that asks for a code, then the seat; `link` makes a link with a code."""
    from sim.cli.joined import Doorstep, JoinedStarter
    from tui.base.start import Opening

    door = Doorstep(link)
    try:
        return run(JoinedStarter(), Opening(joining=door, alone=True))
    finally:
        door.leave()


def _token() -> str:
    return secrets.token_urlsafe(12)


def _wait_for_the_begin(link: Link) -> None:
    """Say who is here until the exercise begins."""
    peer = link.peer
    link.wait(lambda: begun(link) or bool(peer.lobby), 2.0)
    shown: object = None
    while not begun(link) and peer.gone is None:
        if peer.lobby != shown:
            shown = list(peer.lobby)
            here = sum(int(there) for _, there in peer.lobby)
            say(f"{peer.welcome.get('title', '')}: {here} of {len(peer.lobby)} seats are taken.")
            for title, there in peer.lobby:
                say(f"  {'here ' if there else 'empty'}  {title}")
            say("Waiting for the begin (STARTEX).")
        link.wait(lambda: begun(link), 0.5)
    if peer.gone is not None:
        raise UsageError(peer.gone.sentence)


def _in_lines(link: Link) -> int:
    from sim.cli import plain
    from sim.exercise.join.session import RemoteSession

    return plain.converse(RemoteSession(link, patient=True), None, fresh=False)


def _on_the_screen(link: Link) -> int:
    from sim.cli.joined import JoinedStarter, entered
    from tui.app import run

    opening = entered(link)
    return (run(JoinedStarter(), opening) if opening else OK) or OK
