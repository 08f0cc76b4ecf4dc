"""Import profiles and import runs."""

from .profile import ImportColumn, ImportProfile
from .run import ImportRun

__all__ = ["ImportColumn", "ImportProfile", "ImportRun"]
