"""Files of a host, whose disk is waited for once for all that came meanwhile."""

from __future__ import annotations

import contextlib
import os

from sim.store import LineFile


class SharedFile(LineFile):
    """A file of which somebody else waits for the disk, with `sync`, once it is `later`.

    Attributes:
        later: Whether that is so; else the disk is waited for at once.
        owes: Whether something is to be on disk that may not be there yet.
    """

    later = owes = False

    def append(self, lines: list[str], *, sync: bool) -> None:
        """Append lines; those that are to be on disk are owed until `sync`, if that comes later."""
        super().append(lines, sync=sync and not self.later)
        self.owes = self.later and (self.owes or sync)

    def sync(self) -> None:
        """Wait until all that was appended is on disk; in any thread.

        Raises:
            OSError: the disk does not take it; nobody knows what is there.
        """
        os.fsync(self._fd)

    def close(self) -> None:
        """Close the file, with all that it owes."""
        if self.owes and self._fd >= 0:
            with contextlib.suppress(OSError):
                self.sync()
        self.owes = False
        super().close()
