"""A finding in a notebook: the answer as a small table, the whole reasoning one click away.

Text takes the notebook's own colour and lines are half transparent, so that light and dark both work.
"""

from html import escape

from fabcast.rules._explain import NOTICE, POLICY_WORDS, explain
from fabcast.rules._finding import Finding

__all__ = ["finding_html", "finding_markdown"]

_LINE = "1px solid rgba(128,128,128,.4)"
_CELL = f"padding:.25em 1.2em .25em .2em;border:0;border-bottom:{_LINE};text-align:left;vertical-align:top"


def finding_html(finding: Finding) -> str:
    """Return a finding as HTML."""
    rows = "".join(
        f'<tr style="background:none"><th scope="row" style="{_CELL};font-weight:600">{escape(name)}</th>'
        f'<td style="{_CELL}">{escape(text)}</td></tr>'
        for name, text in _lines(finding)
    )
    title = f'<p style="font-weight:600;margin:.2em 0">{escape(_title(finding))}</p>'
    table = (
        f'<table style="border-collapse:collapse;color:inherit;background:none"><tbody>{rows}</tbody></table>'
    )
    trace = (
        f'<pre style="white-space:pre-wrap;color:inherit;background:none">{escape(explain(finding))}</pre>'
    )
    why = f'<details><summary style="cursor:pointer">Why, clause by clause</summary>{trace}</details>'
    notice = f'<p style="opacity:.75;font-size:.9em;margin:.4em 0">{escape(NOTICE)}</p>'
    return f'<div style="color:inherit;max-width:60em">{title}{table}{why}{notice}</div>'


def finding_markdown(finding: Finding) -> str:
    """Return a finding as Markdown."""
    lines = "\n".join(f"- {name}: {text}" for name, text in _lines(finding))
    return f"**{_title(finding)}**\n\n{lines}\n\n*{NOTICE}*"


def _title(finding: Finding) -> str:
    return f"{finding.item}, {finding.on}{f' to {finding.to}' if finding.to else ''}"


def _lines(finding: Finding) -> list[tuple[str, str]]:
    """List what the finding says, leaving out what is empty."""
    limbs = f" (limb {', '.join(finding.limb)})" if finding.limb else ""
    none = "unknown" if finding.eccn_possible else "none of the paragraphs tested"
    told = [
        ("classification", f"{', '.join(finding.eccn) or none}{limbs}"),
        ("licence required", finding.licence_required),
        ("grounds", ", ".join(finding.grounds)),
        ("exceptions", ", ".join(f"{e['id']}: {e['available']}" for e in finding.exceptions)),
        ("review policy", POLICY_WORDS[finding.review_policy]),
        ("nearest line", _nearest(finding)),
        ("would settle it", ", ".join(finding.missing)),
        ("not tested, as blank", ", ".join(finding.not_tested)),
        ("confidence", finding.confidence),
    ]
    return [(name, text) for name, text in told if text]


def _nearest(finding: Finding) -> str:
    line = finding.nearest
    if not line:
        return ""
    side = "above" if line["distance"] > 0 else "below"
    return f"{line['parameter']} is {_number(abs(line['distance']))} {side} {_number(line['threshold'])}"


def _number(value: float) -> str:
    """Write a figure of a data sheet.

    >>> _number(11032.0), _number(13.5297)
    ('11,032', '13.53')
    """
    return f"{value:,.0f}" if value >= 1000 else f"{value:.4g}"
