"""Units of the facts, understood by pint with the small registry in ``data/units.txt``.

Pint takes half a second to load, so units are parsed once per content: the first load on a machine checks
every unit and leaves a marker, named by the hash of registry and units, in the user's cache folder. Later
loads of the same content only look for the marker. Where that folder cannot be written, each load checks.
"""

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from fabcast.errors import BadInput

__all__ = ["check_units", "registry"]

REGISTRY = files("fabcast.facts") / "data" / "units.txt"


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
    import pint  # noqa: PLC0415 - half a second; most commands never need it

    made: Any = pint.UnitRegistry()
    made.load_definitions(REGISTRY.read_text("utf-8").splitlines())
    return made


def check_units(file: str | Path, units: Iterable[str]) -> None:
    """Refuse a unit that pint does not understand.

    Parameters
    ----------
    file
        The table that the units stand in, for the message.
    units
        Unit expressions such as ``million H100e/year``.

    Raises
    ------
    BadInput
        Names the unit and the registry file to add it to.

    Examples
    --------
    >>> check_units("t.csv", ["wafer/month"])
    >>> check_units("t.csv", ["wafers and chips"])
    Traceback (most recent call last):
    fabcast.errors.BadInput: t.csv, field unit: 'wafers and chips' is no known unit; correct it or define it in units.txt.
    """  # noqa: E501 - the message is one line
    distinct = sorted(set(units))
    marker = _marker(distinct)
    if marker.exists():
        return
    for unit in distinct:
        if not _understood(unit):
            raise BadInput(
                f"{file}, field unit: '{unit}' is no known unit; correct it or define it in units.txt."
            )
    _leave(marker)


def _understood(unit: str) -> bool:
    try:
        registry().parse_expression(unit)
    except Exception:  # pint raises many kinds for text that is no unit
        return False
    return bool(unit)


def _marker(units: list[str]) -> Path:
    from platformdirs import user_cache_path  # noqa: PLC0415 - only tables with units need it

    digest = sha256("\n".join([REGISTRY.read_text("utf-8"), *units]).encode()).hexdigest()
    return user_cache_path("fabcast", appauthor=False) / "units" / digest[:32]


def _leave(marker: Path) -> None:
    try:
        marker.parent.mkdir(parents=True, exist_ok=True)
        marker.touch()
    except OSError:
        return
