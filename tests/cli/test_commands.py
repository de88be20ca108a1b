"""The table of commands agrees with the commands, and listing them loads nothing heavy."""

import inspect
import subprocess
import sys
import time
from importlib import import_module

import pytest

from fabcast.cli._commands import COMMANDS, load

MODEL = {"jax", "xarray", "pandas", "scipy", "pint", "altair", "vl_convert"}
HEAVY = {*MODEL, "numpy", "pydantic", "rich"}


def first_line(text: str | None) -> str:
    return inspect.cleandoc(text or "").partition("\n")[0]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_line_is_the_first_line_of_the_docstring(name: str) -> None:
    assert first_line(load(name).help) == COMMANDS[name].help


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_shows_an_example(name: str) -> None:
    command = load(name)
    parts = list(getattr(command, "commands", {}).values()) or [command]
    assert all("fabcast " in (part.help or "") + (part.epilog or "") for part in parts), (
        "no example in --help"
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_the_attribute_is_public_in_its_module(name: str) -> None:
    entry = COMMANDS[name]
    assert hasattr(import_module(f"fabcast.cli.{entry.module}"), entry.attribute)


def test_every_command_file_is_in_the_table() -> None:
    import pkgutil

    import fabcast.cli

    files = {module.name for module in pkgutil.iter_modules(fabcast.cli.__path__)}
    assert {name for name in files if not name.startswith("_")} == {
        entry.module for entry in COMMANDS.values()
    }


@pytest.mark.parametrize(
    "words", [["-c", "import fabcast"], ["-m", "fabcast", "--help"]], ids=["import", "help"]
)
def test_starting_loads_nothing_heavy(words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *words], capture_output=True, text=True, check=True
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert not loaded & set(HEAVY)


def test_help_comes_up_at_once() -> None:
    def seconds() -> float:
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "fabcast", "--help"], capture_output=True, check=True)
        return time.perf_counter() - began

    assert min(seconds() for _ in range(3)) < 0.5
