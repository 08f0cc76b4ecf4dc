"""What may go wrong with a feed; every message is shown to people as it is."""

from jobs.exceptions import JobError


class FeedError(JobError):
    """A feed cannot be written as it is set up, or its file cannot be stored."""


class FeedBusyError(FeedError):
    """The feed is being written already."""
