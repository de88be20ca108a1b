"""The shell completes commands and the names that they take, in bash, zsh and fish."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fabcast.cli import _completion
from fabcast.cli._commands import COMMANDS, load
from fabcast.scenario import names

SCRIPT = Path(sys.executable).with_name("fabcast")


def asked(shell: str, words: str) -> str:
    """Ask as a shell does when the tab key is pressed behind these words."""
    bash = {"COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)}
    others = {"_TYPER_COMPLETE_ARGS": words, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    given = os.environ | {"_FABCAST_COMPLETE": f"complete_{shell}"} | (bash if shell == "bash" else others)
    done = subprocess.run([SCRIPT], env=given, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_completes_names(shell: str) -> None:
    assert "h200_licensed" in asked(shell, "fabcast scenario show h200_l")


def test_commands_and_chips_are_completed() -> None:
    assert asked("bash", "fabcast sce").split() == ["scenario"]
    assert asked("bash", "fabcast classify h20").split() == ["H20", "H200"]


@pytest.mark.parametrize(
    ("name", "begun", "found"),
    [
        ("scenario", "h200_li", ("h200_licensed",)),
        ("against", "H200_LI", ("h200_licensed",)),
        ("chip", "910c", ("910C",)),
        ("outcomes", "china_compute_stock_b", ("china_compute_stock_bandwidth",)),
        ("scenario", "nothing", ()),
        ("scenario", "", names()),
    ],
)
def test_what_starts_as_it_was_begun(name: str, begun: str, found: tuple[str, ...]) -> None:
    assert _completion.matching(name, begun) == found


def test_every_scenario_argument_of_every_command_is_completed() -> None:
    missed = []
    for name in COMMANDS:
        command = load(name)
        for each in (command, *getattr(command, "commands", {}).values()):
            for parameter in each.params:
                says = f"{getattr(parameter, 'help', '')} {parameter.metavar}".casefold()
                if "an id or a" in says and parameter.name not in _completion.NAMES:
                    missed.append(f"{name}: {parameter.name}")
    assert missed == []
