"""The table of commands: where each one lives and the line it has in ``fabcast --help``.

The help line is written here a second time so that the list can be shown without importing
any command. A test holds each line equal to the first line of the command's own docstring.
"""

from importlib import import_module
from inspect import cleandoc
from typing import Any, NamedTuple

import typer

from fabcast.cli._completion import completed

_SECTION_RULE = "\n---"  # numpy docstrings underline their section titles


class Entry(NamedTuple):
    """One row of the table: module below ``fabcast.cli``, attribute in it, help line."""

    module: str
    attribute: str
    help: str


COMMANDS: dict[str, Entry] = {
    "brief": Entry(
        "brief", "brief", "Say what one scenario changes against another, with intervals and reasons."
    ),
    "compare": Entry("compare", "compare", "Compare two scenarios draw by draw: what A changes against B."),
    "run": Entry("run", "run", "Run scenarios and give each outcome by year with its interval."),
    "attribute": Entry(
        "attribute",
        "attribute",
        "Say what each feedback loop contributes to an outcome, by cutting it in the same draws.",
    ),
    "calibrate": Entry(
        "calibrate",
        "calibrate",
        "Fit the uncertain inputs to the record, and check the fit before it is written.",
    ),
    "claims": Entry(
        "claims",
        "claims",
        "Say of each claim how likely it is to be true, what that rests on, and what it turns on.",
    ),
    "hindcast": Entry(
        "hindcast", "hindcast", "Score what the model would have said at past dates against what happened."
    ),
    "explain": Entry(
        "explain",
        "explain",
        "Say why two scenarios differ: what each lever, or each feedback channel, adds to it.",
    ),
    "breakeven": Entry(
        "breakeven",
        "breakeven",
        "Say at what value of one thing a contrast of two scenarios changes its sign.",
    ),
    "game": Entry(
        "game",
        "game",
        "Say which postures neither government would leave alone, under whose weights, and how sure that is.",
    ),
    "discover": Entry(
        "discover",
        "discover",
        "Say in which futures a condition holds, in limits on a few inputs, and how sure that is.",
    ),
    "sensitivity": Entry(
        "sensitivity",
        "sensitivity",
        "Say what an answer is sensitive to, with intervals: which inputs, when, and whether draws suffice.",
    ),
    "voi": Entry(
        "voi",
        "voi",
        "Say what it would be worth to know before a decision, input by input and group by group.",
    ),
    "history": Entry("history", "history", "Compare the recorded years with the model, series by series."),
    "leverage": Entry(
        "leverage",
        "leverage",
        "Say what a cut at each chokepoint would cost, who holds it, and how long supply takes to rebuild.",
    ),
    "search": Entry(
        "search",
        "search",
        "Search settings of levers that no other setting beats on every objective, and say how sure that is.",
    ),
    "symmetry": Entry(
        "symmetry",
        "symmetry",
        "Say how often controls, and H200 sales, lower or raise each outcome over the priors.",
    ),
    "outcomes": Entry("outcomes", "outcomes", "Say what is measured: outcomes, definitions, limits."),
    "classify": Entry(
        "classify", "classify", "Say what the rules of a day make of a chip, or of every row of a file."
    ),
    "scenario": Entry("scenario", "app", "List, show, start and check scenarios."),
    "rules": Entry("rules", "app", "Read the law of chips: clauses, history, differences, checks."),
    "import": Entry("importers", "app", "Read data sets that others publish, from your own copy."),
    "facts": Entry("facts", "app", "Look facts up, with their sources, and audit them."),
    "serve": Entry(
        "serve", "serve", "Show the page: move a lever, see what it changes, how sure that is, and why."
    ),
    "study": Entry(
        "study", "study", "Run many jobs from one file, kept and resumable: every cell of a grid."
    ),
    "runs": Entry("runs", "app", "Look into a store of runs: list them, ask SQL of them."),
    "verify": Entry(
        "verify", "verify", "Check a stored run: files against hashes, and a sample computed again."
    ),
    "export": Entry(
        "export", "export", "Write the model's own equations for another engine: XMILE, NumPy or Numba."
    ),
    "doctor": Entry("doctor", "doctor", "Say what is installed, how old the facts are, and what is missing."),
}


def load(name: str) -> Any:
    """Import the command called ``name`` and return it ready to run.

    >>> load("doctor").name
    'doctor'
    """
    entry = COMMANDS[name]
    target = getattr(import_module(f"fabcast.cli.{entry.module}"), entry.attribute)
    return _plain(_group(name, target) if isinstance(target, typer.Typer) else _single(name, target))


def _group(name: str, target: typer.Typer) -> Any:
    """Return a command group, for instance ``rules`` with ``list`` and ``show`` below it."""
    group = typer.main.get_group(target)
    group.name = name
    group.help = group.help or COMMANDS[name].help
    return group


def _plain(command: Any) -> Any:
    """Print help as plain text, lines in full: it comes up twice as fast as boxes and can be copied."""
    command.rich_markup_mode = None
    command.short_help = (command.help or "").partition("\n")[0]
    for inner in getattr(command, "commands", {}).values():
        _plain(inner)
    return completed(command)


def _single(name: str, function: Any) -> Any:
    """Return a command made from one function; its options come from the annotations."""
    app = typer.Typer(add_completion=False)
    app.command(name, help=_keep_example(_without_sections(function.__doc__ or "")))(function)
    return typer.main.get_command(app)


def _without_sections(docstring: str) -> str:
    r"""Drop "Parameters", "Raises" and the like: the options' own help lines say it to users.

    >>> _without_sections("Do it.\n\nParameters\n----------\nx")
    'Do it.'
    """
    text = cleandoc(docstring)
    head, rule, _ = text.partition(_SECTION_RULE)
    return head.rpartition("\n")[0].rstrip() if rule else text


def _keep_example(text: str) -> str:
    r"""Keep an example on its own lines, as typed: the sign for that is a lone backspace.

    >>> _keep_example("Do it.\n\nExample: fabcast doctor")
    'Do it.\n\n\x08\nExample: fabcast doctor'
    """
    return text.replace("\n\nExample:", "\n\n\b\nExample:")
