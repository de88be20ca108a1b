"""The posterior: an unweighted, numbered ensemble of whitened scores, and its record.

Two files hold it: ``posterior.npz`` (scores in single precision, no pickles) and ``posterior.json``
(what it was fitted to, how the fit went, and a digest of the first file).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from fabcast.ensemble import normal, uniform
from fabcast.errors import BadInput

from ._beliefs import Beliefs, Draws
from ._bound_to import changed
from ._files import MAKE_ONE, digest, read_arrays, read_json, write_arrays, write_json, writing

if TYPE_CHECKING:
    import xarray as xr

Array = NDArray[np.float64]
FORMAT = 1
TAUGHT = "taught.json"


@dataclass(frozen=True, repr=False)
class Posterior:
    """Members of a fitted ensemble, each as likely as the other.

    `scores` (member, score) are whitened; `names` name their columns. Members of the first of two
    equal populations come first.
    """

    scores: NDArray[np.float32]
    names: tuple[str, ...]
    record: Mapping[str, Any]
    beliefs: Beliefs = field(default_factory=Beliefs.from_facts)

    def __repr__(self) -> str:
        """Name it in a line.

        >>> repr(posterior()).partition(",")[0]
        '<Posterior: 4096 members'
        """
        return f"<Posterior: {self.members} members, {len(self.names)} scores>"

    @property
    def members(self) -> int:
        """Number of members."""
        return len(self.scores)

    @property
    def populations(self) -> int:
        """Number of independent populations the members come from."""
        return int(self.record.get("populations", 1))

    @cached_property
    def z(self) -> Array:
        """Scores in the order of the beliefs; one that the fit did not know follows its prior."""
        known = {name: self.scores[:, k].astype(np.float64) for k, name in enumerate(self.names)}
        seed = int(self.record.get("seed", 1))
        columns = [
            known[name] if name in known else normal(f"posterior:{name}", self.members, seed)
            for name in self.beliefs.names
        ]
        return np.stack(columns, axis=1)

    def chosen(self, n: int, seed: int, first: int = 0) -> NDArray[np.int64]:
        """Members that draws ``first`` to ``first + n - 1`` of a run take.

        Each round through the draws takes every member once, in an order of its own stream.
        """
        rounds = range(first // self.members, (first + n - 1) // self.members + 1)
        numbers = (uniform(f"posterior:round:{r}", self.members, seed) for r in rounds)
        order = np.concatenate([np.argsort(values) for values in numbers])
        skip = first - rounds[0] * self.members
        return np.asarray(order[skip : skip + n])

    def inputs(self, n: int, seed: int, first: int = 0) -> Draws:
        """Inputs of the chain for draws of a run: any number, any slice, same seed same answer.

        Raises
        ------
        BadInput
            If `n` is below one, or `first` or `seed` is negative.
        """
        if n < 1 or first < 0:
            raise BadInput(f"asked for {n} draws from draw {first}; ask for at least one, counted from 0")
        return self.beliefs.inputs(self.z[self.chosen(n, seed, first)])

    def all_inputs(self) -> Draws:
        """Inputs of every member, in order."""
        return self.beliefs.inputs(self.z)

    def stale(self) -> tuple[str, ...]:
        """What has changed since the fit: empty if nothing."""
        return changed(dict(self.record.get("bound_to", {})), str(self.record.get("source", "")))

    def save(self, folder: str | Path) -> None:
        """Write both files, whole or not at all.

        Raises
        ------
        BadInput
            If the folder cannot be written.
        """
        to = Path(folder)
        with writing(to):
            write_arrays(to / "posterior.npz", scores=self.scores, names=np.array(self.names))
            write_json(to / "posterior.json", {**self.record, "digest": digest(to / "posterior.npz")})

    @classmethod
    def load(cls, folder: str | Path) -> Posterior:
        """Read a posterior.

        Raises
        ------
        BadInput
            If a file is missing, damaged, or of another format.
        """
        at = Path(folder)
        record = read_json(at / "posterior.json")
        if record.get("format") != FORMAT:
            found = record.get("format")
            raise BadInput(f"{at / 'posterior.json'}: format {found} is not {FORMAT}; {MAKE_ONE}")
        arrays = read_arrays(at / "posterior.npz")
        if digest(at / "posterior.npz") != record.get("digest"):
            raise BadInput(f"{at / 'posterior.npz'}: does not match its record; {MAKE_ONE}")
        return cls(arrays["scores"], tuple(str(n) for n in arrays["names"]), record)

    def to_inference_data(self) -> xr.DataTree:
        """Return inputs as ArviZ reads them: group ``posterior``, dimensions chain (population) and draw.

        The tree is ArviZ 1's own form; ``tree.to_netcdf(file)`` writes what ``arviz.from_netcdf`` of
        older versions reads.
        """
        import xarray as xr

        shape = (self.populations, self.members // self.populations)
        varying = {name: v for name, v in self.all_inputs().items() if np.ptp(v) > 0}
        values = {name: (("chain", "draw"), v.reshape(shape)) for name, v in varying.items()}
        coords = {"chain": np.arange(shape[0]), "draw": np.arange(shape[1])}
        attrs = {"record": json.dumps(dict(self.record), sort_keys=True)}
        return xr.DataTree.from_dict({"posterior": xr.Dataset(values, coords=coords, attrs=attrs)})


def shipped() -> Path:
    """Folder of the posterior that comes with the package."""
    return Path(str(files("fabcast.calibration"))) / "data"


@cache
def posterior() -> Posterior:
    """Return the posterior that comes with the package.

    Raises
    ------
    BadInput
        If it is missing or damaged.
    """
    return Posterior.load(shipped())


def write_taught(folder: Path, told: Mapping[str, Any]) -> None:
    """Write what a fit taught beside its posterior."""
    with writing(folder):
        write_json(folder / TAUGHT, told)


def read_taught(folder: Path) -> dict[str, Any]:
    """Read what a fit taught.

    Raises
    ------
    BadInput
        If the file is missing or damaged.
    """
    return read_json(folder / TAUGHT)
