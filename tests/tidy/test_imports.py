"""Imports point down, the core looks at nothing, and importing the package is cheap."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.tidy.doc_blocks import ROOT

LINT = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
    "contracts"
]
TYPES = "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:"
HEAVY = ["asyncio", "pydantic", "simpy", "textual", "yaml"]


def _python(code: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def _report(done: subprocess.CompletedProcess[str]) -> str:
    """Give what import-linter said, without its ornament."""
    return "\n".join(line for line in (done.stdout + done.stderr).splitlines() if line.isascii())


def test_contracts_hold() -> None:
    """A lower layer knows an upper one, or the core reaches for files, clocks or dice."""
    done = _python(LINT)

    assert done.returncode == 0, _report(done)


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("sim/model/planted.py", "import sim.engine", 0),
        ("sim/engine/facts/planted.py", "import sim.engine.kernel.engine", 1),
        ("sim/engine/sea/planted.py", "import sim.engine.lines.calls", 1),
        ("sim/engine/lines/planted.py", "import sim.engine.sea.gates", 1),
        ("sim/engine/planted.py", "import random", 2),
        ("sim/play/planted.py", "import simpy", 3),
        ("tui/planted.py", "import sim.engine", 4),
        ("tui/planted.py", "import sim.play", 4),
        ("tui/cards/planted.py", "import tui.screens.log", 5),
        ("tui/base/planted.py", "def late():\n    import tui.app", 5),
        ("tui/panes/planted.py", f"{TYPES}\n    import tui.cards.help", 5),
        ("tui/planted.py", "", 5),
        ("sim/cli/plainview.py", "import sim.engine.base.setup", 4),
        ("tui/panes/price.py", f"{TYPES}\n    import tui.panes.decision", 6),
    ],
)
def test_contracts_bite(tmp_path: Path, file: str, line: str, contract: int) -> None:
    """A contract that no import can break protects nothing. Plants one in a copy of the tree."""
    for part in ("sim", "tui"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / file).write_text(f'"""Planted."""\n\n{line}\n', "utf-8")

    report = _report(_python(LINT, tmp_path))

    assert f"{CONTRACTS[contract]['name']} BROKEN" in report


def test_every_part_has_its_layer() -> None:
    """The layers say nothing about a part they do not list."""
    listed = set(re.findall(r"\bsim\.(\w+)", " ".join(CONTRACTS[0]["layers"])))
    there = {path.parent.name for path in (ROOT / "sim").glob("*/__init__.py")}
    there |= {path.stem for path in (ROOT / "sim").glob("[!_]*.py")}

    assert there - listed == set()


def test_importing_the_package_loads_nothing_heavy() -> None:
    """Every start, `--help` included, would pay for what only some verbs need."""
    done = _python(f"import sys, sim; print(sorted(set({HEAVY}) & set(sys.modules)))")

    assert (done.stdout.strip(), done.stderr) == ("[]", "")
