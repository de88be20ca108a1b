"""The small vocabularies of the facts, and the types of single fields.

Grades
------
A   official or peer-reviewed document, company filing, or a maintained data set, read
B   major or specialist press, or one step away from a grade-A document
C   derived here, relayed by an aggregator, or measured on a basis that is disputed
D   judgement, or a source known only by an index number
"""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

__all__ = [
    "Distribution",
    "FieldError",
    "FuzzyDate",
    "Grade",
    "Kind",
    "Number",
    "Reach",
    "Role",
    "Shape",
    "Slug",
    "Status",
    "Words",
    "refuse_fall",
]


class Kind(StrEnum):
    """What a number is."""

    observed = "observed"
    estimate = "estimate"
    forecast = "forecast"
    target = "target"
    judgement = "judgement"


class Grade(StrEnum):
    """How far to trust it, A best; the module's first lines say what each means."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Role(StrEnum):
    """What a parameter does. Observations and checks are compared with the model, never sampled."""

    structural = "structural"
    initial = "initial"
    observation = "observation"
    check = "check"


class Status(StrEnum):
    """Whether the default model uses it."""

    used = "used"
    rival = "rival"
    planned = "planned"


class Distribution(StrEnum):
    """Family fitted to the three points. Fixed: the central value always; the range is for sensitivity."""

    normal = "normal"
    lognormal = "lognormal"
    beta = "beta"
    triangular = "triangular"
    fixed = "fixed"


class Shape(StrEnum):
    """How the dated values of a path are spread over quarters."""

    flow_per_year = "flow_per_year"
    flow_per_quarter = "flow_per_quarter"
    level_year_end = "level_year_end"
    level_year_average = "level_year_average"
    growth_per_year = "growth_per_year"
    step_from_quarter = "step_from_quarter"


class Reach(StrEnum):
    """How the source was met."""

    page = "page"
    host = "host"
    index_only = "index"
    own = "own"


def _split(given: object) -> object:
    if not isinstance(given, str):
        return given
    return tuple(part.strip() for part in given.split("|") if part.strip())


def _iso_or_less(text: str) -> str:
    year, _, rest = text.partition("-")
    parts = rest.split("-") if rest else []
    months = {f"{m:02d}" for m in range(1, 13)} | {"Q1", "Q2", "Q3", "Q4"}
    fits = (
        len(year) == 4
        and year.isascii()
        and year.isdigit()
        and (not parts or parts[0] in months)
        and (len(parts) < 2 or (parts[1].isascii() and parts[1].isdigit() and 1 <= int(parts[1]) <= 31))
        and len(parts) < 3
    )
    if not fits:
        raise ValueError(f"'{text}' is no date; write YYYY, YYYY-MM, YYYY-Qn or YYYY-MM-DD.")
    return text


Number = Annotated[float, Field(allow_inf_nan=False)]
Words = Annotated[tuple[str, ...], BeforeValidator(_split)]
FuzzyDate = Annotated[str, AfterValidator(_iso_or_less)]
Slug = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._+-]*$")]


class FieldError(ValueError):
    """What is wrong with one field when only the whole row shows it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def refuse_fall(**points: float | None) -> None:
    """Refuse points of a range that fall; unknown ones are passed over.

    >>> refuse_fall(low=1.0, central=None, high=2.0)
    >>> refuse_fall(low=3.0, high=2.0)
    Traceback (most recent call last):
    fabcast.facts._kinds.FieldError: low 3, high 2 must rise; put them in order.
    """
    known = {name: point for name, point in points.items() if point is not None}
    if list(known.values()) != sorted(known.values()):
        shown = ", ".join(f"{name} {point:g}" for name, point in known.items())
        raise FieldError(next(iter(known)), f"{shown} must rise; put them in order.")
