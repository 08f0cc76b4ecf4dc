"""A real Chromium for tests that click."""

import asyncio
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import connection
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from accounts.models import User

# The shell is the same browser without a window of its own, in half the processor time.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 60_000  # milliseconds; a busy machine is slow, not wrong
expect.set_options(timeout=PATIENCE)


class Chromium:
    """One browser for all tests of a process; each test opens contexts of its own in it.

    Playwright leaves an event loop running in the thread. Other tests must not see it, as Django
    refuses the database where one runs; so it shows only while `in_use`.
    """

    def __init__(self) -> None:
        self._playwright = sync_playwright().start()
        self._loop = asyncio.get_running_loop()
        self._browser = self._launch()
        asyncio._set_running_loop(None)

    @contextmanager
    def in_use(self) -> Iterator[Browser]:
        """The browser; another one, where it has crashed. Its contexts are closed afterwards."""
        asyncio._set_running_loop(self._loop)
        try:
            if not self._browser.is_connected():
                self._browser = self._launch()
            yield self._browser
            for context in self._browser.contexts:
                context.close()
        finally:
            asyncio._set_running_loop(None)

    def close(self) -> None:
        """End the browser and Playwright."""
        asyncio._set_running_loop(self._loop)
        self._browser.close()
        self._playwright.stop()

    def _launch(self) -> Browser:
        return self._playwright.chromium.launch(
            executable_path=CHROMIUM, args=ARGUMENTS, timeout=PATIENCE
        )


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """The browser of this process."""
    running = Chromium()
    yield running
    running.close()


class RequestsInWork:
    """Counts what the site is answering, as a page that is closed does not end its request."""

    def __init__(self) -> None:
        self._count = 0
        self._changed = threading.Condition()

    @contextmanager
    def awaited(self) -> Iterator[None]:
        """Wait at the end until all requests that began in the block are answered."""
        request_started.connect(self._begin)
        request_finished.connect(self._finish)
        try:
            yield
            with self._changed:
                if not self._changed.wait_for(lambda: self._count == 0, timeout=PATIENCE / 1000):
                    pytest.fail(f"{self._count} requests were never answered")
        finally:
            request_started.disconnect(self._begin)
            request_finished.disconnect(self._finish)

    def _begin(self, **_signal) -> None:
        self._add(1)

    def _finish(self, **_signal) -> None:
        self._add(-1)

    def _add(self, number: int) -> None:
        with self._changed:
            self._count += number
            self._changed.notify_all()


class Complaints:
    """What a browser holds against the pages it shows: refused by policy, or asked of a stranger.

    Every test that opens a page fails for them, so whatever a test clicks is held to the policy.
    """

    def __init__(self, site: str) -> None:
        self._site = site
        self.found: list[str] = []

    def watch(self, context: BrowserContext) -> None:
        """Note what the pages of `context` are refused, and every request to another host."""
        context.on("console", self._note_refusal)
        context.on("request", lambda request: self._note_stranger(request.url))

    def _note_refusal(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.found.append(f"{message.page.url if message.page else ''}: {message.text}")

    def _note_stranger(self, url: str) -> None:
        if not url.startswith((self._site, "data:", "blob:", "about:")):
            self.found.append(f"a request to {url}")


@pytest.fixture
def open_page(chromium, live_server, monkeypatch) -> Iterator[Callable[..., Page]]:
    """Opens a page of the site: `open_page(user, width=390, color_scheme="dark")`.

    Without a user it is an anonymous visitor's. Further arguments go to Playwright's new_context.
    """
    # The loop of Playwright shows in this thread, where Django would refuse the database.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    complaints = Complaints(live_server.url)
    with RequestsInWork().awaited(), chromium.in_use() as browser:

        def open_page(user: User | None = None, width: int = 1440, **options) -> Page:
            context = browser.new_context(
                base_url=live_server.url, viewport={"width": width, "height": 1000}, **options
            )
            context.set_default_timeout(PATIENCE)
            complaints.watch(context)
            if user is not None:
                context.add_cookies([_session_cookie(user, live_server.url)])
            return context.new_page()

        yield open_page
        # The loop's context has a connection of its own, which nobody else would close.
        connection.close()
        assert complaints.found == []


def _session_cookie(user: User, url: str) -> dict[str, str]:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}
