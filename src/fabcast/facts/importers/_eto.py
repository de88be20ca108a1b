"""The semiconductor supply chain as the Emerging Technology Observatory publishes it, from your own copy.

The data set is under a non-commercial licence, so none of it comes with Fabcast. Its folder holds
``inputs.csv``, ``providers.csv``, ``provision.csv`` and ``sequence.csv``; every release since
December 2022 is read. Shares are of the world market. Where a provider is named without a share,
the share is unknown, not zero.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from fabcast.errors import BadInput
from fabcast.facts.importers._columns import Cells, fraction, rows_of

__all__ = ["Input", "Supply", "SupplyChain", "read_eto"]

COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Input:
    """A tool, material, design resource or process of the chain."""

    id: str
    name: str
    kind: str
    stage: str


@dataclass(frozen=True, slots=True)
class Supply:
    """One provider of one input: a country or a firm, its country, and its share of the world market.

    `share` is a fraction from 0 to 1; ``None`` where the provider is named without one.
    """

    input: str
    provider: str
    country: str
    is_country: bool
    share: float | None


@dataclass(frozen=True, slots=True)
class SupplyChain:
    """Inputs by id, who provides them, and how they hang together.

    Attributes
    ----------
    inputs
        By id.
    supplies
        Every provider of every input, countries and firms.
    flows
        Pairs (input, what it goes into).
    varieties
        Pairs (variety, the kind that it is a variety of).
    countries
        Name by ISO 3166 alpha-3 code.
    """

    inputs: Mapping[str, Input]
    supplies: tuple[Supply, ...]
    flows: tuple[tuple[str, str], ...]
    varieties: tuple[tuple[str, str], ...]
    countries: Mapping[str, str]


def read_eto(folder: str | Path) -> SupplyChain:
    """Read a release of the data set from a folder.

    Raises
    ------
    BadInput
        Naming file, line and field of the first thing that cannot be used.
    """
    home = Path(folder)
    if not home.is_dir():
        raise BadInput(f"{home}: no folder; give the folder that holds inputs.csv and provision.csv.")
    inputs = dict(_inputs(home / "inputs.csv"))
    providers = dict(_providers(home / "providers.csv"))
    flows, varieties = _sequence(home / "sequence.csv", inputs)
    return SupplyChain(
        inputs=inputs,
        supplies=tuple(_supplies(home / "provision.csv", inputs, providers)),
        flows=flows,
        varieties=varieties,
        countries={one.code: one.name for one in providers.values() if one.is_country},
    )


@dataclass(frozen=True, slots=True)
class _Provider:
    code: str
    name: str
    is_country: bool


def _inputs(file: Path) -> Iterator[tuple[str, Input]]:
    needed = {"id": ("input_id",), "name": ("input_name",), "kind": ("type",)}
    for _, row in rows_of(file, needed, {"stage": ("stage_name",)}):
        yield row["id"], Input(row["id"], row["name"], row["kind"], row.get("stage", ""))


def _providers(file: Path) -> Iterator[tuple[str, _Provider]]:
    needed = {"id": ("provider_id",), "name": ("provider_name",), "kind": ("provider_type",)}
    wanted = {"alias": ("alias",), "country": ("country",)}
    for _, row in rows_of(file, needed, wanted):
        is_country = row["kind"] == COUNTRY
        code = row["name"] if is_country else row.get("country", "")
        name = (row.get("alias") or row["name"]) if is_country else row["name"]
        yield row["id"], _Provider(code, name, is_country)


def _supplies(
    file: Path, inputs: Mapping[str, Input], providers: Mapping[str, _Provider]
) -> Iterator[Supply]:
    needed = {"provider": ("provider_id",), "input": ("provided_id",), "share": ("share_provided",)}
    for line, row in rows_of(file, needed, {}):
        if row["input"] not in inputs:  # a stage as a whole, which no link leads to
            continue
        if row["provider"] not in providers:
            raise BadInput(
                f"{file} line {line}, field provider_id: '{row['provider']}' is not in providers.csv."
            )
        who = providers[row["provider"]]
        share = fraction(file, line, "share_provided", row["share"])
        yield Supply(row["input"], who.name, who.code, who.is_country, share)


Pairs = tuple[tuple[str, str], ...]


def _sequence(file: Path, inputs: Mapping[str, Input]) -> tuple[Pairs, Pairs]:
    needed = {"id": ("input_id",), "into": ("goes_into_id",), "kind": ("is_type_of_id",)}
    rows = list(rows_of(file, needed, {}))
    for line, row in rows:
        _refuse_unknown(file, line, row, inputs)
    return (
        tuple((row["id"], row["into"]) for _, row in rows if row["into"]),
        tuple((row["id"], row["kind"]) for _, row in rows if row["kind"]),
    )


def _refuse_unknown(file: Path, line: int, row: Cells, inputs: Mapping[str, Input]) -> None:
    for name in row.values():
        if name and name not in inputs:
            raise BadInput(f"{file} line {line}: '{name}' is not in inputs.csv; take files of one release.")
