"""Names that other engines take: letters, digits and underscores, each used once."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass, field

_WORDS = """
abs and arccos arcsin arctan cos counter dt delay delay1 delay3 delayn else endval exp exprnd
final_time fixed_delay forcst history if inf init initial_time int ln log10 lookup lognormal max
mean min mod nan normal not npv or percent pi poisson previous pulse ramp random rank rootn round
safediv saveper self sin size smth1 smth3 smthn sqrt starttime stddev step stoptime sum switch tan
then time time_step trend uniform xor np n math out quarters quarter
q d d0 s c t a l r w k block row numba inputs numbers rows stock dates given names draws fill run arrays
"""
RESERVED = frozenset(_WORDS.split())
"""Words that a language of one of the engines keeps for itself."""


def plain(name: str) -> str:
    """Write a name with letters, digits and underscores only.

    >>> plain("path_shock.semi_equipment_billings.CN"), plain("h20 / h200"), plain("7 nm")
    ('path_shock_semi_equipment_billings_CN', 'h20_h200', 'x_7_nm')
    """
    word = re.sub(r"[^0-9a-zA-Z]+", "_", name).strip("_") or "part"
    return f"x_{word}" if word[0].isdigit() else word


@dataclass(slots=True)
class Names:
    """Gives each name once; engines do not tell capitals from small letters.

    >>> names = Names()
    >>> [names.give(word) for word in ("Time", "flow", "FLOW", "flow.2")]
    ['Time_1', 'flow', 'FLOW_2', 'flow_2_2']
    """

    taken: set[str] = field(default_factory=set)

    def give(self, name: str) -> str:
        """Return the name, numbered where it is taken or reserved."""
        word = plain(name)
        number = 1 if word.lower() in RESERVED or keyword.iskeyword(word) else 0
        found = f"{word}_{number}" if number else word
        while found.lower() in self.taken:
            number = max(number + 1, 2)
            found = f"{word}_{number}"
        self.taken.add(found.lower())
        return found
