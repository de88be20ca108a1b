"""The artefact: read whole or refused, chosen by named streams, never silently stale."""

from __future__ import annotations

import json
import tracemalloc
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.lib.format import write_array_header_1_0

from fabcast import calibration, scenario
from fabcast.calibration import Beliefs, Plan, Posterior, choose_basis, posterior, shipped
from fabcast.calibration import _basis as basis_module
from fabcast.calibration import _bound_to as bound_module
from fabcast.calibration._bound_to import bound_to, code_digest, essence
from fabcast.calibration._files import LIMIT, read_arrays
from fabcast.calibration._sample import fit_populations
from fabcast.errors import BadInput
from fabcast.model import parameter_ids

from .toy import problem

AGAIN = "the posterior is stale; run: fabcast calibrate --out src/fabcast/calibration/data"


@pytest.fixture(scope="module")
def made() -> Posterior:
    beliefs = Beliefs.from_facts()
    linear, _ = problem(3, scores=beliefs.size)
    return fit_populations(beliefs, linear, 256, 1, None, None, Plan(sweeps=1, final=2)).posterior


def test_what_is_written_is_read(made: Posterior, tmp_path: Path) -> None:
    made.save(tmp_path / "new")
    found = Posterior.load(tmp_path / "new")
    assert found.names == made.names
    assert found.scores.tobytes() == made.scores.tobytes()
    assert found.record["members"] == found.members == 256
    assert sorted(f.name for f in (tmp_path / "new").iterdir()) == ["posterior.json", "posterior.npz"]


def test_the_same_fit_writes_the_same_bytes(made: Posterior, tmp_path: Path) -> None:
    for name in ("a", "b"):
        made.save(tmp_path / name)
    for file in ("posterior.json", "posterior.npz"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


def test_damage_is_refused(made: Posterior, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file; make one with `fabcast calibrate`"):
        Posterior.load(tmp_path)
    made.save(tmp_path)
    other = replace(made, scores=made.scores + np.float32(1.0))
    other.save(tmp_path / "other")
    (tmp_path / "other" / "posterior.npz").replace(tmp_path / "posterior.npz")
    with pytest.raises(BadInput, match="does not match its record"):
        Posterior.load(tmp_path)
    (tmp_path / "posterior.npz").write_bytes(b"PK not an archive")
    with pytest.raises(BadInput, match="cannot be read as arrays"):
        Posterior.load(tmp_path)
    (tmp_path / "posterior.json").write_text('{"format": 99}')
    with pytest.raises(BadInput, match="format 99 is not 1"):
        Posterior.load(tmp_path)
    (tmp_path / "posterior.json").write_text("[")
    with pytest.raises(BadInput, match="cannot be read as JSON"):
        Posterior.load(tmp_path)


def test_a_pickle_is_never_loaded(tmp_path: Path, made: Posterior) -> None:
    made.save(tmp_path)
    with (tmp_path / "posterior.npz").open("wb") as file:
        np.savez(file, scores=np.array([{"a": 1}], dtype=object), names=np.array(["a"]))
    with pytest.raises(BadInput, match="cannot be read as arrays"):
        Posterior.load(tmp_path)


def test_a_folder_that_cannot_be_written_is_refused(made: Posterior, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="cannot be written"):
        made.save(tmp_path / "file" / "below")


def test_any_slice_of_draws_is_that_slice(made: Posterior) -> None:
    whole, part = made.inputs(600, seed=5), made.inputs(40, seed=5, first=250)
    assert all(np.array_equal(whole[name][250:290], part[name]) for name in parameter_ids())


def test_every_round_takes_every_member_once(made: Posterior) -> None:
    taken = made.chosen(3 * made.members, seed=1)
    assert (np.bincount(taken) == 3).all()
    assert not np.array_equal(taken[: made.members], taken[made.members : 2 * made.members])
    assert not np.array_equal(taken, made.chosen(3 * made.members, seed=2))


def test_no_draws_are_refused(made: Posterior) -> None:
    with pytest.raises(BadInput, match="asked for 0 draws from draw 0"):
        made.inputs(0, seed=1)


def test_an_input_that_the_fit_did_not_know_follows_its_prior(made: Posterior) -> None:
    known = list(made.names)
    place = known.index("parameter:y_alpha")
    fewer = replace(
        made, scores=np.delete(made.scores, place, axis=1), names=tuple(n for n in known if n != known[place])
    )
    column = fewer.z[:, place]
    assert abs(column.mean()) < 5.0 / np.sqrt(made.members)
    assert column.std() == pytest.approx(1.0, abs=0.25)
    assert np.array_equal(np.delete(fewer.z, place, axis=1), np.delete(made.z, place, axis=1))


def test_inference_data_has_a_chain_for_each_population(made: Posterior, tmp_path: Path) -> None:
    tree = made.to_inference_data()
    assert dict(tree["posterior"].sizes) == {"chain": 2, "draw": 128}
    assert json.loads(tree["posterior"].attrs["record"])["members"] == 256
    pytest.importorskip("h5netcdf")
    import xarray as xr

    tree.to_netcdf(tmp_path / "fit.nc", engine="h5netcdf")
    with xr.open_datatree(tmp_path / "fit.nc", engine="h5netcdf") as read:
        assert np.array_equal(read["posterior"]["y_alpha"], tree["posterior"]["y_alpha"])


def test_the_shipped_posterior_belongs_to_what_is_installed() -> None:
    assert posterior().stale() == (), AGAIN


def test_the_shipped_posterior_is_large_enough_small_enough_and_checked() -> None:
    found = posterior()
    assert found.members >= 2000
    assert found.scores.dtype == np.float32
    assert sum(f.stat().st_size for f in shipped().glob("posterior.*")) < 5_000_000
    assert found.record["checks"]
    assert all(check["passed"] for check in found.record["checks"])


def test_a_stale_posterior_is_never_used_silently(made: Posterior, monkeypatch: pytest.MonkeyPatch) -> None:
    bound = {**bound_to(), "priors": "0", "code": "1"}
    old = replace(made, record={**made.record, "bound_to": bound, "source": ""})
    monkeypatch.setattr(basis_module, "posterior", lambda: old)
    chosen = choose_basis()
    assert chosen.basis.name == "prior"
    assert "the model's code and the priors changed after the fit" in chosen.why
    assert "fabcast calibrate" in chosen.why


def test_a_missing_posterior_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(basis_module, "posterior", lambda: Posterior.load(tmp_path))
    chosen = choose_basis()
    assert chosen.basis.name == "prior"
    assert chosen.why.startswith("Showing the prior, as there is no usable posterior")


def test_the_prior_needs_no_excuse() -> None:
    chosen = choose_basis(prior=True)
    assert (chosen.basis.name, chosen.why) == ("prior", "")
    assert chosen.basis.discrepancy is not None


def test_a_posterior_basis_draws_members(made: Posterior) -> None:
    drawn = calibration.posterior_basis(made).draw(5, 1, 0)
    expected = made.inputs(5, seed=1)
    assert all(np.array_equal(drawn[name], expected[name]) for name in expected)


def test_words_of_code_may_change_and_its_numbers_not() -> None:
    first = 'def f(x):\n    """Say."""\n    return 2 * x  # twice\n'
    assert essence(first) == essence('def f(x):\n    """Say more.\n\n    Much."""\n\n    return 2 * x\n')
    assert essence(first) != essence(first.replace("2", "3"))
    assert essence('x = "# not a comment"\n') == 'x = "# not a comment"'
    assert len(code_digest()) == 16


def test_code_that_is_the_same_word_for_word_is_not_taken_apart(
    made: Posterior, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> str:
        raise AssertionError

    monkeypatch.setattr(bound_module, "code_digest", refuse)
    found = bound_module.changed(dict(made.record["bound_to"]), made.record["source"])
    assert found == ("data", "path"), "this fit had no observations"


def test_policy_after_the_record_does_not_make_a_fit_stale() -> None:
    path = scenario.resolve("actual")
    later = path.enforcement.copy()
    later[-8:] *= 2.0
    moved = replace(path, enforcement=later)
    words = [list(bound_module._arrays(tree, quarters=50)) for tree in (path, moved)]
    assert words[0] == words[1]
    assert list(bound_module._arrays(path)) != list(bound_module._arrays(moved))


def test_other_data_are_seen() -> None:
    seen = calibration.observations()
    moved = (replace(seen[0], value=seen[0].value * 1.01), *seen[1:])
    assert bound_to(seen)["data"] != bound_to(moved)["data"]
    assert bound_to(seen)["priors"] == bound_to(moved)["priors"]


def test_answers_rest_on_the_shipped_posterior() -> None:
    """Draws of a run are its members, and the record of the run says so."""
    from fabcast.ensemble import run_scenarios

    chosen = choose_basis()
    assert (chosen.basis.name, chosen.why) == ("posterior", ""), AGAIN
    runs = run_scenarios(["actual"], 3, seed=4, outcomes=["china_compute_stock"], basis=chosen.basis)
    assert runs.record["basis"] == "posterior"
    assert runs.record["posterior"] == str(posterior().record["digest"])[:16]
    member = posterior().inputs(3, seed=4)["y_alpha"]
    assert np.array_equal(runs.parameters["y_alpha"], member)
    assert "discrepancy.compute" in runs.parameters


def bomb(file: Path, size: int) -> None:
    """Write zeros as one array of bytes: a hundredth of their size at most once packed."""
    head = {"descr": "|u1", "fortran_order": False, "shape": (size,)}
    packed = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
    with packed as archive, archive.open("scores.npy", "w", force_zip64=True) as member:
        write_array_header_1_0(member, head)
        for _ in range(size // 10_000_000):
            member.write(bytes(10_000_000))


def test_a_file_that_unpacks_to_too_much_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "posterior.npz"
    bomb(file, LIMIT)
    assert file.stat().st_size < LIMIT / 100
    tracemalloc.start()
    with pytest.raises(BadInput, match=f"unpacks to more than {LIMIT} bytes, so it is no fit; make one with"):
        read_arrays(file)
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


def test_an_array_whose_head_asks_for_too_much_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "posterior.npz"
    with zipfile.ZipFile(file, "w") as archive:
        for name, shape in {"scores": (10**12, 10**3), "weights": (-(10**16),)}.items():
            with archive.open(f"{name}.npy", "w") as member:
                write_array_header_1_0(member, {"descr": "<f8", "fortran_order": False, "shape": shape})
    with pytest.raises(BadInput, match="unpacks to more than"):
        read_arrays(file)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04" + bytes(200)])
def test_what_is_no_archive_of_arrays_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "posterior.npz"
    file.write_bytes(content)
    with pytest.raises(BadInput, match="cannot be read as arrays"):
        read_arrays(file)
