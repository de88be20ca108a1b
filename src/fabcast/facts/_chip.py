"""The schema of the accelerator catalogue: one row a chip or variant."""

from typing import Self

from pydantic import model_validator

from fabcast.facts._kinds import FuzzyDate, Grade, Number, Slug, Words, refuse_fall
from fabcast.facts._schema import Record

__all__ = ["Chip"]


class Chip(Record):
    """One accelerator or variant: dense peaks, memory, links, dies. Blank is unknown; 0 is none.

    Rates in TFLOPS or TOPS (a multiply-add is two), bandwidth in GB/s, area in mm², power in W.
    """

    id: Slug
    name: str
    aliases: Words = ()
    designer: str
    designer_country: str
    foundry: str = ""
    process_node_name: str = ""
    process_node_nm_class: Number | None = None
    status: str
    status_note: str = ""
    release_date: FuzzyDate | None = None
    fp64_dense_tflops: Number | None = None
    fp32_dense_tflops: Number | None = None
    tf32_dense_tflops: Number | None = None
    fp16_bf16_dense_tflops: Number | None = None
    fp8_dense_tflops: Number | None = None
    int8_dense_tops: Number | None = None
    fp4_dense_tflops: Number | None = None
    int4_dense_tops: Number | None = None
    tpp_bits_x_tops: Number | None = None
    tpp_precision: str = ""
    tpp_basis: str = ""
    tpp_low_bits_x_tops: Number | None = None
    tpp_high_bits_x_tops: Number | None = None
    tpp_published_bits_x_tops: str = ""
    tpp_published_source: str = ""
    applicable_die_area_mm2: Number | None = None
    die_area_basis: str = ""
    die_area_upper_bound_mm2: Number | None = None
    performance_density_tpp_per_mm2: Number | None = None
    performance_density_lower_bound_tpp_per_mm2: Number | None = None
    memory_type: str = ""
    memory_capacity_gb: Number | None = None
    memory_bandwidth_gb_s: Number | None = None
    hbm_stacks_count: Number | None = None
    interconnect_bidirectional_gb_s: Number | None = None
    interconnect_name: str = ""
    host_link: str = ""
    host_link_bidirectional_gb_s: Number | None = None
    tdp_w: Number | None = None
    designed_or_marketed_for_datacenter: bool | None = None
    price_low_usd: Number | None = None
    price_high_usd: Number | None = None
    price_year: FuzzyDate | None = None
    price_note: str = ""
    logic_die_count: Number | None = None
    logic_die_area_each_mm2: Number | None = None
    sold_in_china: str = ""
    sold_in_china_period: str = ""
    sold_in_china_note: str = ""
    grade: Grade
    source_ids: Words
    note: str = ""

    @model_validator(mode="after")
    def _check(self) -> Self:
        refuse_fall(
            tpp_low_bits_x_tops=self.tpp_low_bits_x_tops,
            tpp_bits_x_tops=self.tpp_bits_x_tops,
            tpp_high_bits_x_tops=self.tpp_high_bits_x_tops,
        )
        refuse_fall(price_low_usd=self.price_low_usd, price_high_usd=self.price_high_usd)
        return self
