"""Who could stop what: concentration of a supply chain by country, and what a stop would reach.

Equations
    s_c   share of country c in the world supply of an input, 0 to 1
    u     = max(0, 1 − Σ s_c), the part of the supply that nobody is named for
    s_c lies in [s_c, s_c + u]; a country named without a share has s_c = 0
    HHI   = 10⁴ Σ s_c², from u spread thin (Σ s_c²) to u all with the largest

Three-valued: a country is the sole source, or a stop fails an input, *yes* if both ends of the share say
so, *no* if neither does, and *unknown* between. Leaves out stocks, substitutes, time, price, and what
a share of the world market says of leading-edge supply: a link says that one thing is made with another,
not that the other stops at once.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fabcast.errors import BadInput
from fabcast.facts.importers import Supply, SupplyChain

__all__ = [
    "Span",
    "SupplyConcentration",
    "SupplyHit",
    "stop_sentences",
    "supply_concentration",
    "supply_stop",
]

SOLE = 0.9
"""Share from which a country is called the sole source."""
CRITICAL = 0.5
"""Share of an input that must be lost for it to count as failed."""
_POINTS = 10_000
_CODE = re.compile(r"[A-Z]{3}")
Span = tuple[float, float]
"""Lowest and highest value that the data allow."""


@dataclass(frozen=True, slots=True)
class SupplyConcentration:
    """How concentrated the supply of one input is.

    Attributes
    ----------
    id, name, kind, stage
        The input.
    shares
        Share of each country, 0 to 1, largest first.
    hhi
        Herfindahl-Hirschman index over countries, 0 to 10,000.
    sole
        Countries that are the sole source, or may be: ``yes`` or ``unknown`` by country.
    """

    id: str
    name: str
    kind: str
    stage: str
    shares: Mapping[str, Span]
    hhi: Span
    sole: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SupplyHit:
    """What a stop does to one input.

    Attributes
    ----------
    id, name
        The input.
    lost
        Share of its world supply that stops.
    fails
        ``yes``, ``no`` or ``unknown``: whether it loses enough itself.
    reached
        How far what fails reaches it downstream: ``whole`` along links of use, ``part`` where only a
        variety of something fails, ``unknown`` from what may fail, else empty.
    steps
        Links from the nearest cause; 0 for what fails itself.
    cause
        Id of that cause.
    """

    id: str
    name: str
    lost: Span
    fails: str
    reached: str
    steps: int
    cause: str


def supply_concentration(chain: SupplyChain, *, sole: float = SOLE) -> tuple[SupplyConcentration, ...]:
    """Say of each input with a named provider how concentrated its supply is, most so first.

    Parameters
    ----------
    chain
        Of `read_eto`.
    sole
        Share from which a country counts as the sole source.

    Raises
    ------
    BadInput
        `sole` is not above one half.
    """
    if not 0.5 < sole <= 1:
        raise BadInput(f"a sole source has more than half and at most all, but {sole:g} was asked for.")
    found = [_concentrated(chain, name, supplies, sole) for name, supplies in _by_input(chain).items()]
    return tuple(sorted(found, key=lambda one: (-one.hhi[0], -one.hhi[1], one.name)))


def _by_input(chain: SupplyChain) -> dict[str, list[Supply]]:
    found: dict[str, list[Supply]] = defaultdict(list)
    for supply in chain.supplies:
        found[supply.input].append(supply)
    return found


def _concentrated(chain: SupplyChain, name: str, supplies: list[Supply], sole: float) -> SupplyConcentration:
    shares = country_shares(supplies)
    one = chain.inputs[name]
    return SupplyConcentration(
        one.id, one.name, one.kind, one.stage, shares, herfindahl(shares), _sole(shares, sole)
    )


def country_shares(supplies: Iterable[Supply]) -> dict[str, Span]:
    """Return the share of each country in one input, largest first.

    Rows of countries stand where any has a share; else the rows of firms are added up by country.
    What is booked under no one country, such as "various", counts as supply that nobody is named for.

    >>> country_shares([Supply("N1", "A", "AAA", True, 0.7), Supply("N1", "B", "BBB", True, None)])
    {'AAA': (0.7, 1.0), 'BBB': (0.0, 0.3)}
    """
    rows = list(supplies)
    if any(row.is_country and row.share is not None for row in rows):
        rows = [row for row in rows if row.is_country]
    known: dict[str, float] = defaultdict(float)
    for row in rows:
        if _CODE.fullmatch(row.country):
            known[row.country] += row.share or 0.0
    unnamed = max(0.0, 1.0 - sum(known.values()))
    ranked = sorted(known.items(), key=lambda pair: (-pair[1], pair[0]))
    return {country: (share, round(share + unnamed, 12)) for country, share in ranked}


def herfindahl(shares: Mapping[str, Span]) -> Span:
    """Return the index from the unnamed part spread thin to it all with the largest.

    >>> herfindahl({"AAA": (0.6, 0.7), "BBB": (0.3, 0.4)})
    (4500.0, 5800.0)
    """
    lows = [low for low, _ in shares.values()]
    largest = max(shares.values(), default=(0.0, 1.0))
    thin = sum(low**2 for low in lows)
    heaped = thin - largest[0] ** 2 + largest[1] ** 2
    return round(_POINTS * thin, 1), round(_POINTS * heaped, 1)


def _sole(shares: Mapping[str, Span], line: float) -> dict[str, str]:
    judged = {country: _passes(span, line) for country, span in shares.items()}
    return {country: found for country, found in judged.items() if found != "no"}


def _passes(span: Span, line: float) -> str:
    low, high = span
    return "yes" if low >= line else "unknown" if high >= line else "no"


def supply_stop(chain: SupplyChain, country: str, *, critical: float = CRITICAL) -> tuple[SupplyHit, ...]:
    """Say what fails, and what that reaches, if a country stops supplying.

    Parameters
    ----------
    chain
        Of `read_eto`.
    country
        ISO 3166 alpha-3 code.
    critical
        Share of an input that must be lost for it to count as failed.

    Returns
    -------
    tuple of SupplyHit
        Every input that fails, may fail or is reached: failures first, then by steps.

    Raises
    ------
    BadInput
        No input is supplied by that country, or `critical` is not between 0 and 1.
    """
    if not 0 < critical <= 1:
        raise BadInput(f"the share that counts as failed lies above 0 and up to 1, but is {critical:g}.")
    lost = {
        name: country_shares(supplies).get(country, (0.0, 0.0)) for name, supplies in _by_input(chain).items()
    }
    if not any(high for _, high in lost.values()):
        known = ", ".join(sorted({s.country for s in chain.supplies if _CODE.fullmatch(s.country)}))
        raise BadInput(f"country '{country}' supplies no input of this data set; it has {known}.")
    fails = {name: _passes(span, critical) for name, span in lost.items()}
    ways = _ways(chain, fails)
    hits = [
        SupplyHit(
            name,
            chain.inputs[name].name,
            lost.get(name, (0.0, 0.0)),
            fails.get(name, "no"),
            ways[name][0],
            ways[name][1],
            ways[name][2],
        )
        for name in ways
    ]
    return tuple(sorted(hits, key=_rank))


def _rank(hit: SupplyHit) -> tuple[int, int, float, str]:
    order = ("yes", "unknown", "no").index(hit.fails)
    return order, hit.steps, -hit.lost[0], hit.name


Way = tuple[str, int, str]
"""How far it is reached, in how many steps, from where."""


def _ways(chain: SupplyChain, fails: Mapping[str, str]) -> dict[str, Way]:
    """Follow links from what fails: first those of use, then also from a variety to its kind."""
    surely = [name for name, found in fails.items() if found == "yes"]
    perhaps = [name for name, found in fails.items() if found == "unknown"]
    every = (*chain.flows, *chain.varieties)
    found: dict[str, Way] = {}
    for reached, causes, links in (
        ("whole", surely, chain.flows),
        ("part", surely, every),
        ("unknown", [*surely, *perhaps], every),
    ):
        for name, (steps, cause) in _reach(causes, links).items():
            found.setdefault(name, (reached if steps else "", steps, cause))
    return found


def _reach(causes: Iterable[str], links: Iterable[tuple[str, str]]) -> dict[str, tuple[int, str]]:
    """Return steps and nearest cause of everything below some causes (breadth first).

    >>> _reach(["a"], [("a", "b"), ("b", "c"), ("x", "y")])
    {'a': (0, 'a'), 'b': (1, 'a'), 'c': (2, 'a')}
    """
    below: dict[str, list[str]] = defaultdict(list)
    for upper, lower in links:
        below[upper].append(lower)
    found = {cause: (0, cause) for cause in causes}
    waiting = deque(found)
    while waiting:
        here = waiting.popleft()
        steps, cause = found[here]
        for next_one in below[here]:
            if next_one not in found:
                found[next_one] = (steps + 1, cause)
                waiting.append(next_one)
    return found


def stop_sentences(
    chain: SupplyChain, country: str, hits: Iterable[SupplyHit], critical: float
) -> tuple[str, ...]:
    """Say the answer of `supply_stop` in words, from the same rows."""
    rows = list(hits)
    name = chain.countries.get(country, country)
    sure = sum(hit.fails == "yes" for hit in rows)
    perhaps = sum(hit.fails == "unknown" for hit in rows)
    reached = {
        way: sum(hit.reached == way and hit.fails == "no" for hit in rows) for way in ("whole", "part")
    }
    return (
        f"If {name} supplied nothing, {sure} of {len(_by_input(chain))} inputs would lose at least "
        f"{critical:.0%} of their world supply, and {perhaps} more might: their shares are not all known.",
        f"Downstream, {reached['whole']} further inputs are made with one of those, and {reached['part']} "
        "with something of which a variety fails. Stocks, substitutes and time are not in the data.",
    )
