"""From the intermediate language to this machine's own instructions, through LLVM."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import Any

_POINTERS = 7
_OPTIMISE = 2


def wide(bytes_: int) -> int:
    """Numbers of so many bytes in the widest vector of this machine."""
    return (64 if "+avx512dq" in host()[1] else 32) // bytes_


@cache
def host() -> tuple[str, str]:
    """Name of this processor and what it can do, as LLVM calls them."""
    import llvmlite.binding as llvm

    return llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()


def available() -> bool:
    """Whether there is a compiler; without one, others do the work more slowly."""
    return find_spec("llvmlite") is not None


def version() -> str:
    """Versions of what writes instructions.

    >>> version().startswith("llvmlite ")
    True
    """
    from importlib.metadata import version as of

    return f"llvmlite {of('llvmlite')}"


def compile_object(source: str) -> bytes:
    """Compile the function `draws` into an object file."""
    llvm = _llvm()
    cpu, features = host()
    traits = f'"target-cpu"="{cpu}" "target-features"="{features}" "prefer-vector-width"="512"'
    module = llvm.parse_assembly(f"{source}\nattributes #0 = {{ nounwind {traits} }}\n")
    module.verify()
    found: bytes = _target().emit_object(module)
    return found


def load(code: bytes) -> Callable[..., None]:
    """Make an object file's function `draws` callable: it lets other threads run meanwhile."""
    llvm = _llvm()
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), _target())
    engine.add_object_file(llvm.object_file.ObjectFileRef.from_data(code))
    engine.finalize_object()
    kind = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * _POINTERS, ctypes.c_int64)
    function: Any = kind(engine.get_function_address("draws"))
    function.engine = engine  # the code lives as long as what it came with
    return function  # type: ignore[no-any-return]


@cache
def _llvm() -> Any:
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm


def _target() -> Any:
    llvm = _llvm()
    cpu, features = host()
    return llvm.Target.from_default_triple().create_target_machine(
        cpu=cpu, features=features, opt=_OPTIMISE, codemodel="jitdefault", jit=True
    )
