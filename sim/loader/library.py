"""Where scenarios live: shipped ones by id, others by path."""

from __future__ import annotations

from pathlib import Path

from sim.errors import Fault, ScenarioError, nearest

_HERE = Path(__file__).resolve().parent.parent
FILE = "scenario.yaml"


def root() -> Path:
    """Give the folder of shipped scenarios: packed in a wheel, or the checkout's."""
    packed = _HERE / "_scenarios"
    return packed if packed.is_dir() else _HERE.parent / "scenarios"


def shipped() -> list[str]:
    """List the ids of shipped scenarios, sorted; names beginning with “_” are none."""
    folders = root().iterdir() if root().is_dir() else ()
    return sorted(p.name for p in folders if (p / FILE).is_file() and not p.name.startswith("_"))


def find(name: str | Path) -> Path:
    """Find the file of a scenario given by id, folder or path.

    Raises:
        ScenarioError: there is none; the message names the nearest shipped id.
    """
    text = str(name)
    if "\0" in text:
        raise ScenarioError("a scenario's name cannot hold a zero byte; give an id or a path")
    here = Path(text)
    for path in (root() / text / FILE, here / FILE, here, root() / text):
        try:
            if path.is_file() and (path.parent != root() or path.suffix):
                return path
        except OSError:
            continue
    raise ScenarioError(
        [Fault(text, 1, column=1, what="there is no such scenario", hint=nearest(text, shipped()))]
    )


def shown(path: Path) -> str:
    """Write a scenario's path for people: shipped ones without the machine's folders."""
    try:
        return str(Path("scenarios") / path.resolve().relative_to(root().resolve()))
    except ValueError:
        return str(path)


def faults_of_place(path: Path, name: str) -> list[Fault]:
    """List what is wrong with where a shipped scenario stands: its README must exist."""
    folder = path.parent
    is_shipped = folder.parent.resolve() == root().resolve() and not folder.name.startswith("_")
    if is_shipped and not (folder / "README.md").is_file():
        return [
            Fault(
                name,
                1,
                column=1,
                what="has no README.md beside it",
                hint="say purpose, sources, limits",
            )
        ]
    return []
