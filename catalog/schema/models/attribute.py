from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.search import index

from audit.history import History
from catalog.attribute_types.codes import TypeCode
from catalog.attribute_types.days import day_of, day_problem
from catalog.attribute_types.patterns import pattern_problem
from catalog.attribute_types.registry import (
    attribute_type,
    attribute_type_choices,
    column_type_choices,
)
from catalog.attribute_types.unit_families import find_unit
from catalog.schema.models.fields import CodeField, NameField, labels_field

MOST_DECIMALS = 20
Limit = TypeVar("Limit", Decimal, int, date)
# What nobody can recognise as the same, or the database cannot hold against others quickly; types
# that other rooms bring say it themselves.
NEVER_UNIQUE = ["boolean", "long_text", "multiple_choice", "rich_text", "table"]


def default_schemes() -> list[str]:
    """Web addresses, secure or not."""
    return ["https", "http"]


class AttributeGroup(models.Model):
    """A heading under which attributes stand, on the form and on the product page."""

    code = CodeField()
    label = NameField(_("label"), max_length=100)
    labels = labels_field()
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["sort_order", "label"]
        verbose_name = _("attribute group")
        verbose_name_plural = _("attribute groups")

    def __str__(self) -> str:
        return self.label


class Attribute(index.Indexed, ClusterableModel, models.Model):
    """A property that products can have. A row, so that editors can add one without a release."""

    Type = TypeCode

    class Scheme(models.TextChoices):
        HTTPS = "https", "https"
        HTTP = "http", "http"
        FTP = "ftp", "ftp"
        MAILTO = "mailto", "mailto"
        TEL = "tel", "tel"

    code = CodeField()
    label = NameField(_("label"), max_length=100)
    labels = labels_field()
    help_text = models.CharField(_("help text"), max_length=255, blank=True)
    type = models.CharField(
        _("type"), max_length=16, choices=attribute_type_choices, default=Type.TEXT.value
    )
    group = models.ForeignKey(
        AttributeGroup,
        verbose_name=_("group"),
        on_delete=models.PROTECT,
        related_name="attributes",
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0)
    unit = models.CharField(
        _("unit"),
        max_length=16,
        blank=True,
        help_text=_(
            "For measures, the standard unit, such as mm: values can have any unit of its family "
            "(inches, metres) and are compared in this one. For numbers, the text shown after "
            "the number."
        ),
    )
    minimum = models.DecimalField(
        _("minimum"), max_digits=20, decimal_places=6, null=True, blank=True
    )
    maximum = models.DecimalField(
        _("maximum"), max_digits=20, decimal_places=6, null=True, blank=True
    )
    decimal_places = models.PositiveSmallIntegerField(
        _("decimal places"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_DECIMALS)],
        help_text=_(
            "The maximum number of decimals of a number or an amount. Leave empty for no limit."
        ),
    )
    min_length = models.PositiveIntegerField(_("minimum length"), null=True, blank=True)
    max_length = models.PositiveIntegerField(_("maximum length"), null=True, blank=True)
    pattern = models.CharField(
        _("pattern"),
        max_length=255,
        blank=True,
        help_text=_("A regular expression that the whole text must match."),
    )
    earliest = models.CharField(
        _("earliest date"),
        max_length=16,
        blank=True,
        help_text=_("A date such as 2026-02-28, or one relative to today: today, today-30."),
    )
    latest = models.CharField(
        _("latest date"),
        max_length=16,
        blank=True,
        help_text=_("A date such as 2026-02-28, or one relative to today: today, today+365."),
    )
    min_items = models.PositiveIntegerField(
        _("minimum number of values or rows"),
        null=True,
        blank=True,
        help_text=_("Applies only if there is a value."),
    )
    max_items = models.PositiveIntegerField(
        _("maximum number of values or rows"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
    )
    url_schemes = ArrayField(
        models.CharField(max_length=8, choices=Scheme.choices),
        verbose_name=_("allowed URL schemes"),
        default=default_schemes,
        blank=True,
    )
    is_unique = models.BooleanField(
        _("unique"),
        default=False,
        help_text=_("No two products can have the same value."),
    )
    is_localizable = models.BooleanField(_("different by language"), default=False)
    is_per_channel = models.BooleanField(_("different by channel"), default=False)
    is_facet = models.BooleanField(_("facet in the catalog"), default=False)
    is_searchable = models.BooleanField(_("searchable"), default=False)
    is_sortable = models.BooleanField(
        _("sortable"),
        default=False,
        help_text=_(
            "The product list can be sorted by it, and range filters stay fast in a large "
            "catalog. Prepared in the background."
        ),
    )
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
            models.CheckConstraint(
                condition=Q(min_length__isnull=True)
                | Q(max_length__isnull=True)
                | Q(min_length__lte=F("max_length")),
                name="attribute_shortest_is_not_above_longest",
            ),
            models.CheckConstraint(
                condition=Q(min_items__isnull=True)
                | Q(max_items__isnull=True)
                | Q(min_items__lte=F("max_items")),
                name="attribute_fewest_is_not_above_most",
            ),
            models.CheckConstraint(
                condition=Q(is_unique=False) | ~Q(type__in=NEVER_UNIQUE),
                name="attribute_of_this_type_can_be_unique",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """Refuse rules that contradict each other, or that the type cannot have."""
        super().clean()
        problems = {
            "minimum": self._is_inverted(self.minimum, self.maximum)
            and _("The minimum is greater than the maximum."),
            "min_length": self._is_inverted(self.min_length, self.max_length)
            and _("The minimum length is greater than the maximum length."),
            "min_items": self._is_inverted(self.min_items, self.max_items)
            and _("The minimum number is greater than the maximum number."),
            "earliest": day_problem(self.earliest)
            or (
                self._is_inverted(day_of(self.earliest), day_of(self.latest))
                and _("The earliest date is after the latest date.")
            ),
            "latest": day_problem(self.latest),
            "is_unique": self.is_unique
            and not attribute_type(self.type).can_be_unique
            and _("Values of this type cannot be unique. Choose another type, or turn this off."),
            "unit": self._unit_problem(),
            "pattern": pattern_problem(self.pattern),
        }
        found = {name: message for name, message in problems.items() if message}
        if found:
            raise ValidationError(found)

    @staticmethod
    def _is_inverted(low: Limit | None, high: Limit | None) -> bool:
        return low is not None and high is not None and low > high

    def _unit_problem(self) -> str | Promise:
        """What is wrong with the unit of a measure; writes it as values store it."""
        if not attribute_type(self.type).has_units:
            return ""
        unit = find_unit(self.unit)
        if unit is None:
            return _(
                "Choose one of the existing units, such as mm, kg, Nm or bar. For anything else "
                "use the type number: its unit is for display only."
            )
        self.unit = unit
        return ""


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
    label = NameField(_("label"), max_length=200)
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


class AttributeColumn(models.Model):
    """A column of a table attribute; products store its rows as a list of {code: cell}."""

    Type = TypeCode

    attribute = ParentalKey(Attribute, on_delete=models.CASCADE, related_name="columns")
    code = CodeField(unique=False)
    label = NameField(_("label"), max_length=100)
    labels = labels_field()
    type = models.CharField(
        _("type"), max_length=16, choices=column_type_choices, default=Type.TEXT.value
    )
    unit = models.CharField(_("unit"), max_length=16, blank=True)
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["sort_order", "pk"]
        verbose_name = _("column")
        verbose_name_plural = _("columns")
        constraints = [
            models.UniqueConstraint(fields=["attribute", "code"], name="column_code_once"),
        ]

    def __str__(self) -> str:
        return self.label
