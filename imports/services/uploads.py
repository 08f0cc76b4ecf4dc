import hashlib
from typing import Any

from django.core.files.base import File
from django.core.files.storage import storages
from django.db import transaction

from accounts.models import User
from imports.models import ImportProfile, ImportRun

LONGEST_NAME = 255


@transaction.atomic
def create_run(
    *,
    file: File,
    original_name: str,
    profile: ImportProfile,
    user: User | None = None,
    reading: dict[str, Any] | None = None,
) -> ImportRun:
    """Keep an uploaded file out of everybody's reach, and the run that will import it.

    `reading` may name the sheet, encoding, delimiter and header_row of `open_table`.
    """
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    run = ImportRun.objects.create(
        profile=profile,
        original_name=original_name[-LONGEST_NAME:],
        sha256=digest.hexdigest(),
        started_by=user,
        details={"reading": {key: value for key, value in (reading or {}).items() if value}},
    )
    # The name on disk says nothing and cannot lead anywhere; the person's own is kept beside it.
    run.file = storages["private"].save(f"imports/{run.pk}/upload", file)
    run.save(update_fields=["file"])
    return run
