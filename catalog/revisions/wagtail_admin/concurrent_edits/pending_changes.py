"""Tells on the product form what came past the draft, and lets its editor decide."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages

from catalog.products.write_policy import WriteRefusedError
from catalog.revisions.models.offered_value import OfferedValue
from catalog.revisions.queries.pending_changes import PendingChange, pending_changes_to
from catalog.revisions.services.pending_changes import (
    PendingChangeError,
    accept_pending_change,
    refuse_pending_change,
)
from catalog.revisions.wagtail_admin.history.base import source_address

TAKE = "take"


class ShowsPendingChanges:
    """An edit view of products that tells above the fields what the draft has otherwise."""

    @cached_property
    def pending_changes(self) -> list[tuple[PendingChange, str]]:
        """Each with the address of the run that brought it."""
        if not self.object.has_unpublished_changes:
            return []
        return [
            (pending_change, source_address(pending_change.source))
            for pending_change in pending_changes_to(self.object)
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the pending changes, unless only an autosave is answered."""
        context = super().get_context_data(**kwargs)
        return (
            context
            if self.expects_json_response
            else context | {"pending_changes": self.pending_changes}
        )


class DecidePendingChangeView(PermissionRequiredMixin, View):
    """Takes an offered value into the draft, or leaves the draft as it is."""

    permission_required = "catalog.change_product"
    raise_exception = True
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Decide, and go back to the form."""
        pending_change = OfferedValue.objects.filter(pk=pk).first()
        if pending_change is None:
            messages.error(request, _("There is nothing left to decide."))
            return redirect("catalog_clashes:list")
        if request.POST.get("decision") == TAKE:
            self._take(pending_change)
        else:
            refuse_pending_change(pending_change=pending_change)
            messages.success(request, _("The draft keeps its own value."))
        return redirect("catalog_product:edit", pending_change.product_id)

    def _take(self, pending_change: OfferedValue) -> None:
        try:
            accept_pending_change(pending_change=pending_change, user=self.request.user)
        except WriteRefusedError as error:
            messages.error(self.request, " ".join(error.reasons))
        except PendingChangeError as error:
            messages.error(self.request, str(error))
        else:
            messages.success(self.request, _("The draft now has the new value."))
