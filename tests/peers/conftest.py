"""Peers are held to the same cases as the exports."""

from tests.exchange.conftest import cases, model, same

__all__ = ["cases", "model", "same"]
