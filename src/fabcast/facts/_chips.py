"""Finding a chip by name: exact after case, spaces and dashes; near names are only suggested.

H20 and H200 differ by one character and by a factor of six, so nothing is ever guessed. A family name
such as "H100" means the module that the data centre buys (SXM); the other variants have longer names.
"""

from difflib import get_close_matches
from functools import cache

from fabcast.errors import BadInput
from fabcast.facts._chip import Chip
from fabcast.facts._store import chips

__all__ = ["find_chip"]


def find_chip(name: str) -> Chip:
    """Return the chip of that id, full name or alias.

    Raises
    ------
    BadInput
        If no chip has that name, or several do; the message lists what to write instead.

    Examples
    --------
    >>> find_chip("h20").id, find_chip("NVIDIA H200 SXM 141 GB").id, find_chip("910C").id
    ('nvidia-h20-96gb', 'nvidia-h200-sxm-141gb', 'huawei-ascend-910c')
    >>> find_chip("H2O")
    Traceback (most recent call last):
    fabcast.errors.BadInput: chip 'H2O' is not in the catalogue; did you mean H20?
    """
    found = _names().get(_plain(name), ())
    if len(found) == 1:
        return chips()[found[0]]
    if found:
        raise BadInput(f"chip '{name}' could be {_either(found)}; write one of these.")
    raise BadInput(f"chip '{name}' is not in the catalogue; {_hint(name)}")


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum() or letter == "+")


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Return every accepted name, plain, with the ids it fits: ids first, then names, then aliases."""
    names: dict[str, tuple[str, ...]] = {}
    for chip in chips().values():
        for name in (chip.id, chip.name, *chip.aliases):
            names[_plain(name)] = tuple(dict.fromkeys((*names.get(_plain(name), ()), chip.id)))
    return names


@cache
def _shown() -> dict[str, str]:
    names = {}
    for chip in chips().values():
        for name in (chip.id, chip.name, *reversed(chip.aliases)):
            names[_plain(name)] = name
    return names


def _hint(name: str) -> str:
    near = get_close_matches(_plain(name), list(_shown()), n=3, cutoff=0.6)
    if near:
        return f"did you mean {_either(tuple(_shown()[entry] for entry in near))}?"
    inside = [chip.id for chip in chips().values() if _plain(name) and _plain(name) in _plain(chip.name)]
    if inside:
        return f"did you mean {_either(tuple(inside[:6]))}?"
    return "give its id or parameters ('fabcast facts find TEXT' searches the catalogue)."


def _either(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
