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


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_change_triggers")]

    operations = [
        migrations.RunSQL(CASCADE, DROP_CASCADE),
        migrations.RunSQL(PATTERNS, DROP_PATTERNS),
    ]
