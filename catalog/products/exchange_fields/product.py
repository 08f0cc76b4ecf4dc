"""The fields of products for feeds and imports: fixed ones, pictures, attributes."""

from collections.abc import Iterator

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.backends.postgresql.psycopg_any import mogrify
from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Identifier, Literal

from catalog.products.exchange_fields.attributes import attribute_fields
from catalog.products.queries.effective_values import has_variants
from catalog.products.queries.pictures import SHOWABLE_SQL
from catalog.schema.models.attribute import Attribute
from catalog.schema.models.category import Category
from catalog.schema.queries.kinds import MAIN_PICTURES
from console.site_day import site_day
from exchange.registry import Field, FieldContext, FieldType, Join

PATH_SEPARATOR = " > "

BRAND = Join("brand", SQL("JOIN catalog_brand brand ON brand.id = product.brand_id"))
FAMILY = Join("family", SQL("JOIN catalog_family family ON family.id = product.family_id"))
CATEGORY = Join(
    "category", SQL("LEFT JOIN catalog_category category ON category.id = product.category_id")
)
PARENT = Join("parent", SQL("LEFT JOIN catalog_product parent ON parent.id = product.parent_id"))


def product_fields(context: FieldContext) -> Iterator[Field]:
    """What identifies and classifies a product."""
    yield from _identity_fields()
    yield from _classification_fields(context)


def content_fields(context: FieldContext) -> Iterator[Field]:
    """The picture of a product, and its attributes as they are now."""
    yield from _picture_fields()
    inherit = has_variants()
    for attribute in Attribute.objects.select_related("group"):
        yield from attribute_fields(attribute, context, inherit=inherit)


def _text(column: str) -> Composable:
    """A text column of ours, which is empty rather than NULL."""
    return SQL("nullif({}, '')").format(Identifier(*column.split(".")))


def _label(alias: str, column: str, context: FieldContext) -> Composable:
    """The label of a row in the language of the context, else its own label."""
    return SQL("coalesce(nullif({labels} ->> {locale}, ''), {label})").format(
        labels=Identifier(alias, "labels"),
        locale=Literal(context.locale),
        label=_text(f"{alias}.{column}"),
    )


def _identity_fields() -> Iterator[Field]:
    group = _("Product")
    for code, label in [
        ("sku", _("SKU")),
        ("part_number", _("Part number")),
        ("name", _("Name")),
        ("description", _("Description")),
        ("gtin", _("GTIN")),
        ("status", _("Life cycle")),
    ]:
        yield Field(
            code=code,
            label=label,
            group=group,
            expression=_text(f"product.{code}"),
            is_writable=True,
            is_code=code == "status",
        )
    yield Field(
        code="normalized_part_number",
        label=_("Part number, letters and digits only"),
        group=group,
        expression=_text("product.normalized_part_number"),
        is_code=True,
    )
    yield Field(
        code="parent_sku",
        label=_("SKU of the parent product"),
        group=group,
        expression=_text("parent.sku"),
        joins=(PARENT,),
    )
    yield Field(
        code="updated_at",
        label=_("Last change (UTC)"),
        group=group,
        expression=SQL(
            "to_char(product.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
        ),
        type=FieldType.DATE,
    )


def _classification_fields(context: FieldContext) -> Iterator[Field]:
    group = _("Classification")
    yield Field(
        code="brand",
        label=_("Brand"),
        group=group,
        expression=_text("brand.name"),
        joins=(BRAND,),
        is_writable=True,
    )
    yield Field(
        code="brand_aaia_id",
        label=_("AAIA brand ID"),
        group=group,
        expression=_text("brand.aaia_id"),
        joins=(BRAND,),
    )
    yield Field(
        code="family",
        label=_("Family (code)"),
        group=group,
        expression=_text("family.code"),
        joins=(FAMILY,),
        is_writable=True,
        is_code=True,
    )
    yield Field(
        code="family_label",
        label=_("Family (label)"),
        group=group,
        expression=_label("family", "label", context),
        joins=(FAMILY,),
    )
    yield Field(
        code="part_type",
        label=_("Part terminology ID"),
        group=group,
        expression=_text("family.part_type"),
        joins=(FAMILY,),
    )
    yield Field(
        code="category",
        label=_("Category (code)"),
        group=group,
        expression=_text("category.code"),
        joins=(CATEGORY,),
        is_writable=True,
        is_code=True,
    )
    yield Field(
        code="category_name",
        label=_("Category (name)"),
        group=group,
        expression=_label("category", "name", context),
        joins=(CATEGORY,),
    )
    yield Field(
        code="category_path",
        label=_("Category with all parent categories"),
        group=group,
        expression=SQL("category_path.names"),
        joins=(_category_path(context),),
    )


def _category_path(context: FieldContext) -> Join:
    """The names from the root down to each category, worked out once a category."""
    return Join(
        "category_path",
        SQL(
            "LEFT JOIN (SELECT leaf.id, string_agg({name}, {separator} ORDER BY node.depth)"
            " AS names FROM catalog_category leaf"
            " CROSS JOIN LATERAL generate_series(1, leaf.depth) AS level"
            " JOIN catalog_category node ON node.path = left(leaf.path, level * {step})"
            " GROUP BY leaf.id) category_path ON category_path.id = product.category_id"
        ).format(
            name=_label("node", "name", context),
            separator=Literal(PATH_SEPARATOR),
            step=Literal(Category.steplen),
        ),
    )


def _picture_fields() -> Iterator[Field]:
    primary = Join(
        "primary_image",
        SQL(
            "LEFT JOIN (SELECT DISTINCT ON (l.product_id) l.product_id, i.file"
            " FROM catalog_productasset l JOIN media_library_asset a ON a.id = l.asset_id"
            " JOIN media_library_imagefile i ON i.id = a.image_id"
            " WHERE l.role IN {main} AND {shown} ORDER BY l.product_id, l.sort_order, l.id)"
            " primary_image ON primary_image.product_id = product.id"
        ).format(main=SQL(MAIN_PICTURES), shown=showable_sql()),
    )
    yield Field(
        code="primary_image_url",
        label=_("URL of the main image"),
        group=_("Pictures"),
        expression=SQL("{} || primary_image.file").format(Literal(media_address())),
        joins=(primary,),
    )


def showable_sql() -> Composable:
    """That the asset `a` may be shown today."""
    return SQL(mogrify(SHOWABLE_SQL, {"day": site_day()}, connection))


def media_address() -> str:
    """The address under which stored files are served, with scheme and host."""
    prefix = default_storage.url("")
    return prefix if "://" in prefix else settings.BASE_URL.rstrip("/") + prefix
