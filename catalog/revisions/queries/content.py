"""The content of a product, as revisions hold it."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from catalog.products.models.product import Product


def plain(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content as the database holds it: numbers and dates are texts."""
    return json.loads(json.dumps(content, cls=DjangoJSONEncoder))


def latest_content(product: Product) -> dict[str, Any]:
    """What an editor would see now: the latest version, or the row where there is none."""
    return plain(product.get_latest_revision_as_object().serializable_data())
