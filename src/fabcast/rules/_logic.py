"""Three-valued logic: no, unknown, yes (Kleene's strong logic).

``and`` is the lowest of its parts, ``or`` the highest, ``not`` turns the scale round. So *unknown* never
becomes *no* or *yes* by itself: an answer is certain only if no way of filling the blanks could change it.

>>> [WORDS[value] for value in (NO, UNKNOWN, YES)]
['no', 'unknown', 'yes']
>>> WORDS[min(YES, UNKNOWN)], WORDS[max(YES, UNKNOWN)], WORDS[opposite(UNKNOWN)]
('unknown', 'yes', 'unknown')
"""

from typing import Final

__all__ = ["NO", "UNKNOWN", "WORDS", "YES", "opposite"]

NO: Final = 0
UNKNOWN: Final = 1
YES: Final = 2

WORDS: Final = ("no", "unknown", "yes")


def opposite(value: int) -> int:
    """Return the negation.

    >>> opposite(NO) == YES
    True
    """
    return YES - value
