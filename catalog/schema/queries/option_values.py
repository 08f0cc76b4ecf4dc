"""Reads the values of choices: each answer is the code of an option."""

from typing import Any

from django.utils.translation import gettext as _

from catalog.attribute_types.references import value_error
from catalog.schema.models.attribute import Attribute, AttributeOption


def read_choice(attribute: Attribute, value: Any) -> str:
    """The code of the option that a single choice has."""
    return _options(attribute, [value])[0]


def read_choices(attribute: Attribute, value: Any) -> list[str]:
    """The codes of the options that a multiple choice has, each once."""
    values = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(_options(attribute, values)))


def _options(attribute: Attribute, values: list) -> list[str]:
    """The values, each of which is the code of an option."""
    codes = [str(value) for value in values]
    if any("\x00" in code for code in codes):
        known: set[str] = set()
    else:
        # Not `attribute.options`, which counts rows of a form that are not saved yet.
        known = set(
            AttributeOption.objects.filter(attribute=attribute, code__in=codes)
            .order_by()
            .values_list("code", flat=True)
        )
    strange = next((code for code in codes if code not in known), None)
    if strange is not None:
        raise value_error(
            attribute,
            _("%(label)s has no option “%(option)s”. Choose one of its options, or add it."),
            option=strange,
        )
    return codes
