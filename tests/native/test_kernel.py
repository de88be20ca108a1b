"""A compiled program gives the numbers of a run by hand, whatever the draws beside and the width."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fabcast import native
from tests.small_program import ROWS, by_hand, given, small


@pytest.fixture(scope="module")
def kernels() -> dict[int, native.Kernel]:
    program = small()
    return {
        lanes: native.Kernel.of(native.compile_program(program, program.outcomes, lanes=lanes))
        for lanes in (1, 2, 8)
    }


def run(kernel: native.Kernel, known: dict[str, Any]) -> dict[str, np.ndarray]:
    """Run all draws; outcomes are (quarter, draw), dates (draw,)."""
    shared = kernel.shared({"lever": known["lever"][:, 0]})
    packed = kernel.pack({"rate": known["rate"]})
    draws, room = len(known["rate"]), len(packed) * kernel.compiled.wide
    c = kernel.compiled
    out = {n: np.empty(room if n in c.dates else (ROWS, room), kernel.dtype) for n in c.outputs}
    stock = np.zeros((ROWS, room), kernel.dtype)
    stock[:, :draws] = known["reference.known"]
    kernel.run(packed, shared, out, {"reference.known": stock})
    still = {n: np.broadcast_to(v, (ROWS, draws)) for n, v in shared.still.items()}
    return {n: v[..., :draws] for n, v in out.items()} | still


@pytest.mark.parametrize("lanes", [1, 2, 8])
def test_a_kernel_agrees_with_a_run_by_hand(kernels: dict[int, native.Kernel], lanes: int) -> None:
    known = given()
    wanted = by_hand(known["rate"], known["lever"][:, 0], known["reference.known"])
    found = run(kernels[lanes], known)
    assert found.keys() == wanted.keys()
    for name, rows in wanted.items():
        np.testing.assert_allclose(found[name], rows, rtol=1e-14)


def test_widths_give_the_same_bits(kernels: dict[int, native.Kernel]) -> None:
    found = [run(kernel, given()) for kernel in kernels.values()]
    for name, rows in found[0].items():
        assert all(other[name].tobytes() == rows.tobytes() for other in found[1:])


def test_a_draw_does_not_feel_its_neighbours(kernels: dict[int, native.Kernel]) -> None:
    known = given()
    whole = run(kernels[8], known)
    cut = known | {"rate": known["rate"][2:5], "reference.known": known["reference.known"][:, 2:5]}
    part = run(kernels[8], cut)
    assert all(part[name].tobytes() == rows[..., 2:5].tobytes() for name, rows in whole.items())


def test_more_draws_than_a_block_of_vectors(kernels: dict[int, native.Kernel]) -> None:
    known = given()
    many = known | {name: np.tile(known[name], 9) for name in ("rate", "reference.known")}
    few, found = run(kernels[2], known), run(kernels[2], many)
    assert all(found[n].tobytes() == np.tile(rows, 9).tobytes() for n, rows in few.items())


def test_single_precision_is_near() -> None:
    program = small()
    kernel = native.Kernel.of(native.compile_program(program, program.outcomes, "single"))
    known = given()
    wanted = by_hand(known["rate"], known["lever"][:, 0], known["reference.known"])
    for name, rows in run(kernel, known).items():
        np.testing.assert_allclose(rows, wanted[name], rtol=3e-6)


def test_an_array_that_is_too_short_is_refused(kernels: dict[int, native.Kernel]) -> None:
    kernel, known = kernels[8], given()
    shared, packed = kernel.shared({"lever": known["lever"][:, 0]}), kernel.pack({"rate": known["rate"]})
    for wrong in (np.empty((ROWS, 7)), np.empty((ROWS - 1, 8)), np.empty((ROWS, 8), np.float32)):
        with pytest.raises(ValueError, match="cannot hold a series of 8 draws"):
            kernel.run(packed, shared, {"year": wrong}, {})


def test_what_was_kept_runs_again(kernels: dict[int, native.Kernel], tmp_path: Path) -> None:
    file = tmp_path / "deep" / "kernel.npz"
    native.save(file, kernels[8].compiled)
    kept = native.read(file)
    assert kept is not None
    told, wanted = repr(asdict(kept)), repr(asdict(kernels[8].compiled))  # unknown is unlike itself
    assert told == wanted
    assert [row.tolist() for row in kept.data] == [row.tolist() for row in kernels[8].compiled.data]
    found, before = run(native.Kernel.of(kept), given()), run(kernels[8], given())
    assert all(found[name].tobytes() == rows.tobytes() for name, rows in before.items())


@pytest.mark.parametrize("damage", ["none", "torn", "changed", "text"])
def test_a_damaged_file_is_as_good_as_none(
    kernels: dict[int, native.Kernel], tmp_path: Path, damage: str
) -> None:
    file = tmp_path / "kernel.npz"
    if damage != "none":
        native.save(file, kernels[8].compiled)
        held = bytearray(file.read_bytes())
        held[len(held) // 2] ^= 0xFF
        torn, changed = bytes(held[: len(held) // 2]), bytes(held)
        file.write_bytes({"torn": torn, "changed": changed, "text": b"nothing"}[damage])
    assert native.read(file) is None


def test_no_damage_gets_through(kernels: dict[int, native.Kernel], tmp_path: Path) -> None:
    """A zip file's own sums let one change in ten thousand through: in its heads they are not looked at."""
    file, rng = tmp_path / "kernel.npz", np.random.default_rng(1)
    native.save(file, kernels[8].compiled)
    whole = file.read_bytes()
    for _ in range(300):
        held = bytearray(whole)
        for place in rng.integers(len(whole), size=rng.integers(1, 4)):
            held[place] ^= 1 << int(rng.integers(8))
        file.write_bytes(bytes(held[: len(held) - int(rng.integers(3))]))
        assert native.read(file) is None or bytes(held) == whole
