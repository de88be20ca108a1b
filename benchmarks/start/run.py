"""What a start costs: imports, help, a brief in a fresh process.

    python benchmarks/start/run.py

Each a process of its own, least of some; modules are counted in a process that does nothing else.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 5
HEAVY = ("jax", "pandas", "xarray", "pint", "scipy", "numpy", "llvmlite", "altair", "pydantic")
_COUNT = "import sys, json; {}; print(json.dumps(sorted(sys.modules)))"


def modules(statement: str) -> set[str]:
    """Modules that a statement loads, beside those of a bare interpreter."""
    bare, found = (_run([sys.executable, "-c", _COUNT.format(s)]) for s in ("pass", statement))
    return set(json.loads(found.splitlines()[-1])) - set(json.loads(bare))


def _run(words: list[str], home: str | None = None) -> str:
    places = {} if home is None else {"HOME": home, "XDG_CACHE_HOME": home}
    env = os.environ | places | {"PYTHONDONTWRITEBYTECODE": ""}
    return subprocess.run(words, check=True, capture_output=True, text=True, env=env).stdout  # noqa: S603


def seconds(words: list[str], home: str | None = None, rounds: int = ROUNDS) -> float:
    """Least seconds of a command."""
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        _run(words, home)
        found.append(time.perf_counter() - began)
    return min(found)


def main() -> int:
    """Print the table."""
    python, fabcast = sys.executable, str(Path(sys.executable).parent / "fabcast")
    rows = [("`python -c pass`", seconds([python, "-c", "pass"]), "")]
    for statement in (
        "import fabcast",
        "import fabcast.rules",
        "import fabcast.ensemble",
        "import fabcast.runs",
    ):
        loaded = modules(statement)
        heavy = [name for name in HEAVY if name in loaded]
        rows.append(
            (
                f"`{statement}`",
                seconds([python, "-c", statement]),
                f"{len(loaded)} modules; {', '.join(heavy) or 'none heavy'}",
            )
        )
    with tempfile.TemporaryDirectory() as home:
        brief = [fabcast, "brief", "--out", f"{home}/brief.html"]
        cold = seconds(brief, home, 1)
        rows += [
            ("`fabcast --help`", seconds([fabcast, "--help"]), ""),
            ("`fabcast classify H200`", seconds([fabcast, "classify", "H200"]), ""),
            ("`fabcast brief`, nothing compiled yet", cold, "once"),
            (
                "`fabcast brief`, a fresh process",
                seconds(brief, home),
                "2,000 draws, the page written",
            ),
        ]
    print("| what | seconds | |\n| --- | --- | --- |")
    for name, taken, note in rows:
        print(f"| {name} | {taken:.2f} | {note} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
