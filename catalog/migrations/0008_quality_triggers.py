"""Rules write the change log, and so does what a channel requires of a family."""

from django.db import migrations

from audit.triggers import change_triggers, drop_change_triggers

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
    dependencies = [("catalog", "0007_completeness_and_quality")]

    operations = [
        migrations.RunSQL(REQUIREMENTS, DROP_REQUIREMENTS),
        migrations.RunSQL(CASCADE, DROP_CASCADE),
        migrations.RunSQL(PATTERNS, DROP_PATTERNS),
        migrations.RunSQL(
            change_triggers("catalog_qualityrule", entity="catalog.qualityrule"),
            drop_change_triggers("catalog_qualityrule"),
        ),
    ]
