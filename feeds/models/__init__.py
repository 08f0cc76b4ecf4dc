"""Feeds, their columns and their runs."""

from .feed import Feed, FeedColumn
from .run import FeedRun

__all__ = ["Feed", "FeedColumn", "FeedRun"]
