"""What the brief reports and in which words: headline outcomes, years, and the model's limits."""

from __future__ import annotations

HEADLINE_OUTCOME = "china_compute_stock"
HEADLINE_YEAR = 2030
YEARS = (2027, 2030, 2035)

OUTCOMES = (
    "china_compute_stock",
    "china_compute_stock_bandwidth",
    "china_compute_offshore",
    "us_to_china_ai_compute_ratio",
    "us_designed_share_of_china_stock",
    "china_domestic_ai_compute_output",
    "domestic_share_of_china_ai_accelerators_by_value",
    "full_stack_self_reliance",
    "domestic_share_of_chip_equipment_in_china",
    "nvidia_china_revenue",
    "us_lead_over_china_in_frontier_models",
    "year_of_compute_parity",
)
"""Headline outcomes in the order of the table."""

FANS = (
    "china_compute_stock",
    "us_to_china_ai_compute_ratio",
    "us_designed_share_of_china_stock",
    "china_domestic_ai_compute_output",
    "domestic_share_of_china_ai_accelerators_by_value",
    "nvidia_china_revenue",
    "us_lead_over_china_in_frontier_models",
)
"""Outcomes drawn as fans."""

FAN_YEARS = (2023, 2035)
"""First and last year of the figures over time."""

SUBJECTS = {
    "china_compute_stock": "China's AI compute",
    "china_compute_stock_bandwidth": "China's AI compute by memory bandwidth",
    "china_compute_offshore": "the compute that Chinese firms rent abroad",
    "us_to_china_ai_compute_ratio": "the ratio of U.S. to Chinese AI compute",
    "us_designed_share_of_china_stock": "the U.S.-designed share of China's AI compute",
    "china_domestic_ai_compute_output": "China's domestic output of AI compute",
    "domestic_share_of_china_ai_accelerators_by_value": "the domestic share by value of China's AI chips",
    "full_stack_self_reliance": "full-stack self-reliance",
    "domestic_share_of_chip_equipment_in_china": "the domestic share of chip equipment bought in China",
    "nvidia_china_revenue": "NVIDIA's revenue from China",
    "us_lead_over_china_in_frontier_models": "the U.S. lead in frontier models",
}
"""Each headline outcome as the subject of a sentence."""

TOLD = (
    "us_to_china_ai_compute_ratio",
    "domestic_share_of_china_ai_accelerators_by_value",
    "nvidia_china_revenue",
    "us_lead_over_china_in_frontier_models",
)
"""Outcomes that the answer in words names beside the headline."""

PHRASES = {
    "actual": "today's policies",
    "b30a_open": "licensing the half-size Blackwell chip to China",
    "blackwell_half_cap": "licensing Blackwell chips up to half of U.S. volumes",
    "china_blocks": "licensing with Beijing refusing imports",
    "controls_as_is": "keeping the policies of mid-2026 in the long run",
    "controls_leaky": "leaving smuggling and tool gaps open",
    "controls_tight": "closing smuggling and tool gaps",
    "full_decoupling": "losing all U.S. accelerator sales to China",
    "gain_ai": "serving U.S. buyers first",
    "h200_capped": "licensing ten buyers under the per-buyer cap",
    "h200_denied": "denying H200 licences",
    "h200_denied_answered": "denying H200 licences, with governments that react",
    "governments_react": "letting governments react to each other",
    "h200_licensed": "licensing H200-class chips to China",
    "h200_open": "licensing with China letting every allowed chip in",
    "h200_open_2m": "letting two million H200-class chips through",
    "h200_strict_terms": "applying the January 2026 rule to the letter",
    "h20_denied": "barring the H20 for good",
    "h20_open": "never stopping sales of the H20",
    "half_decoupling": "losing half of U.S. accelerator sales to China",
    "match_act": "aligning allies on immersion tools and service",
    "no_controls": "having no U.S. chip and tool controls since 2022",
    "no_new_hbm": "stopping all new high-bandwidth memory",
    "no_state_fund": "ending China's state money for chips",
    "no_state_fund_since_2014": "having had no state money for chips since 2014",
    "rules_repealed": "lifting all chip and tool rules",
    "service_ban": "withdrawing service and spares for foreign tools",
    "state_fund_doubled": "doubling China's state money for chips",
    "status_quo": "freezing the policies of mid-2026",
    "tool_mandate_off": "dropping China's local-tool mandate",
}
"""Scenarios as a doing, to stand inside a sentence."""

REFERRING = {("h200_licensed", "h200_denied"): "denying them"}
"""A shorter phrase for the second scenario where the first has just named what it is about."""

LEFT_OUT = (
    "Electric power, sites and networks: compute that exists is assumed to run.",
    "Talent: flows of people between firms and countries.",
    "War, blockade or a crisis over Taiwan, and any sudden break of supply.",
    "Theft or open release of model weights; better algorithms beyond a common yearly gain.",
    "Military use and its value: compute is counted, not what it is used for.",
    "Price wars, profits of single firms and financial markets; money is in constant 2025 dollars.",
    "Moves of either government in reply to the other, beyond what each scenario writes down.",
    "Chips below data-centre class as AI compute, and idle or stored chips as a ledger of their own.",
)
"""What the model leaves out, in plain words; each outcome adds its own line."""
