"""Chips are found by exact name only; near names are suggested, never taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabcast.errors import BadInput
from fabcast.facts import chips, find_chip

REPRESENTATIVE = {
    "A100": "nvidia-a100-sxm4-80gb",
    "A800": "nvidia-a800-sxm4-80gb",
    "H100": "nvidia-h100-sxm5-80gb",
    "H800": "nvidia-h800-sxm5-80gb",
    "L20": "nvidia-l20",
    "H20": "nvidia-h20-96gb",
    "H200": "nvidia-h200-sxm-141gb",
    "B30A": "nvidia-b30a",
    "B300": "nvidia-b300-sxm",
    "910C": "huawei-ascend-910c",
}


@pytest.mark.parametrize(("name", "expected"), REPRESENTATIVE.items())
def test_family_names_mean_the_data_centre_module(name: str, expected: str) -> None:
    assert find_chip(name).id == expected
    assert find_chip(f" {name.lower()} ").id == expected


@pytest.mark.parametrize("chip", chips())
def test_every_chip_is_found_by_id_and_by_name(chip: str) -> None:
    assert find_chip(chip).id == chip
    assert find_chip(chips()[chip].name).id == chip


def test_a_near_name_is_suggested_and_not_taken() -> None:
    with pytest.raises(BadInput) as caught:
        find_chip("H2O")
    assert str(caught.value) == "chip 'H2O' is not in the catalogue; did you mean H20?"


def test_a_name_that_fits_several_lists_them() -> None:
    with pytest.raises(BadInput) as caught:
        find_chip("910B")
    assert str(caught.value) == (
        "chip '910B' could be huawei-ascend-910b1, huawei-ascend-910b2, huawei-ascend-910b3 "
        "or huawei-ascend-910b4; write one of these."
    )


@given(st.text(max_size=20))
def test_any_name_gives_a_chip_or_a_sentence(name: str) -> None:
    try:
        assert find_chip(name).id in chips()
    except BadInput as error:
        assert str(error).startswith("chip '")


def test_known_figures() -> None:
    h20, h100 = find_chip("H20"), find_chip("H100")
    assert (h20.tpp_bits_x_tops, h20.performance_density_tpp_per_mm2) == (2368.0, 2.909)
    assert (h100.tpp_bits_x_tops, h100.memory_bandwidth_gb_s) == (15832.0, 3350.0)


def test_total_processing_performance_is_rate_times_bits() -> None:
    """TPP is the largest of dense rate x bits, with TF32 left out; 0.1 per cent for rounding."""
    for chip in chips().values():
        rates = {
            64: chip.fp64_dense_tflops,
            32: chip.fp32_dense_tflops,
            16: chip.fp16_bf16_dense_tflops,
            8: max(chip.fp8_dense_tflops or 0, chip.int8_dense_tops or 0),
            4: max(chip.fp4_dense_tflops or 0, chip.int4_dense_tops or 0),
        }
        if chip.tpp_bits_x_tops is not None:
            largest = max(bits * (rate or 0) for bits, rate in rates.items())
            assert chip.tpp_bits_x_tops == pytest.approx(largest, rel=2e-3), chip.id


def test_density_is_performance_over_area() -> None:
    for chip in chips().values():
        if chip.performance_density_tpp_per_mm2 is not None:
            assert chip.tpp_bits_x_tops is not None
            assert chip.applicable_die_area_mm2 is not None
            ratio = chip.tpp_bits_x_tops / chip.applicable_die_area_mm2
            assert chip.performance_density_tpp_per_mm2 == pytest.approx(ratio, abs=6e-4)
