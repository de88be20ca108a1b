"""A finding in a notebook: what it says, escaped, with its reasons folded."""

from fabcast.rules import classify


def test_it_shows_the_answer_and_folds_the_reasons() -> None:
    finding = classify("H200", on="2026-02-01", to="CN")
    page = finding._repr_html_()
    assert "NVIDIA H200 SXM 141 GB, 2026-02-01 to CN" in page
    assert "3A090.a (limb a.1, a.2)" in page
    assert "tpp is 1.103e+04 above 4800" not in page
    assert "tpp is 11,032 above 4,800" in page
    assert page.index("<details>") < page.index("performance_density = 15832 / 814")
    assert "not legal advice" in page
    assert "color:inherit" in page


def test_its_markdown_says_the_same() -> None:
    text = classify("H20", on="2024-06-01", to="CN")._repr_markdown_()
    assert "- licence required: no" in text
    assert "grounds" not in text, "what is empty is left out"


def test_an_item_with_signs_of_html_stays_text() -> None:
    finding = classify({"item": "<b>X</b>", "tpp": 10}, on="2024-06-01", to="CN")
    assert "<b>X</b>" not in finding._repr_html_()
