"""Which stage of the model stands on which page, and what belongs to it.

A parameter belongs where the model's own list puts it (the comments of ``_parameters.py``); where
that group spans several pages, the first page whose files read it has it.
"""

import re
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import NamedTuple

from fabcast.model import DRIVERS, FAMILIES, parameter_ids

MODEL = Path(__file__).parents[2] / "src/fabcast/model"


class Page(NamedTuple):
    """One page of the model document."""

    id: str
    title: str
    modules: tuple[str, ...]
    """Files of the model, without the underscore, in the order of reading; those that exist are shown."""
    groups: tuple[str, ...] = ()
    """Groups of the model's list of parameters."""
    drivers: tuple[str, ...] = ()
    """Dated inputs that enter here."""
    names: tuple[str, ...] = ()
    """Parameters that stand here whatever their group; `*` as in a shell."""


def _page(name: str, title: str, modules: str, groups: str = "", drivers: str = "", names: str = "") -> Page:
    inputs = [driver for pattern in drivers.split() for driver in DRIVERS if fnmatchcase(driver, pattern)]
    lists = (modules.split(), groups.split(" | "), inputs, names.split())
    return Page(name, title, *map(tuple, lists))


TOOLS = "tools and capacity"
MAKING = "packaging and accelerators"
TRADE = "demand and trade"
WORLD = "world and lag"
LEARNING = "research and adoption"
RIVAL = "rival structures only"

PAGES: tuple[Page, ...] = (
    _page("access", "Access to tools", "access", "access"),
    _page(
        "tools",
        "Tools",
        "spending deliveries tools",
        TOOLS,
        "adv_tool_spend class_tool_spend scanners_installed finfet_installed state_support",
        "parts_* frontrun_class_multiplier.* frontrun_stock_adv_kwpm scanner_front_run*",
    ),
    _page(
        "fabs",
        "Fabs",
        "fabs",
        TOOLS,
        "n7_conversion adv_share_ai foreign_made_dies",
        "n7_conversion_2028 adv_share_ai_* n5_* foundry_access_nocontrol ascend_die_bank",
    ),
    _page("yield", "Yield and cost", "yield cost", f"yield | cost | {RIVAL}"),
    _page("memory", "Memory", "memory", "memory", "hbm_imports hbm_used_by_others"),
    _page(
        "packaging",
        "Packaging and accelerators",
        "packaging",
        MAKING,
        "packaging_* dies_per_package other_domestic_profile",
        "die_stock_target",
    ),
    _page(
        "demand",
        "Demand and trade",
        "offer demand market",
        f"{TRADE} | {RIVAL}",
        "demand_potential domestic_price domestic_bandwidth_per_flop hibl_bandwidth_per_flop "
        "frontier_bandwidth_per_flop legal_imports_before_2022 smuggled_supply lower_cards_units "
        "lower_cards_price lower_cards_h100e",
    ),
    _page("compute", "Compute", "compute", MAKING, names="deploy_lag"),
    _page("research", "Research", "research", LEARNING),
    _page("adoption", "Adoption", "adoption", LEARNING),
    _page("vendors", "Vendors", "vendors", "vendors", "world_tool_spend"),
    _page(
        "world",
        "World and lead",
        "world outcomes",
        f"{WORLD} | {TRADE}",
        "world_stock world_growth world_h100e_per_chip world_price",
    ),
    _page(
        "reactions", "Reactions of governments", "policy responses minerals", "responses | counter-controls"
    ),
)
"""Pages in the order of the chain."""
SHARED = frozenset({"inputs", "fixed", "quarter", "run", "parameters", "erlang"})
"""Files that serve several stages; `erlang`, the delays, stands on the first page of the document."""


class Unplaced(Exception):
    """Something of the model has no page."""


def files(page: Page) -> list[Path]:
    """Files of a page, in the order of reading."""
    return [file for name in page.modules if (file := MODEL / f"_{name}.py").is_file()]


def page_of_module(name: str) -> Page | None:
    """Find the page of a file; `name` has no underscore."""
    return next((page for page in PAGES if name in page.modules), None)


def unplaced() -> list[str]:
    """Files with equations that no page shows."""
    shown = {file.stem for page in PAGES for file in files(page)} | {f"_{name}" for name in SHARED}
    return [f.stem for f in sorted(MODEL.glob("_*.py")) if _has_equations(f) and f.stem not in shown]


def _has_equations(file: Path) -> bool:
    return "\nEquations" in file.read_text(encoding="utf-8")


@cache
def groups() -> dict[str, str]:
    """Group of each field of `Parameters`, as the comments of its file have it.

    >>> groups()["hbm_cycle"]
    'memory'
    """
    found, group = {}, ""
    for line in (MODEL / "_parameters.py").read_text(encoding="utf-8").splitlines():
        if match := re.match(r"    # ([a-z].*)$", line):
            group = re.sub(r" [(][^)]*[)]", "", match[1])
        elif group and (match := re.match(r"    (\w+): ", line)):
            found[match[1]] = group
        elif line.startswith("FAMILIES"):
            break
    return found


@cache
def places() -> dict[str, Page]:
    """Page of each parameter id.

    Raises
    ------
    Unplaced
        A group of parameters that no page has.

    >>> places()["hbm_cycle"].id, places()["tool_weight.immersion"].id
    ('memory', 'tools')
    """
    ids = {name: field for field in groups() for name in FAMILIES.get(field, (field,))}
    return {name: _named(name) or _place(ids[name]) for name in parameter_ids()}


def _named(name: str) -> Page | None:
    return next((page for page in PAGES if any(fnmatchcase(name, one) for one in page.names)), None)


@cache
def _place(field: str) -> Page:
    group = groups().get(field, "")
    candidates = [page for page in PAGES if group in page.groups]
    if not candidates:
        raise Unplaced(f"parameter {field}: group '{group}' is on no page of docs/_hooks/model_pages.py")
    return next((page for page in candidates if _reads(page, field)), candidates[0])


def _reads(page: Page, field: str) -> bool:
    return any(field in _fields_read(file) for file in files(page))


@cache
def _fields_read(file: Path) -> frozenset[str]:
    return frozenset(re.findall(r"\bp\.(\w+)", file.read_text(encoding="utf-8")))


def readers(field: str) -> list[Page]:
    """Pages whose files read a field of `Parameters`."""
    return [page for page in PAGES if _reads(page, field)]
