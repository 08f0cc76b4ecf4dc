"""Reference to an asset, by its number."""

import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg.sql import SQL, Composable

from catalog.attribute_types.base import AttributeType, Facet, Input, Refers
from catalog.attribute_types.codes import TypeCode
from catalog.attribute_types.described import DescribedAttribute, HasUnit
from catalog.attribute_types.rules import Rule
from catalog.attribute_types.unique_keys import short_key
from media_library.models import Asset as AssetRecord

_NUMBER = re.compile(r"[0-9]{1,18}")


class Asset(AttributeType):
    """An asset of the media library; products store its key."""

    code = TypeCode.ASSET.value
    label = gettext_lazy("Reference to an asset")
    examples = ("1",)
    is_stored_as_text = False
    # The number of an asset means nothing by itself.
    has_text = False
    refers_to = Refers.ASSET
    facet = Facet.NONE
    input = Input.ASSET
    is_edited_in_lists = False

    def read(self, attribute: DescribedAttribute, value: Any) -> int:
        """The key of the asset that the value is, or names."""
        if isinstance(value, AssetRecord):
            return value.pk
        is_number = isinstance(value, str | int) and _NUMBER.fullmatch(str(value))
        if not is_number or not AssetRecord.objects.filter(pk=int(value)).exists():
            raise self.refused(attribute, value)
        return int(value)

    def plain_sql(self, attribute: DescribedAttribute, text: Composable) -> Composable:
        """SQL of `read`, a bigint."""
        return SQL(
            "(SELECT asset.id FROM media_library_asset asset WHERE asset.id ="
            " CASE WHEN {0} ~ '^[0-9]{{1,18}}$' THEN {0}::bigint END)"
        ).format(text)

    def plain_of_sql(self, attribute: DescribedAttribute, stored: Composable) -> Composable:
        """What stands there, where it is a key."""
        return SQL(
            "CASE WHEN {0} #>> '{{}}' ~ '^[0-9]{{1,18}}$' THEN ({0} #>> '{{}}')::bigint END"
        ).format(stored)

    def unreadable(self, attribute: DescribedAttribute) -> str:
        """Which asset there is not."""
        return _("%(label)s must be the ID of an asset; “{value}” was not found.") % {
            "label": attribute.label
        }

    def rules(self, attribute: DescribedAttribute) -> Iterable[Rule]:
        """None."""
        return ()

    def standard(self, attribute: HasUnit, stored: Any) -> str | None:
        """The number."""
        is_key = isinstance(stored, int) and not isinstance(stored, bool)
        return str(stored) if is_key else None

    def standard_sql(self, attribute: DescribedAttribute, stored: Composable) -> Composable:
        """SQL of `standard`."""
        return SQL("CASE jsonb_typeof({0}) WHEN 'number' THEN {0} #>> '{{}}' END").format(stored)

    def unique_key(self, attribute: HasUnit, stored: Any) -> str | None:
        """The number."""
        standard = self.standard(attribute, stored)
        return None if standard is None else short_key(standard)

    def json_schema(self, attribute: DescribedAttribute) -> dict[str, Any]:
        """A whole number."""
        return {"type": "integer"}
