from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.history import History
from catalog.schema.models.category import Category
from catalog.schema.models.fields import CodeField


def default_locales() -> list[str]:
    """The languages of a new channel: the site's own."""
    return [settings.LANGUAGE_CODE]


class Channel(models.Model):
    """Where content goes: its languages, currency, category root and required pictures."""

    code = CodeField()
    name = models.CharField(_("name"), max_length=100)
    locales = ArrayField(
        models.CharField(max_length=10, choices=settings.LANGUAGES),
        verbose_name=_("languages"),
        default=default_locales,
        help_text=_("Language codes, separated by commas."),
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="USD",
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital letters, such as USD."))],
    )
    category_root = models.ForeignKey(
        Category,
        verbose_name=_("category root"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    required_asset_roles = ArrayField(
        models.CharField(max_length=32),
        verbose_name=_("required asset roles"),
        default=list,
        blank=True,
        help_text=_("Roles such as primary, separated by commas."),
    )
    is_site_channel = models.BooleanField(
        _("this website"),
        default=False,
        help_text=_(
            "The public catalog of this site shows this channel. A product with an error that "
            "blocks the channel cannot be published. Only one channel can be this website."
        ),
    )
    history = History()

    class Meta:
        ordering = ["name"]
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(currency__regex=r"^[A-Z]{3}$"),
                name="channel_currency_is_iso_4217",
            ),
            models.CheckConstraint(
                condition=models.Q(locales__len__gt=0), name="channel_has_a_locale"
            ),
            models.UniqueConstraint(
                fields=["is_site_channel"],
                condition=models.Q(is_site_channel=True),
                name="one_channel_is_the_site",
                violation_error_message=_(
                    "Another channel is already this website. Clear the checkbox on that channel "
                    "first."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name
