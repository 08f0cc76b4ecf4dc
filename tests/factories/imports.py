"""Import profiles and runs, for tests."""

import json

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from imports.models import ImportColumn, ImportProfile, ImportRun
from imports.services import apply_run, create_run, stage_run
from jobs.progress import JobProgress


class ImportProfileFactory(DjangoModelFactory):
    """A profile; `columns` is {header: target} or {header: (target, transforms)}."""

    class Meta:
        model = ImportProfile
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"profile_{n}")
    name = factory.Sequence(lambda n: f"Profile {n}")

    @factory.post_generation
    def columns(self, create, columns, **kwargs):
        for order, (header, filled) in enumerate((columns or {}).items()):
            target, transforms = (filled, []) if isinstance(filled, str) else filled
            ImportColumn.objects.create(
                profile=self,
                header=header,
                target=target,
                transforms=json.dumps(transforms),
                sort_order=order,
            )


def upload(content: str | bytes, profile: ImportProfile, name: str = "parts.csv", **options):
    """A run of a file with this content."""
    data = content.encode() if isinstance(content, str) else content
    return create_run(
        file=ContentFile(data, name=name), original_name=name, profile=profile, **options
    )


def staged(content: str | bytes, profile: ImportProfile, **options) -> ImportRun:
    """A run whose file is read and checked."""
    run = upload(content, profile, **options)
    return stage_run(run_id=run.pk, progress=JobProgress())


def applied(content: str | bytes, profile: ImportProfile, **options) -> ImportRun:
    """A run whose accepted rows are in the catalog."""
    run = staged(content, profile, **options)
    apply_run(run_id=run.pk, user_id=run.started_by_id, progress=JobProgress())
    run.refresh_from_db()
    return run
