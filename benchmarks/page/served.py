"""Serve the page on a free port and time a lever in the browser (`lever.py`), as rows of a table.

python benchmarks/page/served.py
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

LABELS = {
    "median_ms": "a lever moved until all figures are drawn, median, ms",
    "server_ms": "of which the server, ms",
    "first_paint_ms": "first paint of *Compare*, ms",
    "bytes_sent": "bytes sent for it, scripts and styles included",
}


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port


def main() -> int:
    """Print the table."""
    port = free_port()
    server = subprocess.Popen([sys.executable, "-m", "fabcast", "serve", "--port", str(port)])  # noqa: S603
    try:
        _wait(f"http://127.0.0.1:{port}/")
        lever = [sys.executable, str(Path(__file__).with_name("lever.py")), "--port", str(port)]
        told = subprocess.run(lever, check=True, capture_output=True, text=True).stdout  # noqa: S603
    finally:
        server.terminate()
        server.wait()
    found = json.loads(told)
    print("| what | |\n| --- | --- |")
    for key, label in LABELS.items():
        print(f"| {label} | {found[key]:,} |")
    return 0


def _wait(address: str) -> None:
    for _ in range(120):
        if _answers(address):
            return
        time.sleep(0.5)
    raise TimeoutError(address)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - this machine
            return True
    except (urllib.error.URLError, TimeoutError):
        return False


if __name__ == "__main__":
    raise SystemExit(main())
