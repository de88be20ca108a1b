"""Equations of the model's docstrings as MathML, which browsers draw with no script and no fonts.

The docstrings are to be read as text, so they keep a plain notation::

    c_k' = (G_k / Ĝ_k)^hazard_effort          a comment after four spaces or more

``_`` a subscript, ``^`` a power, ``'`` a rate of change, ``/`` a fraction (all factors to its left
over the one to its right), ``√( )``, ``Σ_j``; a word of several letters is a name and stands upright.
"""

import re
from html import escape
from typing import NamedTuple
from unicodedata import normalize

COMMENT = re.compile(r"(?<![,\s]) {4,}")
TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<sub>_)|(?P<power>\^)|(?P<name>[^\W\d_²³](?:[^\W\d_²³]|\u0304|&)*|∞)"
    r"|(?P<mark>['′*²³])|(?P<open>[([{])|(?P<close>[)\]}])|(?P<other>\S))"
)
SUBSCRIPT = re.compile(r"[\w∞]+(?:,[\w∞]+)*")
SUM = '<mo largeop="true">∑</mo>'
BETWEEN = frozenset("=≤≥<>∈,;:+−-×·|→←")
TIMES = frozenset("×·")
HATS = {"\u0302": "^", "\u0304": "¯"}
MARKS = {"'": "′", "′": "′", "*": "*", "²": "2", "³": "3"}
LONG = 3


class Unreadable(Exception):
    """A line that is not in the notation."""


class Token(NamedTuple):
    """A piece of a line: what it is, its text, where it starts and ends."""

    kind: str
    text: str
    end: int


def equation(line: str, parameters: frozenset[str] = frozenset()) -> str:
    """Draw one line: mathematics, then its comment.

    Parameters
    ----------
    line
        A line of an ``Equations`` block.
    parameters
        Names that are one piece although they hold underscores.

    >>> equation("y = a_k / 2")[:50]
    '<div class="equation"><math display="block"><mi>y<'
    """
    formula, *comment = COMMENT.split(line.strip(), maxsplit=1)
    drawn = _Reader(formula, parameters).read()
    note = f'<span class="equation-note">{escape(comment[0].strip())}</span>' if comment else ""
    return f'<div class="equation"><math display="block">{drawn}</math>{note}</div>'


def inline(symbol: str) -> str:
    """Draw a symbol inside a sentence or a table.

    >>> inline("λ_0")
    '<math><msub><mi>λ</mi><mrow><mn>0</mn></mrow></msub></math>'
    """
    return f"<math>{_Reader(symbol, frozenset()).read()}</math>"


class _Reader:
    """Reads one formula from left to right."""

    def __init__(self, text: str, parameters: frozenset[str]) -> None:
        self.text, self.at, self.parameters = text, 0, parameters

    def read(self) -> str:
        """Read all of it."""
        drawn = self._row("")
        if self.at < len(self.text.rstrip()):
            raise Unreadable(f"'{self.text}': '{self.text[self.at :]}' is left over")
        return drawn

    def _look(self) -> Token | None:
        found = TOKEN.match(self.text, self.at)
        return Token(found.lastgroup or "", found[found.lastgroup or 0], found.end()) if found else None

    def _row(self, closing: str) -> str:
        """Terms and the signs between them, up to a closing bracket."""
        parts = []
        while (token := self._look()) and token.kind != "close":
            if token.text in BETWEEN:
                self.at = token.end
                parts.append(self._between(token.text))
            else:
                parts.append(self._term())
        if closing and (token is None or token.kind != "close"):
            raise Unreadable(f"'{self.text}': a bracket is open")
        return "".join(parts)

    def _between(self, sign: str) -> str:
        wide = ' lspace="0" rspace="2em"' if sign == "," and self.text[self.at : self.at + 2] == "  " else ""
        return f"<mo{wide}>{escape(sign)}</mo>"

    def _term(self) -> str:
        """Factors side by side; a slash puts all of them over the next one."""
        factors = [self._factor()]
        while (token := self._look()) and token.kind != "close" and token.text not in BETWEEN - TIMES:
            if token.text in TIMES:
                self.at = token.end
                factors.append(f"<mo>{token.text}</mo>{self._factor()}")
            elif token.text == "/":
                self.at = token.end
                over, under = _bare("".join(factors)), _bare(self._factor())
                factors = [f"<mfrac><mrow>{over}</mrow><mrow>{under}</mrow></mfrac>"]
            else:
                apart = self.text[self.at : self.at + 1].isspace()
                factors.append(('<mspace width="0.2em"/>' if apart else "") + self._factor())
        return "".join(factors)

    def _factor(self) -> str:
        token = self._look()
        if token is None or token.kind in ("sub", "power", "close", "mark"):
            raise Unreadable(f"'{self.text}': something is missing at '{self.text[self.at :]}'")
        if token.text == "Σ":
            self.at = token.end
            return f"<mrow>{self._marked(SUM, is_sum=True)}{self._term()}</mrow>"
        return self._marked(self._base(token), is_sum=False)

    def _base(self, token: Token) -> str:
        if (long := self._parameter()) is not None:
            return f"<mi>{escape(long)}</mi>"
        self.at = token.end
        if token.kind == "number":
            return f"<mn>{token.text}</mn>"
        if token.kind == "open":
            return self._bracket(token.text)
        if token.text == "√":
            return f"<msqrt>{_bare(self._factor())}</msqrt>"
        if token.kind != "name":
            raise Unreadable(f"'{self.text}': '{token.text}' is not understood")
        return _name(token.text)

    def _parameter(self) -> str | None:
        found = re.match(r"\s*([a-z]\w*)", self.text[self.at :])
        if found is None or found[1] not in self.parameters:
            return None
        self.at += found.end()
        return found[1]

    def _bracket(self, opening: str) -> str:
        inner = self._row(opening)
        token = self._look()
        if token is None:
            raise Unreadable(f"'{self.text}': a bracket is open")
        self.at = token.end
        return f"<mrow><mo>{opening}</mo>{inner}<mo>{token.text}</mo></mrow>"

    def _marked(self, base: str, is_sum: bool) -> str:
        """Put subscripts, marks and powers on a base."""
        below, above = "", ""
        while (token := self._look()) and token.kind in ("sub", "power", "mark"):
            touching = self.text[self.at : self.at + 1].strip()
            if not touching:
                break
            self.at = token.end
            if token.kind == "sub":
                below = self._below()
            elif token.kind == "power":
                above += f"<mrow>{_bare(self._factor())}</mrow>"
            else:
                sign = MARKS[token.text]
                above += f"<mn>{sign}</mn>" if sign.isdigit() else f"<mo>{sign}</mo>"
        return _scripts(base, below, above, is_sum)

    def _below(self) -> str:
        if self.text.startswith("{", self.at):
            self.at += 1
            inner, token = self._row("{"), self._look()
            self.at = token.end if token else self.at
            return inner
        found = SUBSCRIPT.match(self.text, self.at)
        if found is None:
            raise Unreadable(f"'{self.text}': no subscript at '{self.text[self.at :]}'")
        self.at = found.end()
        return "<mo>,</mo>".join(_index(part) for part in found[0].split(","))


def _name(text: str) -> str:
    """Draw a name; a letter with a hat or a bar has it set above.

    >>> _name("price"), _name("Ĝ")
    ('<mi>price</mi>', '<mover accent="true"><mi>G</mi><mo>^</mo></mover>')
    """
    letter, *above = normalize("NFD", text)
    if len(above) == 1 and above[0] in HATS:
        return f'<mover accent="true"><mi>{letter}</mi><mo>{HATS[above[0]]}</mo></mover>'
    return f"<mi>{escape(text)}</mi>"


def _index(text: str) -> str:
    """Indices of one letter side by side; anything longer is a name.

    >>> _index("kj"), _index("max")
    ('<mi>k</mi><mi>j</mi>', '<mi>max</mi>')
    """
    if text.isdigit():
        return f"<mn>{text}</mn>"
    if len(text) < LONG and text.islower():
        return "".join(f"<mi>{letter}</mi>" for letter in text)
    return f'<mi mathvariant="normal">{text}</mi>' if len(text) == 1 else f"<mi>{escape(text)}</mi>"


def _bare(drawn: str) -> str:
    """Drop the round brackets of a group that a line or a root already holds together."""
    found = re.fullmatch(r"<mrow><mo>\(</mo>(.*)<mo>\)</mo></mrow>", drawn)
    return found[1] if found and _closed(found[1]) else drawn


def _closed(inner: str) -> bool:
    """Whether each bracket that opens inside closes inside."""
    depth = 0
    for sign in re.findall(r"<mo>([([{)\]}])</mo>", inner):
        depth += 1 if sign in "([{" else -1
        if depth < 0:
            return False
    return depth == 0


def _scripts(base: str, below: str, above: str, is_sum: bool) -> str:
    under, over = f"<mrow>{below}</mrow>", f"<mrow>{above}</mrow>"
    if is_sum and below:
        return f"<munder>{base}{under}</munder>"
    if below and above:
        return f"<msubsup>{base}{under}{over}</msubsup>"
    if below:
        return f"<msub>{base}{under}</msub>"
    return f"<msup>{base}{over}</msup>" if above else base
