"""Errors that users see: one sentence each, saying what was wrong, where, and what to do.

::

    FabcastError            anything a user can mend; the CLI prints it and leaves with code 2
    ├── BadInput            a file, a field, a name or a number that cannot be used
    ├── CheckFailed         the work was done and the answer is negative; exit code 1
    └── Interrupted         stopped by Ctrl-C; says what is kept and how to go on; exit code 130

Nothing else is raised on purpose. A traceback is a defect of ours.
"""

LONGEST = 2_000
"""Characters that a sentence may have; a longer one keeps its start and its end."""


class FabcastError(Exception):
    """A sentence for the user.

    >>> raise BadInput("chip 'H2O' is not in the catalogue; did you mean H20?")
    Traceback (most recent call last):
    fabcast.errors.BadInput: chip 'H2O' is not in the catalogue; did you mean H20?
    """

    exit_code = 2

    def __str__(self) -> str:
        """Return the sentence as one line that a terminal can show, whatever the input held."""
        return one_line(super().__str__())


class BadInput(FabcastError):
    """Input that cannot be used: names the file, line and field where it knows them."""


class CheckFailed(FabcastError):
    """A check ran and failed: nothing is wrong with the call itself."""

    exit_code = 1


class Interrupted(FabcastError):
    """Stopped on the way: says what is kept and how to go on."""

    exit_code = 130


def one_line(text: str) -> str:
    r"""Write signs that steer a terminal or turn the text round as codes; shorten what is endless.

    A sentence quotes what it refuses, so a file could otherwise write to the screen through it.

    >>> one_line("'\x1b[2J\u202e' is no number")
    "'\\x1b[2J\\u202e' is no number"
    """
    plain = "".join(sign if sign.isprintable() else _code(sign) for sign in text)
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST // 2]} … {plain[-LONGEST // 2 :]}"


def _code(sign: str) -> str:
    return sign.encode("unicode_escape").decode("ascii")
