"""What a rule file holds, as plain frozen records. `_read` makes them; `_law` puts them in force on a day."""

from dataclasses import dataclass
from datetime import date

from fabcast.rules._conditions import Condition

__all__ = ["Clause", "Limb", "PlaceSet", "PlaceVersion", "Row", "Source", "Switch", "Threshold", "Version"]

KINDS = (
    "classification",
    "definition",
    "presumption",
    "requirement",
    "overlay",
    "exception",
    "review",
    "duty",
)
BINDING_KINDS = frozenset({"presumption", "requirement", "overlay", "exception", "review", "duty"})
CONFIDENCES = ("low", "medium", "high")
POLICIES = (
    "presumption_of_denial",
    "case_by_case",
    "presumption_of_approval",
    "no_published_policy",
    "licences_not_given",
)


@dataclass(frozen=True, slots=True)
class Source:
    """The four dates of a piece of law, its citation, its event, and how sure the record is."""

    published: str
    effective: date
    compliance: date
    last_checked: date
    until: date | None
    citation: str
    event: str
    ended_by: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Limb:
    """One numbered limb of a clause."""

    id: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a review policy; the first row that holds decides."""

    id: str
    title: str
    when: Condition
    policy: str
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """The text of a clause in one window."""

    form: str
    source: Source
    limbs: tuple[Limb, ...]
    unless: Condition | None = None
    after: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    notice: str = ""
    notice_when: Condition | None = None
    conditions: tuple[str, ...] = ()
    ground: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A dated, citable piece of rule."""

    id: str
    kind: str
    title: str
    file: str
    line: int
    text: str = ""
    items: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    lifts: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()
    yields: str = ""
    section: str = ""
    rate: str = ""
    elsewhere: Condition | None = None
    versions: tuple[Version, ...] = ()

    def starts(self, version: Version) -> date:
        """Return a version's first day: the compliance date where it binds people, else the effective."""
        return version.source.compliance if self.kind in BINDING_KINDS else version.source.effective


@dataclass(frozen=True, slots=True)
class Value:
    """A number of a threshold in one window."""

    value: float
    source: Source


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number of the law, stated once and used by name."""

    id: str
    parameter: str
    unit: str
    title: str
    file: str
    line: int
    versions: tuple[Value, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Switch:
    """Law that can be read in several ways; without a default a finding shows every reading."""

    id: str
    values: tuple[str, ...]
    default: str | None
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class PlaceVersion:
    """Members of a set of places from a day on: ``place XX`` and ``group D:5`` terms."""

    effective: date
    event: str
    any: tuple[str, ...]
    without: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    unsettled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceSet:
    """A named set of places."""

    id: str
    title: str
    file: str
    versions: tuple[PlaceVersion, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A place that joined or left a country group; in doubt from `unsettled_from` until `effective`."""

    place: str
    group: str
    before: str
    effective: date
    unsettled_from: date | None
    event: str
    citation: str
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything that the rule files say."""

    clauses: dict[str, Clause]
    thresholds: dict[str, Threshold]
    switches: dict[str, Switch]
    places: dict[str, PlaceSet]
    groups: dict[str, frozenset[str]]
    moves: tuple[Move, ...]
    titles: dict[str, str]
