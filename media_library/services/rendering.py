"""Makes renditions: orders them once, and has a child process draw them."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.images.models import Filter

from jobs.models import Job
from jobs.services import start_job
from media_library.models import Asset, ImageFile, ImageRendition
from media_library.pictures.reading import Drawn, Picture, read_picture, suffix_of
from media_library.pictures.recipes import drawing_of
from media_library.pictures.renditions import missing_of
from media_library.renditions import ALL_SPECS

RENDER = "media_library.render"
LONGEST_NAME = 60


@transaction.atomic
def order_rendition(*, image: ImageFile, spec: str) -> None:
    """Have the rendition `spec` of `image` made, together with others that wait for their turn.

    Nothing is ordered where the job that processes the file will make it, or found that the file
    cannot be read.
    """
    # One at a time for each image, so that the renditions of a page go into one job.
    ImageFile.objects.select_for_update(no_key=True).get(pk=image.pk)
    status = Asset.objects.values_list("status", flat=True).get(image=image)
    is_coming = status == Asset.Status.NEW and spec in ALL_SPECS
    if is_coming or status == Asset.Status.FAILED:
        return
    waiting = Job.objects.filter(
        kind=RENDER, state=Job.State.QUEUED, parameters__image_id=image.pk
    ).select_for_update(skip_locked=True)
    job = waiting.first()
    if job is None:
        start_job(
            kind=RENDER,
            title=f"Draw {image.title}",
            parameters={"image_id": image.pk, "specs": [spec]},
        )
    elif spec not in job.parameters["specs"]:
        job.parameters["specs"].append(spec)
        job.save(update_fields=["parameters"])


def render(*, image: ImageFile, specs: Sequence[str]) -> Picture:
    """Make the renditions of `specs` that are missing, all from one decoding of the file.

    Tells what the picture is. Raises PictureRefusedError, InvalidFilterSpecError.
    """
    found = _draw_missing(image, specs)
    if (found.width, found.height) != (image.width, image.height):
        # What was drawn by a wrong size has wrong proportions.
        image.width, image.height = found.width, found.height
        ImageFile.objects.filter(pk=image.pk).update(width=found.width, height=found.height)
        image.renditions.all().delete()
        found = _draw_missing(image, specs)
    return found


def _draw_missing(image: ImageFile, specs: Sequence[str]) -> Picture:
    filters = missing_of(image, specs)
    basis = Picture("", "", image.width, image.height)
    found = read_picture(
        image.file,
        name=image.filename,
        basis=basis,
        drawings=[drawing_of(image, one) for one in filters],
    )
    if (found.width, found.height) == (image.width, image.height):
        for one, drawn in zip(filters, found.drawn, strict=True):
            _store(image, one, drawn)
    return found


def _store(image: ImageFile, image_filter: Filter, drawn: Drawn) -> None:
    """Keep one rendition; a file that came too late is taken away again."""
    key = image_filter.get_cache_key(image)
    rendition = ImageRendition(
        image=image,
        filter_spec=image_filter.spec,
        focal_point_key=key,
        width=drawn.width,
        height=drawn.height,
    )
    field = rendition._meta.get_field("file")
    place = field.generate_filename(rendition, _file_name(image, image_filter, key, drawn))
    rendition.file = field.storage.save(place, ContentFile(drawn.content))
    made = ImageRendition.objects.bulk_create([rendition], ignore_conflicts=True)
    stored = ImageRendition.objects.filter(file=rendition.file.name)
    if made and not stored.exists():
        field.storage.delete(rendition.file.name)


def _file_name(image: ImageFile, image_filter: Filter, key: str, drawn: Drawn) -> str:
    """The name as Wagtail makes it: the source's name and what was done to it."""
    parts = [key, image_filter.spec.replace("|", "."), suffix_of(drawn.format)]
    end = ".".join(part for part in parts if part)
    stem = PurePosixPath(image.file.name).stem
    return f"{stem[: max(1, LONGEST_NAME - 1 - len(end))]}.{end}"
