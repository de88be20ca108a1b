"""A column of words as small codes into a few categories: ten million findings in ten megabytes a column."""

from collections.abc import Iterator
from typing import Any, overload

import numpy as np
import numpy.typing as npt

__all__ = ["Words"]


class Words:
    """A column of text in which few words recur; -1 stands for a blank.

    Examples
    --------
    >>> column = Words(np.array([0, 1, 0, -1]), ["no", "yes"])
    >>> list(column), (column == "no").tolist(), column[1], len(column)
    (['no', 'yes', 'no', ''], [True, False, True, False], 'yes', 4)
    """

    __slots__ = ("categories", "codes")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, codes: npt.NDArray[Any], categories: list[str]) -> None:
        self.codes, self.categories = codes, categories

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, rows: int) -> str: ...
    @overload
    def __getitem__(self, rows: slice) -> "Words": ...
    def __getitem__(self, rows: int | slice) -> "str | Words":
        if isinstance(rows, slice):
            return Words(self.codes[rows], self.categories)
        code = int(self.codes[rows])
        return self.categories[code] if code >= 0 else ""

    def __iter__(self) -> Iterator[str]:
        return iter(np.asarray(self).tolist())

    def __eq__(self, other: object) -> Any:
        wanted = [index for index, word in enumerate(self.categories) if word == other]
        return np.isin(self.codes, wanted) if wanted else (self.codes < 0) & (other == "")

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[np.object_]:
        del dtype, copy
        words: npt.NDArray[np.object_] = np.array([*self.categories, ""], object)
        return np.asarray(words[self.codes])

    def __repr__(self) -> str:
        return f"Words({list(self[:6])}{'…' if len(self) > 6 else ''})"
