"""The part of the law that every engine here evaluates, for one row: the naive loop, and the referee.

Classification 3A090.a and .b in both forms with Note 2, the licence requirement by destination, and the
review policy of each window. Fabcast evaluates all of its clauses on the same rows; letters, headquarters and
end uses do not bite in them.
"""

from datetime import date

D5_OR_MACAU = {"CN", "HK", "MO"}
D1_OR_D4 = {"CN", "HK", "MO", "AE", "SA", "VN"}
RULE_2022, MACAU, RULE_2023 = date(2022, 10, 21), date(2023, 1, 17), date(2023, 11, 17)
CORRECTIONS, POLICY_2026 = date(2024, 4, 4), date(2026, 1, 15)


def judge(on: date, tpp: float, area: float, rate: float, dram: float, to: str, datacenter: bool,
          export: bool, from_us: bool, certified: bool, on_sale: bool) -> tuple[str, str, str]:  # fmt: skip
    """Return paragraph, licence requirement and review policy of one row."""
    paragraph = classify(on, tpp, tpp / area, rate, datacenter)
    if not licence(on, paragraph, to):
        return paragraph, "no", "not_applicable"
    if on < RULE_2023:
        return paragraph, "yes", "unknown"
    if to not in D5_OR_MACAU:
        return paragraph, "yes", "presumption_of_approval"
    if on < CORRECTIONS:
        return paragraph, "yes", "presumption_of_denial"
    capped = tpp < 21000 and dram < 6500 and on_sale and export and from_us and certified
    if on >= POLICY_2026 and capped:
        return paragraph, "yes", "case_by_case"
    strict = paragraph == "3A090.a" and datacenter
    return paragraph, "yes", "presumption_of_denial" if strict else "case_by_case"


def classify(on: date, tpp: float, density: float, rate: float, datacenter: bool) -> str:
    """Return the paragraph, or nothing."""
    if on < RULE_2022:
        return ""
    if on < RULE_2023:
        return "3A090.a" if rate >= 600 and tpp >= 4800 else ""
    if tpp >= 4800:
        return "3A090.a"
    if not datacenter or tpp < 1600:
        return ""
    if density >= 5.92:
        return "3A090.a"
    return "3A090.b" if density >= 3.2 or (tpp >= 2400 and density >= 1.6) else ""


def licence(on: date, paragraph: str, to: str) -> bool:
    """Say whether the destination asks for a licence."""
    if not paragraph:
        return False
    if on < RULE_2023:
        return to in {"CN", "HK"} or (to == "MO" and on >= MACAU)
    return to in D1_OR_D4
