"""Assets write the change log."""

from django.db import migrations

from audit.triggers import change_triggers, drop_change_triggers


class Migration(migrations.Migration):
    dependencies = [("media_library", "0001_initial"), ("audit", "0002_change_function")]

    operations = [
        migrations.RunSQL(
            change_triggers("media_library_asset", entity="media_library.asset"),
            drop_change_triggers("media_library_asset"),
        ),
    ]
