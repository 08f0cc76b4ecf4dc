"""A private PostgreSQL cluster: its own data, port and password, never run as root."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from stack import ports
from stack.console import RefusedError
from stack.process import Process
from stack.project import make_service_folder, require_room
from stack.service_user import as_service_user, popen_identity

ROLE = DATABASE = "solidus"
START_SECONDS = 60
# What it says while processes of a server before it still hold the memory that they shared.
STILL_THERE = "Terminate any old server processes"
# Data that is thrown away need not survive a power cut.
WITHOUT_DURABILITY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
# The path of a socket has 107 bytes at most; this is the longest name of PostgreSQL's.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.65535")


class PostgreSQL:
    """The cluster in `home/postgresql`; `start()`, then `wait()` returns its database's URL."""

    def __init__(self, home: Path, *, durable: bool) -> None:
        self.home = home
        self.folder = home / "postgresql"
        self.data = self.folder / "data"
        self.password_file = self.folder / "password"
        self.durable = durable
        self.process: Process | None = None
        self.port = 0

    def start(self) -> Process:
        """Create the cluster when there is none and start its server."""
        make_service_folder(self.folder)
        programs = find_programs(self._cluster_version())
        if not (self.data / "PG_VERSION").exists():
            self._create_cluster(programs)
        self.port = ports.remembered(self.home / "ports.json", "postgresql")
        settings = self._settings() | ({} if self.durable else WITHOUT_DURABILITY)
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self.process = Process(
            "postgresql",
            [str(programs / "postgres"), "-D", str(self.data), *options],
            remembered_in=self.home / "processes.json",
            environment=self._environment(),
            folder=self.folder,
            identity=popen_identity(),
            output=self.folder / "server.log",
            stop_signal=signal.SIGINT,  # "fast": sessions are cut off, data is written out
        )
        self._start_program()
        return self.process

    def _start_program(self) -> None:
        self.process.output.write_text("")
        self.process.start()

    def wait(self) -> str:
        """Wait until it answers, make the database when it is missing, and return its URL."""
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            is_running, is_late = self.process.running(), time.monotonic() > deadline
            if not is_running and not is_late and STILL_THERE in self.process.output.read_text():
                # Processes of a server that was killed end a moment after it.
                self._start_program()
            elif not is_running or is_late:
                raise RefusedError(f"PostgreSQL did not start: {self.process.last_words()}")
            time.sleep(0.1)
        if DATABASE not in self.databases():
            self.execute(f"CREATE DATABASE {DATABASE}")
        return self.url(DATABASE)

    def url(self, database: str) -> str:
        """The address of one of its databases, as Django and PostgreSQL's programs take it."""
        account = f"{ROLE}:{self._password()}"
        if self._is_local:
            where = f"host={quote(self._host, safe='/')}&port={self.port}"
            return f"postgres://{account}@/{database}?{where}"
        return f"postgres://{account}@{self._host}:{self.port}/{database}"

    def databases(self) -> set[str]:
        """The names of all its databases."""
        return set(self.execute("SELECT datname FROM pg_database").split())

    def execute(self, statement: str) -> str:
        """Run one statement outside of any transaction; returns psql's output."""
        done = self._sql(statement)
        if done.returncode:
            raise RefusedError(f"PostgreSQL refused a statement: {done.stderr.strip()}")
        return done.stdout

    def _create_cluster(self, programs: Path) -> None:
        require_room(self.folder, 0.5, "a new database")
        beside = self.folder / "data.new"  # so that an interrupted creation leaves no half cluster
        shutil.rmtree(beside, ignore_errors=True)
        self.password_file.write_text(secrets.token_urlsafe(24))
        self.password_file.chmod(0o600)
        as_service_user(self.password_file)
        done = subprocess.run(
            [
                *(programs / "initdb", "--pgdata", beside, "--username", ROLE),
                # Only its user and root reach the socket, and the password that lies beside it.
                *("--auth-local", "trust", "--auth-host", "scram-sha-256"),
                *("--pwfile", self.password_file),
                *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
            ],
            check=False,
            env=self._environment(),
            cwd=self.folder,
            capture_output=True,
            text=True,
            **popen_identity(),
        )
        if done.returncode:
            reason = done.stderr.strip().splitlines() or ["it gave no reason"]
            raise RefusedError(f"The database could not be created: {reason[-1]}")
        beside.rename(self.data)

    def _cluster_version(self) -> int | None:
        stamp = self.data / "PG_VERSION"
        return int(stamp.read_text()) if stamp.exists() else None

    def _settings(self) -> dict[str, str]:
        """Sizes for one machine that also runs the web server, the worker and Elasticsearch."""
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
        return {
            "port": str(self.port),
            "listen_addresses": "" if self._is_local else self._host,
            "unix_socket_directories": self._host if self._is_local else "",
            "max_connections": "100",
            "shared_buffers": f"{max(128, min(memory // 8, 1024))}MB",
            "effective_cache_size": f"{memory // 2}MB",
            "work_mem": "16MB",
            "maintenance_work_mem": "128MB",
            "max_wal_size": "4GB",
            "checkpoint_timeout": "15min",
            "random_page_cost": "1.1",
            # Compiling a statement takes longer than nearly all that are asked here.
            "jit": "off",
        }

    @property
    def _is_local(self) -> bool:
        """Whether it listens on a socket in its folder: a statement takes a fifth less there.

        Data that is kept is for other programs as well, which are told a port.
        """
        return not self.durable and len(bytes(self.folder)) <= LONGEST_SOCKET_FOLDER

    @property
    def _host(self) -> str:
        return str(self.folder) if self._is_local else "127.0.0.1"

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"}

    def _password(self) -> str:
        return self.password_file.read_text()

    def _answers(self) -> bool:
        return self.process.running() and self._sql("SELECT 1").returncode == 0

    def _sql(self, statement: str) -> subprocess.CompletedProcess:
        programs = find_programs(self._cluster_version())
        return subprocess.run(
            [
                *(programs / "psql", "-h", self._host, "-p", str(self.port), "-U", ROLE),
                *("-d", "postgres", "-XAtqc", statement),
            ],
            check=False,
            env={**self._environment(), "PGPASSWORD": self._password(), "PGCONNECT_TIMEOUT": "5"},
            capture_output=True,
            text=True,
        )


def find_programs(version: int | None) -> Path:
    """The folder of PostgreSQL's programs: of a major version, or for None the newest."""
    installed = {_major(folder): folder for folder in _program_folders()}
    if not installed:
        raise RefusedError("PostgreSQL is not installed.")
    if version is None:
        return installed[max(installed)]
    if version not in installed:
        raise RefusedError(
            f"The database here was made by PostgreSQL {version}; installed is {max(installed)}. "
            f"Install postgresql-{version}, or begin anew with: make reset"
        )
    return installed[version]


def _program_folders() -> list[Path]:
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    on_path = shutil.which("initdb")
    return folders + ([Path(on_path).resolve().parent] if on_path else [])


def _major(folder: Path) -> int:
    command = [folder / "initdb", "--version"]
    return int(re.search(r"\d+", subprocess.check_output(command, text=True))[0])
