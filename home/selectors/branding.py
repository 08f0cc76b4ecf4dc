"""How the site looks, kept by each process until the settings change."""

import hashlib
from dataclasses import dataclass

from wagtail.models import Site

from catalog.schema.queries.cache import cached_until_the_catalog_changes
from home.colours import DARK_SURFACE, LIGHT_SURFACE, ink_on, readable_on
from home.models import BrandingSettings

LOGO_SPECIFICATION = "max-320x64|format-webp"


@dataclass(frozen=True, slots=True)
class Logo:
    """The logo, ready for an img element."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Branding:
    """Title, logo and the style sheet of the accent colour; `version` moves with the sheet."""

    title: str
    logo: Logo | None
    style_sheet: str
    version: str


@cached_until_the_catalog_changes(at_most=50)
def branding(host: str) -> Branding:
    """The branding of the site that answers at `host`, the default site's for an unknown host."""
    sites = {site.hostname: site for site in Site.objects.all()}
    site = sites.get(host) or next((one for one in sites.values() if one.is_default_site), None)
    # Not `for_site`, which writes a row when there is none: reading a page writes nothing.
    saved = BrandingSettings.objects.select_related("logo").filter(site=site).first()
    settings = saved or BrandingSettings()
    sheet = style_sheet(settings.accent)
    return Branding(
        title=settings.site_title,
        logo=_logo(settings),
        style_sheet=sheet,
        version=hashlib.blake2s(sheet.encode(), digest_size=6).hexdigest(),
    )


def style_sheet(accent: str) -> str:
    """The custom properties of an accent colour, readable on light and on dark pages."""
    on_dark = readable_on(accent, DARK_SURFACE)
    light = _properties(accent, readable_on(accent, LIGHT_SURFACE))
    dark = _properties(on_dark, on_dark)
    return (
        f":root {{ {light} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"
        f":root[data-theme=light] {{ {light} }}\n"
        f":root[data-theme=dark] {{ {dark} }}\n"
    )


def _properties(accent: str, text: str) -> str:
    return f"--accent: {accent}; --on-accent: {ink_on(accent)}; --accent-text: {text};"


def _logo(settings: BrandingSettings) -> Logo | None:
    if settings.logo is None:
        return None
    rendition = settings.logo.get_rendition(LOGO_SPECIFICATION)
    return Logo(rendition.url, rendition.width, rendition.height)
