"""Every table of the catalog writes the change log."""

from django.db import migrations

from audit.triggers import change_triggers, drop_change_triggers

ENTITIES = {
    "catalog_attribute": "catalog.attribute",
    "catalog_attributegroup": "catalog.attributegroup",
    "catalog_basevehicle": "catalog.basevehicle",
    "catalog_brand": "catalog.brand",
    "catalog_category": "catalog.category",
    "catalog_channel": "catalog.channel",
    "catalog_customerterms": "catalog.customerterms",
    "catalog_family": "catalog.family",
    "catalog_pricelist": "catalog.pricelist",
    "catalog_product": "catalog.product",
    "catalog_segment": "catalog.segment",
    "catalog_vehiclemake": "catalog.vehiclemake",
    "catalog_vehiclemodel": "catalog.vehiclemodel",
}

# table: (entity, column with the key of the entity, name of the part)
PARTS = {
    "catalog_attributeoption": ("catalog.attribute", "attribute_id", "options"),
    "catalog_familyattribute": ("catalog.family", "family_id", "attributes"),
    "catalog_fitment": ("catalog.product", "product_id", "fitments"),
    "catalog_interchange": ("catalog.product", "product_id", "interchanges"),
    "catalog_package": ("catalog.product", "product_id", "packages"),
    "catalog_price": ("catalog.product", "product_id", "prices"),
    "catalog_product_additional_categories": ("catalog.product", "product_id", "categories"),
    "catalog_productasset": ("catalog.product", "product_id", "assets"),
    "catalog_productrelation": ("catalog.product", "product_id", "relations"),
}

TABLES = [
    *((table, {"entity": entity}) for table, entity in ENTITIES.items()),
    *(
        (table, {"entity": entity, "key": key, "part": part})
        for table, (entity, key, part) in PARTS.items()
    ),
]


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_initial"), ("audit", "0002_change_function")]

    operations = [
        migrations.RunSQL(change_triggers(table, **arguments), drop_change_triggers(table))
        for table, arguments in TABLES
    ]
