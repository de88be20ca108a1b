"""The content of *Chain*: the supply chain of one quarter as a diagram; each stage's equations and inputs."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from fabcast import facts
from fabcast.analysis import Spread, binding_shares
from fabcast.ensemble import RunSet
from fabcast.facts import InputPath, Parameter
from fabcast.model import OUTCOMES, QUARTERS

FIRST, LAST = "2018Q1", "2035Q4"
_NAMES_ONLY = ("_parameters",)
WIDTH, HEIGHT = 178, 92


@dataclass(frozen=True, slots=True)
class Stage:
    """A box of the diagram: where it stands, what it shows, which files of the model make it."""

    id: str
    title: str
    x: int
    y: int
    shows: tuple[str, ...]
    modules: tuple[str, ...]
    binds: tuple[str, ...] = ()
    """Beginnings of the names of binding inputs that belong here."""


_MADE_OF: tuple[tuple[str, str, int, int, str, str, str], ...] = (
    (
        "tools",
        "Chip tools",
        0,
        0,
        "domestic_share_of_chip_equipment_in_china",
        "access deliveries spending tools adoption",
        "tools",
    ),
    ("fabs", "Advanced fabs", 210, 0, "smic_7nm_starts", "fabs cost", ""),
    ("yield", "Good dies", 420, 0, "smic_7nm_yield", "yield", ""),
    ("packaging", "Packaging", 630, 0, "huawei_ascend_units_produced", "packaging", "packaging"),
    ("demand", "Demand in China", 840, 0, "china_ai_accelerator_demand", "demand market", "demand"),
    (
        "research",
        "Toolmakers' research",
        0,
        126,
        "domestic_share_of_lithography_purchases_in_china",
        "research vendors adoption",
        "",
    ),
    ("memory", "Stacked memory", 420, 126, "hbm_stacks_on_hand", "memory fixed", "memory"),
    ("chips", "Chinese AI chips", 630, 126, "china_domestic_ai_compute_output", "packaging quarter", ""),
    ("compute", "AI compute in China", 840, 126, "china_compute_stock", "compute", ""),
    ("lead", "U.S. lead in models", 0, 252, "us_lead_over_china_in_frontier_models", "outcomes world", ""),
    ("offshore", "Rented abroad", 210, 252, "china_compute_offshore", "compute", ""),
    ("imports", "Licensed imports", 630, 252, "legal_ai_chips_delivered_to_china", "offer market", ""),
    ("smuggling", "Smuggled", 840, 252, "smuggled_compute", "market compute", ""),
)
STAGES = tuple(
    Stage(
        name, title, x, y, (shown,), tuple(f"_{module}" for module in modules.split()), tuple(binds.split())
    )
    for name, title, x, y, shown, modules, binds in _MADE_OF
)
"""Stages in the order of reading."""
MEASURES = {
    "tools": "local share",
    "fabs": "7 nm starts",
    "yield": "large die",
    "packaging": "packages",
    "demand": "potential",
    "research": "local litho",
    "memory": "on hand",
    "chips": "output",
    "compute": "installed",
    "lead": "frontier",
    "offshore": "rented",
    "imports": "legal",
    "smuggling": "a year",
}
"""What the number of each box counts, short enough for it."""
FLOWS = (
    ("tools", "fabs"), ("fabs", "yield"), ("yield", "packaging"), ("memory", "packaging"),
    ("packaging", "chips"),
    ("chips", "compute"), ("demand", "compute"), ("imports", "compute"), ("smuggling", "compute"),
    ("research", "tools"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """A stage with the numbers of a quarter."""

    stage: Stage
    label: str
    unit: str
    spread: Spread | None
    binding: float
    """Share of draws in which something of this stage is the scarcest input."""


@dataclass(frozen=True, slots=True)
class Use:
    """An input of a stage."""

    id: str
    description: str
    range: str
    grade: str
    judged: bool
    sources: tuple[str, ...]


def outcomes() -> tuple[str, ...]:
    """Outcomes that the diagram shows and the model has."""
    return tuple(dict.fromkeys(name for stage in STAGES for name in stage.shows if name in OUTCOMES))


def boxes(runs: RunSet, quarter: str) -> list[Box]:
    """Fill the diagram with the numbers of one quarter of the first scenario."""
    k = QUARTERS.index(quarter)
    shares = binding_shares(runs, runs.scenarios[0])
    binding = dict(zip(shares.inputs, shares.shares[:, k], strict=True)) if shares else {}
    return [_box(stage, runs, k, binding) for stage in STAGES]


def _box(stage: Stage, runs: RunSet, k: int, binding: Mapping[str, float]) -> Box:
    share = sum(float(v) for name, v in binding.items() if stage.binds and name.startswith(stage.binds))
    name = next((name for name in stage.shows if name in runs.values), None)
    if name is None:
        return Box(stage, "", "", None, share)
    known = OUTCOMES[name]
    return Box(
        stage, known.label, known.unit, Spread.of(np.asarray(runs.values[name][0, :, k], float)), share
    )


def arrows() -> list[str]:
    """Paths of the flows, from edge to edge of the boxes."""
    place = {stage.id: stage for stage in STAGES}
    return [_arrow(place[one], place[two]) for one, two in FLOWS]


def _arrow(one: Stage, two: Stage) -> str:
    if one.y == two.y:
        start, end = (one.x + WIDTH, one.y + HEIGHT / 2), (two.x, two.y + HEIGHT / 2)
        return f"M{start[0]} {start[1]}L{end[0] - 5} {end[1]}"
    down = two.y > one.y
    if one.x == two.x:
        a, b = (one.y + HEIGHT, two.y - 5) if down else (one.y, two.y + HEIGHT + 5)
        return f"M{one.x + WIDTH / 2} {a}L{two.x + WIDTH / 2} {b}"
    x, y = one.x + WIDTH, one.y + HEIGHT / 2
    end_y = two.y + HEIGHT * (0.25 if down else 0.75)
    bend = two.x - 16
    return f"M{x} {y}H{bend}V{end_y}H{two.x - 5}"


def stage(name: str) -> Stage | None:
    """Find a stage by its id."""
    return next((stage for stage in STAGES if stage.id == name), None)


@cache
def heads(module: str) -> str:
    """Words at the head of a file of the model: equations, symbols, what it leaves out."""
    text = source(module)
    found = re.match(r'\s*(?:r?)"""(.*?)"""', text, re.DOTALL)
    return found[1].strip() if found else ""


class Head(NamedTuple):
    """Words at the head of a stage, taken apart for a reader."""

    title: str
    equations: str
    symbols: tuple[tuple[str, str], ...]
    words: tuple[str, ...]


@cache
def told(module: str) -> Head:
    """Take the head of a file of the model apart: title, equations, symbols, other paragraphs.

    >>> told("_packaging").symbols[0]
    ('used', 'dies that go into packages [million die-equivalents]')
    """
    title, *parts = heads(module).split("\n\n")
    symbols, equations, words = "", "", []
    for part in parts:
        if part.startswith("Equations"):
            equations = textwrap.dedent(part.partition("\n")[2])
        elif part.startswith("Symbols:"):
            symbols = " ".join(part.removeprefix("Symbols:").split()).rstrip(".")
        else:
            words.append(" ".join(part.replace("`", "").split()))
    pairs = tuple(
        (one.strip().partition(" ")[0], one.strip().partition(" ")[2]) for one in symbols.split(";") if one
    )
    return Head(" ".join(title.split()), equations, pairs, tuple(words))


@cache
def source(module: str) -> str:
    """Text of a file of the model; empty where there is none of that name."""
    path = files("fabcast.model") / f"{module}.py"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


@cache
def uses(modules: tuple[str, ...]) -> tuple[Use, ...]:
    """Inputs that files of the model read: uncertain numbers, and dated inputs."""
    names = {name for module in modules for name in re.findall(r"\.(\w+)", source(module))}
    known: dict[str, Parameter | InputPath] = {**facts.parameters(), **facts.paths()}
    return tuple(_use(record) for name, record in known.items() if name in names)


def _use(record: Parameter | InputPath) -> Use:
    if isinstance(record, Parameter):
        span = f"{record.central:g} ({record.low:g} to {record.high:g}) {record.unit}"
    else:
        span = f"{record.rows[0].period} to {record.rows[-1].period}, {record.unit}"
    judged = record.grade == "D" or record.kind == "judgement"
    return Use(record.id, record.description, span, str(record.grade.value), judged, record.source_ids)


def used_in(name: str) -> list[Stage]:
    """Stages whose files read an input of that name.

    >>> [one.id for one in used_in("hbm_cycle")]
    ['memory']
    """
    return [one for one in STAGES if any(_reads(module, name) for module in one.modules)]


def read_by(name: str) -> list[str]:
    """First lines of the model's files that read an input of that name."""
    modules = sorted(file.name.removesuffix(".py") for file in files("fabcast.model").iterdir())
    readers = [m for m in modules if m not in _NAMES_ONLY and m.startswith("_") and _reads(m, name)]
    return [heads(module).partition("\n")[0].split(" (model document")[0].rstrip(".") for module in readers]


def _reads(module: str, name: str) -> bool:
    return bool(re.search(rf"\.{re.escape(name)}\b", source(module)))
