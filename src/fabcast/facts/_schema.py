"""One schema a kind of fact. A row that does not fit is refused where it stands; nothing is guessed.

Every number carries unit, range, kind, grade and source. A blank is unknown (``None``), never zero.
Ranges are 5, 50 and 95 per cent points and must rise.
"""

from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from fabcast.facts._kinds import (
    Distribution,
    FieldError,
    FuzzyDate,
    Grade,
    Kind,
    Number,
    Reach,
    Role,
    Shape,
    Slug,
    Status,
    Words,
    refuse_fall,
)

__all__ = [
    "Claim",
    "Event",
    "InputPath",
    "Observation",
    "Parameter",
    "PathPoint",
    "PathRow",
    "Quantity",
    "Question",
    "Record",
    "Source",
]


class Record(BaseModel):
    """What all facts share: frozen, and no field beyond the schema."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
    key: ClassVar[tuple[str, ...]] = ("id",)


class Source(Record):
    """Where a number was read. One title at one address is one source.

    `address` is a web address, an index number (`reach` index) or ``own`` for judgement made here.
    `first_seen` is the earliest date by which the evidence was public as far as the tables show.
    """

    id: Slug
    title: str
    address: str
    publisher: str = ""
    reach: Reach
    grade: Grade
    first_seen: date | None = None


class Parameter(Record):
    """An undated number of the model, with its range.

    `link` says what a planned parameter waits for; `rests_on` names the series or parameters it was
    derived from, so that no evidence is used twice.
    """

    id: Slug
    description: str
    unit: str
    distribution: Distribution
    low: Number
    central: Number
    high: Number
    role: Role
    status: Status
    link: str = ""
    kind: Kind
    grade: Grade
    known_from: date
    source_ids: Words
    rests_on: Words = ()
    note: str = ""

    @property
    def sampled(self) -> bool:
        """Whether an ensemble draws it: used, structural or initial, and not fixed."""
        uncertain = self.role in (Role.structural, Role.initial) and self.distribution != Distribution.fixed
        return self.status == Status.used and uncertain

    @model_validator(mode="after")
    def _check(self) -> Self:
        refuse_fall(low=self.low, central=self.central, high=self.high)
        if self.status == Status.planned and not self.link:
            raise FieldError("link", "is blank, but the status is planned; name what will use it.")
        if self.distribution == Distribution.lognormal and self.low <= 0:
            raise FieldError("low", f"a lognormal range must lie above 0, but low is {self.low:g}.")
        if self.distribution == Distribution.beta and not (self.low > 0 and self.high < 1):
            span = f"{self.low:g} to {self.high:g}"
            raise FieldError("low", f"a beta range must lie inside 0 and 1, but is {span}.")
        return self


class PathRow(Record):
    """One dated value of an input path, as it stands in the table."""

    key: ClassVar[tuple[str, ...]] = ("id", "period")

    id: Slug
    description: str
    unit: str
    shape: Shape
    period: Annotated[str, Field(pattern=r"^\d{4}(Q[1-4])?$")]
    low: Number
    central: Number
    high: Number
    kind: Kind
    grade: Grade
    known_from: date
    source_ids: Words
    rests_on: Words = ()
    note: str = ""

    @model_validator(mode="after")
    def _check(self) -> Self:
        refuse_fall(low=self.low, central=self.central, high=self.high)
        return self


class PathPoint(BaseModel):
    """A dated value of an input path: period ``2024`` or ``2024Q3``, and three points."""

    model_config = ConfigDict(frozen=True)

    period: str
    low: float
    central: float
    high: float
    known_from: date


class InputPath(BaseModel):
    """An exogenous input over time: what the model is told, not what it finds.

    `known_from` is the latest date of its rows; each row keeps its own.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    description: str
    unit: str
    shape: Shape
    rows: tuple[PathPoint, ...]
    kind: Kind
    grade: Grade
    source_ids: tuple[str, ...]
    rests_on: tuple[str, ...]
    known_from: date
    note: str


class Observation(Record):
    """One report of one quantity. Rival reports of the same quantity and period stand side by side.

    `target` marks series that a calibration may use as data; `superseded_by` names a later report.
    """

    key: ClassVar[tuple[str, ...]] = ()

    series: Slug
    entity: str
    period: str = ""
    low: Number | None = None
    central: Number | None = None
    high: Number | None = None
    unit: str
    basis: str = ""
    kind: Kind
    grade: Grade
    target: bool = False
    source_ids: Words = ()
    as_of: str = ""
    superseded_by: str = ""
    note: str = ""

    @property
    def has_number(self) -> bool:
        """Whether any of the three points is known."""
        return any(point is not None for point in (self.low, self.central, self.high))

    @model_validator(mode="after")
    def _check(self) -> Self:
        refuse_fall(low=self.low, central=self.central, high=self.high)
        return self


class Quantity(BaseModel):
    """A number that an event carries; `value` stays text, as some are dates or words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    value: str
    unit: str = ""


class Event(Record):
    """A dated step of a government, or a market outcome. Law has four dates.

    `date` is when the step was taken; `published`, `effective` (staged rules have several),
    `compliance` and `ends` are the law's own; `last_checked` is when its state was last looked up.
    Thresholds of rules are not here: they belong to the rules.
    """

    id: Slug
    title: str
    kind: str
    actor: str
    date: FuzzyDate | None = None
    date_precision: str = "day"
    published: FuzzyDate | None = None
    effective: tuple[FuzzyDate, ...] = ()
    compliance: str = ""
    ends: FuzzyDate | None = None
    last_checked: FuzzyDate
    citation: str = ""
    review_policy: str = ""
    destinations: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    status: str
    superseded_by: tuple[str, ...] = ()
    grade: Grade
    source_ids: tuple[str, ...] = ()
    note: str = ""


class Claim(Record):
    """A checkable statement with its maker: true when ``quantity comparator threshold`` holds.

    `threshold` of ``within`` reads ``low..high``, both included.
    """

    id: Slug
    claimant: str
    date: FuzzyDate
    claim: str
    quantity: str
    unit: str
    comparator: Annotated[str, Field(pattern=r"^(>=|>|<=|<|==|within)$")]
    threshold: Annotated[str, Field(pattern=r"^-?\d+(\.\d+)?(\.\.-?\d+(\.\d+)?)?$")]
    horizon: str = ""
    scenario_pair: str
    threshold_by: str
    source_ids: Words


class Question(Record):
    """Something that sources contradict each other on, or that no source settles."""

    id: Slug
    topic: str
    side_a: str = ""
    side_b: str = ""
    resolved: str
