"""``fabcast hindcast``: what the model would have said at past dates, and what happened."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fabcast.cli._documents import PAGE_FORMS, check_target, tell_written, write_page
from fabcast.cli._options import Paper
from fabcast.cli._output import check_writable, print_json, take_any_text, write_whole
from fabcast.cli._simulate import split_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console
    from rich.table import Table

    from fabcast.calibration import Hindcasts, HindcastSummary


def hindcast(
    policy: Annotated[
        str, typer.Option(help="Policy after an origin: as_happened (legal acts) or known_at_origin.")
    ] = "as_happened",
    origins: Annotated[
        str | None, typer.Option(help="Origins, such as 2022Q4,2023Q4; all by default.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page with figures to this file.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write to a file, as .html, .md or .pdf.")] = None,
    paper: Paper = "a4",
    refit: Annotated[
        bool, typer.Option("--refit", help="Make the results anew: some minutes; a stopped run goes on.")
    ] = False,
    results: Annotated[
        Path | None, typer.Option(help="Folder of results to read, or to write with --refit.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for machines.")] = False,
) -> None:
    """Score what the model would have said at past dates against what happened.

    Example: fabcast hindcast --policy known_at_origin --origins 2022Q4,2023Q4
    """
    from fabcast.calibration import hindcast_json, origin_named, policy_named, summarise

    feed = policy_named(policy)
    named = split_names(origins)
    chosen = None if named is None else tuple(origin_named(name).quarter for name in named)
    if html is not None:
        check_writable(html)
    if out is not None:
        check_target(out, PAGE_FORMS, paper, "the scoring")
    found = _results(results, chosen, refit)
    summary = summarise(found.rows, feed, chosen)
    if html is not None:
        from fabcast.report import hindcast_page

        write_whole(html, hindcast_page(summary, found.stale))
        print(f"page written to {html}", file=sys.stderr)
    if out is not None:
        _write(summary, found.stale, out, paper)
    if as_json:
        print_json(hindcast_json(summary, found.stale))
        return
    _show(summary, found.stale)


def _write(summary: HindcastSummary, stale: Sequence[str], target: Path, paper: str) -> None:
    from fabcast.report import hindcast_document, hindcast_page

    write_page(
        target, paper, lambda: hindcast_page(summary, stale), lambda: hindcast_document(summary, stale)
    )
    tell_written(target)


def _results(folder: Path | None, origins: Sequence[str] | None, refit: bool) -> Hindcasts:
    """Read results; make them first if asked."""
    from fabcast.calibration import load_hindcasts, read_hindcasts

    if refit:
        folder = folder or _cache() / "hindcasts"
        _make(folder, origins)
        print(f"results written to {folder}", file=sys.stderr)
    return load_hindcasts() if folder is None else read_hindcasts(folder)


def _make(folder: Path, origins: Sequence[str] | None) -> None:
    from fabcast.calibration import make_hindcasts, origin_named

    chosen = None if origins is None else [origin_named(name) for name in origins]
    with _progress() as told:
        make_hindcasts(folder, chosen, store=_cache() / "hindcast-fits", told=told)


def _cache() -> Path:
    import platformdirs

    return Path(platformdirs.user_cache_dir("fabcast", appauthor=False))


@contextmanager
def _progress() -> Iterator[Callable[[float, str], None]]:
    """Show a bar on stderr, if someone watches."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    console = Console(file=sys.stderr)
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("starting the model", total=1.0)
        yield lambda share, words: bar.update(task, completed=share, description=words)


def _show(summary: HindcastSummary, stale: Sequence[str]) -> None:
    from rich.console import Console

    from fabcast.report import WIDEST, hindcast_words

    take_any_text()
    console = Console()
    console.width = min(console.width, WIDEST)
    for sentence in hindcast_words(summary, stale):
        console.print(sentence, highlight=False)
    console.print(_by_series(summary))
    console.print(_by_horizon(summary))
    _show_misses(console, summary)


def _by_series(summary: HindcastSummary) -> Table:
    from fabcast.report import hindcast_tables

    return _grid(hindcast_tables.by_series(summary))


def _by_horizon(summary: HindcastSummary) -> Table:
    from fabcast.report import hindcast_tables

    return _grid(hindcast_tables.by_horizon(summary))


def _grid(table: Any) -> Table:
    from rich import box
    from rich.table import Table

    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=table.caption, title_justify="left")
    for number, column in enumerate(table.columns):
        grid.add_column(column, justify="right" if number else "left")
    for row in table.rows:
        grid.add_row(*row)
    return grid


def _show_misses(console: Console, summary: HindcastSummary) -> None:
    from fabcast.report import hindcast_miss_words

    if not summary.misses:
        console.print("No outcome lies outside its 90 % interval.")
        return
    console.print(f"Outside the 90 % interval: {len(summary.misses)}, worst first", style="bold")
    for words in hindcast_miss_words(summary):
        console.print(f"  {words}", markup=False, highlight=False)
