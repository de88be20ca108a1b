"""The model compiled by JAX, ready to run blocks of draws.

JAX is set up here and nowhere else: double precision (in the model), one thread inside an
operation because blocks run on threads of their own, and a compile cache on disk in a
folder private to the user, so that the second process starts warm.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path as FilePath
from typing import Any

BLOCK = 256
"""Draws a kernel call. Fixed: the last block is padded, so nothing recompiles and the bytes
of a draw never depend on how many were asked for."""

_ONE_THREAD = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"


def cache_folder() -> FilePath:
    """Folder of the compile cache, below the user's own cache folder."""
    import platformdirs

    return FilePath(platformdirs.user_cache_dir("fabcast", appauthor=False)) / "compiled"


@cache
def kernel() -> Any:
    """Return JAX's batch kernel, with JAX set up."""
    os.environ.setdefault("XLA_FLAGS", _ONE_THREAD)
    import jax

    folder = cache_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        pass  # no writable home: compile each time, which costs seconds and changes nothing
    else:
        jax.config.update("jax_compilation_cache_dir", str(folder))
        jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
        jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)
    from fabcast.model import batch

    return batch()
