"""The rules load no heavy library of their own accord."""

import subprocess
import sys

HEAVY = ("jax", "xarray", "pandas", "altair", "pint", "scipy", "numpy")


def loaded_after(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_rules_loads_nothing_heavy() -> None:
    assert loaded_after("import fabcast.rules, fabcast.rules._classify") == set()


def test_classifying_parameters_loads_nothing_heavy() -> None:
    code = "from fabcast.rules import classify; classify({'tpp': 4800}, on='2024-06-01', to='CN')"
    assert loaded_after(code) == set()
