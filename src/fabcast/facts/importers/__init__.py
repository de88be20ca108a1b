"""Importers: data sets that others publish, read from the user's own copy and never shipped.

>>> from fabcast.facts import importers
>>> importers.plain_name("Some Maker Co., Ltd.")
'some maker co ltd'
"""

from fabcast.facts.importers._csl import LEAST, Listed, Match, flags_of, plain_name, read_csl, screen
from fabcast.facts.importers._epoch import ChipCount, Points, chip_stock, read_epoch
from fabcast.facts.importers._eto import Input, Supply, SupplyChain, read_eto

__all__ = [
    "LEAST",
    "ChipCount",
    "Input",
    "Listed",
    "Match",
    "Points",
    "Supply",
    "SupplyChain",
    "chip_stock",
    "flags_of",
    "plain_name",
    "read_csl",
    "read_epoch",
    "read_eto",
    "screen",
]
