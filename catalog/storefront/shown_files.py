"""Which files the catalog shows to whom; asked for each file that leaves."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from catalog.attribute_types.base import Refers
from catalog.attribute_types.registry import type_codes
from catalog.products.models.asset_link import ProductAsset
from catalog.products.models.product import Product
from catalog.products.querysets import ProductQuerySet
from catalog.schema.models.attribute import Attribute
from catalog.schema.models.brand import Brand
from catalog.schema.models.category import Category
from catalog.storefront.views.viewer import customer_of
from catalog.terms.queries import visible_products
from console.visibility import may_see
from media_library.models import Asset
from media_library.publication import ADMIN_ACCESS


def shows_asset(asset: Asset, request: HttpRequest) -> bool:
    """Whether a product that whoever asks may see shows the asset, or its brand or category."""
    products = products_seen_by(request)
    return any(rows.exists() for rows in _rows_showing(asset, products))


def products_seen_by(request: HttpRequest) -> ProductQuerySet:
    """The products of the public pages as they are for whoever asks; all for the admin's people."""
    user = request.user
    if user.has_perm(ADMIN_ACCESS) and may_see(user, Product):
        return Product.objects.all()
    return visible_products(customer_of(request))


def _rows_showing(asset: Asset, products: ProductQuerySet) -> Iterator[QuerySet]:
    keys = products.order_by().values("pk")
    yield ProductAsset.objects.filter(asset=asset, product__in=keys)
    if values := _values_naming(asset.pk):
        # What a variant does not say itself, its parent says for it.
        yield Product.objects.filter(values).filter(Q(pk__in=keys) | Q(variants__in=keys))
    yield Brand.objects.filter(logo__asset=asset, products__in=keys)
    in_branch = products.filter(category__path__startswith=OuterRef("path"))
    yield Category.objects.filter(Exists(in_branch), image__asset=asset)


def _values_naming(asset_id: int) -> Q:
    """Products with the asset as a value, in one of the languages or for all; by their index."""
    naming = Q()
    attributes = Attribute.objects.filter(type__in=type_codes(refers_to=Refers.ASSET))
    for code, by_language in attributes.values_list("code", "is_localizable"):
        naming |= Q(values__contains={code: asset_id})
        if by_language:
            for language, _ in settings.LANGUAGES:
                naming |= Q(values__contains={code: {language: asset_id}})
    return naming
