"""The product in the admin: listing, form, views and bulk actions."""

from .viewset import ProductViewSet

__all__ = ["ProductViewSet"]
