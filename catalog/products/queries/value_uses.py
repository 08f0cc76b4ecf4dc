"""Which products show an asset as the value of an attribute."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from catalog.attribute_types.base import Refers
from catalog.attribute_types.registry import type_codes
from catalog.products.code_uses import holding_value
from catalog.products.models.product import Product
from catalog.schema.models.attribute import Attribute
from catalog.schema.queries.conditions import any_of
from console.draft_uses import waiting_with
from console.references import Use
from media_library.models import Asset


def values_naming(model: type[Model], keys: Sequence[Any]) -> Iterator[Use]:
    """The products of which a value, in any language and for any channel, is one of the assets."""
    if model is not Asset:
        return
    attributes = list(Attribute.objects.filter(type__in=type_codes(refers_to=Refers.ASSET)))
    held = [holding_value(attributes, key) for key in keys] if attributes else []

    def naming(prefix: str) -> Q:
        return any_of([one(prefix) for one in held])

    yield Use(Product.objects.filter(naming("")), _("attribute values"))
    drafts = waiting_with(Product, lambda column: naming(f"{column}__"))
    yield Use(drafts, _("unpublished draft"))
