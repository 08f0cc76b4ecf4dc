"""The pages of the site and its settings, and who is told of the inbox by mail."""

from .inbox_mail import InboxMail
from .pages import HomePage
from .settings import BrandingSettings

__all__ = ["BrandingSettings", "HomePage", "InboxMail"]
