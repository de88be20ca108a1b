"""The front door: what users see when they ask, mistype, interrupt, or hit our mistakes."""

import subprocess
import sys
from collections.abc import Callable

import pytest

from fabcast.cli import _front, main
from fabcast.errors import BadInput, CheckFailed

Fail = Callable[[BaseException], None]


@pytest.fixture
def fail(monkeypatch: pytest.MonkeyPatch) -> Fail:
    """Make the next command raise what the test wants."""

    def arrange(error: BaseException) -> None:
        def run(arguments: object) -> int:
            raise error

        monkeypatch.setattr(_front, "_run", run)

    return arrange


def test_no_words_print_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "Commands:" in capsys.readouterr().out


def test_a_group_without_a_word_shows_its_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts"]) == 0
    assert "audit" in capsys.readouterr().out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("fabcast ")


def test_bad_input_is_one_sentence(fail: Fail, capsys: pytest.CaptureFixture[str]) -> None:
    fail(BadInput("chip 'H2O' is not in the catalogue; did you mean H20?"))
    assert main(["doctor"]) == 2
    assert capsys.readouterr().err == "fabcast: chip 'H2O' is not in the catalogue; did you mean H20?\n"


def test_a_failed_check_leaves_with_one(fail: Fail) -> None:
    fail(CheckFailed("two parameters move nothing"))
    assert main(["doctor"]) == 1


def test_an_interruption_leaves_with_130(fail: Fail, capsys: pytest.CaptureFixture[str]) -> None:
    fail(KeyboardInterrupt())
    assert main(["doctor"]) == 130
    assert capsys.readouterr().err == "fabcast: interrupted; nothing half-written was left behind\n"


def test_a_file_that_cannot_be_written_is_named(fail: Fail, capsys: pytest.CaptureFixture[str]) -> None:
    fail(PermissionError(13, "Permission denied", "/root/brief.html"))
    assert main(["doctor"]) == 2
    assert capsys.readouterr().err == "fabcast: cannot use /root/brief.html: permission denied.\n"


def test_our_own_defect_is_owned_up_to(fail: Fail, capsys: pytest.CaptureFixture[str]) -> None:
    fail(TypeError("unexpected None"))
    assert main(["doctor"]) == 3
    said = capsys.readouterr().err
    assert said.startswith(
        "fabcast: this is a defect in Fabcast, not in your input (TypeError: unexpected None)."
    )
    assert "Traceback" not in said


def test_the_traceback_is_there_for_those_who_ask(fail: Fail, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FABCAST_TRACEBACK", "1")
    fail(TypeError("unexpected None"))
    with pytest.raises(TypeError, match="unexpected None"):
        main(["doctor"])


@pytest.mark.parametrize("buffering", [[], ["-u"]], ids=["buffered", "unbuffered"])
def test_a_reader_who_leaves_is_no_error(buffering: list[str]) -> None:
    command = [sys.executable, *buffering, "-m", "fabcast", "facts", "find", "a"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
