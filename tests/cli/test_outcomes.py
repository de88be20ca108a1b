"""``fabcast outcomes`` shows outcomes, and quantities that claims name."""

import json

import jsonschema  # type: ignore[import-untyped]
import pytest

from fabcast.analysis import vocabulary
from fabcast.cli import main
from fabcast.model import OUTCOMES
from fabcast.report import schema


def printed(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["outcomes", *words]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("name", list(vocabulary()))
def test_each_quantity_can_be_shown(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(["show", name], capsys)
    assert name in text
    assert vocabulary()[name].definition in text


def test_what_is_not_modelled_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(["show", "energy_per_token_domestic_over_h20"], capsys)
    assert "Not modelled  electric power is outside the model" in text


def test_a_quantity_as_json_holds_its_readings(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(printed(["show", "smic_7nm_and_below_capacity", "--json"], capsys))
    assert found["readings"][0]["formula"] == "china_7nm_and_below_capacity"
    assert found["readings"][0]["bound"] == "at most"


def test_the_list_of_quantities_is_the_vocabulary(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(printed(["list", "--quantities"], capsys).splitlines()) == len(vocabulary())
    assert [one["id"] for one in json.loads(printed(["list", "--quantities", "--json"], capsys))["rows"]] == [
        *vocabulary()
    ]
    assert len(printed(["list"], capsys).splitlines()) == len(OUTCOMES)


def test_every_quantity_as_json_holds_to_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    for quantity in json.loads(printed(["list", "--quantities", "--json"], capsys))["rows"]:
        jsonschema.validate(quantity, schema("quantity"))
