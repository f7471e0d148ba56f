"""The look at a machine before an exercise: what hinders is named with what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.cli import exercise_ready as ready
from sim.cli import main


def looked(capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, dict[str, str]]]:
    """Look, and give the exit code with what was found by name."""
    capsys.readouterr()
    code = main(["exercise", "ready", "--json"])
    return code, {line["what"]: line for line in json.loads(capsys.readouterr().out)}


def test_a_machine_that_is_fit_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """People would look for a fault that is not there while the others wait."""
    monkeypatch.setenv("CHANNEL16_HOME", str(tmp_path / "not" / "made"))

    code, found = looked(capsys)

    assert code == 0, found
    assert {"Python", "packages", "extras", "terminal", "disk", "clock"} <= found.keys()
    assert not (tmp_path / "not").exists(), "looking changes nothing"
    assert main(["exercise", "ready"]) == 0
    assert "Ready." in capsys.readouterr().out


def test_what_hinders_is_named_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A cell would find out at STARTEX that its machine cannot take part."""
    monkeypatch.setattr(ready, "_NEEDED", ("simpy", "no-such-package"))
    monkeypatch.setattr(ready, "_FREE_MB", 10**12)

    code, found = looked(capsys)

    assert code == 1
    assert (found["packages"]["state"], found["disk"]["state"]) == ("no", "no")
    assert found["packages"]["found"] == "missing: no-such-package"
    assert "CHANNEL16_HOME" in found["disk"]["do"]
    assert main(["exercise", "ready"]) == 1
    assert "Not ready: 2 to mend." in capsys.readouterr().out


def test_what_only_some_need_hinders_nobody(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A cell in a browser would be sent home for a package that the host alone needs."""
    monkeypatch.setattr(ready, "_EXTRA", ("no-such-package",))

    code, found = looked(capsys)

    assert code == 0
    assert found["extras"]["state"] == "note"
    assert "channel16[exercise]" in found["extras"]["do"]
