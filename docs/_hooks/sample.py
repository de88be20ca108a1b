"""Writes the sample of the brief in README.md anew: uv run python docs/_hooks/sample.py."""

import os
import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
SAMPLE = re.compile(r"(<!-- sample -->\n```text\n).*?(\n```)", re.DOTALL)
LAST_ROWS = 2
"""Blank-line blocks that the sample shows from the table of changes."""


def main() -> None:
    """Run the brief and put its opening between the marks."""
    text = README.read_text(encoding="utf-8")
    README.write_text(
        SAMPLE.sub(lambda found: found[1] + opening(brief()) + found[2], text), encoding="utf-8"
    )


def brief() -> str:
    """Print the brief as a terminal of a hundred columns shows it, without colours."""
    command = [sys.executable, "-m", "fabcast", "brief", "--no-html"]
    plain = os.environ | {"COLUMNS": "100", "NO_COLOR": "1"}
    return subprocess.run(command, env=plain, capture_output=True, text=True, check=True).stdout


def opening(printed: str) -> str:
    r"""Keep the words, and the first rows of the table; rows are parted by blank lines.

    >>> opening("Question\n \nAnswer\n\nWhat changes\nrow\n\nrow\n\nrow\n\nrow\n")
    'Question\n\nAnswer\n\nWhat changes\nrow\n\nrow\n…'
    """
    blocks = re.split(r"\n\s*\n", "\n".join(line.rstrip() for line in printed.strip("\n").splitlines()))
    table = next(i for i, block in enumerate(blocks) if block.lstrip().startswith("What changes"))
    return "\n\n".join(blocks[: table + LAST_ROWS]).strip("\n") + "\n…"


if __name__ == "__main__":
    main()
