"""What the programs of `make run` start, they stop: in order, with all it forked, even killed."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from stack.console import RefusedError
from stack.process import Process, stop, stop_leftovers
from stack.supervisor import Supervisor

BIN = Path(__file__).resolve().parents[2] / "bin"
# A program that forks: it writes the ids of its child and itself, then waits.
FORKING = ["sh", "-c", 'sleep 300 & echo "$! $$" > pids.new; mv pids.new pids; wait']


def until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def is_alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def forked_pids(folder):
    until((folder / "pids").exists)
    return [int(pid) for pid in (folder / "pids").read_text().split()]


@pytest.fixture
def forking(tmp_path):
    process = Process("forking", FORKING, tmp_path / "processes.json", folder=tmp_path)
    yield process
    stop([process], seconds=1)


def test_stopping_a_program_ends_what_it_forked_and_forgets_it(forking, tmp_path):
    forking.start()
    pids = forked_pids(tmp_path)
    stop([forking])
    until(lambda: not any(map(is_alive, pids)))
    assert stop_leftovers(tmp_path / "processes.json") == []


def test_a_program_that_ignores_its_signal_is_killed(tmp_path):
    command = ["sh", "-c", "trap '' TERM; touch ready; while :; do sleep 0.05; done"]
    stubborn = Process("stubborn", command, tmp_path / "processes.json", folder=tmp_path)
    stubborn.start()
    until((tmp_path / "ready").exists)
    pid = stubborn.popen.pid
    stop([stubborn], seconds=0.2)
    assert not is_alive(pid)


def start_and_kill_the_starter(folder):
    """Start FORKING from a process that is then killed as hard as can be."""
    starter = textwrap.dedent(
        f"""
        import sys, time
        sys.path.insert(0, {str(BIN)!r})
        from pathlib import Path
        from stack.process import Process
        folder = Path({str(folder)!r})
        Process("forking", {FORKING!r}, folder / "processes.json", folder=folder).start()
        time.sleep(300)
        """
    )
    program = subprocess.Popen([sys.executable, "-c", starter])
    pids = forked_pids(folder)
    until((folder / "processes.json").exists)
    program.kill()
    program.wait()
    return pids


def test_a_program_ends_when_its_starter_is_killed(tmp_path):
    _, leader = start_and_kill_the_starter(tmp_path)
    until(lambda: not is_alive(leader))


def test_the_next_start_ends_what_a_killed_one_left(tmp_path):
    child, leader = start_and_kill_the_starter(tmp_path)
    until(lambda: not is_alive(leader))
    assert is_alive(child), "the case of this test is a child that outlives its parent"
    stop_leftovers(tmp_path / "processes.json")
    until(lambda: not is_alive(child))


def test_a_stranger_with_a_remembered_id_is_left_alone(tmp_path, forking):
    forking.start()
    forked_pids(tmp_path)
    remembered = tmp_path / "processes.json"
    text = remembered.read_text()
    remembered.write_text(text.replace('"started": ', '"started": 1'))
    assert stop_leftovers(remembered) == []
    assert forking.running()


def test_the_supervisor_starts_a_program_again(tmp_path):
    command = ["sh", "-c", "echo once more >> starts; exec sleep 300"]
    process = Process("restless", command, tmp_path / "processes.json", folder=tmp_path)
    supervisor, starts = Supervisor(), tmp_path / "starts"
    starts.touch()
    try:
        supervisor.add(process)
        # Killed between opening the file and writing it, the first start would leave no line.
        until(lambda: starts.read_text().count("once more") == 1)
        os.kill(process.popen.pid, signal.SIGKILL)
        process.popen.wait()
        supervisor.watch(seconds=0.1)
        until(lambda: starts.read_text().count("once more") == 2)
        assert process.running()
    finally:
        stop([process])


def test_the_supervisor_gives_up_on_a_program_that_always_ends(tmp_path):
    supervisor = Supervisor()
    supervisor.add(Process("broken", ["false"], tmp_path / "processes.json"))
    with pytest.raises(RefusedError, match="broken ends again and again"):
        supervisor.watch(seconds=30)
