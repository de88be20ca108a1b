"""Fabcast's facts room."""
