"""Where a store lies: a folder, or any address that fsspec reads (``s3://``, ``memory://`` …).

A file appears whole or not at all. On a disk that takes a temporary file, a flush and a rename;
object stores do it by themselves.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from fabcast.errors import BadInput

PART = ".part"
"""Ending of a file that is still being written; nothing ever reads one."""
NEEDS = "a store needs packages that are not installed; get them with: pip install 'fabcast[store]'"
_WORDS = {
    errno.ENOSPC: "the disk is full; make room and go on with --resume",
    errno.EDQUOT: "the quota is used up; make room and go on with --resume",
    errno.EACCES: "permission denied; choose a folder that you may write",
    errno.EPERM: "permission denied; choose a folder that you may write",
    errno.EROFS: "the disk is read-only; choose another folder",
    errno.ENOTDIR: "a part of the path is a file; choose another folder",
    errno.EEXIST: "a part of the path is a file; choose another folder",
}


@dataclass(frozen=True)
class Place:
    """A folder, local or far; small enough to be sent to a worker."""

    url: str

    def __truediv__(self, name: str) -> Place:
        """Return the place below.

        >>> (Place("memory://runs") / "a").url
        'memory://runs/a'
        """
        return Place(f"{self.url.rstrip('/')}/{name}")

    @property
    def name(self) -> str:
        """Last part of the address."""
        return self.url.rstrip("/").rpartition("/")[2]

    @property
    def local(self) -> bool:
        """Whether it is a folder of this machine."""
        return "://" not in self.url or self.url.startswith("file://")

    @cached_property
    def _parts(self) -> tuple[Any, str]:
        try:
            import fsspec
        except ImportError:
            raise BadInput(NEEDS) from None
        try:
            system, path = fsspec.core.url_to_fs(self.url)
        except (ImportError, ValueError) as error:
            raise BadInput(f"cannot use the address {self.url}: {_first_line(error)}") from None
        return system, path

    @property
    def filesystem(self) -> Any:
        """The file system, as fsspec has it."""
        return self._parts[0]

    @property
    def path(self) -> str:
        """The path inside the file system."""
        return self._parts[1]

    def exists(self, name: str = "") -> bool:
        """Tell whether something is there."""
        return bool(self.filesystem.exists(self._at(name)))

    def names(self, folder: str = "") -> list[str]:
        """Names in a folder, sorted; none if there is no folder."""
        try:
            found = self.filesystem.ls(self._at(folder), detail=False, refresh=True)
        except (FileNotFoundError, NotADirectoryError):
            return []
        return sorted(str(one).rstrip("/").rpartition("/")[2] for one in found)

    def sweep(self) -> None:
        """Remove from this folder what writers that were killed left half-written."""
        for name in self.names():
            if name.endswith(PART):
                self.filesystem.rm_file(self._at(name))

    def read(self, name: str) -> bytes:
        """Read a file whole; `FileNotFoundError` if it is not there."""
        return bytes(self.filesystem.cat_file(self._at(name)))

    def write(self, name: str, content: bytes) -> None:
        """Write a file, whole or not at all.

        Raises
        ------
        BadInput
            The disk is full, or the place cannot be written.
        """
        with self._said(name):
            if self.local:
                _write_local(Path(self._at(name)), content)
            else:
                self.filesystem.pipe_file(self._at(name), content)

    def _at(self, name: str) -> str:
        return f"{self.path}/{name}" if name else self.path

    @contextmanager
    def _said(self, name: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            why = _WORDS.get(error.errno or 0, _first_line(error))
            raise BadInput(f"cannot write {self.url}/{name}: {why}") from None


def _write_local(path: Path, content: bytes) -> None:
    """Write beside, flush to the disk, rename: a kill at any moment leaves no half file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}{PART}")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
