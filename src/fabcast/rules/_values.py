"""Turns what a user wrote into typed values, one function a kind; each refusal is a sentence.

Nothing is guessed: ``1,600`` or ``4800 TPP`` are refused, not repaired.
"""

from datetime import date, datetime
from difflib import get_close_matches
from math import isfinite, isnan
from typing import Any

from fabcast.errors import BadInput
from fabcast.rules._columns import COLUMNS, Column
from fabcast.rules._law import FIRST_DAY

__all__ = ["COUNTRIES", "read_day", "read_value"]

LONGEST = 200

_CODES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT
BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH
ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT
HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS
LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI
NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG
SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG
UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
"""
COUNTRIES = frozenset(_CODES.split())
_NAMED = {
    "CHINA": "CN", "HONG KONG": "HK", "MACAU": "MO", "MACAO": "MO", "TAIWAN": "TW",
    "UNITED STATES": "US", "USA": "US", "UK": "GB", "UNITED KINGDOM": "GB", "UAE": "AE",
    "UNITED ARAB EMIRATES": "AE", "MALAYSIA": "MY",
    "GERMANY": "DE", "JAPAN": "JP", "NETHERLANDS": "NL", "SINGAPORE": "SG", "SOUTH KOREA": "KR",
}  # fmt: skip


def read_value(name: str, given: Any) -> Any:
    """Return the typed value of one column; ``None``, blank text and NaN are unknown.

    Raises
    ------
    BadInput
        With a sentence that names the column, the value and what would do.

    Examples
    --------
    >>> read_value("tpp", "4800"), read_value("datacenter", "TRUE"), read_value("to", "hk")
    (4800.0, True, 'HK')
    >>> read_value("nonplanar_die_area_mm2", -3)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    fabcast.errors.BadInput: nonplanar_die_area_mm2 is -3, below the lowest possible value 0 mm2; ...
    """
    column = COLUMNS[name]
    if given is None or given == "":
        return None
    if isinstance(given, str):
        given = given.strip()
        if len(given) > LONGEST:
            raise BadInput(f"{name} holds {len(given)} characters; a value has at most {LONGEST}.")
        if not given:
            return None
    return _READERS[column.kind](column, given)


def read_day(given: Any) -> date:
    """Return the day of a transaction.

    >>> read_day("2024-06-01")
    datetime.date(2024, 6, 1)
    >>> read_day("2022-08-25")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    fabcast.errors.BadInput: on is 2022-08-25, before the first rule in the record (2022-08-26); ...
    """
    if isinstance(given, datetime):
        given = given.date()
    if not isinstance(given, date):
        given = _parse_day(str(given).strip() if given is not None else "")
    if given < FIRST_DAY:
        raise BadInput(f"on is {given}, before the first rule in the record ({FIRST_DAY}); give a later day.")
    day: date = given
    return day


def _parse_day(text: str) -> date:
    if not text:
        raise BadInput("on is blank; every row needs the day of the transaction, as 2026-01-15.")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"on is '{_short(text)}', no ISO date; write it as 2026-01-15.") from None


def _number(column: Column, given: Any) -> float | None:
    if given == "unknown" and column.name == "owned_pct":
        return float("nan")
    try:
        number = float(given)
    except (TypeError, ValueError):
        unit = f" in {column.unit}" if column.unit else ""
        raise BadInput(
            f"{column.name} is '{_short(given)}', no number; write a plain number{unit}."
        ) from None
    if isnan(number):
        return None
    if not isfinite(number):
        raise BadInput(f"{column.name} is {given}, not finite; leave it blank if it is unknown.")
    _within(column, number, given)
    return number


def _within(column: Column, number: float, given: Any) -> None:
    if column.lowest is not None and number < column.lowest:
        raise BadInput(
            f"{column.name} is {given}, below the lowest possible value "
            f"{column.lowest:g} {column.unit}; check the number."
        )
    if column.highest is not None and number > column.highest:
        raise BadInput(
            f"{column.name} is {given}, above the highest possible value "
            f"{column.highest:g} {column.unit}; check the number."
        )


def _flag(column: Column, given: Any) -> bool | None:
    if isinstance(given, bool):
        return given
    text = str(given).lower()
    if text in {"nan", "none", "<na>"}:
        return None
    if text in {"true", "1", "1.0"}:
        return True
    if text in {"false", "0", "0.0"}:
        return False
    raise BadInput(f"{column.name} is '{_short(given)}'; write true, false, or leave it blank.")


def _word(column: Column, given: Any) -> str | None:
    text = str(given).lower()
    if text == "nan":
        return None
    wanted = {word.lower(): word for word in column.words}
    if not wanted:
        return text
    if text in wanted:
        return wanted[text]
    if text == "unknown":
        return None if column.name == "item_class" else text  # the kind of item is then inferred
    raise BadInput(
        f"{column.name} is '{_short(given)}'; write one of {', '.join(column.words)}{_near(text, wanted)}."
    )


def _place(column: Column, given: Any) -> str | None:
    text = str(given).upper()
    if text == "NAN":
        return None
    code = _NAMED.get(text, text)
    if code in COUNTRIES:
        return code
    raise BadInput(
        f"{column.name} is '{_short(given)}', no ISO 3166 alpha-2 code; "
        "write two letters such as CN, HK, MO or TW."
    )


def _flags(column: Column, given: Any) -> frozenset[str] | None:
    if isinstance(given, float) and isnan(given):
        return None
    parts = list(given) if isinstance(given, (list, tuple, set, frozenset)) else str(given).split(";")
    found = frozenset(str(part).strip().lower() for part in parts if str(part).strip())
    for part in sorted(found - {*column.words, "unknown", "none"}):
        raise BadInput(
            f"{column.name} holds '{_short(part)}'; write any of {', '.join(column.words)}, joined by ';'."
        )
    return found if parts else None


def _name(column: Column, given: Any) -> str | None:
    del column
    text = " ".join(str(given).lower().replace(",", " ").replace(".", " ").split())
    if text in {"", "nan"}:
        return None
    return "amd" if text.startswith("advanced micro devices") else text.split()[0]


def _text(column: Column, given: Any) -> str | None:
    del column
    return None if isinstance(given, float) and isnan(given) else str(given)


def _near(text: str, wanted: dict[str, str]) -> str:
    close = get_close_matches(text, wanted, n=1)
    return f"; did you mean {wanted[close[0]]}?" if close else ""


def _short(given: Any) -> str:
    text = str(given)
    return text if len(text) <= 40 else f"{text[:40]}…"


_READERS: dict[str, Any] = {
    "number": _number,
    "flag": _flag,
    "word": _word,
    "place": _place,
    "flags": _flags,
    "name": _name,
    "text": _text,
    "date": lambda _column, given: read_day(given),
}
