from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="view")
class BrandingSettings(BaseSiteSetting):
    """How the public site looks: name, logo and the one accent colour."""

    site_title = models.CharField(_("site title"), max_length=100, default="Solidus")
    logo = models.ForeignKey(
        "media_library.ImageFile",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        default="#0b5cad",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("A colour such as #0b5cad."))],
    )

    class Meta:
        verbose_name = _("branding")
