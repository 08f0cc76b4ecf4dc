"""What it means that an attribute is sortable."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0021_opened_forms")]

    operations = [
        migrations.AlterField(
            model_name=name,
            name="is_sortable",
            field=models.BooleanField(
                default=False,
                help_text=(
                    "The product list can be sorted by it, and filters by more and less stay "
                    "quick in a large catalog. Made ready in the background."
                ),
                verbose_name="sortable",
            ),
        )
        for name in ("attribute", "historicalattribute")
    ]
