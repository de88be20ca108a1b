"""Fabcast's cli room."""
