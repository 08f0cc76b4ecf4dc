"""The rule of every page that deletes a record: what would break is shown first."""

from typing import Any

from django.db import IntegrityError
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.models import Page

from console.deletion import (
    MOST_IN_A_REQUEST,
    DeletionRefusedError,
    delete_record,
    explain,
    in_use_meanwhile,
    is_name_of,
    name_of,
    start_deletion,
)
from console.references import Uses, uses_of
from console.signed_in import SignedInRequest

NAME = "confirmation"


class DeletionRule:
    """A delete view that shows what uses the record, and then refuses or asks for its name.

    Mixed into a view of `generic.DeleteView`. Deletions that take much along are done in the
    background.
    """

    # Django's view would delete by the method DELETE as well, without a question.
    http_method_names = ["get", "head", "post", "options"]
    name_error = ""

    @cached_property
    def uses(self) -> Uses:
        """What uses the record, as far as the person may see it."""
        return uses_of(self.object, user=self.request.user)

    def get_usage_url(self) -> None:
        """No count of Wagtail's reference index."""
        return None

    def get_template_names(self) -> list[str]:
        """One page for all, whatever the viewset says."""
        return ["console/confirm_delete.html"]

    def get_alternatives(self) -> list[tuple[str, str]]:
        """What could be done instead: labels with addresses."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what would break, and what has to be typed."""
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "uses": self.uses,
            "is_protected": self.uses.refuses,
            "name": name_of(self.object),
            "name_error": self.name_error,
            "is_large": self.uses.rows > MOST_IN_A_REQUEST,
            "alternatives": self.get_alternatives(),
        }

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Delete it, unless something forbids it, now or at the last moment."""
        name = name_of(self.object)
        if self.uses.refuses:
            return self._refuse(explain(name, self.uses))
        if self.uses.asks_name and not is_name_of(self.object, request.POST.get(NAME, "")):
            self.name_error = _(
                "The name does not match. Type it exactly as shown here: %(name)s"
            ) % {"name": name}
            return self.render_to_response(self.get_context_data())
        return self.delete_confirmed(request, *args, **kwargs)

    def delete_confirmed(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Delete what nothing forbids to delete, here or in the background."""
        name = name_of(self.object)
        if self.uses.rows > MOST_IN_A_REQUEST:
            messages.success(request, _("“%(name)s” is being deleted.") % {"name": name})
            return redirect(start_deletion(self.object, request.user))
        try:
            # Not the view's own way: that of collections tells the success before it is one.
            return super(generic.DeleteView, self).post(request, *args, **kwargs)
        except DeletionRefusedError as error:
            return self._refuse(str(error))
        except (ProtectedError, RestrictedError, IntegrityError):
            return self._refuse(in_use_meanwhile(name))

    def delete_action(self) -> None:
        """Delete it with what goes along."""
        delete_record(self.object, user=self.request.user, delete=super().delete_action)

    def _refuse(self, text: str) -> HttpResponse:
        messages.error(self.request, text)
        return redirect(self.get_delete_url())


class UploadDeletionRule:
    """Takes back a file that was just uploaded, unless it is in use by now."""

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The answer that the upload form's script reads."""
        self.model = self.get_model()
        record = get_object_or_404(self.model, pk=kwargs[self.pk_url_kwarg])
        if self.user_has_permission_for_instance("delete", record):
            uses = uses_of(record, user=request.user)
            if uses.refuses or uses.asks_name:
                return self._refuse(explain(name_of(record), uses))
        try:
            return super().post(request, *args, **kwargs)
        except (ProtectedError, RestrictedError, IntegrityError):
            return self._refuse(in_use_meanwhile(name_of(record)))

    def _refuse(self, text: str) -> JsonResponse:
        return JsonResponse({"success": False, "error_message": text})


class PageDeleteView(DeletionRule, generic.DeleteView):
    """Deletes a page with those below it."""

    model = Page
    pk_url_kwarg = "page_id"
    header_icon = "doc-empty-inverse"
    delete_url_name = "wagtailadmin_pages:delete"
    page_title = gettext_lazy("Delete page")

    def get_object(self, queryset: Any = None) -> Page:
        """The page as what it is."""
        return super().get_object(queryset).specific

    @cached_property
    def parent(self) -> Page | None:
        """What the page stands below; it must be known before the page is gone."""
        return self.object.get_parent()

    def user_has_permission(self, permission: str) -> bool:
        """By the place of the page."""
        return self.object.permissions_for_user(self.request.user).can_delete()

    def run_before_hook(self) -> HttpResponse | None:
        """Wagtail's hook of pages."""
        return self.run_hook("before_delete_page", self.request, self.object)

    def run_after_hook(self) -> HttpResponse | None:
        """Wagtail's hook of pages."""
        return self.run_hook("after_delete_page", self.request, self.object)

    def get_success_url(self) -> str:
        """The pages beside it."""
        if self.parent is None:
            return reverse("wagtailadmin_explore_root")
        return reverse("wagtailadmin_explore", args=[self.parent.pk])

    def get_alternatives(self) -> list[tuple[str, str]]:
        """Taking it off the site keeps it."""
        if not self.object.permissions_for_user(self.request.user).can_unpublish():
            return []
        url = reverse("wagtailadmin_pages:unpublish", args=[self.object.pk])
        return [(_("Unpublish the page instead"), url)]
