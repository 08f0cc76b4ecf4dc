"""What a feed has to give."""

from feeds.models import Feed, FeedRun


def last_good_run(feed: Feed) -> FeedRun | None:
    """The newest run whose file is there."""
    return feed.runs.exclude(file="").order_by("-id").first()
