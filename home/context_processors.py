"""What the frame of every page needs."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from home.selectors.branding import branding

THEMES = ("light", "dark")


def site_frame(request: HttpRequest) -> dict[str, Any]:
    """`site_frame`: title, logo, theme and addresses; read only where a template asks for it."""
    return {"site_frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request: HttpRequest) -> dict[str, Any]:
    look = branding(request.get_host().rsplit(":", 1)[0])
    theme = request.COOKIES.get("theme", "")
    return {
        "title": look.title,
        "logo": look.logo,
        "theme": theme if theme in THEMES else "",
        "branding_url": f"{reverse('home:branding')}?v={look.version}",
        "catalog_url": reverse("catalog:list"),
        "suggest_url": reverse("catalog:suggest"),
        "vehicle_url": reverse("catalog:vehicle"),
        "account_url": reverse("home:account"),
        "sign_in_url": reverse("accounts:sign_in"),
    }
