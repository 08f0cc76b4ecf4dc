"""What the frame of every page needs."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.functional import SimpleLazyObject

from home.selectors.branding import branding

THEMES = ("light", "dark")


def site_frame(request: HttpRequest) -> dict[str, Any]:
    """`site_frame`: title, logo, theme and addresses; read only where a template asks for it."""
    return {"site_frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request: HttpRequest) -> dict[str, Any]:
    look = branding(request.get_host().rsplit(":", 1)[0])
    addresses = _addresses(get_script_prefix())
    theme = request.COOKIES.get("theme", "")
    return {
        "title": look.title,
        "logo": look.logo,
        "theme": theme if theme in THEMES else "",
        **addresses,
        "branding_url": f"{addresses['branding_url']}?v={look.version}",
    }


@lru_cache(maxsize=4)
def _addresses(script_prefix: str) -> dict[str, str]:
    """The addresses in the frame, resolved once for each place that the site is mounted at."""
    names = {
        "branding_url": "home:branding",
        "catalog_url": "catalog:list",
        "suggest_url": "catalog:suggest",
        "vehicle_url": "catalog:vehicle",
        "account_url": "home:account",
        "language_url": "home:language",
        "sign_in_url": "accounts:sign_in",
    }
    return {name: reverse(view) for name, view in names.items()}
