"""Every door through which a file of a user comes in: how it is read, and good files to start from."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fabcast import analysis, facts, rules, scenario
from fabcast.errors import BadInput
from fabcast.facts._store import load_events
from fabcast.facts._vendors import load_vendors
from fabcast.rules._read import read_files

__all__ = ["PARSERS", "Parser", "good_texts"]

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "fabcast"
FIXTURES = ROOT / "tests" / "fixtures"
GOOD = Path(__file__).parent / "good"
LONGEST = 6_000
"""Good texts are cut to this length: a long one only hides the edits."""


@dataclass(frozen=True)
class Parser:
    """A reader of files, and the good files that it takes."""

    read: Callable[[Path], object]
    suffix: str
    good: tuple[Path, ...]


def _scenario(file: Path) -> None:
    read = scenario.load(file)
    with suppress(BadInput):  # what it leaves unknown is named by lever and chip, not by file
        scenario.resolve(read)


def _reform(file: Path) -> None:
    rules.classify("H20", on="2026-06-01", to="CN", reform=rules.Reform.from_yaml(file))


def _rule_file(file: Path) -> None:
    read_files([file])


def _classify(file: Path) -> None:
    rules.classify_file(file, file.with_name("out.csv"), defaults={"on": "2026-06-01"})


def _classify_json(file: Path) -> None:
    rules.classify_file(file, file.with_name("out.json"), defaults={"on": "2026-06-01"})


DATA = SOURCE / "facts" / "data"
PARSERS: dict[str, Parser] = {
    "scenario": Parser(_scenario, ".yaml", tuple(sorted((SOURCE / "scenario/library").glob("h200*.yaml")))),
    "reform": Parser(_reform, ".yaml", (GOOD / "reform.yaml", FIXTURES / "good/rules/gain-ai.yaml")),
    "clause": Parser(_rule_file, ".yaml", tuple(sorted((SOURCE / "rules/us").glob("3B9*.yaml")))),
    "claims": Parser(analysis.read_claims, ".csv", (DATA / "claims.csv",)),
    "parameters": Parser(facts.load_parameters, ".csv", (DATA / "parameters.csv",)),
    "paths": Parser(facts.load_paths, ".csv", (DATA / "paths.csv",)),
    "events": Parser(load_events, ".yaml", (DATA / "events.yaml",)),
    "vendors": Parser(load_vendors, ".csv", (DATA / "vendors.csv",)),
    "classify": Parser(_classify, ".csv", (GOOD / "transactions.csv",)),
    "classify_json": Parser(_classify_json, ".csv", (GOOD / "transactions.csv",)),
    "holdings": Parser(rules.Holdings.from_csv, ".csv", (GOOD / "holdings.csv",)),
}


@cache
def good_texts(name: str) -> tuple[str, ...]:
    """Return the good files of a parser, whole lines from the top of each."""
    return tuple(_top(file.read_text(encoding="utf-8-sig")) for file in PARSERS[name].good)


def _top(text: str) -> str:
    """Return whole rows, or whole entries of a list, from the top of a long file."""
    if len(text) <= LONGEST:
        return text
    ends = [place for sign in ("\n- id:", "\n\n") if (place := text.rfind(sign, 0, LONGEST)) > 0]
    return text[: max(ends, default=text.rindex("\n", 0, LONGEST)) + 1]
