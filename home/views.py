"""The style sheet of the branding and the customers' own page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from home.selectors.account import account_of
from home.selectors.branding import branding

KEPT_SECONDS = 86_400


@require_safe
def branding_style_sheet(request: HttpRequest) -> HttpResponse:
    """The accent colour as CSS; its address carries a version, so browsers may keep it."""
    look = branding(request.get_host().rsplit(":", 1)[0])
    response = HttpResponse(look.style_sheet, content_type="text/css; charset=utf-8")
    is_current = request.GET.get("v") == look.version
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}" if is_current else "no-cache"
    return response


@require_safe
@never_cache
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """What a signed-in person sees of themselves and of their customer."""
    return render(request, "home/account.html", {"account": account_of(request.user)})
