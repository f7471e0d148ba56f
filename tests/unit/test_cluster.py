"""A cluster of dask on loopback: the same table, with workers killed and the scheduler gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.cli import main
from sim.loader import library
from sim.loader.yamltext import parse, read_text
from sim.study import cluster
from sim.study.design import Plan, Study, StudyError
from sim.study.planning import plan
from sim.study.workers import run_chunks

distributed = pytest.importorskip("distributed")
N = 400
_SCHEDULER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    found = LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
    )
    print(found.scheduler_address, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[tuple[str, int]]:
    """Start a scheduler with two workers on loopback; give its address and its process."""
    file = tmp_path / "scheduler.py"
    file.write_text(_SCHEDULER, "utf-8")
    root = str(Path(__file__).parents[2])
    paths = os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])
    with subprocess.Popen(
        [sys.executable, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip(), process.pid
        process.kill()


def planned() -> Plan:
    """Plan a short study."""
    path = library.find("two-captains")
    document = parse(read_text(path), library.shown(path))
    return plan(Study(document, sets=("horizon=3 d",), n=N))


@pytest.mark.slow
def test_a_cluster_gives_the_same_rows_though_a_worker_is_killed(
    address: tuple[str, int],
) -> None:
    """What a killed worker was at is done elsewhere; nothing is lost, nothing comes twice."""
    made = planned()
    expected = dict(run_chunks(made, made.chunks(N), 1))
    with distributed.Client(address[0], set_as_default=False) as client:
        pids = list(client.run(os.getpid).values())
    threading.Timer(0.2, os.kill, (pids[0], signal.SIGKILL)).start()
    found = list(run_chunks(made, made.chunks(N), address[0]))
    assert len(found) == len(expected)
    assert dict(found) == expected


@pytest.mark.slow
def test_a_study_goes_on_elsewhere_once_its_cluster_is_gone(
    address: tuple[str, int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A scheduler that is killed is said in one line; --resume gives the digest of one go."""
    asked = ["study", "two-captains", "-n", str(N), "--set", "horizon=3 d", "--json"]
    kept = [*asked, "--out", str(tmp_path / "kept")]
    threading.Timer(1.0, os.kill, (address[1], signal.SIGKILL)).start()
    ended = main([*kept, "-n", "100000", "--cluster", address[0]])
    said = capsys.readouterr().err
    assert (ended, said.count("\n")) == (2, 1)
    assert "--cluster" in said
    assert main([*kept, "--resume", "--workers", "1"]) == 0
    resumed = capsys.readouterr().out
    assert main([*asked, "--workers", "1"]) == 0
    assert capsys.readouterr().out == resumed


@pytest.mark.slow
def test_a_worker_of_another_version_is_refused(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sources that differ have another digest, and nothing is taken from such a worker."""
    made = planned()
    monkeypatch.setattr(cluster, "version", lambda: "0" * 64)
    with pytest.raises(StudyError, match="of another version"):
        list(run_chunks(made, made.chunks(N), address[0]))


def test_what_cannot_go_to_a_cluster_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """A cluster runs the chunks of a study and nothing else; an address is one."""
    assert main(["study", "two-captains", "--cluster", "x", "--workers", "2"]) == 2
    assert "leave --workers" in capsys.readouterr().err
    assert main(["study", "two-captains", "--cluster", "nowhere"]) == 2
    assert "--cluster nowhere: cannot be reached" in capsys.readouterr().err
