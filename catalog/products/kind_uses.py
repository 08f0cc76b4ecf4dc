"""Products, and drafts of products, with a part of a kind."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from catalog.products.models.product import Product
from catalog.products.parts import ProductPart, product_parts
from catalog.schema.code_uses.registry import Code, CodeUse
from catalog.schema.models.kinds import Kind
from console.draft_uses import waiting_with
from console.postgresql.json_paths import JsonPathExists


def parts_with(code: Code) -> Iterator[CodeUse]:
    """The products with a part of the kind, and the drafts of others with one."""
    if not isinstance(code.record, Kind) or code.field != "code":
        return
    for part in product_parts().values():
        if column := part.kinds.get(type(code.record)):
            yield from _uses(part, column, code.text)


def _uses(part: ProductPart, column: str, code: str) -> Iterator[CodeUse]:
    rows = part.model._default_manager.filter(**{column: code}).order_by()
    products = Product.objects.filter(pk__in=rows.values("product_id"))
    path = f"$.{part.name}[*] ? (@.{column} == $code)"

    def held(field: str) -> Q:
        return Q(JsonPathExists(field, path, {"code": code}))

    drafts = waiting_with(Product, held).exclude(pk__in=products.values("pk"))
    yield CodeUse((_("product"), _("products")), products)
    yield CodeUse((_("product draft"), _("product drafts")), drafts)
