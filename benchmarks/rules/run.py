"""Measures the rules room beside its peers, in one run on the same rows, and prints a table.

::

    uv run python benchmarks/rules/run.py --rows 1e7 --openfisca /path/to/venv/bin/python

Each engine runs in a process of its own, so that peak memory is its own. The naive loop runs on a part and is
scaled up.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from rows import PLACES, load, save  # noqa: E402

BRIEF = ("eccn", "licence_required", "review_policy")
NAIVE = 200_000
BLOCK = 1_000_000
POLICIES = ["not_applicable", "unknown", "presumption_of_approval", "case_by_case", "presumption_of_denial"]


class Words:
    """A column of words as codes and categories, as pandas and Arrow have them."""

    def __init__(self, codes: np.ndarray, categories: list[str]) -> None:
        self.codes, self.categories = codes, categories

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, rows: slice) -> "Words":
        return Words(self.codes[rows], self.categories)


def table(columns: dict[str, np.ndarray], rows: slice = slice(None)) -> dict[str, object]:
    """Return the rows as a table for `classify_table`; the party is at home in the destination."""
    cut = {name: column[rows] for name, column in columns.items()}
    flags = ["false", "true"]
    return {
        "on": cut["on"], "tpp": cut["tpp"], "nonplanar_die_area_mm2": cut["area"],
        "aggregate_bidirectional_transfer_gb_s": cut["rate"], "dram_bandwidth_gb_s": cut["dram"],
        "to": Words(cut["to"], PLACES), "hq": Words(cut["to"], PLACES),
        "datacenter": Words(cut["datacenter"], flags),
        "kind": Words(cut["export"], ["reexport", "export"]),
        "ship_from": Words(cut["from_us"], ["TW", "US"]),
        "certifications_made": Words(cut["certified"], flags),
        "commercially_available_in_us_2026_01_15": Words(cut["on_sale"], flags),
        "exporter": Words(np.zeros(len(cut["to"]), np.int8), ["other"]),
    }  # fmt: skip


def peak() -> float:
    """Return peak memory of this process, GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def brief(folder: Path) -> dict[str, float]:
    """Classification, licence requirement and review policy of every row."""
    from fabcast.rules import classify_table

    columns = load(folder)
    classify_table(table(columns, slice(0, 1000)), fields=BRIEF)
    begun, worked = time.perf_counter(), time.process_time()
    found = classify_table(table(columns), fields=BRIEF)
    spent, worked, memory = time.perf_counter() - begun, time.process_time() - worked, peak()
    codes = [
        _codes(found["eccn"], ["", "3A090.a", "3A090.b"]),
        _codes(found["licence_required"], ["no", "yes"]),
    ]
    np.save(folder / "fabcast_of.npy", np.stack([*codes, _codes(found["review_policy"], POLICIES)]))
    return {"seconds": spent, "worked": worked, "memory": memory}


def _codes(words: object, known: list[str]) -> np.ndarray:
    table = np.array([*(known.index(word) for word in words.categories), -1], np.int8)
    return table[words.codes]


def full(folder: Path) -> dict[str, float]:
    """Full findings with reasons for every row, a block at a time."""
    from fabcast.rules import classify_table

    columns = load(folder)
    size = len(columns["tpp"])
    classify_table(table(columns, slice(0, 1000)))
    begun, worked = time.perf_counter(), time.process_time()
    for start in range(0, size, BLOCK):
        classify_table(table(columns, slice(start, start + BLOCK)))
    spent, worked = time.perf_counter() - begun, time.process_time() - worked
    return {"seconds": spent, "worked": worked, "memory": peak()}


def naive(folder: Path) -> dict[str, float]:
    """Run the equal rule in a plain Python loop over a part of the rows, scaled up to all."""
    from equal_rule import judge

    columns = load(folder)
    size = len(columns["tpp"])
    part = min(NAIVE, size)
    rows = list(zip(*(_listed(name, columns[name][:part]) for name in ORDER), strict=True))
    begun = time.perf_counter()
    answers = [judge(*row) for row in rows]
    spent = time.perf_counter() - begun
    made = [[["", "3A090.a", "3A090.b"].index(p), int(y == "yes"), POLICIES.index(w)] for p, y, w in answers]
    np.save(folder / "naive_of.npy", np.array(made, np.int8).T)
    return {"seconds": spent * size / part, "memory": peak()}


ORDER = ("on", "tpp", "area", "rate", "dram", "to", "datacenter", "export", "from_us", "certified", "on_sale")


def _listed(name: str, column: np.ndarray) -> list[object]:
    if name == "to":
        return [PLACES[code] for code in column]
    return [bool(x) for x in column] if column.dtype == np.int8 else column.tolist()


def reform(folder: Path) -> dict[str, float]:
    """One threshold moved and the catalogue judged again; median of many."""
    from fabcast.facts import chips
    from fabcast.rules import Reform, classify_table

    del folder
    names = list(chips())
    catalogue = {"name": names, "on": ["2026-06-01"] * len(names), "to": ["CN"] * len(names)}
    classify_table(catalogue, fields=BRIEF)
    spent = []
    for index in range(41):
        begun = time.perf_counter()
        classify_table(
            catalogue, reform=Reform(f"r{index}", thresholds={"tpp_middle": 2300.0 + index}), fields=BRIEF
        )
        spent.append(time.perf_counter() - begun)
    return {"seconds": float(np.median(spent)), "memory": peak()}


def single(folder: Path) -> dict[str, float]:
    """One finding of a catalogue chip; median of many."""
    from fabcast.rules import classify

    del folder
    spent = []
    for _ in range(2000):
        begun = time.perf_counter()
        classify("H200", on="2026-02-01", to="CN", kind="export", ship_from="US", certifications_made=True)
        spent.append(time.perf_counter() - begun)
    return {"seconds": float(np.median(spent)), "memory": peak()}


TASKS = {"brief": brief, "full": full, "naive": naive, "reform": reform, "single": single}


def apart(task: str, folder: Path) -> dict[str, float]:
    """Run a task in a process of its own."""
    return dict(json.loads(_output([sys.executable, __file__, "--task", task, "--folder", str(folder)])))


def openfisca(python: str, folder: Path) -> dict[str, float]:
    """Run the peer with its own interpreter."""
    seconds, memory, _ = _output([python, str(HERE / "openfisca_peer.py"), str(folder)]).split()
    return {"seconds": float(seconds), "memory": float(memory)}


def _output(command: list[str]) -> str:
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 -- our own scripts
    return done.stdout.splitlines()[-1]


def wrong(folder: Path, name: str) -> int:
    """Count rows that differ from Fabcast's answer."""
    ours, theirs = np.load(folder / "fabcast_of.npy"), np.load(folder / f"{name}_of.npy")
    return int((ours[:, : theirs.shape[1]] != theirs).any(axis=0).sum())


def main() -> None:
    """Run all and print a table."""
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=float, default=1e7)
    options.add_argument("--openfisca", default="")
    options.add_argument("--task", default="")
    options.add_argument("--folder", default="")
    given = options.parse_args()
    if given.task:
        print(json.dumps(TASKS[given.task](Path(given.folder))))
        return
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), int(given.rows), given.openfisca)


def measure(folder: Path, count: int, python: str) -> None:
    """Measure everything on `count` rows."""
    save(folder, count)
    print(f"{count:,} rows, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    print(f"{'engine':<44}{'seconds':>10}{'CPU s':>8}{'M rows/s':>10}{'peak GB':>9}{'rows that differ':>18}")
    line("Fabcast, ECCN + licence + review policy", apart("brief", folder), count)
    line("Fabcast, full findings with reasons", apart("full", folder), count)
    if python:
        line(
            "OpenFisca-core, equal rule, same three",
            openfisca(python, folder),
            count,
            wrong(folder, "openfisca"),
        )
    line("plain Python loop, equal rule (scaled)", apart("naive", folder), count, wrong(folder, "naive"))
    print(f"one-threshold reform over the catalogue: {apart('reform', folder)['seconds'] * 1e3:.1f} ms")
    print(f"one finding of a catalogue chip: {apart('single', folder)['seconds'] * 1e6:.0f} microseconds")


def line(name: str, found: dict[str, float], count: int, differ: int | None = None) -> None:
    """Print one row of the table."""
    rate = count / found["seconds"] / 1e6
    last = "" if differ is None else f"{differ:,}"
    worked = found.get("worked", found["seconds"])
    print(
        f"{name:<44}{found['seconds']:>10.2f}{worked:>8.2f}{rate:>10.2f}{found['memory']:>9.2f}{last:>18}",
        flush=True,
    )


if __name__ == "__main__":
    main()
