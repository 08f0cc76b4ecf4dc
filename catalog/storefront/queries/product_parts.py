"""What hangs on one product, of a published product in one statement, of a draft from memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from catalog.fitment.queries.fitments import FitmentRow, fitment_row
from catalog.products.models.package import Package
from catalog.products.models.product import Product
from catalog.products.models.relation import ProductRelation
from catalog.products.queries.supersession import supersession_of
from catalog.schema.models.kinds import AssetRole, PackageLevel
from catalog.schema.queries.kinds import MAIN_PICTURES, kind_labels, relation_labels


@dataclass(frozen=True, slots=True)
class InterchangeRow:
    """Another brand's number for the part."""

    brand_name: str
    number: str


@dataclass(frozen=True, slots=True)
class PackageRow:
    """A level of packing; sizes in mm ("660.00 × 52.00 × 34.00"), weight in kg."""

    level: str
    quantity: int
    gtin: str
    size: str
    weight: str


@dataclass(frozen=True, slots=True)
class AssetLink:
    """An asset of the product in a role."""

    asset_id: int
    role: str


@dataclass(frozen=True, slots=True)
class RelationRow:
    """A relation to another product."""

    kind: str
    target_id: int
    quantity: int


@dataclass(frozen=True, slots=True)
class ProductParts:
    """The children of a product in the order in which pages show them.

    `replaced_by` holds the keys of each chain of products that supersede this one, up to its end;
    `related_from` are the keys of the products whose relations this one tells of, by their kind.
    """

    fitments: list[FitmentRow] = field(default_factory=list)
    interchanges: list[InterchangeRow] = field(default_factory=list)
    packages: list[PackageRow] = field(default_factory=list)
    assets: list[AssetLink] = field(default_factory=list)
    relations: list[RelationRow] = field(default_factory=list)
    replaced_by: list[tuple[int, ...]] = field(default_factory=list)
    related_from: dict[str, list[int]] = field(default_factory=dict)


# One round trip and one plan instead of six; the rows are arrays in the order of the classes above.
_SQL = f"""
SELECT
    (SELECT json_agg(json_build_array(k.name, m.name, f.year_from, f.year_to, f.submodel, f.engine,
                f.drive, f.body, f.qualifiers, f.position, f.quantity, f.note)
            ORDER BY k.name, m.name NULLS FIRST, f.year_from, f.id)
       FROM catalog_fitment f
       JOIN catalog_vehiclemake k ON k.id = f.make_id
       LEFT JOIN catalog_vehiclemodel m ON m.id = f.model_id
      WHERE f.product_id = %(product)s),
    (SELECT json_agg(json_build_array(brand_name, number) ORDER BY brand_name, number)
       FROM catalog_interchange WHERE product_id = %(product)s),
    (SELECT json_agg(json_build_array(level, quantity, gtin, length::text, width::text,
                height::text, weight::text) ORDER BY quantity, id)
       FROM catalog_package WHERE product_id = %(product)s),
    (SELECT json_agg(json_build_array(asset_id, role)
            ORDER BY role NOT IN {MAIN_PICTURES}, sort_order, id)
       FROM catalog_productasset WHERE product_id = %(product)s),
    (SELECT json_agg(json_build_array(kind, target_id, quantity) ORDER BY sort_order, id)
       FROM catalog_productrelation WHERE product_id = %(product)s),
    (SELECT json_agg(json_build_array(r.kind, r.product_id) ORDER BY r.id)
       FROM catalog_productrelation r JOIN catalog_relationkind k ON k.code = r.kind
      WHERE r.target_id = %(product)s
        AND (k.is_supersession OR k.is_symmetric OR k.reverse_label <> ''))
"""  # noqa: S608 - constants only
MOST_RELATED_FROM = 12


def product_parts(product: Product) -> ProductParts:
    """What hangs on `product`: as it is saved, or as the draft holds it in memory.

    One statement for a saved product; a draft whose children were set reads only what it lacks.
    """
    if product.pk and not getattr(product, "_cluster_related_objects", None):
        return _saved_parts(product.pk)
    return _draft_parts(product)


def _saved_parts(product_id: int) -> ProductParts:
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"product": product_id})
        fitments, interchanges, packages, assets, relations, incoming = cursor.fetchone()
    return ProductParts(
        fitments=[fitment_row(*row) for row in fitments or ()],
        interchanges=[InterchangeRow(*row) for row in interchanges or ()],
        packages=_packages(packages or ()),
        assets=[AssetLink(*row) for row in assets or ()],
        relations=[RelationRow(*row) for row in relations or ()],
        **_incoming(product_id, incoming or ()),
    )


def _draft_parts(product: Product) -> ProductParts:
    fitments = sorted(
        product.fitments.all(),
        key=lambda row: (row.make.name, row.model.name if row.model else "", row.year_from),
    )
    main = set(AssetRole.objects.filter(is_main_picture=True).values_list("code", flat=True))
    links = sorted(
        product.asset_links.all(),
        key=lambda link: (link.role not in main, link.sort_order or 0),
    )
    incoming = ProductRelation.objects.filter(target_id=product.pk or 0).order_by("pk")
    return ProductParts(
        fitments=[_draft_fitment(row) for row in fitments],
        interchanges=[InterchangeRow(r.brand_name, r.number) for r in product.interchanges.all()],
        packages=_packages(_draft_package(row) for row in product.packages.all()),
        assets=[AssetLink(link.asset_id, link.role) for link in links],
        relations=[
            RelationRow(row.kind, row.target_id, row.quantity) for row in product.relations.all()
        ],
        **_incoming(product.pk or 0, incoming.values_list("kind", "product_id")),
    )


def _incoming(product_id: int, relations: Iterable[Sequence]) -> dict[str, Any]:
    """What others say of the product; the chains are asked for where there is one at all."""
    found: dict[str, list[int]] = {}
    for kind, key in relations:
        found.setdefault(kind, []).append(key)
    kinds = relation_labels() if found else {}
    replaced_by: list[tuple[int, ...]] = []
    if any(kinds[kind].is_supersession for kind in found if kind in kinds):
        chains = supersession_of([product_id]).get(product_id, [])
        replaced_by = [chain.path for chain in chains]
    told = {kind: keys for kind, keys in found.items() if kind in kinds and kinds[kind].reverse}
    return {
        "replaced_by": replaced_by,
        "related_from": {kind: keys[:MOST_RELATED_FROM] for kind, keys in told.items()},
    }


def _draft_fitment(row) -> FitmentRow:
    names = (row.submodel, row.engine, row.drive, row.body)
    model = row.model.name if row.model else None
    end = (row.qualifiers, row.position, row.quantity, row.note)
    return fitment_row(row.make.name, model, row.year_from, row.year_to, *names, *end)


def _draft_package(row: Package) -> Sequence:
    sizes = (row.length, row.width, row.height, row.weight)
    texts = (None if size is None else str(size) for size in sizes)
    return row.level, row.quantity, row.gtin, *texts


def _packages(rows: Iterable[Sequence]) -> list[PackageRow]:
    found = list(rows)
    levels = kind_labels(PackageLevel) if found else {}
    return [_package(levels.get(level, level), *row) for level, *row in found]


def _package(level: str, quantity: int, gtin: str, *sizes: str | None) -> PackageRow:
    """`sizes`: length, width, height and weight as decimal texts."""
    *edges, weight = sizes
    return PackageRow(
        level=level,
        quantity=quantity,
        gtin=gtin,
        size=" × ".join(edges) if all(edges) else "",
        weight=weight or "",
    )
