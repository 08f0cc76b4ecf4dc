"""A real Chromium for tests that click."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Page, sync_playwright

from accounts.models import User

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 30_000  # milliseconds; a busy machine is slow, not wrong


@pytest.fixture
def open_page(live_server, monkeypatch) -> Iterator[Callable[..., Page]]:
    """Opens a page of the site: `open_page(user, width=390, color_scheme="dark")`.

    Without a user it is an anonymous visitor's. Further arguments go to Playwright's new_context.
    """
    # Playwright runs an event loop in this thread, where Django would refuse the database.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)

        def open_page(user: User | None = None, width: int = 1440, **options) -> Page:
            context = browser.new_context(
                base_url=live_server.url, viewport={"width": width, "height": 1000}, **options
            )
            context.set_default_timeout(PATIENCE)
            if user is not None:
                context.add_cookies([_session_cookie(user, live_server.url)])
            return context.new_page()

        yield open_page
        browser.close()
        # The loop's context has a connection of its own, which nobody else would close.
        connection.close()


def _session_cookie(user: User, url: str) -> dict[str, str]:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}
