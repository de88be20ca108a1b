"""Every door through which a file of a user comes in: how it is read, and good files to start from."""

import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fabcast import analysis, calibration, facts, rules, runs, scenario
from fabcast.errors import BadInput
from fabcast.facts import importers
from fabcast.facts._store import load_events, load_series
from fabcast.facts._table import load_table
from fabcast.facts._vendors import load_vendors
from fabcast.rules._read import read_files
from fabcast.runs._verify import _plain as chunk_check

__all__ = ["PARSERS", "Parser", "good_texts"]

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "fabcast"
FIXTURES = ROOT / "tests" / "fixtures"
GOOD = Path(__file__).parent / "good"
GOOD_IMPORTS = FIXTURES / "good" / "importers"
LONGEST = 6_000
"""Good texts are cut to this length: a long one only hides the edits."""


@dataclass(frozen=True)
class Parser:
    """A reader of files, and the good files that it takes."""

    read: Callable[[Path], object]
    suffix: str
    good: tuple[Path, ...]
    named: str = ""
    """File that a refusal names where the parser is given a folder; else the one it is given."""


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


def _eto(name: str) -> Callable[[Path], object]:
    """Read a damaged table of the supply chain among good ones."""
    return lambda file: importers.read_eto(_placed(file, GOOD_IMPORTS / "eto", name))


def _screening(file: Path) -> None:
    importers.screen("Invented Computing Work", importers.read_csl(file))


def _counts(file: Path) -> None:
    importers.chip_stock(importers.read_epoch(file))


def _posterior(file: Path) -> None:
    calibration.Posterior.load(_placed(file, SOURCE / "calibration" / "data", "posterior.json"))


def _fact(row: type[Any]) -> Callable[[Path], object]:
    return lambda file: load_table(file, row)


def _weights(file: Path) -> None:
    analysis.read_weights("us", str(file))


def _decision(file: Path) -> None:
    analysis.find_decision(str(file))


def _hindcasts(name: str) -> Callable[[Path], object]:
    """Read results of hindcasts, one of whose two files is damaged."""
    return lambda file: calibration.read_hindcasts(_placed(file, SOURCE / "calibration" / "data", name))


def _record(file: Path) -> None:
    folder = file.parent / "store" / f"run={RUN}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "record.json").write_bytes(file.read_bytes())
    runs.find_run(str(folder)).record  # noqa: B018 -- read when it is asked for


def _marker(file: Path) -> None:
    """Read what is on record of a chunk in a store."""
    folder = file.parent / "marked" / f"run={RUN}"
    (folder / "done").mkdir(parents=True, exist_ok=True)
    shutil.copy(GOOD / "record.json", folder / "record.json")
    (folder / "done" / "000000.json").write_bytes(file.read_bytes())
    run = runs.find_run(str(folder))
    assert run.state(0) == "damaged"  # its tables are missing
    run.digest()
    chunk_check(run, 0, "damaged")
    if run.marker(0) is None:
        raise BadInput("marker of chunk 0: damaged, as the check of a run says")


def _placed(file: Path, folder: Path, name: str) -> Path:
    """Put a file among the others of a folder; those are only linked."""
    home = file.parent / f"beside-{name}"
    if not home.exists():
        home.mkdir()
        for other in folder.iterdir():
            if other.name != name and other.is_file():
                (home / other.name).symlink_to(other)
    (home / name).write_bytes(file.read_bytes())
    return home


DATA = SOURCE / "facts" / "data"
FITS = SOURCE / "calibration" / "data"
RUN = json.loads((GOOD / "record.json").read_text(encoding="utf-8"))["id"]
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
    **{
        f"supply_chain_{name}": Parser(
            _eto(f"{name}.csv"), ".csv", (GOOD_IMPORTS / f"eto/{name}.csv",), ".csv"
        )
        for name in ("inputs", "providers", "provision", "sequence")
    },
    "chip_counts": Parser(_counts, ".csv", (GOOD_IMPORTS / "chips.csv", GOOD_IMPORTS / "sums.csv")),
    "screening": Parser(_screening, ".csv", (GOOD_IMPORTS / "screening.csv",)),
    "posterior": Parser(_posterior, ".json", (SOURCE / "calibration/data/posterior.json",), "posterior."),
    "run_record": Parser(_record, ".json", (GOOD / "record.json",), "record.json"),
    "study": Parser(calibration.read_any_study, ".yaml", tuple(sorted(GOOD.glob("study*.yaml")))),
    "holdings": Parser(rules.Holdings.from_csv, ".csv", (GOOD / "holdings.csv",)),
    "run_marker": Parser(_marker, ".json", (GOOD / "marker.json",), "marker"),
    "reactions": Parser(_scenario, ".yaml", (GOOD / "reactions.yaml",)),
    "decision": Parser(_decision, ".yaml", (GOOD / "decision.yaml",)),
    "weights": Parser(_weights, ".yaml", (GOOD / "weights.yaml",)),
    "series": Parser(load_series, ".csv", (DATA / "series.csv",)),
    "chips": Parser(_fact(facts.Chip), ".csv", (DATA / "chips.csv",)),
    "sources": Parser(_fact(facts.Source), ".csv", (DATA / "sources.csv",)),
    "questions": Parser(_fact(facts.Question), ".csv", (DATA / "questions.csv",)),
    "hindcasts": Parser(_hindcasts("hindcasts.csv"), ".csv", (FITS / "hindcasts.csv",), "hindcasts."),
    "hindcast_record": Parser(
        _hindcasts("hindcasts.json"), ".json", (FITS / "hindcasts.json",), "hindcasts."
    ),
}


@cache
def good_texts(name: str) -> tuple[str, ...]:
    """Return the good files of a parser, whole lines from the top of each."""
    whole = PARSERS[name].suffix == ".json"
    texts = (file.read_text(encoding="utf-8-sig") for file in PARSERS[name].good)
    return tuple(text if whole else _top(text) for text in texts)


def _top(text: str) -> str:
    """Return whole rows, or whole entries of a list, from the top of a long file."""
    if len(text) <= LONGEST:
        return text
    ends = [place for sign in ("\n- id:", "\n\n") if (place := text.rfind(sign, 0, LONGEST)) > 0]
    return text[: max(ends, default=text.rindex("\n", 0, LONGEST)) + 1]
