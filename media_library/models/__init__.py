"""Assets and the Wagtail files they stand for."""

from .asset import Asset
from .files import DocumentFile, ImageFile, ImageRendition, MediaFile

__all__ = ["Asset", "DocumentFile", "ImageFile", "ImageRendition", "MediaFile"]
