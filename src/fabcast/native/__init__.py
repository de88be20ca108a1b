"""The traced equations as this machine's own instructions, a vector of draws at a time.

`compile_program` takes a program to machine code, `Kernel` calls it; `save` and `read` keep what was
compiled. A draw's bits are the same whatever the width of the machine's vectors, the number of threads
and the draws beside it.
"""

from ._count import BINS, count_bins
from ._files import read, save
from ._kernel import Compiled, Kernel, Shared, compile_program
from ._machine import available, host, version
from ._precision import Name

__all__ = [
    "BINS",
    "Compiled",
    "Kernel",
    "Name",
    "Shared",
    "available",
    "compile_program",
    "count_bins",
    "host",
    "read",
    "save",
    "version",
]
