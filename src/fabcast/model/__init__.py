"""The model: policy in, fab capacity, chips, compute and self-reliance out. Arrays in, arrays out."""

from ._axes import IMPORT_CHIPS, PROVIDERS, QUARTERS, STEP_YEARS, TOOL_CLASSES, quarter_index, year_end_index
from ._path import Path, neutral_path

__all__ = [
    "IMPORT_CHIPS",
    "PROVIDERS",
    "QUARTERS",
    "STEP_YEARS",
    "TOOL_CLASSES",
    "Path",
    "neutral_path",
    "quarter_index",
    "year_end_index",
]
