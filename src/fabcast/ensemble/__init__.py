"""Fabcast's ensemble room."""
