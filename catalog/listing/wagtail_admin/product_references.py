"""The listing of the products that refer to a record."""

from django.db.models import Model

from catalog.listing.wagtail_admin.asked import listing_url

# The fields by which the listing finds the products of a record, each with what names it there.
_ASKED = {"brand": "name", "family": "code", "category": "code", "parent": "sku"}


def products_naming(field_name: str, record: Model) -> str:
    """The listing of the products that name a record in one of their fields."""
    if field_name not in _ASKED:
        return ""
    value = getattr(record, _ASKED[field_name])
    return listing_url({"field": field_name, "operator": "in", "value": [value]})
