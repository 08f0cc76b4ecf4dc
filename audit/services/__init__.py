"""Writes of the change log that the database triggers cannot know by themselves."""

from .acting import acting_as

__all__ = ["acting_as"]
