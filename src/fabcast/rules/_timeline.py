"""The status of the main chips over time as a figure: chips down, years across, one colour a status."""

from datetime import date
from pathlib import Path
from typing import Any

from fabcast.errors import BadInput
from fabcast.rules._finding import Finding
from fabcast.rules._history import history

__all__ = ["draw_timeline", "spans", "standing"]

CHIPS = (
    "A100", "A800", "H100", "H800", "RTX 4090", "RTX 4090 D", "L40S", "L20", "H20", "H200", "B200", "B300",
    "MI300X", "MI325X",
)  # fmt: skip
STANDINGS = {
    "no licence needed": "#c7e3c4",
    "licence; exception NAC open": "#b9d7ee",
    "licence; case by case": "#f2d16b",
    "licence; presumption of approval": "#8fc7c0",
    "licence; presumption of denial": "#c8553d",
    "licence by letter; none given": "#e39a86",
    "licence; policy not settled in the record": "#b8a9c9",
    "unknown": "#d5d5d5",
}
MARKED = (
    ("2022-10-21", "Oct 2022 rule"),
    ("2023-11-17", "Oct 2023 rule"),
    ("2024-04-04", "corrections"),
    ("2025-04-09", "2025 letters"),
    ("2026-01-15", "Jan 2026 policy"),
)
PLACES = {"CN": "China", "HK": "Hong Kong", "MO": "Macau"}
TRANSACTION: dict[str, Any] = {"kind": "export", "ship_from": "US", "certifications_made": True, "hq": "CN"}


def standing(finding: Finding) -> str:
    """Return the colour class of a finding.

    >>> from fabcast.rules import classify
    >>> standing(classify("RTX 4090", on="2024-06-01", to="CN", kind="export"))
    'licence; exception NAC open'
    """
    if finding.licence_required != "yes":
        return "no licence needed" if finding.licence_required == "no" else "unknown"
    if any(item["available"] == "yes" for item in finding.exceptions):
        return "licence; exception NAC open"
    if finding.review_policy == "unknown":
        held = any(item["review_policy"] == "licences_not_given" for item in finding.overlays)
        return "licence by letter; none given" if held else "licence; policy not settled in the record"
    return f"licence; {finding.review_policy.replace('_', ' ')}"


def spans(to: str = "CN", end: date | None = None) -> list[dict[str, Any]]:
    """Return stretches of equal standing, one row each; `sold` says whether the chip was out by then.

    >>> spans(end=date(2022, 12, 31))[0]["chip"]
    'A100'
    """
    from fabcast.facts import AS_OF, find_chip

    found: list[dict[str, Any]] = []
    last = end or AS_OF
    for name in CHIPS:
        chip = find_chip(name)
        released = first_day(str(chip.release_date or ""))
        shifts = history(chip.id, to=to, end=last, **TRANSACTION)
        marks = [(shift.day, standing(shift.after)) for shift in shifts]
        for start, stop, status in _merged(marks, last):
            for one, two, sold in _split(start, stop, released):
                found.append(
                    {
                        "chip": name,
                        "from": one.isoformat(),
                        "to": two.isoformat(),
                        "status": status,
                        "sold": sold,
                    }
                )
    return found


def first_day(text: str) -> date:
    """Return the first day of a date that may be a year, a month or a quarter.

    >>> first_day("2024"), first_day("2025-Q3"), first_day("2023-11-09")
    (datetime.date(2024, 1, 1), datetime.date(2025, 7, 1), datetime.date(2023, 11, 9))
    """
    year, _, rest = text.partition("-")
    if not year:
        return date.max
    if rest.startswith("Q"):
        return date(int(year), 3 * int(rest[1]) - 2, 1)
    month, _, day = rest.partition("-")
    return date(int(year), int(month or 1), int(day or 1))


def _merged(marks: list[tuple[date, str]], last: date) -> list[tuple[date, date, str]]:
    """Join neighbouring stretches of one standing."""
    kept = [mark for index, mark in enumerate(marks) if index == 0 or marks[index - 1][1] != mark[1]]
    ends = [day for day, _ in kept[1:]] + [last]
    return [(day, stop, status) for (day, status), stop in zip(kept, ends, strict=True)]


def _split(start: date, stop: date, released: date) -> list[tuple[date, date, bool]]:
    """Cut a stretch at the day the chip came out."""
    if released <= start:
        return [(start, stop, True)]
    if released >= stop:
        return [(start, stop, False)]
    return [(start, released, False), (released, stop, True)]


def chart(to: str = "CN") -> Any:
    """Return the figure as an Altair chart."""
    import altair as alt

    rows = spans(to)
    title = alt.Title(
        f"What U.S. rules said of each chip, exported from the United States to {PLACES.get(to, to)}",
        subtitle=[
            "Every certification of January 2026 taken as made; letters count for their addressee.",
            "Pale: before the chip was out. Not legal advice.",
        ],
        anchor="start",
        fontSize=15,
        subtitleFontSize=12,
        subtitleColor="#555",
    )
    layers = alt.layer(_bars(alt, rows), *_events(alt))
    return layers.properties(width=760, height=22 * len(CHIPS), title=title).configure_view(stroke=None)


def _bars(alt: Any, rows: list[dict[str, Any]]) -> Any:
    used = [name for name in STANDINGS if any(row["status"] == name for row in rows)]
    years = alt.Axis(format="%Y", tickCount="year", grid=False, domain=False, labelFontSize=12)
    names = alt.Axis(ticks=False, domain=False, labelFontSize=12, labelPadding=6)
    legend = alt.Legend(
        title=None,
        orient="bottom",
        columns=3,
        labelFontSize=12,
        symbolType="square",
        labelLimit=300,
        offset=12,
    )
    colours = alt.Scale(domain=used, range=[STANDINGS[name] for name in used])
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(height=15)
        .encode(
            x=alt.X("from:T", title=None, axis=years),
            x2="to:T",
            y=alt.Y("chip:N", sort=list(CHIPS), title=None, axis=names),
            color=alt.Color("status:N", scale=colours, legend=legend),
            opacity=alt.Opacity(
                "sold:N", scale=alt.Scale(domain=[True, False], range=[1, 0.35]), legend=None
            ),
            tooltip=["chip:N", "from:T", "to:T", "status:N"],
        )
    )


def _events(alt: Any) -> list[Any]:
    """Return thin lines at the main events, named above the rows."""
    base = alt.Chart(alt.Data(values=[{"day": day, "name": name} for day, name in MARKED])).encode(x="day:T")
    lines = base.mark_rule(color="#777", strokeWidth=0.8, strokeDash=[3, 3])
    words = base.mark_text(y=-6, align="center", baseline="bottom", fontSize=10.5, color="#444").encode(
        text="name:N"
    )
    return [lines, words]


def draw_timeline(out: Path, to: str = "CN") -> None:
    """Write the figure as .svg, .png or Vega-Lite .json.

    Raises
    ------
    BadInput
        If the ending is none of these or the file cannot be written.
    """
    made = chart(to)
    ending = out.suffix.lower()
    if ending not in {".svg", ".png", ".json"}:
        raise BadInput(f"--out {out}: write .svg, .png or .json.")
    try:
        if ending == ".json":
            out.write_text(made.to_json(), encoding="utf-8")
        else:
            made.save(str(out), scale_factor=2 if ending == ".png" else 1)
    except OSError as error:
        raise BadInput(
            f"--out {out}: cannot be written ({error.strerror}); check the folder and its rights."
        ) from None
