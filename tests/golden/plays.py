"""Golden plays: what a person typed and everything they saw; run as a module to renew them."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from sim.cli import main
from sim.play.debrief import NO_FORECAST

HERE = Path(__file__).resolve().parent


def plays() -> list[Path]:
    """List the golden plays: `NAME.in` holds the arguments, then one command a line."""
    return sorted(HERE.glob("*.in"))


@contextlib.contextmanager
def _home() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ):
        os.environ["CHANNEL16_HOME"] = folder
        yield folder


def transcript(path: Path) -> str:
    """Play a golden play again and give what was printed, the record's folder left out."""
    first, _, rest = path.read_text("utf-8").partition("\n")
    output = io.StringIO()
    with (
        _home() as home,
        mock.patch.object(sys, "stdin", io.StringIO(rest)),
        contextlib.redirect_stdout(output),
    ):
        code = main(["play", "--plain", *first.split()])
    assert code == 0, f"{path.name} left with exit code {code}"
    return output.getvalue().replace(home, "SAVES")


if __name__ == "__main__":
    for play in plays():
        kept, text = play.with_suffix(".txt"), transcript(play)
        if kept.exists() and NO_FORECAST in kept.read_text("utf-8") and NO_FORECAST not in text:
            sys.exit(f"{play.name}: does not come to the end any more; type more in it")
        kept.write_text(text, "utf-8")
