"""The fields of the parts of a product: one for each kind that editors have made."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from psycopg.sql import SQL, Identifier, Literal

from catalog.products.exchange_fields.attributes import LIST_SEPARATOR
from catalog.products.exchange_fields.product import media_address, showable_sql
from catalog.products.models.package import Package
from catalog.schema.queries.kinds import asset_roles, package_levels, relation_kinds
from console.model_fields import own_field
from exchange.registry import Field, FieldContext, FieldType, Join

_PACKAGE = ("quantity", "gtin", "length", "width", "height", "weight")


def part_fields(context: FieldContext) -> Iterator[Field]:
    """What the parts of a product say, by their kind."""
    yield from _asset_fields()
    yield from _relation_fields()
    yield from _package_fields()


def _asset_fields() -> Iterator[Field]:
    """The addresses of pictures; documents are given out by a view that asks who wants them."""
    file = SQL("{} || image.file").format(Literal(media_address()))
    order = SQL("l.sort_order, l.id")
    for code, label in asset_roles():
        rows = SQL(
            " FROM catalog_productasset l JOIN media_library_asset a ON a.id = l.asset_id"
            " JOIN media_library_imagefile image ON image.id = a.image_id"
            " WHERE l.product_id = product.id AND l.role = {} AND {})"
        ).format(Literal(code), showable_sql())
        yield Field(
            code=f"assets.{code}",
            label=_("%(role)s (image URLs)") % {"role": label},
            group=_("Pictures"),
            expression=SQL("(SELECT string_agg({}, {} ORDER BY {}){}").format(
                file, Literal(LIST_SEPARATOR), order, rows
            ),
            type=FieldType.LIST,
            list_expression=SQL("(SELECT jsonb_agg({} ORDER BY {}){}").format(file, order, rows),
        )


def _relation_fields() -> Iterator[Field]:
    for code, label in relation_kinds():
        # What is not published is nothing to tell of.
        rows = SQL(
            " FROM catalog_productrelation relation"
            " JOIN catalog_product target ON target.id = relation.target_id AND target.live"
            " WHERE relation.product_id = product.id AND relation.kind = {})"
        ).format(Literal(code))
        order = SQL("relation.sort_order, relation.id")
        yield Field(
            code=f"relations.{code}",
            label=_("%(relation)s (SKUs)") % {"relation": label},
            group=_("Relations"),
            expression=SQL("(SELECT string_agg(target.sku, {} ORDER BY {}){}").format(
                Literal(LIST_SEPARATOR), order, rows
            ),
            type=FieldType.LIST,
            list_expression=SQL("(SELECT jsonb_agg(target.sku ORDER BY {}){}").format(order, rows),
        )


def _package_fields() -> Iterator[Field]:
    for code, label in package_levels():
        alias = f"package_{code}"
        # A product has one package of a level.
        join = Join(
            alias,
            SQL(
                "LEFT JOIN catalog_package {alias} ON {alias}.product_id = product.id"
                " AND {alias}.level = {level}"
            ).format(alias=Identifier(alias), level=Literal(code)),
        )
        for column in _PACKAGE:
            yield Field(
                code=f"packages.{code}.{column}",
                label=f"{label}: {capfirst(own_field(Package, column).verbose_name)}",
                group=_("Packages"),
                expression=SQL("nullif({}::text, '')").format(Identifier(alias, column)),
                type=FieldType.TEXT if column == "gtin" else FieldType.NUMBER,
                joins=(join,),
            )
