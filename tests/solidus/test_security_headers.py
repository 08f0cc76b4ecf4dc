"""Every answer tells the browser what its page may do, and what asks for exceptions is known."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as project_settings
from django.template.utils import get_app_template_dirs
from django.test import Client

from solidus.middleware.page_cache import MARK
from solidus.middleware.security_headers import ADMIN_POLICY, HEADER, PUBLIC_POLICY
from tests.factories.accounts import UserFactory
from tests.factories.media_library import DocumentFileFactory, ImageFileFactory

ROOT = Path(project_settings.BASE_DIR)
# What Wagtail and its packages write into pages. When one of them goes, it goes from here; when
# none is left, 'unsafe-inline' goes from that line of the admin's policy.
INLINE_SCRIPTS = {
    "wagtail/admin/templates/wagtailadmin/panels/inline_panel.html",
    "wagtail/admin/templates/wagtailadmin/panels/multiple_chooser_panel.html",
    "wagtail/admin/templates/wagtailadmin/widgets/date_input.html",
    "wagtail/admin/templates/wagtailadmin/widgets/datetime_input.html",
    "wagtail/admin/templates/wagtailadmin/widgets/time_input.html",
    "wagtail/admin/widgets/chooser.py",
    "wagtailmedia/templates/wagtailmedia/media/add.html",
}
INLINE_STYLES = {
    # Beside these, the editor of rich text writes a <style> by script: see the test in a browser.
    "simple_history/templates/simple_history/object_history_list.html",
    "wagtail/admin/templates/wagtailadmin/notifications/base.html",
    "wagtail/images/models.py",
    "wagtail_modeladmin/templates/modeladmin/index.html",
}
SCRIPT = re.compile(r"<script\b([^>]*)>", re.IGNORECASE)
DATA = re.compile(r"type=[\"']?(application/(ld\+)?json|text/(x-)?template)", re.IGNORECASE)
HANDLER = re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=|[\"'=]\s*javascript:", re.IGNORECASE)
STYLE = re.compile(r"<style\b|<[a-z][^<>]*\sstyle\s*=", re.IGNORECASE)


def runs_a_script(text: str) -> bool:
    """Whether a page that is made of `text` holds a script that a browser would run."""
    tags = (match[1] for match in SCRIPT.finditer(text))
    inline = ("src" not in attributes and not DATA.search(attributes) for attributes in tags)
    return any(inline) or bool(HANDLER.search(text))


def has_a_style(text: str) -> bool:
    """Whether a page that is made of `text` holds a style sheet or a style attribute."""
    return bool(STYLE.search(text))


def texts(source: str) -> str:
    """The texts that stand in a Python module, without its comments."""
    nodes = ast.walk(ast.parse(source))
    return "\n".join(
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@cache
def what_makes_pages() -> list[tuple[str, str]]:
    """Every template and module of the installed apps: its path in its package, and its text."""
    return list(_what_makes_pages())


def _what_makes_pages() -> Iterator[tuple[str, str]]:
    templates = {
        Path(folder)
        for name in ("templates", "jinja2")
        for folder in (*get_app_template_dirs(name), ROOT / "solidus" / name)
    }
    packages = {Path(app.path) for app in apps.get_app_configs()} | {ROOT / "solidus"}
    for folder in templates:
        for path in filter(Path.is_file, folder.rglob("*")):
            yield place(path), path.read_text()
    for path in {path for package in packages for path in package.rglob("*.py")}:
        if not {"test", "tests", "tests.py", "contrib"} & set(path.parts):
            yield place(path), texts(path.read_text())


def place(path: Path) -> str:
    """Where a file lies, told from the folder of the project or of the installed packages."""
    return str(path).rpartition("site-packages/")[2].removeprefix(f"{ROOT}/")


def places(condition: Callable[[str], bool]) -> set[str]:
    """The files whose text meets `condition`."""
    return {place for place, text in what_makes_pages() if condition(text)}


def test_only_these_write_scripts_into_a_page():
    assert places(runs_a_script) == INLINE_SCRIPTS


def test_only_these_write_styles_into_a_page():
    assert places(has_a_style) == INLINE_STYLES


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("<script>go()</script>", True),
        ('<a onclick="go()">', True),
        ('<a href="javascript:go()">', True),
        ('<script defer src="/a.js"></script>', False),
        ('<script type="application/json">{}</script>', False),
    ],
)
def test_what_counts_as_a_script(text, runs):
    assert runs_a_script(text) is runs


def test_scripts_are_forbidden_to_public_pages_and_evaluation_to_all():
    assert "unsafe" not in PUBLIC_POLICY
    assert "unsafe-eval" not in ADMIN_POLICY
    for policy in (PUBLIC_POLICY, ADMIN_POLICY):
        for part in ("default-src 'self'", "object-src 'none'", "base-uri 'none'"):
            assert part in policy


@pytest.fixture
def broken(monkeypatch) -> str:
    """An address whose view raises."""

    def fail(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr("solidus.media.assets_at", fail)
    return "/media/images/broken.png"


@pytest.fixture
def client(settings) -> Client:
    """A visitor who gets the pages of errors as everybody does."""
    settings.ELASTICSEARCH_URL = ""
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.mark.django_db
class TestEveryAnswer:
    """Pages, errors, redirects and files."""

    @pytest.mark.parametrize(
        ("address", "status"),
        [
            ("/catalog/", 200),
            ("/catalog/suggest/?q=a", 200),
            ("/accounts/sign-in/", 200),
            ("/account/", 302),
            ("/account", 301),
            ("/nothing-here/", 404),
            ("/static/site/site.css", 200),
            ("/static/nothing.css", 404),
            ("/branding.css", 200),
            ("/media/documents/secret.pdf", 404),
        ],
    )
    def test_of_the_public_site(self, client, address, status):
        answer = client.get(address)
        assert (answer.status_code, answer[HEADER]) == (status, PUBLIC_POLICY)
        assert_sane(answer)

    @pytest.mark.parametrize(
        ("address", "status"),
        [
            ("/admin/", 200),
            ("/admin/images/", 200),
            ("/admin/jsi18n/", 200),
            ("/admin/nothing-here/", 404),
            ("/admin/images/chooser/", 200),
        ],
    )
    def test_of_the_admin(self, client, address, status):
        client.force_login(UserFactory(is_superuser=True))
        answer = client.get(address)
        assert (answer.status_code, answer[HEADER]) == (status, ADMIN_POLICY)
        assert_sane(answer)

    def test_of_the_health_whatever_it_is(self, client):
        answer = client.get("/health/")
        assert answer[HEADER] == PUBLIC_POLICY
        assert_sane(answer)

    def test_when_a_view_fails(self, client, broken):
        answer = client.get(broken)
        assert (answer.status_code, answer[HEADER]) == (500, PUBLIC_POLICY)
        assert_sane(answer)

    def test_when_a_form_is_refused(self, client):
        answer = client.post("/accounts/sign-in/", {"username": "a"})
        assert (answer.status_code, answer[HEADER]) == (403, PUBLIC_POLICY)
        assert_sane(answer)

    def test_when_the_host_is_forged(self, client, settings):
        settings.ALLOWED_HOSTS = ["solidus.example"]
        answer = client.get("/catalog/")
        assert (answer.status_code, answer[HEADER]) == (400, PUBLIC_POLICY)

    def test_from_memory(self, client, settings):
        settings.PAGE_CACHE_SECONDS = 300
        client.get("/catalog/")
        answer = client.get("/catalog/")
        assert answer[MARK] == "hit"
        assert answer[HEADER] == PUBLIC_POLICY
        assert_sane(answer)

    def test_of_files_which_may_do_nothing(self, client):
        client.force_login(UserFactory(is_superuser=True))
        assert client.get(ImageFileFactory().file.url)[HEADER] == "default-src 'none'; sandbox"
        assert client.get(DocumentFileFactory().url)[HEADER] == "default-src 'none'"


def assert_sane(answer) -> None:
    """What else every answer tells."""
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
