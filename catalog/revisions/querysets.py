"""Chainable filters of pending changes."""

from django.db import models
from django.db.models import F, Func, Q


class PendingChangeQuerySet(models.QuerySet):
    """Filters of values that were offered to open drafts."""

    def waiting(self) -> "PendingChangeQuerySet":
        """Those that an open draft still has otherwise."""
        keys = Func(F("path"), function="catalog_address_keys")
        kept = Func(
            F("product__latest_revision__content"),
            keys,
            template="NULLIF(%(expressions)s, 'null'::jsonb)",
            arg_joiner=" #> ",
            output_field=models.JSONField(),
        )
        drafts = self.filter(
            product__has_unpublished_changes=True, product__merged_into=None
        ).annotate(kept=kept)
        return drafts.exclude(Q(kept=F("value")) | Q(kept__isnull=True, value__isnull=True))
