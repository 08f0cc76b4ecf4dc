"""Requests whose parameters are always read as UTF-8.

Django decodes the query string by the charset that a request claims for its body, before any
middleware could refuse it: an anonymous visitor who claims "hex" ends in a server error.
"""

from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.wsgi import WSGIRequest
from django.utils.http import parse_header_parameters


class _ReadAsUTF8:
    """Notes the charset that a request claims, which the middleware refuses, and goes by UTF-8."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(
            meta.get("CONTENT_TYPE", "")
        )


class UTF8WSGIRequest(_ReadAsUTF8, WSGIRequest):
    """A request by WSGI."""


class UTF8ASGIRequest(_ReadAsUTF8, ASGIRequest):
    """A request by ASGI."""
