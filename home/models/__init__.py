"""The pages of the site and its settings."""

from .pages import HomePage
from .settings import BrandingSettings

__all__ = ["BrandingSettings", "HomePage"]
