"""Compiles this checkout and runs laws and goldens on it: `python -m tests.native [SEEDS]`.

The wheel is built as anybody would build it, with ``CHANNEL16_COMPILE=1``. Its native modules are
laid over a copy of the checkout; there the digests of some seeds of every scenario must be those of
the sources, and the laws and goldens must hold.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
LEFT_OUT = (".git", ".venv", "build", "dist", "*.so", "__pycache__", ".*_cache", ".hypothesis")
SEEDS = 3
"""Seeds of every scenario that are compared, unless more are asked for."""


def digests(seeds: int) -> dict[str, str]:
    """Give a digest of the logs of some seeds for every shipped scenario."""
    from sim.engine import Setup
    from sim.engine.base.log import to_line
    from sim.loader import library, load
    from sim.play.driver import Play
    from sim.play.occupants import occupant

    found = {}
    for name in library.shipped():
        setup, said = Setup(load(name)), hashlib.sha256()
        players = [seat for seat, spec in setup.seats.items() if spec.playable][:2]
        for seed in range(seeds):
            held = {
                seat: occupant(setup, seat, "firm" if seat in players else spec.occupant)
                for seat, spec in setup.seats.items()
            }
            play = Play(setup, seed, held)
            play.advance()
            said.update("\n".join(map(to_line, play.engine.log)).encode())
        found[name] = said.hexdigest()
    return found


def native_copy(folder: Path) -> Path:
    """Make a copy of this checkout with native modules in it."""
    wheels, copy = folder / "wheels", folder / "copy"
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "-w",
        str(wheels),
        str(ROOT),
    ]
    subprocess.run(command, check=True, env={**os.environ, "CHANNEL16_COMPILE": "1"})
    (wheel,) = wheels.glob("*.whl")
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
    with zipfile.ZipFile(wheel) as packed:
        native = [n for n in packed.namelist() if n.endswith((".so", ".pyd", "_native.json"))]
        assert native, "the wheel is pure: its build says why"
        packed.extractall(copy, native)
    return copy


def main() -> int:
    """Compile, compare, and let laws and goldens run."""
    if not any(map(shutil.which, ("cc", "gcc", "clang", "cl"))):
        print("there is no C compiler here: nothing is compiled, and nothing compared")
        return 0
    seeds = sys.argv[1] if len(sys.argv) > 1 else str(SEEDS)
    with tempfile.TemporaryDirectory(prefix="channel16-") as folder:
        copy = native_copy(Path(folder))
        show = "from tests.native import digests; from sim import native; "
        show += f"print(native.build()); print(digests({seeds}))"
        said = {}
        for build, more in (("native", {}), ("pure", {"CHANNEL16_PURE": "1"})):
            env = {**os.environ, "PYTHONPATH": str(copy), **more}
            done = subprocess.run([sys.executable, "-c", show], cwd=copy, env=env, check=True,
                                  capture_output=True, text=True)  # fmt: skip
            first, said[build] = done.stdout.strip().split("\n")
            assert first.startswith(build), f"{build} is asked for, and {first} runs"
        assert said["native"] == said["pure"], f"digests differ:\n{said['native']}\n{said['pure']}"
        print(f"digests of {seeds} seeds of every scenario are equal")
        tests = [sys.executable, "-m", "pytest", "-q", "-n", "2", "tests/golden", "tests/laws"]
        return subprocess.run(tests, cwd=copy, env={**os.environ, "PYTHONPATH": str(copy)},
                              check=False).returncode  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
