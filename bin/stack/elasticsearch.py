"""A private Elasticsearch node: its own configuration, data and port, never run as root."""

from __future__ import annotations

import json
import os
import socket
import time
import urllib.error
import urllib.request
from pathlib import Path

from stack import ports
from stack.console import RefusedError
from stack.elasticsearch_files import ensure_files, find_java
from stack.process import Process
from stack.project import make_service_folder
from stack.service_user import as_service_user, popen_identity

HEAP = "512m"
START_SECONDS = 300  # a busy machine is slow; one that ended is told of at once
JVM_OPTIONS = f"""\
-Xms{HEAP}
-Xmx{HEAP}
-XX:+UseG1GC
-XX:+ExitOnOutOfMemoryError
-Djava.io.tmpdir=${{ES_TMPDIR}}
--add-modules=jdk.incubator.vector
-Dorg.apache.lucene.store.defaultReadAdvice=normal
-Dorg.apache.lucene.store.MMapDirectory.sharedArenaMaxPermits=1
"""
# Without the optimising compiler a node starts in half the processor time, and works slower then.
QUICK_START = "-XX:TieredStopAtLevel=1\n"
LOG4J_PROPERTIES = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] %m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
"""


class Elasticsearch:
    """The node in `home/elasticsearch`: `prepare()`, `start()`, then `wait()` returns its URL."""

    def __init__(self, home: Path, *, quick_start: bool) -> None:
        self.home = home
        self.quick_start = quick_start
        self.folder = home / "elasticsearch"
        self.configuration = self.folder / "config"
        self.port = 0
        self.process: Process | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def prepare(self) -> None:
        """Have all that the node needs, and its URL; UnavailableError where it cannot be had.

        Its files are fetched once.
        """
        java = find_java()
        files = ensure_files(self.home.parent)
        for folder in (self.folder, self.configuration, self.folder / "tmp"):
            make_service_folder(folder)
        self.port = ports.remembered(self.home / "ports.json", "elasticsearch")
        self._configure(files)
        self.process = Process(
            "elasticsearch",
            self._command(java, files),
            remembered_in=self.home / "processes.json",
            environment=self._environment(java, files),
            folder=files,
            identity=popen_identity(),
            output=self.folder / "server.log",
        )

    def start(self) -> Process:
        """Start the node that was prepared."""
        self.process.output.write_text("")
        self.process.start()
        return self.process

    def wait(self) -> str:
        """Wait until the node takes requests, and return its URL."""
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if not self.process.running() or time.monotonic() > deadline:
                raise RefusedError(f"Elasticsearch did not start: {self.process.last_words()}")
            time.sleep(0.2)
        return self.url

    def answers(self) -> bool:
        """Whether the node's cluster state is there."""
        try:
            with urllib.request.urlopen(f"{self.url}/_cluster/health", timeout=5) as answer:
                return json.load(answer)["status"] in ("green", "yellow")
        except (OSError, ValueError):
            return False

    def _configure(self, files: Path) -> None:
        settings = {
            "cluster.name": "solidus",
            "node.name": "solidus",
            "discovery.type": "single-node",
            "network.host": "127.0.0.1",
            "http.port": self.port,
            "transport.port": ports.remembered(self.home / "ports.json", "elasticsearch-transport"),
            "path.data": str(self.folder / "data"),
            "path.logs": str(self.folder / "logs"),
            "xpack.security.enabled": False,
            # The index can be built again from the database; on a nearly full disk it should
            # still answer rather than become read-only.
            "cluster.routing.allocation.disk.threshold_enabled": False,
        }
        lines = [f"{name}: {json.dumps(value)}" for name, value in settings.items()]
        self._write("elasticsearch.yml", "\n".join(lines) + "\n")
        self._write("jvm.options", JVM_OPTIONS + (QUICK_START if self.quick_start else ""))
        self._write("log4j2.properties", LOG4J_PROPERTIES)

    def _write(self, name: str, text: str) -> None:
        path = self.configuration / name
        path.write_text(text)
        as_service_user(path)

    def _command(self, java: Path, files: Path) -> list[str]:
        """What bin/elasticsearch would run; that script is not among the fetched files."""
        return [
            *(str(java / "bin/java"), "-Xms16m", "-Xmx64m"),
            *("-cp", f"{files}/lib/*:{files}/lib/tools/server-launcher/*"),
            f"-Des.path.home={files}",
            f"-Des.path.conf={self.configuration}",
            *("-Des.distribution.type=zip", "-Des.java.type=ES_JAVA_HOME"),
            "org.elasticsearch.server.launcher.ServerLauncher",
        ]

    def _environment(self, java: Path, files: Path) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "HOSTNAME": socket.gethostname(),
            "ES_HOME": str(files),
            "ES_PATH_CONF": str(self.configuration),
            "ES_TMPDIR": str(self.folder / "tmp"),
            "ES_JAVA_HOME": str(java),
            "JAVA": str(java / "bin/java"),
            "ES_DISTRIBUTION_TYPE": "zip",
        }
