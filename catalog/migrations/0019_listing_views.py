"""Segments are views of the listing as well, some of them private; what each person prefers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("catalog", "0018_exchange_model"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='segment',
            options={'ordering': ['name'], 'permissions': [('share_segment', 'Can share segments with others')], 'verbose_name': 'segment', 'verbose_name_plural': 'segments'},
        ),
        migrations.AddField(
            model_name='historicalsegment',
            name='columns',
            field=models.JSONField(blank=True, default=list, editable=False, verbose_name='columns'),
        ),
        migrations.AddField(
            model_name='historicalsegment',
            name='is_shared',
            field=models.BooleanField(default=True, help_text='Others see it in the product listing and use it in feeds and price rules.', verbose_name='shared'),
        ),
        migrations.AddField(
            model_name='historicalsegment',
            name='ordering',
            field=models.CharField(blank=True, editable=False, max_length=100, verbose_name='order'),
        ),
        migrations.AddField(
            model_name='historicalsegment',
            name='owner',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner'),
        ),
        migrations.AddField(
            model_name='segment',
            name='columns',
            field=models.JSONField(blank=True, default=list, editable=False, verbose_name='columns'),
        ),
        migrations.AddField(
            model_name='segment',
            name='is_shared',
            field=models.BooleanField(default=True, help_text='Others see it in the product listing and use it in feeds and price rules.', verbose_name='shared'),
        ),
        migrations.AddField(
            model_name='segment',
            name='ordering',
            field=models.CharField(blank=True, editable=False, max_length=100, verbose_name='order'),
        ),
        migrations.AddField(
            model_name='segment',
            name='owner',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='segments', to=settings.AUTH_USER_MODEL, verbose_name='owner'),
        ),
        migrations.AlterField(
            model_name='customerterms',
            name='assortment',
            field=models.ForeignKey(blank=True, help_text='The products this customer may see; empty for all.', limit_choices_to={'is_shared': True}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.segment', verbose_name='assortment'),
        ),
        migrations.AlterField(
            model_name='historicalcustomerterms',
            name='assortment',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, help_text='The products this customer may see; empty for all.', limit_choices_to={'is_shared': True}, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='catalog.segment', verbose_name='assortment'),
        ),
        migrations.CreateModel(
            name='ListingPreference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('columns', models.JSONField(blank=True, default=list, verbose_name='columns')),
                ('ordering', models.CharField(blank=True, max_length=100, verbose_name='order')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='listing_preference', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'view of the product listing',
                'verbose_name_plural': 'views of the product listing',
            },
        ),
    ]
