"""Head and foot of every public page, from compiled templates (docs/decisions/0023)."""

from functools import cache

from django import template
from django.conf import settings
from django.template.context import Context
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

from catalog.storefront.views.compiled import compiled

register = template.Library()


@register.simple_tag(takes_context=True)
def site_header(context: Context) -> SafeString:
    """The bar with the search box and the menus of the vehicle, the language and the account."""
    user = context.get("user")
    signed_in = user is not None and user.is_authenticated
    parts = {name: context.get(name, "") for name in ("site_frame", "search_text")}
    parts |= {"picked_vehicle": context.get("picked_vehicle"), "in_catalog": "listing" in context}
    parts |= {"languages": _languages(), "language": get_language()}
    if signed_in:
        parts |= {
            "user": user,
            "csrf_token": context.get("csrf_token", ""),
            "sign_out_url": reverse("accounts:sign_out"),
            "admin_url": _admin_url(user),
        }
    return compiled("home/site_header.html", parts)


@register.simple_tag(takes_context=True)
def site_assets(context: Context) -> SafeString:
    """The style sheets and scripts of every page."""
    return compiled("home/site_assets.html", {"site_frame": context.get("site_frame", "")})


@register.simple_tag(takes_context=True)
def site_footer(context: Context) -> SafeString:
    """The line of links below the page."""
    return compiled("home/site_footer.html", {"site_frame": context.get("site_frame", "")})


@cache
def _languages() -> dict[str, str]:
    """The languages of the site by code, each named in itself."""
    return {
        code: get_language_info(code)["name_local"].capitalize()
        for code, _name in settings.LANGUAGES
    }


def _admin_url(user: object) -> str:
    return reverse("wagtailadmin_home") if user.has_perm("wagtailadmin.access_admin") else ""
