"""The REST API: the published forms, bounds, and nothing that breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.core.result import Ok

from fabcast import rules


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{address}/api", timeout=180) as found:
        yield found


def test_classify_is_what_the_rules_say(client: httpx.Client) -> None:
    found = client.get("/classify", params={"item": "H20", "on": "2024-06-01"}).json()
    assert found == rules.classify("H20", on="2024-06-01", to="CN").to_dict()


def test_a_bad_row_keeps_its_place(client: httpx.Client) -> None:
    rows = [{"item": "H2O"}, {"facts": {"tpp": 5000, "datacenter": True}, "on": "2024-06-01"}]
    bad, good = client.post("/classify", json={"rows": rows}).json()
    assert bad == {"row": 1, "error": "chip 'H2O' is not in the catalogue; did you mean H20?"}
    assert (good["row"], good["eccn"]) == (2, ["3A090.a"])


def test_simulate_gives_the_same_numbers_for_the_same_seed(client: httpx.Client) -> None:
    asked: dict[str, Any] = {"scenarios": ["h200_open"], "draws": 20, "years": [2030], "seed": 3}
    one, two = (client.post("/simulate", json=asked).json() for _ in range(2))
    assert one == two
    assert one["record"]["draws"] == 20
    moved = client.post("/simulate", json=asked | {"levers": {"licence_grant.H200": "0@2026-01-15"}}).json()
    assert moved["results"][0]["p50"] != one["results"][0]["p50"]


REFUSED: list[tuple[dict[str, Any], int, str]] = [
    ({"scenarios": []}, 422, "scenarios: list should have at least 1 item"),
    ({"scenarios": ["nowhere"]}, 400, "no scenario 'nowhere'"),
    ({"scenarios": ["actual"], "draws": 100_000}, 422, "draws: input should be less than or equal to 5000"),
    ({"scenarios": ["actual"], "draws": 301}, 400, "draws must be at most 300"),
    ({"scenarios": ["actual"], "outcomes": ["x"]}, 400, "outcome 'x' is not known"),
    ({"scenarios": ["actual"], "years": [1900]}, 400, "year 1900 is outside the run"),
    ({"scenarios": ["actual"], "levers": {"x": "1@2027-01-01"}}, 400, "there is no lever 'x'"),
    ({"scenarios": ["/etc/passwd.yaml"]}, 400, "scenarios are named by id here"),
    ({"scenarios": ["actual"], "more": 1}, 422, "more: extra inputs are not permitted"),
]


@pytest.mark.parametrize(("asked", "status", "sentence"), REFUSED)
def test_bad_requests_get_a_problem_document(
    client: httpx.Client, asked: dict[str, Any], status: int, sentence: str
) -> None:
    answer = client.post("/simulate", json=asked)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.json()["detail"].startswith(sentence)


def test_deep_nesting_is_refused(client: httpx.Client) -> None:
    answer = client.post("/simulate", content=b"[" * 30_000, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["detail"] == "There was an error parsing the body"


def test_the_description_is_openapi_3_1(client: httpx.Client) -> None:
    found = client.get("/openapi.json").json()
    assert found["openapi"].startswith("3.1")
    assert {"/api/classify", "/api/simulate", "/api/compare", "/api/claims", "/api/facts"} <= set(
        found["paths"]
    )


def test_nothing_that_the_description_allows_breaks_the_server(address: str) -> None:
    described = schemathesis.openapi.from_url(f"{address}/api/openapi.json")
    operations = [found.ok() for found in described.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) > 8
    for operation in operations:
        _hold(operation)


def _hold(operation: Any) -> None:
    @given(operation.as_strategy())
    @settings(
        max_examples=4,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def holds(case: Any) -> None:
        answer = case.call(timeout=180)
        assert answer.status_code < 500, operation.label

    holds()
