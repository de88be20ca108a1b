"""Policy of a step: the rows in force, as each draw reads and meets them (model document §2.1).

Equations
    effort = E^(log2(1 − ε))
    grey = supply × effort            only under controls

A scenario's rows are shared by all draws. Where governments react, each draw has the row of the
postures that its governments hold. So whatever policy does, it does in the step: nothing of it may be
worked out before time runs, but the few things that hang on a whole path (a rush ahead of rules, a
world without controls). Severity, alignment and leakage are read as the page on access says.

Symbols: E enforcement over that of 2024 [ratio]; ε fall of smuggling when enforcement doubles,
`enf_elast` [fraction]; effort grey supply over that of 2024 for the same wish to buy [ratio]; supply
what grey channels would bring in at the enforcement of 2024 [million H100e]; grey what they bring in
[million H100e].

Source: made for this model; that grey trade answers to enforcement as leakage of tools does is assumed.

Leaves out: differences between buyers.
"""

from __future__ import annotations

from typing import NamedTuple

from ._access import leakage, strictly
from ._arrays import Array, Float, jnp, power
from ._offer import Gates
from ._parameters import Parameters
from ._path import Path

Scalar = Float[Array, " draw"]
Rows = dict[str, Array]

STEP_ROWS: tuple[str, ...] = (
    "tool_severity_advanced",
    "tool_severity_mature",
    "ally_alignment",
    "enforcement",
    "service_withdrawn",
    "front_running",
    "hbm_import_open",
    "hbm_domestic_open",
    "foundry_open",
    "controls",
    "state_support",
    "import_discouragement",
    "local_tool_mandate",
    "mineral_curb",
)
"""Fields of `Path` that act in the quarter in which they stand, chips' gates apart."""


class Policy(NamedTuple):
    """What is in force in a step."""

    rows: Rows
    """By name of `STEP_ROWS`; severity and alignment as the draw reads them."""
    gates: Gates
    leakage: Scalar
    """Share of denied tool demand that still arrives."""
    grey: Scalar
    """What grey channels bring in, over what they would at the enforcement of 2024."""


def policy_rows(path: Path) -> Rows:
    """Rows of a path that act quarter by quarter, gates among them."""
    return {name: getattr(path, name) for name in (*STEP_ROWS, *Gates._fields)}


def in_force(p: Parameters, rows: Rows) -> Policy:
    """Read the rows of a quarter."""
    rule, ally = p.tool_rule_strictness, p.alignment_strictness
    read = {name: rows[name] for name in STEP_ROWS} | {
        "tool_severity_advanced": strictly(rows["tool_severity_advanced"], rule),
        "tool_severity_mature": strictly(rows["tool_severity_mature"], rule),
        "ally_alignment": strictly(rows["ally_alignment"], ally),
    }
    return Policy(
        rows=read,
        gates=Gates(*(rows[name] for name in Gates._fields)),
        leakage=leakage(p, rows["enforcement"]),
        grey=grey_supply(p, rows["enforcement"], rows["controls"]),
    )


def grey_supply(p: Parameters, enforcement: Scalar, controls: Scalar) -> Scalar:
    """Share of grey supply that gets through; falls with enforcement as tool leakage does."""
    effort = power(jnp.maximum(enforcement, 1e-6), jnp.log2(1.0 - p.enf_elast))
    return jnp.where(controls > 0, 1.0, 0.0) * effort
