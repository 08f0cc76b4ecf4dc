"""A person of a role at the site: what each address answers, and what asking for it writes."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from .world import World
from .writes import rolled_back_writes


@dataclass(frozen=True)
class Visit:
    """One answer: its text, and the tables that were written to (and put back)."""

    response: HttpResponse
    text: str
    written: frozenset[str]

    @property
    def is_opened(self) -> bool:
        """Whether a page or file was shown."""
        return self.response.status_code == 200

    @property
    def is_error(self) -> bool:
        """Whether the server failed; the health page says so of the queue, which is not running."""
        return self.response.status_code >= 500 and self.response.status_code != 503


class Visitor:
    """Somebody of a role in a browser; what he does is put back after each request."""

    def __init__(self, world: World, role: str) -> None:
        self._user = world.people[role]
        self._client = Client(raise_request_exception=False)
        self._sign_in()

    def get(self, path: str) -> Visit:
        """Ask for a page."""
        return self._visit("get", path)

    def post(self, path: str, body: Mapping) -> Visit:
        """Send a form."""
        return self._visit("post", path, body)

    def _visit(self, method: str, path: str, *body: Mapping) -> Visit:
        with rolled_back_writes() as written:
            response = getattr(self._client, method)(path, *body)
            chunks = response.streaming_content if response.streaming else [response.content]
            text = b"".join(chunks).decode(errors="replace")
        if self._user and not self._client.cookies[settings.SESSION_COOKIE_NAME].value:
            self._sign_in()
        return Visit(response, text, frozenset(written))

    def _sign_in(self) -> None:
        if self._user:
            with transaction.atomic():
                self._client.force_login(self._user)
