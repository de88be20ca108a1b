"""The same transactions for every engine, made from a seed and kept in a folder as plain arrays."""

import sys
from pathlib import Path

import numpy as np

PLACES = ["CN", "HK", "MO", "AE", "SA", "MY", "TW", "DE", "IN", "VN"]
FIRST = np.datetime64("2022-08-26")
LAST = np.datetime64("2026-06-30")
LINES = {"tpp": (1600.0, 2400.0, 4800.0, 21000.0), "rate": (600.0,), "dram": (6500.0,)}


def make(count: int, seed: int = 0) -> dict[str, np.ndarray]:
    """Return the columns; one row in a thousand stands within float32's rounding of a line."""
    rng = np.random.default_rng(seed)
    days = FIRST + rng.integers(0, int((LAST - FIRST).astype(int)), count).astype("timedelta64[D]")
    columns = {
        "on": days,
        "tpp": np.exp(rng.uniform(np.log(500), np.log(60000), count)),
        "area": rng.uniform(100, 1700, count),
        "rate": rng.uniform(0, 2000, count),
        "dram": rng.uniform(200, 9000, count),
        "to": rng.integers(0, len(PLACES), count, dtype=np.int8),
        "datacenter": rng.integers(0, 2, count, dtype=np.int8),
        "export": rng.integers(0, 2, count, dtype=np.int8),
        "from_us": rng.integers(0, 2, count, dtype=np.int8),
        "certified": rng.integers(0, 2, count, dtype=np.int8),
        "on_sale": rng.integers(0, 2, count, dtype=np.int8),
    }
    for name, lines in LINES.items():
        rows = rng.integers(0, count, max(count // 1000, 1))
        columns[name][rows] = np.nextafter(rng.choice(lines, len(rows)), -np.inf)
    return columns


def save(folder: Path, count: int) -> None:
    """Write the columns to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, column in make(count).items():
        np.save(folder / f"{name}.npy", column)


def load(folder: Path) -> dict[str, np.ndarray]:
    """Read the columns."""
    return {path.stem: np.load(path) for path in sorted(folder.glob("*.npy"))}


if __name__ == "__main__":
    save(Path(sys.argv[1]), int(float(sys.argv[2])))
