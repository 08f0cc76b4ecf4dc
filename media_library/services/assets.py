from django.db import transaction
from django.db.models import Model

from jobs.services import start_job
from media_library.models import Asset, ImageFile
from media_library.pictures.reading import CHECK, read_picture

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
            title=f"Read {file_object.title}",
            parameters={"asset_id": asset.pk},
        )
    return asset


def measure_picture(*, image: ImageFile) -> None:
    """Set width and height of a picture whose file is new, by a child that reads its header.

    A form has looked at the file already; whoever makes an image by program may tell its size.
    Raises PictureRefusedError.
    """
    file = image.file
    is_new = not getattr(file, "_committed", True)
    has_size = image._state.adding and image.width and image.height
    if not (is_new or image.width is None) or has_size:
        return
    content = file.file if is_new else file
    found = getattr(content, "picture", None)
    found = found or read_picture(content, name=file.name, limits=CHECK)
    image.width, image.height = found.width, found.height
