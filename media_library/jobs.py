"""Background work of the media library."""

from typing import Any

from jobs.progress import JobProgress
from media_library.models import Asset
from media_library.services.processing import process_asset


def process_asset_job(progress: JobProgress, *, asset_id: int) -> dict[str, Any]:
    """Read one asset's file; nothing to do when the asset was deleted meanwhile."""
    asset = Asset.objects.filter(pk=asset_id).first()
    if asset is None:
        return {}
    asset = process_asset(asset=asset)
    if asset.status == Asset.Status.FAILED:
        progress.log(asset.status_message, level="warning")
    return {"asset": asset.pk, "status": asset.status}
