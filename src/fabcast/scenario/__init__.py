"""Fabcast's scenario room."""
