"""Products, and drafts of products, with a part of a kind."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from catalog.products.models.asset_link import ProductAsset
from catalog.products.models.package import Package
from catalog.products.models.product import Product
from catalog.products.models.relation import ProductRelation
from catalog.schema.code_uses.registry import Code, CodeUse
from catalog.schema.models.kinds import AssetRole, Kind, PackageLevel, RelationKind
from console.draft_uses import waiting_with
from console.postgresql.json_paths import JsonPathExists


@dataclass(frozen=True, slots=True)
class _Naming:
    """The parts that name a kind: their rows, where versions hold them, and in which column."""

    part: type[Model]
    relation: str
    column: str


_NAMING: dict[type[Kind], _Naming] = {
    AssetRole: _Naming(ProductAsset, "asset_links", "role"),
    PackageLevel: _Naming(Package, "packages", "level"),
    RelationKind: _Naming(ProductRelation, "relations", "kind"),
}


def parts_with(code: Code) -> Iterator[CodeUse]:
    """The products with a part of the kind, and the drafts of others with one."""
    naming = _NAMING.get(type(code.record))  # type: ignore[arg-type]  # any record is asked for
    if naming is None or code.field != "code":
        return
    rows = naming.part._default_manager.filter(**{naming.column: code.text}).order_by()
    products = Product.objects.filter(pk__in=rows.values("product_id"))
    path = f"$.{naming.relation}[*] ? (@.{naming.column} == $code)"

    def held(column: str) -> Q:
        return Q(JsonPathExists(column, path, {"code": code.text}))

    drafts = waiting_with(Product, held).exclude(pk__in=products.values("pk"))
    yield CodeUse((_("product"), _("products")), products)
    yield CodeUse((_("draft of a product"), _("drafts of products")), drafts)
