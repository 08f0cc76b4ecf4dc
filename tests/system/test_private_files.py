"""What the site writes is its user's alone; only the way to the services is open to theirs."""

import os
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import pytest
import stack.project
from stack.service_user import popen_identity

ROOT = Path(__file__).resolve().parents[2]
OTHERS = 0o077
WRITE = textwrap.dedent(
    """
    from django.core.files.base import ContentFile
    from django.core.files.storage import storages
    from django.core.mail import send_mail
    from django.conf import settings

    send_mail("Prices", "47.70", None, ["somebody@example.com"])
    for name in ("default", "private"):
        storages[name].save("new/folder/file.txt", ContentFile(b"secret"))
    (settings.PRIVATE_ROOT / "feeds").mkdir()
    (settings.PRIVATE_ROOT / "feeds" / "feed.csv").write_text("secret")
    """
)


def modes(folder: Path) -> dict[str, int]:
    """The permissions of all that lies in a folder."""
    return {
        str(path.relative_to(folder)): path.lstat().st_mode & 0o777 for path in folder.rglob("*")
    }


def test_files_of_the_site_are_private(tmp_path):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "solidus.settings.development",
        "SOLIDUS_VAR": str(tmp_path),
    }
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", WRITE]
    subprocess.run(command, check=True, cwd=ROOT, env=environment, umask=0o022)
    found = modes(tmp_path)
    assert {
        "media/new/folder/file.txt",
        "private/new/folder/file.txt",
        "private/feeds/feed.csv",
    } <= found.keys()
    assert any(name.startswith("mail/") for name in found)
    assert {name: oct(mode) for name, mode in found.items() if mode & OTHERS} == {}


@pytest.fixture
def var(tmp_path, monkeypatch) -> Path:
    """A folder of data that is not there yet."""
    monkeypatch.setattr(stack.project, "VAR", tmp_path / "var")
    return tmp_path / "var"


@pytest.mark.parametrize(("user", "mode"), [(0, 0o711), (1000, 0o700)])
def test_the_folder_of_all_data_is_made_closed(var, monkeypatch, user, mode):
    monkeypatch.setattr(os, "geteuid", lambda: user)
    stack.project.make_var()
    assert var.stat().st_mode & 0o777 == mode


def test_folders_that_stood_open_are_closed(var):
    stack.project.make_var()
    (var / "media").mkdir(mode=0o755)
    stack.project.make_var()
    assert modes(var) == {"media": 0o700}


def test_a_folder_of_the_readers_own_is_left_as_it_is(var):
    var.mkdir(mode=0o755)
    var.chmod(0o755)
    stack.project.make_var()
    assert var.stat().st_mode & 0o777 == 0o755


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts services as somebody else")
def test_the_service_user_passes_through_and_sees_nothing_else(monkeypatch):
    with tempfile.TemporaryDirectory(dir="/var/tmp", prefix="solidus-") as folder:
        Path(folder).chmod(0o755)
        monkeypatch.setattr(stack.project, "VAR", Path(folder) / "var")
        home = stack.project.services_home()
        service = stack.project.make_service_folder(home / "service")
        (stack.project.VAR / "media").mkdir(mode=0o700)
        assert home == stack.project.VAR / "services"
        assert may_list(service)
        assert not may_list(home)
        assert not may_list(stack.project.VAR)
        assert not may_list(stack.project.VAR / "media")


def may_list(folder: Path) -> bool:
    """Whether the service user may see what lies in a folder."""
    done = subprocess.run(["ls", folder], check=False, capture_output=True, **popen_identity())
    return done.returncode == 0
