"""Rejects rows that would take away the SKU by which values of other products know a product."""

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Literal

from catalog.attribute_types.base import Refers
from catalog.attribute_types.registry import type_codes
from catalog.models import Attribute, Channel
from imports.staging_tables import StagingTables

from .used_columns import UsedColumn

_KNOWN = """
UPDATE {checked} AS checked
SET reasons = checked.reasons || replace({message}, '{{sku}}', own.sku)
FROM catalog_product own
WHERE own.id = checked.product_id AND own.sku <> checked.key_sku AND ({known})
"""
_NAMED = """
EXISTS (SELECT FROM catalog_product other WHERE other.id <> own.id AND {holds})
"""


def known_number_statements(
    tables: StagingTables, used: Sequence[UsedColumn]
) -> Iterator[Composable]:
    """The update of the checked table; none where no SKU is written or no attribute names one."""
    references = list(Attribute.objects.filter(type__in=type_codes(refers_to=Refers.PRODUCT)))
    if not references or not any(column.target.code == "sku" for column in used):
        return
    values = [value for attribute in references for value in _values(attribute)]
    conditions = [SQL("other.values @> {}").format(value) for value in values]
    conditions += [
        SQL(
            "other.channel_values <> '{{}}'"
            " AND other.channel_values @> jsonb_build_object({}::text, {})"
        ).format(Literal(channel), value)
        for channel in Channel.objects.values_list("code", flat=True)
        for value in values
    ]
    # One after the other, so that an index answers each.
    known = SQL(" OR ").join(SQL(_NAMED).format(holds=condition) for condition in conditions)
    yield SQL(_KNOWN).format(
        checked=tables.checked,
        known=known,
        message=Literal(
            _("Other products refer to this one by the SKU “{sku}”. Keep it, or change them first.")
        ),
    )


def _values(attribute: Attribute) -> list[Composable]:
    """The values of an attribute that name the product `own`."""
    code = Literal(attribute.code)
    if not attribute.is_localizable:
        return [SQL("jsonb_build_object({}::text, own.sku)").format(code)]
    return [
        SQL("jsonb_build_object({}::text, jsonb_build_object({}::text, own.sku))").format(
            code, Literal(locale)
        )
        for locale, _name in settings.LANGUAGES
    ]
