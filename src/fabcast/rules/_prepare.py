"""Turns raw columns into typed ones and fills in what follows from them: `_case` for many rows at once.

A cell that cannot be read makes its row an error row; the other rows go on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from fabcast.errors import BadInput
from fabcast.rules._case import CHIP_COLUMNS, HBM_COLUMNS, TOOL_COLUMNS, catalogue
from fabcast.rules._cells import distinct, read_codes, read_days, read_numbers
from fabcast.rules._columns import COLUMNS, ITEM_CLASSES
from fabcast.rules._rows import Columns
from fabcast.rules._values import read_value

__all__ = ["Prepared", "prepare"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[Any]


@dataclass
class Prepared:
    """Typed rows, the day and kind of item of each, and what was wrong with some."""

    columns: Columns
    days: npt.NDArray[np.int64]
    kinds: Codes
    labels: list[str]
    label_codes: Codes
    errors: dict[int, str] = field(default_factory=dict)


def prepare(raw: Mapping[str, Any], size: int) -> Prepared:
    """Read raw columns of `size` rows.

    >>> made = prepare({"name": ["H20", "H2O"], "on": ["2024-06-01"] * 2, "to": ["CN", "CN"]}, 2)
    >>> made.errors
    {1: "chip 'H2O' is not in the catalogue; did you mean H20?"}
    """
    errors: dict[int, str] = {}
    numbers: dict[str, Floats] = {}
    codes: dict[str, Codes] = {}
    words: dict[str, list[Any]] = {}
    for name, values in raw.items():
        kind = COLUMNS[name].kind
        if kind == "number":
            numbers[name] = read_numbers(name, values, errors)
        elif name not in {"on", "name", "end_user"}:
            codes[name], words[name] = read_codes(name, values, errors)
    given = {name: ~np.isnan(column) for name, column in numbers.items()}
    given |= {name: column >= 0 for name, column in codes.items()}
    names = _read_names(raw.get("name"), size, errors)
    days = read_days(raw.get("on"), size, errors)
    made = Columns(size, numbers, codes, words)
    _add_catalogue(made, names, given)
    _derive(made)
    kinds = _kinds(made, names, given)
    _memory_is_no_processor(made, kinds)
    labels = [*(str(catalogue(key)["label"]) for key in names.keys), *ITEM_CLASSES]
    label_codes = np.where(names.codes >= 0, names.codes, len(names.keys) + kinds).astype(np.int32)
    return Prepared(made, days, kinds, labels, label_codes, dict(sorted(errors.items())))


@dataclass(frozen=True)
class _Names:
    """Catalogue chips named in the rows: the names, and for each row which one (-1: none)."""

    keys: list[str]
    codes: Codes


def _read_names(values: Any, size: int, errors: dict[int, str]) -> _Names:
    if values is None:
        return _Names([], np.full(size, -1, np.int32))
    cells, positions = distinct(values)
    table, keys = np.full(len(cells) + 1, -1, np.int32), list[str]()
    for index, cell in enumerate(cells):
        try:
            name = read_value("name", cell)
            if name is not None:
                catalogue(name)
                keys.append(name)
                table[index] = len(keys) - 1
        except BadInput as error:
            for row in np.flatnonzero(positions == index):
                errors.setdefault(int(row), str(error))
    return _Names(keys, table[positions])


def _add_catalogue(made: Columns, names: _Names, given: dict[str, Any]) -> None:
    """Put the catalogue's columns under what was given."""
    if not names.keys:
        return
    chips = [catalogue(key) for key in names.keys]
    for name in chips[0]:
        if name in {"label", "floors", "exporter_is_maker", "rivals"}:
            continue
        cells = [chip[name] for chip in chips]
        if name in COLUMNS and COLUMNS[name].kind == "number":
            table = np.array([*(np.nan if cell is None else cell for cell in cells), np.nan], np.float64)
            below = table[names.codes]
            made.numbers[name] = np.where(given[name], made.numbers[name], below) if name in given else below
        else:
            _under(made, name, cells, names.codes, given.get(name))
    for name in ("aggregate_bidirectional_transfer_gb_s", "io_bandwidth_gb_s", "performance_density"):
        table = np.array([*(chip["floors"].get(name, np.nan) for chip in chips), np.nan])
        if not np.isnan(table).all():
            made.floors[name] = _unless_given(table[names.codes], name, given)


def _unless_given(floor: Floats, name: str, given: dict[str, Any]) -> Floats:
    replaced = (
        {"tpp", "nonplanar_die_area_mm2", "performance_density"} if name == "performance_density" else {name}
    )
    for column in replaced & given.keys():
        floor = np.where(given[column], np.nan, floor)
    return floor


def _under(made: Columns, name: str, cells: list[Any], rows: Codes, given: Any) -> None:
    words = made.words.setdefault(name, [])
    table = np.full(len(cells) + 1, -1, np.int32)
    for index, cell in enumerate(cells):
        if cell is not None:
            if cell not in words:
                words.append(cell)
            table[index] = words.index(cell)
    below = table[rows]
    made.codes[name] = np.where(given, made.codes[name], below) if given is not None else below


def _derive(made: Columns) -> None:
    _quotient(made, "performance_density", "tpp", "nonplanar_die_area_mm2")
    _quotient(made, "memory_bandwidth_density", "hbm_bandwidth_gb_s", "hbm_package_area_mm2")
    dram, rate = made.numbers.get("dram_bandwidth_gb_s"), made.numbers.get("io_bandwidth_gb_s")
    if dram is not None and rate is not None:
        made.numbers["dram_plus_io_bandwidth_gb_s"] = dram + rate
    area = made.numbers.get("nonplanar_die_area_mm2")
    if area is not None:
        _fill_flag(made, "nonplanar", ~np.isnan(area), area > 0)
    if "hq" in made.codes:
        _fill_parent(made)
    if "wavelength_nm" in made.numbers:
        _fill_word(made, "tool", "scanner", ~np.isnan(made.numbers["wavelength_nm"]))


def _quotient(made: Columns, density: str, top: str, area: str) -> None:
    above, below = made.numbers.get(top), made.numbers.get(area)
    if above is None or below is None:
        return
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.where(below == 0, np.where(np.isnan(above), np.nan, 0.0), above / below)
    given = made.numbers.get(density)
    made.numbers[density] = found if given is None else np.where(np.isnan(given), found, given)


def _fill_flag(made: Columns, name: str, known: Any, value: Any) -> None:
    words = made.words.setdefault(name, [])
    for flag in (False, True):
        if flag not in words:
            words.append(flag)
    found = np.where(value, words.index(True), words.index(False))
    blank = made.codes[name] < 0 if name in made.codes else np.ones(made.size, bool)
    made.codes[name] = np.where(blank & known, found, made.codes.get(name, -1)).astype(np.int32)


def _fill_word(made: Columns, name: str, word: str, where: Any) -> None:
    words = made.words.setdefault(name, [])
    if word not in words:
        words.append(word)
    old = made.codes.get(name, np.full(made.size, -1, np.int32))
    made.codes[name] = np.where((old < 0) & where, words.index(word), old).astype(np.int32)


def _fill_parent(made: Columns) -> None:
    """The party's headquarters is its parent's where no other parent is named."""
    words, own = list(made.words.get("parent_hq", [])), made.words["hq"]
    words += [place for place in own if place not in words]
    table = np.array([*(words.index(place) for place in own), -1], np.int32)
    old = made.codes.get("parent_hq", np.full(made.size, -1, np.int32))
    made.codes["parent_hq"] = np.where(old < 0, table[made.codes["hq"]], old)
    made.words["parent_hq"] = words


def _kinds(made: Columns, names: _Names, given: dict[str, Any]) -> Codes:
    """Return the kind of item of each row, as a position in `ITEM_CLASSES`."""
    found = np.full(made.size, ITEM_CLASSES.index("other"), np.int32)
    for kind, columns in (
        ("software_technology", {"training_operations"}),
        ("hbm", HBM_COLUMNS),
        ("equipment", TOOL_COLUMNS),
        ("accelerator", CHIP_COLUMNS),
    ):
        for name in columns & given.keys():
            if given[name].all():
                found.fill(ITEM_CLASSES.index(kind))
                break
            found[given[name]] = ITEM_CLASSES.index(kind)
    found[names.codes >= 0] = ITEM_CLASSES.index("accelerator")
    if "item_class" in given:
        stated = made.codes["item_class"]
        table = np.array([*(ITEM_CLASSES.index(word) for word in made.words["item_class"]), 0], np.int32)
        found = np.where(given["item_class"], table[stated], found).astype(np.int32)
    return found


def _memory_is_no_processor(made: Columns, kinds: Codes) -> None:
    memory = kinds == ITEM_CLASSES.index("hbm")
    if memory.any():
        _fill_flag(made, "copackaged_processing_dominant", memory, np.zeros(made.size, bool))
