"""Every room stands in the layers contract, so that a new one cannot slip past the one-way rule."""

import pkgutil
import tomllib
from pathlib import Path

import fabcast

ROOT = Path(__file__).parents[1]
FRONT = {"__main__", "_frontdoor"}


def contract() -> set[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return {room.strip(" ()").removeprefix("fabcast.") for layer in layers for room in layer.split("|")}


def test_every_room_has_its_place() -> None:
    rooms = {module.name for module in pkgutil.iter_modules(fabcast.__path__)}
    assert rooms - FRONT <= contract()
