"""Each file in fixtures/bad/facts holds one mistake; its message stands beside it, word for word."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fabcast.errors import BadInput
from fabcast.facts import load_parameters, load_paths
from fabcast.facts._store import load_events
from fabcast.facts._vendors import load_vendors

FOLDER = Path(__file__).parents[1] / "fixtures" / "bad" / "facts"
LOADERS: dict[str, Callable[[str], object]] = {
    "parameter": load_parameters,
    "path": load_paths,
    "event": load_events,
    "vendor": load_vendors,
}
FILES = sorted(file.name for file in FOLDER.iterdir() if not file.name.endswith(".expected.txt"))


@pytest.mark.parametrize("name", FILES)
def test_the_message_is_the_one_kept_beside_the_file(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    with pytest.raises(BadInput) as caught:
        LOADERS[name.partition("_")[0]](name)
    expected = (FOLDER / f"{name}.expected.txt").read_text(encoding="utf-8")
    assert str(caught.value) + "\n" == expected


def test_every_expectation_has_its_file() -> None:
    expected = {file.name.removesuffix(".expected.txt") for file in FOLDER.glob("*.expected.txt")}
    assert expected == set(FILES)
