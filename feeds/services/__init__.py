"""Writes of the feeds room."""

from .feeds import DeleteFeedAction, delete_feed
from .runs import create_feed_run, start_feed_run, write_feed

__all__ = ["DeleteFeedAction", "create_feed_run", "delete_feed", "start_feed_run", "write_feed"]
