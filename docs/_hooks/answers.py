"""Writes the answers on how-to pages anew: uv run python docs/_hooks/answers.py.

An answer stands between ``<!-- answer: fabcast … -->`` and ``<!-- end -->``. A run with all draws takes
half a minute, so answers are kept in the pages rather than made by each build of the site; make them
anew after a new fit.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

PAGES = tuple(
    Path(__file__).parents[1] / "how-to" / name for name in ("discover.md", "value-of-information.md")
)
ANSWER = re.compile(r"(<!-- answer: fabcast (.*?) -->\n).*?(<!-- end -->)", re.DOTALL)


def main() -> None:
    """Run every command of the pages and put what it prints between its marks."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        page.write_text(
            ANSWER.sub(lambda found: found[1] + block(found[2]) + found[3], text), encoding="utf-8"
        )


def block(words: str) -> str:
    """Print a command as a terminal of a hundred columns shows it, without colours."""
    command = [sys.executable, "-m", "fabcast", *shlex.split(words)]
    plain = os.environ | {"COLUMNS": "100", "NO_COLOR": "1"}
    said = subprocess.run(command, env=plain, capture_output=True, text=True, check=True).stdout
    lines = "\n".join(line.rstrip() for line in said.strip("\n").splitlines())
    return f"```text\n{lines}\n```\n"


if __name__ == "__main__":
    main()
