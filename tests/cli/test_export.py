"""`fabcast export`: the file is written, and what cannot be is refused with a sentence."""

from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from fabcast.cli.export import export
from fabcast.errors import BadInput


def test_a_file_of_one_draw_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "model.xmile"
    export("h200_open", out=file, to="xmile", draw=2, seed=1, prior=True)
    title = Xml.parse(file).findtext(".//{*}header/{*}name")  # noqa: S314 - our own file
    assert title == "Fabcast: scenario h200_open, draw 2, seed 1, prior"
    assert capsys.readouterr().out.startswith(f"{file}: XMILE 1.0, scenario h200_open, draw 2")


def test_sources_are_written(tmp_path: Path) -> None:
    for form in ("numpy", "numba"):
        file = tmp_path / f"{form}_model.py"
        export("actual", out=file, to=form, draw=0, seed=1, prior=True)
        compile(file.read_text("utf-8"), str(file), "exec")


def test_what_cannot_be_is_refused_with_a_sentence(tmp_path: Path) -> None:
    out = tmp_path / "x"
    with pytest.raises(BadInput, match="--to must be one of xmile, numpy, numba, but is 'vensim'"):
        export("actual", out=out, to="vensim", draw=0, seed=1, prior=True)
    with pytest.raises(BadInput, match="--draw must be 0 or more, but is -1"):
        export("actual", out=out, to="numpy", draw=-1, seed=1, prior=True)
    with pytest.raises(BadInput, match="--seed must be 0 or more, but is -3"):
        export("actual", out=out, to="numpy", draw=0, seed=-3, prior=True)
    with pytest.raises(BadInput, match="cannot be written: Is a directory; give another file with --out"):
        export("actual", out=tmp_path, to="numpy", draw=0, seed=1, prior=True)
