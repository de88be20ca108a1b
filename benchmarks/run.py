"""All benchmarks with one command, and the page that holds what they found.

    python benchmarks/run.py            # everything, a quarter of an hour; writes benchmarks/RESULTS.md
    python benchmarks/run.py start roof # only these, printed

Run it on a machine that does nothing else: the load stands beside each table.
"""

from __future__ import annotations

import importlib.metadata as packages
import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
SCALE_HEAD = (
    "| draws | outcomes | numbers | rows told | seconds | processor s | peak GB | digest |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- |"
)


class Section(NamedTuple):
    """A part of the page: what it asks, commands whose output is its tables, and words about it."""

    title: str
    commands: Sequence[Sequence[str]]
    head: str = ""
    words: str = ""


SECTIONS = {
    "engines": Section(
        "Engines on the same equations",
        [["engines/run.py"]],
        words="Each engine is first held to ours. In single precision a draw beside a threshold may fall on "
        "its other side: hence the largest difference; the median one is below 2e-6. PySD and EMA "
        "Workbench take one draw at a time.",
    ),
    "roof": Section("Operations, bytes and the roof", [["engines/roof.py"]]),
    "scale": Section(
        "Statistics of many draws, two scenarios",
        [
            ["scale/summary.py", "10000", "all"],
            ["scale/summary.py", "10000", "all", "double", "levels"],
            ["scale/summary.py", "10000", "all", "single"],
            ["scale/summary.py", "100000", "headline"],
            ["scale/summary.py", "1000000", "headline"],
            ["scale/summary.py", "1000000", "headline", "single"],
        ],
        SCALE_HEAD,
    ),
    "growth": Section("Growth", [["growth/run.py"]]),
    "start": Section("Start", [["start/run.py"]]),
    "rules": Section("Rules in bulk", [["rules/run.py", "--rows", "1e7"]]),
    "page": Section("The page", [["page/served.py"]]),
}


def measured(section: Section) -> str:
    """Run a section's commands and return its part of the page."""
    parts = [section.head] if section.head else []
    load, began = os.getloadavg()[0], time.perf_counter()
    for words in section.commands:
        told = subprocess.run(  # noqa: S603
            [sys.executable, str(HERE / words[0]), *words[1:]], capture_output=True, text=True, check=False
        )
        failed = told.stderr.strip().splitlines()[-1:] if told.returncode else []
        parts.append(_shown(told.stdout.strip()) + "".join(f"\n**failed**: {line}" for line in failed))
    took = time.perf_counter() - began
    body = "\n".join(parts)
    note = f"Load {load:.1f} at its start, {took:.0f} s."
    return f"## {section.title}\n\n{body}\n\n{' '.join(w for w in (section.words, note) if w)}\n"


def _shown(told: str) -> str:
    """Fence what is not a table of this page's own form."""
    return told if told.startswith("|") else f"```text\n{told}\n```"


def head() -> str:
    """Machine and versions."""
    names = ("jax", "llvmlite", "numpy", "scipy", "numba", "pysd", "distributed", "pyarrow")
    versions = ", ".join(f"{name} {packages.version(name)}" for name in names)
    return (
        "# What was measured\n\n"
        f"`python benchmarks/run.py`, {date.today():%d %B %Y}: {os.cpu_count()} cores ({platform.machine()}, "
        f"{_processor()}), Python {platform.python_version()}, {versions}.\n"
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown"
    )


def main() -> int:
    """Run what is asked for, or all."""
    asked = sys.argv[1:] or list(SECTIONS)
    unknown = [name for name in asked if name not in SECTIONS]
    if unknown:
        print(f"no section {', '.join(unknown)}; there are: {', '.join(SECTIONS)}", file=sys.stderr)
        return 2
    parts = [head()]
    for name in asked:
        parts.append(measured(SECTIONS[name]))
        print(parts[-1], flush=True)
    if not sys.argv[1:]:
        (HERE / "RESULTS.md").write_text("\n".join(parts), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
