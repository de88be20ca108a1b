"""Fabcast's model room."""
