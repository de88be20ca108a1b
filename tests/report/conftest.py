"""Books and briefs for the report's tests."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fabcast.report import (
    Brief,
    Document,
    Evidence,
    OutcomeWords,
    ParameterWords,
    ScenarioWords,
    SourceLine,
    brief_document,
    build_brief,
)
from tests.synthetic import UNITS, SyntheticRuns, synthetic_runs

WORDS = {
    "h200_licensed": ("H200 licensed", "licensing H200-class chips to China", "Licensed up to the cap."),
    "h200_denied": ("H200 denied", "denying them", "Presumption of denial kept."),
    "h200_open": ("H200 open", "licensing with China letting every allowed chip in", "China lets all in."),
    "china_blocks": ("China blocks", "licensing with Beijing refusing imports", "Beijing refuses all."),
}


def synthetic_books() -> Evidence:
    described = {
        "h200_cap_fill": ("Share of the licensed cap that buyers take up", "D", True),
        "demand_2025_potential": ("Potential Chinese demand for AI chips in 2025", "B", False),
        "d0_halflife_smic": ("Half-life of excess defect density at SMIC's 7 nm class", "C", False),
    }
    return Evidence(
        scenarios={name: ScenarioWords(name, *words) for name, words in WORDS.items()},
        outcomes={
            name: OutcomeWords(name, label, unit, f"Definition of {label}.", f"Limits of {label}.")
            for name, (unit, label) in UNITS.items()
        },
        parameters={
            name: ParameterWords(text, "-", 0.1, 0.4, 0.9, grade, judged, ("src-a", "src-b"))
            for name, (text, grade, judged) in described.items()
        },
        sources={
            "src-a": SourceLine("src-a", "A filing", "https://example.org/filing", "A"),
            "src-b": SourceLine("src-b", "Own judgement", "own", "D"),
            "src-c": SourceLine("src-c", "Press <report> & more", "https://example.org/press?a=1&b=2", "B"),
        },
    )


@pytest.fixture(scope="session")
def runs() -> SyntheticRuns:
    return synthetic_runs(draws=400)


@pytest.fixture(scope="session")
def brief(runs: SyntheticRuns) -> Brief:
    return build_brief(runs, "h200_licensed", "h200_denied", ("h200_open", "china_blocks"), synthetic_books())


@pytest.fixture(scope="session")
def document(brief: Brief) -> Document:
    return brief_document(brief)


def bare(brief: Brief) -> Brief:
    """Leave out all that would be drawn, which takes the most time."""
    return replace(brief, fans=(), bounds=(), parity=None, binding=None, binding_against=None)
