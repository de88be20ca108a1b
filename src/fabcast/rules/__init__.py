"""Fabcast's rules room."""
