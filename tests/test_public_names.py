"""The public names, pinned: adding or removing one is a decision, made here as well."""

import inspect
import pkgutil
import subprocess
import sys
from importlib import import_module

import pytest

import fabcast

PUBLIC = [
    "BadInput",
    "Finding",
    "Reform",
    "__version__",
    "brief",
    "check_claims",
    "classify",
    "classify_table",
    "compare",
    "simulate",
]


def test_the_public_names_are_these() -> None:
    assert sorted(fabcast.__all__) == sorted(PUBLIC)
    assert dir(fabcast) == sorted(PUBLIC)


@pytest.mark.parametrize("name", PUBLIC)
def test_each_is_there_and_documented(name: str) -> None:
    value = getattr(fabcast, name)
    assert value if name.startswith("__") else value.__doc__


def test_an_unknown_name_is_refused_as_python_does() -> None:
    with pytest.raises(AttributeError, match="module 'fabcast' has no attribute 'clasify'"):
        fabcast.clasify  # noqa: B018


def test_the_version_is_the_installed_one() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "fabcast", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[0] == f"fabcast {fabcast.__version__}"


def offered() -> list[tuple[str, str]]:
    """List what each room's door names."""
    rooms = [room.name for room in pkgutil.iter_modules(fabcast.__path__) if room.ispkg]
    return [(room, name) for room in rooms for name in import_module(f"fabcast.{room}").__all__]


@pytest.mark.parametrize(("room", "name"), offered())
def test_every_name_of_a_room_is_there_and_documented(room: str, name: str) -> None:
    value = getattr(import_module(f"fabcast.{room}"), name)
    if inspect.isclass(value) or inspect.isroutine(value):
        assert value.__doc__, f"fabcast.{room}.{name} has no docstring"
        assert not value.__doc__.startswith(f"{name}("), f"fabcast.{room}.{name} has only its signature"
