"""SQL that turns the stored values of an attribute into those of another type.

The types say how one becomes the other; here stands what becomes of languages. NULL stands for what
cannot be converted.
"""

from django.conf import settings
from psycopg.sql import SQL, Composable, Literal

from catalog.attribute_types.registry import attribute_type
from catalog.schema.models.attribute import Attribute


def converted(value: Composable, old: Attribute, new: Attribute) -> Composable:
    """SQL of the new value of an attribute (jsonb, NULL for none) from its old one."""
    if old.is_localizable and new.is_localizable:
        return SQL(
            "(SELECT jsonb_object_agg(leaves.key, leaves.made) FROM (SELECT key, {leaf} AS made"
            " FROM jsonb_each({object}) AS entry(key, leaf)) AS leaves"
            " WHERE leaves.made IS NOT NULL)"
        ).format(leaf=leaf_value(SQL("entry.leaf"), old, new), object=_object(value))
    if old.is_localizable:
        # The site's own language, else the first there is.
        return SQL(
            "(SELECT {leaf} FROM jsonb_each({object}) AS entry(key, leaf)"
            " ORDER BY entry.key <> {own}, entry.key LIMIT 1)"
        ).format(
            leaf=leaf_value(SQL("entry.leaf"), old, new),
            object=_object(value),
            own=Literal(settings.LANGUAGE_CODE),
        )
    if new.is_localizable:
        return SQL(
            "(SELECT jsonb_build_object({own}::text, made) FROM (SELECT {leaf} AS made) AS entry"
            " WHERE made IS NOT NULL)"
        ).format(own=Literal(settings.LANGUAGE_CODE), leaf=leaf_value(value, old, new))
    return leaf_value(value, old, new)


def _object(value: Composable) -> Composable:
    return SQL("CASE jsonb_typeof({0}) WHEN 'object' THEN {0} ELSE '{{}}' END").format(value)


def leaf_value(leaf: Composable, old: Attribute, new: Attribute) -> Composable:
    """SQL of the new value of one language from its old one; NULL where it cannot be converted."""
    kind, made = attribute_type(old.type), attribute_type(new.type)
    if not made.can_convert(new, kind, old):
        return SQL("NULL::jsonb")
    return made.converted_sql(new, leaf, kind, old)
