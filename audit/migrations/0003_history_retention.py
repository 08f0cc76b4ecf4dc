import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("audit", "0002_change_function")]

    operations = [
        migrations.CreateModel(
            name="HistoryRetention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("keep_days", models.PositiveIntegerField(default=730, help_text="Older versions are deleted.", validators=[django.core.validators.MinValueValidator(1)], verbose_name="days to keep")),
                ("keep_versions", models.PositiveIntegerField(default=200, help_text="For each record; the oldest versions beyond this number are deleted.", validators=[django.core.validators.MinValueValidator(1)], verbose_name="versions to keep")),
            ],
            options={"verbose_name": "history retention"},
        ),
    ]
