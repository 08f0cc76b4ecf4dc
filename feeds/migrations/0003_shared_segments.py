"""Feeds use shared segments only."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0019_listing_views'),
        ("feeds", "0002_kept_out"),
    ]

    operations = [
        migrations.AlterField(
            model_name='feed',
            name='segment',
            field=models.ForeignKey(blank=True, help_text='Which products; empty for all published ones.', limit_choices_to={'is_shared': True}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='feeds', to='catalog.segment', verbose_name='segment'),
        ),
        migrations.AlterField(
            model_name='historicalfeed',
            name='segment',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, help_text='Which products; empty for all published ones.', limit_choices_to={'is_shared': True}, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='catalog.segment', verbose_name='segment'),
        ),
    ]
