"""An archive of arrays says what it asks for before any of it is unpacked."""

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from numpy.lib.format import write_array_header_1_0, write_array_header_2_0

from fabcast.facts import DAMAGED_ARCHIVE, unpacked_bytes

LIMIT = 1_000_000


def archive(heads: dict[str, tuple[int, ...]], second: bool = False) -> io.BytesIO:
    """Make an archive whose arrays have a head and nothing else."""
    to = io.BytesIO()
    write = write_array_header_2_0 if second else write_array_header_1_0
    with zipfile.ZipFile(to, "w") as made:
        for name, shape in heads.items():
            with made.open(f"{name}.npy", "w") as member:
                write(member, {"descr": "<f8", "fortran_order": False, "shape": shape})
    return to


def test_what_is_whole_asks_for_its_arrays_and_their_heads(tmp_path: Path) -> None:
    file = tmp_path / "whole.npz"
    np.savez_compressed(file, a=np.zeros(1000), b=np.zeros((2, 3), np.int32))
    heads = 2 * 128
    assert unpacked_bytes(file, LIMIT) == 8_000 + 24 + heads
    assert file.stat().st_size < 1_000


@pytest.mark.parametrize("second", [False, True])
def test_a_head_that_asks_for_more_than_is_there_counts(second: bool) -> None:
    assert unpacked_bytes(archive({"a": (10**6, 10**3)}, second), LIMIT) == 8 * 10**9


def test_a_head_that_asks_for_less_than_nothing_hides_no_other() -> None:
    assert unpacked_bytes(archive({"a": (10**9,), "b": (-(10**12),)}), LIMIT) == 8 * 10**9


@pytest.mark.parametrize(
    "head", [b"{'descr': '<f8', 'fortran_order': False, 'shape': (1,\x00), }", b"{'descr': (", b"[1]", b"("]
)
def test_a_head_that_is_no_head_is_damage(head: bytes) -> None:
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w") as made:
        made.writestr("a.npy", b"\x93NUMPY\x01\x00" + len(head).to_bytes(2, "little") + head)
    with pytest.raises(DAMAGED_ARCHIVE):
        unpacked_bytes(to, LIMIT)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04" + bytes(200)])
def test_what_is_no_archive_is_damage(content: bytes) -> None:
    with pytest.raises(DAMAGED_ARCHIVE):
        unpacked_bytes(io.BytesIO(content), LIMIT)
