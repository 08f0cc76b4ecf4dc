"""Pages and branding write the change log, so that kept pages go when an editor publishes."""

from django.db import migrations

from audit.triggers import change_triggers, drop_change_triggers

TABLES = {
    "wagtailcore_page": "home.page",
    "home_brandingsettings": "home.branding",
}


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("audit", "0002_change_function"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunSQL(change_triggers(table, entity=entity), drop_change_triggers(table))
        for table, entity in TABLES.items()
    ]
