"""Kill runs at random moments, and workers by their process id: the bytes must not change.

python benchmarks/scale/kill.py [TRIALS] [SEED]

First, `TRIALS` runs of the command are ended by SIGKILL after a random time and resumed until they
finish. Then a run on two local processes loses one by SIGKILL. Files and digests are held against an
undisturbed run.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

DRAWS, CHUNK = 2048, 256
RUN = [sys.executable, "-m", "fabcast", "run", "h200_open", "h200_denied", "--json"]
RUN += [
    "--draws",
    str(DRAWS),
    "--chunk",
    str(CHUNK),
    "--outcomes",
    "china_compute_stock,year_of_compute_parity",
]


def content(store: Path) -> dict[str, str]:
    """Hash every file of a store."""
    files = (file for file in sorted(store.rglob("*")) if file.is_file())
    return {str(f.relative_to(store)): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def start(store: Path, *more: str) -> subprocess.Popen[bytes]:
    """Start a run in a store."""
    words = [*RUN, "--store", str(store), "--resume", *more]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # noqa: S603


def told(process: subprocess.Popen[bytes]) -> dict[str, object]:
    """Wait for a run, and read what it says."""
    out, err = process.communicate()
    if process.returncode:
        sys.exit(err.decode())
    found: dict[str, object] = json.loads(out)
    return {key: found[key] for key in ("levels", "contrasts", "digest")}


def kill_runs(
    trials: int, folder: Path, whole: dict[str, str], answer: dict[str, object], lasts: float
) -> None:
    """Kill at random moments of the time that a run lasts, twice, and let the third attempt through."""
    right = kills = amid = 0
    for trial in range(trials):
        store = folder / f"trial{trial}"
        for attempt in range(3):
            process = start(store)
            deadline = time.monotonic() + random.uniform(0.0, lasts)  # noqa: S311
            if trial % 2 and attempt < 2:  # the other half of the kills fall between chunks
                while process.poll() is None and len(list(store.glob("*/done/*.json"))) < 1 + 2 * attempt:
                    time.sleep(0.01)
                deadline = time.monotonic() + random.uniform(0.0, 0.05 * lasts)  # noqa: S311
            while attempt < 2 and process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.02)
            if attempt < 2 and process.poll() is None:
                process.send_signal(signal.SIGKILL)
                process.communicate()
                kills += 1
                amid += 0 < len(list(store.glob("*/done/*.json"))) < DRAWS // CHUNK
                continue
            said, found = told(process), content(store)
            same = said == answer and found == whole
            right += same
            print(f"trial {trial}: {attempt} kills, same bytes: {same}", flush=True)
            if not same:
                print(f"  digest {said['digest']}; differing: {sorted(found.items() ^ whole.items())[:4]}")
            break
    print(f"{right} of {trials} trials gave the same bytes; {kills} kills, {amid} of them between chunks")


def kill_worker(folder: Path, whole: dict[str, str], answer: dict[str, object]) -> None:
    """Kill one of two worker processes while chunks are under way."""
    store = folder / "cluster"
    process = start(store, "--cluster", "local", "--workers", "2")
    while len(list(store.glob("*/done/*.json"))) < 2:
        if process.poll() is not None:
            break
        time.sleep(0.05)
    workers = [one for one in psutil.Process(process.pid).children(recursive=True) if _is_worker(one)]
    victim = workers[0].pid
    os.kill(victim, signal.SIGKILL)
    same = told(process) == answer and content(store) == whole
    print(f"worker {victim} of {len(workers)} killed mid-run, same bytes: {same}")


def _is_worker(process: psutil.Process) -> bool:
    """Tell a worker from its helpers: it is the one that computes."""
    words = " ".join(process.cmdline())
    return "spawn_main" in words and process.memory_info().rss > 2e8


def main(trials: int, seed: int) -> None:
    """Make the undisturbed run, then disturb."""
    random.seed(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        began = time.monotonic()
        answer = told(start(folder / "whole"))
        lasts = time.monotonic() - began
        whole = content(folder / "whole")
        print(f"undisturbed: {lasts:.0f} s, {len(whole)} files, digest {answer['digest']}", flush=True)
        kill_worker(folder, whole, answer)
        kill_runs(trials, folder, whole, answer, lasts)


if __name__ == "__main__":
    main(*(int(word) for word in [*sys.argv[1:], *("20", "1")[len(sys.argv) - 1 :]]))
