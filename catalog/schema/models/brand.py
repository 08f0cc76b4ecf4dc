from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from audit.history import History
from catalog.attribute_types.patterns import pattern_problem
from catalog.schema.models.fields import NameField


class Brand(index.Indexed, models.Model):
    """A maker's brand; part numbers are unique inside it."""

    name = NameField(_("name"), max_length=100, unique=True)
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    aaia_id = models.CharField(
        _("AAIA brand ID"),
        max_length=4,
        blank=True,
        help_text=_("The four-letter code in the Auto Care brand table, as used in ACES and PIES."),
    )
    website = models.URLField(_("website"), blank=True)
    logo = models.ForeignKey(
        "media_library.ImageFile",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    part_number_pattern = models.CharField(
        _("part number pattern"),
        max_length=255,
        blank=True,
        help_text=_(
            "A regular expression that the whole part number must match, such as [A-Z]{2}-\\d{4}. "
            "Quality rules can check it."
        ),
    )
    history = History()

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("name"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("brand")
        verbose_name_plural = _("brands")
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="brand_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a pattern that the database could not match, or not in time."""
        super().clean()
        if problem := pattern_problem(self.part_number_pattern):
            raise ValidationError({"part_number_pattern": problem})
