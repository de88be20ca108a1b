"""Hindcast results: made in minutes, kept as a small table, bound to what they were made from.

``data/hindcasts.csv`` has a row a forecast; ``data/hindcasts.json`` the digests of facts, rules, model and
tables behind it. Results made from anything else are *stale* and say so.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any

from fabcast import facts, rules
from fabcast.ensemble import shipped_tables
from fabcast.errors import BadInput
from fabcast.facts import load_table
from fabcast.runs import DEFAULT_FORM, structure_named

from ._bound_to import bound_to, essence
from ._files import read_json, write_json, writing
from ._hindcast_fit import MEMBERS, PLAN, OriginModel
from ._hindcast_rows import HindcastRow, rows_of
from ._hindcast_series import fit_lines, hindcast_series, targets_from
from ._lines import data_file
from ._observation import observations
from ._origin import ORIGINS, Origin
from ._origin_paths import POLICIES
from ._smc import Plan

ROWS, RECORD = "hindcasts.csv", "hindcasts.json"
_TABLES = ("wide_priors.csv", "origin_drivers.csv", "hindcast_series.csv")
_CODE = ("_hindcast_fit", "_hindcast_rows", "_hindcast_series", "_origin", "_rivals", "_scores", "_smc")
Told = Callable[[float, str], None]
"""Told the share done and what goes on."""


@dataclass(frozen=True)
class Hindcasts:
    """Scored forecasts, and what has changed since they were made."""

    rows: tuple[HindcastRow, ...]
    record: dict[str, Any]
    stale: tuple[str, ...]


@cache
def load_hindcasts() -> Hindcasts:
    """Read the shipped results.

    >>> len(load_hindcasts().rows) > 100
    True
    """
    return read_hindcasts(data_file(ROWS).parent)


def read_hindcasts(folder: Path) -> Hindcasts:
    """Read results from a folder.

    Raises
    ------
    BadInput
        If there are none, or a row is wrong.
    """
    if not (folder / ROWS).exists():
        raise BadInput(f"{folder}: no hindcasts there; make them with `fabcast hindcast --refit`")
    record = read_json(folder / RECORD)
    now, then = hindcast_bound(), record.get("bound_to", {})
    if not isinstance(then, dict):
        raise BadInput(
            f"{folder / RECORD}: bound_to is no list of digests; make it with `fabcast hindcast --refit`"
        )
    stale = tuple(name for name in sorted(now) if then.get(name) != now[name])
    return Hindcasts(load_table(folder / ROWS, HindcastRow), record, stale)


def write_hindcasts(
    folder: Path, rows: Sequence[HindcastRow], members: int, seed: int, structure: str = DEFAULT_FORM
) -> None:
    """Write results to a folder, whole or not at all; `structure` names the form of the equations."""
    with writing(folder):
        part = folder / f"{ROWS}.part"
        with part.open("w", newline="", encoding="utf-8") as file:
            table = csv.DictWriter(file, list(HindcastRow.model_fields), lineterminator="\n")
            table.writeheader()
            table.writerows(_plain(row) for row in rows)
        part.replace(folder / ROWS)
        write_json(
            folder / RECORD,
            {
                "bound_to": hindcast_bound(),
                "members": members,
                "seed": seed,
                "structure": structure,
                "facts_as_of": facts.AS_OF.isoformat(),
            },
        )


def _plain(row: HindcastRow) -> dict[str, Any]:
    return {k: "" if v is None else v for k, v in row.model_dump().items()}


@cache
def hindcast_bound() -> dict[str, str]:
    """Digests of all that hindcasts rest on.

    >>> sorted(hindcast_bound())
    ['code', 'data', 'drivers', 'known', 'method', 'path', 'priors', 'rules']
    """
    lines = [*fit_lines(), *(name for series in hindcast_series() for name in series.line_ids)]
    return {
        **bound_to(observations(lines=list(dict.fromkeys(lines)))),
        "known": digest_of(f"{p.id} {p.known_from}" for p in facts.parameters().values()),
        "method": digest_of(_method()),
        "rules": rules.content_hash(),
    }


def digest_of(words: Iterable[str]) -> str:
    """Digest of words in order.

    >>> digest_of(["a", "b"]) == digest_of(["ab"])
    False
    """
    total = hashlib.sha256()
    for word in words:
        total.update(word.encode() + b"\0")
    return total.hexdigest()[:16]


def _method() -> Iterator[str]:
    """Tables and code of the hindcast itself."""
    for name in _TABLES:
        yield data_file(name).read_text(encoding="utf-8")
    room = files("fabcast.calibration")
    for entry in sorted((f for f in room.iterdir() if f.name.endswith(".py")), key=lambda f: f.name):
        if entry.name.startswith(_CODE):
            yield essence(entry.read_text(encoding="utf-8"))


def make_hindcasts(
    folder: Path,
    origins: Sequence[Origin] | None = None,
    *,
    members: int = MEMBERS,
    seed: int = 1,
    plan: Plan = PLAN,
    store: Path | None = None,
    told: Told | None = None,
) -> None:
    """`refit`, then write the results to a folder; the same parameters."""
    rows = refit(origins, members=members, seed=seed, plan=plan, store=store, told=told)
    write_hindcasts(folder, rows, members, seed)


def refit(
    origins: Sequence[Origin] | None = None,
    *,
    members: int = MEMBERS,
    seed: int = 1,
    plan: Plan = PLAN,
    store: Path | None = None,
    told: Told | None = None,
    structure: str = DEFAULT_FORM,
) -> tuple[HindcastRow, ...]:
    """Fit at every origin, forecast under both policy feeds, and score.

    Parameters
    ----------
    origins
        Default: all.
    members, seed, plan
        Of each fit.
    store
        Folder for the state of the fits: an interrupted run goes on from there.
    told
        Told the share done, and what goes on.
    structure
        Form of the equations, by name.

    Raises
    ------
    BadInput
        If the store holds other fits.
    """
    chosen = list(ORIGINS.values()) if origins is None else list(origins)
    say = told or (lambda _share, _words: None)
    tables, rows = shipped_tables(), []
    for number, origin in enumerate(chosen):
        model = OriginModel(origin, tables, structure_named(structure))
        part = _Part(number, len(chosen), origin, say)
        folder = None if store is None else store / f"{origin.quarter}-{_stamp(structure)}"
        z = model.fit(members=members, seed=seed, plan=plan, told=part.fitting, store=folder)
        targets = targets_from(origin)
        for policy in POLICIES:
            said = model.forecast(z, policy, targets, seed, part.forecasting)
            rows += rows_of(model, policy, targets, said)
    return tuple(sorted(rows, key=lambda r: POLICIES.index(r.policy)))


def _stamp(structure: str) -> str:
    """Name what a fit rests on, for its folder."""
    words = [f"{k} {v}" for k, v in hindcast_bound().items()]
    return digest_of([*words, structure])[:8]


class _Part:
    """Progress of one origin within all: the fit counts for half, each forecast for a quarter.

    Forecasts run on several threads; the lock keeps what is told in order.
    """

    def __init__(self, number: int, of: int, origin: Origin, say: Told) -> None:
        self.number, self.of, self.origin, self.say = number, of, origin, say
        self.forecast_done = 0.0
        self.lock = Lock()

    def fitting(self, share: float, _words: str) -> None:
        self._tell(0.5 * share, "fit")

    def forecasting(self, more: float) -> None:
        with self.lock:
            self.forecast_done += 0.5 * more / len(POLICIES)
            self._tell(0.5 + self.forecast_done, "forecast")

    def _tell(self, share: float, what: str) -> None:
        self.say((self.number + share) / self.of, f"end of {self.origin.quarter}: {what}")
