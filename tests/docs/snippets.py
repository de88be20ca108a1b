"""Code blocks of the pages: where each stands, what it is written in, the commands that it holds."""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

__all__ = ["PAGES", "ROOT", "Block", "blocks", "inline"]

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^( *)```(\w*)[^\n]*\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`fabcast ([^`]+)`")


@dataclass(frozen=True)
class Block:
    """A code block of a page."""

    page: str
    line: int
    language: str
    text: str
    before: str
    """The line above it."""

    @property
    def is_output(self) -> bool:
        """Whether a script put it there, between marks."""
        return self.before.startswith(("<!-- answer:", "<!-- sample"))

    @property
    def calls(self) -> list[str]:
        """Lines that a reader types: no comments, broken lines joined, quoted line ends kept."""
        if self.language not in {"sh", "bash", "console", "text", ""} or self.is_output:
            return []
        joined = self.text.replace("\\\n", " ")
        lines = re.findall(r"""(?:[^"\n]|"[^"]*")+""", joined)
        typed = [line.strip().removeprefix("$ ") for line in lines]
        bare = [re.sub(r"\s+# .*|^#.*", "", line).strip() for line in typed]
        return [line for line in bare if line and (self.language in {"sh", "bash"} or _is_call(line))]


def _is_call(line: str) -> bool:
    return line.startswith(("fabcast ", "python3 ", "uv "))


def blocks(page: Path) -> list[Block]:
    """Find the code blocks of a page, from its top."""
    text = page.read_text(encoding="utf-8")
    return [
        Block(
            str(page.relative_to(ROOT)),
            text[: found.start()].count("\n") + 1,
            found[2],
            dedent(found[3]),
            text[: found.start()].rstrip().rpartition("\n")[2],
        )
        for found in BLOCK.finditer(text)
    ]


def inline(page: Path) -> list[list[str]]:
    """Find the commands that a page names in its sentences, as words."""
    text = BLOCK.sub("", page.read_text(encoding="utf-8")).replace("…", "").replace("[", "")
    return [shlex.split(" ".join(found.split())) for found in INLINE.findall(text)]
