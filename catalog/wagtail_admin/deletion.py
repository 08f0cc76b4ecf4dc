"""Deletion that says what stands in its way instead of failing."""

from typing import Any

from django.db import transaction
from django.db.models import Model, ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.snippets.views.snippets import DeleteView as SnippetDeleteView

from .references import Reference, deletion_blockers


def explain_blockers(instance: Model) -> str:
    """One sentence on what forbids to delete `instance`; empty where nothing does."""
    blockers = deletion_blockers(instance)
    if not blockers:
        return ""
    names = ", ".join(f"{found.model_name} ({found.count})" for found in blockers)
    return _("%(object)s cannot be deleted; it is referred to by: %(names)s.") % {
        "object": instance,
        "names": names,
    }


class GuardedDeletion:
    """A delete view that lists the records which forbid the deletion."""

    template_name = "catalog/admin/confirm_delete.html"

    @cached_property
    def blockers(self) -> list[Reference]:
        """The references that forbid the deletion."""
        return deletion_blockers(self.object)

    def get_context_data(self, **kwargs: Any) -> dict:
        """Add what blocks to the page."""
        context = super().get_context_data(**kwargs)
        context["blockers"] = self.blockers
        context["is_protected"] = bool(self.blockers)
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Delete, unless something refers to the record, now or at the last moment."""
        if self.blockers:
            return self._refuse()
        try:
            with transaction.atomic():
                return super().post(request, *args, **kwargs)
        except (ProtectedError, RestrictedError):
            return self._refuse()

    def _refuse(self) -> HttpResponse:
        messages.error(
            self.request,
            _("%(object)s could not be deleted, because other records refer to it.")
            % {"object": self.object},
        )
        return redirect(self.get_delete_url())


class ReferenceDeleteView(GuardedDeletion, generic.DeleteView):
    """Deletes a record of a reference table."""


class GuardedSnippetDeleteView(GuardedDeletion, SnippetDeleteView):
    """Deletes a product, price or fitment."""
