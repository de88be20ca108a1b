"""The front door: finds the command, runs it, and turns every failure into one sentence.

Exit codes::

    0    done
    1    done, and the answer is negative or a check failed
    2    misuse or bad input; the sentence on stderr says what to do
    3    a defect of ours; the sentence says how to report it
    130  interrupted

Nothing heavy is imported here: ``fabcast --help`` reads the table of commands and no more.
"""

import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from fabcast.cli._commands import COMMANDS, load
from fabcast.errors import FabcastError

DEFECT = 3
INTERRUPTED = 130


class LazyGroup(TyperGroup):
    """A group that lists every command from the table and imports only the one that is called."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Swap the listed placeholder for the real command."""
        name, command, rest = super().resolve_command(ctx, args)
        return (name, load(name), rest) if name in COMMANDS else (name, command, rest)


app = typer.Typer(
    name="fabcast",
    cls=LazyGroup,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start with:  fabcast brief",
)


def _placeholder() -> None:
    """Stand in the list of commands; `LazyGroup` never runs it."""


for _name, _entry in COMMANDS.items():
    app.command(_name, help=_entry.help, short_help=_entry.help)(_placeholder)


def _show_version(wanted: bool) -> None:
    if wanted:
        from fabcast._versions import version_lines

        typer.echo("\n".join(version_lines()))
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _root(
    ctx: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_show_version,
            is_eager=True,
            help="Print the versions of code, facts, rules and fit.",
        ),
    ] = False,
) -> None:
    """Ask what chip export controls do to China's chip-making; get intervals and reasons."""
    del version  # its callback has answered
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        What stands after ``fabcast``; by default the arguments of this process.

    Examples
    --------
    >>> main(["--version"])  # doctest: +ELLIPSIS
    fabcast ...
    facts ...
    rules ...
    posterior ...
    0
    """
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        return _reader_gone()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Exception as error:  # the last net: no traceback reaches a user
        return _explain(error)
    if code == INTERRUPTED:
        _say("interrupted; nothing half-written was left behind")
    return code


def _run(arguments: Sequence[str] | None) -> int:
    command = typer.main.get_command(app)
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        result = command.main(given, prog_name="fabcast", standalone_mode=False)
    except SystemExit as leaving:
        if isinstance(leaving.__context__, BrokenPipeError):
            raise leaving.__context__ from None
        result = leaving.code
    code = result if isinstance(result, int) else 0
    _say_age(given)
    return code


def _say_age(given: Sequence[str]) -> None:
    """Say on stderr that an answer rests on old facts; `doctor` says so itself."""
    if "fabcast.facts" not in sys.modules or given[:1] == ["doctor"]:
        return
    from fabcast.facts._age import age_line, today

    line = age_line(today())
    if line:
        print(line, file=sys.stderr)


def _explain(error: Exception) -> int:
    """Print one sentence for an error and return the exit code that goes with it."""
    if isinstance(error, FabcastError):
        _say(str(error))
        return error.exit_code
    if isinstance(error, typer.Abort):
        return INTERRUPTED
    if hasattr(error, "format_message"):  # misuse found while reading the options
        return _misuse(error)
    if isinstance(error, OSError) and error.filename is not None:
        _say(f"cannot use {error.filename}: {_lower(error.strerror or 'unknown reason')}.")
        return 2
    return _own_up(error)


def _misuse(error: Any) -> int:
    if type(error).__name__ == "NoArgsIsHelpError":  # a group called without a word shows its list
        print(error.format_message())
        return 0
    _say(f"{_sentence(error.format_message())} {_hint(error)}".strip())
    return 2


def _own_up(error: Exception) -> int:
    if os.environ.get("FABCAST_TRACEBACK"):
        raise error
    _say(
        f"this is a defect in Fabcast, not in your input ({type(error).__name__}: {error}). "
        "Please report it with the output of the same command after setting FABCAST_TRACEBACK=1."
    )
    return DEFECT


def _hint(error: Any) -> str:
    """Point to the help; show the command's own example where something is left out."""
    context = getattr(error, "ctx", None)
    if context is None:
        return ""
    ask = f"Try '{context.command_path} --help'"
    shown = example(context.command) if type(error).__name__ == "MissingParameter" else ""
    return f"{ask}, or: {shown}" if shown else f"{ask}."


def example(command: Any) -> str:
    """Return the example that stands in a command's help, on one line.

    >>> example(load("doctor"))
    'fabcast doctor --json'
    """
    words = f"{command.help or ''}\n\n{command.epilog or ''}".partition("Example:")[2]
    return " ".join(words.partition("\n\n")[0].split())


def _sentence(text: str) -> str:
    """Put the full stop that a message may lack.

    >>> _sentence("No such option: --fast")
    'No such option: --fast.'
    """
    text = " ".join(text.split())
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _say(sentence: str) -> None:
    print(f"fabcast: {sentence}", file=sys.stderr)


def _reader_gone() -> int:
    """Leave quietly when the reader of a pipe, such as ``head``, has had enough."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)
    return 0
