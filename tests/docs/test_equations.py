"""The plain notation of the docstrings becomes well-formed MathML, and nothing is lost on the way."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

Hook = Callable[[str], ModuleType]


def plain(math: ET.Element) -> str:
    return "".join(math.itertext())


def drawn(hook: Hook, line: str, names: frozenset[str] = frozenset()) -> ET.Element:
    found = whole(hook, line, names).find("math")
    assert found is not None
    return found


def whole(hook: Hook, line: str, names: frozenset[str] = frozenset()) -> ET.Element:
    return ET.fromstring(hook("equations").equation(line, names))  # noqa: S314 - drawn here


@pytest.mark.parametrize(
    ("line", "tag", "inside"),
    [
        ("y = a / b", "mfrac", "ab"),
        ("y = a b / (c + d)", "mfrac", "abc+d"),
        ("y = x_kj", "msub", "xkj"),
        ("y = x^(−ε)", "msup", "x−ε"),
        ("y = g_k*", "msubsup", "gk*"),
        ("y = Σ_j w_j", "munder", "∑j"),
        ("y = √(2 A)", "msqrt", "2A"),
        ("W = min_k W_k", "msub", "mink"),
        ("N' = x", "msup", "N′"),
        ("y = Ĝ", "mover", "G^"),
        ("y = p̄", "mover", "p¯"),
    ],
)
def test_each_sign_has_its_element(hook: Hook, line: str, tag: str, inside: str) -> None:
    found = drawn(hook, line).find(f".//{tag}")
    assert found is not None
    assert plain(found) == inside


def test_a_sum_goes_under_the_line_with_what_it_sums(hook: Hook) -> None:
    found = drawn(hook, "s = v_i / Σ_i v_i p_i").find(".//mfrac")
    assert found is not None
    assert [plain(part) for part in found] == ["vi", "∑ivipi"]


def test_a_parameter_with_underscores_is_one_name(hook: Hook) -> None:
    names = frozenset({"hbm_cycle"})
    assert [e.text for e in drawn(hook, "T = hbm_cycle", names).iter("mi")] == ["T", "hbm_cycle"]


def test_a_remark_stands_beside_the_formula(hook: Hook) -> None:
    found = whole(hook, "y = x    from 2026 on")
    assert [part.text for part in found.iter("span")] == ["from 2026 on"]
    assert plain(drawn(hook, "y = x,   z = 1")) == "y=x,z=1"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("y = (a", "'y = (a': a bracket is open"),
        ("y = a ^", "'y = a ^': something is missing at ' ^'"),
        ("y = a) b", "'y = a) b': ') b' is left over"),
        ("y = x_", "'y = x_': no subscript at ''"),
        ("y = £", "'y = £': '£' is not understood"),
    ],
)
def test_what_cannot_be_read_is_refused(hook: Hook, line: str, says: str) -> None:
    with pytest.raises(hook("equations").Unreadable) as raised:
        hook("equations").equation(line)
    assert str(raised.value) == says


NAMES = st.sampled_from(["a", "Ĝ", "λ", "price", "12", "x_k", "D_∞", "A'"])


@given(st.lists(NAMES, min_size=1, max_size=6), st.sampled_from([" + ", " × ", " / ", " = ", ", "]))
def test_every_letter_survives(hook: Hook, pieces: list[str], sign: str) -> None:
    line = sign.join(pieces)
    shown = plain(drawn(hook, line))
    wanted = line.replace("_", "").replace("'", "′").replace("Ĝ", "G^").replace(" ", "")
    assert shown == (wanted.replace("/", "") if sign == " / " else wanted)
