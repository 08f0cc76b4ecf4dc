from django.db import transaction
from django.db.models import Model

from jobs.services import start_job
from media_library.models import Asset

_KINDS = {
    "imagefile": Asset.Kind.IMAGE,
    "documentfile": Asset.Kind.DOCUMENT,
    "mediafile": Asset.Kind.MEDIA,
}


@transaction.atomic
def ensure_asset(*, file_object: Model) -> Asset:
    """The asset that stands for a Wagtail image, document or media record.

    Made when it is missing; processed by a job when it is new or its file was replaced. Called by
    the file models whenever they are saved, so that no way in goes past it.
    """
    kind = _KINDS[file_object._meta.model_name]
    asset, created = Asset.objects.get_or_create(
        **{kind.value: file_object}, defaults={"kind": kind, "title": file_object.title}
    )
    replaced = not created and asset.metadata.get("file") != file_object.file.name
    if replaced or asset.title != file_object.title:
        asset.title = file_object.title
        asset.status = Asset.Status.NEW if replaced else asset.status
        asset.save()
    if created or replaced:
        start_job(
            kind="media_library.process",
            title=f"Read {file_object.title}"[:255],
            parameters={"asset_id": asset.pk},
        )
    return asset
