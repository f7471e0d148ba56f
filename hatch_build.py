"""Builds native modules into a wheel where CHANNEL16_COMPILE=1 asks for them; else it stays pure.

The modules are those of the engine and what a run asks most often. They are made by mypyc from the
very sources that the wheel holds beside them. Two things are written otherwise on the way: `slots`,
which native classes have by themselves, and `frozen`, which types are checked for on the sources,
are left out; and the `__init__` that a dataclass would make when it is loaded, for the interpreter,
is written down for the compiler.
Where that fails the reason is said and the wheel is pure.
"""

from __future__ import annotations

import ast
import builtins
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_MODEL = ["belief", "calling", "choice", "credit", "tension"]
_PLAY = ["asked", "cast", "policies", "promising", "talking"]
COMPILED = (
    "sim/engine/**/*.py",
    *(f"sim/model/{name}.py" for name in _MODEL),
    *(f"sim/play/{name}.py" for name in _PLAY),
)
"""What is made native; `__init__.py` never is."""
DIGESTS = "sim/_native.json"
"""From which sources native modules were made: path → digest."""
WHY = "sim/_pure.txt"
"""Why there are no native modules though they were asked for."""
_HASHED = "@dataclass(unsafe_hash=True)"
_NEEDS = ["mypy>=1.15", "setuptools>=70", "simpy>=4.1", "pydantic>=2.11", "types-PyYAML>=6.0.12"]
_MYPY = "[mypy]\nstrict = True\nwarn_unused_ignores = False\nplugins = pydantic.mypy\n"
_SETUP = """import sys
from mypyc.build import mypycify
from setuptools import setup
setup(name="channel16-native", packages=[], ext_modules=mypycify(sys.argv[3:], opt_level="3"),
      script_args=sys.argv[1:3])
"""


class NativeHook(BuildHookInterface):  # type: ignore[type-arg]  # of any configuration
    """Adds native modules to the wheel."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Name what compiling needs, where it is asked for."""
        return _NEEDS if _asked() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before a wheel is written."""
        if not _asked() or version == "editable":
            return
        self._folder = Path(tempfile.mkdtemp(prefix="channel16-"))
        try:
            made = compiled(Path(self.root), self._folder)
        except (OSError, subprocess.CalledProcessError) as error:
            said = getattr(error, "stdout", "") or str(error)
            reason = "\n".join(said.strip().splitlines()[-5:])
            self.app.display_warning(f"not compiled, the wheel is pure Python:\n{reason}")
            note = self._folder / "why.txt"
            note.write_text(reason, "utf-8")
            build_data["force_include"][str(note)] = WHY
            return
        build_data["force_include"].update({str(path): name for name, path in made.items()})
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Take the folder away in which was compiled."""
        if hasattr(self, "_folder"):
            shutil.rmtree(self._folder, ignore_errors=True)


def _asked() -> bool:
    return os.environ.get("CHANNEL16_COMPILE") == "1"


def sources(root: Path) -> list[str]:
    """List what is to be compiled, by its path below the root."""
    found = {path for pattern in COMPILED for path in root.glob(pattern)}
    return sorted(p.relative_to(root).as_posix() for p in found if p.name != "__init__.py")


def compiled(root: Path, folder: Path) -> dict[str, Path]:
    """Compile in a folder.

    Returns:
        What belongs into the wheel, by its path there.

    Raises:
        CalledProcessError: mypyc or the C compiler failed; its output says why.
    """
    shutil.copytree(root / "sim", folder / "sim", ignore=shutil.ignore_patterns("*.so", "*.pyd"))
    names = sources(root)
    digests = {name: sha256((folder / name).read_bytes()).hexdigest() for name in names}
    texts = {
        path: _native(path.read_text("utf-8"), compiles=_below(path, folder) in names)
        for path in (folder / "sim").rglob("*.py")
    }
    classes = {
        node.name: node
        for name in names
        for node in ast.parse(texts[folder / name]).body
        if isinstance(node, ast.ClassDef)
    }
    for path, text in texts.items():
        compiles = _below(path, folder) in names
        path.write_text(constructed(text, classes) if compiles else text, "utf-8")
    (folder / "mypy.ini").write_text(_MYPY, "utf-8")
    (folder / "make_native.py").write_text(_SETUP, "utf-8")
    subprocess.run(
        [sys.executable, "make_native.py", "build_ext", "--inplace", *names],
        cwd=folder,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    made = [
        *folder.glob("*__mypyc*"),
        *(folder / "sim").rglob("*.so"),
        *folder.rglob("sim/**/*.pyd"),
    ]
    (folder / "digests.json").write_text(json.dumps(digests, indent=1), "utf-8")
    found = {path.relative_to(folder).as_posix(): path for path in made if path.is_file()}
    return {**found, DIGESTS: folder / "digests.json"}


def _below(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _native(text: str, *, compiles: bool) -> str:
    """Declare the dataclasses of a source as native classes take them: these are never frozen."""
    text = text.replace("(slots=True)", "").replace(", slots=True", "")
    return text.replace("@dataclass(frozen=True)", _HASHED) if compiles else text


def constructed(text: str, classes: Mapping[str, ast.ClassDef]) -> str:
    """Write down in a source the `__init__` that each plain dataclass of it would make.

    Args:
        text: The source.
        classes: Every class that is compiled, by its name: a base may stand in another source.
    """
    tree, lines = ast.parse(text), text.split("\n")
    named = {*vars(builtins), *_named(tree)}
    for node in reversed(tree.body):
        if not isinstance(node, ast.ClassDef) or not _is_plain(node):
            continue
        fields = list({f.target.id: f for f in _fields(node, classes)}.values())
        names = {n.id for f in fields for n in ast.walk(f.annotation) if isinstance(n, ast.Name)}
        if fields and names <= named:
            lines[node.end_lineno : node.end_lineno] = _init(fields)
    return "\n".join(lines)


def _is_plain(node: ast.ClassDef) -> bool:
    """Say whether a class is a dataclass that makes nothing by hand."""
    made = {"__init__", "__post_init__"}
    told = [f"@{ast.unparse(d)}" for d in node.decorator_list]
    return told in (["@dataclass"], [_HASHED]) and not any(
        isinstance(part, ast.FunctionDef) and part.name in made for part in node.body
    )


def _named(tree: ast.Module) -> Iterator[str]:
    """Yield what a source imports or defines at its top."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (alias.asname or alias.name for alias in node.names)
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _fields(node: ast.ClassDef, classes: Mapping[str, ast.ClassDef]) -> Iterator[Any]:
    """Yield the fields of a dataclass, those of its bases first."""
    for base in node.bases:
        if isinstance(base, ast.Name) and base.id in classes:
            yield from _fields(classes[base.id], classes)
    yield from (part for part in node.body if isinstance(part, ast.AnnAssign))


def _init(fields: list[Any]) -> Iterator[str]:
    """Write the `__init__` of some fields."""
    takes, sets = [], []
    for field in fields:
        name, of, given = field.target.id, ast.unparse(field.annotation), field.value
        if isinstance(given, ast.Call) and ast.unparse(given.func) == "field":
            (make,) = (ast.unparse(word.value) for word in given.keywords)
            new = {"dict": "{}", "list": "[]"}.get(make, f"{make}()")
            takes.append(f"{name}: {of} | None = None")
            sets.append(f"        self.{name} = {new} if {name} is None else {name}")
        else:
            takes.append(f"{name}: {of}" + (f" = {ast.unparse(given)}" if given else ""))
            sets.append(f"        self.{name} = {name}")
    yield ""
    yield f"    def __init__(self, {', '.join(takes)}) -> None:"
    yield from sets
