"""The published JSON Schema is the one the lever table makes, and the library holds to it."""

import json
from importlib import resources

from fabcast.scenario import LEVERS, json_schema


def test_published_schema_is_current() -> None:
    """Write it anew after a change of levers: see the how-to on scenarios."""
    published = resources.files("fabcast.scenario").joinpath("scenario.schema.json").read_text("utf-8")
    assert json.loads(published) == json.loads(json.dumps(json_schema()))


def test_every_lever_says_what_it_means() -> None:
    for lever in LEVERS.values():
        assert lever.meaning.endswith("."), lever.id
        assert lever.low < lever.high, lever.id
        assert lever.label[0].islower() or lever.label.startswith("U.S."), lever.id
