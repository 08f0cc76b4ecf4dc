"""Refuses what no view could read or store, and says where it stands.

PostgreSQL stores neither NUL nor half of a pair of surrogates, and JSON nested without end exhausts
the stack of whoever walks it. Both are refused here for every view: in the address, cookies and
headers before anything looks into the database, in parameters, forms and JSON before the view.
"""

import codecs
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from console.postgresql.unstorable import UNSTORABLE

JSON_BEGINS = ("{", "[", '"')
MOST_LEVELS = 100
LONGEST_NAME = 60


class UnreadableRequestError(BadRequest):
    """What was sent can be neither read nor stored; its text tells the visitor why."""


class UnreadableRequestMiddleware:
    """Answers 400 to a request that holds what cannot be stored."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _check_charset(request)
        _check_text(request.path, _("The address"))
        _check_text(request.path_info, _("The address"))
        for texts in (request.COOKIES, request.headers):
            for name, text in texts.items():
                _check_text(name, _("The name of a cookie or header"))
                _check_text(text, _field(name))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Look through parameters and body, where the visitor and the language are known."""
        _check_fields(request.GET.lists())
        try:
            _check_sent(request)
        except UnreadablePostError as error:
            text = _("The request was interrupted. Send it again.")
            raise UnreadableRequestError(text) from error


def _check_charset(request: HttpRequest) -> None:
    """Refuse a body in an encoding that could smuggle surrogates in."""
    named = (request.content_params or {}).get("charset", "utf-8")
    try:
        if codecs.lookup(named).name == "utf-8":
            return
    except (LookupError, ValueError):
        pass
    _refuse(_("The request"), _("is not encoded in UTF-8"))


def _check_sent(request: HttpRequest) -> None:
    if _holds_json(request):
        _check_body(request.body)
    elif request.method == "POST":
        _check_fields(request.POST.lists())
        _check_fields((name, []) for name in request.FILES)


def _check_fields(fields: Iterable[tuple[str, list[str]]]) -> None:
    for name, values in fields:
        _check_text(name, _("The name of a field"))
        for value in values:
            _check_text(value, _field(name))
            _check_inside(value, _field(name))


def _check_text(text: str, where: str | Promise) -> None:
    if UNSTORABLE.search(text):
        _refuse(where, _("contains a character that cannot be stored (NUL or half of a surrogate)"))


def _check_inside(text: str, where: str | Promise) -> None:
    """Look into a text that is JSON; what is none is left to the view."""
    # Views that read JSON take white space off that JSON has none of, such as an NBSP.
    text = text.strip()
    if not text.startswith(JSON_BEGINS) or not _may_hide_something(text):
        return
    try:
        _check_json(json.loads(text), where)
    except RecursionError:
        _refuse(where, _("is nested too deeply"))
    except ValueError:
        pass


def _may_hide_something(text: str) -> bool:
    """Whether JSON in `text` could escape a character or be nested too deeply; quick to tell."""
    return "\\u" in text or text.count("[") + text.count("{") > MOST_LEVELS


def _check_body(body: bytes) -> None:
    where = _("The body")
    try:
        if body:
            _check_json(json.loads(body.decode(), parse_constant=_no_number), where)
    except RecursionError:
        _refuse(where, _("is nested too deeply"))
    except ValueError:
        _refuse(where, _("is not valid JSON"))


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)  # NaN and Infinity are no JSON, though Python reads them


def _check_json(value: Any, where: str | Promise) -> None:
    waiting = [(value, 1)]
    while waiting:
        item, level = waiting.pop()
        if level > MOST_LEVELS:
            _refuse(where, _("is nested too deeply"))
        if isinstance(item, str):
            _check_text(item, where)
        elif isinstance(item, list):
            waiting += [(inner, level + 1) for inner in item]
        elif isinstance(item, Mapping):
            waiting += [(inner, level + 1) for pair in item.items() for inner in pair]


def _holds_json(request: HttpRequest) -> bool:
    kind = request.content_type or ""
    return kind == "application/json" or kind.endswith("+json")


def _field(name: str) -> str:
    return f"“{UNSTORABLE.sub('', name[:LONGEST_NAME])}”"


def _refuse(where: str | Promise, why: str | Promise) -> NoReturn:
    """Say it lazily: the language of the visitor may not be known yet."""
    message = _("{where} {why}. Remove it, and send the request again.")
    raise UnreadableRequestError(format_lazy(message, where=where, why=why))
