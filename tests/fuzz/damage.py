"""Near-valid files: good ones, damaged a little in the ways that files get damaged."""

from collections.abc import Callable, Sequence

from hypothesis import strategies as st

__all__ = ["damaged"]

Edit = Callable[[st.DrawFn, str], str]

NUMBERS = (
    "-1",
    "0",
    "1e999",
    "-1e308",
    "nan",
    "inf",
    "1_000",
    "1,000",
    "٣",
    "0x10",
    "9" * 400,
    "1e-400",
    "10**9**9",
)
SHAPES = (
    "",
    "~",
    "null",
    "true",
    "NO",
    "[]",
    "{}",
    "[1, 2]",
    "{a: b}",
    "- x",
    "[[[[]]]]",
    "'",
    '"',
    "|",
    ">-",
)
YAML = (
    "&a x",
    "*a",
    "!!python/object/apply:os.system [ls]",
    "!!int 3",
    "<<: *a",
    "---\n",
    "...\n",
    "? a\n",
    "%YAML 9.9\n",
)
SIGNS = (
    "\x00",
    "\x1b[2J",
    "\u202e",
    "\u2028",
    "\ufeff",
    "\r",
    "\r\n",
    "\t",
    "\x07",
    "é",
    "漢",
    "🜁",
    "\ud7ff",
    ",",
    ";",
    "::",
    "`",
)
DATES = (
    "2026-02-30",
    "2026-13-01",
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "20260101",
    "2026-W01-1",
    "soon",
)
WORDS = (
    "H20",
    "CN",
    "all",
    "actual",
    "in_force",
    "off",
    "../actual",
    "/etc/passwd",
    "x.yaml",
    "unknown",
    "%s",
    "{0}",
)
SCRAPS = (*NUMBERS, *SHAPES, *YAML, *SIGNS, *DATES, *WORDS)
DEEP = ("[" * 60, "{a: " * 40, "- " * 60, "(" * 200, '"' * 3)

scraps = st.one_of(st.sampled_from(SCRAPS), st.sampled_from(DEEP), st.text(max_size=12))


def _splice(draw: st.DrawFn, text: str) -> str:
    at, gone = draw(st.integers(0, len(text))), draw(st.integers(0, 40))
    return text[:at] + draw(scraps) + text[at + gone :]


def _value(draw: st.DrawFn, text: str) -> str:
    """Put something else behind a colon, or into a cell."""
    places = [place for place, sign in enumerate(text) if sign in ":,"]
    if not places:
        return _splice(draw, text)
    at = draw(st.sampled_from(places)) + 1
    ends = [end for end in (text.find(sign, at) for sign in ",\n") if end >= 0]
    gap = " " if text[at - 1] == ":" else ""
    return text[:at] + gap + draw(scraps) + text[min(ends, default=len(text)) :]


def _drop(draw: st.DrawFn, text: str) -> str:
    lines = text.splitlines(keepends=True)
    if lines:
        del lines[draw(st.integers(0, len(lines) - 1))]
    return "".join(lines)


def _double(draw: st.DrawFn, text: str) -> str:
    lines = text.splitlines(keepends=True)
    if lines:
        line = draw(st.sampled_from(lines))
        lines.insert(draw(st.integers(0, len(lines))), line)
    return "".join(lines)


def _indent(draw: st.DrawFn, text: str) -> str:
    lines = text.splitlines(keepends=True)
    if lines:
        at = draw(st.integers(0, len(lines) - 1))
        lines[at] = draw(st.sampled_from(("  ", "\t", "", "- "))) + lines[at].lstrip()
    return "".join(lines)


def _cut(draw: st.DrawFn, text: str) -> str:
    return text[: draw(st.integers(0, len(text)))]


EDITS: tuple[Edit, ...] = (_splice, _value, _value, _drop, _double, _indent, _cut)


def _encoded(draw: st.DrawFn, text: str) -> bytes:
    """Write it as UTF-8, most often; sometimes with a mark, in another encoding, or with bytes of none."""
    how = draw(
        st.sampled_from(("utf-8", "utf-8", "utf-8", "utf-8", "utf-8-sig", "latin-1", "utf-16", "torn"))
    )
    if how == "torn":
        return text.encode("utf-8", "replace") + draw(st.binary(max_size=8))
    return text.encode(how, "replace")


@st.composite
def damaged(draw: st.DrawFn, good: Sequence[str]) -> bytes:
    """Draw the bytes of a good text after one to four edits."""
    text = draw(st.sampled_from(good))
    for _ in range(draw(st.integers(1, 4))):
        text = draw(st.sampled_from(EDITS))(draw, text)
    return _encoded(draw, text)
