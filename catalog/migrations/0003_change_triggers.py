"""Every table of the catalog writes the change log, as does what a channel requires of a family."""

from django.db import migrations

from audit.triggers import change_triggers, drop_change_triggers

ENTITIES = {
    "catalog_assetrole": "catalog.assetrole",
    "catalog_attribute": "catalog.attribute",
    "catalog_attributegroup": "catalog.attributegroup",
    "catalog_basevehicle": "catalog.basevehicle",
    "catalog_brand": "catalog.brand",
    "catalog_category": "catalog.category",
    "catalog_channel": "catalog.channel",
    "catalog_customerterms": "catalog.customerterms",
    "catalog_family": "catalog.family",
    "catalog_packagelevel": "catalog.packagelevel",
    "catalog_pricelist": "catalog.pricelist",
    "catalog_product": "catalog.product",
    "catalog_qualityrule": "catalog.qualityrule",
    "catalog_relationkind": "catalog.relationkind",
    "catalog_segment": "catalog.segment",
    "catalog_unit": "catalog.unit",
    "catalog_unitfamily": "catalog.unitfamily",
    "catalog_vehiclemake": "catalog.vehiclemake",
    "catalog_vehiclemodel": "catalog.vehiclemodel",
}

# table: (entity, column with the key of the entity, name of the part)
PARTS = {
    "catalog_attributecolumn": ("catalog.attribute", "attribute_id", "columns"),
    "catalog_attributeoption": ("catalog.attribute", "attribute_id", "options"),
    "catalog_familyattribute": ("catalog.family", "family_id", "attributes"),
    "catalog_fitment": ("catalog.product", "product_id", "fitments"),
    "catalog_interchange": ("catalog.product", "product_id", "interchanges"),
    "catalog_package": ("catalog.product", "product_id", "packages"),
    "catalog_price": ("catalog.product", "product_id", "prices"),
    "catalog_product_additional_categories": (
        "catalog.product",
        "product_id",
        "additional_categories",
    ),
    "catalog_productasset": ("catalog.product", "product_id", "asset_links"),
    "catalog_productrelation": ("catalog.product", "product_id", "relations"),
}

TABLES = [
    *((table, {"entity": entity}) for table, entity in ENTITIES.items()),
    *(
        (table, {"entity": entity, "key": key, "part": part})
        for table, (entity, key, part) in PARTS.items()
    ),
]

# The rows name the attribute of a family; what changes is the family.
REQUIREMENTS = """
CREATE FUNCTION catalog_record_requirement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_change_log (entity, entity_id, part, action, source, user_id)
    SELECT DISTINCT 'catalog.family', owner.family_id, 'attributes', 'updated',
        coalesce(current_setting('solidus.source', true), ''),
        nullif(current_setting('solidus.user_id', true), '')::bigint
    FROM changed_rows JOIN catalog_familyattribute owner
        ON owner.id = changed_rows.familyattribute_id;
    RETURN NULL;
END $$;
CREATE TRIGGER catalog_requirement_insert AFTER INSERT ON catalog_familyattribute_required_for
REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT
EXECUTE FUNCTION catalog_record_requirement();
CREATE TRIGGER catalog_requirement_delete AFTER DELETE ON catalog_familyattribute_required_for
REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT
EXECUTE FUNCTION catalog_record_requirement();
"""

DROP_REQUIREMENTS = "DROP FUNCTION catalog_record_requirement() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_schema"), ("audit", "0002_change_function")]

    operations = [
        *(
            migrations.RunSQL(change_triggers(table, **arguments), drop_change_triggers(table))
            for table, arguments in TABLES
        ),
        migrations.RunSQL(REQUIREMENTS, DROP_REQUIREMENTS),
    ]
