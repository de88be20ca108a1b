"""The equal rule in OpenFisca-core: run with an interpreter that has it.

OpenFisca has one period a simulation, so rows go through it window by window; the time of cutting them up is
not counted. Prints seconds and peak memory, and writes its answers.
"""

import resource
import sys
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
from openfisca_core import entities, periods, simulations, taxbenefitsystems, variables
from rows import PLACES, load

CHIP = entities.Entity("chip", "chips", "A transaction", "")
WINDOWS = ["2022-08-26", "2022-10-21", "2023-01-17", "2023-11-17", "2024-04-04", "2026-01-15", "2099-01-01"]
CHINA_HK, MACAU = [0, 1], 2
D5_OR_MACAU, LICENSED = [0, 1, 2], [0, 1, 2, 3, 4, 9]


def number(name: str, kind: type = float) -> type:
    """Return an input variable."""
    parts = {"value_type": kind, "entity": CHIP, "definition_period": periods.DateUnit.DAY, "label": name}
    return type(name, (variables.Variable,), parts)


class paragraph(variables.Variable):  # noqa: N801 -- OpenFisca names variables so
    """0 none, 1 3A090.a, 2 3A090.b."""

    value_type, entity, definition_period = int, CHIP, periods.DateUnit.DAY

    def formula_2022_10_21(chip, period):  # noqa: D102, N805
        return np.where((chip("rate", period) >= 600) * (chip("tpp", period) >= 4800), 1, 0)

    def formula_2023_11_17(chip, period):  # noqa: D102, N805
        tpp, area, dc = chip("tpp", period), chip("area", period), chip("datacenter", period)
        density = tpp / area
        a = (tpp >= 4800) + (tpp >= 1600) * (density >= 5.92) * dc
        b = dc * (tpp >= 1600) * ((density >= 3.2) + (tpp >= 2400) * (density >= 1.6))
        return np.where(a, 1, np.where(b, 2, 0))


class licence(variables.Variable):  # noqa: N801
    """Whether a licence is required."""

    value_type, entity, definition_period = bool, CHIP, periods.DateUnit.DAY

    def formula_2022_10_21(chip, period):  # noqa: D102, N805
        return (chip("paragraph", period) > 0) * np.isin(chip("to", period), CHINA_HK)

    def formula_2023_01_17(chip, period):  # noqa: D102, N805
        return (chip("paragraph", period) > 0) * np.isin(chip("to", period), D5_OR_MACAU)

    def formula_2023_11_17(chip, period):  # noqa: D102, N805
        return (chip("paragraph", period) > 0) * np.isin(chip("to", period), LICENSED)


class policy(variables.Variable):  # noqa: N801
    """0 not applicable, 1 unknown, 2 approval, 3 case by case, 4 denial."""

    value_type, entity, definition_period = int, CHIP, periods.DateUnit.DAY

    def formula_2022_10_21(chip, period):  # noqa: D102, N805
        return chip("licence", period) * 1

    def formula_2023_11_17(chip, period):  # noqa: D102, N805
        return chip("licence", period) * np.where(np.isin(chip("to", period), D5_OR_MACAU), 4, 2)

    def formula_2024_04_04(chip, period):  # noqa: D102, N805
        strict = np.where((chip("paragraph", period) == 1) * chip("datacenter", period), 4, 3)
        return chip("licence", period) * np.where(np.isin(chip("to", period), D5_OR_MACAU), strict, 2)

    def formula_2026_01_15(chip, period):  # noqa: D102, N805
        capped = (chip("tpp", period) < 21000) * (chip("dram", period) < 6500) * chip("on_sale", period)
        capped = capped * chip("export", period) * chip("from_us", period) * chip("certified", period)
        strict = np.where((chip("paragraph", period) == 1) * chip("datacenter", period), 4, 3)
        near = np.where(capped, 3, strict)
        return chip("licence", period) * np.where(np.isin(chip("to", period), D5_OR_MACAU), near, 2)


def main() -> None:
    """Run every window and print the seconds that the engine took."""
    folder = Path(sys.argv[1])
    columns = load(folder)
    size = len(columns["tpp"])
    answers = {name: np.zeros(size, np.int8) for name in ("paragraph", "licence", "policy")}
    system = taxbenefitsystems.TaxBenefitSystem([CHIP])
    kinds = {
        "to": int,
        "datacenter": bool,
        "export": bool,
        "from_us": bool,
        "certified": bool,
        "on_sale": bool,
    }
    inputs = [name for name in columns if name != "on" and "_of" not in name]
    system.add_variables(
        *(number(name, kinds.get(name, float)) for name in inputs), paragraph, licence, policy
    )
    spent = 0.0
    for start, end in pairwise(WINDOWS):
        rows = np.flatnonzero((columns["on"] >= np.datetime64(start)) & (columns["on"] < np.datetime64(end)))
        if not len(rows):
            continue
        cut = {name: columns[name][rows] for name in inputs}
        begun = time.perf_counter()
        simulation = simulations.SimulationBuilder().build_default_simulation(system, count=len(rows))
        for name, column in cut.items():
            simulation.set_input(name, start, column.astype(bool) if kinds.get(name) is bool else column)
        found = {name: simulation.calculate(name, start) for name in answers}
        spent += time.perf_counter() - begun
        for name, column in found.items():
            answers[name][rows] = column
    np.save(
        folder / "openfisca_of.npy", np.stack([answers[name] for name in ("paragraph", "licence", "policy")])
    )
    print(f"{spent:.3f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} {len(PLACES)}")


if __name__ == "__main__":
    main()
