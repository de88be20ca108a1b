"""The basis of answers: the fitted ensemble if it still fits what is installed, else the priors."""

from __future__ import annotations

from typing import NamedTuple

from fabcast import ensemble
from fabcast.ensemble import Basis, Discrepancy
from fabcast.errors import BadInput

from ._posterior import Posterior, posterior

_WHAT = {
    "code": "the model's code",
    "data": "the observations",
    "drivers": "the exogenous paths",
    "path": "the actual path of policy",
    "priors": "the priors",
}
FIT_AGAIN = "fit again with `fabcast calibrate`"


class Chosen(NamedTuple):
    """A basis, and a plain line on why it is not the posterior (blank if it is, or was not wanted)."""

    basis: Basis
    why: str


def prior_basis() -> Basis:
    """Priors, with the structural discrepancy that every level carries."""
    return Basis("prior", ensemble.sample_inputs, Discrepancy.from_facts())


def posterior_basis(fitted: Posterior) -> Basis:
    """Members of a fitted ensemble, with the structural discrepancy."""
    told = {"posterior": str(fitted.record.get("digest", ""))[:16]}
    return Basis("posterior", fitted.inputs, Discrepancy.from_facts(), told)


def choose_basis(*, prior: bool = False) -> Chosen:
    """Return what answers rest on: the shipped posterior unless it is stale, or the prior is wanted.

    Parameters
    ----------
    prior
        Whether the prior is wanted.

    Examples
    --------
    >>> choose_basis(prior=True).basis.name
    'prior'
    """
    if prior:
        return Chosen(prior_basis(), "")
    try:
        fitted = posterior()
    except BadInput as problem:
        return Chosen(prior_basis(), f"Showing the prior, as there is no usable posterior: {problem}")
    stale = fitted.stale()
    if stale:
        what = " and ".join(_WHAT[name] for name in stale)
        return Chosen(prior_basis(), f"Showing the prior: {what} changed after the fit; {FIT_AGAIN}.")
    return Chosen(posterior_basis(fitted), "")
