"""What an import chip is to the model: arithmetic, bandwidth and price, from the catalogue."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from fabcast import facts
from fabcast.errors import BadInput
from fabcast.model import IMPORT_CHIPS

ByChip = Float[np.ndarray, " chip"]
_USD_PER_THOUSAND = 1000.0


def catalogue_id(chip: str) -> str:
    """Catalogue id of an import chip class.

    >>> catalogue_id("H20")
    'nvidia-h20-96gb'
    """
    return facts.find_chip(chip).id


def arithmetic() -> ByChip:
    """16-bit dense arithmetic over that of H100; NaN where the catalogue has none.

    >>> float(arithmetic()[IMPORT_CHIPS.index("H20")].round(3))
    0.15
    """
    return _over_h100("fp16_bf16_dense_tflops")


def bandwidth() -> ByChip:
    """Memory bandwidth over that of H100; NaN where the catalogue has none.

    >>> float(bandwidth()[IMPORT_CHIPS.index("H200")].round(2))
    1.43
    """
    return _over_h100("memory_bandwidth_gb_s")


def price() -> ByChip:
    """Price in thousand USD: the series of chip prices, else the catalogue's range (geometric mean).

    >>> float(price()[IMPORT_CHIPS.index("A800")])
    12.0
    """
    return np.array([_price(chip) for chip in IMPORT_CHIPS])


def _over_h100(field: str) -> ByChip:
    values = np.array([_number(chip, field) for chip in IMPORT_CHIPS])
    return np.asarray(values / values[IMPORT_CHIPS.index("H100")])


def _number(chip: str, field: str) -> float:
    value = getattr(facts.find_chip(chip), field)
    return float("nan") if value is None else float(value)


def _price(chip: str) -> float:
    for report in facts.series().get("price.chip", ()):
        if report.entity == chip and report.central is not None:
            return float(report.central) / _USD_PER_THOUSAND
    low, high = _number(chip, "price_low_usd"), _number(chip, "price_high_usd")
    return float(np.sqrt(low * high)) / _USD_PER_THOUSAND


def refuse_unknown(values: ByChip, lever: str) -> None:
    """Stop where a chip has no number: the model must not guess one.

    Raises
    ------
    BadInput
        Naming the chip and the lever that would settle it.
    """
    for chip, value in zip(IMPORT_CHIPS, values, strict=True):
        if not np.isfinite(value):
            raise BadInput(f"{lever} of {chip} is unknown in the facts; set lever {lever} for it")
