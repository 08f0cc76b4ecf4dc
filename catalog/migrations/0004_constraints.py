"""Constraints that models cannot declare."""

from django.db import migrations

# Products are deleted set-wise as well, past Django's own cascade.
CASCADE = """
ALTER TABLE catalog_qualityissue ADD CONSTRAINT quality_issue_of_a_product
FOREIGN KEY (product_id) REFERENCES catalog_product (id) ON DELETE CASCADE;
"""
DROP_CASCADE = "ALTER TABLE catalog_qualityissue DROP CONSTRAINT quality_issue_of_a_product;"

# Matching anything by a pattern that is none is an error, so that none can be stored.
PATTERNS = """
ALTER TABLE catalog_brand ADD CONSTRAINT brand_pattern_can_be_matched
CHECK ((''::text ~ part_number_pattern::text) IS NOT NULL);
"""
DROP_PATTERNS = "ALTER TABLE catalog_brand DROP CONSTRAINT brand_pattern_can_be_matched;"

# Parts name their kind by its code, as files, filters and drafts do; the kind stays while they do.
KINDS = {
    "catalog_package": ("level", "catalog_packagelevel"),
    "catalog_productasset": ("role", "catalog_assetrole"),
    "catalog_productrelation": ("kind", "catalog_relationkind"),
}


def kind_exists(table: str) -> str:
    """The constraint that the code in a table is one of a row of kinds."""
    column, kinds = KINDS[table]
    return (
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_exists"
        f" FOREIGN KEY ({column}) REFERENCES {kinds} (code);"
    )


def drop_kind_exists(table: str) -> str:
    """Takes it away."""
    return f"ALTER TABLE {table} DROP CONSTRAINT {table}_{KINDS[table][0]}_exists;"


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_change_triggers")]

    operations = [
        migrations.RunSQL(CASCADE, DROP_CASCADE),
        migrations.RunSQL(PATTERNS, DROP_PATTERNS),
        *(migrations.RunSQL(kind_exists(table), drop_kind_exists(table)) for table in KINDS),
    ]
