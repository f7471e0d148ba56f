"""Compiles this checkout and runs laws and goldens on it: `python -m tests.native [SEEDS]`.

The wheel is built as anybody would build it, with ``CHANNEL16_COMPILE=1``. Its native modules are
laid over a copy of the checkout; there the digests of some seeds of every scenario must be those of
the sources, and the laws and goldens must hold. With ``--python PATH``, as often as there are
others, each of those Pythons gets an environment of its own in which the same is done, laws and
goldens left out; all must come to the same digests.
"""

from __future__ import annotations

import argparse
import hashlib
import json
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
    make = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(wheels), str(ROOT)]
    subprocess.run(make, check=True, env={**os.environ, "CHANNEL16_COMPILE": "1"})
    (wheel,) = wheels.glob("*.whl")
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
    with zipfile.ZipFile(wheel) as packed:
        native = [n for n in packed.namelist() if n.endswith((".so", ".pyd", "_native.json"))]
        assert native, "the wheel is pure: its build says why"
        packed.extractall(copy, native)
    return copy


def both(copy: Path, seeds: int) -> dict[str, str]:
    """Give the digests that the native modules of a copy and its sources both come to."""
    show = "import json; from tests.native import digests; from sim import native; "
    show += f"print(native.build()); print(json.dumps(digests({seeds})))"
    said = {}
    for build, more in (("native", {}), ("pure", {"CHANNEL16_PURE": "1"})):
        env = {**os.environ, "PYTHONPATH": str(copy), **more}
        done = subprocess.run([sys.executable, "-c", show], cwd=copy, env=env, check=True,
                              stdout=subprocess.PIPE, text=True)  # fmt: skip
        first, said[build] = done.stdout.strip().split("\n")
        assert first.startswith(build), f"{build} is asked for, and {first} runs"
    assert said["native"] == said["pure"], f"digests differ:\n{said['native']}\n{said['pure']}"
    return dict(json.loads(said["native"]))


def of_another(python: str, folder: Path, seeds: int) -> dict[str, str]:
    """Let another Python compile this checkout in an environment of its own, and give its digests.

    Args:
        python: Its path.
        folder: Where its environment is made.
        seeds: How many of every scenario.
    """
    subprocess.run([python, "-m", "venv", str(folder)], check=True)
    own = str(folder / ("Scripts" if os.name == "nt" else "bin") / "python")
    constraints = str(ROOT / "constraints.txt")
    install = [own, "-m", "pip", "install", "-q", "-c", constraints, str(ROOT)]
    subprocess.run(install, check=True)
    ask = [own, "-m", "tests.native", str(seeds), "--digests"]
    done = subprocess.run(ask, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout.strip().split("\n")[-1]))


def main() -> int:
    """Compile, compare, and let laws and goldens run."""
    parser = argparse.ArgumentParser(prog="python -m tests.native", description=__doc__)
    parser.add_argument("seeds", nargs="?", type=int, default=SEEDS)
    parser.add_argument("--python", action="append", default=[], metavar="PATH")
    parser.add_argument("--digests", action="store_true", help="no laws, no goldens")
    args = parser.parse_args()
    if not any(map(shutil.which, ("cc", "gcc", "clang", "cl"))):
        print("there is no C compiler here: nothing is compiled, and nothing compared")
        return 0
    with tempfile.TemporaryDirectory(prefix="channel16-") as folder:
        copy = native_copy(Path(folder))
        own = both(copy, args.seeds)
        print(
            f"{sys.version.split()[0]}: digests of {args.seeds} seeds of every scenario are equal"
        )
        for number, python in enumerate(args.python):
            other = of_another(python, Path(folder) / f"python{number}", args.seeds)
            assert other == own, f"{python} comes to other digests:\n{other}\n{own}"
            print(f"{python}: the same digests, native and on the sources", flush=True)
        print(json.dumps(own))
        if args.digests:
            return 0
        tests = [sys.executable, "-m", "pytest", "-q", "-n", "2", "tests/golden", "tests/laws"]
        return subprocess.run(tests, cwd=copy, env={**os.environ, "PYTHONPATH": str(copy)},
                              check=False).returncode  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
