"""Every package that a user may get states an open licence that can stand beside Apache-2.0."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("licences", ROOT / "docs/_hooks/licences.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_licence_is_known_and_open(hook: ModuleType) -> None:
    found = {name: hook.parts(hook.licence(one)) for name, one in hook.bundled().items()}
    assert len(found) > 20
    closed = {name: kinds for name, kinds in found.items() if not kinds <= hook.OPEN}
    assert all(kinds <= hook.OPEN | set(hook.LIBRARY) for kinds in closed.values()), closed


def test_a_copyleft_for_libraries_stays_out_of_the_base_and_on_the_page(hook: ModuleType) -> None:
    page = (ROOT / "docs/reference/licences.md").read_text(encoding="utf-8")
    base = base_packages(hook)
    for name, one in hook.bundled().items():
        if hook.parts(hook.licence(one)) & set(hook.LIBRARY):
            assert name not in base
            assert f"**{name}**" in page


def base_packages(hook: ModuleType) -> set[str]:
    """Names of what is installed with no extra."""
    return set(hook.bundled(extras=()))


def test_the_table_names_each_package_once(hook: ModuleType) -> None:
    names = re.findall(r"^\| ([a-z0-9-]+) \| \d", hook.table(), re.MULTILINE)
    assert sorted(names) == sorted(hook.bundled())


def test_scripts_of_the_page_have_their_licence_beside_them() -> None:
    folder = ROOT / "src/fabcast/web/static/vendor"
    for script in folder.glob("*.js"):
        assert (folder / f"{script.name.partition('.')[0]}.LICENSE").is_file()
