"""Children that read strangers' files cannot go beyond their limits, nor outlive their block."""

import os
import select
import signal
import subprocess
import sys

import pytest

from console.limited_process import Limits, limited_process, run_limited, wait_for_end

MEMORY = 300_000_000
LIMITS = Limits(memory=MEMORY, seconds=1, file_size=10_000)


def run(program: str, folder, limits: Limits = LIMITS):
    return run_limited([sys.executable, "-I", "-c", program], limits, folder=folder)


def test_what_a_child_says_and_how_it_ends_comes_back(tmp_path):
    done = run("import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)", tmp_path)
    assert (done.code, done.output, done.errors) == (3, b"out\n", b"err\n")


def test_memory_ends_at_its_limit(tmp_path):
    done = run(f"bytearray({MEMORY})", tmp_path)
    assert done.code == 1
    assert b"MemoryError" in done.errors


def test_processor_time_ends_at_its_limit(tmp_path):
    assert run("while True: pass", tmp_path).code in (-signal.SIGXCPU, -signal.SIGKILL)


def test_waiting_ends_with_the_clock(tmp_path):
    assert run("import time; time.sleep(600)", tmp_path).code == -signal.SIGKILL


@pytest.mark.parametrize("place", ["open('large', 'wb')", "__import__('sys').stdout.buffer"])
def test_no_file_and_no_output_grows_beyond_its_limit(tmp_path, place):
    done = run(f"f = {place}; f.write(bytes(20_000)); f.flush()", tmp_path)
    assert done.code != 0
    assert len(done.output) <= LIMITS.file_size
    assert all(file.stat().st_size <= LIMITS.file_size for file in tmp_path.iterdir())


def test_a_child_inherits_neither_environment_nor_files_nor_input(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "known to us")
    secret = os.open("/etc/hostname", os.O_RDONLY)
    os.set_inheritable(secret, True)
    try:
        done = run(
            "import os, sys;"
            "print(sorted(os.environ), sorted(os.listdir('/proc/self/fd')), sys.stdin.read())",
            tmp_path,
        )
    finally:
        os.close(secret)
    assert b"SECRET_KEY" not in done.output
    # The fourth is that of the listing itself.
    assert b"['0', '1', '2', '3'] \n" in done.output


def test_what_a_child_started_ends_with_it(tmp_path):
    program = "import subprocess; print(subprocess.Popen(['sleep', '600']).pid, flush=True)"
    command = [sys.executable, "-I", "-c", program]
    with limited_process(
        command, LIMITS, folder=tmp_path, output=subprocess.PIPE, errors=subprocess.DEVNULL
    ) as process:
        left = int(process.stdout.readline())
        assert wait_for_end(process) == 0
        handle = os.pidfd_open(left)
    try:
        assert select.select([handle], [], [], 20)[0] == [handle]
    finally:
        os.close(handle)


def test_a_child_that_is_left_early_is_ended(tmp_path):
    command = [sys.executable, "-I", "-c", "import time; time.sleep(600)"]
    with limited_process(
        command, LIMITS, folder=tmp_path, output=subprocess.PIPE, errors=subprocess.DEVNULL
    ) as process:
        pass
    assert process.returncode == -signal.SIGKILL
