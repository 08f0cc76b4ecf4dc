from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("catalog", "0017_checked_table")]

    operations = [
        migrations.AlterModelOptions(
            name="family",
            options={
                "ordering": ["label"],
                "permissions": [
                    ("exchange_model", "Can take the whole model in and out as a file")
                ],
                "verbose_name": "family",
                "verbose_name_plural": "families",
            },
        )
    ]
