"""Pages and twins without a browser: answers, headers, refusals, nothing on disk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote

import httpx
import pytest

from fabcast._versions import versions
from fabcast.facts import AS_OF, _age
from fabcast.report import numbers, schema

PAIR = "a=h200_licensed&b=h200_denied"
REFORM = "reform: lower\nthresholds: {tpp_middle: 2300}"
BOMB = "a: &a [x, x]\nb: [*a, *a]"


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=180) as found:
        yield found


TWINS = [
    (f"/compare.json?{PAIR}", "application/json"),
    (f"/compare.csv?{PAIR}", "text/csv; charset=utf-8"),
    (f"/compare/levels.svg?{PAIR}", "image/svg+xml"),
    (f"/compare/binding.png?{PAIR}", "image/png"),
    (f"/compare/change.csv?{PAIR}", "text/csv; charset=utf-8"),
    (f"/compare/change.json?{PAIR}", "application/vnd.vegalite.v6+json"),
    ("/rules.json?chip=H20", "application/json"),
    ("/rules.csv?chip=H20", "text/csv; charset=utf-8"),
    ("/rules/timeline.svg", "image/svg+xml"),
    ("/rules/timeline.csv", "text/csv; charset=utf-8"),
    ("/chain.json", "application/json"),
    ("/chain.csv", "text/csv; charset=utf-8"),
    ("/chain.svg", "image/svg+xml"),
    ("/evidence.json?q=HBM", "application/json"),
    ("/evidence.csv?q=HBM", "text/csv; charset=utf-8"),
    ("/evidence/hbm_cycle.json", "application/json"),
    ("/record.json", "application/json"),
    ("/record.csv", "text/csv; charset=utf-8"),
    ("/record/hindcast-pit.svg", "image/svg+xml"),
    ("/record/history.csv", "text/csv; charset=utf-8"),
    ("/claims.csv", "text/csv; charset=utf-8"),
    ("/claims.json", "application/json"),
]


@pytest.mark.parametrize(("path", "kind"), TWINS, ids=[path.split("?")[0] for path, _ in TWINS])
def test_every_view_has_its_twins(client: httpx.Client, path: str, kind: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == kind
    assert len(answer.content) > 100


def test_every_answer_carries_the_headers_and_none_opens_to_other_sites(client: httpx.Client) -> None:
    for path in ("/evidence", "/api/levers", "/static/page.css", "/nowhere"):
        headers = client.get(path, headers={"Origin": "https://elsewhere.example"}).headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in headers
        made = dict(part.split("=") for part in headers["fabcast-made-with"].split("; "))
        assert made == versions()


def test_a_page_says_that_its_facts_are_old_once_they_are(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = f"The facts are of {AS_OF}, 91 days ago: look for a newer release of Fabcast."
    for days, said in ((90, False), (91, True)):
        day = AS_OF + timedelta(days=days)
        monkeypatch.setattr(_age, "today", lambda day=day: day)
        assert (line in client.get("/evidence").text) == said


def test_pages_hold_no_inline_script_or_style(client: httpx.Client) -> None:
    text = client.get(f"/compare?{PAIR}").text
    assert "style=" not in text
    assert "<style" not in text
    assert "onclick" not in text
    assert all(
        part.startswith((" defer src=", ' type="application/json"')) for part in text.split("<script")[1:]
    )


def test_positions_of_levers_become_an_address_of_moved_levers_only(client: httpx.Client) -> None:
    form = f"{PAIR}&v.a.licence_grant.H200=1&q.a.licence_grant.H200=52&v.a.us_fee.H200=0.5&q.a.us_fee.H200=52"
    answer = client.get(f"/compare?{form}")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/compare?{PAIR}&a.us_fee.H200=0.5@2027-01-01"


def test_the_twin_holds_the_published_schema(client: httpx.Client) -> None:
    found = client.get(f"/compare.json?{PAIR}&a.enforcement=2@2027-01-01").json()
    assert set(schema("brief")["required"]) <= set(found)
    assert found["scenario"] == "h200_licensed_changed"


def test_the_twin_says_what_the_page_says(client: httpx.Client) -> None:
    found = client.get(f"/compare.json?{PAIR}").json()["outcomes"]
    wanted = next(c for c in found if (c["id"], c["year"]) == ("china_compute_stock", 2030))["contrast"]
    said = numbers.change_parts((wanted["p5"], wanted["p50"], wanted["p95"]), "H100e")
    page = client.get(f"/compare/full?{PAIR}").text
    assert f'<strong>{said[0]}</strong> <span class="interval">({said[1]})' in page


def test_what_a_transaction_is_taken_to_be_is_said_and_can_be_left_open(client: httpx.Client) -> None:
    asked = {"chip": "H200", "on": "2026-02-01"}
    usual, open_ = (
        client.get("/rules.json", params=asked | more).json() for more in ({}, {"stated": "nothing"})
    )
    policies = [found["finding"]["review_policy"] for found in (usual, open_)]
    assert policies == ["case_by_case", "unknown"]
    assert "exported from the United States, all certificates made" in client.get("/rules", params=asked).text


def test_a_reform_is_laid_over_and_a_bad_one_is_told_beside_the_finding(client: httpx.Client) -> None:
    good = client.get("/rules.json", params={"chip": "H20", "on": "2024-06-01", "reform": REFORM}).json()
    assert (good["finding"]["licence_required"], good["reformed"]["licence_required"]) == ("no", "yes")
    page = client.get("/rules", params={"chip": "H20", "reform": "reform: x\nthresholds: {tpp_middel: 1}"})
    assert page.status_code == 200
    assert "unknown threshold &#39;tpp_middel&#39;; did you mean tpp_middle?" in page.text


REFUSED = [
    ("/compare?a=../../etc/passwd", 400, "no scenario '../../etc/passwd'"),
    ("/compare?a=/tmp/x.yaml", 400, "scenarios are named by id here"),
    (f"/compare.json?{PAIR}&a.us_fee.H200=2@2027-01-01", 400, "a.us_fee.H200: 2 is outside 0 to 1"),
    (f"/compare.json?{PAIR}&a.us_fee.H200=nan@2027-01-01", 400, "a.us_fee.H200: nan is outside 0 to 1"),
    (f"/compare.json?{PAIR}&a.us_chip_rules=/tmp/r.yaml@2027-01-01", 400, "is neither in_force nor off"),
    (f"/compare.json?{PAIR}&a.us_fee=0.5", 400, "lever us_fee is not set for ''; it takes A100"),
    (f"/compare.json?{PAIR}&a.us_fee.H200=0.5", 400, "write VALUE@DATE, as 0.5@2027-01-01"),
    (f"/compare.json?{PAIR}&a.us_fee.H200=0.5@1900-01-01", 400, "1900-01-01 is outside 2022-10-01 to"),
    ("/compare.json?a=actual&b=actual", 400, "'actual' stands on both sides"),
    (f"/compare.json?{PAIR}&year=99999", 400, "year '99999' is not a year"),
    (f"/compare.json?{PAIR}&outcome=x", 400, "outcome 'x' is not one of: china_compute_stock"),
    (f"/compare/levels.exe?{PAIR}", 404, "There is nothing at this address"),
    ("/rules.json?chip=H2O", 400, "did you mean H20?"),
    ("/rules.json?on=yesterday", 400, "'yesterday' is not a date"),
    (f"/rules.json?reform={quote(BOMB)}", 400, "reform line 1: anchor '&a'; write the value out."),
    (f"/rules.json?reform={quote('a: !!python/object:x y')}", 400, "reform line 1: tag"),
    (f"/rules.json?reform={'x' * 4001}", 400, "the reform is longer than 4000 characters"),
    (f"/rules.json?reform={quote('[' * 100)}", 400, "reform line 1: nested deeper than 24"),
    ("/chain.json?quarter=1066Q4", 400, "quarter '1066Q4' is not one from"),
    ("/chain.json?stage=x", 400, "stage 'x' is not one of"),
    ("/evidence/hbm_cicle.json", 400, "no fact has the id 'hbm_cicle'; did you mean hbm_cycle?"),
    ("/evidence.json?q=" + "x" * 7000, 414, "The address is longer than 6000 characters"),
]


@pytest.mark.parametrize(("path", "status", "sentence"), REFUSED, ids=[path[:40] for path, *_ in REFUSED])
def test_what_cannot_be_used_is_refused_with_a_sentence(
    client: httpx.Client, path: str, status: int, sentence: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    if answer.headers["content-type"] == "application/problem+json":
        assert sentence in answer.json()["detail"]
    else:
        assert sentence in answer.text.replace("&#39;", "'")


def test_script_in_a_field_is_shown_escaped(client: httpx.Client) -> None:
    for path in ("/rules?chip=", "/evidence?q=", "/evidence/"):
        text = client.get(path + quote("<script>alert(1)</script>", safe="")).text
        assert "<script>alert" not in text


def test_other_names_methods_and_bodies_are_refused(client: httpx.Client) -> None:
    assert client.get("/evidence", headers={"Host": "elsewhere.example"}).status_code == 421
    assert client.post("/compare").status_code == 405
    assert client.options("/api/classify").status_code == 405
    assert client.post("/api/simulate", content=b"x" * 70_000).status_code == 413

    def chunks() -> Iterator[bytes]:
        yield from (b"x" * 10_000 for _ in range(8))

    assert client.post("/api/simulate", content=chunks()).status_code == 413


def test_a_fragment_is_refused_in_plain_words(client: httpx.Client) -> None:
    answer = client.get("/compare/live?a=nowhere", headers={"HX-Request": "true"})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


def test_a_moving_lever_leaves_the_address_alone(client: httpx.Client) -> None:
    still = {"HX-Request": "true"}
    path = f"/compare/live?{PAIR}&a.us_fee.H200=0.5@2027-01-01"
    assert client.get(path, headers=still).headers["hx-push-url"].endswith("a.us_fee.H200=0.5@2027-01-01")
    assert "hx-push-url" not in client.get(path, headers=still | {"X-Moving": "1"}).headers


def test_the_start_is_the_first_question(client: httpx.Client) -> None:
    assert client.get("/").headers["location"] == f"/compare?{PAIR}"


def test_an_svg_file_stands_alone(client: httpx.Client) -> None:
    text = client.get(f"/compare/levels.svg?{PAIR}").text
    assert text.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert "<title" in text


def test_a_specification_cannot_end_its_element() -> None:
    from fabcast.report import tables
    from fabcast.web._figure import Figure

    figure = Figure("x", "", "", {"title": "</script><b>"}, tables.Table("", (), ()))
    assert "<" not in figure.data()
    assert json.loads(figure.data())["title"] == "</script><b>"
