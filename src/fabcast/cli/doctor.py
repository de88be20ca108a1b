"""``fabcast doctor``: what is installed, how old the facts are, and what is missing.

It reads package records and never imports the packages, so it answers at once and still
answers when one of them is broken.
"""

import json
import os
import platform
import re
import sys
from datetime import date
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from fabcast._versions import versions
from fabcast.facts._age import STALE_AFTER_DAYS

_PURPOSE = {
    "analyse": "solve games and search levers (fabcast game, fabcast search)",
    "calibrate": "hand a fit to ArviZ as netCDF",
    "cluster": "spread runs over processes and machines",
    "engines": "run the model in other engines and hold it to them",
    "dev": "run the tests, the checks and the docs build",
    "parquet": "classify Parquet files",
    "report": "write a brief as PDF",
    "screening": "compare names with a screening list",
    "store": "keep runs and ask SQL of them",
    "web": "open the page in a browser (fabcast serve)",
}


COMPILER = "llvmlite"
"""Not there for every machine; JAX does its work, more slowly."""


class Package(NamedTuple):
    """One package that Fabcast asks for: its name, the extra it belongs to, the version found."""

    name: str
    extra: str | None
    found: str | None


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for machines.")] = False,
) -> None:
    """Say what is installed, how old the facts are, and what is missing.

    Leaves with code 1 when something that every command needs is missing.

    Example: fabcast doctor --json
    """
    report = examine()
    if as_json:
        typer.echo(json.dumps(report, indent=2))
    else:
        _print(report)
    if report["missing"]:
        raise typer.Exit(1)


def examine() -> dict[str, Any]:
    """Return everything the report says, as plain data.

    Examples
    --------
    >>> examine()["missing"]
    []
    """
    packages = _packages()
    return {
        "fabcast": _found("fabcast"),
        "python": platform.python_version(),
        "platform": platform.platform(terse=True),
        "cores": os.cpu_count(),
        "environment": sys.prefix,
        "packages": {p.name: p.found for p in packages if p.extra is None},
        "missing": [p.name for p in packages if p.extra is None and p.found is None and p.name != COMPILER],
        "compiler": _found(COMPILER),
        "extras": _extras(packages),
        "facts": _facts(date.today()),
        "rules": _rules(),
        "versions": versions(),
        "cache": _cache(),
    }


def _packages() -> list[Package]:
    """Read the requirements of the installed project: ``name>=1; extra == "dev"``."""
    return [_package(line) for line in requires("fabcast") or []]


def _package(requirement: str) -> Package:
    """Split one requirement line.

    >>> _package('pytest>=8.3; extra == "dev"')[:2]
    ('pytest', 'dev')
    """
    needed, _, marker = requirement.partition(";")
    name = re.split(r"[\[<>=!~ ]", needed, maxsplit=1)[0]
    extra = marker.partition("extra ==")[2].strip(" \"')") or None
    return Package(name, extra, _found(name))


def _found(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _extras(packages: list[Package]) -> dict[str, dict[str, Any]]:
    names = sorted({p.extra for p in packages if p.extra is not None})
    return {name: _extra(name, [p for p in packages if p.extra == name]) for name in names}


def _extra(name: str, packages: list[Package]) -> dict[str, Any]:
    return {
        "for": _PURPOSE.get(name, ""),
        "missing": [p.name for p in packages if p.found is None],
        "get_it": f'python -m pip install "fabcast[{name}]"',
    }


def _facts(today: date) -> dict[str, Any]:
    """Say how old the facts are; past ninety days they are called stale."""
    from fabcast.facts import AS_OF, content_hash

    age = (today - AS_OF).days
    stale = age > STALE_AFTER_DAYS
    return {"as_of": AS_OF.isoformat(), "age_days": age, "stale": stale, "hash": content_hash()[:16]}


def _rules() -> dict[str, Any]:
    from fabcast.rules import content_hash

    return {"hash": content_hash()[:16]}


def _cache() -> dict[str, Any]:
    """Find the private folder in which compiled models are kept, and how much they take."""
    from platformdirs import user_cache_path

    folder = user_cache_path("fabcast")
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return {"folder": str(folder), "megabytes": round(size / 1e6, 1), "writable": _writable(folder)}


def _writable(folder: Path) -> bool:
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    return os.access(nearest, os.W_OK)


def _print(report: dict[str, Any]) -> None:
    facts, cache = report["facts"], report["cache"]
    lines = {
        "Fabcast": report["fabcast"],
        "Python": f"{report['python']} in {report['environment']}",
        "Machine": f"{report['platform']}, {report['cores']} cores",
        "Facts": f"version {report['versions']['facts']}, {facts['age_days']} days old",
        "Rules": f"version {report['versions']['rules']}",
        "Fit": f"version {report['versions']['posterior']}",
        "Cache": f"{cache['folder']}, {cache['megabytes']} MB",
        "Packages": ", ".join(f"{name} {found}" for name, found in report["packages"].items() if found),
    }
    for label, text in lines.items():
        typer.echo(f"{label:<9} {text}")
    for advice in _advice(report):
        typer.echo(advice)


def _advice(report: dict[str, Any]) -> list[str]:
    """One sentence for each thing that is missing or old, saying what to do."""
    advice = [f"Missing: {name}. Run: python3 start.py brief" for name in report["missing"]]
    advice += [_wanted(name, extra) for name, extra in report["extras"].items() if extra["missing"]]
    if report["compiler"] is None:
        advice.append(
            f"Without {COMPILER} runs take five times as long. Get it: python -m pip install {COMPILER}"
        )
    if report["facts"]["stale"]:
        advice.append(f"The facts are older than {STALE_AFTER_DAYS} days: look for a newer release.")
    if not report["cache"]["writable"]:
        advice.append("The cache folder is not writable: every start will compile the model anew.")
    return advice or ["All is in place."]


def _wanted(name: str, extra: dict[str, Any]) -> str:
    absent = ", ".join(extra["missing"])
    return f"Optional [{name}], to {extra['for']}, lacks {absent}. Get it: {extra['get_it']}"
