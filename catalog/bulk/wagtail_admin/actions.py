"""What a person does with a bulk edit: apply, undo, throw away, count again, download the rows."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from catalog.bulk.models import BulkChange, BulkChangeRow
from catalog.bulk.queries.rows import left_rows
from catalog.bulk.services.approvals.sending import start_correcting, start_sending
from catalog.bulk.services.edits.editing import discard_bulk_edit
from catalog.bulk.services.edits.rights import refusal_to_apply, undo_refusal
from catalog.bulk.services.edits.starting import start_applying, start_counting, start_undoing
from catalog.products.models.product import Product
from console.signed_in import SignedInRequest
from console.spreadsheets import harmless
from jobs.exceptions import JobError

PAGE = "catalog_bulkchange:inspect"
LONGEST_COMMENT = 5_000


class BulkEditActionView(PermissionCheckedMixin, View):
    """Does one thing with a bulk edit and shows its page again."""

    request: SignedInRequest
    model = Product
    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Act, or say why not."""
        change = get_object_or_404(BulkChange, pk=pk, kind=BulkChange.Kind.BULK_EDIT)
        try:
            self.act(change)
        except JobError as error:
            messages.error(request, str(error))
        return redirect(PAGE, pk)

    def act(self, change: BulkChange) -> None:
        """Do it; JobError says why not."""
        raise NotImplementedError


class ApplyView(BulkEditActionView):
    """Applies what was counted, or goes on with it."""

    def act(self, change: BulkChange) -> None:
        """Start the job."""
        if reason := refusal_to_apply(change, self.request.user):
            raise JobError(reason)
        start_applying(change_id=change.pk, user=self.request.user)


class SendView(BulkEditActionView):
    """Sends what was counted to review."""

    def act(self, change: BulkChange) -> None:
        """Start the job that keeps what would change."""
        note = self.request.POST.get("note", "")[:LONGEST_COMMENT]
        start_sending(change_id=change.pk, user=self.request.user, note=note)


class CorrectView(BulkEditActionView):
    """Takes a bulk edit out of its review, or takes up one that was sent back."""

    def act(self, change: BulkChange) -> None:
        """Count it again."""
        start_correcting(change_id=change.pk, user=self.request.user)


class UndoView(BulkEditActionView):
    """Takes back what was applied."""

    def act(self, change: BulkChange) -> None:
        """Start the job."""
        if reason := undo_refusal(change, self.request.user):
            raise JobError(reason)
        start_undoing(change_id=change.pk, user=self.request.user)


class CountView(BulkEditActionView):
    """Counts again."""

    def act(self, change: BulkChange) -> None:
        """Start the job."""
        start_counting(change_id=change.pk, user=self.request.user)


class DiscardView(BulkEditActionView):
    """Throws a bulk edit away."""

    def act(self, change: BulkChange) -> None:
        """At once."""
        discard_bulk_edit(change_id=change.pk)
        messages.success(self.request, _("The bulk edit was discarded. Nothing was changed."))


class RowsView(PermissionCheckedMixin, View):
    """Sends the products that a change refused or an undo left alone, with the reasons."""

    model = BulkChange
    permission_required = "view"
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A CSV file, written while it is sent."""
        change = get_object_or_404(BulkChange, pk=pk)
        response = StreamingHttpResponse(_lines(change), content_type="text/csv; charset=utf-8")
        name = f"bulk-edit-{change.pk}-left-alone.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def _lines(change: BulkChange) -> Iterator[str]:
    yield "\ufeff" + _line([_("SKU"), _("Product"), _("Outcome"), _("Reason")])
    for row in left_rows(change):
        is_left = row.outcome == BulkChangeRow.Outcome.CONFLICT
        outcome = _("Not undone") if is_left else BulkChangeRow.Outcome(row.outcome).label
        yield _line([row.sku, str(row.product_id), outcome, "; ".join(row.reasons)])


def _line(cells: list[str]) -> str:
    quoted = (f'"{harmless(str(cell)).replace(chr(34), chr(34) * 2)}"' for cell in cells)
    return ",".join(quoted) + "\r\n"
