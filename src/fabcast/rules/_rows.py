"""Many rows as typed columns, and some of them taken without copying what is not asked for."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Columns", "Taken"]


class Taken(dict[str, Any]):
    """Some rows of columns, each taken when first asked for."""

    def __init__(self, source: dict[str, Any], rows: npt.NDArray[np.intp]) -> None:
        super().__init__(source)
        self._rows, self._left = rows, set(source)

    def __getitem__(self, name: str) -> Any:
        if name in self._left:
            self[name] = super().__getitem__(name)[self._rows]
            self._left.discard(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        """Return a column, or `default`."""
        return self[name] if name in self else default  # noqa: SIM401 -- dict.get would miss the taking

    def __or__(self, other: dict[str, Any]) -> "dict[str, Any]":  # type: ignore[override]
        return {name: self[name] for name in self} | other


@dataclass(frozen=True)
class Columns:
    """Rows as typed columns; a column that is not there is blank in every row.

    Attributes
    ----------
    size
        Number of rows.
    numbers
        float64, NaN where blank.
    codes
        Words, places, flags and names as positions in `words`; -1 where blank.
    words
        Vocabulary of each coded column.
    floors
        float64 lower bounds of some numbers, NaN where there is none.
    """

    size: int
    numbers: dict[str, npt.NDArray[np.float64]] = field(default_factory=dict)
    codes: dict[str, npt.NDArray[Any]] = field(default_factory=dict)
    words: dict[str, list[Any]] = field(default_factory=dict)
    floors: dict[str, npt.NDArray[np.float64]] = field(default_factory=dict)

    def take(self, rows: npt.NDArray[np.intp]) -> "Columns":
        """Return some rows."""
        if len(rows) == self.size:
            return self
        return Columns(
            len(rows),
            Taken(self.numbers, rows),
            Taken(self.codes, rows),
            self.words,
            Taken(self.floors, rows),
        )

    def moved(self, name: str, column: npt.NDArray[np.float64]) -> "Columns":
        """Return the rows with one number moved and no floors; area stays, density moves with TPP."""
        numbers = self.numbers | {name: column}
        area = self.numbers.get("nonplanar_die_area_mm2")
        if name == "tpp" and area is not None:
            with np.errstate(divide="ignore", invalid="ignore"):
                numbers["performance_density"] = np.where(
                    area > 0, column / area, numbers["performance_density"]
                )
        return Columns(self.size, numbers, self.codes, self.words)
