"""Instructions on a few draws at once, as text of LLVM's intermediate language.

A value is a vector of `wide` numbers, one a draw (or one number where all draws share it). Nothing is
rearranged and nothing fused but where `fma` is written: a draw's bits are then the same on every
machine, whatever the width of its vectors.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ._precision import Precision

_COMPARE = {"gt": "ogt", "ge": "oge", "lt": "olt", "le": "ole", "eq": "oeq", "ne": "une"}
_ARITHMETIC = {"add": "fadd", "sub": "fsub", "mul": "fmul", "div": "fdiv"}
_SQRT_HALF = math.sqrt(0.5)


@dataclass(slots=True)
class Lanes:
    """Writes instructions; each method returns the name of its result."""

    precision: Precision
    wide: int
    lines: list[str] = field(default_factory=list)
    literals: dict[int, float] = field(default_factory=dict)
    """Numbers that instructions load, by their bits. A load of eight bytes can be part of an instruction;
    numbers written into the code are put on the stack as whole vectors, and crowd out what is worked on."""
    _count: int = 0

    @property
    def real(self) -> str:
        """Type of numbers."""
        return self._vector(self.precision.real)

    @property
    def integer(self) -> str:
        """Type of their bits."""
        return self._vector(self.precision.integer)

    @property
    def truth(self) -> str:
        """Type of conditions."""
        return self._vector("i1")

    def _vector(self, kind: str) -> str:
        return kind if self.wide == 1 else f"<{self.wide} x {kind}>"

    def let(self, text: str) -> str:
        """Name the result of an instruction."""
        self._count += 1
        name = f"%v{self._count}"
        self.lines.append(f"  {name} = {text}")
        return name

    def do(self, text: str) -> None:
        """Write an instruction without a result."""
        self.lines.append(f"  {text}")

    def number(self, value: float) -> str:
        """Write the same number for every draw."""
        if value == 0.0:
            return self._same(self.precision.real, f"0x{_double_bits(value):016X}")
        bits = _double_bits(value)
        self.literals.setdefault(bits, value)
        place = list(self.literals).index(bits) * self.precision.bytes
        return self.spread(self.let(f"getelementptr i8, ptr %literals, i64 {place}"))

    def whole(self, value: int) -> str:
        """Write the same integer for every draw."""
        return self._same(self.precision.integer, str(value))

    def fact(self, value: bool) -> str:
        """Write the same yes or no for every draw."""
        return self._same("i1", "true" if value else "false")

    def _same(self, kind: str, text: str) -> str:
        return text if self.wide == 1 else "<" + ", ".join([f"{kind} {text}"] * self.wide) + ">"

    def spread(self, address: str) -> str:
        """Load one number for every draw."""
        one = self.let(f"load {self.precision.real}, ptr {address}")
        if self.wide == 1:
            return one
        held = self.let(f"insertelement {self.real} poison, {self.precision.real} {one}, i32 0")
        mask = f"{self._vector('i32')} zeroinitializer"
        return self.let(f"shufflevector {self.real} {held}, {self.real} poison, {mask}")

    def apply(self, op: str, args: Sequence[str]) -> str:
        """Carry out an operation of the equations.

        Raises
        ------
        KeyError
            For an operation without instructions.
        """
        if op in _ARITHMETIC:
            return self.let(f"{_ARITHMETIC[op]} {self.real} {args[0]}, {args[1]}")
        if op in _COMPARE:
            return self.compare(_COMPARE[op], *args)
        if op in {"and", "or"}:
            return self.let(f"{op} {self.truth} {args[0]}, {args[1]}")
        form: dict[str, Callable[..., str]] = {
            "max": lambda a, b: self.select(self.compare("ogt", a, b), a, b),
            "min": lambda a, b: self.select(self.compare("olt", a, b), a, b),
            "select": self.select,
            "neg": lambda a: self.let(f"fneg {self.real} {a}"),
            "not": lambda a: self.let(f"xor {self.truth} {a}, {self.fact(True)}"),
            "abs": lambda a: self.call("fabs", a),
            "sqrt": lambda a: self.call("sqrt", a),
            "is_finite": lambda a: self.compare("olt", self.call("fabs", a), self.number(math.inf)),
            "number_of": lambda a: self.select(a, self.number(1.0), self.number(0.0)),
            "exp": self.exponential,
            "exp2": lambda a: self.exponential(self.apply("mul", (a, self.number(math.log(2.0))))),
            "log": self.logarithm,
            "power": lambda log, y: self.exponential(self.apply("mul", (y, log))),
            "fused add": lambda x, y, z: self.call("fma", x, y, z),
            "fused less": lambda x, y, z: self.call("fma", x, y, self.apply("neg", (z,))),
            "fused from": lambda x, y, z: self.call("fma", self.apply("neg", (x,)), y, z),
        }
        return form[op](*args)

    def compare(self, how: str, a: str, b: str) -> str:
        """Ask how two numbers stand to each other."""
        return self.let(f"fcmp {how} {self.real} {a}, {b}")

    def select(self, condition: str, yes: str, no: str) -> str:
        """Choose draw by draw."""
        return self.let(f"select {self.truth} {condition}, {self.real} {yes}, {self.real} {no}")

    def call(self, name: str, *args: str) -> str:
        """Call an intrinsic function of numbers."""
        given = ", ".join(f"{self.real} {a}" for a in args)
        return self.let(f"call {self.real} @{self.intrinsic(name)}({given})")

    def intrinsic(self, name: str) -> str:
        """Full name of an intrinsic function for this type."""
        kind = f"f{8 * self.precision.bytes}"
        return f"llvm.{name}.{kind if self.wide == 1 else f'v{self.wide}{kind}'}"

    def declarations(self) -> list[str]:
        """Intrinsic functions that instructions call."""
        counts = {"fabs": 1, "sqrt": 1, "fma": 3}
        return [
            f"declare {self.real} @{self.intrinsic(name)}({', '.join([self.real] * count)})"
            for name, count in counts.items()
        ]

    def bits(self, a: str) -> str:
        """Read numbers as integers."""
        return self.let(f"bitcast {self.real} {a} to {self.integer}")

    def from_bits(self, a: str) -> str:
        """Read integers as numbers."""
        return self.let(f"bitcast {self.integer} {a} to {self.real}")

    def on_bits(self, op: str, a: str, b: int) -> str:
        """Carry out an operation of integers with a fixed second number."""
        return self.let(f"{op} {self.integer} {a}, {self.whole(b)}")

    def polynomial(self, x: str, coefficients: Sequence[float]) -> str:
        """Evaluate c0 + c1 x + … in two halves, even and odd powers, that do not wait for each other."""
        square = self.apply("mul", (x, x))
        even, odd = (self._horner(square, coefficients[start::2]) for start in (0, 1))
        return self.call("fma", x, odd, even)

    def _horner(self, x: str, coefficients: Sequence[float]) -> str:
        found = self.number(coefficients[-1])
        for c in coefficients[-2::-1]:
            found = self.call("fma", found, x, self.number(c))
        return found

    def exponential(self, x: str) -> str:
        """e^x = 2^k e^r with |r| at most ln 2 / 2."""
        p = self.precision
        moved = self.call("fma", x, self.number(1.0 / math.log(2.0)), self.number(p.shifter))
        k = self.apply("sub", (moved, self.number(p.shifter)))
        less = self.apply("neg", (k,))
        r = self.call("fma", less, self.number(p.ln2[0]), x)
        r = self.call("fma", less, self.number(p.ln2[1]), r)
        rest = self.polynomial(r, p.exponential)
        near = self.call("fma", self.apply("mul", (r, r)), rest, r)
        near = self.apply("add", (near, self.number(1.0)))
        power = self.on_bits("shl", self.bits(moved), p.fraction)
        scaled = self.from_bits(self.let(f"add {self.integer} {self.bits(near)}, {power}"))
        low, high = (self.number(bound) for bound in p.exponents)
        scaled = self.select(self.compare("olt", x, low), self.number(0.0), scaled)
        return self.select(self.compare("ogt", x, high), self.number(math.inf), scaled)

    def logarithm(self, x: str) -> str:
        """Ln x = e ln 2 + ln m with m between √½ and √2; minus infinity at nothing and below."""
        p = self.precision
        raised = (p.bias + 1) << p.fraction  # keeps the shifted exponent above zero
        shifted = self.on_bits("add", self.bits(x), raised - p.bits(_SQRT_HALF))
        top = self.on_bits("and", shifted, -(1 << p.fraction))
        m = self.from_bits(self.on_bits("add", self.let(f"sub {self.integer} {self.bits(x)}, {top}"), raised))
        e = self._exponent(shifted)
        f = self.apply("sub", (m, self.number(1.0)))
        s = self.apply("div", (f, self.apply("add", (m, self.number(1.0)))))
        z = self.apply("mul", (s, s))
        twice = self.apply("add", (s, s))
        tail = self.call("fma", self.apply("mul", (s, z)), self.polynomial(z, p.logarithm), twice)
        small = self.call("fma", e, self.number(p.ln2[1]), tail)
        found = self.call("fma", e, self.number(p.ln2[0]), small)
        return self.select(self.compare("ogt", x, self.number(0.0)), found, self.number(-math.inf))

    def _exponent(self, shifted: str) -> str:
        """Turn the exponent in the upper bits into a number, by way of the last bits of a large one."""
        p = self.precision
        large = 2.0**p.fraction
        low = self.on_bits("lshr", shifted, p.fraction)
        put = self.from_bits(self.on_bits("or", low, p.bits(large)))
        return self.apply("sub", (put, self.number(large + p.bias + 1)))


def _double_bits(value: float) -> int:
    found: int = struct.unpack("Q", struct.pack("d", value))[0]
    return found
