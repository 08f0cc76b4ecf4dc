"""Brands, categories, attributes and families of the demo catalog.

What is there already is left as it is, so that a second run does not undo an editor's work.
"""

from django.db import transaction

from catalog.models import (
    Attribute,
    AttributeColumn,
    AttributeGroup,
    AttributeOption,
    Brand,
    Category,
    Channel,
    Family,
    FamilyAttribute,
)
from demo.sources import Row, demo_rows, other_labels

# Attributes that every family has, before its own ones and after them.
FIRST_ATTRIBUTES = ("short_description!",)
LAST_ATTRIBUTES = (
    "marketing_text",
    "installation_note",
    "country_of_origin",
    "weight!",
    "warranty_months",
    "introduced_on",
    "product_page",
)
FLAGS = (
    "localizable",
    "per_channel",
    "facet",
    "searchable",
    "sortable",
    "comparable",
    "unique",
)


@transaction.atomic
def create_definitions() -> None:
    """Create what is missing of brands, categories, attributes and families."""
    _create_brands()
    _create_categories()
    _create_attributes()
    _create_families()


def _create_brands() -> None:
    for row in demo_rows("brands"):
        Brand.objects.get_or_create(
            slug=row["code"],
            defaults={
                "name": row["name"],
                "aaia_id": row["aaia_id"],
                "website": f"https://{row['code']}.example/",
            },
        )


def _create_categories() -> None:
    for row in demo_rows("categories"):
        if Category.objects.filter(code=row["code"]).exists():
            continue
        fields = {
            "code": row["code"],
            "name": row["en"],
            "labels": other_labels(row),
            "slug": row["code"].replace("_", "-"),
        }
        if row["parent"]:
            Category.objects.get(code=row["parent"]).add_child(**fields)
        else:
            Category.add_root(**fields)


def _create_attributes() -> None:
    for order, row in enumerate(demo_rows("groups")):
        AttributeGroup.objects.get_or_create(
            code=row["code"],
            defaults={"label": row["en"], "labels": other_labels(row), "sort_order": order},
        )
    groups = {group.code: group for group in AttributeGroup.objects.all()}
    for order, row in enumerate(demo_rows("attributes")):
        attribute, created = Attribute.objects.get_or_create(
            code=row["code"],
            defaults={
                **_attribute_fields(row),
                "group": groups[row["group"]],
                "sort_order": order,
            },
        )
        if created:
            _create_options(attribute)
            _create_columns(attribute)


def _attribute_fields(row: Row) -> dict:
    flags = row["flags"].split()
    return {
        "label": row["en"],
        "labels": other_labels(row),
        "type": row["type"],
        "unit": row["unit"],
        "minimum": row["minimum"] or None,
        "maximum": row["maximum"] or None,
        "max_length": row["max_length"] or None,
        **{f"is_{flag}": flag in flags for flag in FLAGS},
    }


def _create_options(attribute: Attribute) -> None:
    rows = [row for row in demo_rows("options") if row["attribute"] == attribute.code]
    AttributeOption.objects.bulk_create(
        AttributeOption(
            attribute=attribute,
            code=row["code"],
            label=row["en"],
            labels=other_labels(row),
            sort_order=order,
        )
        for order, row in enumerate(rows)
    )


def _create_columns(attribute: Attribute) -> None:
    rows = [row for row in demo_rows("columns") if row["attribute"] == attribute.code]
    AttributeColumn.objects.bulk_create(
        AttributeColumn(
            attribute=attribute,
            code=row["code"],
            label=row["en"],
            labels=other_labels(row),
            type=row["type"],
            unit=row["unit"],
            sort_order=order,
        )
        for order, row in enumerate(rows)
    )


def _create_families() -> None:
    attributes = {attribute.code: attribute for attribute in Attribute.objects.all()}
    channels = list(Channel.objects.filter(code__in=["web", "marketplace"]))
    for row in demo_rows("families"):
        family, created = Family.objects.get_or_create(
            code=row["code"], defaults={"label": row["en"], "labels": other_labels(row)}
        )
        if created:
            names = [*FIRST_ATTRIBUTES, *row["attributes"].split(), *LAST_ATTRIBUTES]
            for order, name in enumerate(names):
                _add_attribute(family, name, order, attributes, channels)


def _add_attribute(
    family: Family,
    name: str,
    order: int,
    attributes: dict[str, Attribute],
    channels: list[Channel],
) -> None:
    """Add one attribute; `!` marks it required by both channels, `*` an axis of variants.

    The marketplace asks for the installation note too, so that some products lack something.
    """
    code = name.rstrip("!*")
    link = FamilyAttribute.objects.create(
        family=family,
        attribute=attributes[code],
        sort_order=order,
        is_variant_axis="*" in name,
    )
    if "!" in name:
        link.required_for.set(channels)
    elif code == "installation_note":
        link.required_for.set([c for c in channels if c.code == "marketplace"])
    link.save()
