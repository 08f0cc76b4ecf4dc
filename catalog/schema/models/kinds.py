"""Kinds that editors own: what a part of a product is, by the code of a row."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.schema.models.fields import CodeField, labels_field

LONGEST_CODE = 32


class KindField(models.CharField):
    """The code of a row of kinds; the database holds that there is one of that code.

    `of` is the model of the rows; the copy of the field in a history has none. `choices` and
    `default` read them each time, so that a row is offered as soon as an editor has added it.
    """

    def __init__(self, *args: Any, of: type["Kind"] | None = None, **kwargs: Any):
        super().__init__(*args, **{"max_length": LONGEST_CODE, **kwargs})
        self.of = of

    def deconstruct(self) -> tuple:
        """To the database it is plain text."""
        name, _path, args, kwargs = super().deconstruct()
        for made_of_rows in ("choices", "default"):
            kwargs.pop(made_of_rows, None)
        return name, "django.db.models.CharField", args, kwargs

    def _check_choices(self) -> list:
        # Checks run before there is a table to read.
        return []

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        """A list of the kinds; its preset row needs no hidden input that tells of it."""
        given = {"show_hidden_initial": False, "choices_form_class": KindChoiceField}
        return super().formfield(**{**given, **kwargs})


class KindChoiceField(forms.TypedChoiceField):
    """Tells the lists of kinds from others, so that the rows of a form can share what was read."""


def share_choices(rows: Iterable[forms.BaseForm]) -> None:
    """Read the kinds once for all the rows of a form."""
    read: dict[str, list] = {}
    for form in rows:
        for name, field in form.fields.items():
            if isinstance(field, KindChoiceField):
                if name not in read:
                    read[name] = list(cast(Iterable[tuple], field.choices))
                field.choices = read[name]


class OwnedRow(models.Model):
    """A row with a code, which editors name and order."""

    code = CodeField(max_length=LONGEST_CODE)
    label = models.CharField(_("label"), max_length=100)
    labels = labels_field()
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["sort_order", "label"]

    def __str__(self) -> str:
        return self.label


class Kind(OwnedRow):
    """A row that says what a part of a product is."""

    standard_code = models.CharField(
        _("industry code"),
        max_length=16,
        blank=True,
        help_text=_("The code in the industry standard, such as P04 in PIES."),
    )

    class Meta(OwnedRow.Meta):
        abstract = True


class PackageLevel(Kind):
    """How much is packed together: a piece, a case, a pallet."""

    # The codes of the trade are capitals, and are the codes here as well.
    code = models.CharField(
        _("code"),
        max_length=LONGEST_CODE,
        unique=True,
        validators=[
            RegexValidator(
                r"^[A-Za-z][A-Za-z0-9_]*$",
                _("Use letters, digits and underscores, starting with a letter."),
            )
        ],
    )

    class Meta(Kind.Meta):
        verbose_name = _("package level")
        verbose_name_plural = _("package levels")


class RelationKind(Kind):
    """What a product is to another one, and what follows from it.

    A trigger refuses that a kind in use begins to forbid circles.
    """

    reverse_label = models.CharField(
        _("heading on the page of the other product"),
        max_length=100,
        blank=True,
        help_text=_(
            "For example “Part of these kits”. If empty, nothing is shown on the page of the "
            "other product."
        ),
    )
    reverse_labels = labels_field(verbose_name=_("this heading in other languages"))
    is_supersession = models.BooleanField(
        _("replaces the other product"),
        default=False,
        help_text=_(
            "The page of the other product and a search for its number lead to this product."
        ),
    )
    is_component = models.BooleanField(
        _("the other product is a part of it"),
        default=False,
        help_text=_(
            "As many times as the quantity says, as in a kit. A product cannot contain itself."
        ),
    )
    is_symmetric = models.BooleanField(
        _("applies in both directions"),
        default=False,
        help_text=_("Entered on one of the two products, it is shown on the pages of both."),
    )

    class Meta(Kind.Meta):
        verbose_name = _("relation kind")
        verbose_name_plural = _("relation kinds")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_symmetric=False)
                | models.Q(is_supersession=False, is_component=False),
                name="relation_kind_in_both_directions_has_none",
                violation_error_message=_(
                    "A relation that replaces a product or contains it has only one direction. "
                    "Clear one of the checkboxes."
                ),
            ),
        ]

    @property
    def is_one_way(self) -> bool:
        """Whether such relations may not run in a circle."""
        return self.is_supersession or self.is_component


class AssetRole(Kind):
    """What an asset is to a product; a channel can require some of them."""

    is_main_picture = models.BooleanField(
        _("main picture"),
        default=False,
        help_text=_("Images in this role come first and represent the product in lists."),
    )

    class Meta(Kind.Meta):
        verbose_name = _("asset role")
        verbose_name_plural = _("asset roles")
