"""Conditions of a clause: a small tree read from words that a lawyer can read.

A condition is one line, or ``all:``, ``any:``, ``not:`` over further conditions::

    tpp >= tpp_line                      a number of the row against a threshold named in the rules
    datacenter is true                   a word, flag or place of the row
    entity_flags has footnote_5          one of several flags
    to in macau_or_d5                    a place in a set of places
    meets 3A090.a                        another clause, whatever the item is
    classified 3A090.a                   another clause, and the item is of the kind that it classifies
    classified group tight_list          any clause of a group
    reading diffusion_regime is de_jure  a switch for law that can be read in several ways
    stated end_use                       a column is filled; unknown where it is blank
    unsettled                            the record cannot tell
    otherwise, always                    holds

Nothing here knows values: a threshold is a name until a day's law binds it (`_law`).
"""

from dataclasses import dataclass

__all__ = [
    "All",
    "Always",
    "AnyOf",
    "Classified",
    "Compare",
    "Condition",
    "Has",
    "In",
    "Is",
    "Meets",
    "Negated",
    "Reading",
    "Stated",
    "Unsettled",
    "leaf",
]

OPERATORS = (">=", "<=", ">", "<")


@dataclass(frozen=True, slots=True)
class Compare:
    """A number of the row against a threshold; `value` is filled when a day's law binds it."""

    column: str
    operator: str
    threshold: str
    value: float = float("nan")

    def __str__(self) -> str:
        return f"{self.column} {self.operator} {self.threshold}"


@dataclass(frozen=True, slots=True)
class Is:
    """A word, flag, place or name of the row equals a word."""

    column: str
    word: str | bool

    def __str__(self) -> str:
        return f"{self.column} is {str(self.word).lower() if isinstance(self.word, bool) else self.word}"


@dataclass(frozen=True, slots=True)
class Has:
    """A set of flags holds a flag."""

    column: str
    word: str

    def __str__(self) -> str:
        return f"{self.column} has {self.word}"


@dataclass(frozen=True, slots=True)
class In:
    """A place of the row is in a named set of places; `members` is filled when a day's law binds it."""

    column: str
    places: str
    members: "dict[str, int] | None" = None

    def __str__(self) -> str:
        return f"{self.column} in {self.places}"


@dataclass(frozen=True, slots=True)
class Stated:
    """A column is filled. Where it is blank the answer is unknown: the clause cannot do without it."""

    column: str

    def __str__(self) -> str:
        return f"stated {self.column}"


@dataclass(frozen=True, slots=True)
class Reading:
    """A switch stands at a value."""

    switch: str
    value: str

    def __str__(self) -> str:
        return f"reading {self.switch} is {self.value}"


@dataclass(frozen=True, slots=True)
class Meets:
    """Another clause holds."""

    clause: str

    def __str__(self) -> str:
        return f"meets {self.clause}"


@dataclass(frozen=True, slots=True)
class Classified:
    """The item is classified in one of some clauses; a group is resolved when a day's law binds it."""

    name: str
    is_group: bool = False
    clauses: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"classified {'group ' if self.is_group else ''}{self.name}"


@dataclass(frozen=True, slots=True)
class Unsettled:
    """The record cannot tell: always unknown."""

    def __str__(self) -> str:
        return "unsettled"


@dataclass(frozen=True, slots=True)
class Always:
    """Holds for every row."""

    def __str__(self) -> str:
        return "always"


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: "tuple[Condition, ...]"

    def __str__(self) -> str:
        return "all of (" + "; ".join(map(str, self.parts)) + ")"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: "tuple[Condition, ...]"

    def __str__(self) -> str:
        return "any of (" + "; ".join(map(str, self.parts)) + ")"


@dataclass(frozen=True, slots=True)
class Negated:
    """The part does not hold."""

    part: "Condition"

    def __str__(self) -> str:
        return f"not {self.part}"


Condition = (
    Compare
    | Is
    | Has
    | In
    | Stated
    | Reading
    | Meets
    | Classified
    | Unsettled
    | Always
    | All
    | AnyOf
    | Negated
)


def leaf(text: str) -> Condition:
    """Read one line of a condition.

    Raises
    ------
    ValueError
        If the line has none of the forms above; the message says which forms there are.

    Examples
    --------
    >>> leaf("tpp >= tpp_line")
    Compare(column='tpp', operator='>=', threshold='tpp_line', value=nan)
    >>> str(leaf("reading diffusion_regime is de_jure"))
    'reading diffusion_regime is de_jure'
    >>> leaf("tpp about 4800")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ValueError: condition 'tpp about 4800' has no form known here; write 'column >= threshold', ...
    """
    words = text.split()
    if text in {"otherwise", "always"}:
        return Always()
    if text == "unsettled":
        return Unsettled()
    found = _keyed(words) or _related(words)
    if found is None:
        raise ValueError(
            f"condition '{text}' has no form known here; write 'column >= threshold', 'column is word', "
            "'column has flag', 'column in places', 'meets clause', 'classified clause' or "
            "'reading switch is value'"
        )
    return found


def _keyed(words: list[str]) -> Condition | None:
    if words[:1] == ["meets"] and len(words) == 2:
        return Meets(words[1])
    if words[:1] == ["stated"] and len(words) == 2:
        return Stated(words[1])
    if words[:2] == ["classified", "group"] and len(words) == 3:
        return Classified(words[2], is_group=True)
    if words[:1] == ["classified"] and len(words) == 2:
        return Classified(words[1], clauses=(words[1],))
    if words[:1] == ["reading"] and len(words) == 4 and words[2] == "is":
        return Reading(words[1], words[3])
    return None


def _related(words: list[str]) -> Condition | None:
    if len(words) != 3:
        return None
    column, relation, right = words
    if relation in OPERATORS:
        return Compare(column, relation, right)
    if relation == "is":
        return Is(column, right)
    if relation == "has":
        return Has(column, right)
    return In(column, right) if relation == "in" else None
