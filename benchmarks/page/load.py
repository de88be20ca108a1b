"""Many visitors at once on a page served on this machine: answers, errors, times.

    fabcast serve --port 8000 &
    python benchmarks/page/load.py --port 8000 --users 50 --seconds 60

Each visitor opens a view, waits a moment, moves a lever, waits, and so on. Only loopback is asked;
requests stop by themselves.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import time
from collections import Counter

import httpx

PAIR = "a=h200_licensed&b=h200_denied"
VIEWS = (
    f"/compare?{PAIR}",
    "/rules?chip=H20&on=2024-06-01",
    "/chain",
    "/evidence?q=HBM",
    "/record",
    "/api/classify?item=H20&on=2024-06-01",
)


async def visitor(base: str, number: int, end: float, found: list[tuple[str, int, float]]) -> None:
    """Look at views and move levers until the time is over."""
    chance = random.Random(number)  # noqa: S311  no secret hangs on it
    async with httpx.AsyncClient(base_url=base, timeout=60) as client:
        while time.monotonic() < end:
            await ask(client, "view", chance.choice(VIEWS), found)
            for _ in range(3):
                await asyncio.sleep(chance.uniform(1.0, 4.0))
                grant, year = chance.randrange(21) / 20, chance.randrange(2025, 2031)
                path = f"/compare/live?{PAIR}&a.licence_grant.H200={grant:g}@{year}-01-01"
                await ask(client, "lever", path, found)


async def ask(client: httpx.AsyncClient, kind: str, path: str, found: list[tuple[str, int, float]]) -> None:
    """Ask once and note how it went."""
    began = time.monotonic()
    answer = await client.get(path)
    found.append((kind, answer.status_code, time.monotonic() - began))


async def measure(base: str, users: int, seconds: float) -> list[tuple[str, int, float]]:
    """Let all visitors come, spread over the first seconds."""
    found: list[tuple[str, int, float]] = []
    end = time.monotonic() + seconds
    await asyncio.gather(*(visitor(base, number, end, found) for number in range(users)))
    return found


def summary(found: list[tuple[str, int, float]]) -> dict[str, object]:
    """Give counts by status, and median and 95 % point of the times by kind, in seconds."""
    told: dict[str, object] = {"statuses": dict(Counter(status for _, status, _ in found))}
    for kind in ("view", "lever"):
        times = sorted(took for k, _, took in found if k == kind)
        told[kind] = {
            "requests": len(times),
            "median": round(statistics.median(times), 3),
            "p95": round(times[int(0.95 * (len(times) - 1))], 3),
        }
    return told


def main() -> None:
    """Read the options, measure, print JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=8000)
    options.add_argument("--users", type=int, default=50)
    options.add_argument("--seconds", type=float, default=60.0)
    given = options.parse_args()
    base = f"http://127.0.0.1:{given.port}"
    print(json.dumps(summary(asyncio.run(measure(base, given.users, given.seconds))), indent=1))


if __name__ == "__main__":
    main()
