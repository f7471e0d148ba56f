"""A host with twenty people on loopback: from an order to the push that shows it, CPU, memory.

Run: ``python -m benchmarks.host [PEOPLE] [ORDERS]``. Each order is a note; what is timed is from
its frame to its acknowledgement and to the picture that shows it. Then the white cell stops and
starts the clock: timed until the last of all screens shows it. A machine that is busy is slow
whatever the host does, so three other things are timed there and then: a bare echo of a note's size
over the same stack, the disk that every order waits for, and the CPU that the host took an order.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket
from websockets.asyncio.client import ClientConnection, connect

from sim.exercise.host.server import Server, listen
from sim.exercise.protocol.messages import VERSION

SCENARIO, PLACES = "twenty-nine-minutes", ("ph_mission", "ccg_scene")
BREAK_S = 0.5
"""How long a person thinks between two orders, half as long or as long again."""
ACTS = 10
"""How often the white cell stops the clock, and how often it starts it."""


@asynccontextmanager
async def joined(url: str, code: str, client: str) -> AsyncIterator[ClientConnection]:
    """Join a host."""
    async with connect(f"{url}/join", max_size=None, compression=None) as socket:
        hello = {"kind": "hello", "v": VERSION, "code": code, "client": client}
        await socket.send(json.dumps(hello))
        yield socket


def is_kind(text: str, kind: str) -> bool:
    """Say whether a frame is of a kind, without reading all of it: here it is not the client."""
    return f'"kind":"{kind}"' in text[:300]


@dataclass
class Cells:
    """What all people share: the begin, and where each says that its screen stands or goes."""

    url: str
    here: asyncio.Barrier
    stands: asyncio.Queue[float] = field(default_factory=asyncio.Queue)


async def ordering(cells: Cells, code: str, number: int, orders: int) -> list[tuple[float, float]]:
    """Join as one of many in a cell's seat and give orders; give the times of each, in s.

    Afterwards note each time at which the screen shows that the clock stands or goes again.
    """
    found, dice = [], random.Random(number)
    async with joined(cells.url, code, f"client-{number:04}") as socket:
        async for text in socket:
            if is_kind(str(text), "shown"):
                break
        await cells.here.wait()
        for n in range(1, orders + 1):
            await asyncio.sleep(BREAK_S * (0.5 + dice.random()))
            ask = {"verb": "note", "text": f"{number}-{n}"}
            token = f"order-{number:04}-{n:04}"
            begins, done = time.perf_counter(), 0.0
            await socket.send(json.dumps({"kind": "order", "n": n, "id": token, "ask": ask}))
            async for text in socket:
                if is_kind(str(text), "done"):
                    done = time.perf_counter() - begins
                elif is_kind(str(text), "shown") and done:
                    found.append((done, time.perf_counter() - begins))
                    break
        cells.stands.put_nowait(0.0)
        paused = False
        async for text in socket:
            if is_kind(str(text), "bye"):
                break
            if paused != ('"paused":true' in text[:300]) and is_kind(str(text), "shown"):
                paused = not paused
                cells.stands.put_nowait(time.perf_counter())
    return found


async def acting(cells: Cells, code: str, people: int) -> list[float]:
    """Stop and start the clock; give how long each took to be on the last screen, in s."""
    found = []
    async with joined(cells.url, code, "white-cell-0") as socket:
        for n in range(1, 2 * ACTS + 1):
            await asyncio.sleep(0.1)
            line = {"line": "pause" if n % 2 else "resume"}
            begins = time.perf_counter()
            said = {"kind": "act", "n": n, "id": f"white-{n:04}", "what": "line", "args": line}
            await socket.send(json.dumps(said))
            found.append(max([await cells.stands.get() for _ in range(people)]) - begins)
    return found


async def echoing(people: int, orders: int) -> list[float]:
    """Give how long a bare echo takes over the same stack, with as many clients, in s."""
    place = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.host", "--echo"), stdout=asyncio.subprocess.PIPE
    )
    assert place.stdout is not None
    url = (await place.stdout.readline()).decode().strip()

    async def one() -> list[float]:
        found = []
        async with connect(f"{url}/join", compression=None) as socket:
            for _ in range(orders):
                await asyncio.sleep(BREAK_S)
                begins = time.perf_counter()
                await socket.send("x" * 150)
                await socket.recv()
                found.append(time.perf_counter() - begins)
        return found

    times = await asyncio.gather(*(one() for _ in range(people)))
    place.kill()
    await place.wait()
    return [each for row in times for each in row]


async def echo() -> None:
    """Serve a bare echo as a host is served."""

    async def answer(browser: WebSocket) -> None:
        await browser.accept()
        while (message := await browser.receive())["type"] == "websocket.receive":
            await browser.send_text(message["text"])

    place = listen("127.0.0.1", 0)
    config = Server.config(Starlette(routes=[WebSocketRoute("/join", answer)]), place)
    print(place.url, flush=True)
    await uvicorn.Server(config).serve(sockets=[place.socket])


def disk(folder: Path, times: int) -> list[float]:
    """Give how long it takes until a line is on disk, in s."""
    found = []
    with (folder / "disk").open("ab", buffering=0) as file:
        for _ in range(times):
            begins = time.perf_counter()
            file.write(b"x" * 200)
            os.fsync(file.fileno())
            found.append(time.perf_counter() - begins)
    return found


def cpu_s(pid: int) -> float:
    """Give the CPU time that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def told(name: str, seconds: list[float]) -> float:
    """Print times in ms; give the 99th percentile."""
    row = sorted(each * 1000 for each in seconds)
    p99 = row[int(len(row) * 0.99)]
    print(f"{name}: median {row[len(row) // 2]:.1f} ms, p99 {p99:.1f} ms, worst {row[-1]:.1f} ms")
    return p99


async def main() -> None:
    """Measure, and print milliseconds and megabytes."""
    people, orders = (int(word) for word in (sys.argv[1:] + ["20", "20"][len(sys.argv) - 1 :])[:2])
    with tempfile.TemporaryDirectory() as home:
        waits = disk(Path(home), 100)
        echoes = await echoing(people, orders)
        words = ["exercise", "host", SCENARIO, "--seed", "3", "--start", "--json", "--listen"]
        host = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "sim.cli", *words, "127.0.0.1:0"),
            stdout=asyncio.subprocess.PIPE,
            env={"CHANNEL16_HOME": home, "PATH": ""},
        )
        assert host.stdout is not None
        said: dict[str, Any] = json.loads(await host.stdout.readline())
        cells = Cells(said["url"], asyncio.Barrier(people + 1))
        jobs = []
        for n in range(people):
            code = said["codes"][f"cell.{PLACES[n % 2]}"]
            jobs.append(asyncio.create_task(ordering(cells, code, n, orders)))
            await asyncio.sleep(0.1)
        await cells.here.wait()
        before, begun = cpu_s(host.pid), time.perf_counter()
        for _ in range(people):
            await cells.stands.get()
        spent, passed = cpu_s(host.pid) - before, time.perf_counter() - begun
        acts = await acting(cells, said["codes"]["white_cell"], people)
        status = Path(f"/proc/{host.pid}/status").read_text("ascii")
        host.terminate()
        await host.wait()
        times = [pair for times in await asyncio.gather(*jobs) for pair in times]
    told("an order to its acknowledgement", [pair[0] for pair in times])
    p99 = told("an order to the push that shows it", [pair[1] for pair in times])
    told("an act of the white cell to the last screen", acts)
    bare = told("a bare echo over the same stack", echoes)
    told("a line to the disk", waits)
    resident = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    print(f"p99 of a push over that of an echo: {p99 / bare:.1f}")
    print(f"{len(times)} orders of {people} clients in {passed:.0f} s")
    print(f"CPU of the host an order: {spent / len(times) * 1000:.1f} ms")
    print(f"memory of the host: at most {int(resident.split()[1]) / 1024:.0f} MB")


if __name__ == "__main__":
    asyncio.run(echo() if "--echo" in sys.argv else main())
