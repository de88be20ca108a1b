"""Fills the page of tool makers from the table, at the mark ``<!-- vendors -->``."""

from typing import Any

from fabcast import facts

MARK = "<!-- vendors -->"
UNKNOWN = "unknown"


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put the sections in place of the mark; called by the site builder."""
    return markdown.replace(MARK, sections()) if MARK in markdown else markdown


def sections() -> str:
    """Write a table of who makes what, by class, and one of standing, size and sources."""
    parts = ["## By tool class", *(_class(kind) for kind in facts.ToolClass), "## By firm", _firms()]
    return "\n\n".join(parts)


def _class(kind: facts.ToolClass) -> str:
    made = [v for v in facts.vendors().values() if kind in v.tool_classes]
    rows = [f"| {v.name} | {v.country} | {v.makes} | {_node(v)} |" for v in made]
    head = ["| Firm | Country | Makes | Best qualified node |", "| --- | --- | --- | --- |"]
    return f"### {kind.replace('_', ' ')}\n\n" + "\n".join([*head, *rows])


def _firms() -> str:
    head = [
        "| Firm | Revenue | China's share of sales | U.S. Entity List | Grade | Sources |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    return "\n".join([*head, *(_firm(v) for v in facts.vendors().values())])


def _firm(v: facts.Vendor) -> str:
    money = UNKNOWN if v.revenue is None else f"{v.revenue:g} {v.revenue_unit} ({v.revenue_period})"
    share = UNKNOWN
    if v.china_share_percent is not None:
        share = f"{v.china_share_percent:g} % ({v.china_share_period})"
    names = dict.fromkeys((*v.source_ids, *((v.revenue_source_id,) if v.revenue_source_id else ())))
    links = ", ".join(f"[{name}]({facts.sources()[name].address})" for name in names)
    return f"| {v.name} | {money} | {share} | {_standing(v)} | {v.grade} | {links} |"


def _node(v: facts.Vendor) -> str:
    known = UNKNOWN if v.node_nm is None else f"{v.node_nm:g} nm"
    return f"{known}. {v.node_note}" if v.node_note else known


def _standing(v: facts.Vendor) -> str:
    if v.listing is None:
        return UNKNOWN
    event = facts.events()[v.listing_event]
    citation = event.citation.partition(";")[0]
    return f"{v.listing.replace('_', ' ')} as of {v.listing_as_of} ({event.id}, {citation})"
