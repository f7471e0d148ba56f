"""A page opened in the browser of whoever sits here, where there is one that shows it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import webbrowser
from pathlib import Path

_AWAY = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY", "TEXTUAL_DRIVER")
"""What stands in the environment of somebody who sits elsewhere: at the end of a line, or a tab."""
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")


def opened(page: Path) -> bool:
    """Open a page without waiting for it; say whether there is a browser that may show it."""
    if not _can_be_seen():
        return False
    threading.Thread(target=_open, args=(page.resolve().as_uri(),), daemon=True).start()
    return True


def _can_be_seen() -> bool:
    """Say whether somebody here has a browser of windows; one of lines would take the terminal."""
    if any(os.environ.get(name) for name in _AWAY):
        return False
    if sys.platform.startswith(("linux", "freebsd")) and not any(map(os.environ.get, _DISPLAYS)):
        return False
    try:
        return type(webbrowser.get()) is not webbrowser.GenericBrowser
    except webbrowser.Error:
        return False


def _open(address: str) -> None:
    """Let another process open it, so that nothing a browser prints comes on the screen."""
    with contextlib.suppress(OSError):
        subprocess.run(
            [sys.executable, "-m", "webbrowser", address],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            check=False,
        )
