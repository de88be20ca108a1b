"""Fabcast's report room."""
