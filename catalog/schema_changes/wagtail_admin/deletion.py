"""Deletes a record with the values that products have by its code."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from wagtail.admin import messages
from wagtail.admin.views import generic

from catalog.bulk.models import BulkChange
from catalog.products.models.product import Product
from catalog.schema_changes.services.running import start_schema_change
from console.effects import Effect
from console.references import Reference, Uses, references_to, seen_uses
from console.signed_in import SignedInRequest
from console.wagtail_admin.delete_views import DeletionRule
from jobs.exceptions import JobError

PAGE = "catalog_modelchange:page"


class DeleteWithValuesView(DeletionRule, generic.DeleteView):
    """Deletes at once what nothing hangs on, else by a change that can be undone."""

    # Records of these models do not stand in the way: the change takes it from them first.
    changed_models: tuple[type[Model], ...] = (Product,)

    def plan(self) -> BulkChange:
        """The change that deletes the record with its values."""
        raise NotImplementedError

    @cached_property
    def uses(self) -> Uses:
        """What refers to the record; the values of products go with it."""
        return self.uses_without(references_to(self.object))

    def uses_without(self, references: Iterable[Reference]) -> Uses:
        """The same as the change leaves it: what it takes from records forbids nothing."""
        left = [
            replace(one, effect=Effect.CLEARED, asks=True)
            if one.effect is Effect.FORBIDS and one.model in self.changed_models
            else one
            for one in references
        ]
        return seen_uses(left, self.request.user)

    def delete_confirmed(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Start the change where something would lose what it has by the record."""
        if not self.uses.asks_name:
            return super().delete_confirmed(request, *args, **kwargs)
        change = self.plan()
        try:
            start_schema_change(change=change, user=request.user)
        except JobError as error:
            messages.error(request, str(error))
        return redirect(PAGE, change.pk)
