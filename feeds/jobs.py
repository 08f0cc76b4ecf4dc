"""Background entry points of the feeds room."""

from typing import Any

from feeds.models import FeedRun
from feeds.services import write_feed
from jobs.progress import JobProgress


def run_feed_job(progress: JobProgress, *, run_id: int) -> dict[str, Any]:
    """Write the file of a run; the same run again replaces its own file."""
    run = FeedRun.objects.select_related("feed__channel", "feed__segment").get(pk=run_id)
    run = write_feed(run=run, progress=progress)
    return {"rows": run.rows, "size": run.size, "sha256": run.sha256, "file": run.file}
