"""`channel16 web`: the screen in a browser, a play of its own in every tab."""

from __future__ import annotations

import argparse
import ipaddress
import os
import sys
from contextlib import suppress
from dataclasses import dataclass

from sim.cli import complain, home, say
from sim.cli.options import whole
from sim.cli.play import add_opening, starter_of
from sim.errors import UsageError

PORT = 8016
TABS, TABS_MOST = 8, 200


@dataclass(frozen=True, slots=True)
class WebPlace:
    """Where the server listens; a name as it stands in an address, and a port, 0 for any."""

    name: str
    port: int

    @property
    def host(self) -> str:
        """Give the name without the brackets of an address of IPv6."""
        return self.name.strip("[]")

    @property
    def address(self) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
        """Give the address, unless it is a name."""
        with suppress(ValueError):
            return ipaddress.ip_address(self.host)
        return None

    @property
    def own(self) -> bool:
        """Say whether this machine alone can reach it."""
        return self.name == "localhost" or bool(self.address and self.address.is_loopback)


def place(text: str) -> WebPlace:
    """Read where to listen: HOST:PORT."""
    name, colon, port = text.rpartition(":")
    known = name == f"[{name.strip('[]')}]" if ":" in name else bool(name)
    if not (colon and known and port.isascii() and port.isdecimal()) or int(port[:6]) > 65_535:
        raise argparse.ArgumentTypeError(
            f"expected HOST:PORT, such as 127.0.0.1:{PORT} or [::1]:{PORT}, not “{text}”"
        )
    return WebPlace(name.lower(), int(port))


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    add_opening(parser)
    parser.add_argument(
        "--listen",
        type=place,
        default=WebPlace("127.0.0.1", PORT),
        metavar="HOST:PORT",
        help=f"where to serve it; 127.0.0.1:{PORT}, for this machine alone, if it is not given",
    )
    parser.add_argument(
        "--tabs", type=whole(TABS_MOST), default=TABS, help=f"tabs at once, {TABS} if not given"
    )


def main(args: argparse.Namespace) -> int:
    """Serve the screen until somebody ends it."""
    if os.name == "nt":
        raise UsageError("channel16 web does not run on Windows; play in the terminal instead")
    if not args.tabs:
        raise UsageError("--tabs 0 lets nobody play; give 1 or more")
    try:
        from sim.cli.web_site import Site, serve
    except ModuleNotFoundError as missing:
        raise UsageError(
            f"channel16 web needs the extra “web” ({missing.name} is not installed): "
            "pip install 'channel16[web]'"
        ) from None
    starter_of(args).check()
    where: WebPlace = args.listen
    if not where.own:
        complain(
            f"warning: {where.name}:{where.port} is open to others, and there is no password: "
            f"whoever reaches it can play, and read and go on with the plays in {home.saves()}"
        )
    try:
        return serve(Site(["sim.cli.web_play", *words(args)], args.tabs), where, _announce)
    except OSError as error:
        reason = (error.strerror or str(error)).rpartition("] ")[2]
        raise UsageError(
            f"cannot listen at {where.name}:{where.port} ({reason}); "
            "give another place: --listen HOST:PORT"
        ) from None


def words(args: argparse.Namespace) -> list[str]:
    """Write what was asked for as the words that every tab's play begins with."""
    found = [args.scenario] if args.scenario else []
    for option in ("seat", "set"):
        found += [f"--{option}={value}" for value in getattr(args, option)]
    if args.seed is not None:
        found.append(f"--seed={args.seed}")
    if args.pace is not None:
        found.append(f"--pace={args.pace}")
    return [*found, *(["--unsaved"] if args.unsaved else [])]


def _announce(where: WebPlace) -> None:
    say(f"Channel 16 is at http://{where.name}:{where.port}/")
    say("A tab is a play; closing it saves it. Ctrl+C ends all.")
    sys.stdout.flush()
