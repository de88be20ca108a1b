"""What the source never does: run text as code, unpickle, load clever YAML, use a shell, hold a secret."""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "src" / "fabcast").rglob("*.py"))
CALLS = {"eval", "exec", "compile", "__import__"}
MODULES = ("pickle", "dill", "marshal", "shelve", "cloudpickle", "joblib", "subprocess")
REACHING = ("urllib.request", "http.client", "ftplib", "requests", "httpx")
"""Modules that unpack code, start programs or reach out; none is needed to answer."""
OWN_TEXT = {"exchange/_numpy.py": ["compile", "exec"]}
"""Runs what Fabcast itself wrote from its model, to hold an export to it: never a user's text."""
UNSAFE = {"os.system", "os.popen", "yaml.load", "yaml.full_load", "yaml.unsafe_load", "tempfile.mktemp"}
ARRAYS = {"np.load", "numpy.load"}


def dotted(node: ast.expr) -> str:
    """Write a name or an attribute as it stands."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"


def modules(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def faults(source: str) -> list[str]:
    """List what a source does that it must not."""
    tree = ast.parse(source)
    banned = tuple(f"{name}." for name in (*MODULES, *REACHING))
    found = [f"imports {name}" for name in modules(tree) if f"{name}.".startswith(banned)]
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = dotted(call.func)
        given = {word.arg: word.value for word in call.keywords}
        if name in CALLS | UNSAFE:
            found.append(name)
        if name in ARRAYS and not is_false(given.get("allow_pickle")):
            found.append(f"{name} with pickles allowed")
        if "shell" in given and not is_false(given["shell"]):
            found.append("a shell")
    return found


def is_false(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is False


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT / "src")))
def test_a_source_does_none_of_these(file: Path) -> None:
    own = OWN_TEXT.get(str(file.relative_to(ROOT / "src" / "fabcast")), [])
    assert sorted(faults(file.read_text(encoding="utf-8"))) == own


@pytest.mark.parametrize(
    "source",
    [
        "eval('1')",
        "import pickle",
        "from pickle import loads",
        "from urllib import request",
        "import urllib.request as r",
        "yaml.load(text)",
        "np.load(path)",
        "np.load(path, allow_pickle=True)",
        "run(words, shell=True)",
        "import os\nos.system('x')",
    ],
)
def test_the_search_finds_each(source: str) -> None:
    assert faults(source)


SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}"
    r"|xox[baprs]-[A-Za-z0-9-]{10,}"
    r"|AIza[0-9A-Za-z_-]{35}|sk-[A-Za-z0-9]{32,}|pypi-[A-Za-z0-9_-]{32,}"
    r"|(?i:password|secret|api_?key|token)\s*[:=]\s*['\"][^'\"\s]{12,}['\"]"
)


def tracked() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("no checkout of git")
    done = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in done.stdout.split("\0") if name]


def test_no_file_holds_a_secret() -> None:
    held = []
    for file in tracked():
        if file.is_file() and file.stat().st_size < 2_000_000 and file != Path(__file__):
            text = file.read_bytes().decode("utf-8", "replace")
            held += [f"{file.relative_to(ROOT)}: {found[0][:30]}" for found in SECRETS.finditer(text)]
    assert held == []


def test_the_search_for_secrets_finds_one() -> None:
    assert SECRETS.search("api_key = '" + "a1b2c3d4e5f6g7h8'")
    assert SECRETS.search("AKIA" + "A" * 16)
