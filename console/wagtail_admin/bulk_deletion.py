"""The rule of every bulk action that deletes."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError, RestrictedError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models.reference_index import ReferenceGroups

from console.deletion import explain, in_use_meanwhile
from console.labels import with_labels
from console.references import Uses, uses_of

# More would outlast a request.
LARGEST = 1000


class BulkDeletionRule:
    """A bulk deletion that shows what uses the records, and refuses where any is in use.

    Mixed into Wagtail's bulk deletions. What takes others along is deleted by its own page, which
    asks for its name.
    """

    @cached_property
    def _chosen(self) -> tuple[list[Model], dict[str, Any]]:
        records, context = super().get_actionable_objects()
        return with_labels(records), context

    def get_actionable_objects(self) -> tuple[list[Model], dict[str, Any]]:
        """The chosen records, read once."""
        return self._chosen

    def get_all_objects_in_listing_query(self, parent_id: Any) -> Iterable[Any]:
        """The keys of the listing; one more than allowed where there are too many."""
        return super().get_all_objects_in_listing_query(parent_id)[: LARGEST + 1]

    @cached_property
    def uses(self) -> Uses:
        """What uses the chosen records, as far as the person may see it."""
        records = self._chosen[0]
        if not records or len(records) > LARGEST:
            return Uses((), frozenset(), 0)
        return uses_of(*records, user=self.request.user)

    def annotate_items(self, items: list[Model]) -> list[Model]:
        """Nothing of the reference index."""
        self.is_protected = False
        for item in items:
            item._usage_references = ReferenceGroups([])
        return items

    def get_template_names(self) -> list[str]:
        """One page for all."""
        return ["console/confirm_bulk_delete.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what would break, and the forms of the records."""
        context = super().get_context_data(**kwargs)
        finder = AdminURLFinder(self.request.user)
        records = [entry["item"] for entry in context["items"]]
        return {
            **context,
            "records": [(record, finder.get_edit_url(record)) for record in records],
            "leaves_some": bool(context["items_with_no_access"]),
            "uses": self.uses,
            "problem": self._problem(),
            "page_title": _("Delete"),
            "kind_of_records": capfirst(self.model._meta.verbose_name_plural),
        }

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse as a whole before anything else is asked."""
        return (
            self._refuse(problem) if (problem := self._problem()) else super().post(*args, **kwargs)
        )

    def form_valid(self, form: Form) -> HttpResponse:
        """Delete them all or none."""
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except (ProtectedError, RestrictedError, IntegrityError):
            return self._refuse(in_use_meanwhile(self._words()))

    def _problem(self) -> str:
        records = self._chosen[0]
        if len(records) > LARGEST:
            text = _("Select at most %(limit)d at a time. Filter the list first.")
            return text % {"limit": LARGEST}
        if self.uses.refuses:
            return explain(self._words(), self.uses)
        if self.uses.asks_name:
            return _(
                "Other records would be deleted with these. Delete them one by one; each "
                "confirmation page lists what is deleted."
            )
        return ""

    def _words(self) -> str:
        records = self._chosen[0]
        if len(records) == 1:
            return str(records[0])
        return f"{len(records)} {self.model._meta.verbose_name_plural}"

    def _refuse(self, text: str) -> HttpResponse:
        messages.error(self.request, text)
        return redirect(self.next_url)
