"""A host with twenty seats on loopback: from an order to the push that shows it, and memory.

Run: ``python benchmarks/host.py [SEATS] [ORDERS]``. Each order is a note; what is timed is from
its frame to its acknowledgement and to the picture that shows it.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path

from websockets.asyncio.client import connect

from sim.exercise.protocol.messages import VERSION

SCENARIO, PLACES = "twenty-nine-minutes", ("ph_mission", "ccg_scene")


async def client(url: str, code: str, number: int, orders: int) -> list[tuple[float, float]]:
    """Join as one of many in a cell's seat and give orders; give the times of each, in s."""
    found = []
    async with connect(f"{url}/join", max_size=None, compression=None) as socket:
        hello = {"kind": "hello", "v": VERSION, "code": code, "client": f"client-{number:04}"}
        await socket.send(json.dumps(hello))
        async for text in socket:
            if json.loads(text)["kind"] == "shown":
                break
        for n in range(1, orders + 1):
            await asyncio.sleep(0.5)
            ask = {"verb": "note", "text": f"{number}-{n}"}
            token = f"order-{number:04}-{n:04}"
            begins = time.perf_counter()
            await socket.send(json.dumps({"kind": "order", "n": n, "id": token, "ask": ask}))
            done = 0.0
            async for text in socket:
                said = json.loads(text)
                if said["kind"] == "done" and said["id"] == token:
                    done = time.perf_counter() - begins
                elif said["kind"] == "shown" and done:
                    found.append((done, time.perf_counter() - begins))
                    break
    return found


async def main() -> None:
    """Measure, and print milliseconds and megabytes."""
    seats, orders = (int(word) for word in (sys.argv[1:] + ["20", "20"][len(sys.argv) - 1 :])[:2])
    with tempfile.TemporaryDirectory() as home:
        words = ["exercise", "host", SCENARIO, "--seed", "3", "--start", "--json", "--listen"]
        host = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "sim.cli", *words, "127.0.0.1:0"),
            stdout=asyncio.subprocess.PIPE,
            env={"CHANNEL16_HOME": home, "PATH": ""},
        )
        assert host.stdout is not None
        said = json.loads(await host.stdout.readline())
        codes = [said["codes"][f"cell.{PLACES[n % 2]}"] for n in range(seats)]
        jobs = []
        for n, code in enumerate(codes):
            jobs.append(asyncio.create_task(client(said["url"], code, n, orders)))
            await asyncio.sleep(0.2)
        times = [pair for times in await asyncio.gather(*jobs) for pair in times]
        status = Path(f"/proc/{host.pid}/status").read_text("ascii")
        host.terminate()
        await host.wait()
    for name, at in (("to the acknowledgement", 0), ("to the push", 1)):
        row = sorted(pair[at] * 1000 for pair in times)
        median, p99 = row[len(row) // 2], row[int(len(row) * 0.99)]
        print(f"{name}: median {median:.1f} ms, p99 {p99:.1f} ms, worst {row[-1]:.1f} ms")
    resident = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    memory = int(resident.split()[1]) / 1024
    print(f"{len(times)} orders of {seats} clients; host at most {memory:.0f} MB")


if __name__ == "__main__":
    asyncio.run(main())
