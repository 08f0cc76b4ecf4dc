"""Answers anonymous visitors of public pages from memory.

Before all that answers, so that a kept page costs neither session nor view. Only pages that a view
marked as shareable are kept (see `catalog.storefront.views.viewer.public_page`), and only while the
catalog stays as it is.
"""

from collections.abc import Callable, Hashable
from time import monotonic

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_from_request

from catalog.schema.queries.generation import catalog_generation
from console.process_caches import register_process_cache
from console.site_day import site_day

from .page_store import PageStore, StoredPage

MOST_BYTES = 64 * 1024 * 1024
MOST_PAGES = 5000
LONGEST_ADDRESS = 500
# The cookies that change what an anonymous visitor sees, and the longest value of one.
DISPLAY_COOKIES = ("theme", "view", "vehicle")
LONGEST_COOKIE = 400
MARK = "X-Page-Cache"

store = PageStore(most_bytes=MOST_BYTES, most_pages=MOST_PAGES)
register_process_cache(store.clear)


class PageCacheMiddleware:
    """Sends kept pages again and keeps what may be kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = _key(request) if settings.PAGE_CACHE_SECONDS else None
        generation = _generation() if key else ""
        if not key or not generation:
            return self.get_response(request)
        page = store.get(generation, key)
        if page:
            return _answer(request, page)
        response = self.get_response(request)
        if request.method == "GET" and _may_be_kept(response):
            # Under the generation that was read before the page was made: an edit in between
            # makes the page one of an older generation, never an old page one of a newer.
            store.put(generation, key, _page(response))
        return response


def _key(request: HttpRequest) -> Hashable | None:
    """What tells one kept page from another; None for a request that is never answered from memory.

    Whoever has a session or other credentials is not anonymous. The host is part of the key and
    checked, so a forged one reaches only itself.
    """
    if request.method not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in request.META:
        return None
    cookies = request.COOKIES
    if settings.SESSION_COOKIE_NAME in cookies:
        return None
    shown = tuple(cookies.get(name, "") for name in DISPLAY_COOKIES)
    address = request.get_full_path()
    if len(address) > LONGEST_ADDRESS or any(len(value) > LONGEST_COOKIE for value in shown):
        return None
    try:
        host = request.get_host()
    except DisallowedHost:
        return None
    return (
        request.scheme,
        host,
        address,
        get_language_from_request(request),
        # As htmx sends it and the views read it: any other value gets a whole page.
        request.META.get("HTTP_HX_REQUEST") == "true",
        settings.PUBLIC_PRICES,
        # Prices, licences of pictures and schedules begin and end with a day.
        site_day(),
        shown,
    )


def _generation() -> str:
    try:
        return catalog_generation()
    except DatabaseError:
        return ""  # The view tells what is wrong.


def _may_be_kept(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and getattr(response, "is_shareable", False)
        and not getattr(response, "is_odd", False)
        and not response.streaming
        and not response.cookies
    )


def _page(response: HttpResponse) -> StoredPage:
    return StoredPage(
        content=response.content,
        headers=tuple(response.items()),
        kept_until=monotonic() + settings.PAGE_CACHE_SECONDS,
    )


def _answer(request: HttpRequest, page: StoredPage) -> HttpResponse:
    response = HttpResponse(page.content if request.method == "GET" else b"")
    for name, value in page.headers:
        response.headers[name] = value
    response.headers[MARK] = "hit"
    return response
