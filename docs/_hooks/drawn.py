"""Draws figures that are files of their own, at every build: the recorded years, the timeline of rules.

Pages link to them as ``../assets/NAME.svg``; none is kept in the repository, where it could fall behind.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import history as recorded
from history_figures import figures

from fabcast.analysis import history, history_runs
from fabcast.cli.history import GROUPS
from fabcast.report._svg import render
from fabcast.rules import draw_timeline


def on_files(found: Any, config: Any, **_: Any) -> Any:
    """Add each figure to the files of the site; called by the site builder."""
    from mkdocs.structure.files import File

    for name, svg in drawn():
        found.append(File.generated(config, f"assets/{name}", content=svg))
    return found


def drawn() -> Iterator[tuple[str, str]]:
    """Yield the place of each figure below the assets, and the figure."""
    yield "us-rules-timeline.svg", timeline()
    runs = history_runs()
    for group, spec in figures(history(runs), runs).items():
        yield f"{recorded.FIGURES}/{group}.svg", alone(spec, group)


def alone(spec: dict[str, Any], group: str) -> str:
    """Draw a group of recorded series as a file that stands alone."""
    title = f"{GROUPS[group]}: record and model"
    svg = render(spec, group, title, "The table below the figure holds the same numbers.")
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1) + "\n"


def timeline() -> str:
    """Draw the status of the main chips over time."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "timeline.svg"
        draw_timeline(file)
        return file.read_text(encoding="utf-8")
