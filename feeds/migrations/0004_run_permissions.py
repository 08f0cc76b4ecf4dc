"""Runs know what a person needs who sees them; those with private prices so far need it as well."""

import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


def close_runs_with_prices(apps, schema_editor):
    """By the columns of now, as those that a run wrote are not known."""
    private = Q(source__startswith="price.")
    if not settings.PUBLIC_PRICES:
        private |= Q(source__in=["price", "price_currency"])
    columns = apps.get_model("feeds", "FeedColumn").objects.filter(private)
    runs = apps.get_model("feeds", "FeedRun").objects.filter(feed__in=columns.values("feed"))
    runs.update(permissions=["catalog.change_price"])


class Migration(migrations.Migration):

    dependencies = [
        ("feeds", "0003_shared_segments"),
    ]

    operations = [
        migrations.AddField(
            model_name='feedrun',
            name='permissions',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=150), blank=True, default=list, help_text='What a person needs who sees the run, as its columns were when it wrote.', size=None, verbose_name='permissions'),
        ),
        migrations.RunPython(close_runs_with_prices, migrations.RunPython.noop, elidable=True),
    ]
