"""Background work of the media library."""

from typing import Any

from jobs.progress import JobProgress
from media_library.models import Asset, ImageFile
from media_library.pictures.refusals import PictureRefusedError
from media_library.services.processing import fail_asset, process_asset
from media_library.services.rendering import render


def process_asset_job(progress: JobProgress, *, asset_id: int) -> dict[str, Any]:
    """Read one asset's file; nothing to do when the asset was deleted meanwhile."""
    asset = Asset.objects.filter(pk=asset_id).first()
    if asset is None:
        return {}
    asset = process_asset(asset=asset)
    if asset.status == Asset.Status.FAILED:
        progress.log(asset.status_message, level="warning")
    return {"asset": asset.pk, "status": asset.status}


def render_job(progress: JobProgress, *, image_id: int, specs: list[str]) -> dict[str, Any]:
    """Make renditions that somebody asked for; a file that cannot be read is marked so."""
    image = ImageFile.objects.filter(pk=image_id).first()
    if image is None:
        return {}
    try:
        render(image=image, specs=specs)
    except (PictureRefusedError, OSError) as error:
        asset = fail_asset(asset=image.asset, error=error)
        progress.log(asset.status_message, level="warning")
        return {"asset": asset.pk, "status": asset.status}
    return {"image": image.pk, "specs": specs}
