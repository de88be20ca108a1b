"""The traced equations as this machine's own instructions, a vector of draws at a time.

`compile_program` takes a program to machine code, `Kernel` calls it; `save` and `read` keep what was
compiled. A draw's bits are the same whatever the width of the machine's vectors, the number of threads
and the draws beside it.
"""

from ._count import LANES, Count, Kind, count_rows
from ._files import read, save
from ._kernel import Compiled, Kernel, Shared, compile_program
from ._machine import available, host, version
from ._precision import Name

__all__ = [
    "LANES",
    "Compiled",
    "Count",
    "Kernel",
    "Kind",
    "Name",
    "Shared",
    "available",
    "compile_program",
    "count_rows",
    "host",
    "read",
    "save",
    "version",
]
