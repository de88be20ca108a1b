"""Scenarios as the model read them come back whole from a file."""

from fabcast import scenario
from fabcast.ensemble import path_hash
from fabcast.runs._paths import paths_file, read_paths


def test_every_scenario_comes_back_from_its_file() -> None:
    paths = {name: scenario.resolve(name) for name in scenario.names()}
    back = read_paths(paths_file(paths))
    assert list(back) == list(paths)
    assert {name: path_hash(path) for name, path in back.items()} == {
        name: path_hash(path) for name, path in paths.items()
    }
    assert any(path.reactions is not None for path in back.values())


def test_the_same_scenarios_give_the_same_bytes() -> None:
    one, two = ({"actual": scenario.resolve("actual")} for _ in range(2))
    assert paths_file(one) == paths_file(two)
