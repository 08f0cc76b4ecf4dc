"""The queryset of products."""

from django.db import models


class ProductQuerySet(models.QuerySet):
    """Filters of products."""

    def live(self) -> "ProductQuerySet":
        """Products that are published."""
        return self.filter(live=True)
