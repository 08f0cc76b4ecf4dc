"""Sends requests in transactions of their own, and notes what fails and what is read."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.handlers import wsgi
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.test import Client

from accounts.models import User
from solidus.middleware.security_headers import HEADER


@dataclass(frozen=True)
class Failure:
    """A request that was answered by a server error, and where that was raised."""

    request: str
    error: str
    place: str

    def __str__(self) -> str:
        return f"{self.request}\n    {self.error}\n    {self.place}"


class Sender:
    """One visitor, who is signed in anew for each request and whose changes are taken back."""

    def __init__(self, user: User | None):
        self._client = Client(raise_request_exception=False)
        if user is not None:
            self._client.force_login(user)
        self._cookies = self._client.cookies.copy()
        self.failures: list[Failure] = []

    def get(self, address: str) -> HttpResponse:
        """Ask for an address; its query string is sent as it is."""
        return self.send("GET", address)

    def send(self, method: str, address: str, body: bytes | str = b"", kind: str = "", **headers):
        """Send one request and note a server error, or an answer without a policy."""
        self._client.cookies = self._cookies.copy()
        sent = {"content_type": kind, **headers} if kind else headers
        with transaction.atomic():
            answer = self._client.generic(method, address, body, **sent)
            error = _error_in_stream(answer)
            transaction.set_rollback(True)
        error = answer.exc_info[1] if answer.exc_info else error
        if answer.status_code == 500 or error or HEADER not in answer:
            self._note(f"{method} {address} {kind} {body!r} {headers or ''}", answer, error)
        return answer

    def _note(self, request: str, answer: Any, error: Exception | None) -> None:
        text, place = f"answer {answer.status_code}", ""
        if error:
            text = "".join(traceback.format_exception_only(error)).strip()
            place = " < ".join(
                f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno}"
                for frame in reversed(traceback.extract_tb(error.__traceback__)[-25:])
            )
        self.failures.append(Failure(request[:500], text[:500], place))


def _error_in_stream(answer: Any) -> Exception | None:
    """What stops an answer that is made while it is sent, such as an export."""
    try:
        for _part in answer.streaming_content if getattr(answer, "streaming", False) else ():
            pass
    except Exception as error:
        return error
    return None


class ReadNames:
    """The names of the parameters that views look for in the query string."""

    def __init__(self) -> None:
        self._names: set[str] = set()

    @contextmanager
    def noted(self) -> Iterator[set[str]]:
        """Collect what is read while the block runs."""
        self._names.clear()
        yield self._names

    def attach(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let every request's query string tell what is read from it."""
        names = self._names

        class NotingQueryDict(QueryDict):
            def __getitem__(self, key):
                names.add(key)
                return super().__getitem__(key)

            def __contains__(self, key):
                names.add(key)
                return super().__contains__(key)

            def get(self, key, default=None):
                names.add(key)
                return super().get(key, default)

            def getlist(self, key, default=None):
                names.add(key)
                return super().getlist(key, default)

        monkeypatch.setattr(wsgi, "QueryDict", NotingQueryDict)
