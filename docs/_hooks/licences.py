"""Fills the page of licences from what is installed, at the mark ``<!-- licences -->``.

Covered is every package that Fabcast can bring to a user: those it needs, those of its extras but
``dev``, and what they need in turn. `OPEN` is what may stand beside Apache-2.0.
"""

from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

MARK = "<!-- licences -->"
OPEN = {
    "0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC",
    "LLVM-exception", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "OFL-1.1", "PSF-2.0", "Unicode-3.0", "Zlib",
}  # fmt: skip
LIBRARY = dict.fromkeys(
    ("LGPL-2.1-or-later", "LGPL-3.0-or-later"), "a library of its own, unchanged and replaceable, in an extra"
)
"""Licences that ask for the library's own source, not for ours, as long as it stays a library."""
SPELLINGS = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
}
READ = {"graphemeu": "MIT", "pyxlsb": "LGPL-3.0-or-later"}
"""Packages whose metadata holds the text of a licence but not its name; read by hand."""


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put the table in place of the mark; called by the site builder."""
    return markdown.replace(MARK, table()) if MARK in markdown else markdown


def table() -> str:
    """Write one row a package: version, licence, and for whom it is installed."""
    rows = [f"| {name} | {found.version} | {licence(found)} |" for name, found in sorted(bundled().items())]
    return "\n".join(["| package | version | licence |", "| --- | --- | --- |", *rows])


def bundled(extras: Iterable[str] | None = None) -> dict[str, Distribution]:
    """Find what is installed of all that a user may get, Fabcast itself left out; all extras by default."""
    found: dict[str, Distribution] = {}
    waiting = [("fabcast", frozenset(users_extras() if extras is None else extras))]
    seen = set(waiting)
    while waiting:
        name, extras = waiting.pop()
        try:
            here = distribution(name)
        except PackageNotFoundError:
            continue
        found[canonicalize_name(name)] = here
        new = set(_needs(here, extras)) - seen
        seen |= new
        waiting += sorted(new, key=str)
    del found["fabcast"]
    return found


def users_extras() -> list[str]:
    """Name every extra but the one for those who work on Fabcast."""
    return [
        extra for extra in distribution("fabcast").metadata.get_all("Provides-Extra") or [] if extra != "dev"
    ]


def _needs(here: Distribution, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for line in here.requires or []:
        asked = Requirement(line)
        if asked.marker is None or any(asked.marker.evaluate({"extra": e}) for e in (*extras, "")):
            yield canonicalize_name(asked.name), frozenset(asked.extras)


def licence(found: Distribution) -> str:
    """Return the licence in the words of SPDX, as the package states it.

    Raises
    ------
    LookupError
        The package does not say, in any way known here.
    """
    stated = found.metadata
    name = canonicalize_name(stated["Name"])
    if stated.get("License-Expression") or name in READ:
        return str(stated.get("License-Expression") or READ[name])
    marks = [
        line.rpartition(" :: ")[2] for line in stated.get_all("Classifier") or [] if "License ::" in line
    ]
    for words in (stated.get("License") or "", *marks):
        if SPELLINGS.get(words, words) in OPEN:
            return SPELLINGS.get(words, words)
    raise LookupError(f"{name} {found.version} states no licence known here; read it and add it to READ")


def parts(expression: str) -> set[str]:
    """Split an expression into the licences in it.

    >>> sorted(parts("Apache-2.0 OR (MIT AND 0BSD)"))
    ['0BSD', 'Apache-2.0', 'MIT']
    """
    plain = expression.replace("(", " ").replace(")", " ")
    return {word for word in plain.split() if word not in {"AND", "OR", "WITH"}}
