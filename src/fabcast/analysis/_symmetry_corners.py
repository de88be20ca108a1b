"""Named corners: settings of a few parameters that turn the usual sign of a hypothesis round.

Each corner of ``data/corners.csv`` is set in every draw, all else as drawn, and must give the other
sign in more than half of the draws. They were found by search: every sampled input at each end of
its range alone, then pairs of the heaviest, then sets that were grown and pruned. They show that the
equations can give either sign, and what it takes; how likely the settings are is for the priors to say.

A corner is another world, not a cut in this one: research is measured against the corner's own
actual path, as for any draw.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from fabcast import facts
from fabcast.errors import BadInput
from fabcast.model import year_end_index

from ._runs import Array
from ._symmetry import CUMULATIVE, STOCK, Pair, SignRow, read_paths, sign_row

DRAWS = 256
_SHOCK = "path_shock."
_EDGE = 1.645


@dataclass(frozen=True, slots=True)
class Setting:
    """One parameter of a corner, and what the facts say of it: the 5 and 95 % points and the sources."""

    parameter: str
    value: float
    low: float
    high: float
    unit: str
    kind: str
    source_ids: tuple[str, ...]

    @property
    def inside(self) -> bool:
        """Whether the value lies within the 5-95 % range, ends included."""
        return self.low <= self.value <= self.high


@dataclass(frozen=True, slots=True)
class Corner:
    """Settings that give the other sign: ``lower`` or ``higher`` of a measure at the end of a year."""

    id: str
    hypothesis: str
    scenario: str
    against: str
    measure: str
    year: int
    sign: str
    words: str
    settings: tuple[Setting, ...]

    @property
    def inside(self) -> bool:
        """Whether every value lies within its range."""
        return all(setting.inside for setting in self.settings)


@cache
def corners() -> dict[str, Corner]:
    """Read the corners by id.

    >>> corners()["h2_dear_local_chips_2035"].sign
    'lower'
    """
    text = resources.files("fabcast.analysis").joinpath("data/corners.csv").read_text("utf-8")
    return {row["id"]: _corner(row) for row in csv.DictReader(text.splitlines())}


def _corner(row: Mapping[str, str]) -> Corner:
    pairs = (item.split("=") for item in row["sets"].split("|"))
    return Corner(
        id=row["id"],
        hypothesis=row["hypothesis"],
        scenario=row["scenario"],
        against=row["against"],
        measure=row["measure"],
        year=int(row["year"]),
        sign=row["sign"],
        words=row["words"],
        settings=tuple(setting(name, float(value)) for name, value in pairs),
    )


def setting(parameter: str, value: float) -> Setting:
    """Look up what the facts say of a parameter that is set; a dated path is set in standard deviations.

    Raises
    ------
    BadInput
        The facts have no such parameter or path.

    >>> setting("price_fall", 0.5).inside, setting("path_shock.adv_tool_spend", -1.645).inside
    (False, True)
    """
    if parameter.startswith(_SHOCK):
        path = facts.paths().get(parameter.removeprefix(_SHOCK))
        kind, ids = (path.kind, path.source_ids) if path else ("", ())
        return Setting(parameter, value, -_EDGE, _EDGE, "sigma", kind, ids)
    if parameter not in facts.parameters():
        raise BadInput(f"corners.csv sets '{parameter}', which the facts do not have; correct its spelling")
    known = facts.parameters()[parameter]
    return Setting(parameter, value, known.low, known.high, known.unit, known.kind, known.source_ids)


def placed(inputs: Mapping[str, Array], corner: Corner) -> dict[str, Array]:
    """Return the inputs with a corner's values in every draw.

    Raises
    ------
    BadInput
        The corner sets an input that these lack.
    """
    changed = dict(inputs)
    for one in corner.settings:
        if one.parameter not in inputs:
            raise BadInput(f"corner '{corner.id}' sets {one.parameter}, which these inputs lack")
        changed[one.parameter] = np.full_like(inputs[one.parameter], one.value)
    return changed


def try_corner(corner: Corner, draws: int = DRAWS, seed: int = 1) -> SignRow:
    """Run both scenarios of a corner with its values set in every draw, and count signs.

    Parameters
    ----------
    corner
        One of `corners`.
    draws, seed
        Number of draws of all other inputs, and their seed.

    Returns
    -------
    SignRow
        Its `group` is the corner's id.
    """
    from fabcast import ensemble, scenario

    inputs = placed(ensemble.sample_inputs(draws, seed), corner)
    keep = STOCK if corner.measure == CUMULATIVE else corner.measure
    paths = [scenario.resolve(name) for name in (corner.scenario, corner.against)]
    done = ensemble.run_inputs(inputs, paths, keep=(keep, STOCK))
    at = year_end_index(corner.year)
    ours, base = (read_paths({k: v[i] for k, v in done.items()})[corner.measure][:, at] for i in (0, 1))
    pair = Pair(corner.hypothesis, corner.scenario, corner.against, (corner.measure,))
    return sign_row(pair, corner.measure, corner.year, corner.id, ours, base)
