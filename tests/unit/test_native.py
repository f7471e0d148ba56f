"""Which build runs: what was compiled from these sources, or the sources."""

from __future__ import annotations

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from sim import native

ROOT = Path(__file__).parents[2]
SOURCE = "sim/model/choice.py"
_MISSING = "there is no C compiler “gcc” here; install one, and build again"
_GAVE_UP = "the C compiler “/bin/cc” gave up; build again with pip -v to read why"


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write down one source as compiled, and give it."""
    monkeypatch.delenv(native.PURE, raising=False)
    source = tmp_path / SOURCE
    source.parent.mkdir(parents=True)
    source.write_bytes((ROOT / SOURCE).read_bytes())
    digests = tmp_path / "_native.json"
    digests.write_text(json.dumps({SOURCE: sha256(source.read_bytes()).hexdigest()}))
    monkeypatch.setattr(native, "ROOT", tmp_path)
    monkeypatch.setattr(native, "_DIGESTS", digests)
    return source


def test_a_checkout_is_pure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A checkout without native modules would say that it has some."""
    monkeypatch.setattr(native, "_DIGESTS", tmp_path / "none.json")
    assert native.build() == "pure"


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("error: [Errno 2] No such file or directory: 'gcc'", _MISSING),
        ("error: command 'gcc' failed: No such file or directory", _MISSING),
        ("error: command '/bin/cc' failed with exit code 1", _GAVE_UP),
        ("error: Command '['/bin/cc', '-O3', '-c']' returned non-zero exit status 1.", _GAVE_UP),
        ("sim/model/choice.py:9: error: a type", "sim/model/choice.py:9: error: a type"),
    ],
)
def test_why_nothing_was_compiled_is_said_plainly(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, last: str, said: str
) -> None:
    """Whoever asked for native modules would never learn why none run, or in a page of options."""
    why = tmp_path / "_pure.txt"
    why.write_text(f"building\n{last}\n\n")
    monkeypatch.setattr(native, "_DIGESTS", tmp_path / "none.json")
    monkeypatch.setattr(native, "_WHY", why)
    assert native.build() == f"pure: compiling failed: {said}"


def test_what_was_made_from_these_sources_runs(made: Path) -> None:
    """Nobody would ever run what was compiled."""
    assert native.build() == "native"


def test_native_modules_can_be_forbidden(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A doubtful number could not be tried without the compiler."""
    monkeypatch.setenv(native.PURE, "1")
    assert native.build() == "pure, by CHANNEL16_PURE"


def test_a_stale_module_is_noticed_and_not_used(made: Path) -> None:
    """A source would be changed, and the old module go on giving old results."""
    made.write_text(made.read_text("utf-8") + "\n# changed\n", "utf-8")
    assert native.build() == f"pure: {SOURCE} is newer than what was compiled"

    made.unlink()
    assert native.build().startswith("pure: ")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"sim/none.py": "0"}'])
def test_a_damaged_list_of_digests_is_no_traceback(made: Path, text: str) -> None:
    """An installation that was half copied could not even say what it is."""
    (made.parents[2] / "_native.json").write_text(text)
    assert native.build().startswith("pure: ")


def test_sources_are_found_though_native_modules_stand_beside_them(tmp_path: Path) -> None:
    """What is forbidden or stale would be loaded all the same."""
    package = tmp_path / "sim" / "part"
    package.mkdir(parents=True)
    (tmp_path / "sim" / "__init__.py").write_text("")
    for name in ("sim/native.py",):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (package / "__init__.py").write_text("")
    (package / "one.py").write_text("FROM = 'source'\n")
    (package / "one.abi3.so").write_bytes(b"no module at all")
    (tmp_path / "sim" / "_native.json").write_text('{"sim/part/one.py": "0"}')
    code = "from sim import native; native.choose(); from sim.part import one; print(one.FROM)"

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert (done.stdout, done.stderr) == ("source\n", "")
