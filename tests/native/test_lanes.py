"""Single operations: right to the last digits, and the same bits at any width."""

import ctypes
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from fabcast.native._lanes import Lanes
from fabcast.native._machine import _POINTERS, compile_object, load
from fabcast.native._precision import DOUBLE, SINGLE, Precision

Function = Callable[..., np.ndarray]


def made(op: str, precision: Precision, wide: int, arguments: int = 1) -> Function:
    """Compile one operation on `wide` numbers; the function takes arrays of any length."""
    lanes = Lanes(precision, wide)
    pointers = [f"%a{i}" for i in range(arguments)]
    args = [lanes.let(f"load {lanes.real}, ptr {p}, align 4") for p in pointers]
    found = lanes.apply(op, args)
    if found and op in {"gt", "ge", "lt", "le", "eq", "ne", "is_finite"}:
        found = lanes.apply("number_of", [found])
    lanes.do(f"store {lanes.real} {found}, ptr %out, align 4")
    lanes.do("ret void")
    given = [*pointers, *(f"%unused{i}" for i in range(_POINTERS - arguments - 2)), "%literals", "%out"]
    take = ", ".join(f"ptr {name}" for name in given)
    head = f"define void @draws({take}, i64 %vectors) #0 {{"
    call = load(compile_object("\n".join([*lanes.declarations(), head, *lanes.lines, "}"])))
    literals = np.array([*lanes.literals.values(), 0.0], _type(precision))

    def function(*arrays: np.ndarray) -> np.ndarray:
        size = len(arrays[0])
        room = -(-size // wide) * wide
        held = [np.resize(np.asarray(a, _type(precision)), room) for a in arrays]
        out = np.empty(room, _type(precision))
        for i in range(0, room, wide):
            addresses = [a[i:].ctypes.data for a in held]
            addresses += [0] * (_POINTERS - len(held) - 2) + [literals.ctypes.data, out[i:].ctypes.data]
            call(*(ctypes.c_void_p(a) for a in addresses), 1)
        return out[:size]

    return function


def _type(precision: Precision) -> Any:
    return np.float64 if precision is DOUBLE else np.float32


def spread(seed: int = 0) -> np.ndarray:
    """Numbers of many sizes, both signs, and the ends."""
    rng = np.random.default_rng(seed)
    ends = [0.0, 1.0, -1.0, 1e-300, -1e-300, 690.0, -690.0, 1000.0, -1000.0]
    return np.concatenate([rng.normal(size=500) * 10.0 ** rng.integers(-8, 3, 500), ends])


@pytest.mark.parametrize(("precision", "wide"), [(DOUBLE, 1), (DOUBLE, 4), (DOUBLE, 8), (SINGLE, 16)])
def test_an_exponential_is_right_to_the_last_digit(precision: Precision, wide: int) -> None:
    x = np.clip(spread(), *((-700, 700) if precision is DOUBLE else (-80, 80))).astype(_type(precision))
    found, wanted = made("exp", precision, wide)(x), np.exp(x.astype(np.longdouble))
    assert np.max(np.abs(found - wanted) / np.spacing(wanted.astype(_type(precision)))) < 1.0


@pytest.mark.parametrize(("precision", "wide"), [(DOUBLE, 1), (DOUBLE, 8), (SINGLE, 8)])
def test_a_logarithm_is_right_to_two_digits_of_the_last_place(precision: Precision, wide: int) -> None:
    x = np.exp(np.clip(spread() / 10.0, -80, 80)).astype(_type(precision))
    found, wanted = made("log", precision, wide)(x), np.log(x.astype(np.longdouble))
    assert np.max(np.abs(found - wanted) / np.spacing(np.abs(wanted).astype(_type(precision)) + 1e-30)) < 2.0


def test_ends_of_exponential_and_logarithm() -> None:
    assert made("exp", DOUBLE, 4)(np.array([-1000.0, 1000.0, 0.0])).tolist() == [0.0, np.inf, 1.0]
    assert made("log", DOUBLE, 4)(np.array([0.0, -1.0, 1.0])).tolist() == [-np.inf, -np.inf, 0.0]


@pytest.mark.parametrize("op", ["exp", "log", "exp2", "sqrt"])
def test_the_same_bits_at_any_width(op: str) -> None:
    x = np.abs(spread())
    whole = made(op, DOUBLE, 1)(x)
    for wide in (2, 4, 8, 16):
        assert made(op, DOUBLE, wide)(x).tobytes() == whole.tobytes()


@pytest.mark.parametrize(
    ("op", "plain"),
    [
        ("add", np.add),
        ("sub", np.subtract),
        ("mul", np.multiply),
        ("div", np.divide),
        ("max", np.maximum),
        ("min", np.minimum),
        ("gt", np.greater),
        ("ge", np.greater_equal),
        ("lt", np.less),
        ("le", np.less_equal),
        ("eq", np.equal),
        ("ne", np.not_equal),
    ],
)
def test_plain_operations_are_those_of_numpy(op: str, plain: Callable[..., np.ndarray]) -> None:
    x, y = spread(1), spread(2)
    y[:40] = x[:40]
    with np.errstate(all="ignore"):
        assert made(op, DOUBLE, 8, 2)(x, y).tobytes() == plain(x, y).astype(float).tobytes()


def test_fused_operations_round_once() -> None:
    x, y, z = (np.array([v]) for v in (1.0 + 2.0**-30, 1.0 - 2.0**-30, -1.0))
    exact = -(2.0**-60)
    assert made("fused add", DOUBLE, 1, 3)(x, y, z).tolist() == [exact]
    assert made("fused less", DOUBLE, 4, 3)(x, y, -z).tolist() == [exact]
    assert made("fused from", DOUBLE, 4, 3)(x, y, -z).tolist() == [-exact]
    assert (x * y + z).tolist() == [0.0]
