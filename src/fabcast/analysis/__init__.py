"""Fabcast's analysis room."""
