"""Wagtail makes a workflow of its moderators; ours (fixtures/initial_data.json) takes its place."""

from django.db import migrations

EXAMPLE = "Moderators approval"


def remove_example_workflow(apps, schema_editor) -> None:
    apps.get_model("wagtailcore", "Workflow").objects.filter(name=EXAMPLE).delete()
    apps.get_model("wagtailcore", "Task").objects.filter(name=EXAMPLE).delete()


class Migration(migrations.Migration):
    dependencies = [("home", "0002_change_triggers"), ("wagtailcore", "0098_apitoken")]

    operations = [migrations.RunPython(remove_example_workflow, migrations.RunPython.noop)]
