"""The views of the listing: keeping, saving, renaming, sharing and deleting them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from catalog.listing.services.saved_views import (
    create_view,
    delete_view,
    may_change_view,
    may_delete_view,
    may_share,
    rename_view,
    save_view,
)
from catalog.listing.wagtail_admin.asked import COLUMNS, FILTER, ORDER, VIEW
from catalog.listing.wagtail_admin.columns import chosen_columns, listing_columns
from catalog.listing.wagtail_admin.panels import EmptyForm, ListingPanel
from catalog.segments.models import Segment

__all__ = ["DeleteViewPanel", "EditViewPanel", "NewViewPanel", "SaveViewPanel", "may_change_view"]


class ViewForm(forms.Form):
    """The name of a view, and who sees it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    is_shared = forms.BooleanField(
        label=gettext_lazy("Share with everyone"),
        help_text=gettext_lazy("Others can see it here, and feeds and price rules can use it."),
        required=False,
    )

    def __init__(self, *args: Any, may_share: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not may_share:
            del self.fields["is_shared"]

    def clean_name(self) -> str:
        """No character that the database refuses."""
        return self.cleaned_data["name"].replace("\x00", "")


class ViewPanel(ListingPanel):
    """A panel that writes a view."""

    form_class = ViewForm
    header_icon = "view"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Whether the form may offer to share."""
        return {**super().get_form_kwargs(), "may_share": may_share(self.request.user)}

    def shown(self) -> dict[str, Any]:
        """What the listing shows: filter, columns and order."""
        columns = chosen_columns(self.asked.column_names, listing_columns())
        return {
            "segment_filter": self.asked.filter,
            "columns": [column.name for column in columns],
            "ordering": self.asked.order,
        }

    def open(self, view: Segment | None) -> HttpResponse:
        """Show the listing with this view as it is stored."""
        key = str(view.pk) if view else None
        return self.leave(
            self.asked.address(**{VIEW: key, FILTER: None, COLUMNS: None, ORDER: None})
        )


class NewViewPanel(ViewPanel):
    """Keeps what the listing shows under a name."""

    page_title = gettext_lazy("Save as a view")
    submit_label = gettext_lazy("Save view")

    def form_valid(self, form: ViewForm) -> HttpResponse:
        """Keep it and open it."""
        try:
            view = create_view(
                user=self.request.user,
                name=form.cleaned_data["name"],
                is_shared=form.cleaned_data.get("is_shared", False),
                **self.shown(),
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("View “%(name)s” saved.") % {"name": view.name})
        return self.open(view)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what a view does not hold."""
        note = _("The search for “%(text)s” is not saved in the view.") % {"text": self.asked.text}
        return super().get_context_data(**kwargs) | {"note": note if self.asked.text else ""}


class StoredViewPanel(ViewPanel):
    """A panel about the view that is open."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only with a view that the user sees."""
        if self.asked.view is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class SaveViewPanel(StoredViewPanel):
    """Stores what the listing shows in the view that is open."""

    form_class = EmptyForm
    page_title = gettext_lazy("Save view")
    submit_label = gettext_lazy("Save view")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Nothing to fill in."""
        return super(ViewPanel, self).get_form_kwargs()

    def form_valid(self, form: EmptyForm) -> HttpResponse:
        """Store it."""
        try:
            save_view(user=self.request.user, view=self.asked.view, **self.shown())
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("View “%(name)s” saved.") % {"name": self.asked.view.name})
        return self.open(self.asked.view)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say who else sees the change."""
        view = self.asked.view
        note = _("“%(name)s” will be saved with the current filters, columns and sort order.")
        if view.is_shared:
            note = f"{note} {_('The new filter applies to everyone who uses it, including feeds.')}"
        return super().get_context_data(**kwargs) | {"note": note % {"name": view.name}}


class EditViewPanel(StoredViewPanel):
    """The name of the view that is open, and who sees it."""

    page_title = gettext_lazy("Name and sharing")
    submit_label = gettext_lazy("Save")

    def get_initial(self) -> dict[str, Any]:
        """As they are."""
        view = self.asked.view
        return {"name": view.name, "is_shared": view.is_shared}

    def form_valid(self, form: ViewForm) -> HttpResponse:
        """Rename it, share it or take it back."""
        view = self.asked.view
        try:
            rename_view(
                user=self.request.user,
                view=view,
                name=form.cleaned_data["name"],
                is_shared=form.cleaned_data.get("is_shared", view.is_shared),
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        return self.leave(self.asked.address())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The way to delete it, for those who may."""
        context = super().get_context_data(**kwargs)
        if may_delete_view(self.request.user, self.asked.view):
            context["delete_url"] = reverse("catalog_product:view_delete") + self.asked.address()
        return context


class DeleteViewPanel(StoredViewPanel):
    """Deletes the view that is open."""

    form_class = EmptyForm
    page_title = gettext_lazy("Delete view")
    submit_label = gettext_lazy("Delete view")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Nothing to fill in."""
        return super(ViewPanel, self).get_form_kwargs()

    def form_valid(self, form: EmptyForm) -> HttpResponse:
        """Delete it and show everything."""
        name = self.asked.view.name
        try:
            delete_view(user=self.request.user, view=self.asked.view)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("View “%(name)s” deleted.") % {"name": name})
        return self.open(None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What happens."""
        note = _("The view “%(name)s” will be deleted. No products are deleted.") % {
            "name": self.asked.view.name
        }
        return super().get_context_data(**kwargs) | {"note": note}
