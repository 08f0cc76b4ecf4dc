from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.search import index

from audit.history import History

from .fields import CodeField, labels_field


class AttributeGroup(models.Model):
    """A heading under which attributes stand, on the form and on the product page."""

    code = CodeField()
    label = models.CharField(_("label"), max_length=100)
    labels = labels_field()
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["sort_order", "label"]
        verbose_name = _("attribute group")
        verbose_name_plural = _("attribute groups")

    def __str__(self) -> str:
        return self.label


class Attribute(index.Indexed, ClusterableModel):
    """A property that products can have. A row, so that editors can add one without a release."""

    class Type(models.TextChoices):
        TEXT = "text", _("Text")
        LONG_TEXT = "long_text", _("Long text")
        RICH_TEXT = "rich_text", _("Rich text")
        NUMBER = "number", _("Number")
        MEASURE = "measure", _("Measure (number with unit)")
        BOOLEAN = "boolean", _("Yes or no")
        DATE = "date", _("Date")
        CHOICE = "choice", _("Single choice")
        MULTIPLE_CHOICE = "multiple_choice", _("Multiple choice")
        PRODUCT = "product", _("Reference to a product")
        ASSET = "asset", _("Reference to an asset")
        URL = "url", _("Web address")

    code = CodeField()
    label = models.CharField(_("label"), max_length=100)
    labels = labels_field()
    help_text = models.CharField(_("help text"), max_length=255, blank=True)
    type = models.CharField(_("type"), max_length=16, choices=Type.choices, default=Type.TEXT)
    group = models.ForeignKey(
        AttributeGroup,
        verbose_name=_("group"),
        on_delete=models.PROTECT,
        related_name="attributes",
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0)
    unit = models.CharField(
        _("unit"), max_length=16, blank=True, help_text=_("For measures, such as mm or kg.")
    )
    minimum = models.DecimalField(
        _("minimum"), max_digits=20, decimal_places=6, null=True, blank=True
    )
    maximum = models.DecimalField(
        _("maximum"), max_digits=20, decimal_places=6, null=True, blank=True
    )
    max_length = models.PositiveIntegerField(_("longest text"), null=True, blank=True)
    pattern = models.CharField(
        _("pattern"),
        max_length=255,
        blank=True,
        help_text=_("A regular expression that the whole text must match."),
    )
    is_unique = models.BooleanField(_("unique"), default=False)
    is_localizable = models.BooleanField(_("different by language"), default=False)
    is_per_channel = models.BooleanField(_("different by channel"), default=False)
    is_facet = models.BooleanField(_("facet in the catalog"), default=False)
    is_searchable = models.BooleanField(_("searchable"), default=False)
    is_sortable = models.BooleanField(_("sortable"), default=False)
    is_comparable = models.BooleanField(_("comparable"), default=False)
    history = History()

    search_fields = [
        index.SearchField("label"),
        index.AutocompleteField("label"),
        index.FilterField("label"),
    ]

    class Meta:
        ordering = ["group__sort_order", "sort_order", "label"]
        verbose_name = _("attribute")
        verbose_name_plural = _("attributes")
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum__isnull=True)
                | Q(maximum__isnull=True)
                | Q(minimum__lte=F("maximum")),
                name="attribute_minimum_is_not_above_maximum",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """Refuse a minimum above the maximum before the database does."""
        super().clean()
        if None not in (self.minimum, self.maximum) and self.minimum > self.maximum:
            raise ValidationError({"minimum": _("The minimum is above the maximum.")})


class AttributeOption(models.Model):
    """One answer of a choice attribute; products store its code."""

    attribute = ParentalKey(Attribute, on_delete=models.CASCADE, related_name="options")
    code = models.CharField(
        _("code"),
        max_length=64,
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9_.\-]+$",
                _("Use letters, digits, dots, dashes and underscores only."),
            )
        ],
    )
    label = models.CharField(_("label"), max_length=200)
    labels = labels_field()
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["sort_order", "label"]
        verbose_name = _("option")
        verbose_name_plural = _("options")
        constraints = [
            models.UniqueConstraint(fields=["attribute", "code"], name="option_code_once"),
        ]

    def __str__(self) -> str:
        return self.label
