"""The page on clusters: each flag and name in its recipes exists, and what is YAML or shell parses.

No cluster is at hand here; what the flags of Slurm, Helm and kubectl do is theirs, and the page says so.
"""

import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fabcast.calibration import FitStudy, read_any_study
from fabcast.cli._commands import load
from fabcast.facts import parse_yaml
from fabcast.runs import Study

TEXT = (Path(__file__).parents[2] / "docs/how-to/run-on-a-cluster.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
SHELL = [text for kind, text in BLOCKS if kind == "bash"]
CLUSTER, *STUDIES = (text for kind, text in BLOCKS if kind == "yaml")


def dask_command(name: str) -> Any:
    pytest.importorskip("distributed")
    from distributed.cli import dask_scheduler, dask_worker

    return {"scheduler": dask_scheduler, "worker": dask_worker}[name].main


def calls(program: str) -> list[list[str]]:
    """Find the calls of a program in the shell blocks: command and words, without the program."""
    found = re.findall(rf"(?:^|(?<=\s)){program} [^#\n&]*", "\n".join(SHELL), re.MULTILINE)
    return [shlex.split(line)[1:] for line in found]


def flags(words: list[str]) -> set[str]:
    return {word for word in words if word.startswith("--")}


def known(command: Any) -> set[str]:
    return {text for one in command.params for text in (*one.opts, *one.secondary_opts)}


def containers() -> dict[str, dict[str, Any]]:
    spec = parse_yaml(CLUSTER, "cluster.yaml")[0]["spec"]
    return {role: spec[role]["spec"]["containers"][0] for role in ("worker", "scheduler")}


@pytest.mark.parametrize(("program", "command"), [("dask", dask_command), ("fabcast", load)])
def test_each_flag_of_a_call_exists(program: str, command: Callable[[str], Any]) -> None:
    found = calls(program)
    assert len(found) >= 4
    for name, *words in found:
        assert flags(words) <= known(command(name)), (program, name)


@pytest.mark.parametrize("role", ["worker", "scheduler"])
def test_each_flag_of_a_container_exists(role: str) -> None:
    program, name, *words = containers()[role]["args"]
    assert (program, name) == ("dask", role)
    assert flags(words) <= known(dask_command(name))


def test_the_service_reaches_the_port_that_the_scheduler_opens() -> None:
    whole, _ = parse_yaml(CLUSTER, "cluster.yaml")
    opened = {port["name"]: port["containerPort"] for port in containers()["scheduler"]["ports"]}
    served = {p["targetPort"]: p["port"] for p in whole["spec"]["scheduler"]["service"]["ports"]}
    assert served == opened
    default = {one.name: one.default for one in dask_command("scheduler").params}
    assert str(opened["tcp-comm"]) in TEXT.split("port-forward")[1].split("&")[0]
    assert default["port"] is None  # then Dask takes 8786
    assert f"service/{whole['metadata']['name']}-scheduler" in TEXT


@pytest.mark.parametrize("text", SHELL)
def test_each_script_parses(text: str) -> None:
    bash = shutil.which("bash")
    assert bash is not None
    subprocess.run([bash, "-n"], input=text, text=True, check=True)


@pytest.mark.parametrize(("number", "jobs"), [(0, 2 * 3 * 2 * 2), (1, 3 * 2 * 3), (2, 4 * 2 * 3)])
def test_each_study_is_one(number: int, jobs: int, tmp_path: Path) -> None:
    file = tmp_path / "study.yaml"
    file.write_text(STUDIES[number], encoding="utf-8")
    study = read_any_study(file)
    assert len(study.cells if isinstance(study, Study) else study.jobs) == jobs
    assert len(STUDIES) == 3


def test_the_sizes_said_to_be_the_defaults_are(tmp_path: Path) -> None:
    file = tmp_path / "study.yaml"
    file.write_text(STUDIES[1], encoding="utf-8")
    study, default = read_any_study(file), FitStudy("")
    assert isinstance(study, FitStudy)
    assert (study.members, study.sweeps, study.final) == (default.members, default.sweeps, default.final)
