"""SQL that copies the value of one attribute into another, converted where its type can."""

from django.utils.translation import gettext as _
from psycopg.sql import Composable

from catalog.attribute_types.registry import attribute_type
from catalog.schema.models.attribute import Attribute


def copied_sql(source: Attribute, target: Attribute, stored: Composable) -> Composable:
    """SQL of what a value (jsonb) of `source` becomes as one of `target`.

    NULL where the value cannot be converted. Only where `can_copy`.
    """
    kind = attribute_type(source.type)
    return attribute_type(target.type).converted_sql(target, stored, kind, source)


def can_copy(source: Attribute, target: Attribute) -> bool:
    """Whether values of `source` can be copied into `target`."""
    return attribute_type(target.type).can_convert(target, attribute_type(source.type), source)


def cannot_convert(source: Attribute, target: Attribute) -> str:
    """Why a product is refused whose value cannot be converted."""
    return _("Its “%(source)s” is not a valid value for “%(target)s”.") % {
        "source": source.label,
        "target": target.label,
    }
