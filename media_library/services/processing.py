import hashlib
import json
import logging
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from console.limited_process import Limits, run_limited
from media_library.models import Asset
from media_library.pictures.reading import put_into
from media_library.pictures.refusals import PictureRefusedError
from media_library.renditions import ALL_SPECS

from .rendering import render

logger = logging.getLogger(__name__)

CHUNK = 1024 * 1024
METADATA_PROGRAM = Path(__file__).parents[1] / "pictures" / "metadata_process.py"
METADATA_LIMITS = Limits(memory=500_000_000, seconds=30, is_nice=True)
# What of a file's metadata is kept; the rest is noise or names the maker's folders.
METADATA_TAGS = {
    "File:MIMEType": "mime_type",
    "PDF:PageCount": "pages",
    "PDF:Title": "document_title",
    "QuickTime:Duration": "seconds",
    "EXIF:Make": "camera_make",
    "EXIF:Model": "camera_model",
    "EXIF:DateTimeOriginal": "taken_at",
    "IPTC:CopyrightNotice": "copyright",
    "XMP:Rights": "rights",
    "ICC_Profile:ProfileDescription": "colour_profile",
}


class UnreadableFileError(Exception):
    """The file cannot be read as what it says it is; the text is for people."""


def process_asset(*, asset: Asset) -> Asset:
    """Read the asset's file: checksum, size, metadata, renditions. Safe to repeat.

    A file that cannot be read leaves the asset with status "failed" and a message; it never
    raises for what a person uploaded. An archived asset stays archived.
    """
    file = asset.file_object.file
    try:
        checksum, size = _measure(file)
        metadata = {"file": file.name, **_read_metadata(asset)}
        if asset.kind == Asset.Kind.IMAGE:
            metadata |= _read_picture(asset)
        status, message = Asset.Status.READY, ""
    except (UnreadableFileError, PictureRefusedError, OSError) as error:
        logger.info("asset %s cannot be read: %s", asset.pk, error)
        checksum, size = asset.checksum, asset.size
        metadata = {"file": file.name}
        status, message = Asset.Status.FAILED, _plain(error)
    with transaction.atomic():
        current = Asset.objects.select_for_update().get(pk=asset.pk)
        current.checksum, current.size, current.metadata = checksum, size, metadata
        if current.status != Asset.Status.ARCHIVED:
            current.status, current.status_message = status, message
        current.save()
    return current


def fail_asset(*, asset: Asset, error: Exception) -> Asset:
    """Note that the asset's file cannot be read, and why; an archived one stays archived."""
    Asset.objects.filter(pk=asset.pk).exclude(status=Asset.Status.ARCHIVED).update(
        status=Asset.Status.FAILED, status_message=_plain(error)
    )
    asset.refresh_from_db()
    return asset


def _measure(file: File) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with file.storage.open(file.name, "rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def _read_metadata(asset: Asset) -> dict[str, Any]:
    """The metadata that ExifTool finds; empty where the program is not installed."""
    if not shutil.which("exiftool"):
        logger.warning("exiftool is not installed: assets get no metadata")
        return {}
    with tempfile.TemporaryDirectory(prefix="metadata-") as place:
        folder = Path(place)
        source = put_into(folder, asset.file_object.file)
        command = [sys.executable, "-I", str(METADATA_PROGRAM), str(source)]
        finished = run_limited(command, METADATA_LIMITS, folder=folder)
    if finished.code:
        raise UnreadableFileError(_("The file's metadata cannot be read."))
    tags = json.loads(finished.output)
    return {name: tags[tag] for tag, name in METADATA_TAGS.items() if tag in tags}


def _read_picture(asset: Asset) -> dict[str, Any]:
    """Format, mode and size in pixels; makes the renditions that pages show."""
    found = render(image=asset.image, specs=ALL_SPECS)
    return {
        "format": found.format,
        "mode": found.mode,
        "width": found.width,
        "height": found.height,
    }


def _plain(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return _("The file is missing from storage. Upload it again.")
    return str(error)[:500]
