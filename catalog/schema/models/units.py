"""Units of measure, which editors own: which convert into each other, and by what factor."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.schema.models.fields import NameField
from catalog.schema.models.kinds import OwnedRow

LONGEST_SYMBOL = 16
# What a trigger of the database says.
UNIT_KEEPS_MEANING = _(
    "It cannot be changed: attributes use units of this family, and the meaning of their values "
    "would change. Add a new unit and use that one instead."
)
# Exact numbers: 25.4, or 5/9 where the decimals would not end.
_DECIMAL = r"[0-9]{1,30}(\.[0-9]{1,30})?"
_FRACTION = r"[0-9]{1,30}/[1-9][0-9]{0,29}"
FACTOR = rf"^(?!0+(\.0*)?(/|$))({_DECIMAL}|{_FRACTION})$"
SHIFT = rf"^-?({_DECIMAL}|{_FRACTION})$"
_SYMBOL = r"^\S+( \S+)*$"


class UnitFamily(OwnedRow):
    """Units that convert into each other, such as those of length."""

    class Meta(OwnedRow.Meta):
        verbose_name = _("unit family")
        verbose_name_plural = _("unit families")


class Unit(OwnedRow):
    """A unit of a family; values store its symbol.

    Triggers of the database refuse that it comes to mean something else while attributes are
    measured in units of its family, and make the function anew by which the database converts.
    """

    family = models.ForeignKey(
        UnitFamily, on_delete=models.PROTECT, related_name="units", verbose_name=_("family")
    )
    # What a value says beside its amount: mm, l/min, fl oz.
    code = NameField(
        _("symbol"),
        max_length=LONGEST_SYMBOL,
        unique=True,
        validators=[
            RegexValidator(_SYMBOL, _("Enter the symbol without spaces around it.")),
            RegexValidator(r"[^0-9.+\-]", _("A symbol cannot be a number.")),
        ],
        help_text=_("As shown in values and on pages: mm, l/min, °C."),
    )
    standard_code = models.CharField(
        _("industry code"),
        max_length=16,
        blank=True,
        help_text=_("The common code of UN/ECE recommendation 20, such as MMT for millimetres."),
    )
    factor = models.CharField(
        _("factor"),
        max_length=61,
        default="1",
        validators=[
            RegexValidator(
                FACTOR, _("Enter a number greater than 0 such as 25.4, or a fraction such as 5/9.")
            )
        ],
        help_text=_("How many units with the factor 1 make one of these, exactly: 25.4, or 5/9."),
    )
    shift = models.CharField(
        _("offset"),
        max_length=62,
        default="0",
        validators=[
            RegexValidator(SHIFT, _("Enter a number such as -32, or a fraction such as -160/9."))
        ],
        help_text=_("Added after multiplying, for units such as temperatures. Otherwise 0."),
    )
    spellings = ArrayField(
        models.CharField(max_length=40),
        blank=True,
        default=list,
        verbose_name=_("other spellings"),
        help_text=_(
            "Other ways to write it in forms and files, besides its symbol and names, separated "
            "by commas: inches, in."
        ),
    )

    class Meta(OwnedRow.Meta):
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["family__sort_order", "family__label", "sort_order", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(factor__regex=FACTOR, shift__regex=SHIFT),
                name="unit_converts_exactly",
                violation_error_message=_("Its factor or its offset is not an exact number."),
            ),
        ]

    def __str__(self) -> str:
        return self.code
