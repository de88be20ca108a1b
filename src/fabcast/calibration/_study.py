"""Studies of every kind, read from a file: ensembles, fits, hindcasts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fabcast import runs
from fabcast.runs import ENSEMBLES, Study, StudyFile

from ._study_fits import FITS, FitStudy
from ._study_hindcasts import HINDCASTS, HindcastStudy

AnyStudy = Study | FitStudy | HindcastStudy
KINDS: dict[str, Callable[[StudyFile], AnyStudy]] = {
    ENSEMBLES: runs.study_of,
    FITS: FitStudy.read,
    HINDCASTS: HindcastStudy.read,
}
"""What makes a study of a file, by the file's field ``kind``."""


def read_any_study(file: str | Path) -> AnyStudy:
    """Read a study of any kind.

    Raises
    ------
    BadInput
        With file and line, for what cannot be used.
    """
    return runs.read_kind(file, KINDS)
