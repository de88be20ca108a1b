"""Makers of chip tools, by the tool classes of the model: one row a firm.

A blank is unknown. Revenue stands here as its series reports it, and a test holds the two equal; a firm
whose revenue no source of the tables gives has none. Whether a firm is on the U.S. Entity List is told
only where an event of the tables says so, and the row names that event.
"""

from enum import StrEnum
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from fabcast.facts._kinds import FieldError, FuzzyDate, Grade, Number, Slug, Words, _split
from fabcast.facts._schema import Record
from fabcast.facts._table import load_table

__all__ = ["Listing", "Money", "ToolClass", "Vendor", "load_vendors", "vendors"]


class ToolClass(StrEnum):
    """Classes of wafer-fab tools, as the model groups them."""

    immersion = "immersion"
    litho_other_track = "litho_other_track"
    deposition = "deposition"
    etch_clean_cmp = "etch_clean_cmp"
    process_control = "process_control"
    implant_thermal = "implant_thermal"


class Money(StrEnum):
    """Units that revenue is reported in; money of the day."""

    usd = "billion USD"
    cny = "billion CNY"
    eur = "billion EUR"


class Listing(StrEnum):
    """Standing on the U.S. Entity List, as an event of the tables gives it."""

    listed = "listed"
    not_listed = "not_listed"


ToolClasses = Annotated[tuple[ToolClass, ...], BeforeValidator(_split), Field(min_length=1)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class Vendor(Record):
    """One maker of chip tools.

    `country` is that of the headquarters (ISO 3166). `tool_classes` are those the firm makes tools for,
    whether or not these are qualified; `node_nm` is the best node, in nm, that a source calls qualified.
    `revenue` is that of the whole firm in the latest full year that a report covers, or in a part of a year
    if there is none.
    `china_share_percent` is the share of China in its sales. `listing_event` is the event that says how the
    firm stands on the Entity List, on the day `listing_as_of`.
    """

    id: Slug
    name: str
    aliases: Words = ()
    country: Country
    tool_classes: ToolClasses
    makes: str
    node_nm: Number | None = None
    node_note: str = ""
    revenue: Number | None = None
    revenue_unit: Money | None = None
    revenue_period: str = ""
    revenue_source_id: str = ""
    china_share_percent: Number | None = None
    china_share_period: str = ""
    listing: Listing | None = None
    listing_event: str = ""
    listing_as_of: FuzzyDate | None = None
    grade: Grade
    source_ids: Words
    note: str = ""

    @model_validator(mode="after")
    def _check(self) -> Self:
        """Refuse half a number, and a standing that names no event."""
        _all_or_none(self, "revenue", "revenue_unit", "revenue_period", "revenue_source_id")
        _all_or_none(self, "china_share_percent", "china_share_period")
        _all_or_none(self, "listing", "listing_event", "listing_as_of")
        return self


def _all_or_none(row: Vendor, *names: str) -> None:
    given = [name for name in names if getattr(row, name) not in (None, "")]
    if given and len(given) < len(names):
        missing = next(name for name in names if name not in given)
        raise FieldError(missing, f"is blank, but {given[0]} is given; fill both or neither.")


def load_vendors(path: str | Path) -> tuple[Vendor, ...]:
    """Read a table of vendors.

    Raises
    ------
    BadInput
        File, line and field of the first thing wrong.
    """
    return load_table(path, Vendor)


@cache
def vendors() -> MappingProxyType[str, Vendor]:
    """Return the makers of chip tools by id, Chinese firms first.

    >>> vendors()["sicarrier"].country, vendors()["asml"].tool_classes[0].value
    ('CN', 'immersion')
    """
    with as_file(files("fabcast.facts") / "data" / "vendors.csv") as path:
        return MappingProxyType({row.id: row for row in load_vendors(path)})
