"""`channel16 exercise host --web`: the page beside the host, whose tabs join it like anybody."""

from __future__ import annotations

import ipaddress
import os
import socket
import ssl
from pathlib import Path

from sim.cli.web import WebPlace
from sim.errors import UsageError

TABS_MOST = 60
"""Tabs at once; each is a process."""

Pair = tuple[Path, Path]


class ExercisePage:
    """The page of a host: it listens once it is made, and answers once it runs.

    Attributes:
        address: What a browser is told.
    """

    def __init__(self, where: WebPlace, tls: Pair | None) -> None:
        """Listen at the port after that of the host, or at any if the host does.

        Args:
            where: Where the host listens.
            tls: Its certificate and key.

        Raises:
            UsageError: the extra is not installed, or it cannot be listened there.
        """
        if os.name == "nt":
            raise UsageError("--web does not run on Windows; join from terminals instead")
        try:
            import aiohttp  # noqa: F401  # says which extra lacks
            import textual_serve  # noqa: F401
        except ModuleNotFoundError as missing:
            raise UsageError(
                f"--web needs the extra “web” ({missing.name} is not installed): "
                "pip install 'channel16[exercise,web]'"
            ) from None
        self._tls, self._context = tls, context_of(tls)
        self._socket = _listening(where)
        self._place = WebPlace(where.name, self._socket.getsockname()[1])
        scheme = "https" if tls else "http"
        self.address = f"{scheme}://{self._place.name}:{self._place.port}/"

    async def run(self, url: str) -> None:
        """Serve it until it is cancelled; tabs join at the address of the host."""
        import asyncio

        from aiohttp import web

        from sim.cli.web_site import Site, running

        own = [f"--own={self._tls[0]}"] if self._tls else []
        site = Site(["sim.cli.web_join", inside_address(url), *own], TABS_MOST)
        site.place, site.secure = self._place, self._tls is not None
        async with running(site) as runner:
            await web.SockSite(runner, self._socket, ssl_context=self._context).start()
            await asyncio.Event().wait()


def context_of(tls: Pair | None) -> ssl.SSLContext | None:
    """Give what encrypts a server with a certificate and its key, None without them.

    Raises:
        UsageError: they are none.
    """
    if tls is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(*tls)
    except (OSError, ssl.SSLError) as error:
        raise UsageError(
            f"--tls: {tls[0]}, {tls[1]}: no certificate with its key ({error})"
        ) from None
    return context


def _listening(where: WebPlace) -> socket.socket:
    port = where.port + 1 if where.port else 0
    family = socket.AF_INET6 if ":" in where.host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((where.host, port))
        found.listen()  # who is told the address may come at once
    except (OSError, OverflowError) as error:
        found.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"--web cannot listen at {where.name}:{port}, the port after that of the host "
            f"({reason}); give another place: --listen HOST:PORT"
        ) from None
    return found


def inside_address(url: str) -> str:
    """Give the address for this machine itself: that of all networks is none."""
    scheme, _, rest = url.partition("://")
    name, _, port = rest.rpartition(":")
    try:
        address = ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return url
    if not address.is_unspecified:
        return url
    return f"{scheme}://{'[::1]' if address.version == 6 else '127.0.0.1'}:{port}"
