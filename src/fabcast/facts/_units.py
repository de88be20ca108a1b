"""Units of the facts, understood by pint with the small registry in ``data/units.txt``.

Pint takes half a second to load, so units are parsed once per content: the first load on a machine checks
every unit and leaves a marker, named by the hash of registry and units, in the user's cache folder. Later
loads of the same content only look for the marker. Where that folder cannot be written, each load checks.
"""

import re
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

__all__ = ["first_unknown", "registry"]

REGISTRY = files("fabcast.facts") / "data" / "units.txt"
_PLAIN = re.compile(r"[\w %/*^.()°µ·-]{1,80}")
_TOWER = re.compile(r"(\*\*|\^)(\W*(\d{2}|[^\d-]|-?\d\D*(\*\*|\^))|.*\)\W*(\*\*|\^))")
"""A power beyond one digit, of anything but a digit, or of a power: pint would compute it for hours."""


@cache
def registry() -> Any:
    """Return the pint registry that knows wafers, dies, stacks, packages, tools, H100e, USD and CNY.

    Returns
    -------
    pint.UnitRegistry

    Examples
    --------
    >>> unit = registry()
    >>> str(unit("thousand wafer/month").to("wafer/year"))
    '12000.0 wafer / year'
    """
    import pint

    made: Any = pint.UnitRegistry()
    made.load_definitions(REGISTRY.read_text("utf-8").splitlines())
    return made


def first_unknown(units: Iterable[str]) -> str | None:
    """Return the first unit, in order of the alphabet, that pint does not understand.

    Parameters
    ----------
    units
        Unit expressions such as ``million H100e/year``.

    Examples
    --------
    >>> first_unknown(["wafer/month"]) is None
    True
    >>> first_unknown(["year", "wafers and chips"])
    'wafers and chips'
    """
    distinct = sorted(set(units))
    marker = _marker(distinct)
    if marker.exists():
        return None
    unknown = next((unit for unit in distinct if not _understood(unit)), None)
    if unknown is None:
        _leave(marker)
    return unknown


def _understood(unit: str) -> bool:
    if not _PLAIN.fullmatch(unit) or _TOWER.search(unit):
        return False
    try:
        registry().parse_expression(unit)
    except Exception:  # pint raises many kinds for text that is no unit
        return False
    return bool(unit)


def _marker(units: list[str]) -> Path:
    from platformdirs import user_cache_path

    digest = sha256("\n".join([REGISTRY.read_text("utf-8"), *units]).encode()).hexdigest()
    return user_cache_path("fabcast", appauthor=False) / "units" / digest[:32]


def _leave(marker: Path) -> None:
    try:
        marker.parent.mkdir(parents=True, exist_ok=True)
        marker.touch()
    except OSError:
        return
