"""What attribute values refer to, as pages show it: the product's or asset's name with its page."""

from typing import Any

from django.urls import reverse

from catalog.attribute_types.base import Refers
from catalog.attribute_types.registry import attribute_type
from catalog.products.models.product import Product
from catalog.schema.queries.labels import CatalogLabels
from media_library.models import Asset

Reference = tuple[str, str]


def value_references(values: dict[str, Any], words: CatalogLabels) -> dict[str, Reference]:
    """(name, address) by attribute code of each reference that visitors may follow.

    A query each for products and assets, none where no value refers to any. Of an asset that is a
    picture or a film the address is empty: those stand in the gallery.
    """
    skus = _that_refer(values, words, Refers.PRODUCT)
    keys = _that_refer(values, words, Refers.ASSET)
    products = _products({str(sku) for sku in skus.values()}) if skus else {}
    assets = _assets({key for key in keys.values() if isinstance(key, int)}) if keys else {}
    found = {code: products.get(str(sku)) for code, sku in skus.items()}
    found |= {code: assets.get(key) for code, key in keys.items() if isinstance(key, int)}
    return {code: reference for code, reference in found.items() if reference}


def _that_refer(values: dict[str, Any], words: CatalogLabels, to: Refers) -> dict[str, Any]:
    return {
        code: values[code]
        for code, attribute in words.attributes.items()
        if attribute_type(attribute.type).refers_to == to and values.get(code) not in (None, "")
    }


def _products(skus: set[str]) -> dict[str, Reference]:
    rows = Product.objects.live().filter(sku__in=skus).select_related("brand")
    return {row.sku: (str(row), row.get_absolute_url()) for row in rows}


def _assets(keys: set[int]) -> dict[int, Reference]:
    rows = Asset.objects.showable().filter(pk__in=keys).select_related("document")
    return {row.pk: (row.title, _address(row)) for row in rows}


def _address(asset: Asset) -> str:
    document = asset.document
    if document is None:
        return ""
    return reverse("wagtaildocs_serve", args=[document.pk, document.filename])
