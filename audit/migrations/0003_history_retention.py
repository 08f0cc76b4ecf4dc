import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("audit", "0002_change_function")]

    operations = [
        migrations.CreateModel(
            name="HistoryRetention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("keep_days", models.PositiveIntegerField(default=730, help_text="Versions that are older go.", validators=[django.core.validators.MinValueValidator(1)], verbose_name="days to keep")),
                ("keep_versions", models.PositiveIntegerField(default=200, help_text="Of each record; the oldest that are more go.", validators=[django.core.validators.MinValueValidator(1)], verbose_name="versions to keep")),
            ],
            options={"verbose_name": "history to keep"},
        ),
    ]
