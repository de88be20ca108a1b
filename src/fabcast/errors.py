"""Errors that users see: one sentence each, saying what was wrong, where, and what to do.

::

    FabcastError            anything a user can mend; the CLI prints it and leaves with code 2
    ├── BadInput            a file, a field, a name or a number that cannot be used
    └── CheckFailed         the work was done and the answer is negative; exit code 1

Nothing else is raised on purpose. A traceback is a defect of ours.
"""


class FabcastError(Exception):
    """A sentence for the user.

    >>> raise BadInput("chip 'H2O' is not in the catalogue; did you mean H20?")
    Traceback (most recent call last):
    fabcast.errors.BadInput: chip 'H2O' is not in the catalogue; did you mean H20?
    """

    exit_code = 2


class BadInput(FabcastError):
    """Input that cannot be used: names the file, line and field where it knows them."""


class CheckFailed(FabcastError):
    """A check ran and failed: nothing is wrong with the call itself."""

    exit_code = 1
