"""start.py: the ways to install, in their order, and a sentence where none is left."""

import importlib.util
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
Command = list[str]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load start.py with an empty .venv of its own."""
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "stamp")
    return module


def only(*wanted: str) -> Callable[[Command], bool]:
    """Pretend that only commands holding these words work."""
    return lambda command: all(word in command for word in wanted)


def test_the_venvs_own_pip_comes_first(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "works", only())
    assert start.find_pip() == [str(start.PYTHON), "-m", "pip"]


def test_the_systems_pip_serves_a_venv_without_one(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "works", only("--python"))
    assert start.find_pip() == [sys.executable, "-m", "pip", "--python", str(start.PYTHON)]


def test_a_pip_with_another_hash_is_refused(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "download", lambda _: b"something else")
    with pytest.raises(start.StartError, match="not the expected one and was not used"):
        start.fetch_pip()
    assert not start.VENV.exists()


def test_no_way_to_make_an_environment_is_a_sentence(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "works", lambda _: False)
    with pytest.raises(start.StartError, match="sudo apt install python3-venv"):
        start.make_environment()


def test_an_old_python_is_a_sentence(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(start.StartError, match=r"needs Python 3\.11 or newer, and this is 3\.9\.2"):
        start.main(["brief"])


def test_without_words_it_says_what_it_does(start: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert start.main([]) == 0
    assert "python3 start.py brief" in capsys.readouterr().out


def test_a_stamp_counts_only_for_the_same_files(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "venv_works", lambda: True)
    start.VENV.mkdir()
    (start.VENV / "pyvenv.cfg").write_text("version = 3.11", encoding="utf-8")
    start.STAMP.write_text(f"run {start.fingerprint()}\n", encoding="utf-8")
    assert start.is_installed("run")
    assert not start.is_installed("web")
    assert not start.is_installed("dev")
    (start.VENV / "pyvenv.cfg").write_text("version = 3.12", encoding="utf-8")
    assert not start.is_installed("run")


@pytest.mark.parametrize(
    ("package", "line"),
    [
        ({"name": "numpy", "version": "2.4.6"}, "numpy==2.4.6"),
        (
            {"name": "jax", "version": "0.10.2", "resolution-markers": ["python_full_version < '3.12'"]},
            "jax==0.10.2 ; (python_full_version < '3.12')",
        ),
    ],
)
def test_the_lock_becomes_constraints(start: ModuleType, package: dict[str, object], line: str) -> None:
    assert start.constraint(package) == line


def test_every_locked_package_is_held(start: ModuleType) -> None:
    lines = start.locked_versions()
    assert any(line.startswith("numpy==") for line in lines)
    assert not any(line.startswith("fabcast") for line in lines)


def test_it_runs_with_the_standard_library_alone() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(ROOT / "start.py"), "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "python3 start.py test" in done.stdout
