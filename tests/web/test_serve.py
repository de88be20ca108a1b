"""``fabcast serve``: where it listens, and what it says when it cannot."""

from __future__ import annotations

import importlib.util
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from fabcast.cli import main
from fabcast.web._serve import listen


def test_a_taken_port_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 2
    said = capsys.readouterr().err
    assert "Fabcast is at" not in said
    assert (
        f"cannot listen on 127.0.0.1 port {port} (address already in use); choose another with --port" in said
    )


def test_an_address_of_another_machine_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--host", "192.0.2.1", "--port", "0"]) == 2
    assert "cannot listen on 192.0.2.1 port 0" in capsys.readouterr().err


def test_it_listens_on_this_machine_alone() -> None:
    with listen("127.0.0.1", 0) as bound:
        assert bound.family == socket.AF_INET
        assert bound.getsockname()[0] == "127.0.0.1"


def test_a_missing_package_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = importlib.util.find_spec

    def find(name: str, package: str | None = None) -> Any:
        return None if name == "uvicorn" else found(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", find)
    assert main(["serve"]) == 2
    assert (
        "the page needs the package uvicorn; install it with: pip install 'fabcast[web]'"
        in capsys.readouterr().err
    )


def test_it_serves_stops_when_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "fabcast", "serve", "--port", "0"]
    server = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        address = server.stderr.readline().split()[3]
        assert httpx.get(f"{address}/api/levers", timeout=60).status_code == 200
        server.send_signal(signal.SIGINT)
        assert server.wait(60) == 0
        assert server.stderr.read() == ""
    finally:
        server.kill()
        server.communicate()
    assert list(tmp_path.iterdir()) == []
