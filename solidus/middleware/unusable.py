"""Answers 400 where a view of a library stumbles over a parameter that it trusted.

Wagtail's views put what stands in an address into lookups, OFFSET and redirects as it is. Only
what is the request's own fault is taken: a missing parameter, a page beyond the last, a record
that is not there, a value that the database refuses, a form that stumbles over its fields, or an
error that quotes a value of the request. It is logged with its traceback. Errors that begin in the
project's own code are left as they are, as our views check what they read; but for two that Django
raises in whoever calls it: a redirect to a text that is no address, and a number that compares
with none.
"""

import logging
import re
import traceback
from collections.abc import Callable, Iterable, Iterator
from decimal import InvalidOperation
from typing import Any

from django.conf import settings
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import FieldError, ObjectDoesNotExist, ValidationError
from django.core.paginator import InvalidPage
from django.db import DataError
from django.http import HttpRequest, HttpResponse, RawPostDataException
from django.urls import NoReverseMatch
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .unreadable import UnreadableRequestError

logger = logging.getLogger(__name__)

OF_THE_REQUEST = (
    MultiValueDictKeyError,
    InvalidPage,
    IncorrectLookupParameters,
    ObjectDoesNotExist,
    DataError,
)
IF_THEY_QUOTE_IT = (ValueError, TypeError, ValidationError, NoReverseMatch, FieldError)
# What is raised in one of these functions: a form judges its fields, a view redirects to where the
# request asks it to, or finds the model that the request names.
OF_THE_REQUEST_IN = (
    ((KeyError, AttributeError, TypeError, ValueError), {"_clean_fields", "_clean_form"}),
    (NoReverseMatch, {"resolve_url"}),
    (LookupError, {"resolve_model_string"}),
)
# The same, whoever called: a form compares a signalling NaN, which its field lets pass.
WHOEVER_CALLED = ((InvalidOperation, {"has_changed"}),)
# What Python says of a number with too many digits, which it does not quote.
TOO_LONG_A_NUMBER = "for integer string conversion"
# Code that everything runs through, so that an error in it says nothing about whose it is.
EVERYBODYS = re.compile(r"/lib/python3\.\d+/(?!site-packages/(?!django/|psycopg/))")
# The function of Django that calls execute wrappers, through which every statement runs as well.
CALLS_WRAPPERS = "_execute_with_wrappers"
# Python cuts long values short where it quotes them.
LONGEST_QUOTED = 100
LONGEST_SHOWN = 60


class UnusableInputMiddleware:
    """Takes errors of libraries for what they are: something in the request cannot be used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Refuse the request if the error is its own; else leave the error as it is."""
        if isinstance(error, RawPostDataException):
            # A view of JSON asks for a body that was read as a form, for what it said to be.
            raise UnreadableRequestError(_("The body is not JSON. Send it as application/json."))
        quoted = _quoted(request, error) if isinstance(error, IF_THEY_QUOTE_IT) else None
        is_likely = quoted is not None or _is_of_the_request(error)
        if not _is_certain(error, quoted) and (_is_ours(error) or not is_likely):
            return
        logger.warning("A view could not use %s", request.get_full_path(), exc_info=error)
        message = _("Something in the URL or form is not valid here.")
        if quoted:
            text = _("“{value}” is not valid here.")
            message = format_lazy(text, value=quoted[:LONGEST_SHOWN])
        advice = _("Go back and start again from the menu.")
        raise UnreadableRequestError(format_lazy("{} {}", message, advice)) from error


def _is_ours(error: Exception) -> bool:
    """Whether the error begins in the project's own code."""
    frames = traceback.extract_tb(error.__traceback__)
    callers = ["", *(frame.name for frame in frames)]
    telling = [
        frame.filename
        for frame, caller in zip(frames, callers, strict=False)
        if caller != CALLS_WRAPPERS and not EVERYBODYS.search(frame.filename)
    ]
    if not telling or "site-packages" in telling[-1]:
        return False
    return telling[-1].startswith(f"{settings.BASE_DIR}/")


def _is_certain(error: Exception, quoted: str | None) -> bool:
    """Whether it is the request's own, even if our code called what raised it."""
    if isinstance(error, NoReverseMatch):
        return quoted is not None and _is_raised_in(error, OF_THE_REQUEST_IN)
    return _is_raised_in(error, WHOEVER_CALLED)


def _is_of_the_request(error: Exception) -> bool:
    """Whether the request alone can have caused the error, whatever it quotes."""
    return (
        isinstance(error, OF_THE_REQUEST)
        or (isinstance(error, ValueError) and TOO_LONG_A_NUMBER in str(error))
        or _is_raised_in(error, OF_THE_REQUEST_IN)
    )


def _is_raised_in(error: Exception, places: Iterable[tuple[Any, set[str]]]) -> bool:
    """Whether the error is of a kind that `places` tell of one of the functions it came through."""
    functions = {frame.f_code.co_name for frame, _line in traceback.walk_tb(error.__traceback__)}
    return any(isinstance(error, kinds) and functions & known for kinds, known in places)


def _quoted(request: HttpRequest, error: Exception) -> str | None:
    """The value of the request that the error quotes, if it quotes any."""
    # Its text is that of a list, in which a backslash stands twice.
    message = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    for value in _values(request):
        begin, end = repr(value[:LONGEST_QUOTED])[:-1], "" if value[LONGEST_QUOTED:] else "'"
        if any(quoted in message for quoted in (begin + end, f"“{value}”", f'"{value}"')):
            return value
    return None


def _values(request: HttpRequest) -> Iterator[str]:
    for fields in (request.GET, request.POST):
        for _name, values in fields.lists():
            yield from values
    yield from filter(None, request.path.split("/"))
