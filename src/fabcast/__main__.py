"""Lets ``python -m fabcast`` do what the ``fabcast`` command does."""

import sys

from fabcast.cli import main

if __name__ == "__main__":
    sys.exit(main())
