"""The private PostgreSQL: made when missing, kept when there, refused when too new."""

import os
import shutil
import tempfile
from pathlib import Path

import psycopg
import pytest
import stack.project
from stack.console import RefusedError
from stack.postgresql import PostgreSQL
from stack.process import stop


@pytest.fixture
def home(request):
    """A folder that the service user can enter, which pytest's own are not."""
    with tempfile.TemporaryDirectory(dir="/var/tmp", prefix="solidus-") as folder:
        home = Path(folder) / getattr(request, "param", "home")
        for each in (home.parent, home):
            each.mkdir(exist_ok=True)
            each.chmod(0o755)
        yield home


@pytest.fixture
def postgresql(request, home):
    server = PostgreSQL(home, durable=getattr(request, "param", True))
    yield server
    if server.process:
        stop([server.process])


def start(server):
    server.start()
    return server.wait()


def test_a_cluster_keeps_its_data_address_and_password_over_a_restart(postgresql):
    url = start(postgresql)
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    stop([postgresql.process])
    assert start(postgresql) == url
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)


def test_it_does_not_run_as_root_and_asks_for_the_password(postgresql):
    url = start(postgresql)
    pid = postgresql.process.popen.pid
    assert Path(f"/proc/{pid}").stat().st_uid != 0
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(url.replace(postgresql.password_file.read_text(), "guessed"))


@pytest.mark.parametrize("postgresql", [False], indirect=True, ids=["throwaway"])
def test_throwaway_data_is_reached_by_a_socket_in_its_private_folder_alone(postgresql):
    with psycopg.connect(start(postgresql)) as connection:
        assert connection.info.host == str(postgresql.folder)
    assert postgresql.folder.stat().st_mode & 0o077 == 0
    with pytest.raises(psycopg.OperationalError, match="refused"):
        psycopg.connect(host="127.0.0.1", port=postgresql.port)


@pytest.mark.parametrize("home", ["x" * 90], indirect=True, ids=["long path"])
@pytest.mark.parametrize("postgresql", [False], indirect=True, ids=["throwaway"])
def test_throwaway_data_in_a_folder_too_long_for_a_socket_is_reached_by_a_port(postgresql):
    with psycopg.connect(start(postgresql)) as connection:
        assert connection.info.host == "127.0.0.1"


def test_a_killed_server_comes_back_with_its_data(postgresql):
    url = start(postgresql)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    os.killpg(postgresql.process.popen.pid, 9)
    postgresql.process.popen.wait()
    with psycopg.connect(start(postgresql)) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)


def test_a_killed_server_is_waited_for_while_a_statement_of_it_runs_on(postgresql):
    connection = psycopg.connect(start(postgresql), autocommit=True)
    # It looks neither for its server nor for an interrupt before it is through.
    connection.pgconn.send_query(b"SELECT md5(repeat('x', 300000000))")
    os.kill(postgresql.process.popen.pid, 9)
    postgresql.process.popen.wait()
    assert Path(f"/proc/{connection.info.backend_pid}").exists()
    start(postgresql)
    connection.close()


def test_data_of_a_newer_version_is_refused_and_left_alone(postgresql):
    postgresql.data.mkdir(parents=True)
    (postgresql.data / "PG_VERSION").write_text("99\n")
    with pytest.raises(RefusedError, match="made by PostgreSQL 99; installed is"):
        postgresql.start()
    assert (postgresql.data / "PG_VERSION").read_text() == "99\n"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts services as somebody else")
def test_under_a_folder_closed_to_others_the_data_lives_elsewhere(tmp_path, monkeypatch):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(stack.project, "VAR", closed)
    home = stack.project.services_home()
    try:
        assert (closed / "services").resolve() == home
        assert home.is_relative_to("/var/lib/solidus")
        assert stack.project.services_home() == home
    finally:
        shutil.rmtree(home)
