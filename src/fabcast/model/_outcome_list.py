"""Definitions of every outcome: what it is, its unit, what it leaves out.

Shares are in percent. *Stock* is at the quarter's end; *flow* is the sum over the four
quarters that end there; a *date* is in decimal years, unknown where it never comes by 2040.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ._axes import TOOLS

Kind = Literal["stock", "flow", "share", "ratio", "date", "level"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One measured quantity."""

    id: str
    label: str
    unit: str
    kind: Kind
    definition: str
    leaves_out: str
    headline: bool = False


_LIST = (
    Outcome(
        "china_compute_stock",
        "AI compute located in China",
        "H100e",
        "stock",
        "Installed, not yet retired AI accelerators in mainland China: domestic, legally imported and "
        "smuggled, by 16-bit dense arithmetic over an H100's.",
        "Compute rented abroad; utilisation; whether domestic chips reach their nominal speed.",
        headline=True,
    ),
    Outcome(
        "china_compute_stock_bandwidth",
        "AI compute located in China, by memory bandwidth",
        "H100 bandwidth",
        "stock",
        "The same chips counted by memory bandwidth over an H100's 3.35 TB/s: closer to inference.",
        "Interconnect; memory capacity.",
        headline=True,
    ),
    Outcome(
        "china_compute_offshore",
        "AI compute rented abroad by Chinese firms",
        "H100e",
        "stock",
        "U.S.-designed accelerators outside China whose capacity Chinese firms rent.",
        "Undisclosed deals; rules on remote access.",
        headline=True,
    ),
    Outcome(
        "us_to_china_ai_compute_ratio",
        "U.S. AI compute over China's",
        "ratio",
        "ratio",
        "Installed compute located in the United States over that located in China, by arithmetic.",
        "Compute of either side abroad; software effectiveness.",
        headline=True,
    ),
    Outcome(
        "us_designed_share_of_china_stock",
        "U.S.-designed share of China's AI compute",
        "percent",
        "share",
        "Legally imported plus smuggled compute over all compute located in China.",
        "Rented compute abroad; dependence on U.S. software.",
        headline=True,
    ),
    Outcome(
        "china_domestic_ai_compute_output",
        "Output of Chinese AI accelerators",
        "H100e a year",
        "flow",
        "Nominal arithmetic of accelerators that Chinese firms completed in the year, whoever made the dies.",
        "Chips for phones and cars; unsold stock is included.",
        headline=True,
    ),
    Outcome(
        "domestic_share_of_china_ai_accelerators_by_value",
        "Domestic share of China's AI chip purchases, by value",
        "percent",
        "share",
        "Money spent on Chinese accelerators over all money spent on accelerators located in China.",
        "Transfer prices inside a firm; cards below data-centre class from abroad.",
        headline=True,
    ),
    Outcome(
        "full_stack_self_reliance",
        "Full-stack self-reliance",
        "percent",
        "share",
        "Geometric mean of local shares along the chain: installed tools on advanced lines by six classes, "
        "dies made in China, memory stacks made in China. One missing link keeps it at zero.",
        "Materials, design software, lasers and optics inside tools.",
        headline=True,
    ),
    Outcome(
        "domestic_share_of_chip_equipment_in_china",
        "Domestic share of chip tools bought in China",
        "percent",
        "share",
        "Sales of local toolmakers in China over all wafer-fab tool purchases there, by value.",
        "Assembly and test tools; parts inside tools; tender counts, which run higher.",
        headline=True,
    ),
    Outcome(
        "nvidia_china_revenue",
        "Revenue from legal sales of U.S. AI chips to China",
        "USD bn a year",
        "flow",
        "Delivered legal U.S.-designed data-centre accelerators at their price, NVIDIA nearly all of it.",
        "Other products; sales abroad to Chinese firms; smuggled chips. The U.S. fee is not deducted.",
        headline=True,
    ),
    Outcome(
        "us_lead_over_china_in_frontier_models",
        "U.S. lead in frontier AI models",
        "months",
        "level",
        "Months until China's frontier stands where the U.S. frontier stands, from the ratio of compute, "
        "its growth and the diffusion of algorithms (equation 2.11).",
        "Talent, data, concentration of compute in one laboratory, espionage.",
        headline=True,
    ),
    Outcome(
        "year_of_compute_parity",
        "Year of compute parity",
        "year",
        "date",
        "First quarter of four in a row in which the U.S. : China ratio of located compute is at most one.",
        "As the ratio.",
        headline=True,
    ),
    Outcome(
        "h200_units_delivered_to_china",
        "H200 chips delivered to China",
        "chips a year",
        "flow",
        "H200-class chips legally delivered in the year.",
        "Chips that arrive through third countries.",
    ),
    Outcome(
        "legal_ai_chips_delivered_to_china",
        "U.S. AI chips legally delivered to China",
        "chips a year",
        "flow",
        "All legal U.S.-designed data-centre accelerators delivered in the year.",
        "Cards below data-centre class.",
    ),
    Outcome(
        "huawei_ascend_units_produced",
        "Chinese data-centre accelerator packages",
        "chips a year",
        "flow",
        "Packages completed on 7 nm class and better dies, Huawei nearly all of it in the record.",
        "Lower-class domestic cards.",
    ),
    Outcome(
        "smuggled_compute",
        "Compute smuggled into China",
        "H100e a year",
        "flow",
        "U.S.-designed accelerators that entered against the rules in the year.",
        "Compute of Chinese firms abroad.",
    ),
    Outcome(
        "china_7nm_and_below_capacity",
        "Installed advanced logic capacity",
        "wafers a month",
        "level",
        "FinFET capacity that the scarcest tool class on Chinese advanced lines allows.",
        "Qualification of lines: starts are lower.",
    ),
    Outcome(
        "smic_7nm_starts",
        "7 nm class wafer starts",
        "wafers a month",
        "level",
        "Wafers started on 7 nm class and better processes.",
        "Yield.",
    ),
    Outcome(
        "smic_7nm_yield",
        "Yield of a large 7 nm class die",
        "percent",
        "share",
        "Sellable share of gross dies of about 665 mm² at the 7 nm class.",
        "Harvesting of partly working dies.",
    ),
    Outcome(
        "smic_7nm_die_cost",
        "Cost of a large 7 nm class die made in China",
        "USD",
        "level",
        "Wafer cost (the leader's price, the premium, learning since) over sellable dies of a wafer.",
        "Design, packaging and memory; the margin that a foundry asks.",
    ),
    Outcome(
        "hbm_stacks_on_hand",
        "Foreign and domestic HBM stacks on hand",
        "stacks",
        "stock",
        "HBM stacks in China not yet packaged.",
        "Stacks inside chips imported to be taken apart.",
    ),
    Outcome(
        "cxmt_hbm3_stacks_shipped",
        "HBM stacks made in China",
        "stacks a year",
        "flow",
        "Good HBM stacks completed by Chinese memory makers in the year.",
        "Generation and speed.",
    ),
    Outcome(
        "china_ai_accelerator_demand",
        "Potential demand for AI accelerators",
        "USD bn a year",
        "flow",
        "What Chinese buyers would spend in the year if chips were on offer.",
        "Power and data-centre limits.",
    ),
    Outcome(
        "domestic_ai_accelerator_supply_over_total_demand",
        "Domestic supply over demand",
        "ratio",
        "ratio",
        "Money spent on Chinese accelerators over potential demand of the year.",
        "As demand.",
    ),
    Outcome(
        "us_government_receipts_from_h200_fee",
        "U.S. receipts from the fee on chip sales",
        "USD bn a year",
        "flow",
        "The agreed or imposed share of legal chip sales to China.",
        "How and whether it is collected.",
    ),
    Outcome(
        "us_semiconductor_rnd_from_china_sales",
        "U.S. chip R&D paid from China sales",
        "USD bn a year",
        "flow",
        "R&D intensity times its elasticity times revenue that would not have been earned elsewhere.",
        "Effects of R&D on the frontier.",
    ),
    Outcome(
        "us_to_china_ai_compute_ratio_effective",
        "U.S. AI compute over China's, domestic chips at their effectiveness",
        "ratio",
        "ratio",
        "As the ratio of located compute, with Chinese accelerators at what their software makes of them.",
        "Compute of either side abroad; utilisation.",
    ),
    Outcome(
        "us_to_china_ai_compute_ratio_with_offshore",
        "U.S. AI compute over China's, rented compute counted as China's",
        "ratio",
        "ratio",
        "As the ratio of located compute, with what Chinese firms rent abroad moved from the U.S. side to "
        "China's, as if all of it stood in the United States.",
        "Rented compute stands in several countries, so the ratio is a lower bound.",
    ),
    Outcome(
        "us_to_china_new_ai_compute_ratio",
        "New U.S. AI compute over China's",
        "ratio",
        "ratio",
        "Compute delivered in the United States in the year over compute delivered in China.",
        "As the ratio of stocks; chips diverted to China are not deducted.",
    ),
    Outcome(
        "us_designed_share_of_new_ai_compute_in_china",
        "U.S.-designed share of new AI compute in China",
        "percent",
        "share",
        "Legally imported plus smuggled compute over all compute delivered in China in the year.",
        "Rented compute abroad; cards below data-centre class.",
    ),
    Outcome(
        "domestic_unit_share_of_china_ai_accelerators",
        "Domestic share of AI cards sold in China, by units",
        "percent",
        "share",
        "Chinese cards of all classes over all cards sold legally in China, U.S. cards below data-centre "
        "class among them: the basis of market counts.",
        "Smuggled chips; cards differ several-fold in performance.",
    ),
    Outcome(
        "us_cards_below_datacentre_class_sold_in_china",
        "U.S. cards below data-centre class sold in China",
        "chips a year",
        "flow",
        "Graphics and inference cards that market counts hold beside data-centre chips: a given ledger.",
        "What rules do to it: it is the same in every scenario.",
    ),
    Outcome(
        "compute_of_us_cards_below_datacentre_class",
        "Compute of U.S. cards below data-centre class sold in China",
        "H100e a year",
        "flow",
        "Nominal dense arithmetic of those cards.",
        "They lack the links between chips that training needs: it is kept out of every stock of compute.",
    ),
    Outcome(
        "domestic_share_by_value_with_lower_cards",
        "Domestic share of legal AI card sales in China, by value, all classes",
        "percent",
        "share",
        "Money spent on Chinese accelerators over all money spent legally on cards, those below data-centre "
        "class among them: the basis of banks' market counts.",
        "Smuggled chips.",
    ),
    Outcome(
        "dependence_on_us_vendors",
        "Dependence on U.S. vendors",
        "percent",
        "share",
        "Share of the value of chip tools and AI accelerators lost if U.S. vendors stopped selling: each "
        "input's loss 1 - (1 - w)^(1/(s - 1)), w the U.S. share and s the elasticity of substitution, "
        "weighted by purchases.",
        "Installed stock, which a cut leaves; design software; memory; allied vendors with U.S. technology.",
    ),
    Outcome(
        "us_toolmakers_china_revenue",
        "Sales of U.S. toolmakers to Chinese fabs",
        "USD bn a year",
        "flow",
        "Foreign tools bought in China, split by provider country by their shares and rules on mature lines.",
        "Service contracts; single firms.",
    ),
    Outcome(
        "allied_toolmakers_china_revenue",
        "Sales of Japanese and Dutch toolmakers to Chinese fabs",
        "USD bn a year",
        "flow",
        "As for U.S. toolmakers.",
        "As for U.S. toolmakers; makers of other countries.",
    ),
    Outcome(
        "domestic_share_of_lithography_purchases_in_china",
        "Domestic share of lithography purchases in China",
        "percent",
        "share",
        "Sales of local makers in both lithography classes over purchases there, by value.",
        "As the share of all tools; coat and develop tracks are in the class.",
    ),
    Outcome(
        "premium_per_domestic_h100e",
        "Premium of domestic compute over the world price",
        "USD per H100e",
        "level",
        "Price of Chinese accelerators less the world price, per H100e of arithmetic.",
        "Software effectiveness and bandwidth, which change what the buyer gets.",
    ),
    Outcome(
        "state_support_per_domestic_h100e",
        "State money for chips over domestic AI compute",
        "USD per H100e",
        "level",
        "All state support to semiconductors of the year over accelerators made in it: an upper bound of the "
        "subsidy that AI chips take.",
        "Most of the money goes to mature chips, memory and tools, which the model does not divide.",
    ),
    Outcome(
        "year_of_domestic_immersion_on_7nm_lines",
        "Year of local immersion scanners on 7 nm lines",
        "year",
        "date",
        "Quarter in which progress passes the drawn milestone: local immersion scanners serve 7 nm lines "
        "in volume.",
        "Use of local scanners on 28 nm lines, which comes first.",
    ),
    Outcome(
        "year_of_first_working_chips_from_domestic_euv",
        "Year of first working chips from domestic EUV",
        "year",
        "date",
        "Quarter in which progress passes the drawn milestone: working chips from a domestic EUV prototype.",
        "Yield and cost of those chips.",
    ),
    Outcome(
        "year_of_domestic_euv_in_volume_production",
        "Year of domestic EUV in volume production",
        "year",
        "date",
        "The same, plus the drawn increment to volume production.",
        "How many tools there are; nodes below 5 nm.",
    ),
    Outcome(
        "mineral_price_outside_china",
        "Price of critical minerals outside China",
        "ratio",
        "level",
        "Price outside China over that inside, of the minerals that China has put under licence, as one.",
        "Differences between minerals; long contracts.",
    ),
    Outcome(
        "counter_control_cost",
        "What Chinese mineral curbs cost the United States and allies",
        "USD bn a year",
        "level",
        "Dearer chips, and a yearly loss for each unit of need that no stock, other road or new mine meets, "
        "at the pace of the quarter.",
        "Weapons, cars and other uses beyond the yearly loss; what China loses in sales.",
    ),
    *(
        Outcome(
            f"{side}_posture",
            f"Stance of {who} against its script",
            "step",
            "level",
            "1 where it holds a posture that shuts more than the scenario's script, −1 where it holds one "
            "that opens, 0 at the script. The mean over draws is the chance of one less that of the other. "
            "Always 0 in a scenario without reactions.",
            "Which posture it is, and how long it has been held.",
        )
        for side, who in (("us", "the United States"), ("allied", "allies"), ("chinese", "China"))
    ),
)

OUTCOMES: dict[str, Outcome] = {outcome.id: outcome for outcome in _LIST}
"""Every outcome by id, headline outcomes first."""

HEADLINES: tuple[str, ...] = tuple(o.id for o in _LIST if o.headline)
"""Ids of the brief's outcomes, in order."""

BINDING: tuple[str, ...] = (
    "none",
    "demand",
    "packaging",
    "memory",
    *(f"tools: {tool.label}" for tool in TOOLS),
)
"""What limits domestic accelerator output in a quarter, by code."""
