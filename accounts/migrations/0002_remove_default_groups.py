"""Wagtail makes two groups of its own; our roles (accounts/roles.py) stand in their place."""

from django.db import migrations


def remove_default_groups(apps, schema_editor) -> None:
    apps.get_model("auth", "Group").objects.filter(name__in=["Editors", "Moderators"]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("wagtailcore", "__latest__"),
        ("wagtailadmin", "__latest__"),
        ("wagtaildocs", "__latest__"),
        ("wagtailimages", "__latest__"),
        ("wagtailmedia", "__latest__"),
    ]

    operations = [migrations.RunPython(remove_default_groups, migrations.RunPython.noop)]
