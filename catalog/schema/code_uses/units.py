"""Attributes that know a unit: those whose standard unit it is."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from catalog.attribute_types.registry import type_codes
from catalog.schema.code_uses.registry import Code, CodeUse
from catalog.schema.models.attribute import Attribute
from catalog.schema.models.units import Unit


def attributes_measured_in(code: Code) -> Iterator[CodeUse]:
    """The attributes whose standard unit it is."""
    if unit := code.record_as(Unit, "code"):
        measured = Attribute.objects.filter(type__in=type_codes(has_units=True), unit=unit.code)
        yield CodeUse((_("attribute"), _("attributes")), measured)
