"""What stops `make run` is told in one line that says what to do, without a traceback."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

BIN = Path(__file__).resolve().parents[2] / "bin"


def run(program, folder, **environment):
    """Run a program of bin/ on a var folder of its own; returns its exit code and messages."""
    done = subprocess.run(
        [sys.executable, BIN / program],
        check=False,
        env={**os.environ, "SOLIDUS_VAR": str(folder), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stderr.strip()


@pytest.fixture
def taken_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_taken_port_is_named_with_a_way_out(tmp_path, taken_port):
    code, message = run("run.py", tmp_path, PORT=str(taken_port))
    assert code == 1
    assert message == (
        f"Port {taken_port} is taken by another program. "
        f"Choose another: make run PORT={taken_port + 1}"
    )


def test_a_port_that_is_no_number_is_refused(tmp_path):
    assert run("run.py", tmp_path, PORT="http") == (1, "PORT=http is not a port number.")


def test_a_second_make_run_in_the_same_folder_is_refused(tmp_path, monkeypatch):
    import stack.project

    monkeypatch.setattr(stack.project, "VAR", tmp_path)
    with stack.project.only_one("run") as lock:
        lock.write("Solidus already runs from this folder, on port 8000. Stop it: make stop")
        code, message = run("run.py", tmp_path)
    assert (code, message) == (
        1,
        "Solidus already runs from this folder, on port 8000. Stop it: make stop",
    )


def test_make_stop_says_when_nothing_runs(tmp_path):
    assert run("stop.py", tmp_path) == (0, "")


def test_make_reset_does_not_empty_a_folder_of_the_readers_own(tmp_path):
    (tmp_path / "kept").touch()
    code, message = run("reset.py", tmp_path, CONFIRM="yes")
    assert code == 1
    assert "a folder of yours" in message
    assert (tmp_path / "kept").exists()


def test_a_full_disk_is_found_before_it_is_filled(tmp_path):
    from stack.console import RefusedError
    from stack.project import require_room

    with pytest.raises(RefusedError, match=r"Not enough room in .*: a new database needs 9000000"):
        require_room(tmp_path / "not" / "yet", 9_000_000, "a new database")


def test_make_help_names_every_target():
    shown = subprocess.run(
        ["make", "--no-print-directory", "help"],
        check=True,
        cwd=BIN.parent,
        capture_output=True,
        text=True,
    ).stdout
    for target in ("run", "stop", "reset", "test", "bench", "screenshots"):
        assert f"make {target} " in shown
