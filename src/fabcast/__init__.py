"""Fabcast: what chip export controls do to China's chip-making, with intervals and reasons."""
