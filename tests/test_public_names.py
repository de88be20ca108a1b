"""The public names, pinned: adding or removing one is a decision, made here as well."""

import subprocess
import sys

import pytest

import fabcast

PUBLIC = [
    "BadInput",
    "Finding",
    "Reform",
    "__version__",
    "brief",
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
    assert done.stdout == f"fabcast {fabcast.__version__}\n"
