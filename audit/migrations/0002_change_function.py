"""The trigger function of the change log, and the triggers of the tables of lower rooms."""

from django.db import migrations

from audit.triggers import DROP_FUNCTION, FUNCTION, change_triggers, drop_change_triggers


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, DROP_FUNCTION),
        migrations.RunSQL(
            change_triggers("accounts_customer", entity="accounts.customer"),
            drop_change_triggers("accounts_customer"),
        ),
    ]
