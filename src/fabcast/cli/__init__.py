"""The command line: one file a command, each imported only when its command is called."""

from fabcast.cli._front import app, main

__all__ = ["app", "main"]
