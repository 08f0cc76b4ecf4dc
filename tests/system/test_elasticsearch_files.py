"""Where Elasticsearch's program files come from, and what happens where they cannot be had."""

import hashlib
import zipfile

import pytest
from stack import elasticsearch_files, services
from stack.elasticsearch_files import UnavailableError


@pytest.fixture
def artifact(tmp_path, monkeypatch):
    """A small archive laid out like the fetched one, whose checksum is taken for the right one."""
    path = tmp_path / "sonar.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("sonarqube-1/lib/other.jar", "not wanted")
        archive.writestr("sonarqube-1/elasticsearch/lib/server.jar", "wanted")
        archive.writestr("sonarqube-1/elasticsearch/config/jvm.options", "wanted")
    monkeypatch.setattr(
        elasticsearch_files, "SHA256", hashlib.sha256(path.read_bytes()).hexdigest()
    )
    monkeypatch.setattr(elasticsearch_files, "_in_users_repository", lambda: path)
    return path


def files_in(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_only_elasticsearch_is_kept(artifact, tmp_path):
    files = elasticsearch_files.ensure_files(tmp_path)
    assert files_in(files) == {"lib/server.jar", "config/jvm.options"}


def test_files_that_are_there_are_not_fetched_again(artifact, tmp_path):
    files = elasticsearch_files.ensure_files(tmp_path)
    artifact.unlink()
    assert elasticsearch_files.ensure_files(tmp_path) == files


def test_an_archive_with_a_wrong_checksum_is_not_unpacked(artifact, tmp_path):
    artifact.write_bytes(artifact.read_bytes() + b"!")
    with pytest.raises(UnavailableError, match="wrong checksum"):
        elasticsearch_files.ensure_files(tmp_path)
    assert list(tmp_path.iterdir()) == [artifact]


def test_without_maven_there_is_nothing_to_fetch_with(tmp_path, monkeypatch):
    monkeypatch.setattr(elasticsearch_files, "_in_users_repository", lambda: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnavailableError, match="no Maven"):
        elasticsearch_files.ensure_files(tmp_path)


def test_without_a_new_enough_java_one_line_says_that_postgresql_searches(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(elasticsearch_files, "OLDEST_JAVA", 99)
    monkeypatch.setattr(services, "services_home", lambda: tmp_path)
    started = services.Services("run", given={"DATABASE_URL": "postgres://elsewhere/solidus"})
    started.start()
    assert capsys.readouterr().out == ("Search runs on PostgreSQL: there is no JDK 99 or newer.\n")
    assert started.processes == []
    assert started.environment()["ELASTICSEARCH_URL"] == ""
