from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0030_table_problems")]

    operations = [
        migrations.AddField(
            model_name="openedform",
            name="number",
            field=models.BigIntegerField(default=0),
        )
    ]
