"""One schema a kind of fact. A row that does not fit is refused where it stands; nothing is guessed.

Every number carries unit, range, kind, grade and source. A blank is unknown (``None``), never zero.
Ranges are 5, 50 and 95 per cent points and must rise.

Grades
------
A   official or peer-reviewed document, company filing, or a maintained data set, read
B   major or specialist press, or one step away from a grade-A document
C   derived here, relayed by an aggregator, or measured on a basis that is disputed
D   judgement, or a source known only by an index number
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

__all__ = [
    "Chip",
    "Claim",
    "Distribution",
    "Event",
    "Grade",
    "InputPath",
    "Kind",
    "Observation",
    "Parameter",
    "PathPoint",
    "PathRow",
    "Quantity",
    "Question",
    "Reach",
    "Role",
    "Shape",
    "Source",
    "Status",
]


class Kind(StrEnum):
    """What a number is."""

    observed = "observed"
    estimate = "estimate"
    forecast = "forecast"
    target = "target"
    judgement = "judgement"


class Grade(StrEnum):
    """How far to trust it; see the module's first lines."""

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


def _refuse_fall(*points: float | None) -> None:
    known = [point for point in points if point is not None]
    if known != sorted(known):
        shown = ", ".join("unknown" if point is None else f"{point:g}" for point in points)
        raise ValueError(f"low, central and high must rise, but are {shown}; put them in order.")


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
        _refuse_fall(self.low, self.central, self.high)
        if self.status == Status.planned and not self.link:
            raise ValueError(f"'{self.id}' is planned without a link; name the equation that will use it.")
        if self.distribution == Distribution.lognormal and self.low <= 0:
            raise ValueError(f"a lognormal range must lie above 0, but low is {self.low:g}.")
        if self.distribution == Distribution.beta and not (self.low > 0 and self.high < 1):
            raise ValueError(
                f"a beta range must lie inside 0 and 1, but runs from {self.low:g} to {self.high:g}."
            )
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
        _refuse_fall(self.low, self.central, self.high)
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
        _refuse_fall(self.low, self.central, self.high)
        return self


class Chip(Record):
    """One accelerator or variant: dense peaks, memory, links, dies. Blank is unknown; 0 is none.

    Rates in TFLOPS or TOPS (a multiply-add is two), bandwidth in GB/s, area in mm², power in W.
    """

    id: Slug
    name: str
    aliases: Words = ()
    designer: str
    designer_country: str
    foundry: str = ""
    process_node_name: str = ""
    process_node_nm_class: Number | None = None
    status: str
    status_note: str = ""
    release_date: FuzzyDate | None = None
    fp64_dense_tflops: Number | None = None
    fp32_dense_tflops: Number | None = None
    tf32_dense_tflops: Number | None = None
    fp16_bf16_dense_tflops: Number | None = None
    fp8_dense_tflops: Number | None = None
    int8_dense_tops: Number | None = None
    fp4_dense_tflops: Number | None = None
    int4_dense_tops: Number | None = None
    tpp_bits_x_tops: Number | None = None
    tpp_precision: str = ""
    tpp_basis: str = ""
    tpp_low_bits_x_tops: Number | None = None
    tpp_high_bits_x_tops: Number | None = None
    tpp_published_bits_x_tops: str = ""
    tpp_published_source: str = ""
    applicable_die_area_mm2: Number | None = None
    die_area_basis: str = ""
    die_area_upper_bound_mm2: Number | None = None
    performance_density_tpp_per_mm2: Number | None = None
    performance_density_lower_bound_tpp_per_mm2: Number | None = None
    memory_type: str = ""
    memory_capacity_gb: Number | None = None
    memory_bandwidth_gb_s: Number | None = None
    hbm_stacks_count: Number | None = None
    interconnect_bidirectional_gb_s: Number | None = None
    interconnect_name: str = ""
    host_link: str = ""
    host_link_bidirectional_gb_s: Number | None = None
    tdp_w: Number | None = None
    designed_or_marketed_for_datacenter: bool | None = None
    price_low_usd: Number | None = None
    price_high_usd: Number | None = None
    price_year: FuzzyDate | None = None
    price_note: str = ""
    logic_die_count: Number | None = None
    logic_die_area_each_mm2: Number | None = None
    sold_in_china: str = ""
    sold_in_china_period: str = ""
    sold_in_china_note: str = ""
    grade: Grade
    source_ids: Words
    note: str = ""

    @model_validator(mode="after")
    def _check(self) -> Self:
        _refuse_fall(self.tpp_low_bits_x_tops, self.tpp_bits_x_tops, self.tpp_high_bits_x_tops)
        _refuse_fall(self.price_low_usd, self.price_high_usd)
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
