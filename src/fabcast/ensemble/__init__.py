"""Fabcast's ensemble room."""

from ._fit import Belief, fit
from ._priors import PATH_SHOCK, Priors
from ._streams import normal, uniform

__all__ = ["PATH_SHOCK", "Belief", "Priors", "fit", "normal", "uniform"]
