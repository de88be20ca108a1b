"""Start Fabcast on a machine that has only Python 3.11 or newer.

    python3 start.py brief     install what is needed, once, and print the brief
    python3 start.py serve     install what the page needs as well, and serve it
    python3 start.py test      install what the tests need as well, and run them

Any other words are passed on: "python3 start.py classify H20 --on 2024-06-01 --to CN".
Everything goes into the folder .venv beside this file; the system's Python is not touched.
Ways to install, in this order: uv if it is there, the .venv's own pip, the system's pip,
and last a copy of pip fetched from the Python Package Index and checked against its hash.
Versions are those of uv.lock whichever way is taken.

This file uses the standard library only, and it stays readable to Python 3.6, so that an
older Python gets a sentence to read instead of a syntax error.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
NEW_ENOUGH = f"import sys; sys.exit(sys.version_info < {OLDEST})"
NEWER = ("python3.13", "python3.12", "python3.11", "python3.14")
HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
STAMP = VENV / "fabcast-installed"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
PIP_NAME = "pip-26.3-py3-none-any.whl"
PIP_FOLDER = "07/25/ee8c38ae72d66b844ce8eb9711ba905dba21ca1a8a0c960057c41cd23337"
PIP_WHEEL = f"https://files.pythonhosted.org/packages/{PIP_FOLDER}/{PIP_NAME}"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
LEVELS = ("run", "web", "dev")
"""What is installed, each holding those before it."""
HELP = (
    "Install uv (https://docs.astral.sh/uv) or your system's package for venv and pip "
    "(on Debian and Ubuntu: sudo apt install python3-venv), then run this again."
)


class StartError(Exception):
    """A sentence that says what went wrong and what to do."""


def main(words: "list[str]") -> int:
    """Install if needed, then hand over to pytest or to Fabcast."""
    if sys.version_info < OLDEST:
        return use_newer_python()
    if not words or words[0] in ("-h", "--help"):
        print(__doc__)
        return 0
    testing = words[0] == "test"
    install("dev" if testing else "web" if words[0] == "serve" else "run")
    if testing:
        os.chdir(str(HERE))
        return hand_over([str(PYTHON), "-m", "pytest", *words[1:]])
    return hand_over([str(PYTHON), "-m", "fabcast", *words])


def use_newer_python() -> int:
    """Start again with a newer Python from PATH, or say that one is needed."""
    for name in NEWER:
        found = shutil.which(name)
        if found and works([found, "-c", NEW_ENOUGH]):
            return hand_over([found, str(HERE / "start.py"), *sys.argv[1:]])
    running = ".".join(str(part) for part in sys.version_info[:3])
    raise StartError(f"Fabcast needs Python 3.11 or newer, and this is {running}. Install a newer one.")


def install(level: str) -> None:
    """Bring .venv up to date for "run", "web" or "dev", unless its stamp says that it is."""
    if is_installed(level):
        return
    if not install_with_uv(level):
        make_environment()
        install_with_pip(level)
    STAMP.write_text(f"{level} {fingerprint()}\n", encoding="utf-8")


def is_installed(level: str) -> bool:
    """Tell whether .venv works and was filled from these very files for this level."""
    if not (STAMP.is_file() and venv_works()):
        return False
    filled, _, made_from = STAMP.read_text(encoding="utf-8").strip().partition(" ")
    return filled in LEVELS[LEVELS.index(level) :] and made_from == fingerprint()


def fingerprint() -> str:
    """Hash what decides the content of .venv: the two project files, this folder, its Python."""
    parts = [(HERE / name).read_bytes() for name in ("pyproject.toml", "uv.lock")]
    parts += [str(HERE).encode(), (VENV / "pyvenv.cfg").read_bytes()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def venv_works() -> bool:
    """Tell whether .venv holds a Python that starts and is new enough."""
    return PYTHON.exists() and works([str(PYTHON), "-c", NEW_ENOUGH])


def install_with_uv(level: str) -> bool:
    """Fill .venv with uv; False when uv is not there or cannot do it."""
    uv = shutil.which("uv")
    if uv is None or not works([uv, "--version"]):
        return False
    say("installing what Fabcast needs into .venv with uv (about 1 GB on disk, once)")
    command = [uv, "sync", "--locked", "--project", str(HERE)]
    if level != "dev":  # but keep what an earlier test run has installed
        command += ["--no-dev", "--inexact"]
    if level == "web":
        command += ["--extra", "web"]
    if not venv_works():
        command += ["--python", sys.executable]
    if call(command, UV_PROJECT_ENVIRONMENT=str(VENV), UV_PYTHON_DOWNLOADS="never"):
        say("uv could not do it; trying pip")
        return False
    return True


def make_environment() -> None:
    """Make .venv unless it works: with pip inside where Python can, else without."""
    if venv_works():
        return
    fresh = [sys.executable, "-m", "venv", "--clear"]
    if not works([*fresh, str(VENV)]) and not works([*fresh, "--without-pip", str(VENV)]):
        raise StartError(f"this Python cannot make an environment in {VENV}. {HELP}")


def install_with_pip(level: str) -> None:
    """Fill .venv with the first pip that can, at the versions of uv.lock."""
    pip = find_pip()
    say("installing what Fabcast needs into .venv with pip (about 1 GB on disk, once)")
    limits = VENV / "constraints.txt"
    limits.write_text("\n".join(locked_versions()) + "\n", encoding="utf-8")
    project = str(HERE) + ("" if level == "run" else f"[{level}]")
    options = ["-qq", "--disable-pip-version-check", "--no-input", "--constraint", str(limits)]
    if call([*pip, "install", *options, "--editable", project], PIP_USER="0"):
        raise StartError(
            "pip could not install what Fabcast needs; it says why above (most often, no network). "
            "Mend that and run this again."
        )


def locked_versions() -> "list[str]":
    """Read uv.lock as pip's constraints: one line a package, with the marker where versions fork."""
    import tomllib

    with (HERE / "uv.lock").open("rb") as file:
        packages = tomllib.load(file)["package"]
    return [constraint(package) for package in packages if "registry" in package["source"]]


def constraint(package: "dict[str, object]") -> str:
    """Write one locked package as pip reads it, such as "numpy==2.4.6"."""
    markers = package.get("resolution-markers", [])
    when = " or ".join(f"({marker})" for marker in markers) if isinstance(markers, list) else ""
    return f"{package['name']}=={package['version']}" + (f" ; {when}" if when else "")


def find_pip() -> "list[str]":
    """Return the command of a pip that can install into .venv."""
    for candidate in ([str(PYTHON), "-m", "pip"], [sys.executable, "-m", "pip", "--python", str(PYTHON)]):
        if works([*candidate, "--version"]):
            return candidate
    return [sys.executable, str(fetch_pip() / "pip"), "--python", str(PYTHON)]


def fetch_pip() -> Path:
    """Fetch one known copy of pip into .venv; refuse it if its hash differs."""
    kept = VENV / PIP_NAME
    content = kept.read_bytes() if kept.is_file() else download(PIP_WHEEL)
    if hashlib.sha256(content).hexdigest() != PIP_SHA256:
        raise StartError(f"the pip that was fetched is not the expected one and was not used. {HELP}")
    kept.write_bytes(content)
    return kept


def download(address: str) -> bytes:
    """Read one file from the net."""
    from urllib.request import urlopen

    say("there is no pip here; fetching one")
    try:
        with urlopen(address, timeout=60) as answer:
            return bytes(answer.read())
    except OSError as reason:
        raise StartError(f"there is no pip, and fetching one failed ({reason}). {HELP}") from None


def works(command: "list[str]") -> bool:
    """Run a command in silence and tell whether it went well."""
    try:
        return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def call(command: "list[str]", **settings: str) -> int:
    """Run a command with extra environment settings; what it prints goes to stderr."""
    sys.stderr.flush()
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    return subprocess.call(command, stdout=sys.stderr.fileno(), env=dict(environment, **settings))


def hand_over(command: "list[str]") -> int:
    """Become the command where the system can do that; else run it and pass its exit code on."""
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "posix":
        os.execv(command[0], command)
    return subprocess.call(command)


def say(sentence: str) -> None:
    """Tell the user what goes on, without touching the output that a program may read."""
    print("start.py: " + sentence, file=sys.stderr)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except StartError as error:
        say(str(error))
    except KeyboardInterrupt:
        say("interrupted; run the same command again to go on")
        sys.exit(130)
    except OSError as reason:
        say(f"{reason}; mend that and run this again")
    sys.exit(2)
