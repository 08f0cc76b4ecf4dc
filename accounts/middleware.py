"""Limits at the views that ask for a password or a secret link without signing in."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.views import PasswordResetConfirmView, PasswordResetView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.documents.views.serve import authenticate_with_password as enter_collection
from wagtail.views import authenticate_with_password as enter_page

from accounts.limits import (
    RESET_FROM_ADDRESS,
    RESET_LINK,
    RESET_OF_MAILBOX,
    SHARED_PASSWORD,
    TooManyAttemptsError,
    use_or_refuse,
)
from accounts.mailboxes import folded_mailbox
from console.client_address import client_address
from console.limits.counting import give_back
from console.limits.uses import Use

View = Callable[..., HttpResponse]

# Where the password of a page or of a collection is asked for, and what names the restriction.
_SHARED_PASSWORDS = {enter_page: "page_view_restriction_id", enter_collection: "restriction_id"}


class LimitedAttemptsMiddleware:
    """Refuses what was tried too often, by the kind of view, wherever it is mounted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        attempt = getattr(request, "attempt", None)
        if attempt and response.status_code == 302:
            # These views lead on where the password or the link was right.
            give_back(attempt)
        return response

    def process_view(
        self, request: HttpRequest, view: View, arguments: tuple, keywords: dict[str, Any]
    ) -> HttpResponse | None:
        """Count the attempt, or answer for the view."""
        try:
            for attempt in _guesses(request, view, keywords):
                use_or_refuse(attempt)
                request.attempt = attempt
            if asked_for := _mail_asked_for(request, view):
                use_or_refuse(*asked_for)
        except TooManyAttemptsError as error:
            return _refusal(request, error)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for a view that lets a refusal of the backend pass."""
        return _refusal(request, error) if isinstance(error, TooManyAttemptsError) else None


def _guesses(request: HttpRequest, view: View, keywords: dict[str, Any]) -> Iterator[Use]:
    """What a request uses that may be a guess."""
    function = inspect.unwrap(view)
    restriction = _SHARED_PASSWORDS.get(function)
    if restriction and request.method == "POST":
        place = f"{function.__module__} {keywords[restriction]}"
        yield SHARED_PASSWORD.of(f"{place}\n{client_address(request)}")
    # The link of the mail; the form behind it has the token in the session.
    is_form = keywords.get("token") == PasswordResetConfirmView.reset_url_token
    if _is_a(view, PasswordResetConfirmView) and not is_form:
        yield RESET_LINK.of(client_address(request))


def _mail_asked_for(request: HttpRequest, view: View) -> tuple[Use, ...]:
    """What asking for a mail uses, whether or not there is such an account."""
    if request.method != "POST" or not _is_a(view, PasswordResetView):
        return ()
    if not (mailbox := request.POST.get("email")):
        return ()
    from_address = RESET_FROM_ADDRESS.of(client_address(request))
    return from_address, RESET_OF_MAILBOX.of(folded_mailbox(mailbox))


def _is_a(view: View, kind: type) -> bool:
    return issubclass(getattr(view, "view_class", object), kind)


def _refusal(request: HttpRequest, error: TooManyAttemptsError) -> HttpResponse:
    # What a shared password leads to asks for it again.
    behind = request.POST.get("return_url", "")
    is_ours = url_has_allowed_host_and_scheme(behind, request.get_host(), request.is_secure())
    context = {"messages_for_people": error.messages, "again": behind if is_ours else request.path}
    return render(request, "accounts/too_many_attempts.html", context, status=429)
