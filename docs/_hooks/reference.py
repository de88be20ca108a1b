"""Fills the reference pages from the code at every build, so that they cannot fall behind it.

A page asks for a list by a line such as ``{{ commands }}``, and for the output of a command by
``{{ output: facts find HBM }}``.
"""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import fabcast
from fabcast._versions import versions
from fabcast.cli._commands import COMMANDS, load
from fabcast.facts import load_yaml

ROOT = Path(__file__).parents[2]
REQUEST = re.compile(r"^\{\{ (?:(\w+)|output: (.+)) \}\}$", re.MULTILINE)


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Replace each request on a page; called by the site builder."""
    return REQUEST.sub(lambda found: output(found[2]) if found[2] else BUILDERS[found[1]](), markdown)


def output(words: str) -> str:
    """Show a command and what it prints; it runs in an empty folder, when the page is built."""
    command = [sys.executable, "-m", "fabcast", *shlex.split(words)]
    plain = os.environ | {"COLUMNS": "100", "NO_COLOR": "1"}
    with TemporaryDirectory() as folder:
        done = subprocess.run(command, cwd=folder, env=plain, capture_output=True, text=True, check=True)
    return f"```console\n$ fabcast {words}\n{done.stdout.rstrip()}\n```"


def commands() -> str:
    """Write one section a command, with the words that ``--help`` prints."""
    return "\n".join(section for name in COMMANDS for section in _sections(load(name), f"fabcast {name}", 2))


def _sections(command: Any, path: str, level: int) -> Iterator[str]:
    yield f"{'#' * level} {path}\n\n```text\n{_help(command, path)}\n```\n"
    for name, inner in getattr(command, "commands", {}).items():
        yield from _sections(inner, f"{path} {name}", level + 1)


def _help(command: Any, path: str) -> str:
    context = command.make_context(path, [], resilient_parsing=True, terminal_width=88, max_content_width=88)
    return str(command.get_help(context)).rstrip()


def messages() -> str:
    """List what bad input is answered with, from the cases that the tests hold exact."""
    files = sorted((ROOT / "tests/fixtures/bad/cli").glob("*.yaml"))
    return "\n\n".join(_messages(file) for file in files)


def _messages(file: Path) -> str:
    text = file.read_text(encoding="utf-8")
    title = text.partition("\n")[0].removeprefix("# ").rstrip(".")
    cases = load_yaml(file).values()
    rows = [f"| `fabcast {_words(case)}` | {_cell(case['says'])} |" for case in cases]
    return "\n".join([f"## {title}", "", "| Command | Answer |", "| --- | --- |", *rows])


def _words(case: dict[str, Any]) -> str:
    return _cell(" ".join(case["words"]))


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("<", "&lt;")


def names() -> str:
    """Ask the site builder for the docstring of every public name of the package."""
    return "\n\n".join(f"::: {home}.{name}" for name, home in sorted(fabcast._HOME.items()))


def versions_shown() -> str:
    """Show what an answer for machines says it was made with."""
    return f'```json\n"made_with": {json.dumps(versions(), indent=2)}\n```'


BUILDERS: dict[str, Callable[[], str]] = {
    "commands": commands,
    "messages": messages,
    "names": names,
    "versions": versions_shown,
}
